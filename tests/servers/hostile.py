"""A server that does whatever servers do wrong: one address for each misbehaviour, and what has to come of it.

    async with hostile() as server: ...      # in a test
    python -m tests.servers.hostile --port 8200   # by hand: / lists the addresses

Bytes are written to raw sockets (`tests.fetch.server`); each misbehaviour is a row of the table.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from tests.fetch.server import (
    Close,
    Line,
    Script,
    Server,
    answer,
    chunked,
    endless,
    redirect,
    then_close,
    then_reset,
    then_silence,
)

PAGE = b"<html><title>News</title><p>" + "Grüße aus dem Süden. ".encode() * 40 + b"</p></html>"
OK = b"HTTP/1.1 200 OK\r\n"
HTML = OK + b"Content-Type: text/html\r\n"
OPEN = HTML + b"\r\n"
LONG = HTML + b"Content-Length: 90000\r\n\r\n"
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
ZEROS = b"\0" * 10**7
LIMIT = 100_000
"""Bytes that the tests take of a body, on the wire and unpacked."""

ANSWERED = "answered"
"""In place of an outcome: there is a page to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misbehaviour:
    """What the server does at one address, and how asking for it has to end."""

    does: tuple[bytes | Script, ...]
    """Answers in turn, the last one again and again."""

    outcome: str = ANSWERED
    body: bytes | None = PAGE
    """What has to be read of a page; `None`: whatever."""

    fault: str | None = None
    kept: str | None = ""
    """How the archived answer was cut off (WARC-Truncated), "" for a whole one, `None` if there is none."""

    transient: bool = False
    asked: int = 1
    """How many requests it takes."""

    slow: bool = False
    """Whether it only ends by a time limit."""

    beside: Mapping[str, bytes | Script] = field(default_factory=dict)
    """Other paths that belong to it."""


def page(does: bytes | Script, *more: bytes | Script, **facts: object) -> Misbehaviour:
    return Misbehaviour(does=(does, *more), **facts)  # type: ignore[arg-type]


def broken(does: bytes | Script, *, kept: str | None = "disconnect", **facts: object) -> Misbehaviour:
    return Misbehaviour(does=(does,), outcome="reset", kept=kept, transient=True, **facts)  # type: ignore[arg-type]


def silent(does: bytes | Script, *, kept: str | None = "time") -> Misbehaviour:
    return Misbehaviour(does=(does,), outcome="timeout", kept=kept, transient=True, slow=True)


def nonsense(does: bytes, *, kept: str | None = "disconnect") -> Misbehaviour:
    return Misbehaviour(does=(then_close(does),), outcome="bad_answer", kept=kept)


def huge(does: bytes | Script, *, kept: str | None = "length") -> Misbehaviour:
    return Misbehaviour(does=(does,), outcome="too_large", kept=kept)


def lost(target: str, outcome: str) -> Misbehaviour:
    return Misbehaviour(does=(redirect(target),), outcome=outcome)


def encoded(data: bytes, coding: str) -> bytes:
    return answer(data, "Content-Type: text/html", f"Content-Encoding: {coding}")


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


def in_pieces(data: bytes, size: int) -> Script:
    async def script(line: Line) -> None:
        for at in range(0, len(data), size):
            await line.say(data[at : at + size])
            await asyncio.sleep(0)

    return script


def wrong_sum(data: bytes) -> bytes:
    packed = bytearray(gzip.compress(data))
    packed[-8] ^= 255
    return bytes(packed)


async def _closes_after_each(line: Line) -> None:
    await line.say(answer(PAGE, "Content-Type: text/html", "Connection: keep-alive"))
    raise Close


async def _says_goodbye(line: Line) -> None:
    await line.say(answer(PAGE, "Content-Type: text/html"))
    await asyncio.sleep(0.01)
    await line.say(answer(b"you were too slow", status="408 Request Timeout"))
    raise Close


BODIES: Mapping[str, Misbehaviour] = {
    "closes at once": broken(then_close(b""), kept=None),
    "resets at once": broken(then_reset(b""), kept=None),
    "closes in the status line": broken(then_close(b"HTTP/1.1 20"), kept=None),
    "closes in the head": broken(then_close(OK + b"Conte"), kept=None),
    "resets in the body": broken(then_reset(LONG + PAGE)),
    "tells more than it sends": broken(then_close(LONG + PAGE)),
    "tells less than it sends": page(answer(PAGE) + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"),
    "closes in the size of a chunk": broken(then_close(CHUNKED + b"3\r\nabc\r\nff")),
    "closes in a chunk": broken(then_close(CHUNKED + b"fff\r\nabc")),
    "closes before the last chunk": broken(then_close(CHUNKED + b"3\r\nabc\r\n")),
    "closes in the trailers": broken(then_close(CHUNKED + b"3\r\nabc\r\n0\r\nX-Tra")),
    "resets before the last chunk": broken(then_reset(CHUNKED + b"3\r\nabc\r\n")),
    "sends a chunk size that is none": nonsense(CHUNKED + b"3\r\nabc\r\nxyz\r\n"),
    "sends a chunk size below zero": nonsense(CHUNKED + b"-5\r\nabcde\r\n"),
    "sends a chunk longer than it says": nonsense(CHUNKED + b"3\r\nabcdef\r\n0\r\n\r\n"),
    "sends chunk extensions without end": huge(endless(CHUNKED + b"3;", b"x" * 9000)),
    "sends trailers without end": huge(endless(CHUNKED + b"3\r\nabc\r\n0\r\n", b"X-T: " + b"x" * 900 + b"\r\n")),
    "announces a chunk of a petabyte": silent(then_silence(CHUNKED + b"3fffffffffffff\r\nabc")),
    "announces too much": huge(then_silence(answer(b"", "Content-Length: 100001", length=False))),
    "announces a number without end": huge(then_close(OK + b"Content-Length: " + b"9" * 19 + b"\r\n\r\n")),
    "announces a length below zero": nonsense(OK + b"Content-Length: -5\r\n\r\nhello"),
    "announces a length that is none": nonsense(OK + b"Content-Length: five\r\n\r\nhello"),
    "tells two lengths": nonsense(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
    "tells the same length twice": page(answer(PAGE, f"Content-Length: {len(PAGE)}")),
    "tells a length beside chunks": page(
        HTML + b"Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(PAGE)
    ),
    "sends without end": huge(endless(OPEN, b"x" * 9000)),
    "sends chunks without end": huge(endless(CHUNKED, b"1\r\nx\r\n" * 900)),
    "sends in very small pieces": page(in_pieces(answer(PAGE), 7)),
    "sends a body with status 204": page(
        answer(b"nothing", status="204 No Content"), outcome=ANSWERED, body=b"", kept=""
    ),
    "closes silently behind each answer": page(_closes_after_each, answer(PAGE)),
    "says a late goodbye on a kept connection": page(_says_goodbye, answer(PAGE)),
}

HEADS: Mapping[str, Misbehaviour] = {
    "speaks another language": nonsense(b"SSH-2.0-OpenSSH_9.2\r\n" * 20, kept=None),
    "sends a page without a head": nonsense(PAGE, kept=None),
    "sends zeros": nonsense(b"\0" * 5000, kept=None),
    "sends a status that is no number": nonsense(b"HTTP/1.1 abc OK\r\n\r\n"),
    "sends a header without a name": nonsense(OK + b": what\r\n\r\n", kept="disconnect"),
    "sends a head without end": huge(endless(OK, b"X-Long: " + b"x" * 900 + b"\r\n"), kept=None),
    "sends a line without end": huge(endless(OK + b"X: ", b"x" * 9000), kept=None),
    "sends a thousand cookies": page(answer(PAGE, *(f"Set-Cookie: c{n}=1; Path=/" for n in range(1000)))),
    "sends only line feeds": page(b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(PAGE) + PAGE),
    "sends no reason": page(answer(PAGE, status="200")),
    "sends hints first": page(HINTS * 3 + answer(PAGE)),
    "sends 100 unasked": page(b"HTTP/1.1 100 Continue\r\n\r\n" + answer(PAGE)),
    "hints without end": huge(endless(HINTS, HINTS * 50), kept=None),
    "only hints": broken(then_close(HINTS), kept=None),
    "changes to another protocol": Misbehaviour(
        does=(then_close(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: chess\r\n\r\n"),),
        outcome="bad_answer",
        kept="disconnect",
    ),
    "is of 1996": page(then_close(b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\n" + PAGE)),
    "is of 1996 and keeps alive": page(
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    ),
    "lies about its charset": page(answer(PAGE, "Content-Type: text/html; charset=utf-16")),
    "names a charset that is none": page(answer(PAGE, "Content-Type: text/html; charset=ÿ;;=")),
    "answers 304 to what it was not asked": Misbehaviour(
        does=(b"HTTP/1.1 304 Not Modified\r\n\r\n",), outcome="bad_answer"
    ),
    "answers with a status of its own": page(answer(PAGE, status="999 Go Away"), outcome="bad_answer"),
}

TIMES: Mapping[str, Misbehaviour] = {
    "is silent": silent(then_silence(b""), kept=None),
    "falls silent in the head": silent(then_silence(HTML), kept=None),
    "falls silent behind the head": silent(then_silence(LONG)),
    "falls silent in the body": silent(then_silence(LONG + PAGE)),
    "drips its head": silent(endless(OK + b"X: ", b"x", pause=0.05), kept=None),
    "drips its body": silent(endless(LONG, b"x", pause=0.05)),
    "drips chunks": silent(endless(CHUNKED, b"1\r\nx\r\n", pause=0.05)),
    "drips hints": silent(endless(b"", HINTS, pause=0.05), kept=None),
}

CODINGS: Mapping[str, Misbehaviour] = {
    "sends a gzip bomb": huge(encoded(gzip.compress(ZEROS), "gzip"), kept=""),
    "sends a bomb in a bomb": huge(encoded(gzip.compress(gzip.compress(ZEROS)), "gzip, gzip"), kept=""),
    "sends a zlib bomb": huge(encoded(zlib.compress(ZEROS), "deflate"), kept=""),
    "sends a deflate bomb": huge(encoded(raw_deflate(ZEROS), "deflate"), kept=""),
    "sends a bomb in chunks": huge(
        HTML + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(gzip.compress(ZEROS)), kept=""
    ),
    "packs as transfer coding, which nobody asked for": nonsense(
        HTML + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + chunked(gzip.compress(PAGE))
    ),
    "sends ten thousand empty members": page(encoded(gzip.compress(b"") * 4000 + gzip.compress(PAGE), "gzip")),
    "says gzip and sends none": page(encoded(PAGE, "gzip"), fault="bad_encoding"),
    "sends gzip and says none": page(answer(gzip.compress(PAGE), "Content-Type: text/html")),
    "packs twice and says so once": page(encoded(gzip.compress(gzip.compress(PAGE)), "gzip")),
    "says deflate and sends gzip": page(encoded(gzip.compress(PAGE), "deflate")),
    "sends deflate without its wrapping": page(encoded(raw_deflate(PAGE), "deflate")),
    "says br and sends gzip": page(encoded(gzip.compress(PAGE), "br")),
    "names a coding that is none": page(encoded(PAGE, "utf-8"), fault="bad_encoding"),
    "names fifty codings": page(encoded(PAGE, ", ".join(["gzip"] * 50)), fault="bad_encoding"),
    "sends rubbish behind gzip": page(encoded(gzip.compress(PAGE) + b"rubbish", "gzip")),
    "sends gzip with a wrong sum": page(encoded(wrong_sum(PAGE), "gzip"), body=PAGE, fault="bad_encoding"),
    "cuts gzip off": page(encoded(gzip.compress(PAGE)[:-20], "gzip"), body=None, fault="truncated"),
    "sends what nobody can unpack": Misbehaviour(
        does=(encoded(bytes(range(256)) * 8, "br"),), outcome="bad_encoding", body=None
    ),
}


def redirects(server: Server) -> Mapping[str, Misbehaviour]:
    """Ways that lead nowhere; those that stay on the server need its address."""
    far = "http://outside.example"
    return {
        "redirects to itself": lost("/page", "redirect_loop"),
        "redirects in a circle": Misbehaviour(
            does=(redirect("/b"),), outcome="redirect_loop", asked=2, beside={"/b": redirect("/page")}
        ),
        "redirects on and on": Misbehaviour(
            does=(redirect("/1"),),
            outcome="redirect_loop",
            asked=11,
            beside={f"/{n}": redirect(f"/{n + 1}") for n in range(1, 20)},
        ),
        "redirects nowhere": Misbehaviour(does=(answer(b"", status="302 Found"),), outcome="bad_answer"),
        "redirects to nothing": Misbehaviour(does=(redirect(""),), outcome="bad_answer"),
        "redirects to a file": lost("file:///etc/passwd", "guarded"),
        "redirects to ftp": lost("ftp://127.0.0.1/x", "guarded"),
        "redirects to gopher": lost("gopher://127.0.0.1:70/_x", "guarded"),
        "redirects to a script": lost("javascript:alert(1)", "guarded"),
        "redirects to data": lost("data:text/html,hello", "guarded"),
        "redirects with a password": lost("http://user:password@127.0.0.1/", "guarded"),
        "redirects to half an address": lost("http://[", "guarded"),
        "redirects to a port that is none": lost("http://127.0.0.1:99999/", "guarded"),
        "redirects with two Locations": Misbehaviour(
            does=(answer(b"", "Location: /good", f"Location: {far}/", status="302 Found"),),
            asked=2,
            beside={"/good": answer(PAGE)},
        ),
        "redirects with raw letters": Misbehaviour(
            does=(answer(b"", "Location: /süd west", status="301 Moved"),),
            asked=2,
            beside={"/s%C3%BCd%20west": answer(PAGE)},
        ),
        "redirects and lies about the length": Misbehaviour(
            does=(then_close(b"HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 500\r\n\r\nhere"),),
            asked=2,
            kept="disconnect",
            beside={"/good": answer(PAGE)},
        ),
    }


STATIC: Mapping[str, Misbehaviour] = {**BODIES, **HEADS, **TIMES, **CODINGS}


def play(server: Server, case: Misbehaviour, path: str = "/page") -> None:
    """Let the server misbehave at `path`."""
    server.on(path, *case.does)
    for other, does in case.beside.items():
        server.on(other, does)


async def _stand(port: int) -> None:
    server = Server()
    async with server:
        listening = await asyncio.start_server(server.serve, "127.0.0.1", port)
        names = {f"/{number}": name for number, name in enumerate(STATIC)}
        for path, name in names.items():
            server.on(path, *STATIC[name].does)
        links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in names.items())
        server.on("/", answer(f"<ul>{links}</ul>".encode(), "Content-Type: text/html"))
        print(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/ lists {len(names)} misbehaviours")
        await asyncio.Event().wait()


Serving = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8200)
    asyncio.run(_stand(options.parse_args().port))
