"""`scraper export`: stored pages to files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, plural
from scraper.cli.days import Day, check_range
from scraper.cli.options import data_option

if TYPE_CHECKING:
    from scraper.model import CleanedPage
    from scraper.store import Store

FORMATS = ("jsonl", "csv", "parquet")
TYPES = ("article", "listing", "other")

EXAMPLES = """
scraper export --format jsonl --output news.jsonl
scraper export --format csv --output news.csv --site its.network --since 2026-01-01
scraper export --output news.jsonl --type article --versions
scraper export --format jsonl --output - | head -1
"""


@click.command(cls=Command, examples=EXAMPLES)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="jsonl: page records, one a line. csv and parquet: a table of pages, and beside it one of their teasers "
    "(news.csv, news.related.csv). By default what the output's name ends in.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    required=True,
    help="File to write, replaced when all is written; - for standard output (jsonl only).",
)
@click.option("--site", metavar="NAME", help="Only the pages of this site.")
@click.option("--type", "page_type", type=click.Choice(TYPES), help="Only pages of this type.")
@click.option("--since", type=Day(), metavar="YYYY-MM-DD", help="First day, of publication, else of the fetch.")
@click.option("--until", type=Day(), metavar="YYYY-MM-DD", help="Last day, included.")
@click.option("--versions", is_flag=True, help="Earlier versions of articles too, each before the next.")
@data_option
def export(
    format_: str | None,
    output: Path,
    site: str | None,
    page_type: Any,
    since: date | None,
    until: date | None,
    versions: bool,
    data: Path,
) -> None:
    """Write stored pages to files, with their related items.

    The same pages give the same bytes, ordered by site, day and address. The columns: docs/export.md.
    """
    chosen = format_ or _by_name(output)
    check_range(since, until)
    from scraper.export import Origin, write_export
    from scraper.store import PageFilter, open_store

    console = Console()
    with open_store(data, read_only=True) as store:
        wanted = PageFilter(site=site, since=since, until=until, page_type=page_type, versions=versions)
        pages = _counted(store.pages(wanted), console)
        origin = Origin(
            selection={
                "site": site,
                "since": since.isoformat() if since else None,
                "until": until.isoformat() if until else None,
                "type": page_type,
                "versions": versions,
            },
            rights=store.coverage.rights(wanted),
            coverage=lambda sites: list(_coverage(store, {*sites, *([site] if site else [])}, since, until)),
        )
        done = write_export(pages, format=chosen, output=output, resolve=store.resolve, origin=origin)
    console.clear()
    where = ", ".join("standard output" if str(file) == "-" else str(file) for file in done.files)
    console.note(f"wrote {plural(done.pages, 'page')} with {plural(done.related, 'related item')}: {where}")
    if done.manifest is not None:
        console.note(f"what made it, what is in it and what is missing: {done.manifest}")
    if not done.pages:
        console.note("no stored page fits; next: scraper status shows what there is")


def _coverage(
    store: Store, sites: Collection[str], since: date | None, until: date | None
) -> Iterator[Mapping[str, Any]]:
    """Tell what is known of each site up to the last look at it, or to the last day that was asked for."""
    from scraper.coverage import BEFORE, judge, site_record

    for site in sorted(sites):
        last = until or store.coverage.last_day(site)
        first = since or store.coverage.first_day(site) or last
        if first is not None and last is not None:
            facts = store.coverage.facts(site, since=first, until=max(first, last), before=BEFORE)
            yield site_record(judge(facts, since=first, until=max(first, last), today=last + timedelta(days=1)))


def _by_name(output: Path) -> str:
    name = output.suffix.lower().removeprefix(".")
    if name not in FORMATS:
        raise click.UsageError(f"say in which --format to write {output} ({', '.join(FORMATS)})")
    return name


def _counted(pages: Iterable[CleanedPage], console: Console) -> Iterator[CleanedPage]:
    for number, page in enumerate(pages, 1):
        console.progress(f"{number:,} pages written")
        yield page
