"""Crawl the tests' hostile server, all of its misbehaviours side by side, and hold the ends against the table.

    python scripts/bench_hostile.py [--delay 0.5]

Each misbehaviour is a story on a host of its own (127.1.x.y). Told are the ends that are not the expected ones, pauses that were
not kept by the server's own log, requests that robots.txt forbids, and the most memory that the crawl had. Needs the tests'
folder beside this one.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scraper.store import open_store
from tests.fetch.server import Request, Server, answer
from tests.servers.hostile import ANSWERED, STATIC, Misbehaviour
from tests.servers.odd import ODD
from tests.servers.worse import WORSE

READ = ("stored", "duplicate")
PAST_READING = {"truncated": "reset", "bad_encoding": "bad_encoding"}
"""What a body that could not be unpacked whole may end as, where it is of no use."""

DEFINITION = """
home = "http://127.0.0.1:{port}/"
hosts = [{hosts}]
[discover]
feeds = ["/feed/"]
article = '^/2024/'
[fetch]
delay = "{delay:g} s"
timeout = "2 s"
deadline = "4 s"
max_size = "100 KB"
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A misbehaviour at its address."""

    name: str
    does: Misbehaviour
    host: str
    path: str

    def fits(self, outcome: str | None) -> bool:
        """Tell whether a link may end so."""
        if self.does.outcome != ANSWERED:
            return outcome == self.does.outcome
        return outcome in READ or (self.does.fault is not None and outcome == PAST_READING.get(self.does.fault))


def cases(rows: Mapping[str, Misbehaviour]) -> list[Case]:
    """Give each misbehaviour a host."""
    return [
        Case(name, does, f"127.1.{number // 250}.{number % 250 + 1}", f"/2024/05/case-{number}/")
        for number, (name, does) in enumerate(rows.items())
    ]


def feed(found: list[Case], port: int) -> bytes:
    """Return a feed that names all of them, and one that robots.txt forbids."""
    urls = [f"http://{case.host}:{port}{case.path}" for case in found]
    urls.append(f"http://127.0.0.1:{port}/2024/forbidden/")
    items = "".join(f"<item><title>A story</title><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>Hostile</title>{items}</channel></rss>'.encode()


async def crawl(server: Server, found: list[Case], folder: Path, delay: float) -> int:
    """Crawl them in a process of its own; return its status."""
    sites = folder / "config" / "sites"
    sites.mkdir(parents=True)
    hosts = ", ".join(f'"{case.host}:{server.port}"' for case in found)
    (sites / "hostile.toml").write_text(DEFINITION.format(port=server.port, hosts=hosts, delay=delay), "utf-8")
    options = ("--config", folder / "config", "--data", folder / "data", "--allow-private")
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "scraper", "crawl", "hostile", *options)
    return await process.wait()


async def run(delay: float, folder: Path) -> int:
    """Crawl, compare, tell; return the number of faults."""
    found = cases({**STATIC, **ODD, **WORSE})
    log: list[tuple[float, str, str]] = []

    def note(request: Request) -> None:
        log.append((time.monotonic(), request.header("host") or "", request.path))

    faults: list[str] = []
    async with Server(host="0.0.0.0") as server:
        server.on_request = note
        server.on("/feed/", answer(feed(found, server.port), "Content-Type: application/rss+xml"))
        server.on("/robots.txt", answer(b"User-agent: *\nDisallow: /2024/forbidden/\n"))
        for case in found:
            server.on(case.path, *case.does.does)
        status = await crawl(server, found, folder, delay)
    if status:
        faults.append(f"the crawl ended with status {status}")
    last: dict[str, float] = {}
    for moment, host, path in log:
        if moment - last.get(host, float("-inf")) < 0.98 * delay:
            faults.append(f"{host}{path}: asked for {moment - last[host]:.2f} s behind the request before")
        last[host] = moment
    faults += [f"{path}: is forbidden" for _, _, path in log if path.startswith("/2024/forbidden/")]
    with open_store(folder / "data", read_only=True) as store:
        for case in found:
            link = store.find_link(f"http://{case.host}:{server.port}{case.path}")
            outcome = link.outcome if link else "never found"
            if not case.fits(outcome):
                faults.append(f"{case.name}: ended as {outcome}, expected {case.does.outcome}")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(found)} misbehaviours, {len(log)} requests, at most {memory:.0f} MB; {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    return len(faults)


def main() -> int:
    """Crawl it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=0.5, help="seconds between two requests to a host")
    arguments = parser.parse_args()
    os.environ.setdefault("SCRAPER_CONTACT", "mailto:hostile@localhost")
    with tempfile.TemporaryDirectory() as folder:
        return int(asyncio.run(run(arguments.delay, Path(folder))) > 0)


if __name__ == "__main__":
    sys.exit(main())
