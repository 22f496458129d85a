"""Time, handed in: all waiting of the fetcher goes through a clock, so that a test or a replay need not wait."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the fetcher asks for time."""

    def now(self) -> datetime:
        """Return the time of day; aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever go up."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the time of day; aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that only ever go up."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class SkippingClock:
    """A clock on which waiting takes no time: it goes on by what was waited, and by nothing else."""

    def __init__(self, start: datetime) -> None:
        """Begin at `start`; aware."""
        self._start = start
        self._waited = 0.0

    def now(self) -> datetime:
        """Return `start` and what has been waited since."""
        return self._start + timedelta(seconds=self._waited)

    def monotonic(self) -> float:
        """Return the seconds that have been waited."""
        return self._waited

    async def sleep(self, seconds: float) -> None:
        """Let the others run, and go on by `seconds`."""
        await asyncio.sleep(0)
        self._waited += max(0.0, seconds)
