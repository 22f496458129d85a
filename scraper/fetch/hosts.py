"""The robots.txt of each host: asked for once in a run, before anything else of the host."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlsplit

from scraper.errors import FetchError
from scraper.robots import ALLOWED, MAX_REDIRECTS, MAX_SIZE, UNREACHABLE, Robots, read_robots
from scraper.site import FetchRules
from scraper.urls import absolute_url

_HOST_FAILURES = frozenset({"dns", "refused", "tls", "guarded"})


class RobotsAnswer(Protocol):
    """An answer to the request for a robots.txt."""

    @property
    def status(self) -> int | None:
        """HTTP status; `None` if no answer came."""
        ...

    @property
    def body(self) -> bytes:
        """Codings undone; of an answer that is too large, its beginning."""
        ...

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as written."""
        ...


class HostRobots:
    """What each host allows, kept for the run."""

    def __init__(self, ask: Callable[[str, FetchRules], Awaitable[RobotsAnswer]]) -> None:
        """`ask` fetches an address in the host's turn, retries included; it raises FetchError."""
        self._ask = ask
        self._known: dict[str, Robots | FetchError] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def of(self, url: str, rules: FetchRules) -> Robots:
        """Return what the authority of `url` allows.

        Raises FetchError where the host cannot or must not be reached at all ("dns", "refused", "tls", "guarded"):
        what is asked for would end in the same way, and is not asked for either.
        """
        parts = urlsplit(url)
        authority = f"{parts.scheme}://{parts.netloc}"
        async with self._locks.setdefault(authority, asyncio.Lock()):
            if authority not in self._known:
                self._known[authority] = await self._read(f"{authority}/robots.txt", rules)
        robots = self._known[authority]
        if isinstance(robots, FetchError):
            raise type(robots)(url, robots.outcome, robots.reason)
        return robots

    async def _read(self, start: str, rules: FetchRules) -> Robots | FetchError:
        # Twice what is parsed: what is longer is cut off, and its first part counts.
        rules = rules.model_copy(update={"max_size": 2 * MAX_SIZE})
        url = start
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = await self._ask(url, rules)
            except FetchError as error:
                return error if url == start and error.outcome in _HOST_FAILURES else _without(error)
            target = absolute_url(answer.location, base=url) if answer.location else None
            if target is None:
                robots = read_robots(answer.status or 0, answer.body)
                return replace(robots, why=f"status {answer.status}") if robots is UNREACHABLE else robots
            url = target
        return ALLOWED  # more than five redirects (RFC 9309, 2.3.1.2)


def _without(error: FetchError) -> Robots:
    """Return what it means that no answer came."""
    if error.outcome == "not_on_tape":  # there is no server that could be bothered
        return ALLOWED
    return replace(UNREACHABLE, why=f"{error.outcome}: {error.reason}")
