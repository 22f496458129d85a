"""Crawl the tests' hostile server, all of its misbehaviours side by side, and hold the ends against the tables.

    python scripts/bench_hostile.py [--delay 0.5]

Each misbehaviour is a story on a host of its own (127.1.x.y), or a host as a whole: its robots.txt, its wishes for rest, its
connections, its TLS. Told are the ends that are not the expected ones, pauses that were not kept by the server's own log,
requests that robots.txt forbids, and the most memory that the crawl had. Needs the tests' folder beside this one.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scraper.store import open_store
from tests.fetch.server import Request, Script, Server, answer
from tests.servers.hostile import ANSWERED, STATIC, Misbehaviour, redirects
from tests.servers.hosts import HOSTS, Host
from tests.servers.lines import LINES, never_accepting, standing
from tests.servers.odd import ODD
from tests.servers.worse import WORSE

READ = ("stored", "duplicate")
PAST_READING = {"truncated": "reset", "bad_encoding": "bad_encoding"}
"""What a body that could not be unpacked whole may end as, where it is of no use."""

LEFT = "resting"
"""Of a host: its page stays in the queue, and is never asked for."""

DEFINITION = """
home = "http://127.0.0.1:{port}/"
hosts = [{hosts}]
[discover]
feeds = ["/feed/"]
article = '^/2024/|^/page$|^/good$'
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
    url: str
    outcomes: tuple[str | None, ...]
    """How its link may end; `None`: not at all."""

    pause: float = 0.0
    """Seconds at least between two requests for its page."""

    asked: int | None = None
    """How often its page is asked for; `None`: however often."""

    @property
    def host(self) -> str:
        """Where it is, with its port."""
        return urlsplit(self.url).netloc


def ends(does: Misbehaviour) -> tuple[str, ...]:
    """Return how a link to a misbehaviour may end."""
    if does.outcome != ANSWERED:
        return (does.outcome,)
    return (*READ, PAST_READING[does.fault]) if does.fault else READ


def host_ends(host: Host) -> tuple[str | None, ...]:
    """Return how a link to a host that misbehaves may end; one that wants a long rest leaves it in the queue."""
    return READ if host.outcome == ANSWERED else (None, LEFT) if host.outcome == LEFT else (host.outcome,)


def put(server: Server, number: int, answers: Mapping[str, Sequence[bytes | Script]]) -> str:
    """Let a host of its own misbehave; return its name."""
    host = f"127.1.{number // 250}.{number % 250 + 1}"
    for path, does in answers.items():
        server.on(host + path, *does)
    return host


def cases(server: Server) -> list[Case]:
    """Give each row of the tables a host of the server."""
    found: list[Case] = []
    for name, does in {**STATIC, **ODD, **WORSE, **redirects(server)}.items():
        path = "/page" if does.beside or does.outcome == "redirect_loop" else f"/2024/05/case-{len(found)}/"
        beside = {other: (script,) for other, script in does.beside.items()}
        host = put(server, len(found), {path: does.does, **beside})
        found.append(Case(name, f"http://{host}:{server.port}{path}", ends(does)))
    for name, whole in HOSTS.items():
        beside = {other: (script,) for other, script in whole.beside.items()}
        host = put(server, len(found), {"/robots.txt": (whole.robots,), "/page": whole.does, **beside})
        url = f"http://{host}:{server.port}/page"
        found.append(Case(name, url, host_ends(whole), whole.pause if whole.requests > 1 else 0.0, whole.requests))
    return found


async def stand(stack: AsyncExitStack) -> list[Case]:
    """Open the listeners that misbehave below HTTP. Nobody trusts their certificates."""
    found = []
    for number, (name, bad) in enumerate(LINES.items()):
        line = await stack.enter_async_context(standing(bad, f"127.3.0.{number + 1}"))
        ended = tuple(each for outcome in bad.outcomes for each in (READ if outcome == ANSWERED else (outcome,)))
        unread = (
            ("robots_unreachable",)
            if bad.slow or "timeout" in ended or "reset" in ended or "bad_answer" in ended
            else ()
        )
        found.append(Case(name, line.url, ("tls",) if bad.tls else (*ended, *unread)))  # nobody is trusted here
    found.append(
        Case("accepts nobody", await stack.enter_async_context(never_accepting("127.3.1.1")), ("robots_unreachable",))
    )
    return found


def feed(found: Sequence[Case], port: int) -> bytes:
    """Return a feed that names all of them, and one that robots.txt forbids."""
    urls = [*(case.url for case in found), f"http://127.0.0.1:{port}/2024/forbidden/"]
    items = "".join(f"<item><title>A story</title><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>Hostile</title>{items}</channel></rss>'.encode()


async def crawl(server: Server, found: Sequence[Case], folder: Path, delay: float) -> int:
    """Crawl them in a process of its own; return its status."""
    sites = folder / "config" / "sites"
    sites.mkdir(parents=True)
    hosts = ", ".join(f'"{case.host}"' for case in found)
    (sites / "hostile.toml").write_text(DEFINITION.format(port=server.port, hosts=hosts, delay=delay), "utf-8")
    options = ("--config", folder / "config", "--data", folder / "data", "--allow-private")
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "scraper", "crawl", "hostile", *options)
    return await process.wait()


def pauses_broken(log: Sequence[tuple[float, str, str]], found: Sequence[Case], delay: float) -> list[str]:
    """Return what was asked for too soon: behind the host's request before, and behind one for the same page."""
    wanted = {case.host + urlsplit(case.url).path: case.pause for case in found}
    last: dict[str, float] = {}
    faults = []
    for moment, host, path in log:
        for key, pause in ((host, delay), (host + path, wanted.get(host + path, 0.0))):
            if moment - last.get(key, float("-inf")) < 0.98 * pause:
                faults.append(f"{host}{path}: asked for {moment - last[key]:.2f} s behind the request before")
            last[key] = moment
    return faults


async def run(delay: float, folder: Path) -> int:
    """Crawl, compare, tell; return the number of faults."""
    log: list[tuple[float, str, str]] = []

    def note(request: Request) -> None:
        log.append((time.monotonic(), request.header("host") or "", request.path))

    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(Server(host="0.0.0.0"))
        server.on_request = note
        found = [*cases(server), *await stand(stack)]
        server.on("/feed/", answer(feed(found, server.port), "Content-Type: application/rss+xml"))
        server.on("/robots.txt", answer(b"User-agent: *\nDisallow: /2024/forbidden/\n"))
        status = await crawl(server, found, folder, delay)
    faults = pauses_broken(log, found, delay)
    if status:
        faults.append(f"the crawl ended with status {status}")
    faults += [f"{path}: is forbidden" for _, _, path in log if path.startswith("/2024/forbidden/")]
    with open_store(folder / "data", read_only=True) as store:
        for case in found:
            link = store.find_link(case.url)
            outcome = link.outcome if link else "never found"
            asked = sum(host + path == case.host + urlsplit(case.url).path for _, host, path in log)
            if outcome not in case.outcomes:
                faults.append(f"{case.name}: ended as {outcome}, expected {' or '.join(map(str, case.outcomes))}")
            if case.asked is not None and asked != case.asked:
                faults.append(f"{case.name}: asked for {asked} times, expected {case.asked}")
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
