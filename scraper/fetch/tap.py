"""What goes over the wire for one request, byte by byte, whoever reads and writes above.

A connection serves many requests: what passes belongs to the tap of the task that writes or reads.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Literal

from scraper.fetch.clock import Clock
from scraper.fetch.http2 import Told
from scraper.fetch.library import httpcore
from scraper.model import Exchange

_HEAD_ROOM = 1 << 17  # bytes that a head and interim answers may take beside the body

LARGE = 1 << 19
"""Bytes from which on an answer is large: only a few such are read at the same time, for the sake of memory."""


class TooLargeError(Exception):
    """More came than is taken."""


class TlsError(Exception):
    """No valid certificate, or no common protocol."""


class Tap:
    """The bytes of one request and its answer."""

    def __init__(
        self,
        clock: Clock,
        *,
        max_size: int,
        fresh: bool = False,
        permit: Callable[[], None] | None = None,
        large: asyncio.Semaphore | None = None,
    ) -> None:
        """`max_size` bytes of an answer's body are taken, no more. `fresh`: over a new connection only.

        `permit` is called right before the first byte goes out, and may raise. `large` lets a few answers grow past
        LARGE bytes at the same time; it is entered here, and left by who made the tap (`done`).
        """
        self._large = large
        self._is_large = False
        self.limit: asyncio.Timeout | None = None
        """The deadline of the request: waiting for others does not count."""

        self._permit = permit
        self.max_size = max_size
        self.fresh = fresh
        self.sent = bytearray()
        self.received = bytearray()
        self.sent_at: datetime | None = None
        self.ip: str | None = None
        self.ended = False
        """Whether the other side has closed the connection."""

        self.asked = False
        """Whether the request went out: what comes before is a talk with a proxy."""

        self.stream: TapStream | None = None
        """The connection, once something was sent."""

        self.frames = False
        """Whether HTTP/2 is spoken: what passes are frames, and `told` tells what they say."""

        self.told: Told | None = None
        self.latency: float | None = None
        """Seconds from the first byte sent to the first one received; `None` before that."""

        self._clock = clock
        self._sent = 0.0

    def wrote(self, data: bytes, stream: TapStream) -> None:
        """Note what was sent, and over which connection."""
        changed, asks = self.stream is not stream, stream.speaks_http2 or data.startswith(b"GET ")
        if changed:
            if self._permit is not None:
                self._permit()
            stream.requests += 1
            self.stream, self.ip, self.frames, self.asked = stream, stream.ip, stream.speaks_http2, False
        if changed or (asks and not self.asked):
            self.sent_at, self._sent = self._clock.now(), self._clock.monotonic()
            self.sent.clear()  # what was said to a proxy before
            self.received.clear()
            self.latency = None
        self.asked = self.asked or asks
        self.sent += data

    def read(self, data: bytes) -> None:
        """Note what came; b"" is the end. Raises TooLargeError when it is more than is taken."""
        self.ended = self.ended or not data
        if data and self.latency is None:
            self.latency = self._clock.monotonic() - self._sent
        self.received += data
        if len(self.received) > self.max_size + _HEAD_ROOM:
            raise TooLargeError(f"more than {self.max_size} bytes")

    async def make_room(self) -> None:
        """Wait until few enough other large answers are being read, if this is one."""
        if self._large is None or self._is_large or len(self.received) <= LARGE:
            return
        loop = asyncio.get_running_loop()
        began, deadline = loop.time(), self.limit and self.limit.when()
        if self.limit is not None:
            self.limit.reschedule(None)
        await self._large.acquire()
        self._is_large = True
        if self.limit is not None and deadline is not None:
            self.limit.reschedule(deadline + loop.time() - began)

    def done(self) -> None:
        """Let other large answers grow. May be called again."""
        if self._large is not None and self._is_large:
            self._large.release()
            self._is_large = False

    def replays(self, exchange: Exchange) -> None:
        """Note that a recorded answer is given out: it came when it was recorded."""
        self.sent_at, self.ip = exchange.fetched_at, None

    @property
    def was_stale(self) -> bool:
        """Whether a kept connection turned out closed before anything came: no answer, and nobody's fault."""
        return self.stream is not None and self.stream.requests > 1 and not self.received


TAP: ContextVar[Tap | None] = ContextVar("tap", default=None)
"""The tap of the request that this task is busy with."""


class TapStream(httpcore.AsyncNetworkStream):
    """A connection of the client's pool; all that passes is noted."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, ip: str | None, *, speaks_http2: bool = False) -> None:
        """`ip` is the address that was dialled."""
        self.ip = ip
        self.speaks_http2 = speaks_http2
        self.requests = 0
        self.spoiled = False
        """Whether bytes that belong to no answer came over it: then it must not serve another request."""

        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read, and note it."""
        data = await self._inner.read(max_bytes, timeout=timeout)
        if tap := TAP.get():
            tap.read(data)
            await tap.make_room()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Write, and note it."""
        if tap := TAP.get():
            tap.wrote(buffer, self)
        await self._inner.write(buffer, timeout=timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> TapStream:
        """Go on inside TLS: what is noted from here on are the bytes within. Raises TlsError."""
        try:
            inner = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectError as error:
            raise TlsError(str(error) or "the connection was closed") from error
        agreed = inner.get_extra_info("ssl_object")
        speaks_http2 = agreed is not None and agreed.selected_alpn_protocol() == "h2"
        return TapStream(inner, self.ip, speaks_http2=speaks_http2)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself; one that must not be used (again) passes for closed."""
        if info == "is_readable":
            tap = TAP.get()
            if self.spoiled or (tap is not None and tap.fresh and self.requests):
                return True
        return self._inner.get_extra_info(info)


Truncated = Literal["length", "time", "disconnect"]
