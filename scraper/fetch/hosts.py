"""The robots.txt and tdmrep.json of each authority: asked for before anything else, kept over runs, asked for when aged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Protocol
from urllib.parse import urlsplit

from scraper.errors import FetchError, TransientError
from scraper.fetch.answer import Answer
from scraper.fetch.clock import Clock
from scraper.robots import (
    MAX_REDIRECTS,
    MAX_SIZE,
    ROBOTS,
    TDMREP,
    Robots,
    RobotsCopy,
    copy_of_answer,
    copy_of_failure,
    copy_of_policy,
    what_it_says,
)
from scraper.site import FetchRules
from scraper.urls import absolute_url, authority_of

_PASSING = frozenset({"dns", "refused"})
_OURS = frozenset({"tls", "guarded"})
"""Failures that a setting may mend: they hold for the run."""


class Policies(Protocol):
    """Where copies are kept between runs (`scraper.store.Store.hosts`)."""

    def find_policy(self, authority: str, path: str) -> RobotsCopy | None:
        """Return what is known of a file of scheme, host and port."""
        ...

    def save_policy(self, path: str, copy: RobotsCopy) -> None:
        """Write what is known of a file."""
        ...


class NoPolicies:
    """Nothing is kept beyond the run."""

    def find_policy(self, authority: str, path: str) -> RobotsCopy | None:  # noqa: ARG002
        """Return `None`: nothing is known."""
        return None

    def save_policy(self, path: str, copy: RobotsCopy) -> None:
        """Forget it."""


class HostPolicies:
    """What each authority allows and reserves."""

    def __init__(
        self,
        ask: Callable[[str, FetchRules, Collection[int], bool], Awaitable[Answer]],
        clock: Clock,
        kept: Policies | None = None,
    ) -> None:
        """`ask` fetches an address in the host's turn; it raises FetchError. `kept` are the copies.

        It is told which ports may be asked beside 80 and 443, and whether passing trouble is a reason to ask again.
        """
        self._ask = ask
        self._clock = clock
        self._kept = kept or NoPolicies()
        self._copies: dict[tuple[str, str], RobotsCopy] = {}
        self._read: dict[str, tuple[RobotsCopy, bool, Robots]] = {}
        self._open: dict[str, tuple[Robots, bool]] = {}
        """Whether the robots.txt of an authority allows its tdmrep.json."""

        self._failed: dict[str, FetchError] = {}
        self._kinds: dict[str, type[FetchError]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def robots(self, url: str, rules: FetchRules) -> Robots:
        """Return what the authority of `url` allows, by a copy that has not aged.

        Raises FetchError where the host cannot or must not be reached at all ("dns", "refused", "tls", "guarded"):
        what is asked for would end in the same way, and is not asked for either.
        """
        authority = authority_of(url)
        copy = await self._copy(authority, ROBOTS, rules)
        if authority in self._failed:
            error = self._failed[authority]
            raise type(error)(url, error.outcome, error.reason)
        named = (copy.why or "").partition(": ")
        if copy.kind == "unreachable" and copy.body is None and named[0] in _PASSING:
            raise self._kinds.get(authority, TransientError)(url, named[0], named[2])
        return self._says(authority, copy, rules)

    async def ask_what_is_reserved(self, url: str, rules: FetchRules) -> None:
        """Have the tdmrep.json of the authority of `url`, as of today, where its robots.txt lets us ask for it.

        Raises FetchError as `robots` does.
        """
        authority = authority_of(url)
        robots = await self.robots(url, rules)
        known = self._open.get(authority)
        if known is None or known[0] is not robots:
            known = self._open[authority] = (robots, robots.allowed(authority + TDMREP))
        if known[1]:
            await self._copy(authority, TDMREP, rules)

    def tdmrep(self, url: str) -> bytes | None:
        """Return the tdmrep.json of the authority of `url`, as asked for in this run; `None` where none was read."""
        copy = self._copies.get((authority_of(url), TDMREP))
        return copy.body if copy else None

    def _says(self, authority: str, copy: RobotsCopy, rules: FetchRules) -> Robots:
        known = self._read.get(authority)
        if copy.kind == "rules" and known is not None and known[0] is copy:
            return known[2]
        robots = what_it_says(copy, now=self._clock.now(), closed_allows=rules.closed_robots == "allow")
        self._read[authority] = (copy, True, robots)
        return robots

    async def _copy(self, authority: str, path: str, rules: FetchRules) -> RobotsCopy:
        known = self._copies.get((authority, path))
        if known is not None and not known.is_aged(self._clock.now()):
            return known
        async with self._locks.setdefault(authority, asyncio.Lock()):
            copy = self._copies.get((authority, path)) or self._kept.find_policy(authority, path)
            if copy is None or copy.is_aged(self._clock.now()):
                copy = await self._fetched(copy, authority, path, rules)
                if authority not in self._failed:
                    self._kept.save_policy(path, copy)
            self._copies[authority, path] = copy
        return copy

    async def _fetched(self, before: RobotsCopy | None, authority: str, path: str, rules: FetchRules) -> RobotsCopy:
        # Twice what is parsed: what is longer is cut off, and its first part counts.
        rules = rules.model_copy(update={"max_size": 2 * MAX_SIZE})
        start = url = authority + path
        port = urlsplit(start).port  # that of an address that was allowed; redirects lead to no further ones
        for _ in range(MAX_REDIRECTS + 1):
            try:
                # Without its robots.txt a host is not asked for anything; a tdmrep.json is worth one try.
                answer = await self._ask(url, rules, (port,) if port else (), path == ROBOTS)
            except FetchError as error:
                if error.outcome in _OURS and url == start and path == ROBOTS:
                    self._failed[authority] = error
                return self._without(before, authority, path, error)
            now = self._clock.now()
            target = answer.target
            if target is None or answer.page is None:
                status, headers = answer.status or 0, dict(answer.page.headers if answer.page else ())
                if status == 429 or status >= 500:
                    wait, why = answer.retry_after, f"status {status}"
                    return copy_of_failure(before, authority, why, now=now, retry_after=wait)
                if (
                    answer.fault == "truncated" and answer.error is None and status < 300
                ):  # what it forbids may be in the rest
                    return copy_of_failure(before, authority, "it is packed, and breaks off", now=now)
                return copy_of_policy(before, authority, path, status, headers, answer.body, now=now)
            url = absolute_url(target, base=url) or target
        return copy_of_answer(before, authority, 404, {}, b"", now=now)  # too many redirects (RFC 9309, 2.3.1.2)

    def _without(self, before: RobotsCopy | None, authority: str, path: str, error: FetchError) -> RobotsCopy:
        """Return what it means that no answer came."""
        now = self._clock.now()
        if error.outcome == "not_on_tape":  # there is no server that could be bothered
            return copy_of_answer(before, authority, 404, {}, b"", now=now)
        if error.outcome == "resting" and path == ROBOTS:  # nothing was asked: the link waits with the host
            raise error
        self._kinds[authority] = type(error)
        wait = error.retry_after if isinstance(error, TransientError) else None
        return copy_of_failure(before, authority, f"{error.outcome}: {error.reason}", now=now, retry_after=wait)
