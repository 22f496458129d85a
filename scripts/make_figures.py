"""Write docs/figures.md: how well pages are taken apart, with the date and the command.

    python scripts/make_figures.py FOLDER … [--rivals] [--workers N] [--rounds N]
    python scripts/make_figures.py --report FILE.json

FOLDER: gold for `scraper evaluate`. FILE: what `scraper evaluate --json` printed, perhaps on another machine or with other tools.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "figures.md"

TEASERS = {
    "item_precision": "precision", "item_recall": "recall", "item_f1_micro": "F1 micro", "item_f1_macro": "F1 macro", "order": "order",
    "leak_pages": "pages with teaser text in the body", "kept_strings": "strings kept", "kept_pages": "pages with all strings",
}  # fmt: skip
FIELDS = {
    "field_title": "title",
    "field_block": "list",
    "field_category": "category",
    "field_excerpt": "excerpt",
    "field_date": "date",
}
METADATA = {
    "title": "headline",
    "title_loose": "headline, loosely",
    "date": "date",
    "authors_acc": "authors",
    "authors_f1": "authors F1",
}
MEASURES = {"f1": "F1 of runs of four words", "word_f1": "F1 of words", "snip_f1": "F1 of snippets"}
LANGUAGES = {
    "teaser_pages": "teaser pages",
    "items": "items",
    "item_f1_micro": "F1 micro",
    "leak_pages": "leak pages",
    "body_pages": "bodies",
    "body": "mean F1",
}
COST = {"times_parse": "times the bare parse", "ms_a_page": "ms a page", "slowest_s": "slowest page, s"}


def measure(args: argparse.Namespace) -> Mapping[str, Any]:
    """Run `scraper evaluate --json`."""
    options = ["--rivals"] * args.rivals + ["--workers", str(args.workers), "--rounds", str(args.rounds)]
    command = [sys.executable, "-m", "scraper", "evaluate", *args.folders, "--json", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, cwd=Path.cwd())
    if not done.stdout:
        sys.exit(done.returncode or 1)
    report: Mapping[str, Any] = json.loads(done.stdout)
    return report


def page(report: Mapping[str, Any], command: str, day: str) -> str:
    """Return the page's text."""
    return "\n".join(_lines(report, command, day)) + "\n"


def _lines(report: Mapping[str, Any], command: str, day: str) -> Iterator[str]:
    tools = report["tools"]
    yield "# Figures"
    yield ""
    yield f"<!-- Made by scripts/make_figures.py: run `{command}`. -->"
    yield ""
    yield f"{day}, {report['cleaner']}, {report['pages']:,} pages, definitions: {report['sites']}. Made by `{command}`."
    yield ""
    yield "A page's F1 is that of its items or texts; micro is over all items of a set, macro the mean of its pages. Fields count where the gold states them."
    yield "The pages are partly those that the weights were learned from: what to expect elsewhere is what `scripts/train_cleaner.py --check` prints, by sites it has not seen."
    for name in _names(tools, "teasers"):
        first = next(iter(tools.values()))["teasers"][name]
        yield from _section(f"Teasers: {name} ({first['pages']:,} pages, {first['items']:,} items)")
        yield from _table(
            ["", *TEASERS.values()], ([tool, *_cells(found["teasers"][name], TEASERS)] for tool, found in tools.items())
        )
        if len(tools) > 1:
            yield ""
            yield "For the others, which return no teasers, all links count that look like headlines and are not in their text."
        yield ""
        yield "Fields of the items that were found:"
        yield ""
        ours = next(iter(tools))
        yield from _table(["", *FIELDS.values()], [[ours, *_cells(tools[ours]["teasers"][name], FIELDS)]])
    yield from _section("Bodies")
    ours = next(iter(tools.values()))
    rows = []
    for name in _names(tools, "articles"):
        measure = ours["articles"][name]["measure"]
        if measure:
            values = [_shown(found["articles"][name].get(measure)) for found in tools.values()]
            rows.append([name, _shown(ours["articles"][name]["pages"]), MEASURES[measure], *values])
    yield from _table(["set", "pages", "measure", *tools], rows)
    yield from _section("Headline, date, authors")
    yield from _table(
        ["set", "tool", *METADATA.values()],
        (
            [name, tool, *(_shown(cell or None) for cell in _values(found["articles"][name], METADATA))]
            for name in _names(tools, "articles")
            for tool, found in tools.items()
            if any(_values(found["articles"][name], METADATA))
        ),
    )
    yield from _section("By language")
    languages = sorted(ours["languages"].items(), key=lambda pair: (-pair[1]["pages"], pair[0]))
    yield from _table(["", *LANGUAGES.values()], ([name, *_cells(found, LANGUAGES)] for name, found in languages))
    yield from _section("Cost")
    yield "Processor time against selectolax's bare parse of the same pages, in one run."
    yield ""
    yield from _table(
        ["", *COST.values(), "failed"],
        ([tool, *_costs(found["cost"]), str(len(found["faults"]))] for tool, found in tools.items()),
    )


def _section(title: str) -> list[str]:
    return ["", f"## {title}", ""]


def _names(tools: Mapping[str, Any], kind: str) -> list[str]:
    return list(dict.fromkeys(name for found in tools.values() for name in found[kind]))


def _values(figures: Mapping[str, Any], names: Iterable[str]) -> list[Any]:
    return [figures.get(name) for name in names]


def _cells(figures: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [_shown(value) for value in _values(figures, names)]


def _costs(cost: Mapping[str, Any]) -> list[str]:
    return [
        "" if cost[name] is None else f"{cost[name]:.{digits}f}" for name, digits in zip(COST, (1, 1, 2), strict=True)
    ]


def _shown(value: Any) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def main() -> int:
    """Measure, or read a report, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--report", type=Path)
    parser.add_argument("--rivals", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    if bool(args.folders) == bool(args.report):
        parser.error("name folders of gold, or a --report")
    report = json.loads(args.report.read_text("utf-8")) if args.report else measure(args)
    names = " ".join(Path(folder).name for folder in args.folders) or "GOLD"
    rivals = " --rivals" if len(report["tools"]) > 1 else ""
    PAGE.write_text(page(report, f'make figures ARGS="{names}{rivals}"', f"{datetime.now(UTC):%d %B %Y}"), "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
