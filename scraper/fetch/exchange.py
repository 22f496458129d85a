"""One request and its answer: bytes of the wire, within limits. What goes wrong has a name."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from scraper.errors import FetchError, TransientError
from scraper.fetch.clock import Clock
from scraper.fetch.library import httpcore, httpx
from scraper.fetch.network import DnsError, GuardedError
from scraper.fetch.replay import NotOnTapeError
from scraper.fetch.tap import TAP, Tap, TlsError, TooLargeError, Truncated
from scraper.model import Exchange
from scraper.site import FetchRules
from scraper.wire import final_response, response_end, split_head

_STALE_TRIES = 3  # kept connections that may turn out closed, one after the other


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one request went: an answer, an error, or both for an answer that was cut off."""

    exchange: Exchange | None
    """`None` if not even the head of an answer came."""

    error: FetchError | None


async def ask(
    client: httpx.AsyncClient, url: str, rules: FetchRules, clock: Clock, headers: Mapping[str, str]
) -> Attempt:
    """Send a GET request and read the whole answer.

    A kept connection that the server has closed meanwhile is no failure: the request goes over another one at once
    (RFC 9112, 9.3.1).
    """
    for _ in range(_STALE_TRIES):
        tap = Tap(clock.now, max_size=rules.max_size)
        attempt = await _ask(client, url, rules, clock, headers, tap)
        if not (attempt.error and attempt.error.outcome == "reset" and tap.was_stale):
            break
    return attempt


async def _ask(
    client: httpx.AsyncClient, url: str, rules: FetchRules, clock: Clock, headers: Mapping[str, str], tap: Tap
) -> Attempt:
    started = clock.monotonic()
    error: FetchError | None = None
    truncated: Truncated | None = None
    token = TAP.set(tap)
    try:
        async with asyncio.timeout(rules.deadline.total_seconds()):
            await _read_answer(client, url, rules, headers)
    except Exception as caught:  # noqa: BLE001 (what is not the network's is raised again)
        error, truncated = _named(url, caught, tap, rules)
    finally:
        TAP.reset(token)
    return Attempt(_exchange(url, tap, truncated, clock.monotonic() - started), error)


async def _read_answer(client: httpx.AsyncClient, url: str, rules: FetchRules, headers: Mapping[str, str]) -> None:
    silence = httpx.Timeout(rules.timeout.total_seconds(), pool=None)
    async with client.stream("GET", url, headers=headers, timeout=silence) as answer:
        length = answer.headers.get("content-length", "")
        if length.isdecimal() and (len(length) > 18 or int(length) > rules.max_size):
            raise TooLargeError(f"{length} bytes are announced")
        async for _ in answer.aiter_raw():
            pass  # the tap has it


def _exchange(url: str, tap: Tap, truncated: Truncated | None, seconds: float) -> Exchange | None:
    message = final_response(bytes(tap.received))
    parts = split_head(message)
    if parts is None or tap.sent_at is None or not message.startswith(b"HTTP/"):
        return None
    end = response_end(message)
    if end is not None and end < len(message):  # what is behind the answer belongs to no answer (RFC 9112, 6.3)
        message = message[:end]
        if tap.stream is not None:
            tap.stream.spoiled = True
    if len(message) > len(parts[0]) + tap.max_size:
        message, truncated = message[: len(parts[0]) + tap.max_size], "length"
    return Exchange(
        url=url,
        request=bytes(tap.sent),
        response=message,
        fetched_at=tap.sent_at,
        seconds=seconds,
        ip=tap.ip,
        truncated=truncated,
    )


def _named(url: str, error: Exception, tap: Tap, rules: FetchRules) -> tuple[FetchError, Truncated | None]:
    """Return the outcome of a request that failed, and how its answer was cut off. What has none is raised again."""
    why = str(error) or type(error).__name__
    if isinstance(error, TimeoutError):
        reason = f"no whole answer within {rules.deadline.total_seconds():g} s"
        return TransientError(url, "timeout", reason), "time"
    if isinstance(error, httpcore.TimeoutException):
        return TransientError(url, "timeout", f"silent for {rules.timeout.total_seconds():g} s"), "time"
    if isinstance(error, TooLargeError):
        return FetchError(url, "too_large", f"{why}, where {rules.max_size} are allowed"), "length"
    if isinstance(error, GuardedError):
        return FetchError(url, "guarded", why), None
    if isinstance(error, NotOnTapeError):
        return FetchError(url, "not_on_tape", "the recording has no answer for this address"), None
    if isinstance(error, DnsError):
        return (TransientError if error.temporary else FetchError)(url, "dns", why), None
    if isinstance(error, TlsError):
        return FetchError(url, "tls", why), None
    if isinstance(error, httpcore.ConnectError):
        return TransientError(url, "refused", why), None
    return _broken(url, error, tap, why)


def _broken(url: str, error: Exception, tap: Tap, why: str) -> tuple[FetchError, Truncated | None]:
    """Tell a connection that broke from an answer that is no HTTP."""
    is_http = tap.received.startswith(b"HTTP/") or b"HTTP/".startswith(tap.received)
    if isinstance(error, httpcore.NetworkError) or (
        isinstance(error, httpcore.RemoteProtocolError) and tap.ended and is_http
    ):
        return TransientError(url, "reset", why), "disconnect"
    if isinstance(error, httpcore.ProtocolError):
        if split_head(final_response(bytes(tap.received))) is None and len(tap.received) > 1 << 16:
            return FetchError(url, "too_large", "the head of the answer has no end"), "length"
        return FetchError(url, "bad_answer", why), "disconnect"
    raise error
