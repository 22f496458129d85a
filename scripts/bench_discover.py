"""What reading ways in costs: feeds beside feedparser, and a sitemap of 50,000 entries.

    python scripts/bench_discover.py

Feeds are well-formed and made here, 50 entries each: RSS as WordPress writes it, with full texts and with excerpts, and Atom. Prints milliseconds of processor
time, the best of several runs of each in turn, and how many times faster than feedparser; then seconds and memory of the sitemap,
plain and packed, in a process of its own: what it needs above the idle one that holds the bytes. Figures, no test.
"""

from __future__ import annotations

import gzip
import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

ENTRIES = 50_000
WORDS = "the council met on Tuesday and talked about the bridge for four hours before it came to a vote".split()
URL = "https://paper.example/feed/"


def words(count: int, start: int) -> str:
    """Return a text of so many words."""
    return " ".join(WORDS[(start + n) % len(WORDS)] for n in range(count))


def feeds() -> dict[str, bytes]:
    """Return the feeds to read."""
    spaces = (
        'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    )

    def item(n: int, full: str) -> str:
        return (
            f"<item><title>Story {n} about {words(5, n)}</title><link>https://paper.example/2021/10/story-{n}/</link>"
            f"<comments>https://paper.example/2021/10/story-{n}/#respond</comments>"
            f"<dc:creator><![CDATA[Jane Doe]]></dc:creator><pubDate>Thu, 21 Oct 2021 13:{n:02}:04 +0000</pubDate>"
            "<category><![CDATA[News]]></category><category><![CDATA[Bridges]]></category><category><![CDATA[Council]]></category>"
            f'<guid isPermaLink="false">https://paper.example/?p={n}</guid>'
            f"<description><![CDATA[{words(40, n)} &#8230;]]></description>{full}"
            f"<wfw:commentRss>https://paper.example/2021/10/story-{n}/feed/</wfw:commentRss><slash:comments>0</slash:comments></item>"
        )

    def rss(full: Callable[[int], str]) -> bytes:
        items = "".join(item(n, full(n)) for n in range(50))
        head = "<title>Paper</title><link>https://paper.example/</link><ttl>30</ttl>"
        return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}><channel>{head}{items}</channel></rss>'.encode()

    entries = "".join(
        f'<entry><title>Story {n} about {words(5, n)}</title><link rel="alternate" href="https://paper.example/2021/10/story-{n}/"/>'
        f"<id>tag:paper.example,2021:{n}</id><published>2021-10-21T13:{n:02}:04Z</published><updated>2021-10-21T14:00:00Z</updated>"
        f'<author><name>Jane Doe</name></author><category term="News"/><summary>{words(40, n)}</summary></entry>'
        for n in range(50)
    )
    return {
        "RSS, full texts": rss(
            lambda n: (
                f"<content:encoded><![CDATA[{''.join(f'<p>{words(60, n + k)}</p>' for k in range(8))}]]></content:encoded>"
            )
        ),
        "RSS, excerpts": rss(lambda _: ""),
        "Atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>{entries}</feed>'.encode(),
    }


def best(*works: Callable[[], object], rounds: int = 30) -> list[float]:
    """Return the shortest processor time of each work, in milliseconds; they take turns, so that all have the same noise."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, known in zip(works, times, strict=True):
            start = time.process_time()
            work()
            known.append(time.process_time() - start)
    return [min(known) * 1000 for known in times]


def bench_feeds() -> None:
    """Read each feed both ways."""
    import feedparser

    from scraper.discover.feeds import read_feed

    print(f"{'feed':18} {'KB':>5} {'feedparser':>11} {'ours':>7} {'times':>6}")
    for name, body in feeds().items():
        assert len(read_feed(body, url=URL).stories) == len(feedparser.parse(body).entries) == 50
        theirs, ours = best(
            lambda body=body: feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False),  # type: ignore[misc]
            lambda body=body: read_feed(body, url=URL),  # type: ignore[misc]
        )
        print(f"{name:18} {len(body) / 1000:>5.0f} {theirs:>8.1f} ms {ours:>4.1f} ms {theirs / ours:>6.1f}")


def sitemap() -> bytes:
    """Return a sitemap with as many entries as the protocol allows."""
    entries = "".join(
        f"  <url>\n    <loc>https://paper.example/2021/10/{n % 30 + 1:02}/a-story-about-something-{n}/</loc>\n"
        f"    <lastmod>2021-10-21T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}+00:00</lastmod>\n  </url>\n"
        for n in range(ENTRIES)
    )
    head = "<?xml version='1.0' encoding='UTF-8'?>\n<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\n"
    return f"{head}{entries}</urlset>".encode()


def resident(peak: str) -> float:
    """Return a figure of this process's memory (VmRSS, VmHWM) in MB."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        return next(int(line.split()[1]) for line in status if line.startswith(peak)) / 1000


def _measure(pipe: Connection) -> None:
    from scraper.discover.sitemaps import read_sitemap

    read_sitemap(b"<urlset><url><loc>https://paper.example/a</loc></url></urlset>", url=URL)
    body = pipe.recv_bytes()
    idle = resident("VmRSS")
    start, used = time.perf_counter(), time.process_time()
    found = read_sitemap(body, url="https://paper.example/sitemap.xml")
    seconds, used = time.perf_counter() - start, time.process_time() - used
    assert len(found.stories) == ENTRIES
    pipe.send((seconds, used, resident("VmHWM") - idle))


def bench_sitemap() -> None:
    """Read the sitemap in a new process, plain and packed."""
    print(f"\n{'sitemap':18} {'KB':>5} {'seconds':>8} {'of processor':>13} {'MB above idle':>14}")
    whole = sitemap()
    for name, body in {"plain": whole, "gzip": gzip.compress(whole)}.items():
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=_measure, args=(there,))
        process.start()
        here.send_bytes(body)
        seconds, used, memory = here.recv()
        process.join()
        print(f"{name:18} {len(body) / 1000:>5.0f} {seconds:>8.2f} {used:>13.2f} {memory:>14.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    bench_feeds()
    bench_sitemap()
