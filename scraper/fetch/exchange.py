"""One request and its answer: bytes of the wire, within limits. What goes wrong has a name."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from scraper.errors import FetchError, TransientError
from scraper.fetch.clock import Clock
from scraper.fetch.cookies import cookie_header, take_cookies
from scraper.fetch.http2 import Told
from scraper.fetch.library import httpcore
from scraper.fetch.network import DnsError, GuardedError
from scraper.fetch.replay import NotOnTapeError
from scraper.fetch.request import Limits, Request
from scraper.fetch.tap import TAP, Tap, TlsError, TooLargeError, Truncated
from scraper.fetch.transport import Transport
from scraper.model import Exchange
from scraper.wire import final_response, response_end, split_head

_HEAD_REACH = 1 << 20  # bytes in which the head of an answer ends
_WHOLE = re.compile(rb"\A([A-Z]+) https?://[^/ ]*/?")
_TO_PROXY = re.compile(rb"(?im)^proxy-[a-z]+:.*\r\n")


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one request went: an answer, an error, or both for an answer that was cut off."""

    exchange: Exchange | None
    """`None` if not even the head of an answer came."""

    error: FetchError | None
    latency: float | None
    """Seconds from the request sent to the first byte of the answer; `None` if none came."""

    seconds: float
    ended_at: datetime
    """When the last byte had come."""


@asynccontextmanager
async def asking(
    transport: Transport, url: str, request: Request, limits: Limits, clock: Clock, *, large: asyncio.Semaphore
) -> AsyncIterator[Attempt]:
    """Send a GET request, read the whole answer, and hold it in memory as long as the context lasts.

    `url` is the request's address as it goes over the wire; `large` lets a few large answers in at the same time. A kept
    connection that the server has closed meanwhile is no failure: the request goes over another one (RFC 9112, 9.3.1),
    after `Request.pause`, as nobody knows whether it was heard.
    """
    started = clock.monotonic()
    tap = Tap(clock, max_size=limits.wire, permit=request.permit, large=large)
    try:
        error, truncated = await _ask(transport, url, request, limits, tap)
        if error is not None and error.outcome == "reset" and tap.was_stale:
            if request.pause is not None:
                await request.pause()
            tap = Tap(clock, max_size=limits.wire, fresh=True, permit=request.permit, large=large)
            error, truncated = await _ask(transport, url, request, limits, tap)
        seconds = clock.monotonic() - started
        exchange = _exchange(url, request, tap, truncated, seconds)
        if error is None and exchange is not None and exchange.truncated == "length":
            error = _too_large(url, "more bytes came", limits)
        yield Attempt(exchange, error, tap.latency, seconds, clock.now())
    finally:
        tap.done()


async def _ask(
    transport: Transport, url: str, request: Request, limits: Limits, tap: Tap
) -> tuple[FetchError | None, Truncated | None]:
    token = TAP.set(tap)
    try:
        async with asyncio.timeout(limits.deadline) as tap.limit:
            await _read_answer(transport, url, request, limits, tap)
    except Exception as caught:  # noqa: BLE001 (what is not the network's is raised again)
        if request.proxy is not None and not tap.asked and tap.stream is not None:
            await tap.stream.aclose()  # the library forgets connections to a SOCKS proxy that came to nothing
        return _named(url, caught, tap, limits, by_proxy=request.proxy is not None)
    finally:
        TAP.reset(token)
    return None, None


async def _read_answer(transport: Transport, url: str, request: Request, limits: Limits, tap: Tap) -> None:
    headers = {**request.headers, **(request.validators.headers if request.validators else {})}
    if request.cookies is not None:
        headers |= cookie_header(request.cookies, url)
    async with transport.asking(url, headers, limits, proxy=request.proxy, http2=request.http2) as (asked, answer):
        if request.cookies is not None:
            take_cookies(request.cookies, url, answer.headers)
        if tap.frames:
            tap.told = Told.of(asked, answer)
        lengths = [value for name, value in answer.headers if name.lower() == b"content-length"]
        if len(lengths) == 1 and not request.wants_beginning and _is_beyond(lengths[0], limits.wire):
            raise TooLargeError(f"{lengths[0].decode()} bytes are announced")
        async for piece in answer.aiter_stream():
            if tap.told is not None:  # otherwise the tap has it
                tap.told.body += piece


def _is_beyond(length: bytes, limit: int) -> bool:
    return length.isdigit() and (len(length) > 18 or int(length) > limit)


def _exchange(url: str, request: Request, tap: Tap, truncated: Truncated | None, seconds: float) -> Exchange | None:
    if not tap.asked or (tap.frames and tap.told is None):
        return None
    message = tap.told.response if tap.told else final_response(bytes(tap.received))
    sent = tap.told.request if tap.told else bytes(tap.sent)
    tap.received.clear()  # a large answer is not to be there twice
    parts = split_head(message[:_HEAD_REACH])
    if parts is None or tap.sent_at is None or not message.startswith(b"HTTP/"):
        return None
    head = len(parts[0])
    end = response_end(message)
    if end is not None and end < len(message):  # what is behind the answer belongs to no answer (RFC 9112, 6.3)
        message = message[:end]
        if tap.stream is not None:
            tap.stream.spoiled = True
    if len(message) > head + tap.max_size:
        message, truncated = message[: head + tap.max_size], "length"
    return Exchange(
        url=url,
        request=_as_to_the_host(sent) if request.proxy else sent,
        response=message,
        fetched_at=tap.sent_at,
        seconds=seconds,
        ip=tap.ip,
        truncated=truncated,
        protocol="h2" if tap.told else None,
        discovery=request.discovery,
        earlier=request.validators.earlier if request.validators else None,
    )


def _as_to_the_host(sent: bytes) -> bytes:
    """Return a request as the host would have got it: a proxy is asked for a whole address, and told who asks."""
    return _TO_PROXY.sub(b"", _WHOLE.sub(rb"\1 /", sent, count=1))


def _named(
    url: str, error: Exception, tap: Tap, limits: Limits, *, by_proxy: bool
) -> tuple[FetchError, Truncated | None]:
    """Return the outcome of a request that failed, and how its answer was cut off. What has none is raised again."""
    why = str(error) or type(error).__name__
    if isinstance(error, TimeoutError):
        reason = f"no whole answer within {limits.deadline:g} s"
        return TransientError(url, "timeout", reason), "time"
    if isinstance(error, httpcore.TimeoutException):
        return TransientError(url, "timeout", f"silent for {limits.read:g} s"), "time"
    if by_proxy and not tap.asked and not isinstance(error, TlsError):
        # Whatever it is, it is the proxy's: the host has not heard of us. Libraries have errors of their own for it.
        return TransientError(url, "proxy", f"the proxy: {why}"), None
    if isinstance(error, TooLargeError):
        return _too_large(url, why, limits), "length"
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


def _too_large(url: str, why: str, limits: Limits) -> FetchError:
    return FetchError(url, "too_large", f"{why}, where {limits.wire} are allowed")


def _broken(url: str, error: Exception, tap: Tap, why: str) -> tuple[FetchError, Truncated | None]:
    """Tell a connection that broke from an answer that is no HTTP."""
    is_http = tap.frames or tap.received.startswith(b"HTTP/") or b"HTTP/".startswith(tap.received)
    if isinstance(error, httpcore.NetworkError) or (
        isinstance(error, httpcore.RemoteProtocolError) and (tap.ended or tap.frames) and is_http
    ):
        return TransientError(url, "reset", why), "disconnect"
    if isinstance(error, httpcore.ProtocolError):
        if "too long" in why:  # the parser's buffer is full; the pool drops what stands behind its errors
            return FetchError(url, "too_large", "a head, a chunk's size or a trailer has no end"), "length"
        return FetchError(url, "bad_answer", why), "disconnect"
    raise error
