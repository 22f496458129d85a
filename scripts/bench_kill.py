"""Kill a crawl again and again, let it end, and check that nothing was lost and nothing doubled.

    python scripts/bench_kill.py SITE [--kills 20] [--seed 1] [--data DIR] [-- further options of `scraper crawl`]

Each crawl is a process of its own and gets SIGKILL after a random time. Then one crawl runs to its end, and the data
folder is compared with that of a crawl that nobody disturbed: the same articles, each once, every WARC record whole,
every capture of the store in the archive and every answer of the archive in the store.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from scraper.archive import Captured, read_warc
from scraper.store import open_store


def crawl(site: str, data: Path, options: list[str]) -> subprocess.Popen[bytes]:
    """Start a crawl."""
    command = [sys.executable, "-m", "scraper", "crawl", site, "--data", str(data), *options]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


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


def main() -> int:
    """Kill, restart, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path("kill-test"))
    arguments, options = parser.parse_known_args()
    options = [option for option in options if option != "--"]
    rng = random.Random(arguments.seed)
    shutil.rmtree(arguments.data, ignore_errors=True)
    calm, rough = arguments.data / "calm", arguments.data / "rough"
    began = time.monotonic()
    assert crawl(arguments.site, calm, options).wait() == 0
    whole = time.monotonic() - began
    print(f"undisturbed: {len(stored(calm))} pages in {whole:.0f} s")
    for number in range(arguments.kills):
        process = crawl(arguments.site, rough, options)
        pause = rng.uniform(0.3, max(1.0, 1.6 * whole / arguments.kills))
        try:
            process.wait(pause)
            print(f"crawl {number + 1} ended before its {pause:.1f} s were over")
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert crawl(arguments.site, rough, options).wait() == 0
    expected, found = stored(calm), stored(rough)
    missing, extra = expected.keys() - found.keys(), found.keys() - expected.keys()
    changed = [url for url in expected.keys() & found.keys() if expected[url] != found[url]]
    places = archived(rough)
    with open_store(rough, read_only=True) as store:
        captures = [captured.capture for captured in store.captures()]
    known = {(capture.file, capture.offset) for capture in captures}
    asked = Counter(capture.url for capture in captures)
    print(
        f"killed {arguments.kills} times: {len(found)} pages, {len(missing)} missing, {len(extra)} extra, {len(changed)} different"
    )
    print(
        f"archive: {len(places)} answers, all whole; {len(places - known)} not in the store, {len(known - places)} not in the archive"
    )
    print(
        f"asked for more than once: {sum(n > 1 for n in asked.values())} addresses, at most {max(asked.values())} times"
    )
    return int(bool(missing or extra or changed or places != known))


if __name__ == "__main__":
    sys.exit(main())
