"""Answers that are kept and not yet taken apart: handed to processes beside the crawl, so that no page holds up a request.

What waits is in the store; here are only the numbers of the links. Answers of one site are taken apart one after the
other, as pages of an article and duplicates are known by those before them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from scraper.crawl.cleaners import Cleaners
from scraper.crawl.finishing import Finished, Finisher, finish_all, glance_all
from scraper.model import LinkKind

MOST = 50_000
"""Answers that may wait; then no host is asked before some of them are done."""

_AT_ONCE = 8  # answers that a process is given at once
_AHEAD = 2  # times as many as there are processes are given out


@dataclass(slots=True)
class _Line:
    """What waits of a site."""

    ways: deque[int] = field(default_factory=deque)
    """Feeds, listings, further pages of articles: what brings links, or lets a host go."""

    pages: deque[int] = field(default_factory=deque)
    is_given_out: bool = False

    def take(self, most: int) -> list[int]:
        """Take the next ones out; a way alone, as somebody waits for its links."""
        if self.ways:
            return [self.ways.popleft()]
        return [self.pages.popleft() for _ in range(min(most, len(self.pages)))]


class Backlog:
    """What waits, and the processes that work on it. Closed by `close`, with the processes."""

    def __init__(self, cleaners: Cleaners, own: Finisher, told: Callable[[Finished], None]) -> None:
        """`told` hears of each answer that is done; `own` settles those over which a process has died."""
        self._cleaners = cleaners
        self._own = own
        self._told = told
        self._lines: dict[str, _Line] = {}
        self._ways: dict[str, None] = {}  # sites in the order of their turns, those with ways before all others
        self._pages: dict[str, None] = {}
        self._glances: dict[int, str] = {}  # listings to glance at, as others are in front of them: link and site
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def add(self, link_id: int, site: str, kind: LinkKind) -> None:
        """Have the kept answer to a link taken apart."""
        line = self._lines.setdefault(site, _Line())
        (line.pages if kind == "article" else line.ways).append(link_id)
        can_glance = kind == "listing" and self._cleaners.work.sites[site].discover.article
        if can_glance and len(self._ways) >= self._cleaners.count:
            self._glances[link_id] = site  # its host need not stand idle until its turn comes
        self._waiting += 1
        if self._waiting >= MOST:
            self._room.clear()
        self._line_up(site, line)
        self._give_out()

    async def room(self) -> None:
        """Wait while too much waits."""
        await self._room.wait()

    async def failure(self) -> None:
        """Wait for ever, or raise what kept a process from storing."""
        await self._failed

    def close(self) -> None:
        """Stop the processes; what they are busy with waits for the next run."""
        for task in self._tasks:
            task.cancel()
        self._cleaners.close()

    def _give_out(self) -> None:
        while len(self._tasks) < _AHEAD * self._cleaners.count:
            if batch := self._next_glances():
                work = self._glance(batch)
            elif batch := self._next():
                work = self._run(batch)
            else:
                return
            task = asyncio.ensure_future(work)
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _next_glances(self) -> list[tuple[int, str]]:
        batch = list(islice(self._glances.items(), _AT_ONCE))
        for link_id, _ in batch:
            del self._glances[link_id]
        return batch

    async def _glance(self, batch: list[tuple[int, str]]) -> None:
        """Have listings glanced at. One over which a process dies is left to its turn."""
        with suppress(BrokenProcessPool):
            for glanced in await self._cleaners.do(glance_all, batch):
                self._told(glanced)

    def _line_up(self, site: str, line: _Line) -> None:
        if not line.is_given_out and line.ways:
            self._ways[site] = None
        elif not line.is_given_out and line.pages:
            self._pages[site] = None

    def _next(self) -> list[tuple[int, str]]:
        """Return what a process is given next; nothing where nothing waits, or only of sites that are given out."""
        batch: list[tuple[int, str]] = []
        while (turns := self._ways or self._pages) and len(batch) < _AT_ONCE and not (batch and self._ways):
            site = next(iter(turns))
            del turns[site]
            self._pages.pop(site, None)
            line = self._lines[site]
            line.is_given_out = True
            if line.ways:
                self._glances.pop(line.ways[0], None)
            batch += [(link_id, site) for link_id in line.take(_AT_ONCE - len(batch))]
            if turns is self._ways:
                break
        return batch

    async def _run(self, batch: list[tuple[int, str]]) -> None:
        try:
            for finished in await self._finished(batch):
                self._told(finished)
        finally:
            self._waiting -= len(batch)
            if self._waiting < MOST:
                self._room.set()
            for site in {site for _, site in batch}:
                line = self._lines[site]
                line.is_given_out = False
                self._line_up(site, line)
                if not line.ways and not line.pages:
                    del self._lines[site]

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            if not self._failed.done():
                self._failed.set_exception(error)
            return
        self._give_out()

    async def _finished(self, batch: list[tuple[int, str]]) -> list[Finished]:
        """Have a batch done; where a process dies over it, its answers one by one; over one that is deadly, twice."""
        try:
            return await self._cleaners.do(finish_all, batch)
        except BrokenProcessPool:
            if len(batch) > 1:
                return [done for one in batch for done in await self._finished([one])]
        try:
            return await self._cleaners.do(finish_all, batch)
        except BrokenProcessPool:
            return [self._own.give_up(*batch[0], "the process that took it apart died, or had no end, twice")]
