"""`scraper clean`: files, folders, WARCs, manifests and standard input to page records."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, counts, plural
from scraper.cli.options import config_option, workers_option
from scraper.urls import absolute_url

if TYPE_CHECKING:
    from scraper.inputs import Document, Event

GENERIC = "none"
"""Value of `--site` for the generic cleaner alone."""

EXAMPLES = """
scraper clean page.html --url https://example.org/2026/11/24/story/
scraper clean dump.txt saved-pages/ crawl.warc.gz > pages.jsonl
scraper clean --manifest pages.jsonl --workers 4 > records.jsonl
curl -s https://example.org/story/ | scraper clean - --url https://example.org/story/
scraper clean page.html --explain
scraper clean crawl.warc.gz --id https://example.org/story/ --explain
"""


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and absolute_url(value, base=None) is None:
        raise click.BadParameter(f'{value!r} is no http(s) address such as "https://example.org/story/"')
    return value


@click.command(cls=Command, examples=EXAMPLES)
@click.argument(
    "paths",
    metavar="[PATH]...",
    nargs=-1,
    help="Pages (.html, .htm, .xhtml), text dumps of pages (.txt), WARCs (.warc), each also with .gz; folders; "
    "or - for standard input. Any other file is judged by its content.",
)
@click.option(
    "--url", metavar="URL", callback=_address, help="Address of the one page: its links are resolved against it."
)
@click.option(
    "--site",
    "site",
    metavar="NAME",
    help=f"Definition to use for every page (see `scraper site list`), or {GENERIC!r} for the generic cleaner alone. "
    "Without it each page gets the definition of its host, where there is one.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Instead of records: where each text block of a page landed, and why (docs/explain.md says how to read it).",
)
@click.option(
    "--id", "only", metavar="ID", help="Only the page with this id or address, of a folder, a WARC or a manifest."
)
@click.option("--manifest", metavar="FILE", help='JSON lines {"id", "path", "url"}, paths relative to the file.')
@workers_option("Processes that clean side by side; 0: one a core. The records' order stays that of the inputs.")
@config_option
def clean(
    paths: tuple[str, ...],
    url: str | None,
    site: str | None,
    explain: bool,
    only: str | None,
    manifest: str | None,
    workers: int,
    config: Path | None,
) -> int:
    """Take pages apart: page records to standard output, one a line.

    Each input ends as a record with a named outcome, or as a line on standard error that says why it is none; then
    the exit status is 1, and the others are done all the same. Nothing is fetched.

    A record's id is the manifest's, else the file's name without its extensions. Of a WARC every answer with status 200
    or 203 that is HTML is a page, and its id is that of the WARC record; the other answers are counted.
    """
    _check_usage(paths, url, manifest)
    from scraper.inputs import read_inputs
    from scraper.workers import Failed, map_ordered, usable_cores

    load = partial(_load, config, site, explain)
    work = load()  # a wrong definition ends the command before the first page
    setup = (lambda: work) if workers == 1 else load
    console, tally = Console(), Tally()
    events = read_inputs(paths, manifest=manifest, url=url, stdin=getattr(sys.stdin, "buffer", None))
    documents = _documents(tally, console, events, only)
    for document, result in map_ordered(setup, documents, workers=workers or usable_cores()):
        if isinstance(result, Failed):
            tally.fault(console, f"{document.name}: was not cleaned: {result.reason}")
        else:
            console.result(result.line)
            tally.outcomes[result.outcome] += 1
            tally.sites[result.site or GENERIC] += 1
        console.progress(f"{tally.done:,} cleaned, {tally.faults:,} failed  {document.name}")
    console.clear()
    if only is not None and not tally.done:
        tally.fault(console, f"no page has the id or address {only}")
    for line in tally.summary():
        console.note(line)
    if tally.done and (explain or sys.stdout.isatty()):
        console.note(f"next: {_NEXT[explain]}")
    return 1 if tally.faults else 0


_NEXT = {
    False: "add > pages.jsonl to keep the records",
    True: "docs/explain.md says what the reasons mean; scraper clean PATH prints the record",
}


def _check_usage(paths: tuple[str, ...], url: str | None, manifest: str | None) -> None:
    from scraper.inputs import STDIN, is_folder

    if not paths and manifest is None:
        raise click.UsageError("nothing to clean: name files or folders, - for standard input, or --manifest FILE")
    if url is not None and (manifest is not None or len(paths) != 1 or is_folder(paths[0])):
        raise click.UsageError(
            "--url says where one page comes from; for several, give their addresses in a --manifest"
        )
    if [*paths, manifest].count(STDIN) > 1:
        raise click.UsageError("standard input can be read once only")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What comes back from a worker."""

    line: str
    outcome: str
    site: str | None


def _load(config: Path | None, site: str | None, explain: bool = False) -> Callable[[Document], Cleaned]:
    from scraper.config import load_configuration
    from scraper.inputs.cleaning import Cleaner
    from scraper.record import to_json

    configuration = load_configuration(config)
    generic = site == GENERIC
    cleaner = Cleaner(configuration, None if generic or site is None else configuration.find(site), generic)

    def work(document: Document) -> Cleaned:
        page = cleaner.clean(document)
        return Cleaned(to_json(page), page.outcome, page.site)

    def explained(document: Document) -> Cleaned:
        from scraper.cli.decisions import decision_lines
        from scraper.cli.terminal import painter

        found = cleaner.explain(document)
        return Cleaned("\n".join(decision_lines(found, painter())), found.page.outcome, found.page.site)

    return explained if explain else work


def _documents(tally: Tally, console: Console, events: Iterator[Event], only: str | None) -> Iterator[Document]:
    """Pass on the documents among the events, or the ones called `only`; name the faults and count the rest."""
    from scraper.inputs import Document, PassedOver

    for event in events:
        if isinstance(event, Document):
            if only is None or only in (event.id, event.url):
                yield event
            else:
                tally.passed_over["other page"] += 1
        elif isinstance(event, PassedOver):
            tally.passed_over[event.reason] += 1
        else:
            tally.fault(console, str(event))


@dataclass(slots=True)
class Tally:
    """What became of the inputs."""

    outcomes: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    faults: int = 0

    @property
    def done(self) -> int:
        """Number of records."""
        return sum(self.outcomes.values())

    def fault(self, console: Console, line: str) -> None:
        """Name a fault and count it."""
        console.fault(line)
        self.faults += 1

    def summary(self) -> Iterator[str]:
        """Yield the last lines: what was done, and what to do next."""
        line = f"cleaned {plural(self.done, 'page')}"
        if self.outcomes:
            line += f": {counts(self.outcomes)}; by definition: {counts(self.sites)}"
        if self.passed_over:
            line += f"; passed over {plural(sum(self.passed_over.values()), 'thing')}: {counts(self.passed_over)}"
        if self.faults:
            line += f"; {plural(self.faults, 'input')} of no use, named above"
        yield line
