"""How a host is asked: one request at a time, how long behind the last one, and when it is left alone. Pure.

A host is what somebody has registered (`scraper.urls.registered_host`): feeds, pages and robots.txt of all its names and
ports wait for each other. The clock and randomness are arguments; docs/politeness.md tells all rules on one page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

LONGEST_DELAY = 60.0
"""Seconds: the adaptive delay never grows beyond."""

QUICK = 0.5
"""Seconds: a host that answers sooner is not under strain, and its latency asks for no delay."""

FIRST_DELAY = 1.0
"""Seconds: the adaptive delay behind the first sign of overload."""

LONGEST_HOLD = 86_400.0
"""Seconds: the longest Retry-After that is obeyed."""

JITTER = 0.1
"""Part of a Retry-After or rest that is waited on top of it, at most: what was sent away together does not come back together."""

OVERLOAD = frozenset({429, 500, 502, 503, 504, 522, 524})
"""Statuses by which a server says that it has too much to do."""

STRAIN: Mapping[str, int] = MappingProxyType(
    {
        "dns": 4,
        "refused": 4,
        "tls": 4,
        "timeout": 1,
        "reset": 1,
        "bad_answer": 1,
        "http_5xx": 1,
        "error_page": 1,
        "blocked": 4,
        "robots_unreachable": 1,
    }
)
"""How much the end of a link says that its host as a whole is in trouble; other ends say that it works."""

TOO_MUCH = 20
"""Strain in a row with which a host is given rest."""

RESTS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""How long it rests: the first time, the second time in a row … Behind each rest a single link is tried."""

PATIENCE = 120.0
"""Seconds that a run waits for a host; one that is to be left alone for longer is left to a later run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What is known of a host: what the store keeps between runs, and processes share."""

    host: str
    adaptive: float = 0.0
    """Seconds of delay that its latency and its errors ask for."""

    crawl_delay: float | None = None
    """Seconds that its robots.txt asks for; `None` if it names none."""

    asked_at: datetime | None = None
    """When the last request was sent; `None`: never."""

    free_at: datetime | None = None
    """When it may be asked again: the delay behind the end of its last answer; `None`: at once."""

    held_until: datetime | None = None
    """Before this it is asked for nothing: it wants to be left alone, or it rests."""

    why: str | None = None
    """Why it is held."""

    strain: int = 0
    """Failures in a row, by `STRAIN`."""

    rests: int = 0
    """Rests in a row behind which the single link that was tried has failed too."""

    @property
    def is_probed(self) -> bool:
        """Whether it is tried with single links: it has rested, and has not answered since."""
        return self.strain >= TOO_MUCH


def delay_of(state: HostState, own: float) -> float:
    """Return the seconds between the end of an answer and the next request; `own` is the site's setting."""
    return max(own, state.crawl_delay or 0.0, state.adaptive)


def free_from(state: HostState) -> datetime | None:
    """Return when the host may be asked; `None`: at once."""
    return max((moment for moment in (state.free_at, state.held_until) if moment is not None), default=None)


def after_request(state: HostState, *, now: datetime, own: float) -> HostState:
    """Return the state when a request goes out: should nobody live to see its end, the delay counts from here."""
    return replace(state, asked_at=now, free_at=now + timedelta(seconds=delay_of(state, own)))


def after_answer(
    state: HostState,
    *,
    now: datetime,
    own: float,
    status: int | None,
    latency: float | None,
    retry_after: float | None = None,
    random: float = 0.0,
) -> HostState:
    """Return the state behind the end of one request.

    `status` is `None` if no answer came; `latency` are the seconds to the first byte, or those that nothing came.
    `retry_after` is what the server asked for in seconds, `random` a number from 0 up to 1.
    """
    adaptive = adapted(state.adaptive, latency=latency, status=status)
    state = replace(state, adaptive=adaptive)
    state = replace(state, free_at=now + timedelta(seconds=delay_of(state, own)))
    if retry_after is None or retry_after <= 0:
        return state
    seconds = min(retry_after, LONGEST_HOLD)
    until = now + timedelta(seconds=seconds * (1 + JITTER * random))
    return replace(
        state,
        held_until=max(until, state.held_until or until),
        why=f"it asks to be left alone for {seconds:g} s (status {status})",
    )


def adapted(old: float, *, latency: float | None, status: int | None) -> float:
    """Return the adaptive delay behind an answer.

    It goes half way to the latency, and at once to it where that is longer. An answer that is none, or an error, never
    lowers it; a sign of overload doubles it.
    """
    target = latency if latency is not None and latency >= QUICK else 0.0
    new = max(target, (old + target) / 2)
    if status is None or status >= 400:
        new = max(new, old)
    if status in OVERLOAD:
        new = max(new, FIRST_DELAY, 2 * old)
    return min(new, LONGEST_DELAY) if new >= 0.001 else 0.0


def after_link(state: HostState, outcome: str, *, now: datetime, random: float = 0.0) -> HostState:
    """Return the state behind the end of a link, all its tries included: trouble adds up, and at last leads to a rest."""
    if outcome in ("robots", "skipped", "off_site", "guarded", "resting", "not_on_tape", "trap", "no_story", "proxy"):
        return state  # nothing was asked of the host
    weight = STRAIN.get(outcome, 0)
    if not weight:
        return replace(state, strain=0, rests=0)
    strain = state.strain + weight
    if strain < TOO_MUCH:
        return replace(state, strain=strain)
    rest = RESTS[min(state.rests, len(RESTS) - 1)] * (1 + JITTER * random)
    return replace(
        state,
        strain=strain,
        rests=state.rests + 1,
        held_until=max(now + rest, state.held_until or now),
        why=f"it rests after failures in a row, {outcome} at last",
    )


def is_slow(state: HostState) -> bool:
    """Tell whether its Crawl-delay is longer than a run waits: it gets a request when its time has come, in later runs."""
    return (state.crawl_delay or 0.0) > PATIENCE
