"""Which host is asked when: a worker for each host, one link at a time, fair between the sites of a host.

Each worker waits for its host's turn, takes the first due link of the next site, and hands it on. A host that is to be left
alone for longer than anybody waits is left to a later run; its links stay in the queue.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scraper.crawl.leases import Leases
from scraper.errors import LostLeaseError
from scraper.fetch import Clock
from scraper.fetch.throttle import Throttle
from scraper.politeness import PATIENCE
from scraper.site import Site
from scraper.store import QueuedLink, Store

if TYPE_CHECKING:
    from scraper.crawl.pipeline import SiteReport

HELD_ELSEWHERE = 1.0
"""Seconds until a host that another process asks is looked at again."""


@dataclass(slots=True)
class SiteRun:
    """A site that is crawled now."""

    site: Site
    report: SiteReport
    number: int
    """Of the run in the store."""

    limit: int | None
    """Most articles to store; `None`: as many as there are."""

    hosts: frozenset[str]
    """Registered hosts on which its links lie."""

    active: int = 0
    """Workers of its hosts that are not idle: their answers may bring links for the others."""

    @property
    def is_full(self) -> bool:
        """Whether its limit is reached."""
        return self.limit is not None and self.report.articles >= self.limit


class Rounds:
    """The workers of a run."""

    def __init__(
        self,
        store: Store,
        throttle: Throttle,
        leases: Leases,
        clock: Clock,
        serve: Callable[[SiteRun, QueuedLink, str], Awaitable[None]],
    ) -> None:
        """`serve` follows a link of a host and settles it."""
        self._store = store
        self._throttle = throttle
        self._leases = leases
        self._clock = clock
        self._serve = serve
        self._news = asyncio.Event()

    async def work(self, runs: Sequence[SiteRun]) -> None:
        """Work on all hosts of the sites until nothing is due that is worth waiting for."""
        hosts = sorted({host for run in runs for host in run.hosts})
        for run in runs:
            run.active = len(run.hosts)
        async with asyncio.TaskGroup() as group:
            for host in hosts:
                group.create_task(self._work_on(host, [run for run in runs if host in run.hosts]))
        for run in runs:
            run.report.end = "limit" if run.is_full and self._is_due(run) else "done"

    async def _work_on(self, host: str, runs: list[SiteRun]) -> None:
        line = deque(runs)
        try:
            while await self._turn_of(host, line):
                pass
        finally:
            self._retire(line)
            self._leases.let_go(host)

    async def _turn_of(self, host: str, line: deque[SiteRun]) -> bool:
        """Serve one link of a host, or wait for one; `False` when there is nothing more to wait for."""
        found = self._next(host, line)
        if found is None:
            return await self._something_comes(line)
        try:
            wait = self._throttle.wait(host)
        except LostLeaseError:
            self._throttle.forget(host)
            await asyncio.sleep(HELD_ELSEWHERE)
            return True
        run, link = found
        if wait > max(PATIENCE, run.site.fetch.delay.total_seconds()):
            state = self._throttle.state(host)
            run.report.resting[host] = state.why or "its Crawl-delay is longer than a run waits"
            return False
        if wait > 0:
            await self._clock.sleep(wait)
        line.remove(run)
        line.append(run)
        await self._serve(run, link, host)
        self._tell()
        return True

    def _next(self, host: str, line: deque[SiteRun]) -> tuple[SiteRun, QueuedLink] | None:
        """Return the first due link of the first site in line that has one."""
        now = self._clock.now()
        for run in line:
            if not run.is_full and (link := self._store.take_due(run.site.name, now=now, host=host)):
                return run, link
        return None

    async def _something_comes(self, line: deque[SiteRun]) -> bool:
        """Wait until a link's time comes that is near, or another host's answers bring one; `False`: neither can be."""
        now = self._clock.now()
        times = [self._store.next_waiting(run.site.name) for run in line if not run.is_full]
        soon = min((due for due in times if due and due - now <= timedelta(seconds=PATIENCE)), default=None)
        news, self_alone = self._news, all(len(run.hosts) == 1 for run in line)
        if self_alone and soon is None:
            return False
        for run in line:
            run.active -= 1
        try:
            if soon is None and not any(run.active for run in line):
                return False
            wait = max((soon - now).total_seconds(), 0.05) if soon else None
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), wait)
            return True
        finally:
            for run in line:
                run.active += 1

    def _retire(self, line: deque[SiteRun]) -> None:
        for run in line:
            run.active -= 1
        self._tell()

    def _tell(self) -> None:
        """Wake the idle workers."""
        self._news.set()
        self._news = asyncio.Event()

    def _is_due(self, run: SiteRun) -> bool:
        return self._store.take_due(run.site.name, now=self._clock.now()) is not None
