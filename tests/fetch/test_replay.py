"""A recording stands in for the network: the same answers, the same bytes, the same times, and no socket."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.archive import Tape
from scraper.errors import FetchError
from scraper.fetch import Fetched, Validators
from tests.archive.material import Foreign
from tests.conftest import ROOT
from tests.fetch.scene import SHORT, START, Scene, awaited, rules
from tests.fetch.server import Script, answer, chunked, endless, redirect, then_close, then_reset, then_silence
from tests.fetch.test_answers import CHUNKED, HINTS, LONG, PAGE, WHOLE

ENDINGS: dict[str, list[bytes | Script]] = {
    **{name: [script] for name, script in WHOLE.items()},
    "busy, then well": [answer(b"", status="503 Busy"), answer(PAGE)],
    "broken, then well": [then_reset(LONG + PAGE), answer(PAGE)],
    "too large": [endless(LONG.replace(b"90000", b"99999999"), b"x" * 9000)],
    "too large, not told": [endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 9000)],
    "too slow": [then_silence(CHUNKED + b"3\r\nabc\r\n")],
    "bad chunks": [then_close(CHUNKED + b"3\r\nabc\r\nxyz\r\n")],
    "not modified": [b"HTTP/1.1 304 Not Modified\r\n\r\n"],
    "gone": [answer(PAGE, status="410 Gone")],
    "hints": [HINTS + answer(PAGE)],
    "other answers each time": [answer(b"one"), answer(b"two"), CHUNKED + chunked(b"th", b"ree")],
    "nowhere": [redirect("file:///etc/passwd")],
}


async def story(scene: Scene, *, short: bool) -> list[object]:
    """Fetch a page again and again; return what came of it, places left out."""
    told: list[object] = []
    for _ in range(2 if short else 5):
        limits = rules(delay="5 s", **(SHORT if short else {}))
        try:
            fetched = await scene.fetch("/page", rules=limits, validators=Validators(etag='"1"'))
        except FetchError as error:
            told.append((type(error), error.outcome))
        else:
            told.append(summary(fetched))
    return told


def summary(fetched: Fetched) -> tuple[object, ...]:
    page = fetched.page
    hops = [(hop.url, hop.status) for hop in fetched.hops]
    return page.url, page.status, page.headers, page.body, page.fetched_at, hops, fetched.fault, fetched.outcome


@pytest.mark.parametrize("name", ENDINGS)
@awaited
async def test_a_replay_tells_the_same_story(scene: Scene, tmp_path: Path, name: str) -> None:
    tape = tmp_path / "tape.warc.gz"
    async with scene.live(record_to=tape) as server:
        server.on("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 9\n"))
        server.on("/page", *ENDINGS[name])
        recorded, kept = await story(scene, short=name == "too slow"), scene.kept
    for replay in ("first", "second"):
        async with scene.replayed(tape, replay):
            assert await story(scene, short=name == "too slow") == recorded
            exchanges = [(item.url, item.response, item.truncated, item.fetched_at) for item in scene.kept]
            assert exchanges == [(item.url, item.response, item.truncated, item.fetched_at) for item in kept]
            assert {item.ip for item in scene.kept} == {None}


@awaited
async def test_redirects_and_other_hosts_are_replayed(scene: Scene, tmp_path: Path) -> None:
    tape = tmp_path / "tape.warc.gz"
    async with scene.live(record_to=tape, tls=True) as server:
        server.on("/a", redirect("/%C3%BC?x=1&y=%20"))
        server.on("/%C3%BC?x=1&y=%20", redirect(server.url("/page").replace("127.0.0.1", "LOCALHOST")))
        server.on("/page", answer(PAGE))
        recorded = summary(await scene.fetch("/a"))
    async with scene.replayed(tape, "replay"):
        assert summary(await scene.fetch("/a")) == recorded


@awaited
async def test_robots_txt_is_obeyed_in_a_replay(scene: Scene, tmp_path: Path) -> None:
    tape = tmp_path / "tape.warc.gz"
    async with scene.live(record_to=tape) as server:
        server.on("/robots.txt", answer(b"User-agent: *\nDisallow: /private\n"))
        await scene.failure("/private")
    async with scene.replayed(tape, "replay"):
        assert (await scene.failure("/private")).outcome == "robots"


@awaited
async def test_what_is_not_on_the_tape_is_named(scene: Scene, tmp_path: Path) -> None:
    tape = tmp_path / "tape.warc.gz"
    tape.write_bytes(Foreign().add("response", "http://news.example/page", PAGE, ("Content-Type", "text/html")).data)
    async with scene.replayed(tape, "replay"):
        fetched = await scene.fetcher.fetch("http://news.example/page", rules())
        with pytest.raises(FetchError) as caught:
            await scene.fetcher.fetch("http://news.example/other", rules())

        assert fetched.page.body == PAGE
        assert (caught.value.outcome, type(caught.value)) == ("not_on_tape", FetchError)
        assert [item.url for item in scene.kept] == ["http://news.example/page"]


SILENT = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from scraper.archive import Archive, Tape
from scraper.fetch import Fetcher
from scraper.site import FetchRules

BANNED = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
opened = []

def watch(event, arguments):
    if event in BANNED or (event == "socket.__new__" and loop_runs):
        raise AssertionError(f"{event} {arguments}")

loop_runs = False

async def main(folder, tape, url):
    global loop_runs
    loop_runs = True
    with Archive.open(folder, operator="x", user_agent="scraper", now=lambda: datetime.now(UTC)) as archive:
        async with Fetcher(keep=archive.keep, contact="x", tape=Tape(tape)) as fetcher:
            rules = FetchRules.model_validate({"delay": "1 h"})
            for address in (url, url, url + "?gone"):
                try:
                    fetched = await fetcher.fetch(address, rules)
                except Exception as error:
                    print(type(error).__name__, error.outcome)
                else:
                    print(fetched.page.status, len(fetched.page.body))

sys.addaudithook(watch)
asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
"""


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
@awaited
async def test_a_replay_opens_no_socket(scene: Scene, tmp_path: Path, tls: bool) -> None:
    tape = tmp_path / "tape.warc.gz"
    async with scene.live(record_to=tape, tls=tls) as server:
        url = server.on("/page", answer(PAGE))
        await scene.fetch("/page")
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", SILENT, str(tmp_path / "replay"), str(tape), url],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"200 {len(PAGE)}", f"200 {len(PAGE)}", "FetchError not_on_tape"]


@awaited
async def test_a_tape_can_be_recorded_from_a_replay(scene: Scene, tmp_path: Path) -> None:
    first, second = tmp_path / "first.warc.gz", tmp_path / "second.warc"
    async with scene.live(record_to=first) as server:
        server.on("/page", answer(PAGE))
        await scene.fetch("/page")
    with scene.open_archive("copy", record_to=second) as scene.archive:
        async with scene.make_fetcher(tape=Tape(first), clock=None) as scene.fetcher:
            await scene.fetch("/page")

    urls = [server.url("/robots.txt"), server.url("/page")]
    answers = [[Tape(path).play(url) for url in urls] for path in (first, second)]
    assert [[item and (item.response, item.fetched_at) for item in row] for row in answers] == [
        [(server.said["/robots.txt"][0], START), (answer(PAGE), START)]
    ] * 2
