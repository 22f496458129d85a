"""Kill a crawl again and again, let it end, and check that nothing was lost, doubled, or asked for without need.

    python scripts/bench_kill.py SITE [--kills 20] [--moments 0 1.5] [--seed 1] [--data DIR] [--log FILE]
                                 [-- further options of `scraper crawl`]

Each crawl is a process of its own and gets SIGKILL after a random time. Then one crawl runs to its end, and the data
folder is compared with that of a crawl that nobody disturbed: the same articles, each once, every WARC record whole,
every capture of the store in the archive and every answer of the archive in the store.

An address is asked for once, and again only for a reason: a way in, once a start, where the definition's `every` is over;
anything else where a kill came while it was asked for, once for each such kill. What was asked for is read from the
archive, and with `--log` from the server's own access log (a line each, with request and User-Agent), which also has
what was killed before its answer was archived.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from scraper.archive import Captured, read_warc
from scraper.fetch.retry import TRANSIENT_STATUSES
from scraper.robots import POLICY_FILES
from scraper.store import Capture, open_store
from scraper.urls import registered_host

ANSWER = 400  # bytes at least of an archived answer
_REQUEST = re.compile(r'"GET (\S+) HTTP')


@dataclass(frozen=True, slots=True)
class Start:
    """A crawl: when it was started, when it ended, and whether it was killed."""

    began: datetime
    ended: datetime
    killed: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """When a crawl is killed."""

    seconds: float
    behind_answer: bool
    """Whether they count from the first answer that it archives, else from its start."""


def crawl(site: str, data: Path, options: Sequence[str], contact: str, kill: Moment | None = None) -> Start:
    """Crawl to the end, or until it is killed."""
    command = [sys.executable, "-m", "scraper", "crawl", site, "--data", str(data), *options]
    began = datetime.now(UTC)
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "SCRAPER_CONTACT": contact})
    killed = False
    try:
        if kill and kill.behind_answer:
            size = archive_size(data)
            while archive_size(data) - size < ANSWER and process.poll() is None:
                time.sleep(0.01)
        assert process.wait(kill.seconds if kill else None) == 0, f"the crawl ended with status {process.returncode}"
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed = True
    return Start(began, datetime.now(UTC), killed)


def archive_size(data: Path) -> int:
    """Return how many bytes the archive has."""
    return sum(path.stat().st_size for path in (data / "archive").glob("*.warc.gz"))


def stored(data: Path) -> dict[str, str]:
    """Return what was stored: address -> the record without what tells of time and place."""
    records = {}
    with open_store(data, read_only=True) as store:
        for line in store.records():
            record = json.loads(line)
            assert record["url"] not in records, f"{record['url']} is stored twice"
            facts = {name: value for name, value in record.items() if name not in ("id", "provenance")}
            records[record["url"]] = json.dumps(facts, sort_keys=True)
    return records


def archived(data: Path) -> set[tuple[str, int]]:
    """Return the places of all answers in the archive; every record must be whole."""
    places = set()
    for path in sorted((data / "archive").glob("*.warc.gz")):
        for item in read_warc(path):
            assert isinstance(item, Captured), f"damaged: {item}"
            places.add((path.name, item.place.offset))
    return places


def unexplained(
    captures: Sequence[Capture], ways: dict[str, timedelta], starts: Sequence[Start]
) -> Iterator[tuple[str, str]]:
    """Yield each asking that neither a kill nor the definition explains: its address, and what is wrong.

    `captures` are in the order they were fetched, `ways` are the ways in with their `every`.
    """
    last: dict[tuple[int, str], Capture] = {}  # of each start and host: what was asked for when it ended
    by_address: dict[str, list[tuple[int, Capture]]] = {}
    for capture in captures:
        number = next(i for i, start in enumerate(starts) if start.began <= capture.fetched_at <= start.ended)
        last[number, registered_host(capture.url)] = capture
        by_address.setdefault(capture.url, []).append((number, capture))
    for url, askings in by_address.items():
        for (one, earlier), (other, later) in pairwise(askings):
            if one == other:
                if earlier.status not in TRANSIENT_STATUSES:
                    yield url, "twice by one crawl"
            elif url in ways:
                if later.fetched_at - earlier.fetched_at < ways[url]:
                    yield url, "a way in, before its time"
            elif not starts[one].killed or last[one, registered_host(url)] is not earlier:
                yield url, "although its answer was there and nothing killed it"


def in_log(log: Path, since: int, contact: str) -> Counter[str]:
    """Return how often the server was asked for each path by the crawls that named this contact."""
    with log.open("rb") as stream:
        stream.seek(since)
        lines = stream.read().decode("utf-8", "replace").splitlines()
    return Counter(found[1] for line in lines if contact in line and (found := _REQUEST.search(line)))


def main() -> int:
    """Kill, restart, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument(
        "--moments",
        type=float,
        nargs=2,
        default=(0.0, 1.5),
        metavar="SECONDS",
        help="when a kill comes: from, to; behind the first answer, and every fourth behind the start",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path("kill-test"))
    parser.add_argument("--calm", type=Path, help="data of an undisturbed crawl, made by an earlier run of this")
    parser.add_argument("--log", type=Path, help="access log of the server")
    arguments, options = parser.parse_known_args()
    options = [option for option in options if option != "--"]
    rng = random.Random(arguments.seed)
    contact = f"mailto:kills-{os.getpid()}@localhost"
    calm, rough = arguments.calm or arguments.data / "calm", arguments.data / "rough"
    shutil.rmtree(rough, ignore_errors=True)
    if arguments.calm is None:
        shutil.rmtree(calm, ignore_errors=True)
        began = time.monotonic()
        assert not crawl(arguments.site, calm, options, "mailto:calm@localhost").killed
        print(f"undisturbed: {len(stored(calm))} pages in {time.monotonic() - began:.0f} s")
    if not stored(calm):
        print(
            f"the undisturbed crawl in {calm} stored nothing to compare with: see what `scraper crawl` says",
            file=sys.stderr,
        )
        return 1
    since = arguments.log.stat().st_size if arguments.log else 0
    moments = [Moment(rng.uniform(*arguments.moments), number % 4 > 0) for number in range(arguments.kills)]
    starts = [crawl(arguments.site, rough, options, contact, moment) for moment in moments]
    starts.append(crawl(arguments.site, rough, options, contact))
    kills = sum(start.killed for start in starts)
    expected, found = stored(calm), stored(rough)
    missing, extra = expected.keys() - found.keys(), found.keys() - expected.keys()
    changed = [url for url in expected.keys() & found.keys() if expected[url] != found[url]]
    places = archived(rough)
    with open_store(rough, read_only=True) as store:
        captures = sorted((item.capture for item in store.captures()), key=lambda each: each.fetched_at)
        links = {each.url: store.find_link(each.url) for each in captures}
    ways = {url: link.every for url, link in links.items() if link is not None and link.every is not None}
    known = {(capture.file, capture.offset) for capture in captures}
    asked = Counter(capture.url for capture in captures)
    faults = list(unexplained(captures, ways, starts))
    print(
        f"killed {kills} times: {len(found)} pages, {len(missing)} missing, {len(extra)} extra, {len(changed)} different"
    )
    print(
        f"archive: {len(places)} answers, all whole; {len(places - known)} not in the store, {len(known - places)} not in the archive"
    )
    again = sum(n - 1 for url, n in asked.items() if url not in ways)
    print(
        f"archive: {len(ways)} ways in, each at most {max(asked[url] for url in ways)} times in {len(starts)} starts; "
        f"{again} further askings of {len(asked) - len(ways)} other addresses, {len(faults)} of all without a reason"
    )
    for url, fault in faults[:20]:
        print(f"  {url}: {fault}")
    if arguments.log:
        paths = {urlsplit(url).path for url in ways}
        told = in_log(arguments.log, since, contact)
        often = max((told[path] for path in paths), default=0)
        again = sum(n - 1 for path, n in told.items() if path not in paths)
        policies = ", ".join(f"{path} {told[path]} times" for path in POLICY_FILES)
        print(
            f"server: {sum(told.values())} requests; ways in at most {often} times; {again} further askings; {policies}"
        )
        if often > len(starts) or again > kills:
            faults.append(("", "more requests than starts and kills explain"))
    return int(bool(missing or extra or changed or places != known or faults))


if __name__ == "__main__":
    sys.exit(main())
