"""robots.txt is obeyed, hosts get one request at a time with their delay, and who asks for rest gets it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import FetchError, TransientError
from scraper.fetch import Answer
from scraper.fetch.retry import FIRST_PAUSE, MAX_RETRY_AFTER, pause_before, read_retry_after
from scraper.fetch.throttle import Throttle
from scraper.robots import MAX_SIZE
from tests.fetch.scene import SHORT, START, FakeClock, Scene, awaited, rules
from tests.fetch.server import Script, Server, answer, endless, redirect, then_close, then_silence

PAGE = b"<p>page</p>"
SILENT = then_silence(b"")


def robots(text: str) -> bytes:
    return answer(text.encode(), "Content-Type: text/plain")


@awaited
async def test_robots_txt_is_asked_for_first_once_and_kept_like_everything_else(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/robots.txt", robots("User-agent: *\nDisallow: /private"))
        server.on("/a", answer(PAGE))
        await asyncio.gather(*(scene.fetch("/a") for _ in range(3)))
        failure = await scene.failure("/private/page")

        assert (failure.outcome, type(failure)) == ("robots", FetchError)
        assert [request.path for request in server.log] == ["/robots.txt", "/a", "/a", "/a"]
        assert next(scene.archive.after({}))[1].url == server.url("/robots.txt")


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer(b"", status="404 Not Found"), None),
        (answer(b"<html>not found</html>"), None),
        (answer(b"", status="401 Unauthorized"), "robots"),
        (answer(b"", status="403 Forbidden"), "robots"),
        (answer(b"", status="429 Too Many Requests"), "robots_unreachable"),
        (answer(b"", status="500 Internal Server Error"), "robots_unreachable"),
        (then_close(b""), "robots_unreachable"),
        (SILENT, "robots_unreachable"),
        (then_close(b"rubbish\r\n\r\n"), "robots_unreachable"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /page\n", b"# filler\n" * 999), "robots"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /other\n", b"# filler\n" * 999), None),
    ],
    ids=[
        "404",
        "a page",
        "401",
        "403",
        "429",
        "500",
        "closed",
        "silent",
        "no HTTP",
        "endless, forbids",
        "endless, allows",
    ],
)
@awaited
async def test_every_robots_txt_means_something(scene: Scene, reply: bytes | Script, outcome: str | None) -> None:
    async with scene.live() as server:
        server.on("/robots.txt", reply)
        server.on("/page", answer(PAGE))
        limits = rules(**(SHORT if reply is SILENT else {}))
        if outcome is None:
            assert (await scene.fetch("/page", rules=limits)).page.body == PAGE
            return
        failure = await scene.failure("/page", rules=limits)

        assert failure.outcome == outcome
        assert isinstance(failure, TransientError) == (outcome == "robots_unreachable")
        assert server.paths() == []
        if outcome == "robots_unreachable":
            assert "robots.txt could not be read (" in failure.reason


@awaited
async def test_a_longer_robots_txt_counts_to_its_limit(scene: Scene) -> None:
    filler = "# filler\n" * (MAX_SIZE // 9)
    async with scene.live() as server:
        server.on("/robots.txt", robots("User-agent: *\nDisallow: /a\n" + filler + "Disallow: /b\n"))
        server.on("/b", answer(PAGE))

        assert (await scene.failure("/a")).outcome == "robots"
        assert (await scene.fetch("/b")).page.body == PAGE


@pytest.mark.parametrize("hops", [1, 5, 6])
@awaited
async def test_five_redirects_to_a_robots_txt_are_followed(scene: Scene, hops: int) -> None:
    async with scene.live() as server, Server() as other:
        for number in range(hops - 1):
            server.on(f"/{number}", redirect(f"/{number + 1}"))
        server.on("/robots.txt", redirect("/0" if hops > 1 else other.url("/elsewhere")))
        server.on(f"/{hops - 2}", redirect(other.url("/elsewhere")))
        other.on("/elsewhere", robots("User-agent: *\nDisallow: /page"))
        server.on("/page", answer(PAGE))
        if hops <= 5:
            assert (await scene.failure("/page")).outcome == "robots"
        else:
            assert (await scene.fetch("/page")).page.body == PAGE


@pytest.mark.parametrize(
    ("own", "theirs", "expected"), [("3 s", "1.5", 3.0), ("3 s", "7.5", 7.5), ("3 s", None, 3.0), ("0 s", None, 0.0)]
)
@awaited
async def test_the_longer_of_both_delays_is_kept(scene: Scene, own: str, theirs: str | None, expected: float) -> None:
    times: list[float] = []
    async with scene.live() as server:
        server.on_request = lambda _: times.append(scene.clock.monotonic())
        server.on("/robots.txt", robots(f"User-agent: *\nCrawl-delay: {theirs}" if theirs else ""))
        for path in "abc":
            server.on(f"/{path}", answer(PAGE))
        await asyncio.gather(*(scene.fetch(f"/{path}", rules=rules(delay=own)) for path in "abc"))

        assert server.paths() == ["/a", "/b", "/c"]
    assert [later - earlier for earlier, later in pairwise(times)] == [expected] * 3


@awaited
async def test_a_request_that_a_closed_connection_swallowed_goes_out_again_after_the_delay(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/robots.txt", answer(b""))
        server.on("/page", then_close(b""), answer(PAGE))
        assert (await scene.fetch("/page", rules=rules(delay="3 s"))).page.body == PAGE
        assert [request.path for request in server.log] == ["/robots.txt", "/page", "/page"]
        assert server.log[0].connection == server.log[1].connection
        assert scene.clock.slept == [3.0, 3.0]


@awaited
async def test_a_host_gets_one_request_at_a_time(scene: Scene) -> None:
    busy = most = 0

    async def slow(line: object) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.01)
        busy -= 1
        await line.say(answer(PAGE))  # type: ignore[attr-defined]

    async with scene.live() as server, Server() as other:
        for path in ("/a", "/b", "/c"):
            server.on(path, slow)
        await asyncio.gather(*(scene.fetch(path) for path in ("/a", "/b", "/c")))
        assert most == 1

        # Another host does not wait for this one.
        other.on("/page", answer(PAGE))
        server.on("/slow", then_silence(b""))
        slow_one = asyncio.create_task(scene.failure("/slow", rules=rules(timeout="5 s", deadline="5 s")))
        address = other.url("/page").replace("127.0.0.1", "localhost")
        assert (await scene.fetcher.fetch(address, rules())).page.body == PAGE
        slow_one.cancel()
        await asyncio.gather(slow_one, return_exceptions=True)


@awaited
async def test_a_pause_counts_from_the_end_of_the_last_answer() -> None:
    clock = FakeClock()
    throttle = Throttle(clock)
    starts = []
    for _ in range(3):
        async with throttle.turn("http://a.example/x", 2.0) as turn:
            turn.permit()
            starts.append(clock.monotonic())
            await clock.sleep(5)
            turn.end(Answer(url="http://a.example/x"))
        async with throttle.turn("http://b.example/x", 2.0):
            pass

    assert starts == [0.0, 7.0, 14.0]


@awaited
async def test_a_request_that_never_ends_is_a_request() -> None:
    clock = FakeClock()
    throttle = Throttle(clock)
    async with throttle.turn("http://a.example/", 2.0) as turn:
        turn.permit()  # and then no end comes
    async with throttle.turn("http://a.example/", 2.0):
        assert clock.slept == [2.0]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize("form", ["seconds", "date"])
@awaited
async def test_who_asks_for_rest_gets_it_from_every_link(scene: Scene, status: str, form: str) -> None:
    until = "60" if form == "seconds" else (START + timedelta(seconds=60)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    times: dict[str, list[float]] = {}
    async with scene.live() as server:
        server.on_request = lambda request: times.setdefault(request.path, []).append(scene.clock.monotonic())
        server.on("/busy", answer(b"", f"Retry-After: {until}", status=status), answer(PAGE))
        server.on("/other", answer(PAGE))
        busy, other = await asyncio.gather(scene.fetch("/busy"), scene.fetch("/other"))
        again = await scene.fetch("/busy")

    # No worker sleeps through it: the link comes back when its time has come (scraper.frontier).
    assert (busy.page.status, busy.retry_after) == (int(status[:3]), 60.0)
    assert (again.page.body, other.page.body) == (PAGE, PAGE)
    assert times["/busy"][0] == 0.0
    assert min(times["/busy"][1], *times["/other"]) >= 60.0


@awaited
async def test_a_long_rest_is_for_the_link_to_wait_and_not_for_the_worker(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/busy", answer(b"", "Retry-After: 7200", status="503 Service Unavailable"))
        server.on("/other", answer(PAGE))
        busy = await scene.fetch("/busy")
        other = await scene.failure("/other")

        assert (busy.outcome, busy.retry_after, scene.clock.slept) == ("http_5xx", 7200.0, [])
        assert isinstance(other, TransientError)
        assert (other.outcome, other.retry_after) == ("resting", 7200.0)
        assert server.paths() == ["/busy"]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 522, 524])
@awaited
async def test_passing_trouble_is_asked_again_with_growing_pauses(scene: Scene, status: int) -> None:
    async with scene.live() as server:
        server.on("/page", answer(b"", status=f"{status} Trouble"))
        fetched = await scene.fetch("/page")

        assert fetched.page.status == status
        assert server.paths() == ["/page"] * 3
        assert scene.clock.slept == [FIRST_PAUSE, FIRST_PAUSE * 2]
        assert len(scene.kept) == 3


@awaited
async def test_trouble_that_passes_is_forgotten(scene: Scene) -> None:
    async with scene.live() as server:
        server.on("/page", then_close(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), answer(PAGE))
        assert (await scene.fetch("/page")).page.body == PAGE
        assert [item.truncated for item in scene.kept] == ["disconnect", None]


@given(st.integers(1, 10), st.floats(0, 1, exclude_max=True))
def test_pauses_between_tries_grow_and_spread(tried: int, random: float) -> None:
    assert 1.0 <= pause_before(tried, random=random) / (FIRST_PAUSE * 2 ** (tried - 1)) <= 1.5


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("317100", MAX_RETRY_AFTER),
        ("9" * 400, MAX_RETRY_AFTER),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60.0),
        ("Tuesday, 24-Nov-26 12:01:00 GMT", 60.0),
        ("Tue, 24 Nov 2026 11:59:00 GMT", None),
        ("Tue, 24 Nov 2036 12:00:00 GMT", MAX_RETRY_AFTER),
        ("0", None),
        ("-5", None),
        ("1.5", 1.5),
        ("1, 30, 2", 30.0),
        ("1e9", None),
        ("²", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, now=START) == seconds


@awaited
async def test_a_date_of_retry_after_counts_by_the_servers_clock_where_that_is_behind(scene: Scene) -> None:
    dated = ("Date: Tue, 24 Nov 2026 11:00:00 GMT", "Retry-After: Tue, 24 Nov 2026 11:10:00 GMT")
    async with scene.live() as server:
        server.on("/page", answer(b"", *dated, status="503 Busy"))

        assert (await scene.fetch("/page")).retry_after == 600.0


@given(st.text())
def test_no_retry_after_is_too_odd(value: str) -> None:
    seconds = read_retry_after(value, now=START)
    assert seconds is None or 0 < seconds <= MAX_RETRY_AFTER
