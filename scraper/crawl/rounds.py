"""Which host is asked when: a worker for each host, one link at a time, fair between the sites of a host.

Each worker waits for its host's turn, takes the first due link of the next site, and hands it on. A host that is to be left
alone for longer than anybody waits is left to a later run; its links stay in the queue.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from scraper.crawl.leases import Leases
from scraper.crawl.report import SiteReport
from scraper.errors import LostLeaseError
from scraper.fetch import Clock
from scraper.politeness import PATIENCE
from scraper.revisits import most_revisits
from scraper.site import Site
from scraper.store import QueuedLink, Store

if TYPE_CHECKING:
    from scraper.fetch.throttle import Throttle

HELD_ELSEWHERE = 1.0
"""Seconds until a host that another process asks is looked at again."""

AHEAD = 32
"""Links of a host that are taken from the queue at once; new ones of its site bring it back to the queue."""


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

    revisits: int = 0
    others: int = 0
    """Stored articles, and other ones, that have been asked for."""

    active: int = 0
    """Workers of its hosts that are not idle: their answers may bring links for the others."""

    unread: int = 0
    """Answers that wait to be taken apart: they may bring links too."""

    ahead: dict[str, deque[QueuedLink]] = field(default_factory=dict)
    """The next links of each host."""

    waiters: set[asyncio.Event] = field(default_factory=set)
    """What wakes the idle workers of its hosts."""

    @property
    def is_full(self) -> bool:
        """Whether its limit is reached."""
        return self.limit is not None and self.report.articles >= self.limit

    @property
    def may_be_full(self) -> bool:
        """Whether its limit is reached if all that waits to be taken apart are articles."""
        return self.limit is not None and self.report.articles + self.unread >= self.limit

    @property
    def revisits_left(self) -> int:
        """How many more stored articles may be taken from the queue: new ones are to have their share."""
        ahead = sum(link.is_revisit for links in self.ahead.values() for link in links)
        return max(most_revisits(self.site.revisit.share, self.others) - self.revisits - ahead, 0)

    def count(self, link: QueuedLink) -> None:
        """Count a link that has been asked for."""
        self.revisits += link.is_revisit
        self.others += link.link.kind == "article" and not link.is_revisit

    def tell(self, *, links: bool) -> None:
        """Wake the idle workers of its hosts; `links`: there are new ones in the queue."""
        if links:
            self.ahead.clear()
        for waiter in self.waiters:
            waiter.set()


class Rounds:
    """The workers of a run."""

    def __init__(
        self,
        store: Store,
        throttle: Throttle,
        leases: Leases,
        clock: Clock,
        serve: Callable[[SiteRun, QueuedLink, str], Awaitable[bool]],
    ) -> None:
        """`serve` follows a link of a host, and tells whether that came to an end: else the link stays in the queue."""
        self._store = store
        self._throttle = throttle
        self._leases = leases
        self._clock = clock
        self._serve = serve

    async def work(self, runs: Sequence[SiteRun], beside: Awaitable[None] | None = None) -> None:
        """Work on all hosts of the sites until nothing is due that is worth waiting for.

        `beside` is waited for meanwhile, and what it raises ends the work.
        """
        hosts = sorted({host for run in runs for host in run.hosts})
        for run in runs:
            run.active = len(run.hosts)
        async with asyncio.TaskGroup() as group:
            watch = asyncio.ensure_future(beside) if beside is not None else None
            if watch is not None:
                group.create_task(_watched(watch))
            tasks = [
                group.create_task(self._work_on(host, [run for run in runs if host in run.hosts])) for host in hosts
            ]
            await asyncio.wait(tasks)
            if watch is not None:
                watch.cancel()
        for run in runs:
            run.report.end = "limit" if run.is_full and self._is_due(run) else "done"

    async def _work_on(self, host: str, runs: list[SiteRun]) -> None:
        line = deque(runs)
        try:
            while await self._turn_of(host, line):
                pass
        finally:
            for run in line:
                run.active -= 1
                run.tell(links=False)
            self._leases.let_go(host)

    async def _turn_of(self, host: str, line: deque[SiteRun]) -> bool:
        """Serve one link of a host, or wait for one; `False` when there is nothing more to wait for."""
        run = self._next(host, line)
        if run is None:
            return await self._something_comes(line)
        lease = self._leases.find(host)
        try:
            wait = self._throttle.wait(host)
        except LostLeaseError:
            self._lost(host, line)
            await asyncio.sleep(HELD_ELSEWHERE)
            return True
        if self._leases.find(host) != lease:  # what is ahead was read before the host was ours: it may be asked by now
            self._forget_ahead(host, line)
            return True
        if wait > max(PATIENCE, run.site.fetch.delay.total_seconds()):
            state = self._throttle.state(host)
            run.report.resting[host] = state.why or "its Crawl-delay is longer than a run waits"
            return False
        if wait > 0:
            await self._clock.sleep(wait)
            if not run.ahead.get(host):
                return True  # something has come meanwhile
        link = run.ahead[host].popleft()
        line.remove(run)
        line.append(run)
        if await self._serve(run, link, host):
            run.count(link)
        else:
            self._forget_ahead(host, line)
        run.tell(links=False)
        return True

    def _next(self, host: str, line: deque[SiteRun]) -> SiteRun | None:
        """Return the first site in line that has a due link."""
        for run in line:
            if not run.may_be_full and (run.ahead.get(host) or self._look_ahead(run, host)):
                return run
        return None

    def _look_ahead(self, run: SiteRun, host: str) -> bool:
        found = self._store.due_links(run.site.name, host, now=self._clock.now(), most=AHEAD)
        new = [link for link in found if not link.is_revisit]
        again = [link for link in found if link.is_revisit]  # they come last in the queue, too
        run.ahead[host] = deque(new + again[: run.revisits_left])
        return bool(run.ahead[host])

    def _lost(self, host: str, line: deque[SiteRun]) -> None:
        self._throttle.forget(host)
        self._forget_ahead(host, line)

    def _forget_ahead(self, host: str, line: deque[SiteRun]) -> None:
        for run in line:
            run.ahead.pop(host, None)

    async def _something_comes(self, line: deque[SiteRun]) -> bool:
        """Wait until a link's time comes that is near, or other answers bring one; `False`: neither can be."""
        now = self._clock.now()
        times = [self._store.next_waiting(run.site.name) for run in line if not run.is_full]
        soon = min((due for due in times if due and due - now <= timedelta(seconds=PATIENCE)), default=None)
        news = asyncio.Event()
        for run in line:
            run.active -= 1
            run.waiters.add(news)
        try:
            if soon is None and not any(run.active or run.unread for run in line):
                return False
            wait = max((soon - now).total_seconds(), 0.05) if soon else None
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), wait)
            return True
        finally:
            for run in line:
                run.active += 1
                run.waiters.discard(news)

    def _is_due(self, run: SiteRun) -> bool:
        return self._store.take_due(run.site.name, now=self._clock.now()) is not None


async def _watched(watch: asyncio.Future[None]) -> None:
    with suppress(asyncio.CancelledError):
        await watch
