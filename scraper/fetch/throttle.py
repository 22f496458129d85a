"""One request at a time per host, with a pause behind each answer: `scraper.politeness` decides, here it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from scraper.errors import FetchError, LostLeaseError, TransientError
from scraper.fetch.answer import Answer
from scraper.fetch.clock import Clock
from scraper.politeness import LONGEST_HOLD, PATIENCE, HostState, after_answer, after_request, delay_of, free_from
from scraper.urls import registered_host


class Book(Protocol):
    """Where the states of hosts are kept, and who may ask them."""

    def open(self, host: str) -> HostState:
        """Return what is known of a host. Raises LostLeaseError if another process works on it."""
        ...

    def asking(self, state: HostState) -> None:
        """Note that a request goes out. Raises LostLeaseError if this process must not send it."""
        ...

    def ended(self, state: HostState) -> None:
        """Note what the end of a request has made of a host."""
        ...


class OwnBook:
    """Hosts that nobody else knows of, kept for the run."""

    def open(self, host: str) -> HostState:
        """Return a host about which nothing is known."""
        return HostState(host=host)

    def asking(self, state: HostState) -> None:
        """Everybody may ask."""

    def ended(self, state: HostState) -> None:
        """Nothing is written down."""


SLACK = timedelta(milliseconds=10)
"""How long behind its last byte an answer ends at the latest: a server that is busy notes its end some time after that.
It may take longer until an answer is archived, which is no affair of the host's."""


@dataclass(slots=True)
class _Host:
    state: HostState
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    delays: dict[str, float] = field(default_factory=dict)
    """Crawl-delay by authority."""

    free: float = float("-inf")
    """When it may be asked, on the monotonic clock: the time of day may jump."""


class Turn:
    """The time in which this task, and no other, may send one request to a host."""

    def __init__(self, throttle: Throttle, host: _Host, own: float) -> None:
        self._throttle = throttle
        self._host = host
        self._own = own
        self.is_open = False
        """Whether a request went out whose end is not known."""

    def permit(self) -> None:
        """Right before the request goes out. Raises LostLeaseError if it must not (`scraper.fetch.Request.permit`)."""
        state = after_request(self._host.state, now=self._throttle.clock.now(), own=self._own)
        self._throttle.book.asking(state)
        self._host.state, self.is_open = state, True

    async def pause(self) -> None:
        """Wait before the request goes out once more: the host may have heard it (`scraper.fetch.Request.pause`)."""
        if (delay := delay_of(self._host.state, self._own)) > 0:
            await self._throttle.clock.sleep(delay)

    def end(self, answer: Answer) -> None:
        """Note how the request has ended."""
        if not self.is_open and answer.error is not None and answer.error.outcome in ("guarded", "not_on_tape"):
            return  # nothing was asked of anybody
        now = self._throttle.clock.now()
        state = after_answer(
            self._host.state,
            now=now if answer.ended_at is None else min(now, answer.ended_at + SLACK),
            own=self._own,
            status=answer.status,
            latency=answer.latency if answer.latency is not None else answer.seconds,
            retry_after=answer.retry_after,
            random=self._throttle.random(),
        )
        self.is_open = False
        self._throttle.update(state)


class Throttle:
    """The turns of all hosts. Who waits for one host is served in the order of asking."""

    def __init__(self, clock: Clock, book: Book | None = None, random: Callable[[], float] = lambda: 0.0) -> None:
        """`clock` does the waiting, `book` keeps what is known of hosts, `random` gives numbers from 0 up to 1."""
        self.clock = clock
        self.book = book or OwnBook()
        self.random = random
        self._hosts: dict[str, _Host] = {}

    def state(self, host: str) -> HostState:
        """Return what is known of a registered host."""
        return self._host(host).state

    def update(self, state: HostState) -> None:
        """Set what is known of a host, and write it down."""
        self.set(state)
        self.book.ended(state)

    def set(self, state: HostState) -> None:
        """Set what is known of a host."""
        self._set(self._host(state.host), state)

    def forget(self, host: str) -> None:
        """Ask the book again before the host is asked again: another process may have worked on it."""
        self._hosts.pop(host, None)

    def wait(self, host: str) -> float:
        """Return for how many seconds a registered host is still to be left alone, 0.0 if it is not."""
        return max(0.0, self._host(host).free - self.clock.monotonic())

    @asynccontextmanager
    async def turn(self, url: str, own: float) -> AsyncIterator[Turn]:
        """Wait until the host of `url` may be asked, and keep it for the time of one request.

        `own` is the delay that the site's definition wants. Raises TransientError ("resting") for a host that is to be
        left alone for longer than anybody waits, or that another process asks.
        """
        try:
            host = self._host(registered_host(url))
        except LostLeaseError as error:
            raise TransientError(url, "resting", str(error), retry_after=PATIENCE) from error
        if (rest := host.free - self.clock.monotonic()) > max(PATIENCE, own):
            raise _resting(url, host.state, rest)
        async with host.turn:
            while (rest := host.free - self.clock.monotonic()) > 0:
                if rest > max(PATIENCE, own):
                    raise _resting(url, host.state, rest)
                await self.clock.sleep(rest)
            turn = Turn(self, host, own)
            try:
                yield turn
            finally:
                if turn.is_open:  # whatever broke it off, the host has been asked
                    self.set(after_request(host.state, now=self.clock.now(), own=own))

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(HostState(host=name))
            try:
                self._set(host, self.book.open(name))
            except BaseException:
                del self._hosts[name]
                raise
        return host

    def _set(self, host: _Host, state: HostState) -> None:
        host.state = state
        free = free_from(state)
        longest = timedelta(seconds=max(LONGEST_HOLD * 1.2, state.crawl_delay or 0.0))
        wait = min(free - self.clock.now(), longest).total_seconds() if free else 0.0
        host.free = self.clock.monotonic() + wait

    def crawl_delay(self, url: str, seconds: float | None) -> None:
        """Note what the robots.txt of an authority asks for; of several authorities of a host the longest counts."""
        host = self._host(registered_host(url))
        host.delays[urlsplit(url).netloc] = seconds or 0.0
        longest = max(host.delays.values()) or None
        if longest != host.state.crawl_delay:
            state, now = replace(host.state, crawl_delay=longest), self.clock.now()
            if longest and state.asked_at is not None:  # the pause behind the robots.txt itself is one of these
                state = replace(state, free_at=max(state.free_at or now, now + timedelta(seconds=longest)))
            self.update(state)


def _resting(url: str, state: HostState, rest: float) -> FetchError:
    reason = f"the host is to be left alone for {rest:.0f} s more: {state.why or 'its delay is that long'}"
    return TransientError(url, "resting", reason, retry_after=rest)
