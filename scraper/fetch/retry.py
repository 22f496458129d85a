"""When to ask again, and after how long: the one retry policy of the fetcher. docs/fetching.md has its table."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from tenacity import AsyncRetrying, RetryCallState

from scraper.errors import TransientError
from scraper.moments import http_date

MAX_TRIES = 3
FIRST_PAUSE = 5.0  # seconds
MAX_RETRY_AFTER = 86_400.0  # seconds; some servers ask for years
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:[ \t]*,[ \t]*[0-9]+(?:\.[0-9]*)?)*")
TRANSIENT_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 522, 524})


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the policy."""

    what: str
    """What it is about, in words."""

    tries: int
    """How often the request is sent at most, the first time included."""

    pause: str
    """What is waited between two tries, in words."""


_GROWING = f"{FIRST_PAUSE:g} s, then {2 * FIRST_PAUSE:g} s, each up to half as long again"
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "passing trouble": Rule(
            "`timeout`, `refused`, `reset`, `proxy`; `dns` where the name service is in trouble", MAX_TRIES, _GROWING
        ),
        "busy": Rule(f"status {', '.join(map(str, sorted(TRANSIENT_STATUSES)))}", MAX_TRIES, _GROWING),
        "asked to wait": Rule(
            "one of these with a Retry-After, and `resting`", 1, "host and link wait, no worker does"
        ),
        "settled": Rule("everything else", 1, ""),
    }
)
"""By name. A kept connection that turns out closed before anything came is no try: the request goes out once more,
over a new connection (RFC 9112, 9.3.1), after the host's delay, as the host may have heard it."""


class Answered(Protocol):
    """What a try may bring: an answer of any status."""

    @property
    def status(self) -> int | None:
        """HTTP status; `None` if no answer came."""
        ...

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks us to wait, `None` if it does not say."""
        ...


def retrying(sleep: Callable[[float], Awaitable[None]], random: Callable[[], float]) -> AsyncRetrying:
    """Return the policy. After the last try its answer is returned, or its error raised as it is.

    `random` gives numbers from 0 up to 1: what came back at the same time shall not ask again at the same time.
    """
    return AsyncRetrying(
        retry=lambda state: _rule(state).tries > 1,
        wait=lambda state: pause_before(state.attempt_number, random=random()),
        stop=lambda state: state.attempt_number >= _rule(state).tries,
        sleep=sleep,
        retry_error_callback=_last,
    )


def rule_for(end: Answered | BaseException) -> str:
    """Return the name of the rule for how a try ended: with an answer, or with an error."""
    if isinstance(end, BaseException):
        if not isinstance(end, TransientError):
            return "settled"
        waits = end.retry_after is not None or end.outcome == "resting"
        return "asked to wait" if waits else "passing trouble"
    if end.status not in TRANSIENT_STATUSES:
        return "settled"
    return "asked to wait" if end.retry_after is not None else "busy"


def is_last(end: Answered | BaseException, *, tried: int) -> bool:
    """Tell whether the try that ended so, after `tried` tries, is not followed by another."""
    return tried >= RULES[rule_for(end)].tries


def pause_before(tried: int, *, random: float) -> float:
    """Return the seconds to wait after `tried` tries."""
    return FIRST_PAUSE * float(2 ** (tried - 1)) * (1 + random / 2)


def read_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3), seconds or a date, as seconds from `now` (aware), a day at most.

    Fractions are read, too, and of several numbers the largest. `None` for what is neither, and for a time that is over.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        seconds = max(float(number[:20]) for number in text.split(","))
    else:
        moment = http_date(text)
        if moment is None:
            return None
        seconds = (moment - now).total_seconds()
    return min(seconds, MAX_RETRY_AFTER) if seconds > 0 else None


def _rule(state: RetryCallState) -> Rule:
    assert state.outcome is not None
    error = state.outcome.exception()
    return RULES[rule_for(error if error is not None else state.outcome.result())]


def _last(state: RetryCallState) -> Any:
    assert state.outcome is not None
    return state.outcome.result()
