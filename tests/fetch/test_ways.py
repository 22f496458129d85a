"""The way to an answer: redirects, what is never asked for, connections that are kept."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import ConfigError, FetchError, StorageError
from scraper.fetch import Guard, Validators, transport
from scraper.fetch.guard import is_public
from tests.fetch.scene import Scene, awaited, rules
from tests.fetch.server import Line, Server, answer, redirect, then_close

PAGE = b"<p>page</p>"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@awaited
async def test_a_redirect_is_followed_and_kept(scene: Scene, status: str) -> None:
    async with scene.live() as server:
        server.on("/old", redirect("sub/../new#part", status))
        server.on("/new", answer(PAGE))
        fetched = await scene.fetch("/old")

        assert (fetched.page.url, fetched.page.body) == (server.url("/new"), PAGE)
        (hop,) = fetched.hops
        assert (hop.url, hop.status) == (server.url("/old"), int(status[:3]))
        assert scene.archive.read(hop.place).status == hop.status
        assert [item.url for item in scene.kept] == [server.url("/old"), server.url("/new")]


@awaited
async def test_ten_redirects_are_followed_and_no_more(scene: Scene) -> None:
    async with scene.live() as server:
        for number in range(20):
            server.on(f"/{number}", redirect(f"/{number + 1}"))
        server.on("/10", answer(PAGE))
        assert len((await scene.fetch("/0")).hops) == 10

        server.on("/10", redirect("/11"))
        failure = await scene.failure("/0")
        assert (failure.outcome, type(failure)) == ("redirect_loop", FetchError)
        assert server.log[-1].path == "/10"


@pytest.mark.parametrize("circle", [["/a", "/a"], ["/a", "/b", "/a"], ["/a", "/a#x"]])
@awaited
async def test_a_circle_is_left_where_it_closes(scene: Scene, circle: list[str]) -> None:
    async with scene.live() as server:
        for here, there in pairwise(circle):
            server.on(here, redirect(there))
        assert (await scene.failure("/a")).outcome == "redirect_loop"
        assert server.paths() == circle[:-1]


def sets(value: str, target: str) -> bytes:
    return redirect(target).replace(b"Location", f"Set-Cookie: seen={value}; Path=/\r\nLocation".encode())


@awaited
async def test_who_sets_a_cookie_may_send_back_to_the_same_address(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/a", sets("1", "/a"), answer(PAGE))
        assert (await scene.fetch("/a", rules=rules(cookies=True))).page.body == PAGE
        server.on("/b", sets("2", "/b"))
        assert (await scene.failure("/b", rules=rules(cookies=True))).outcome == "redirect_loop"
        server.on("/c", sets("3", "/c"))
        assert (await scene.failure("/c")).outcome == "redirect_loop"
        assert server.paths() == ["/a", "/a", "/b", "/b", "/c"]


@awaited
async def test_cookies_that_always_change_lead_no_farther_than_ten_redirects(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/a", *(sets(str(number), "/a") for number in range(20)))
        assert (await scene.failure("/a", rules=rules(cookies=True))).outcome == "redirect_loop"
        assert len(server.paths()) == 11


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/",
        "data:text/html,hello",
        "javascript:alert(1)",
        "http://user:password@127.0.0.1/",
        "http://[",
        "http://a b/",
        "http://127.0.0.1:99999/",
    ],
)
@awaited
async def test_a_redirect_out_of_the_web_is_not_followed(scene: Scene, target: str) -> None:
    async with scene.live() as server:
        server.on("/page", redirect(target))
        failure = await scene.failure("/page")

        assert (failure.outcome, type(failure)) == ("guarded", FetchError)
        assert server.paths() == ["/page"]


@awaited
async def test_each_hop_is_checked_by_robots_and_by_the_caller(scene: Scene) -> None:
    async with scene.live() as server, Server() as other:
        server.on("/robots.txt", answer(b"User-agent: *\nDisallow: /private"))
        other.on("/robots.txt", answer(b"User-agent: *\nDisallow: /private"))
        server.on("/a", redirect("/private"))
        server.on("/b", redirect(other.url("/private")))
        server.on("/c", redirect(other.url("/open")))
        other.on("/open", answer(PAGE))

        assert (await scene.failure("/a")).outcome == "robots"
        assert (await scene.failure("/b")).outcome == "robots"
        assert (await scene.fetch("/c")).page.body == PAGE

        asked: list[str] = []

        def own(url: str) -> str | None:
            asked.append(url)
            return None if url.startswith(server.url("/")) else "off_site"

        failure = await scene.failure("/c", check=own)
        assert (failure.outcome, failure.url) == ("off_site", other.url("/open"))
        assert asked == [server.url("/c"), other.url("/open")]
        assert other.paths() == ["/open"]


@awaited
async def test_what_is_for_one_host_is_not_sent_to_another(scene: Scene) -> None:
    async with scene.live() as server, Server() as other:
        server.on("/a", redirect("/b"))
        server.on("/b", redirect(other.url("/c")))
        other.on("/c", answer(PAGE))
        await scene.fetch("/a", rules=rules(headers={"X-Token": "secret"}), validators=Validators(etag='"1"'))

        sent = [(request.header("x-token"), request.header("if-none-match")) for request in server.log + other.log]
        assert [pair for pair in sent if any(pair)] == [("secret", '"1"'), ("secret", None)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("User-Agent", "Mozilla"),
        ("host", "other"),
        ("Accept-Encoding", "compress"),
        ("X-A", "b\r\nX-B: c"),
        ("X A", "b"),
        ("X", "ü"),
    ],
)
@awaited
async def test_a_definition_cannot_set_what_is_the_fetchers(scene: Scene, name: str, value: str) -> None:
    async with scene.live() as server:
        with pytest.raises(ConfigError, match=r"fetch\.headers: "):
            await scene.fetch("/page", rules=rules(headers={name: value}))
        assert server.log == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "0", "[::1]", "[::ffff:127.0.0.1]", "[::]"],
)
@awaited
async def test_an_address_inside_is_not_dialled_however_it_is_written(scene: Scene, host: str) -> None:
    async with scene.live(guard=Guard(ports=None)) as server:
        with pytest.raises(FetchError) as caught:
            await scene.fetcher.fetch(f"http://{host}:{server.port}/page", rules())

        assert (caught.value.outcome, type(caught.value)) == ("guarded", FetchError)
        assert server.log == []


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.0.0.7", "169.254.169.254"], ["fd00::1", "::ffff:10.0.0.1"]])
@awaited
async def test_a_name_is_judged_by_its_addresses(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    async with scene.live(guard=Guard()) as server:
        entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
        with pytest.raises(FetchError) as caught:
            await scene.fetcher.fetch("http://public.example/", rules())

        assert caught.value.outcome == "guarded"
        assert addresses[0] in caught.value.reason
        assert server.log == []


@awaited
async def test_the_next_address_is_dialled_where_one_does_not_answer(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scene.live() as server:
        server.on("/page", answer(PAGE))
        entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 80)) for n in (9, 1)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
        fetched = await scene.fetcher.fetch(f"http://two.example:{server.port}/page", rules())

        assert fetched.page.body == PAGE
        assert scene.kept[0].ip == "127.0.0.1"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/",
        "news.example/page",
        "http://",
        "http://user@news.example/",
        "http://news.example:22/",
        "https://news.example:8443/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://x.localhost/",
        "http://[::1/",
        "http://news.example:x/",
        "http://" + "a" * 70_000,
        "",
    ],
)
def test_an_address_is_refused_as_it_is_written(scene: Scene, url: str) -> None:
    async def fetch() -> None:
        async with scene.live(guard=Guard()):
            await scene.fetcher.fetch(url, rules())

    with pytest.raises(FetchError) as caught:
        asyncio.run(fetch())
    assert caught.value.outcome == "guarded"


def test_a_definition_opens_further_ports() -> None:
    guard = Guard.for_hosts(["news.example", "news.example:8443", "[2606:4700::1111]:8080"])
    for port in ("", ":80", ":443", ":8443", ":8080"):
        guard.check_url(f"https://news.example{port}/")
    with pytest.raises(FetchError, match=r"port 22 is not among those that may be asked \(80, 443, 8080, 8443\)"):
        guard.check_url("https://news.example:22/")


INSIDE = """
    0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1
    192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::1 100::1
    2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2001:0:7f00:1:: fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
    nonsense 1.2.3 0x7f.1
""".split()


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)
    assert Guard().refuses(address)
    assert not Guard(allow_private=True).refuses(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"]
)
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_in_another_dress_is_the_same(address: object) -> None:
    number = int(ip_address(str(address)))
    for dress in (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1"):
        assert is_public(dress) == is_public(str(address))


_HOSTS = [
    "news.example",
    "a-b.c1.example",
    "127.0.0.1",
    "256.1.1.1",
    "01.2.3.4",
    "xn--a.de",
    "x..y",
    "-a.de",
    "a.de.",
    "a_b.de",
]


@given(
    st.sampled_from(["http://", "https://", "http:/", "HTTP://"]),
    st.sampled_from(_HOSTS),
    st.sampled_from(["", ":80", ":443", ":8080", ":70000", ":0", ":"]),
    st.text("abzAZ09./:?=&~'%@!$()*+,;_- é#[]\\", max_size=12),
)
def test_an_address_that_is_plain_is_what_the_library_makes_of_it(scheme: str, host: str, port: str, rest: str) -> None:
    url = f"{scheme}{host}{port}/{rest}"
    plain = transport.as_written(url)
    assert plain is None or plain == transport.spelt(url)


def test_a_plain_address_is_read_in_linear_time() -> None:
    assert transport.as_written("http://news.example/" + "a-b.c/" * 5_000 + "\0") is None


@awaited
async def test_a_connection_is_kept(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", answer(PAGE))
        for _ in range(3):
            await scene.fetch("/page")
        assert {request.connection for request in server.log} == {1}


@awaited
async def test_a_kept_connection_that_closed_silently_costs_nothing(scene: Scene) -> None:
    async def close_later(line: Line) -> None:
        await line.say(answer(PAGE))
        raise ConnectionResetError

    async with scene.live() as server:
        server.on("/page", close_later)
        for _ in range(3):
            assert (await scene.fetch("/page")).page.body == PAGE
        assert scene.clock.slept == []
        assert len(scene.kept) == 3


@awaited
async def test_a_kept_connection_that_closes_at_the_next_request_is_replaced(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", then_close(b""), answer(PAGE))
        assert (await scene.fetch("/page")).page.body == PAGE
        assert scene.clock.slept == []
        assert [request.connection for request in server.log] == [1, 1, 2]
        assert len(scene.kept) == 1


@awaited
async def test_an_answer_that_cannot_be_archived_ends_the_run(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", answer(PAGE))

        async def full(_: object) -> None:
            raise StorageError("no room")

        async with scene.make_fetcher(keep=full) as scene.fetcher:
            with pytest.raises(StorageError):
                await scene.fetch("/page")


@awaited
async def test_a_fetch_that_is_cancelled_leaves_nothing_behind(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", answer(PAGE))
        await scene.fetch("/page")
        task = asyncio.create_task(scene.fetch("/page"))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert (await scene.fetch("/page")).page.body == PAGE
        assert {item.truncated for item in scene.kept} == {None}
