"""Kept answers taken apart and settled: what the processes beside a crawl do, each with a store of its own.

They read the answers in the archive and go behind the crawl for the processor's time: the hosts' rhythm comes first.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path

from scraper.archive import Archive
from scraper.crawl.answers import reserved_by
from scraper.crawl.faults import told
from scraper.crawl.settling import Settler, spoilt
from scraper.crawl.whole import place_of
from scraper.discover import shaped_links
from scraper.errors import InputError, ScraperError
from scraper.fetch import Clock, Fetched, SystemClock
from scraper.model import CleanedPage
from scraper.site import Site
from scraper.store import Settlement, Store, Unread, open_store
from scraper.workers import ends_after

LONGEST = 60.0
"""Seconds that an answer may take; a page of a megabyte takes less than one."""

FIRST = 12
"""Stories that a glance at a listing finds at the most."""

NICE = 15
"""How far the processes beside stand back."""


@dataclass(frozen=True, slots=True)
class Work:
    """Where a process finds what it works on."""

    store: Path | str
    archive: Path
    sites: Mapping[str, Site]
    started: datetime
    """When the run began."""

    longest: float = LONGEST
    """Seconds that an answer may take."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a kept answer."""

    site: str
    outcome: str | None
    """`None`: another process was faster."""

    is_article: bool = False
    """Whether an article was stored."""

    new_links: int = 0
    """Links that were not known."""

    brings_links: bool = False
    """Whether there is more to ask for now."""

    is_glance: bool = False
    """Whether this was but a glance: the answer still waits."""


class Finisher:
    """Takes kept answers apart and settles their links."""

    def __init__(
        self, store: Store, archive: Archive, sites: Mapping[str, Site], clock: Clock, *, started: datetime
    ) -> None:
        self._store = store
        self._archive = archive
        self._sites = sites
        self._clock = clock
        self._settler = Settler(store, archive, started)

    def finish(self, link_id: int, site: str) -> Finished:
        """Take the answer to a link apart and settle the link."""
        kept = self._store.unread.find(link_id)
        if kept is None:
            return Finished(site, None)
        try:
            end = self._settlement(kept, self._sites[site])
        except ScraperError:
            raise
        except Exception as error:  # noqa: BLE001 (kept to this page)
            end = spoilt(kept.link, kept.capture, "fault", told(error), now=self._clock.now())
        return self._settle(kept, end)

    def glance(self, link_id: int, site: str) -> Finished:
        """Store the first stories of a listing whose turn has not come, as far as their addresses tell that they are stories."""
        kept = self._store.unread.find(link_id)
        try:
            page = self._archive.read(place_of(kept.capture)) if kept is not None else None
        except InputError:
            page = None
        found = list(islice(shaped_links(page, self._sites[site]), FIRST)) if page is not None else []
        new = self._store.add_links(found, now=self._clock.now()) if found else 0
        return Finished(site, None, new_links=new, brings_links=new > 0, is_glance=True)

    def give_up(self, link_id: int, site: str, reason: str) -> Finished:
        """Settle a link whose answer cannot be taken apart."""
        kept = self._store.unread.find(link_id)
        if kept is None:
            return Finished(site, None)
        return self._settle(kept, spoilt(kept.link, kept.capture, "not_cleaned", reason, now=self._clock.now()))

    def _settle(self, kept: Unread, end: Settlement) -> Finished:
        site, settled = kept.capture.site, self._store.unread.finish(kept, end)
        if not settled.stored:
            return Finished(site, None)
        return Finished(
            site,
            end.outcome,
            end.outcome == "stored" and is_article(end.page),
            settled.new_links,
            settled.brings_links,
        )

    def _settlement(self, kept: Unread, site: Site) -> Settlement:
        link, now = kept.link, self._clock.now()
        try:
            page = self._archive.read(place_of(kept.capture))
        except InputError as error:
            return spoilt(link, kept.capture, "not_cleaned", str(error), now=now)
        return self._settler.settlement(
            link,
            Fetched(page=page),
            kept.capture,
            site,
            now=now,
            target=kept.target,
            moved_to=kept.moved_to,
            tdmrep=reserved_by(page.url, site, self._store),
        )


def is_article(page: CleanedPage | None) -> bool:
    """Tell whether there is a record, and it is an article's."""
    return page is not None and page.page_type == "article"


_work: list[Work] = []


def begin(work: Work) -> None:
    """Make this process, which was started beside a crawl, ready to `finish_all`."""
    _work[:] = [work]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crawl's affair
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what the crawl does then is not for a copy of it to do
    gc.freeze()  # no collection looks at what is loaded by now: it stays
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(NICE)


def finish_all(links: Sequence[tuple[int, str]]) -> list[Finished]:
    """Take the answers to links (their numbers, and their sites) apart, one after the other, and settle them.

    An answer over which the process is busy for too long ends it.
    """
    return _each(links, _finisher().finish)


def glance_all(links: Sequence[tuple[int, str]]) -> list[Finished]:
    """Look for the first stories of listings that will have to wait."""
    return _each(links, _finisher().glance)


def _each(links: Sequence[tuple[int, str]], work: Callable[[int, str], Finished]) -> list[Finished]:
    done = []
    for link_id, site in links:
        with ends_after(_work[0].longest):
            done.append(work(link_id, site))
    return done


@cache
def _finisher() -> Finisher:
    work = _work[0]
    store, archive = open_store(work.store), Archive.reading(work.archive)
    return Finisher(store, archive, work.sites, SystemClock(), started=work.started)


def _end_with_parent() -> None:
    """End when the crawl was killed, which nothing else would tell."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
