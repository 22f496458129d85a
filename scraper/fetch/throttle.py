"""One request at a time per host, with a pause behind each answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scraper.fetch.clock import Clock


@dataclass(slots=True)
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    answered: float = float("-inf")  # when its last answer had ended, on the monotonic clock
    held_until: float = float("-inf")


class Throttle:
    """The turns of all hosts. Who waits for one host is served in the order of asking."""

    def __init__(self, clock: Clock) -> None:
        """`clock` does the waiting."""
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str, delay: float) -> AsyncIterator[None]:
        """Wait until the host of `url` may be asked, and keep it for the time of the request.

        That is `delay` seconds after the end of its last answer, and not before it lets us (`hold`).
        """
        host = self._host(url)
        async with host.turn:
            while (wait := max(host.answered + delay, host.held_until) - self._clock.monotonic()) > 0:
                await self._clock.sleep(wait)
            try:
                yield
            finally:
                host.answered = self._clock.monotonic()

    def hold(self, url: str, seconds: float) -> None:
        """Ask the host of `url` nothing for so long, whoever wants to: it has asked for rest."""
        host = self._host(url)
        host.held_until = max(host.held_until, self._clock.monotonic() + seconds)

    def held(self, url: str) -> float:
        """Return for how many seconds the host of `url` is still to be left alone, 0.0 if it is not."""
        return max(0.0, self._host(url).held_until - self._clock.monotonic())

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).hostname or "", _Host())
