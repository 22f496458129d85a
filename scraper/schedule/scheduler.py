"""Which crawl is started and which is stopped, when: the loop of a scheduler.

It looks at the plan when a crawl ends, when the next one is due, and once a minute in any case, so that a clock that was set
and a machine that slept are noticed. Nothing is kept but what the store has, save for crawls that ended before they were in it.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from scraper.due import is_quiet, pause
from scraper.errors import DataError
from scraper.schedule.children import Child
from scraper.schedule.plan import Entry

LOOK = 60.0
"""Seconds between two looks at the plan, at most."""

GRACE = 60.0
"""Seconds that a crawl has to save its state before it is killed."""

HELD = 3
"""Exit status of a crawl whose data folder or site another run holds."""

_HOWS = {0: "done", HELD: "not begun", 130: "stopped by somebody else", 143: "stopped by somebody else"}


@dataclass(frozen=True, slots=True)
class _Strike:
    """A crawl that ended in vain before the store knew of it."""

    failures: int
    """In a row."""

    not_before: float
    """By the loop's clock."""

    last: int | None
    """The site's last run in the store at that time: a newer one counts instead."""


class Scheduler:
    """Starts what is due. One for a data folder, for one call of `run`."""

    def __init__(
        self,
        look: Callable[[], list[Entry]],
        start: Callable[[str], Awaitable[Child]],
        *,
        now: Callable[[], datetime],
        tell: Callable[[str, str], None],
        at_once: int,
        turn: float,
        grace: float = GRACE,
    ) -> None:
        """`look` gives the plan and may raise DataError; `start` starts the crawl of a site and may raise OSError.

        `tell` is told of each site what happens to it, "" for all of them. `at_once` crawls run at most; one that has run for `turn` seconds
        is stopped when another one waits for its place. `grace` is how many seconds a stopped one has to end.
        """
        self._look = look
        self._start = start
        self._now = now
        self._tell = tell
        self._at_once = at_once
        self._turn = turn
        self._grace = grace
        self._children: dict[str, Child] = {}
        self._watched: set[asyncio.Task[None]] = set()
        self._strikes: dict[str, _Strike] = {}
        self._late: set[str] = set()
        self._fault = ""
        self._news = asyncio.Event()
        self.stopped: signal.Signals | None = None
        """The signal that ended it."""

        self.statuses: set[int] = set()
        """Exit statuses of the crawls that ended without being asked to."""

    async def run(self, *, once: bool) -> None:
        """Start what is due until `stop` is called; `once`: what is due now, each site once, and return when all have ended."""
        todo: set[str] | None = None
        while self.stopped is None:
            self._news.clear()
            entries = self._see()
            waiting = [entry for entry in entries if self._may_start(entry)]
            if once:
                todo = {entry.site.name for entry in waiting} if todo is None else todo
                waiting = [entry for entry in waiting if entry.site.name in todo]
            for entry in waiting[: max(0, self._at_once - len(self._children))]:
                await self._begin(entry)
                waiting.remove(entry)
                if todo is not None:
                    todo.discard(entry.site.name)
            self._correct(entries, waiting=len(waiting))
            if once and not waiting and not self._children:
                break
            await self._wait(entries)
        for task in list(self._watched):
            await task

    def stop(self, number: signal.Signals) -> None:
        """Stop all crawls and return from `run`; called again: kill them."""
        for child in self._children.values():
            if self.stopped is not None:
                child.kill()
            child.stop("the scheduler ends", grace=self._grace)
        self.stopped = self.stopped or number
        self._news.set()

    def _see(self) -> list[Entry]:
        """Look at the plan; a store that cannot be read now may be read in a minute."""
        try:
            entries = self._look()
        except DataError as error:
            if str(error) != self._fault:
                self._tell("", str(error))
            self._fault = str(error)
            self.statuses.add(error.exit_status)
            return []
        self._fault = ""
        return entries

    def _may_start(self, entry: Entry) -> bool:
        name = entry.site.name
        if entry.running or name in self._children or entry.due.at > self._now():
            return False
        strike = self._strikes.get(name)
        return strike is None or strike.last != _number(entry) or strike.not_before <= _time()

    async def _begin(self, entry: Entry) -> None:
        name = entry.site.name
        try:
            child = await self._start(name)
        except OSError as error:
            self._tell(name, f"cannot be started: {error.strerror or error}")
            self.statuses.add(1)
            self._strike(entry, 1)
            return
        self._children[name] = child
        self._tell(name, f"started, pid {child.pid}: {entry.due.why}, due {entry.due.at:%Y-%m-%d %H:%M} UTC")
        if self.stopped is not None:  # the signal came while it was started
            child.stop("the scheduler ends", grace=self._grace)
        task = asyncio.ensure_future(self._watch(child, entry))
        self._watched.add(task)
        task.add_done_callback(self._watched.discard)

    async def _watch(self, child: Child, entry: Entry) -> None:
        status = await child.wait()
        del self._children[child.site]
        self._late.discard(child.site)
        took = f"{_time() - child.started:,.0f} s"
        self._tell(child.site, f"{_how(status, child.asked)} after {took}{_said(child, status)}")
        if child.asked is None:
            self.statuses.add(status)
        if status and child.asked is None:
            self._strike(entry, status)
        else:
            self._strikes.pop(child.site, None)
        self._news.set()

    def _strike(self, entry: Entry, status: int) -> None:
        name, last = entry.site.name, _number(entry)
        before = self._strikes.get(name)
        failures = before.failures + 1 if before and before.last == last else 1
        # Who holds the folder may let it go at any time.
        wait = pause(min(failures + 1, 2) if status == HELD else failures).total_seconds()
        self._strikes[name] = _Strike(failures, _time() + wait, last)

    def _correct(self, entries: Iterable[Entry], *, waiting: int) -> None:
        """Stop the crawls that are not to run on, and name those that run for long."""
        now = self._now()
        for entry in entries:
            child = self._children.get(entry.site.name)
            if child is None or child.asked is not None:
                continue
            if is_quiet(entry.site, now):
                self._stop(child, "quiet hours begin")
            elif entry.is_too_long(now):
                self._stop(child, "it ran for as long as its schedule lets it")
            elif entry.is_late(now) and child.site not in self._late:
                self._late.add(child.site)
                minutes = (_time() - child.started) / 60
                self._tell(child.site, f"is late: it has run for {minutes:,.0f} min, several of its intervals")
        asked = sum(child.asked is not None for child in self._children.values())
        for child in sorted(self._children.values(), key=lambda child: child.started):
            if asked >= waiting or _time() - child.started < self._turn:
                break
            if child.asked is None:
                self._stop(child, "others wait for its place")
                asked += 1

    def _stop(self, child: Child, why: str) -> None:
        self._tell(child.site, f"is asked to stop: {why}")
        child.stop(why, grace=self._grace)

    async def _wait(self, entries: Iterable[Entry]) -> None:
        """Wait for the end of a crawl, a signal, the next time that one is due, or a minute."""
        now = self._now()
        ahead = [(entry.due.at - now).total_seconds() for entry in entries if not entry.running]
        soonest = min((seconds for seconds in ahead if seconds > 0), default=LOOK)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), min(soonest, LOOK))


def _time() -> float:
    return asyncio.get_running_loop().time()


def _number(entry: Entry) -> int | None:
    return entry.last.id if entry.last else None


def _how(status: int, asked: str | None) -> str:
    if status < 0:
        known = {number.value: number.name for number in signal.Signals}
        return f"killed by {known.get(-status, f'signal {-status}')}"
    if asked is not None:
        return "stopped"
    return _HOWS.get(status, f"failed with status {status}")


def _said(child: Child, status: int) -> str:
    """Return what a crawl said of itself: its own line where it is done, else its last ones."""
    lines = [line for line in child.last_words() if line.strip()]
    own = [line.removeprefix(f"{child.site}: ") for line in lines if line.startswith(f"{child.site}: ")]
    words = own[-1:] if status == 0 else lines[-3:]
    return "".join(f": {' | '.join(words)}" if words else "")
