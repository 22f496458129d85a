"""`scraper reclean`: records made again from the archive, without the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, counts, plural
from scraper.cli.options import config_option, data_option

if TYPE_CHECKING:
    from scraper.config import Configuration

EXAMPLES = """
scraper reclean
scraper reclean --rebuild --data rescued
scraper reclean its.network --config my-config
"""


@click.command(cls=Command, examples=EXAMPLES)
@click.argument("sites", nargs=-1, metavar="[SITE]...", help="Names, hosts or addresses of definitions.")
@data_option
@config_option
@click.option("--rebuild", is_flag=True, help="Make the store, which is gone, out of the archive alone.")
def reclean(sites: Sequence[str], data: Path, config: Path | None, rebuild: bool) -> int:
    """Clean stored pages again from the archive, with the rules of today.

    For a changed definition or a newer version of scraper. Without SITE, every site of the data folder is cleaned.
    With --rebuild the store is made anew: links, captures and records of the sites whose answers the archive holds.
    """
    from scraper.archive import Archive
    from scraper.cli.crawl import ARCHIVE
    from scraper.config import load_configuration
    from scraper.crawl import reclean as clean_again
    from scraper.fetch import user_agent
    from scraper.store import hold, open_store

    configuration = load_configuration(config)
    console = Console()
    if rebuild:
        return _rebuild(configuration, sites, data, console)
    with hold(data, command="reclean"), open_store(data) as store:
        known = [status.site for status in store.status(now=datetime.now(UTC))]
        chosen = {site.name: site for site in (configuration.find(name) for name in sites or known)}
        contact, _ = configuration.contact()
        with Archive.open(
            data / ARCHIVE,
            operator=contact,
            user_agent=user_agent(contact),
            now=lambda: datetime.now(UTC),
            ends=store.files.known_ends(),
        ) as archive:
            report = clean_again(
                store,
                archive,
                chosen,
                show=lambda so_far: console.progress(f"{so_far.pages} pages, {so_far.changed} changed"),
            )
    for line in report.missing:
        console.fault(line)
    console.note(
        f"{plural(report.pages, 'page')} cleaned again: {plural(report.changed, 'record')} changed ({counts(report.outcomes)})"
    )
    return 1 if report.missing else 0


def _rebuild(configuration: Configuration, names: Sequence[str], data: Path, console: Console) -> int:
    """Make a store that is not there out of the archive."""
    from scraper.archive import Archive
    from scraper.cli.crawl import ARCHIVE
    from scraper.crawl import rebuild
    from scraper.errors import InputError
    from scraper.fetch import user_agent
    from scraper.store import STORE_FILE, hold, open_store

    sites = [configuration.find(name) for name in names] or list(configuration.sites.values())
    contact, _ = configuration.contact()
    with hold(data, command="reclean --rebuild"):
        if (data / STORE_FILE).exists():
            raise InputError(data / STORE_FILE, "is there: move it away first, if it is to be made anew")
        if not (data / ARCHIVE).is_dir():
            raise InputError(data / ARCHIVE, "is not there: without an archive nothing can be made anew")
        with (
            open_store(data) as store,
            Archive.open(
                data / ARCHIVE, operator=contact, user_agent=user_agent(contact), now=lambda: datetime.now(UTC)
            ) as archive,
        ):
            made = rebuild(store, archive, sites, show=lambda number: console.progress(f"{number} answers"))
    console.note(
        f"{plural(made.total(), 'answer')} read from {data / ARCHIVE}: {counts(made) or 'none of a known site'}"
    )
    return 0
