"""Whatever a server does, it ends in an answer or in a named outcome, and the archive holds the bytes of the wire."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib

import pytest

from scraper.archive import page_of
from scraper.errors import FetchError, TransientError
from scraper.fetch import Validators
from tests.fetch.scene import SHORT, START, Scene, awaited, rules
from tests.fetch.server import (
    Script,
    answer,
    chunked,
    endless,
    then_close,
    then_silence,
)

PAGE = "<p>Grüße aus dem Süden</p>".encode() * 40
OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
LONG = b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"

WHOLE: dict[str, bytes | Script] = {
    "told length": answer(PAGE),
    "gzip": answer(gzip.compress(PAGE), "Content-Encoding: gzip"),
    "deflate": answer(zlib.compress(PAGE), "Content-Encoding: deflate"),
    "chunks": CHUNKED + chunked(PAGE[:7], PAGE[7:500], PAGE[500:]),
    "gzip in chunks": CHUNKED[:-2] + b"Content-Encoding: gzip\r\n\r\n" + chunked(gzip.compress(PAGE)),
    "until it closes": then_close(OPEN + PAGE),
    "HTTP/1.0": then_close(b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\n" + PAGE),
    "no reason": answer(PAGE, status="200"),
    "small pieces": lambda line: _pieces(line.say, answer(PAGE)),
}


async def _pieces(say: object, data: bytes) -> None:
    for at in range(0, len(data), 97):
        await say(data[at : at + 97])  # type: ignore[operator]


@pytest.mark.parametrize("name", WHOLE)
@awaited
async def test_an_answer_is_read_and_kept_byte_by_byte(scene: Scene, name: str) -> None:
    async with scene.live() as server:
        server.on("/page", WHOLE[name])
        fetched = await scene.fetch("/page")

        assert (fetched.page.status, fetched.page.body, fetched.fault) == (200, PAGE, None)
        assert fetched.outcome is None
        (exchange,) = scene.kept
        assert [exchange.response] == server.said["/page"]
        assert exchange.request == server.log[-1].raw
        assert (exchange.ip, exchange.fetched_at, exchange.truncated) == ("127.0.0.1", START, None)
        assert fetched.page.place is not None
        assert scene.archive.read(fetched.page.place) == fetched.page == page_of(exchange, fetched.page.place)


@awaited
async def test_interim_answers_are_no_part_of_the_answer(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", HINTS * 3 + answer(PAGE))
        assert (await scene.fetch("/page")).page.body == PAGE
        assert [item.response for item in scene.kept] == [answer(PAGE)]


@awaited
async def test_bytes_behind_an_answer_belong_to_none(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", answer(b"short") + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        server.on("/next", answer(b"honest"))
        assert (await scene.fetch("/page")).page.body == b"short"
        assert (await scene.fetch("/next")).page.body == b"honest"

        assert [item.response for item in scene.kept] == [answer(b"short"), answer(b"honest")]
        assert server.log[-1].connection != server.log[-2].connection


@awaited
async def test_a_request_says_who_asks_and_what_can_be_read(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page?a=1", answer(PAGE))
        await scene.fetch("/page?a=1", rules=rules(headers={"X-Token": "for us"}))

        request = server.log[-1]
        assert request.raw.startswith(b"GET /page?a=1 HTTP/1.1\r\n")
        assert request.header("host") == f"127.0.0.1:{server.port}"
        assert (request.header("user-agent") or "").startswith("scraper/")
        assert (request.header("user-agent") or "").endswith(" (+mailto:desk@news.example)")
        assert (request.header("accept-encoding") or "").startswith("gzip, deflate")
        assert (request.header("accept") or "").startswith("text/html,")
        assert request.header("x-token") == "for us"
        assert request.header("cookie") is None


@awaited
async def test_cookies_are_not_kept(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", answer(PAGE, "Set-Cookie: id=1; Path=/"))
        await scene.fetch("/page")
        await scene.fetch("/page")

        assert server.log[-1].header("cookie") is None


@awaited
async def test_a_page_that_has_not_changed_is_asked_for_by_its_version(scene: Scene) -> None:
    async with scene.live() as server:
        modified = "Tue, 24 Nov 2026 10:00:00 GMT"
        unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: W/"7"\r\n\r\n'
        server.on("/page", answer(PAGE, 'ETag: W/"7"', f"Last-Modified: {modified}"), unchanged)
        first = await scene.fetch("/page")
        second = await scene.fetch("/page", validators=Validators.of(first.page))

        assert server.log[-1].header("if-none-match") == 'W/"7"'
        assert server.log[-1].header("if-modified-since") == modified
        assert (second.page.status, second.outcome, second.page.body) == (304, "not_modified", b"")
        assert server.log[-1].connection == server.log[-2].connection


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("204 No Content", None),
        ("400 Bad Request", "http_4xx"),
        ("401 Unauthorized", "forbidden"),
        ("403 Forbidden", "forbidden"),
        ("404 Not Found", "gone"),
        ("410 Gone", "gone"),
        ("418 Teapot", "http_4xx"),
        ("451 Unavailable For Legal Reasons", "forbidden"),
        ("500 Internal Server Error", "http_5xx"),
        ("501 Not Implemented", "http_5xx"),
        ("302 Found", "bad_answer"),
        ("300 Multiple Choices", "bad_answer"),
    ],
)
@awaited
async def test_every_status_is_an_answer_with_a_name(scene: Scene, status: str, outcome: str | None) -> None:
    async with scene.live() as server:
        server.on(
            "/page", answer(b"" if status.startswith("204") else b"sorry", status=status, length=status[:3] != "204")
        )
        fetched = await scene.fetch("/page")

        assert (fetched.page.status, fetched.outcome) == (int(status[:3]), outcome)
        assert fetched.page.place is not None


@awaited
async def test_an_error_page_that_is_too_large_is_still_that_error(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", then_close(answer(b"x" * 200_000, status="404 Not Found")))
        fetched = await scene.fetch("/page")

        assert (fetched.outcome, scene.kept[0].truncated) == ("gone", "length")


@pytest.mark.parametrize("truncated", ["length", "time"])
@awaited
async def test_what_a_limit_cut_off_is_kept_as_far_as_it_came(scene: Scene, truncated: str) -> None:
    async with scene.live() as server:
        script = endless(OPEN, b"x" * 9000) if truncated == "length" else then_silence(OPEN + PAGE)
        server.on("/page", script)
        await scene.failure("/page", rules=rules(**(SHORT if truncated == "time" else {})))
        (first, *_) = scene.kept

        assert first.truncated == truncated
        assert first.response == (OPEN + b"x" * 100_000 if truncated == "length" else OPEN + PAGE)


@awaited
async def test_a_host_that_does_not_listen_is_named(scene: Scene) -> None:
    async with scene.live() as server:
        await server.stop()
        first, second = await scene.failure("/page"), await scene.failure("/other")

    assert (first.outcome, first.reason, type(first)) == ("refused", "Connection refused", TransientError)
    assert (second.outcome, second.url) == ("refused", server.url("/other"))
    assert len(scene.clock.slept) == 2, "the host was tried three times, once for both"


@pytest.mark.parametrize(
    ("code", "kind"), [(socket.EAI_NONAME, FetchError), (socket.EAI_AGAIN, TransientError)], ids=["no such", "for now"]
)
@awaited
async def test_a_host_without_an_address_is_named(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[FetchError]
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "the name service says no")

    async with scene.live():
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(FetchError) as caught:
            await scene.fetcher.fetch("http://nowhere.example/page", rules())
    assert (caught.value.outcome, caught.value.reason, type(caught.value)) == ("dns", "the name service says no", kind)


@awaited
async def test_tls_is_checked_and_kept_as_plain_bytes(scene: Scene) -> None:
    async with scene.live(tls=True) as server:
        server.on("/page", answer(PAGE))
        fetched = await scene.fetch("/page")

        assert fetched.page.url == f"https://127.0.0.1:{server.port}/page"
        assert [item.response for item in scene.kept] == [answer(PAGE)]
        assert scene.kept[0].request == server.log[-1].raw
        assert {request.connection for request in server.log} == {1}


@awaited
async def test_a_certificate_nobody_vouches_for_is_refused(scene: Scene) -> None:
    async with scene.live(tls=True) as server, scene.make_fetcher() as scene.fetcher:
        server.on("/page", answer(PAGE))
        failure = await scene.failure("/page")

        assert (failure.outcome, type(failure)) == ("tls", FetchError)
        assert "certificate verify failed" in failure.reason
        assert server.log == []


@awaited
async def test_a_server_that_speaks_no_tls_is_named(scene: Scene) -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with scene.live(), await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        with pytest.raises(FetchError) as caught:
            await scene.fetcher.fetch(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/", rules())
    assert (caught.value.outcome, type(caught.value)) == ("tls", FetchError)


@awaited
async def test_a_304_that_nobody_asked_for_settles_nothing(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", b"HTTP/1.1 304 Not Modified\r\n\r\n")
        assert (await scene.failure("/page")).outcome == "bad_answer"
