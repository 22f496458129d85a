"""Servers that misbehave below HTTP: connections that are refused, cut or stuck, TLS that does not come about.

    async with standing(LINES["is silent in the handshake"]) as url: ...

Each row is a listener of its own, and what has to come of asking it for a page.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.fetch.server import HERE, answer, chunked
from tests.servers.hostile import ANSWERED, CHUNKED, HTML, LONG, OPEN, PAGE

Does = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

KEY = HERE / "tls" / "server.key"
TRUSTED = HERE / "tls" / "server.pem"
"""What a client has to trust for the rows to be told apart; it has signed the other certificates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A listener, and how asking it has to end."""

    does: Does
    outcomes: tuple[str, ...]
    """Any of these: on some, who closes first decides."""

    tls: Callable[[], ssl.SSLContext] | None = None
    scheme: str = "http"
    slow: bool = False
    """Whether it only ends by a time limit."""


@dataclass(slots=True)
class Standing:
    """A listener that is open."""

    url: str
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0


def secured(name: str = "server", **settings: object) -> Callable[[], ssl.SSLContext]:
    """A server's side of TLS, with one of our certificates."""

    def context() -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(HERE / "tls" / f"{name}.pem", KEY)
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            for key, value in settings.items():
                setattr(made, key, value)
        return made

    return context


def asked(data: bytes) -> Does:
    """Answer each request, as servers do."""

    async def does(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(data)
            await writer.drain()

    return does


def cut(data: bytes) -> Does:
    """Answer, and cut the connection below TLS."""

    async def does(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.02)  # what was said shall arrive
        plain = writer.get_extra_info("socket")
        with contextlib.suppress(OSError), socket.fromfd(plain.fileno(), plain.family, plain.type) as below:
            below.shutdown(socket.SHUT_RDWR)

    return does


def says(data: bytes, *, then: str = "close") -> Does:
    """Say something before anything was asked, and close, reset or be silent."""

    async def does(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        if then == "silence":
            await asyncio.Event().wait()
        if then == "listen":
            await reader.read()
        if then == "reset":
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            writer.transport.abort()

    return does


async def half_closes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(answer(PAGE))
    writer.write_eof()
    await reader.read()


async def hangs_up_at_half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.write(b"\x16\x03\x03\x40\x00" + b"\x02" * 100)  # a record of 16 KB, of which little comes
    await writer.drain()


async def sends_rubbish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    with contextlib.suppress(ConnectionError):
        while True:
            writer.write(b"\x16\x03\x03\x00\x04\x02\x00\x00\x00" * 900)
            await writer.drain()


async def sends_warnings(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    with contextlib.suppress(ConnectionError):
        while True:
            writer.write(b"\x15\x03\x03\x00\x02\x01\x64" * 900)
            await writer.drain()


ALERT = b"\x15\x03\x01\x00\x02\x02\x28"

PLAIN: Mapping[str, Bad] = {
    "answers before it is asked": Bad(does=says(answer(PAGE), then="listen"), outcomes=(ANSWERED,)),
    "answers before it is asked and closes": Bad(does=says(answer(PAGE)), outcomes=(ANSWERED, "reset")),
    "answers and half-closes": Bad(does=half_closes, outcomes=(ANSWERED,)),
    "closes as soon as it has accepted": Bad(does=says(b""), outcomes=("reset",)),
    "resets as soon as it has accepted": Bad(does=says(b"", then="reset"), outcomes=("reset", "refused")),
    "accepts and never reads": Bad(does=says(b"", then="silence"), outcomes=("timeout",), slow=True),
    "greets like a mail server": Bad(does=says(b"220 ready\r\n", then="listen"), outcomes=("timeout",), slow=True),
    "speaks TLS where none is expected": Bad(does=says(ALERT, then="listen"), outcomes=("bad_answer",)),
}

SECURE: Mapping[str, Bad] = {
    "is in order": Bad(does=asked(answer(PAGE)), tls=secured(), outcomes=(ANSWERED,)),
    "has a certificate of 2020": Bad(does=asked(answer(PAGE)), tls=secured("expired"), outcomes=("tls",)),
    "has somebody else's certificate": Bad(does=asked(answer(PAGE)), tls=secured("other"), outcomes=("tls",)),
    "speaks TLS of 2006 only": Bad(
        does=asked(answer(PAGE)),
        tls=secured(minimum_version=0x0302, maximum_version=0x0302),
        outcomes=("tls",),
    ),
    "wants a certificate of ours": Bad(
        does=asked(answer(PAGE)), tls=secured(verify_mode=ssl.CERT_REQUIRED), outcomes=("tls", "reset")
    ),
    "wants a certificate of ours at once": Bad(
        does=asked(answer(PAGE)),
        tls=secured(verify_mode=ssl.CERT_REQUIRED, maximum_version=ssl.TLSVersion.TLSv1_2),
        outcomes=("tls", "reset"),
    ),
    "speaks plain HTTP on the port of TLS": Bad(
        does=says(answer(PAGE, status="400 Bad"), then="listen"), outcomes=("tls",)
    ),
    "answers a greeting in plain HTTP": Bad(does=asked(answer(PAGE)), outcomes=("timeout",), slow=True),
    "is silent in the handshake": Bad(does=says(b"", then="silence"), outcomes=("timeout",), slow=True),
    "closes in the handshake": Bad(does=says(b""), outcomes=("tls",)),
    "resets in the handshake": Bad(does=says(b"", then="reset"), outcomes=("tls", "refused")),
    "hangs up in the middle of a record": Bad(does=hangs_up_at_half, outcomes=("tls",)),
    "sends an alert in the handshake": Bad(does=says(ALERT, then="listen"), outcomes=("tls",)),
    "sends rubbish in the handshake without end": Bad(does=sends_rubbish, outcomes=("tls",)),
    "sends warnings without end": Bad(does=sends_warnings, outcomes=("tls",)),
    "cuts a page of known length": Bad(does=cut(LONG + PAGE), tls=secured(), outcomes=("reset",)),
    "cuts a page in chunks": Bad(does=cut(CHUNKED + chunked(PAGE)[:200]), tls=secured(), outcomes=("reset",)),
    "cuts a page that only its goodbye ends": Bad(does=cut(OPEN + PAGE), tls=secured(), outcomes=("reset", ANSWERED)),
    "cuts a head": Bad(does=cut(HTML), tls=secured(), outcomes=("reset",)),
}

LINES: Mapping[str, Bad] = {
    **PLAIN,
    **{
        f"{name}, over TLS": Bad(does=bad.does, outcomes=bad.outcomes, tls=bad.tls, scheme="https", slow=bad.slow)
        for name, bad in SECURE.items()
    },
}


@asynccontextmanager
async def standing(bad: Bad, host: str = "127.0.0.1") -> AsyncIterator[Standing]:
    """Open a listener at an address of this machine."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        found.connections += 1
        try:
            await bad.does(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            tasks.discard(task)
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

    server = await asyncio.start_server(serve, host, 0, ssl=bad.tls() if bad.tls else None)
    name = f"[{host}]" if ":" in host else host
    found = Standing(f"{bad.scheme}://{name}:{server.sockets[0].getsockname()[1]}/page")
    try:
        yield found
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def never_accepting(host: str = "127.0.0.1") -> AsyncIterator[str]:
    """A port whose queue of connections is full."""
    with contextlib.ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind((host, 0))
        full.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield f"http://{host}:{full.getsockname()[1]}/page"
