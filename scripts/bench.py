"""What cleaning and crawling cost.

    python scripts/bench.py [PATH …]

Prints the cost of `clean_page` as a multiple of selectolax's bare parse of the same pages, in the same run, and the pages
a second of a crawl replayed from the cassette. PATH: pages (.html, .html.gz), WARC files or folders; the cassette by default.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from scraper import clean_page
from scraper.dom import decode
from scraper.inputs import Document, read_inputs

ROOT = Path(__file__).resolve().parent.parent
CASSETTE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"
ROUNDS = 5


def pages(paths: list[str]) -> list[tuple[str, str | None]]:
    """Return the texts of the pages, with their addresses."""
    documents = [item for item in read_inputs(paths) if isinstance(item, Document) and item.kind == "html"]
    return [(decode(document.body, charset=document.charset), document.url) for document in documents]


def best(job: Callable[[], object]) -> float:
    """Return the shortest time of several rounds: what the machine does when nobody disturbs it."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        job()
        times.append(time.perf_counter() - began)
    return min(times)


def cleaning(paths: list[str]) -> None:
    """Print the cost of cleaning."""
    found = pages(paths)
    if not found:
        sys.exit("no pages found")
    size = sum(len(text) for text, _ in found)
    parse = best(lambda: [LexborHTMLParser(text) for text, _ in found])
    clean = best(lambda: [clean_page(text, url=url) for text, url in found])
    print(f"{len(found)} pages, {size / len(found) / 1000:.0f} KB on average")
    print(
        f"parse {parse / len(found) * 1000:.2f} ms a page, clean_page {clean / len(found) * 1000:.2f} ms: {clean / parse:.1f} x the parse"
    )


def crawling() -> None:
    """Print the speed of a replayed crawl, from its start to its end as a process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "scraper",
            "crawl",
            "wp-a.test",
            "--replay",
            str(CASSETTE),
            "--limit",
            "60",
            "--data",
            folder,
        ]
        began = time.perf_counter()
        used = os.times()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        spent, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - used.children_user - used.children_system
    print(
        f"replayed crawl: 60 articles and 11 other pages in {spent:.1f} s, {71 / spent:.0f} pages a second ({cpu / 71 * 1000:.0f} ms of processor time a page)"
    )


if __name__ == "__main__":
    cleaning(sys.argv[1:] or [str(CASSETTE)])
    crawling()
