"""When to ask again, and after how long: the one retry policy of the fetcher.

| what happened | tries | pause before the next one |
|---|---|---|
| timeout, refused, reset, a name server in trouble | 3 | 5 s, then 10 s, each up to half as long again |
| status 408, 429, 500, 502, 503, 504, 522, 524 | 3 | the same |
| any of them with a Retry-After | 1 | none: host and link wait, not the worker |
| anything else | 1 | |
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, retry_if_result, stop_after_attempt

from scraper.errors import TransientError

MAX_TRIES = 3
FIRST_PAUSE = 5.0  # seconds
MAX_RETRY_AFTER = 86_400.0  # seconds; some servers ask for years
TRANSIENT_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 522, 524})


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
        retry=retry_if_exception_type(TransientError) | retry_if_result(is_transient),
        wait=lambda state: pause_before(state.attempt_number, random=random()),
        stop=lambda state: stop_after_attempt(MAX_TRIES)(state) or _rests(state),
        sleep=sleep,
        retry_error_callback=_last,
    )


def is_transient(answer: Answered) -> bool:
    """Tell whether asking again soon may bring another answer."""
    return answer.status in TRANSIENT_STATUSES


def pause_before(tried: int, *, random: float) -> float:
    """Return the seconds to wait after `tried` tries."""
    return FIRST_PAUSE * float(2 ** (tried - 1)) * (1 + random / 2)


def read_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3), seconds or a date, as seconds from `now` (aware), a day at most.

    `None` for what is neither, and for a time that is over.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:10])
    else:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return min(seconds, MAX_RETRY_AFTER) if seconds > 0 else None


def _rests(state: RetryCallState) -> bool:
    """Tell whether the host asks to be left alone, or is to be: that is for the frontier to honour."""
    assert state.outcome is not None
    error = state.outcome.exception()
    if error is not None:
        return isinstance(error, TransientError) and (error.retry_after is not None or error.outcome == "resting")
    answer: Answered = state.outcome.result()
    return answer.retry_after is not None


def _last(state: RetryCallState) -> Any:
    assert state.outcome is not None
    return state.outcome.result()
