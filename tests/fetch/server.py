"""A server of raw sockets that says exactly what a test tells it to, and keeps a log."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent


@dataclass
class Request:
    """What came in, and over which connection (they are numbered)."""

    path: str
    raw: bytes
    connection: int

    def header(self, name: str) -> str | None:
        for line in self.raw.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(": ")
            if key.lower() == name.lower():
                return value
        return None


class Close(Exception):  # noqa: N818
    """The server closes the connection."""


@dataclass
class Line:
    """The server's end of a connection, and what it has said for one request."""

    writer: asyncio.StreamWriter
    said: bytearray = field(default_factory=bytearray)

    async def say(self, data: bytes) -> None:
        self.said += data
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        raise Close


Script = Callable[[Line], Awaitable[None]]


class Server:
    """Listens on 127.0.0.1. Each path has a list of answers: they are given in turn, the last one again and again.

    A path may name the host that it is of: "127.0.0.2/robots.txt".
    """

    def __init__(self, *, tls: bool = False, host: str = "127.0.0.1") -> None:
        self.log: list[Request] = []
        self.said: defaultdict[str, list[bytes]] = defaultdict(list)
        self.answers: dict[str, list[bytes | Script]] = {}
        self.on_request: Callable[[Request], None] = lambda _: None
        self.scheme = "https" if tls else "http"
        self.port = 0
        self.host = host
        self._connections = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def on(self, path: str, *answers: bytes | Script) -> str:
        """Give a path its answers; return its address."""
        self.answers[path] = list(answers)
        return self.url(path)

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [request.path for request in self.log if request.path != "/robots.txt"]

    async def __aenter__(self) -> Self:
        context = None
        if self.scheme == "https":
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(HERE / "tls" / "server.pem", HERE / "tls" / "server.key")
        self._server = await asyncio.start_server(self.serve, self.host, 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._connections += 1
        connection = self._connections
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                request = Request(raw.split(b" ")[1].decode(), raw, connection)
                self.log.append(request)
                self.on_request(request)
                line = Line(writer)
                try:
                    host = (request.header("host") or "").partition(":")[0]
                    own = host + request.path
                    await self._answer(own if own in self.answers else request.path, line)
                finally:
                    self.said[request.path].append(bytes(line.said))
        except (Close, asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

    async def _answer(self, path: str, line: Line) -> None:
        answers = self.answers.get(path, [NOT_FOUND])
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        if isinstance(answer, bytes):
            await line.say(answer)
        else:
            await answer(line)


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """Return an answer whose length is told."""
    told = [f"Content-Length: {len(body)}"] if length else []
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, *told, "", ""]).encode() + body


def redirect(target: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {target}", status=status)


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x;n=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX-Trailer: 1\r\n\r\n"


def then_close(data: bytes) -> Script:
    async def script(line: Line) -> None:
        await line.say(data)
        raise Close

    return script


def then_reset(data: bytes) -> Script:
    async def script(line: Line) -> None:
        await line.say(data)
        await asyncio.sleep(0.01)  # what was said shall arrive before the reset does
        line.reset()

    return script


def then_silence(data: bytes) -> Script:
    async def script(line: Line) -> None:
        await line.say(data)
        await asyncio.Event().wait()

    return script


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Script:
    async def script(line: Line) -> None:
        await line.say(head)
        while True:
            await line.say(piece)
            await asyncio.sleep(pause)

    return script


NOT_FOUND = answer(b"nothing here", status="404 Not Found")
