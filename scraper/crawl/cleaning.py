"""Answers taken apart beside the fetching: in processes of their own, so that no page holds up a request."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from scraper.crawl.reading import Parts, take_apart
from scraper.model import LinkKind, Page
from scraper.site import Site
from scraper.workers import ends_after, usable_cores

MANY = 8
"""Hosts with which a crawl is worth a process for cleaning."""

LONGEST = 60.0
"""Seconds that an answer may take; a page of a megabyte takes less than one."""

_SITES: dict[str, Site] = {}


def cleaning_workers(hosts: int) -> int:
    """Return how many processes clean beside a crawl of so many hosts; 0: the crawl does it in between."""
    return max(usable_cores() - 1, 0) if hosts >= MANY else 0


class Cleaning:
    """Takes answers apart. Closed by `close`."""

    def __init__(self, sites: Iterable[Site], *, workers: int = 0, longest: float = LONGEST) -> None:
        """`workers` are processes, which take their time to start: meanwhile, and with 0, this process does it.

        An answer over which one of them is busy for `longest` seconds ends it.
        """
        self._longest = longest
        self._sites: Mapping[str, Site] = {site.name: site for site in sites}
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._started: Future[None] | None = None
        if workers:
            self._start()

    async def parts(self, kind: LinkKind, page: Page, site: Site) -> Parts | None:
        """Return what an answer to a link of `kind` holds; `None` if the process died over it, or took too long, twice."""
        if self._started is None or not self._started.done():
            return take_apart(kind, page, site)
        for _ in range(2):  # the other one's page may have been the deadly one
            pool = self._pool or self._start()
            try:
                return await asyncio.get_running_loop().run_in_executor(
                    pool, _take_apart, kind, page, site.name, self._longest
                )
            except BrokenProcessPool:
                if self._pool is pool:
                    self.close()
        return None

    def close(self) -> None:
        """Stop the processes; what they are busy with is lost, and in the archive."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._workers, context, initializer=_begin, initargs=(dict(self._sites),))
        self._started = self._pool.submit(_nothing)
        return self._pool


def _nothing() -> None:
    """What a process does to show that it is there."""


def _begin(sites: Mapping[str, Site]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crawl's affair
    _SITES.update(sites)


def _take_apart(kind: LinkKind, page: Page, site: str, longest: float) -> Parts:
    with ends_after(longest):
        return take_apart(kind, page, _SITES[site])
