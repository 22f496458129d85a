"""No way leads inside: neither written in an address, nor named by the name service, nor by a redirect, nor by a proxy."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from scraper.errors import FetchError
from scraper.fetch import Client, Fetcher, Guard, Limits, Request, network, sockets
from scraper.fetch.library import httpcore
from scraper.fetch.redirects import Chain
from scraper.site import FetchRules
from tests.fetch.scene import CONTACT, NOBODY, Scene, awaited
from tests.fetch.server import Server, answer, redirect

OPEN = "127.0.0.77"
"""The one address inside that is open here, so that there is somebody to redirect."""

NAMES = {
    "public.example": ["93.184.216.34"],
    "inside.example": ["10.0.0.7"],
    "metadata.google.internal": ["169.254.169.254"],
    "mapped.example": ["::ffff:192.168.0.1"],
    "nat64.example": ["64:ff9b::a9fe:a9fe"],
    "many.example": ["10.0.0.1", "fd00::1", "127.0.0.1"],
    "router.local": ["192.168.1.1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "mixed.example": ["10.0.0.1", "93.184.216.34"],
}
WRITTEN = [
    # IPv4 in all spellings that a resolver or a library may take
    *"127.0.0.1 127.0.0.2 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1".split(),
    *"017700000001 0177.1 00000177.0.0.1 0 0.0.0.0 0x0 127.0.0.1. 127.000.000.001".split(),
    *"10.0.0.1 10.255.255.255 012.0.0.1 0xa.0.0.1 167772161 172.16.0.1 172.31.255.254 2886729729".split(),
    *"192.168.0.1 192.168.1.254 0xc0a80101 3232235777 100.64.0.1 100.127.255.254 169.254.0.1".split(),
    *"169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.170.2 192.0.0.1 192.0.2.1".split(),
    *"192.88.99.1 198.18.0.1 198.19.255.254 198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.250".split(),
    *"240.0.0.1 255.255.255.255 4294967295 100.100.100.200".split(),
    # digits and dots of other scripts
    "①②⑦.⓪.⓪.①",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    # IPv6
    *"[::] [::1] [0:0:0:0:0:0:0:1] [0000::0001] [::127.0.0.1] [::7f00:1] [::ffff:127.0.0.1] [::ffff:7f00:1]".split(),
    *"[::ffff:10.0.0.1] [::ffff:169.254.169.254] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1]".split(),
    *"[64:ff9b::a9fe:a9fe] [64:ff9b:1::1] [100::1] [2001::1] [2001:2::1] [2001:10::1] [2001:db8::1]".split(),
    *"[2002:7f00:1::] [2002:a00:1::] [2002:a9fe:a9fe::] [3fff::1] [5f00::1] [fc00::1] [fd00:ec2::254]".split(),
    *"[fe80::1] [fe80::1%25eth0] [fe80::a9fe:a9fe] [fec0::1] [ff02::1] [ff0e::1] [4000::1]".split(),
    # names of this machine, and names for addresses inside
    *"localhost LOCALHOST localhost. x.localhost localhost.. LocalHost.".split(),
    *(name for name in NAMES if name not in ("public.example", "mixed.example")),
]
ASTRAY = [
    "http://127.0.0.1:22/", "http://127.0.0.1:6379/", "http://public.example:22/", "https://public.example:8443/",
    "http://user:secret@public.example/", "http://public.example@127.0.0.1/", "http://127.0.0.1#@public.example/",
    "http://public.example\\@127.0.0.1/", "http://127.0.0.1\\@public.example/", "http:127.0.0.1/", "http:///127.0.0.1/",
    "http://127.0.0.1%2f@public.example/", "http://127.0.0.1%00.public.example/", "http://[::1", "http://::1/",
    "http://127.0.0.1 .public.example/", "http://\t127.0.0.1/", "http://127.0.0.1\r\n.public.example/", "//127.0.0.1/",
    "file:///etc/passwd", "ftp://public.example/", "gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/",
    "ldap://127.0.0.1/", "jar:http://127.0.0.1!/", "data:text/html,x", "javascript:alert(1)", "unix:///run/docker.sock",
    "https+unix://x/", "ws://127.0.0.1/", "http+unix://%2Frun%2Fdocker.sock/", "", "http://", "HTTP://127.0.0.1/",
]  # fmt: skip
MATRIX = [*(f"http://{host}/" for host in WRITTEN), *(f"https://{host}/latest/meta-data/" for host in WRITTEN), *ASTRAY]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOpen(Guard):
    """As strict as by default, but for the server of these tests."""

    def refuses(self, address: str) -> bool:
        return address != OPEN and Guard.refuses(self, address)


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that were dialled; nothing outside of this machine is. Names are those of the table."""
    resolve, connect, seen = socket.getaddrinfo, sockets.dial, []

    def named(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name in NAMES:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in NAMES[name]]
        return resolve(host, port, flags=socket.AI_NUMERICHOST, type=socket.SOCK_STREAM)

    async def dial(host: str, port: int, **options: Any) -> Any:
        seen.append(host)
        if host.startswith("127."):
            return await connect(host, port, **options)
        raise httpcore.ConnectError("nothing is dialled here")

    monkeypatch.setattr(socket, "getaddrinfo", named)
    monkeypatch.setattr(network, "dial", dial)
    return seen


def client(scene: Scene, **options: Any) -> Client:
    settings: dict[str, Any] = {"guard": Guard(), "tls": NOBODY, "clock": scene.clock}
    return Client(**{"keep": scene.archive.keep, "contact": CONTACT, **settings, **options})


def test_the_matrix_is_large() -> None:
    assert len(set(WRITTEN)) >= 90
    assert len(set(MATRIX)) >= 200


@pytest.mark.parametrize("url", MATRIX)
def test_nothing_inside_is_dialled(scene: Scene, dialled: list[str], url: str) -> None:
    @awaited
    async def ask() -> None:
        with scene.open_archive() as scene.archive:
            async with client(scene) as asking:
                end = await asking.exchange(Request(url=url), Limits())
        assert end.outcome in ("guarded", "dns"), end.error  # "dns": nobody takes that for an address
        assert end.page is None

    ask()
    assert dialled == []


@awaited
async def test_no_redirect_leads_inside(scene: Scene, dialled: list[str]) -> None:
    async with Server(host=OPEN) as server:
        guard = OneOpen(ports=frozenset({80, 443, server.port}))
        with scene.open_archive() as scene.archive:
            async with client(scene, guard=guard) as asking:
                for number, url in enumerate(MATRIX):
                    target = url.replace("\r\n", "")
                    server.on(f"/{number}", redirect(target))
                    chain = Chain()
                    chain.ask(server.url(f"/{number}"))
                    first = await asking.exchange(Request(url=server.url(f"/{number}")), Limits())
                    assert first.status == 302
                    try:
                        led = chain.follow(first)
                    except FetchError:  # the same page again
                        led = None
                    if led is None or led.startswith(server.url("/")):
                        continue  # a path on the same server
                    end = await asking.exchange(Request(url=led), Limits())
                    assert end.outcome in ("guarded", "dns"), (url, end.error)
        assert set(dialled) == {OPEN}
        assert len(server.log) == len(MATRIX)


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/tdmrep.json"])
@awaited
async def test_no_policy_file_leads_inside_or_to_another_port(scene: Scene, dialled: list[str], path: str) -> None:
    targets = [*ASTRAY, "http://public.example:22/", "http://public.example:6379/", "http://inside.example/"]
    for target in targets:
        async with Server(host=OPEN) as server:
            server.on("/robots.txt", answer(b""))
            server.on(path, redirect(target.replace("\r\n", "")))
            guard = OneOpen(ports=frozenset({80, 443, server.port}))
            with scene.open_archive() as scene.archive:
                fetcher = Fetcher(keep=scene.archive.keep, contact=CONTACT, guard=guard, tls=NOBODY, clock=scene.clock)
                async with fetcher:
                    with suppress(FetchError):
                        await fetcher.fetch(
                            server.url("/page"), FetchRules.model_validate({"delay": "0 s"}), ports=(server.port,)
                        )
            assert server.log[0].path == "/robots.txt"
    assert set(dialled) == {OPEN}


@awaited
async def test_what_is_public_is_dialled_and_of_several_addresses_only_that(scene: Scene, dialled: list[str]) -> None:
    with scene.open_archive() as scene.archive:
        async with client(scene) as asking:
            for name in ("public.example", "mixed.example"):
                end = await asking.exchange(Request(url=f"http://{name}/"), Limits())
                assert end.outcome == "refused"
    assert dialled == ["93.184.216.34"] * 2


@awaited
async def test_a_name_that_changes_its_address_is_dialled_where_it_was_judged(
    scene: Scene, dialled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene.open_archive() as scene.archive:
        async with client(scene) as asking:
            for address in ("93.184.216.34", "127.0.0.1"):
                monkeypatch.setitem(NAMES, "changing.example", [address])
                await asking.exchange(Request(url="http://changing.example/"), Limits())
    assert dialled == ["93.184.216.34"]


@awaited
async def test_a_definition_opens_its_ports(scene: Scene, dialled: list[str]) -> None:
    with scene.open_archive() as scene.archive:
        async with client(scene) as asking:
            request = Request(url="http://public.example:8080/", ports=(8080,))
            assert (await asking.exchange(request, Limits())).outcome == "refused"
            request = Request(url="http://inside.example:8080/", ports=(8080,))
            assert (await asking.exchange(request, Limits())).outcome == "guarded"
    assert dialled == ["93.184.216.34"]


@pytest.mark.parametrize("host", WRITTEN)
@awaited
async def test_a_proxy_is_exempt_and_leads_nowhere_inside(scene: Scene, dialled: list[str], host: str) -> None:
    async with Server() as proxy:
        with scene.open_archive() as scene.archive:
            async with client(scene) as asking:
                request = Request(url=f"http://{host}/", proxy=proxy.url("/"))
                assert (await asking.exchange(request, Limits())).outcome in ("guarded", "dns", "refused", "gone")
        assert all(b" http://" + host.encode() not in request.raw for request in proxy.log)


@awaited
async def test_a_request_goes_through_the_proxy(scene: Scene, dialled: list[str]) -> None:
    async with Server() as proxy:
        proxy.on("http://public.example/page", answer(b"by proxy"))
        proxy.on("http://unknown.example/page", answer(b"a name that only the proxy knows"))
        with scene.open_archive() as scene.archive:
            async with client(scene) as asking:
                for name in ("public", "unknown"):
                    request = Request(
                        url=f"http://{name}.example/page", proxy=f"http://me:secret@127.0.0.1:{proxy.port}"
                    )
                    end = await asking.exchange(request, Limits())
                    assert end.status == 200
            (first, _) = scene.kept
        assert proxy.log[0].header("proxy-authorization") == "Basic bWU6c2VjcmV0"
        assert b"secret" not in first.request
        assert b"roxy-" not in first.request
        assert (first.url, first.ip) == ("http://public.example/page", None)
        assert first.request.startswith(b"GET /page HTTP/1.1\r\n")
    assert dialled == ["127.0.0.1"] * len(dialled)
