"""A recording in place of the network: everything above runs as in a live crawl, and no socket is opened."""

from __future__ import annotations

import re
import ssl
from typing import Any, Protocol

from scraper.fetch.library import httpcore
from scraper.fetch.tap import TAP, TapStream, TooLargeError
from scraper.model import Exchange

_REQUEST = re.compile(rb"[A-Z]+ (\S+) HTTP/1\.1\r\n")
_HOST = re.compile(rb"\r\nhost:[ \t]*(\S+)[ \t]*\r\n", re.IGNORECASE)


class Tape(Protocol):
    """What is replayed: `scraper.archive.Tape`."""

    def play(self, url: str) -> Exchange | None:
        """Return the next answer of an address, `None` if it is not on the tape."""
        ...


class NotOnTapeError(Exception):
    """The recording has no answer for an address."""


class Replay(httpcore.AsyncNetworkBackend):
    """Connections that answer from a tape."""

    def __init__(self, tape: Tape) -> None:
        """`tape` gives the answers, in the order in which they were recorded."""
        self._tape = tape

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> TapStream:
        """Return a connection to the tape. Nothing is dialled, so nothing is guarded."""
        del host, port, timeout, local_address, socket_options
        return TapStream(_TapeStream(self._tape, "http"), None)


class _TapeStream(httpcore.AsyncNetworkStream):
    """Takes a request and gives out the recorded answer, byte by byte as it was."""

    def __init__(self, tape: Tape, scheme: str) -> None:
        self._tape = tape
        self._scheme = scheme
        self._asked = b""
        self._left: memoryview | None = None  # of the answer; `None` until it was asked for
        self._exchange: Exchange | None = None
        self._closed = False

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        if self._left is not None:
            self._asked, self._left = b"", None
        self._asked += buffer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109
        if self._left is None:
            self._exchange = self._find()
            self._left = memoryview(self._exchange.response)
        data, self._left = bytes(self._left[:max_bytes]), self._left[max_bytes:]
        return data or self._end()

    async def aclose(self) -> None:
        pass

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> _TapeStream:
        del ssl_context, server_hostname, timeout
        return _TapeStream(self._tape, "https")

    def get_extra_info(self, info: str) -> Any:
        return self._closed if info == "is_readable" else None  # the pool takes what can be read for the end

    def _find(self) -> Exchange:
        target, host = _REQUEST.match(self._asked), _HOST.search(self._asked)
        assert target is not None
        assert host is not None
        url = f"{self._scheme}://{host[1].decode()}{target[1].decode()}"
        exchange = self._tape.play(url)
        if exchange is None:
            raise NotOnTapeError(url)
        if tap := TAP.get():
            tap.replays(exchange)
        return exchange

    def _end(self) -> bytes:
        """End as the recorded answer ended."""
        assert self._exchange is not None
        self._closed = True
        if self._exchange.truncated == "time":
            raise httpcore.ReadTimeout("the recorded answer had taken too long")
        if self._exchange.truncated == "length":
            raise TooLargeError("the recorded answer was too large")
        return b""
