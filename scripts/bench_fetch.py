"""Pages a second on one core: what a request costs, step by step, and Scrapy beside it.

    python scripts/bench_fetch.py [--pages 2000] [--hosts 32] [--scrapy PYTHON]

A server of its own process, on the other core, gives out pages of 60 KB (packed on the wire), each another one, from many
hosts (127.1.0.1, 127.1.0.2 …). The client is pinned to one core and asks each host for one page at a time, without delay.
PYTHON is an interpreter that has Scrapy, which only fetches and yields the bodies. Prints pages a second and CPU
milliseconds a page of

    bare       the client library alone, body read and dropped
    exchange   Client.exchange: guard, limits, bytes of the wire, codings undone; nothing kept
    archive    the same, archived, on the disk
    clean      the same, and each page cleaned
    crawl      `scraper crawl` of that many sites: robots.txt, links, archive, clean, store
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = "the minister said that talks on the budget would go on until friday while markets fell and rain came".split()
CLIENT_CORE, SERVER_CORE = 0, 1

SPIDER = """
import sys, time, resource, json
import scrapy
from scrapy.crawler import CrawlerProcess
urls = json.load(open(sys.argv[1]))
class Pages(scrapy.Spider):
    name = "pages"
    async def start(self):
        for url in urls:
            yield scrapy.Request(url)
    def parse(self, response):
        yield {"size": len(response.body)}
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": int(sys.argv[2]), "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False})
crawler = process.create_crawler(Pages)
process.crawl(crawler)
began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
process.start()
took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([crawler.stats.get_value("item_scraped_count"), took,
    after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime]))
"""


def article(number: int) -> bytes:
    """Return a page of about 60 KB."""
    rng = random.Random(number)
    words = [" ".join(rng.choices(WORDS, k=rng.randrange(30, 90))) for _ in range(60)]
    body = "".join(f"<p>{text.capitalize()}.</p>\n" for text in words)
    cards = "".join(
        f'<li class="card"><h3><a href="/story/{number}-{n}">Story {number} of {n}</a></h3><p>{words[n][:120]}</p>'
        f'<time datetime="2026-11-{1 + n % 28:02}">{n}</time></li>'
        for n in range(30)
    )
    style = "".join(f".rule-{n} {{ margin: {n}px; color: #{n:06x} }}\n" for n in range(500))
    return (
        f"<!doctype html><html lang=en><head><title>Budget talks, day {number}</title><style>{style}</style>"
        f'<meta property="article:published_time" content="2026-11-24T12:00:00Z"></head><body><nav>News</nav>'
        f"<article><h1>Budget talks, day {number}</h1>{body}</article><aside><h2>Read more</h2><ul>{cards}</ul></aside>"
        "</body></html>"
    ).encode()


def answer(body: bytes, kind: str = "text/html; charset=utf-8") -> bytes:
    """Return a page packed as it goes over the wire."""
    packed = gzip.compress(body)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    return head.encode() + packed


class Serving(asyncio.Protocol):
    """Gives out the page of a path."""

    pages: dict[bytes, bytes] = {}  # noqa: RUF012

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.waiting = b""

    def data_received(self, data: bytes) -> None:
        """Answer each request."""
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            asked, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            path = asked.split(b" ", 2)[1]
            self.transport.write(self.pages.get(path) or b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


async def serve(pages: int, per_host: int) -> None:
    """Serve until killed."""
    os.sched_setaffinity(0, {SERVER_CORE})
    for number in range(pages):
        Serving.pages[f"/article/{number}".encode()] = answer(article(number))
    for host in range(-(-pages // per_host)):
        links = "".join(
            f"<item><title>Day {number}</title><link>/article/{number}</link></item>"
            for number in range(host * per_host, min(pages, (host + 1) * per_host))
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{links}</channel></rss>'
        Serving.pages[f"/feed/{host}".encode()] = answer(feed.encode(), "application/rss+xml")
    server = await asyncio.get_running_loop().create_server(Serving, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def measure(step: str, urls: list[str], hosts: int, folder: Path) -> None:
    """Ask for all pages, each host for one at a time; print how many, and the seconds it took and used."""
    from scraper.archive import Archive
    from scraper.clean import clean_page
    from scraper.fetch import Client, Guard, Limits, Request
    from scraper.fetch.library import httpx
    from scraper.model import Exchange, WarcPlace

    async def nothing(_: Exchange) -> WarcPlace:
        return WarcPlace(file="", offset=0)

    done = 0

    async def run(ask: Callable[[str], Awaitable[None]]) -> None:
        async def one_host(host: int) -> None:
            nonlocal done
            for url in urls[host::hosts]:
                await ask(url)
                done += 1

        used, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        await asyncio.gather(*map(one_host, range(hosts)))
        took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
        print(json.dumps([done, took, cpu]))

    if step == "bare":
        limits = httpx.Limits(max_connections=1000, max_keepalive_connections=1000)
        async with httpx.AsyncClient(limits=limits, trust_env=False) as plain:

            async def bare(url: str) -> None:
                assert (await plain.get(url)).status_code == 200

            await run(bare)
        return
    archive = Archive.open(
        folder / "archive",
        operator="mailto:a@b.example",
        user_agent="scraper",
        now=lambda: datetime.now(UTC),
        indexes=folder / "indexes",
    )
    with archive:
        keep = nothing if step == "exchange" else archive.keep
        async with Client(keep=keep, contact="mailto:a@b.example", guard=Guard(allow_private=True)) as client:

            async def exchange(url: str) -> None:
                end = await client.exchange(Request(url=url), Limits())
                assert end.status == 200
                if step == "clean":
                    assert clean_page(end.body, url=url).article is not None

            await run(exchange)


def crawl(urls: list[str], hosts: int, port: int, folder: Path) -> list[float]:
    """Let the command crawl that many sites."""
    sites = folder / "config" / "sites"
    sites.mkdir(parents=True)
    names = [f"host{number}" for number in range(hosts)]
    for number, name in enumerate(names):
        home = f"http://127.1.{number // 250}.{number % 250 + 1}:{port}"
        (sites / f"{name}.toml").write_text(
            f'home = "{home}/"\n[discover]\nfeeds = ["{home}/feed/{number}"]\n[fetch]\ndelay = "0 s"\ntdmrep = false\n'
        )
    command = [sys.executable, "-m", "scraper", "crawl", *names, "--config", str(folder / "config")]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--data", str(folder / "data"), "--allow-private"], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    assert status == 0
    return [len(urls), took, used.ru_utime + used.ru_stime]


def main() -> int:
    """Measure the steps one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=32)
    parser.add_argument("--scrapy", metavar="PYTHON")
    parser.add_argument("--steps", nargs="+", default=["bare", "exchange", "archive", "clean", "crawl"])
    parser.add_argument("--only", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    per_host = -(-arguments.pages // arguments.hosts)
    if arguments.only == "serve":
        asyncio.run(serve(arguments.pages, per_host))
        return 0
    if arguments.only:
        urls = json.load(sys.stdin)
        with tempfile.TemporaryDirectory(dir=ROOT.parent) as folder:
            asyncio.run(measure(arguments.only, urls, arguments.hosts, Path(folder)))
        return 0
    size = ["--pages", str(arguments.pages), "--hosts", str(arguments.hosts)]
    server = subprocess.Popen([sys.executable, __file__, *size, "--only", "serve"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        os.sched_setaffinity(0, {CLIENT_CORE})
        compileall.compile_dir(ROOT / "scraper", quiet=1)  # as Scrapy is, and any package that is installed
        hosts = [f"127.1.{number // 250}.{number % 250 + 1}:{port}" for number in range(arguments.hosts)]
        urls = [f"http://{hosts[number % len(hosts)]}/article/{number}" for number in range(arguments.pages)]
        for step in arguments.steps:
            with tempfile.TemporaryDirectory(dir=ROOT.parent) as folder:
                if step == "crawl":
                    report(step, crawl(urls, arguments.hosts, port, Path(folder)))
                else:
                    command = [sys.executable, __file__, *size, "--only", step]
                    report(step, json.loads(run(command, json.dumps(urls))))
        if arguments.scrapy:
            with tempfile.TemporaryDirectory() as folder:
                listed = Path(folder) / "urls.json"
                listed.write_text(json.dumps(urls))
                command = [arguments.scrapy, "-c", SPIDER, str(listed), str(arguments.hosts)]
                report("scrapy", json.loads(run(command, "").splitlines()[-1]))
    finally:
        server.kill()
    return 0


def run(command: list[str], given: str) -> str:
    """Run a command and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True, env=environment).stdout


def report(step: str, figures: list[float]) -> None:
    """Print a line."""
    pages, took, used = figures
    print(
        f"{step:9} {pages / took:7.0f} pages/s  {1000 * used / pages:6.2f} ms/page of CPU  ({took:.1f} s)", flush=True
    )


if __name__ == "__main__":
    raise SystemExit(main())
