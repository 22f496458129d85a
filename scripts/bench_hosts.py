"""Whether many hosts keep their rhythm in one process, by the server's own log.

    python scripts/bench_hosts.py [--hosts 300] [--delay 1] [--seconds 60] [--size 20] [--rest]

Serves so many hosts on loopback (127.1.0.1, 127.1.0.2 …) from a process of its own, crawls them with `scraper crawl`, and
holds the server's log against what was possible: one request each `--delay` seconds of every host, robots.txt included.
Prints the share that was reached, the shortest pause, the pages that were cleaned by the end of the time, the seconds in which
a single process cleans the rest (`--rest`), and the crawl's processor time and memory. Exit status 1 where a pause was
broken or less than 95 % reached.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

Log = list[tuple[str, float, float, str]]
"""Host, when a request came, when its answer had gone out, path."""

TEXT = "The council met on Tuesday and talked about the bridge for four hours before it came to a vote. "


def address(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


def page(path: str, size: int, stories: int) -> bytes:
    if path == "/":
        items = "".join(f'<article><h2><a href="/story/{n}/">Story {n}</a></h2></article>' for n in range(stories))
        return f"<html><body class='list'><main>{items}</main></body></html>".encode()
    text = "".join(f"<p>{TEXT * 5}{path} {n}</p>" for n in range(max(1, size * 1024 // 500)))
    return f"<html><body class='single'><h1>About {path}</h1><div class='text'>{text}</div></body></html>".encode()


def serve(listener: socket.socket, pipe: Connection, hosts: int, size: int, stories: int) -> None:
    """Answer on all addresses until something comes through the pipe, then send the log back.

    Says through the pipe when so many hosts have been asked.
    """
    met: set[str] = set()
    log: Log = []

    class Line(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.line = transport
            self.host = transport.get_extra_info("sockname")[0]
            self.data = b""

        def data_received(self, data: bytes) -> None:
            self.data += data
            while b"\r\n\r\n" in self.data:
                began = time.monotonic()
                head, _, self.data = self.data.partition(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                status, kind, body = "200 OK", "text/html; charset=utf-8", b""
                if path == "/robots.txt":
                    kind, body = "text/plain", b"User-agent: *\nDisallow: /closed/\n"
                elif path.startswith("/.well-known"):
                    status = "404 Not Found"
                else:
                    body = page(path, size, stories)
                start = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                self.line.write(start.encode() + body)  # type: ignore[attr-defined]
                log.append((self.host, began, time.monotonic(), path))
                if self.host not in met:
                    met.add(self.host)
                    if len(met) == hosts:
                        pipe.send("all")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Line, sock=listener)
        await loop.run_in_executor(None, pipe.recv)
        server.close()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(main())
    pipe.send(log)


def write_sites(folder: Path, hosts: int, port: int, delay: float) -> list[str]:
    (folder / "sites").mkdir(parents=True)
    for number in range(hosts):
        (folder / "sites" / f"host-{number}.toml").write_text(
            f'home = "http://{address(number)}:{port}/"\n[discover]\nlistings = "/"\narticle = "^/story/"\n'
            f'[fetch]\ndelay = "{delay} s"\n[page]\narticle = "body.single"\nlisting = "body.list"\n'
            '[article]\nheadline = "h1"\nbody = ".text"\n'
            '[teasers.listing]\non = "listing"\nkind = "listing"\nwithin = "main"\nitem = "article"\ntitle = "h2"\n',
            "utf-8",
        )
    return [f"host-{number}" for number in range(hosts)]


def clean_rest(folder: Path, *, clean: bool) -> None:
    """Say how many pages the crawl has cleaned and how many it has kept; `clean` these, and say how long that took."""
    from datetime import UTC, datetime

    from scraper.archive import Archive
    from scraper.config import load_configuration
    from scraper.crawl.finishing import Finisher
    from scraper.fetch import SystemClock
    from scraper.store import open_store

    sites = load_configuration(folder / "config").sites
    with open_store(folder / "data") as store:
        figures = store.status(now=datetime.now(UTC))
        kept = sum(site.unread for site in figures)
        cleaned = sum(sum(site.stored.values()) for site in figures)
        print(f"{cleaned:,} pages cleaned by then, {kept:,} kept for later")
        if not clean:
            return
        clock = SystemClock()
        archive = Archive.reading(folder / "data" / "archive")
        finisher = Finisher(store, archive, sites, clock, started=clock.now())
        began = time.monotonic()
        for link_id, site in store.unread.adopt(list(sites), "bench", now=clock.now()):
            finisher.finish(link_id, site)
        print(f"the rest cleaned in {time.monotonic() - began:.0f} s by one process")


def measure(hosts: int, delay: float, seconds: float, size: int, options: list[str], *, rest: bool = False) -> Found:
    listener = socket.create_server(("0.0.0.0", 0), backlog=1024)
    port = listener.getsockname()[1]
    pipe, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(
        target=serve, args=(listener, theirs, hosts, size, int(seconds / max(delay, 0.01)) + 50), daemon=True
    )
    server.start()
    listener.close()
    with tempfile.TemporaryDirectory() as place:
        names = write_sites(Path(place) / "config", hosts, port, delay)
        command = [sys.executable, "-m", "scraper", "crawl", *names, "--config", f"{place}/config"]
        command += ["--data", f"{place}/data", "--allow-private", *options]
        crawl = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        if pipe.poll(120):
            pipe.recv()
        time.sleep(seconds + 1)
        crawl.send_signal(signal.SIGINT)
        _, err = crawl.communicate(timeout=60)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        clean_rest(Path(place), clean=rest)
    pipe.send(None)
    log: Log = pipe.recv()
    server.join()
    if crawl.returncode not in (0, 130):
        print(err)
    print(f"processor {used.ru_utime + used.ru_stime:.0f} s, largest process {used.ru_maxrss / 1024:.0f} MB")
    return read_log(log, delay, seconds)


@dataclass
class Found:
    """What the server's log tells."""

    hosts: int
    asked: int
    """Requests within the time, from when every host had been asked once."""

    possible: float
    settled: float
    """Share of what was possible behind the first quarter of the time, in which listings are taken apart."""

    shortest: float
    """Seconds between the end of an answer and the next request of the same host."""

    broken: int
    """Pauses that were shorter than the delay."""

    twice: int
    """Requests for what had been asked for before."""


def read_log(log: Log, delay: float, seconds: float) -> Found:
    times: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for host, began, ended, path in sorted(log, key=lambda row: row[1]):
        times[host].append((began, ended, path))
    start = max(each[0][0] for each in times.values())
    pauses = [later[0] - earlier[1] for each in times.values() for earlier, later in pairwise(each)]
    return Found(
        hosts=len(times),
        asked=sum(start <= began < start + seconds for each in times.values() for began, _, _ in each),
        possible=len(times) * seconds / delay,
        settled=sum(start + seconds / 4 <= began < start + seconds for each in times.values() for began, _, _ in each)
        / (len(times) * seconds * 0.75 / delay),
        shortest=min(pauses),
        broken=sum(pause < delay for pause in pauses),
        twice=sum(len(each) - len({path for _, _, path in each}) for each in times.values()),
    )


def main() -> int:
    """Run with the numbers of the command line; further options go to `scraper crawl`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--delay", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--size", type=int, default=20, help="KB of a page")
    parser.add_argument("--rest", action="store_true", help="clean what is left")
    arguments, options = parser.parse_known_args()
    os.environ.setdefault("SCRAPER_CONTACT", "mailto:bench@localhost")
    found = measure(arguments.hosts, arguments.delay, arguments.seconds, arguments.size, options, rest=arguments.rest)
    share = found.asked / found.possible
    print(f"{found.hosts} of {arguments.hosts} hosts, {found.asked:,} requests, {100 * share:.1f} % of those possible")
    print(f"{100 * found.settled:.1f} % behind the first quarter of the time")
    print(f"shortest pause {found.shortest:.4f} s, {found.broken} broken; {found.twice} asked for twice")
    return int(bool(found.broken or found.twice or found.hosts < arguments.hosts or share < 0.95))


if __name__ == "__main__":
    sys.exit(main())
