"""`scraper evaluate`: the cleaner, and other tools, held against gold that people wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, plural
from scraper.cli.options import config_option, workers_option

if TYPE_CHECKING:
    from scraper.config import Configuration
    from scraper.evaluate.gold import GoldPage
    from scraper.evaluate.run import Scored

FOLDER_VARIABLE = "SCRAPER_GOLD"

EXAMPLES = """
scraper evaluate gold/
scraper evaluate gold/teasers --worst 10
scraper evaluate gold/teasers --page some-page
scraper evaluate gold/ --rivals --workers 4 --json > figures.json
"""


@click.command(cls=Command, examples=EXAMPLES)
@click.argument(
    "folders",
    metavar="[FOLDER]...",
    nargs=-1,
    help="Folders of pages and gold, or folders that hold such folders (docs/cleaning.md says how gold is written). "
    f"Without one: the folder that {FOLDER_VARIABLE} names.",
    envvar=FOLDER_VARIABLE,
    type=click.Path(),
)
@click.option(
    "--page", metavar="ID", help="Explain one page instead: each block with its place, that of the gold, and why."
)
@click.option("--differences", is_flag=True, help="With --page: only what is not as the gold has it.")
@click.option(
    "--rivals", is_flag=True, help="Measure other tools too, as far as they are installed (the extra `bench`)."
)
@click.option("--worst", metavar="N", type=click.IntRange(min=0), default=3, show_default=True, help="Pages to name.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Only the first N pages of each set.")
@click.option(
    "--sites",
    type=click.Choice(["generic", "own"]),
    default="generic",
    show_default=True,
    help="Definitions to use: none, or the one of a page's host where there is one.",
)
@click.option(
    "--rounds",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Readings of each page; the fastest counts.",
)
@workers_option("Processes side by side; 0: one a core. Costs are truest with one.")
@click.option("--json", "as_json", is_flag=True, help="The whole report as one JSON object.")
@config_option
def evaluate(
    folders: tuple[str, ...],
    page: str | None,
    differences: bool,
    rivals: bool,
    worst: int,
    limit: int | None,
    sites: str,
    rounds: int,
    workers: int,
    as_json: bool,
    config: Path | None,
) -> int:
    """Measure how well pages are taken apart, against gold that people wrote.

    Prints tables: teasers (precision, recall, F1 over all items and as a mean over pages; share of pages with teaser text
    in the body; wanted strings kept; fields), bodies by set, metadata, all of it by language, and what it cost. Nothing
    is fetched.
    """
    if not folders:
        raise click.UsageError(f"no gold to measure against: name a folder, or set {FOLDER_VARIABLE}")
    if differences and page is None:
        raise click.UsageError("--differences needs --page ID")
    console = Console()
    if page is not None:
        return _explain(console, folders, page, differences, _configuration(sites, config))
    names = _tools(console, rivals)
    scored, faults = _measure(console, folders, limit, partial(_prepare, names, sites, config, rounds), workers)
    if not scored:
        return 1
    _show(console, scored, names, sites, worst, as_json)
    return 1 if faults else 0


def _configuration(sites: str, config: Path | None) -> Configuration | None:
    from scraper.config import load_configuration

    return load_configuration(config) if sites == "own" else None


def _tools(console: Console, rivals: bool) -> list[str]:
    """Return the names of the tools to measure; rivals that are not installed are named and left out."""
    from scraper.evaluate.rivals import RIVALS, load
    from scraper.evaluate.run import OURS

    names, missing = [OURS], []
    for name in RIVALS if rivals else ():
        try:
            load(name)
        except ImportError as error:
            missing.append(f"{name} ({error})")
        else:
            names.append(name)
    if missing:
        console.note(
            f"left out, for they are not installed: {', '.join(missing)}; pip install 'scraper[bench]' brings them"
        )
    return names


def _prepare(names: Sequence[str], sites: str, config: Path | None, rounds: int) -> Callable[[GoldPage], Scored]:
    from scraper.evaluate.run import make_tools, score_page

    return partial(score_page, tools=make_tools(names, _configuration(sites, config)), rounds=rounds)


def _measure(
    console: Console,
    folders: Sequence[str],
    limit: int | None,
    setup: Callable[[], Callable[[GoldPage], Scored]],
    workers: int,
) -> tuple[list[Scored], int]:
    """Score all pages; what cannot be is named and counted."""
    from scraper.evaluate.gold import read_gold
    from scraper.workers import Failed, map_ordered, usable_cores

    pages = [page for folder in folders for page in read_gold(folder, limit=limit)]
    scored: list[Scored] = []
    faults = 0
    for page, result in map_ordered(setup, pages, workers=workers or usable_cores()):
        if isinstance(result, Failed):
            faults += 1
            console.fault(f"{page.set} {page.id}: was not measured: {result.reason}")
        else:
            scored.append(result)
        console.progress(f"{len(scored) + faults:,} of {len(pages):,} pages  {page.set} {page.id}")
    console.clear()
    return scored, faults


def _show(
    console: Console, scored: Sequence[Scored], names: Sequence[str], sites: str, worst: int, as_json: bool
) -> None:
    from scraper.evaluate.report import report
    from scraper.evaluate.tables import columns, lines_of

    found = report(scored, tools=names, sites=sites)
    if as_json:
        console.result(json.dumps(found, ensure_ascii=False))
    else:
        for line in lines_of(found):
            console.result(line)
        bad = found["worst"][:worst]
        if bad:
            console.result(f"\nWorst pages, {len(found['worst']):,} are not perfect")
            for line in columns(
                ["F1", "set", "page", "why"], [[f"{p['score']:.3f}", p["set"], p["id"], p["why"]] for p in bad]
            ):
                console.result(line)
    console.note(f"measured {plural(len(scored), 'page')} with {', '.join(names)}")
    if found["worst"]:
        first = found["worst"][0]
        console.note(f"next: scraper evaluate {first['folder']} --page {first['id']}")


def _explain(
    console: Console,
    folders: Sequence[str],
    page: str,
    differences: bool,
    configuration: Configuration | None,
) -> int:
    """Print one page's decisions beside the gold."""
    from scraper.clean.explain import explain_page
    from scraper.cli.decisions import beside_lines, decision_lines
    from scraper.cli.terminal import painter
    from scraper.errors import InputError
    from scraper.evaluate.beside import beside

    found = next(_named(folders, page), None)
    if found is None:
        raise click.UsageError(f"no page {page!r} in {', '.join(folders)}")
    document = found.document()
    if isinstance(document, InputError):
        raise document
    site = configuration.owner_of(found.url) if configuration is not None else None
    explanation = explain_page(document.body, url=found.url, site=site, charset=document.charset)
    gold = beside(explanation, found)
    painted = painter()
    for line in decision_lines(explanation, painted, marks=gold.marks, only_differences=differences):
        console.result(line)
    for line in beside_lines(gold, painted, only_differences=differences):
        console.result(line)
    console.note(f"{found.set} {found.id}: {gold.summary}; what the reasons mean: docs/explain.md")
    return 0


def _named(folders: Sequence[str], id: str) -> Iterator[GoldPage]:  # noqa: A002
    from scraper.evaluate.gold import read_gold

    pages = [page for folder in folders for page in read_gold(folder)]
    yield from (page for page in pages if page.id == id)
    yield from (page for page in pages if id in page.id)
