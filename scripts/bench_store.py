"""How fast the store is: settle and take_due with many links known.

    python scripts/bench_store.py [LINKS] [PAGES] [URL]

Fills a store (a temporary folder, or an SQLAlchemy URL to an empty data base) and prints milliseconds: median, 95 % and
most of single calls, the rest as totals with the processor's part. 100,000 links and 10,000 pages by default. Figures, no test.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper.export import write_export
from scraper.model import Article, Block, CleanedPage, Link, Provenance, RelatedItem, WarcPlace
from scraper.store import Capture, PageFilter, QueuedLink, Settlement, Store, open_store

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SITE = "news.example"
HOME = f"https://{SITE}/"
TEXT = (
    "The committee met on Tuesday, and nobody who was asked afterwards wished to say what had been decided there. " * 2
)


def link(number: int) -> Link:
    day = (NOW - timedelta(minutes=number)).isoformat()
    return Link(
        url=f"{HOME}2026/{number}/", site=SITE, kind="article", found_by="listing", published=day, title=TEXT[:60]
    )


def page(number: int, links: int, answer: Capture) -> CleanedPage:
    """An article of 12 paragraphs (2.7 KB) with 20 teasers."""
    targets = [(number * 7919 + n * 104729) % links for n in range(20)]
    return CleanedPage(
        page_type="article",
        outcome="ok",
        provenance=Provenance(cleaner="scraper/0", warc=WarcPlace(file=answer.file, offset=answer.offset)),
        url=answer.url,
        site=SITE,
        article=Article(
            headline=TEXT[:70],
            published=(NOW - timedelta(minutes=number)).isoformat(),
            blocks=tuple(Block(kind="paragraph", text=TEXT) for _ in range(12)),
        ),
        related=tuple(
            RelatedItem(
                position=n,
                title=TEXT[:60],
                list="News Network",
                kind="read_more",
                url=link(target).url,
                category="Crime News",
                excerpt=TEXT[:120],
                excerpt_truncated=True,
            )
            for n, target in enumerate(targets)
        ),
    )


def settle(store: Store, number: int, links: int, run: int, times: dict[str, list[float]]) -> None:
    """What a crawl does with one article: take it, settle it with ten links, most of them known."""
    with timed(times, "take_due"):
        taken = store.take_due(SITE, now=NOW, host=SITE)
    assert isinstance(taken, QueuedLink)
    answer = Capture(
        site=SITE,
        url=taken.link.url,
        fetched_at=NOW,
        file="a-00001.warc.gz",
        offset=number * 1000,
        outcome="stored",
        status=200,
    )
    made = page(number, links, answer)
    found = tuple(link((number * 31 + n) % links) for n in range(10))
    end = Settlement(outcome="stored", at=NOW, due=None, captures=(answer,), page=made, links=found)
    with timed(times, "settle"):
        store.settle(taken, end, run=run)


@contextmanager
def timed(times: dict[str, list[float]], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)


def total(name: str, work: Callable[[], object]) -> None:
    begun, worked = time.perf_counter(), time.process_time()
    answer = work()
    wall, cpu = time.perf_counter() - begun, time.process_time() - worked
    print(f"{name:<30}{wall * 1000:>12,.1f} ms   (cpu {cpu * 1000:,.1f})   {answer}")


def fill(store: Store, links: int) -> int:
    return sum(
        store.add_links([link(n) for n in range(start, min(start + 100, links))], now=NOW)
        for start in range(0, links, 100)
    )


def crawl(store: Store, links: int, pages: int, times: dict[str, list[float]]) -> int:
    number = store.start_run(SITE, now=NOW)
    for n in range(pages):
        settle(store, n, links, number, times)
    return pages


def export(store: Store, name: str, folder: Path) -> int:
    return write_export(store.pages(), format=name, output=folder / f"x.{name}", resolve=store.resolve).pages


def run(target: Path | str, folder: Path, links: int, pages: int) -> None:
    """Measure on a fresh store."""
    times: dict[str, list[float]] = {}
    with open_store(target) as store:
        total(f"add {links:,} links", lambda: fill(store, links))
        total(f"settle {pages:,} pages", lambda: crawl(store, links, pages, times))
        for name, values in times.items():
            values.sort()
            middle, late = values[len(values) // 2], values[len(values) * 95 // 100]
            print(f"{name:<30}{middle:>12.2f} ms   95 % {late:.2f}, most {values[-1]:.1f}")
        total("count_due", lambda: store.count_due(SITE, now=NOW))
        total("status", lambda: len(store.status(now=NOW)))
        total("promoted_by", lambda: len(store.promoted_by(link(0).url)))
        total("promoted_on", lambda: len(store.promoted_on(link(1).url)))
        total("archive_ends", store.archive_ends)
        total("captures, newest", lambda: sum(1 for _ in store.captures(SITE, newest=True)))
        total("pages of one day", lambda: sum(1 for _ in store.pages(PageFilter(since=NOW.date()))))
        total("export jsonl", lambda: export(store, "jsonl", folder))
        total("export csv", lambda: export(store, "csv", folder))
    print(f"{'memory, at most':<30}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>12,.0f} MB")


def main(arguments: list[str]) -> None:
    """Run with the numbers of the command line."""
    links, pages = (int(text) for text in (arguments + ["100000", "10000"][len(arguments) :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        run(arguments[2] if len(arguments) > 2 else Path(folder), Path(folder), links, pages)


if __name__ == "__main__":
    main(sys.argv[1:])
