"""What cleaning and crawling cost.

    python scripts/bench.py [PATH …]

Prints the cost of `clean_page` as a multiple of selectolax's bare parse of the same pages, in the same run: the whole and
each of its steps; and the pages a second of a crawl replayed from the cassette. PATH: pages (.html, .html.gz), WARC files
or folders; the cassette by default.

A page's time is its shortest of several rounds, a figure the sum over all pages. What is remembered between pages (class
words, labels, dates, sums of votes) is forgotten before each page, as if every page came from another site.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from selectolax.lexbor import LexborHTMLParser

from scraper import clean_page
from scraper.clean import assemble, examine, page, separate
from scraper.clean.body import judge as body_judge
from scraper.clean.teasers import judge as teaser_judge
from scraper.dom import decode
from scraper.inputs import Document, read_inputs

ROOT = Path(__file__).resolve().parent.parent
CASSETTE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"
ROUNDS = 5
Pages = list[tuple[str, str | None]]

STEPS: dict[tuple[ModuleType, str], str] = {
    (page, "clean_page"): "(between the steps)",
    (page, "parse_html"): "bounds and parse",
    (examine, "find_metadata"): "metadata: head, JSON-LD, the lines around the headline",
    (assemble, "complete"): "metadata: what the body shows, language",
    (examine, "walk"): "walk: blocks, boxes, links",
    (separate, "box_votes"): "class words",
    (separate, "find_lists"): "links and cards",
    (teaser_judge, "card_rows"): "cards: evidence",
    (separate, "judge_lists"): "cards: scores",
    (separate, "_items"): "teasers: fields",
    (body_judge, "PageText"): "body: the page's text as sums",
    (body_judge, "local_rows"): "body: evidence of the first round",
    (separate, "look_at"): "body: scores of the first round",
    (body_judge, "Mass"): "body: where it seems to be",
    (body_judge, "context_rows"): "body: evidence of the second round",
    (separate, "judge_blocks"): "body: scores of the second round",
    (assemble, "typed_blocks"): "record: typed blocks",
    (assemble, "mark_turns"): "record: turns of speakers",
    (page, "assemble"): "record: the rest",
    (page, "examine"): "(between the steps)",
}
"""Functions that are timed, each in the module that calls it, in the order in which they are shown."""


def pages(paths: list[str]) -> Pages:
    """Return the texts of the pages, with their addresses."""
    documents = [item for item in read_inputs(paths) if isinstance(item, Document) and item.kind == "html"]
    return [(decode(document.body, charset=document.charset), document.url) for document in documents]


def shortest(job: Callable[[str, str | None], object], found: Pages, before: Callable[[], object] = int) -> float:
    """Return the sum over the pages of each one's shortest time: what the machine does when nobody disturbs it."""
    times = [float("inf")] * len(found)
    for _ in range(ROUNDS):
        for n, (text, url) in enumerate(found):
            before()
            began = time.perf_counter()
            job(text, url)
            times[n] = min(times[n], time.perf_counter() - began)
    return sum(times)


def caches() -> list[Callable[[], None]]:
    """Return what empties each cache of the cleaner's functions."""
    modules = [module for name, module in sys.modules.items() if name.startswith("scraper.clean")]
    found = [value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear")]
    return list({id(value): value.cache_clear for value in found}.values())


CACHES = caches()


def forget() -> None:
    """Forget what is remembered between pages."""
    for empty in CACHES:
        empty()
    for weights in (body_judge.LOCAL, body_judge.CONTEXT, teaser_judge.CARD):
        weights.forget()


def cleaning(paths: list[str]) -> None:
    """Print the cost of cleaning."""
    found = pages(paths)
    if not found:
        sys.exit("no pages found")
    size = sum(len(text) for text, _ in found)
    parse = shortest(lambda text, _: LexborHTMLParser(text), found)
    clean = shortest(lambda text, url: clean_page(text, url=url), found, forget)
    print(f"{len(found)} pages, {size / len(found) / 1000:.0f} KB on average")
    print(
        f"parse {parse / len(found) * 1000:.2f} ms a page, clean_page {clean / len(found) * 1000:.2f} ms: {clean / parse:.1f} x the parse"
    )
    for label, spent in steps(found):
        print(f"    {spent / parse:6.2f}  {label}")


def steps(found: Pages) -> list[tuple[str, float]]:
    """Return the time of each step of `clean_page`, without that of the steps inside it."""
    clock = _Clock()
    times: dict[tuple[str, int], float] = {}
    with clock.on(STEPS):
        for _ in range(ROUNDS):
            for n, (text, url) in enumerate(found):
                forget()
                clock.spent.clear()
                page.clean_page(text, url=url)
                for label, spent in clock.spent.items():
                    times[label, n] = min(times.get((label, n), spent), spent)
    return [
        (label, sum(spent for (name, _), spent in times.items() if name == label))
        for label in dict.fromkeys(STEPS.values())
    ]


class _Clock:
    """Times functions while they are called in the course of others."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inside: list[float] = []

    @contextmanager
    def on(self, functions: dict[tuple[ModuleType, str], str]) -> Iterator[None]:
        """Time functions, named by the module that calls them, under their labels."""
        originals = {place: getattr(*place) for place in functions}
        for (module, name), label in functions.items():
            setattr(module, name, self._timed(originals[module, name], label))
        try:
            yield
        finally:
            for (module, name), original in originals.items():
                setattr(module, name, original)

    def _timed(self, function: Callable[..., object], label: str) -> Callable[..., object]:
        def timed(*arguments: object, **named: object) -> object:
            began = time.perf_counter()
            self._inside.append(0.0)
            result = function(*arguments, **named)
            spent = time.perf_counter() - began
            self.spent[label] = self.spent.get(label, 0.0) + spent - self._inside.pop()
            if self._inside:
                self._inside[-1] += spent
            return result

        return timed


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
