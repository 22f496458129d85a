"""What is not every day's: cookies, HTTP/2, a name server that is dead."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import threading
from dataclasses import replace
from http.cookiejar import CookieJar
from typing import Any

import pytest

from scraper.archive import Tape
from scraper.fetch import Answer, Client, Guard, Limits, Request, Validators
from tests.fetch.scene import CONTACT, NOBODY, START, Scene, awaited
from tests.fetch.server import HERE, answer
from tests.servers.http2 import Http2Server, http2_server

PAGE = b"<p>page</p>" * 100
LIMITS = Limits(connect=20, read=20, deadline=30, wire=100_000, unpacked=100_000)


def client(scene: Scene, **options: Any) -> Client:
    settings: dict[str, Any] = {"guard": Guard(allow_private=True), "tls": NOBODY, "clock": scene.clock}
    return Client(**{"keep": scene.archive.keep, "contact": CONTACT, **settings, **options})


@awaited
async def test_cookies_go_back_where_a_jar_is_handed_in(scene: Scene) -> None:
    async with scene.live() as server, client(scene) as asking:
        server.on("/set", answer(PAGE, "Set-Cookie: id=7; Path=/", "Set-Cookie: far=1; Domain=other.example"))
        server.on("/next", answer(PAGE))
        jar = CookieJar()
        for path in ("/set", "/next"):
            await asking.exchange(Request(url=server.url(path), cookies=jar), LIMITS)
        await asking.exchange(Request(url=server.url("/next"), cookies=CookieJar()), LIMITS)
        await asking.exchange(Request(url=server.url("/next")), LIMITS)

        assert [request.header("cookie") for request in server.log] == [None, "id=7", None, None]


@awaited
async def test_what_a_server_sets_goes_back_as_it_came_or_not_at_all(scene: Scene) -> None:
    async with scene.live() as server, client(scene) as asking:
        odd = [
            b"a=caf\xc3\xa9",
            b"b=\x01x",
            b"c=\xe9",
            b"d=1; Expires=Mon, 99 Foo 99999999999999999999",
            b"e=2; Max-Age=" + b"9" * 30,
        ]
        server.on(
            "/set", answer(PAGE).replace(b"\r\n", b"".join(b"\r\nSet-Cookie: " + one for one in odd) + b"\r\n", 1)
        )
        server.on("/next", answer(PAGE))
        jar = CookieJar()
        for path in ("/set", "/next"):
            end = await asking.exchange(Request(url=server.url(path), cookies=jar), LIMITS)
            assert end.outcome is None
        sent = next(line for line in server.log[-1].raw.split(b"\r\n") if line.startswith(b"Cookie: "))
        assert b"a=caf\xc3\xa9" in sent
        assert b"c=\xe9" in sent
        assert b"b=" not in sent


@pytest.mark.parametrize(
    ("etag", "sent"),
    [(b'"1"', b'"1"'), (b'"caf\xc3\xa9"', b'"caf\xc3\xa9"'), (b'"\xe9"', None), (b'"\x7f"', None), (b'"\x01"', None)],
)
@awaited
async def test_a_version_is_asked_for_as_it_was_named_or_not_at_all(
    scene: Scene, etag: bytes, sent: bytes | None
) -> None:
    async with scene.live() as server, client(scene) as asking:
        server.on("/page", answer(PAGE).replace(b"\r\n", b"\r\nETag: " + etag + b"\r\n", 1))
        first = await asking.exchange(Request(url=server.url("/page")), LIMITS)
        assert first.page is not None
        await asking.exchange(Request(url=server.url("/page"), validators=Validators.of(first.page)), LIMITS)
        asked = [line for line in server.log[-1].raw.split(b"\r\n") if line.startswith(b"If-None-Match")]
        assert asked == ([] if sent is None else [b"If-None-Match: " + sent])


@awaited
async def test_a_jar_does_not_grow_without_end(scene: Scene) -> None:
    async with scene.live() as server, client(scene) as asking:
        server.on("/set", answer(PAGE, *(f"Set-Cookie: c{n}=1; Path=/" for n in range(500))))
        jar = CookieJar()
        await asking.exchange(Request(url=server.url("/set"), cookies=jar), LIMITS)
        assert len(jar) == 0


@awaited
async def test_a_dead_name_server_holds_up_nobody_else(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def dead(*_: object, **__: object) -> None:
        over.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    async with scene.live() as server, client(scene) as asking:
        server.on("/page", answer(PAGE))
        monkeypatch.setattr(socket, "getaddrinfo", dead)
        short = replace(LIMITS, connect=0.3)
        lost = [asyncio.create_task(asking.exchange(Request(url=f"http://d{n}.example/"), short)) for n in range(50)]
        ends = [await asking.exchange(Request(url=server.url("/page")), LIMITS) for _ in range(3)]
        outcomes = {end.outcome for end in await asyncio.gather(*lost)}
        over.set()

    assert [end.status for end in ends] == [200] * 3
    assert outcomes == {"timeout"}


async def by_http2(scene: Scene, server: Http2Server, *paths: str, **options: Any) -> list[Answer]:
    trusted = ssl.create_default_context(cafile=str(HERE / "tls" / "server.pem"))
    async with client(scene, tls=trusted, **options) as asking:
        return [await asking.exchange(Request(url=server.url(path), http2=True), LIMITS) for path in paths]


@awaited
async def test_http2_is_spoken_where_the_definition_wants_it_and_archived_as_messages(scene: Scene) -> None:
    packed = gzip.compress(PAGE)
    async with scene.live(), http2_server() as server:
        server.answers["/page?a=1"] = (200, [("content-type", "text/html"), ("content-encoding", "gzip")], packed)
        server.answers["/old"] = (301, [("location", "/page")], b"")
        page, moved, gone = await by_http2(scene, server, "/page?a=1", "/old", "/gone")
        first, second, _ = scene.kept

        assert (page.outcome, page.body) == (None, PAGE)
        assert moved.target == server.url("/page")
        assert gone.outcome == "gone"
        assert server.connections == 1
        assert first.request.startswith(b"GET /page?a=1 HTTP/1.1\r\nHost: 127.0.0.1")
        assert first.response == (
            b"HTTP/1.1 200 \r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n" + packed
        )
        assert (first.protocol, first.fetched_at) == ("h2", START)
        assert b"location: /page" in second.response


@pytest.mark.parametrize(
    ("path", "outcome", "kept"), [("/broken", "reset", "disconnect"), ("/large", "too_large", "length")]
)
@awaited
async def test_http2_ends_in_the_same_outcomes(scene: Scene, path: str, outcome: str, kept: str) -> None:
    async with scene.live(), http2_server() as server:
        server.answers["/broken"] = (200, [], b"half")
        server.answers["/large"] = (200, [("content-length", "100001")], b"x")
        server.broken |= {"/broken", "/large"}
        (end,) = await by_http2(scene, server, path)

        assert end.outcome == outcome, end.error
        assert [item.truncated for item in scene.kept] == [kept]


@awaited
async def test_what_http2_brought_can_be_replayed(scene: Scene) -> None:
    tape = scene.folder / "tape.warc.gz"
    async with scene.live(record_to=tape), http2_server() as server:
        server.answers["/page"] = (200, [("content-type", "text/html")], PAGE)
        (recorded,) = await by_http2(scene, server, "/page")
        with scene.open_archive("replay") as scene.archive:
            (replayed,) = await by_http2(scene, server, "/page", tape=Tape(tape))
    assert (replayed.status, replayed.body) == (recorded.status, PAGE)
