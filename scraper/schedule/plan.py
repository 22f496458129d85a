"""What is known of each site now: its rules, its last crawl, whether it runs, when it is due."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from scraper.config import Configuration, fingerprint, load_configuration
from scraper.due import PAUSES, Crawl, Due, due, is_late
from scraper.errors import ConfigError
from scraper.site import Site
from scraper.store import STORE_FILE, Run, crawled_sites, open_store

_ENOUGH = len(PAUSES) + 2
"""Runs of a site that are read: those that decide, and what may be running before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One site of the plan."""

    site: Site
    last: Run | None
    """Its last crawl, the running one included; `None`: never crawled."""

    running: bool
    """Whether some process crawls it now."""

    due: Due
    """When its next crawl starts, as it looks now."""

    @property
    def since(self) -> datetime | None:
        """When the crawl began that runs now; `None`: none does, or it is only about to begin."""
        return self.last.started if self.running and self.last and self.last.end is None else None

    def is_late(self, now: datetime) -> bool:
        """Whether the crawl that runs now has done so for several of its intervals."""
        return self.since is not None and is_late(self.site, self.since, now)

    def is_too_long(self, now: datetime) -> bool:
        """Whether the crawl that runs now has done so for as long as the schedule lets it."""
        longest = self.site.schedule.longest
        return self.since is not None and longest is not None and now - self.since >= longest


def look(sites: Collection[Site], data: Path, now: datetime) -> list[Entry]:
    """Return the plan of the sites, what is due first in front. A data folder that is not there yet holds no crawls.

    Raises DataError for a store that cannot be read.
    """
    names = [site.name for site in sites]
    # Looked at before the store: a crawl that ends in between is over in both, never killed.
    running = crawled_sites(data, names)
    runs: dict[str, list[Run]] = {}
    links: dict[str, datetime | None] = {}
    if (data / STORE_FILE).exists():
        with open_store(data, read_only=True) as store:
            runs = store.past.runs_of(names, most=_ENOUGH)
            links = store.past.next_due(site.name for site in sites if site.schedule.goes_by_links)
    entries = [
        _entry(site, runs.get(site.name, []), links.get(site.name), running=site.name in running, now=now)
        for site in sites
    ]
    return sorted(entries, key=lambda entry: (entry.due.at, entry.site.name))


def _entry(site: Site, runs: list[Run], next_link: datetime | None, *, running: bool, now: datetime) -> Entry:
    if not running:
        runs = [replace(run, end=run.end or "killed") for run in runs]
    over = runs[1:] if running and runs and runs[0].end is None else runs
    past = [Crawl(started=run.started, ended=run.ended, end=run.end or "killed") for run in over]
    return Entry(
        site=site,
        last=runs[0] if runs else None,
        running=running,
        due=due(site, past, next_link=next_link, now=now),
    )


class Definitions:
    """The definitions of the config folders, read anew when a file of them changes."""

    def __init__(self, folder: Path | None, names: Collection[str], tell: Callable[[str], None]) -> None:
        """`names` are the sites that are meant, all that are not `off` if there are none; `tell` hears what is wrong.

        Raises ConfigError for a folder that is none, and for names of which there is no sound definition.
        """
        self._folder = folder
        self._names = tuple(names)
        self._tell = tell
        self._seen = fingerprint(folder)
        self._configuration = load_configuration(folder, broken=tell)
        self.sites = self._chosen(self._configuration)
        """The sites that are meant."""

    @property
    def broken(self) -> Collection[str]:
        """Names of definitions that are wrong."""
        return self._configuration.broken

    def refresh(self) -> None:
        """Read the definitions again if a file has changed. Those of a folder that cannot be read stay as they were."""
        seen = fingerprint(self._folder)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            configuration = load_configuration(self._folder, broken=self._tell)
            sites = self._chosen(configuration)
        except ConfigError as error:
            for problem in error.problems:
                self._tell(problem)
            self._tell("the definitions stay as they were")
            return
        self._configuration = configuration
        self.sites = sites
        self._tell(f"definitions read again: {len(sites)} sites")

    def _chosen(self, configuration: Configuration) -> list[Site]:
        named = {site.name: site for site in map(configuration.find, self._names)}
        return list(named.values()) or [site for site in configuration.sites.values() if not site.schedule.off]
