"""Connections as the client library wants them, over asyncio's own transports.

The library's own backend has two more layers for each read and write, which took a tenth of the time of a request.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from collections.abc import Iterable
from typing import Any, cast

from scraper.fetch.library import httpcore

_AHEAD = 1 << 18  # bytes that are taken from the system before somebody asks for them


async def dial(
    address: str,
    port: int,
    *,
    timeout: float | None,  # noqa: ASYNC109
    local_address: str | None = None,
    options: Iterable[tuple[int, int, int | bytes]] | None = None,
) -> Stream:
    """Connect to an IP address. Raises the library's ConnectTimeout and ConnectError."""
    local = (local_address, 0) if local_address is not None else None
    try:
        async with asyncio.timeout(timeout):
            transport, line = await asyncio.get_running_loop().create_connection(_Line, address, port, local_addr=local)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"no answer from {address}") from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    for option in options or ():
        transport.get_extra_info("socket").setsockopt(*option)
    return Stream(transport, line)


class _Line(asyncio.Protocol):
    """What has come over a connection and was not read yet. One task reads it, one writes."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.came = bytearray()
        self.is_over = False
        """Whether nothing more can come."""

        self.fault: Exception | None = None
        """What broke the connection; `None` where the other side has closed it."""

        self.is_full = False
        """Whether the other side takes nothing at the moment."""

        self._is_paused = False
        self._reader: asyncio.Future[bool] | None = None
        self._writer: asyncio.Future[bool] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.came += data
        if len(self.came) > _AHEAD and self.transport is not None and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
        _wake(self._reader)

    def eof_received(self) -> bool:
        self.is_over = True
        _wake(self._reader)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.fault = self.fault or (exc if not self.is_over else None)
        self.is_over, self.is_full = True, False
        _wake(self._reader)
        _wake(self._writer)

    def pause_writing(self) -> None:
        self.is_full = True

    def resume_writing(self) -> None:
        self.is_full = False
        _wake(self._writer)

    def take(self, most: int) -> bytes:
        """Return what has come, `most` bytes at most."""
        data = bytes(self.came) if len(self.came) <= most else bytes(self.came[:most])
        del self.came[:most]
        if self._is_paused and self.transport is not None:
            self._is_paused = False
            self.transport.resume_reading()
        return data

    async def something(self, timeout: float | None) -> bool:  # noqa: ASYNC109
        """Wait until something has come or nothing can come any more; `False` if neither happens in time."""
        if self.came or self.is_over:
            return True
        self._reader = asyncio.get_running_loop().create_future()
        try:
            return await _within(self._reader, timeout)
        finally:
            self._reader = None

    async def room(self, timeout: float | None) -> bool:  # noqa: ASYNC109
        """Wait until the other side has taken most of what was written; `False` if it does not in time."""
        if not self.is_full:
            return True
        self._writer = asyncio.get_running_loop().create_future()
        try:
            return await _within(self._writer, timeout)
        finally:
            self._writer = None


class Stream(httpcore.AsyncNetworkStream):
    """A connection. Its errors are the library's."""

    def __init__(self, transport: asyncio.Transport, line: _Line) -> None:
        self._transport = transport
        self._line = line

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Return what comes next; b"" is the end."""
        line = self._line
        if not line.came and not await line.something(timeout):
            raise httpcore.ReadTimeout(f"nothing came for {timeout:g} s")
        if line.came:
            return line.take(max_bytes)
        if line.fault is not None:
            raise httpcore.ReadError(str(line.fault)) from line.fault
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send; wait where the other side is slow to take it."""
        if self._transport.is_closing():
            raise httpcore.WriteError("the connection is closed")
        if buffer:
            self._transport.write(buffer)
            if not await self._line.room(timeout):
                raise httpcore.WriteTimeout(f"nothing was taken for {timeout:g} s")

    async def aclose(self) -> None:
        """Close the connection, whatever is on its way."""
        self._transport.abort()
        await asyncio.sleep(0)  # the transport closes its socket in the loop's next round

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Stream:
        """Go on inside TLS. Raises ConnectError and ConnectTimeout; the connection is closed then."""
        line = _Line()
        try:
            async with asyncio.timeout(timeout):
                transport = await asyncio.get_running_loop().start_tls(
                    self._transport,
                    line,
                    ssl_context,
                    server_hostname=server_hostname,
                    ssl_handshake_timeout=None if timeout is None else timeout + 1.0,
                )
        except TimeoutError as error:
            await self.aclose()
            raise httpcore.ConnectTimeout("no agreement on TLS") from error
        except OSError as error:
            await self.aclose()
            raise httpcore.ConnectError(str(error)) from error
        assert transport is not None
        line.transport = transport
        return Stream(transport, line)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself. One that can be read while nobody has asked passes for closed."""
        if info == "is_readable":
            return bool(self._line.came) or self._line.is_over or _is_readable(self._transport)
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))


async def _within(event: asyncio.Future[bool], timeout: float | None) -> bool:  # noqa: ASYNC109
    """Wait for an event that `_wake` makes happen; `False` if it does not in time."""
    timer = event.get_loop().call_later(timeout, _give_up, event) if timeout is not None else None
    try:
        return await event
    finally:
        if timer is not None:
            timer.cancel()


def _wake(event: asyncio.Future[bool] | None) -> None:
    if event is not None and not event.done():
        event.set_result(True)


def _give_up(event: asyncio.Future[bool]) -> None:
    if not event.done():
        event.set_result(False)


def _is_readable(transport: asyncio.Transport) -> bool:
    """Ask the system: what has just come, the loop has not seen yet."""
    plain = transport.get_extra_info("socket")
    poll = select.poll()
    try:
        poll.register(plain.fileno(), select.POLLIN)
        return bool(poll.poll(0))
    except (AttributeError, OSError, ValueError):  # it is closed
        return True
