"""Through a proxy: a tunnel to a server with TLS, what is archived of it, what the proxy hears of, and how it may fail."""

from __future__ import annotations

import ssl
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from scraper.archive import Tape
from scraper.errors import ConfigError, TransientError
from scraper.fetch import Client, Guard, Limits, Request, check_installed
from scraper.site import FetchRules
from tests.fetch.scene import CONTACT, NOBODY, Scene, awaited
from tests.fetch.server import answer
from tests.fetch.test_guard import WRITTEN, dialled  # noqa: F401 (a fixture)
from tests.servers.proxy import Proxy

TRUSTED = ssl.create_default_context(cafile=str(Path(__file__).parent / "tls" / "server.pem"))
LIMITS = Limits(connect=20, read=20, deadline=30)
SHORT = Limits(connect=20, read=0.15, deadline=0.3)
KINDS = [
    "http",
    pytest.param(
        "socks5", marks=pytest.mark.skipif(find_spec("socksio") is None, reason="the extra socks is not installed")
    ),
]


def client(scene: Scene, **options: Any) -> Client:
    settings: dict[str, Any] = {"guard": Guard(allow_private=True), "tls": TRUSTED, "clock": scene.clock}
    return Client(keep=scene.archive.keep, contact=CONTACT, **{**settings, **options})


def way(kind: str, proxy: Proxy, who: str = "") -> str:
    return f"{kind}://{who}127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("kind", KINDS)
@awaited
async def test_a_page_behind_tls_comes_through_a_tunnel_and_is_archived_as_from_the_server(
    scene: Scene, kind: str
) -> None:
    async with scene.live(tls=True) as server, Proxy(socks=kind == "socks5") as proxy:
        server.on("/page", answer(b"through the tunnel"))
        url = f"https://localhost:{server.port}/page"
        async with client(scene) as asking:
            ends = [
                await asking.exchange(Request(url=url, proxy=way(kind, proxy, "me:secret@")), LIMITS) for _ in range(2)
            ]
        assert [(end.status, end.body) for end in ends] == [(200, b"through the tunnel")] * 2
        assert proxy.asked == [f"localhost:{server.port}"]  # one tunnel for both
        said = proxy.heads[0]
        assert (b"me:secret" if kind == "socks5" else b"Proxy-Authorization: Basic bWU6c2VjcmV0") in said
        assert b"/page" not in said
        for exchange in scene.kept:
            assert exchange.request.startswith(f"GET /page HTTP/1.1\r\nHost: localhost:{server.port}\r\n".encode())
            assert b"secret" not in exchange.request
            assert b"roxy" not in exchange.request + exchange.response
            assert exchange.ip is None
        assert [b"roxy" in request.raw for request in server.log] == [False, False]


@pytest.mark.skipif(find_spec("socksio") is None, reason="the extra socks is not installed")
@awaited
async def test_what_is_said_to_a_socks_proxy_is_no_part_of_a_request(scene: Scene) -> None:
    async with scene.live() as server, Proxy(socks=True) as proxy:
        server.on("/page", answer(b"in the open"))
        async with client(scene) as asking:
            request = Request(url=server.url("/page"), proxy=way("socks5", proxy, "me:secret@"))
            ends = [await asking.exchange(request, LIMITS) for _ in range(2)]
        assert [(end.status, end.body) for end in ends] == [(200, b"in the open")] * 2
        assert [exchange.request for exchange in scene.kept] == [request.raw for request in server.log]
        assert all(exchange.response.startswith(b"HTTP/1.1 200") for exchange in scene.kept)


@awaited
async def test_what_came_by_a_proxy_is_replayed_without_one(scene: Scene) -> None:
    tape = scene.folder / "tape.warc.gz"
    async with scene.live(tls=True, record_to=tape) as server, Proxy() as proxy:
        server.on("/page", answer(b"recorded"))
        request = Request(url=f"https://localhost:{server.port}/page", proxy=way("http", proxy))
        async with client(scene) as asking:
            assert (await asking.exchange(request, LIMITS)).status == 200
    with scene.open_archive("replay") as scene.archive:
        for address in (request.proxy, "socks5://127.0.0.1:1", None):
            async with client(scene, tape=Tape(tape)) as asking:
                assert (await asking.exchange(replace(request, proxy=address), LIMITS)).body == b"recorded"


@pytest.mark.parametrize("kind", KINDS)
@awaited
async def test_the_certificate_is_the_servers_own_and_is_verified_behind_a_proxy_too(scene: Scene, kind: str) -> None:
    async with scene.live(tls=True) as server, Proxy(socks=kind == "socks5") as proxy:
        async with client(scene, tls=NOBODY) as asking:
            request = Request(url=f"https://localhost:{server.port}/page", proxy=way(kind, proxy))
            assert (await asking.exchange(request, LIMITS)).outcome == "tls"
        assert server.log == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", WRITTEN)
@awaited
async def test_no_tunnel_is_asked_for_that_leads_inside(
    scene: Scene,
    dialled: list[str],  # noqa: F811
    host: str,
    kind: str,
) -> None:
    async with Proxy(socks=kind == "socks5", refusal=b"HTTP/1.1 502 No\r\n\r\n") as proxy:
        with scene.open_archive() as scene.archive:
            async with client(scene, guard=Guard()) as asking:
                end = await asking.exchange(Request(url=f"https://{host}/", proxy=way(kind, proxy)), LIMITS)
        assert end.outcome in ("guarded", "proxy")
        assert [place for place in proxy.asked if place.startswith(f"{host}:")] == []


REFUSALS = {
    "wants a password": b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
    "forbids": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno",
    "finds nobody": b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
    "is too busy": b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\n\r\n",
    "closes": b"",
    "closes in its head": b"HTTP/1.1 200 OK\r\nX-",
    "speaks something else": b"220 mail.example ESMTP\r\n",
    "has a head without end": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
}
SOCKS_REFUSALS = {
    "closes": b"",
    "takes none of our ways": b"\x05\xff",
    "speaks an older version": b"\x04\x5b\x00\x00\x00\x00\x00\x00",
    "speaks something else": b"HTTP/1.1 400 Bad Request\r\n\r\n",
}


@pytest.mark.parametrize("name", REFUSALS)
@awaited
async def test_a_proxy_that_does_not_let_us_through_is_named(scene: Scene, name: str) -> None:
    async with scene.live(tls=True) as server, Proxy(refusal=REFUSALS[name]) as proxy:
        async with client(scene) as asking:
            end = await asking.exchange(
                Request(url=f"https://localhost:{server.port}/page", proxy=way("http", proxy)), LIMITS
            )
        assert end.outcome == "proxy", end.error
        assert isinstance(end.error, TransientError)
        assert (scene.kept, server.log) == ([], [])


@pytest.mark.skipif(find_spec("socksio") is None, reason="the extra socks is not installed")
@pytest.mark.parametrize("name", SOCKS_REFUSALS)
@awaited
async def test_a_socks_proxy_that_does_not_let_us_through_is_named(scene: Scene, name: str) -> None:
    async with scene.live(tls=True) as server, Proxy(socks=True, refusal=SOCKS_REFUSALS[name]) as proxy:
        async with client(scene) as asking:
            end = await asking.exchange(
                Request(url=f"https://localhost:{server.port}/page", proxy=way("socks5", proxy)), LIMITS
            )
        assert end.outcome == "proxy", end.error
        assert isinstance(end.error, TransientError)
        assert (scene.kept, server.log) == ([], [])


@pytest.mark.parametrize("kind", KINDS)
@awaited
async def test_a_silent_proxy_takes_no_longer_than_a_silent_server(scene: Scene, kind: str) -> None:
    async with scene.live(tls=True) as server, Proxy(socks=kind == "socks5", silent=True) as proxy:
        async with client(scene) as asking:
            end = await asking.exchange(
                Request(url=f"https://localhost:{server.port}/page", proxy=way(kind, proxy)), SHORT
            )
        assert end.outcome == "timeout"
        assert scene.kept == []


@awaited
async def test_a_proxy_that_nobody_is_at_is_named(scene: Scene) -> None:
    async with Proxy() as proxy:
        gone = way("http", proxy)
    with scene.open_archive() as scene.archive:
        async with client(scene) as asking:
            end = await asking.exchange(Request(url="https://localhost:8443/page", proxy=gone), LIMITS)
    assert end.outcome == "proxy"
    assert isinstance(end.error, TransientError)


@pytest.mark.parametrize(
    "proxy",
    [
        "proxy.example:3128", "ftp://proxy.example/", "http://", "http://proxy.example:port", "http://proxy.example/path",
        "socks4://127.0.0.1:1", "http://me:secret@", "http://proxy.example:0", "",
    ],
)  # fmt: skip
def test_what_is_no_proxy_is_refused_with_the_definition(proxy: str) -> None:
    with pytest.raises(ValueError, match="is no proxy; expected one such as") as caught:
        FetchRules.model_validate({"proxy": proxy})
    assert "secret" not in str(caught.value).partition("[type=")[0]


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    check_installed("a.example", proxy="http://proxy.example:3128", http2=False)
    monkeypatch.setattr("scraper.fetch.library.find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"a\.example: fetch.proxy.*extra `socks`"):
        check_installed("a.example", proxy="socks5://127.0.0.1:1080", http2=False)
    with pytest.raises(ConfigError, match=r"a\.example: fetch.http2.*extra `http2`"):
        check_installed("a.example", proxy=None, http2=True)
