"""A small real proxy: HTTP with CONNECT, and SOCKS5 with names. It leads every name to 127.0.0.1."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Self


class Proxy:
    """Listens on 127.0.0.1. `asked` are the places that it was to lead to, "host:port"; `heads` what it was told."""

    def __init__(self, *, socks: bool = False, refusal: bytes | None = None, silent: bool = False) -> None:
        """`refusal` is what it says to everybody, before it closes; `silent`: it says nothing at all."""
        self.asked: list[str] = []
        self.heads: list[bytes] = []
        self.connections = 0
        self.port = 0
        self._socks = socks
        self._refusal = refusal
        self._silent = silent
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        try:
            port = await (self._by_socks if self._socks else self._by_connect)(reader, writer)
            if port is not None:
                await self._lead(port, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _by_connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int | None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        self.asked.append(head.split(b" ")[1].decode())
        if await self._refuses(writer):
            return None
        writer.write(b"HTTP/1.1 200 Connection established\r\nX-Via: proxy\r\n\r\n")
        return int(self.asked[-1].rpartition(":")[2])

    async def _by_socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int | None:
        """RFC 1928, and RFC 1929 for name and password."""
        _, number = await reader.readexactly(2)
        ways = await reader.readexactly(number)
        if await self._refuses(writer):
            return None
        if 2 in ways:
            writer.write(b"\x05\x02")
            _, length = await reader.readexactly(2)
            name = await reader.readexactly(length)
            password = await reader.readexactly((await reader.readexactly(1))[0])
            self.heads.append(name + b":" + password)
            writer.write(b"\x01\x00")
        else:
            writer.write(b"\x05\x00")
        *_, kind = await reader.readexactly(4)
        host = await reader.readexactly((await reader.readexactly(1))[0] if kind == 3 else 4)
        port = int.from_bytes(await reader.readexactly(2))
        self.asked.append(f"{host.decode() if kind == 3 else '.'.join(map(str, host))}:{port}")
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        return port

    async def _refuses(self, writer: asyncio.StreamWriter) -> bool:
        if self._silent:
            await asyncio.sleep(3600)
        if self._refusal is not None:
            writer.write(self._refusal)
            await writer.drain()
        return self._refusal is not None

    async def _lead(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        try:
            await asyncio.gather(_pass(reader, back), _pass(there, writer))
        finally:
            back.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.write_eof() if writer.can_write_eof() else writer.close()
