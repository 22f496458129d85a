"""Clean very many pages in one process: its memory must stay flat.

    python scripts/bench_memory.py [PATH …] [--pages 100000] [--every 5000] [--seed 1]

PATH: pages, WARC files, folders, a .jsonl manifest; by default the cassette. The pages come again and again, each time with other
words, class names and addresses in them, so that nothing that is kept by text can hide. Prints the resident memory after every
--every pages, and at the end the slope of a straight line through the second half. Status 1 if that grows by more than
2 MB in 10,000 pages. Linux only (/proc/self/statm).
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scraper import clean_page
from scraper.inputs import Document, read_inputs
from scraper.record import to_json

ROOT = Path(__file__).resolve().parent.parent
CASSETTE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
MOST_GROWTH = 2.0  # MB in 10,000 pages
LONGEST = 400_000  # bytes: longer pages only take longer
_WORD = re.compile(rb"[a-z]{5,}")
_HREF = re.compile(rb'(href=["\'][^"\']{3,60})')
_NAMES = re.compile(rb'(class=["\'][^"\']{3,60})')


def resident() -> float:
    """Return the resident memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_SIZE / 1e6


def varied(page: bytes, rng: random.Random) -> bytes:
    """Return a page with other addresses, other class names and some other words."""
    mark = b"%x" % rng.getrandbits(40)
    page = _HREF.sub(rb"\g<1>" + mark, page)
    page = _NAMES.sub(rb"\g<1> n" + mark, page)
    at = rng.randrange(max(1, len(page)))
    return page[:at] + _WORD.sub(lambda match: match[0] + mark, page[at : at + 4000]) + page[at + 4000 :]


def slope(points: Sequence[tuple[int, float]]) -> float:
    """Return the growth in MB a page: least squares."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def main() -> int:
    """Clean the pages and print the memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[str(CASSETTE)])
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    manifests = [path for path in args.paths if path.endswith(".jsonl")]
    events = [event for manifest in manifests for event in read_inputs([], manifest=manifest)]
    events += read_inputs([path for path in args.paths if path not in manifests])
    pages = [(event.body, event.url) for event in events if isinstance(event, Document) and event.kind == "html"]
    pages = [(body, url) for body, url in pages if len(body) <= LONGEST]
    del events
    if not pages:
        sys.exit("no pages found")
    rng = random.Random(args.seed)
    points: list[tuple[int, float]] = []
    began = time.perf_counter()
    for number in range(1, args.pages + 1):
        body, url = pages[number % len(pages)]
        address = f"{url.rstrip('/')}/{number}" if url else None
        to_json(clean_page(varied(body, rng), url=address))
        if number % args.every == 0:
            gc.collect()
            points.append((number, resident()))
            print(
                f"{number:>9,} pages  {points[-1][1]:7.1f} MB  {number / (time.perf_counter() - began):5.0f} pages/s",
                flush=True,
            )
    later = points[len(points) // 2 :]
    growth = slope(later) * 10_000 if len(later) > 1 else 0.0
    flat = growth <= MOST_GROWTH
    print(
        f"{'flat' if flat else 'GROWS'}: {growth:+.2f} MB in 10,000 pages over the second half; {len(pages):,} pages, varied"
    )
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
