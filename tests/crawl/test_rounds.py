"""Sites of one host take turns, who asks for rest is asked again in the same run, and what rests is left with its links."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.crawl import Crawler, SiteReport
from scraper.fetch import Fetcher, Guard, SystemClock
from scraper.store import make_folder, open_store
from tests.crawl.conftest import Crawl
from tests.crawl.site import SmallSite, serve


class Timed(SmallSite):
    """A site that writes into a log it shares with others."""

    log: list[tuple[str, str, float]]

    def hear(self, path: str) -> None:
        self.log.append((self.home, path, time.monotonic()))
        super().hear(path)


def crawl_all(sites: Sequence[SmallSite], data: Path) -> list[SiteReport]:
    """Crawl sites side by side; their definitions are named by number."""
    made = [each.site.model_copy(update={"name": f"site-{n}"}) for n, each in enumerate(sites)]
    reports = [SiteReport(site.name) for site in made]
    clock = SystemClock()
    make_folder(data)

    async def main(crawler: Crawler, fetcher: Fetcher) -> None:
        async with fetcher:
            await crawler.crawl(made, fetcher, reports)

    with (
        open_store(data) as store,
        Archive.open(data / "archive", operator="mailto:a@b", user_agent="test", now=clock.now) as archive,
    ):
        crawler = Crawler(store=store, archive=archive, clock=clock)
        guard = Guard(allow_private=True)
        fetcher = Fetcher(
            keep=crawler.keep, contact="mailto:a@b", guard=guard, book=crawler.leases, policies=store.hosts
        )
        asyncio.run(main(crawler, fetcher))
    return reports


def test_sites_of_one_host_take_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    log: list[tuple[str, str, float]] = []
    Timed.log = log
    with serve(Timed()) as first, serve(Timed()) as second:
        for site in (first, second):
            for _ in range(9):
                site.publish()
        reports = crawl_all([first, second], tmp_path)
    assert [report.articles for report in reports] == [9, 9]
    stories = [home for home, path, _ in log if path.startswith("/2024")]
    assert len(stories) == 18
    half = stories[:8]
    assert abs(half.count(first.home) - half.count(second.home)) <= 2


def test_who_asks_for_a_short_rest_gets_it_from_the_whole_run_and_is_asked_again_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    log: list[tuple[str, str, float]] = []
    Timed.log = log

    class Busy(Timed):
        def answer(self, path: str, match: str | None) -> tuple[int, dict[str, str], bytes]:
            if path == self.stories[-1].path and self.counts()[path] == 1:
                return 503, {"Retry-After": "1"}, b"later"
            return super().answer(path, match)

    with serve(Busy()) as site:
        for _ in range(3):
            site.publish()
        [report] = crawl_all([site], tmp_path)
        busy = site.stories[-1].path
    assert (report.articles, report.outcomes["http_5xx"]) == (3, 1)
    asked = [at for _, path, at in log if path == busy]
    assert asked[1] - asked[0] >= 1.0
    assert [path for _, path, at in log if asked[0] < at < asked[0] + 1.0] == []


def test_a_host_that_wants_a_long_rest_is_left_with_its_links(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    for _ in range(5):
        small.publish()
    small.answers[small.stories[-1].path] = (429, {"Retry-After": "7200"}, b"")
    report = crawl(small.site, tmp_path)
    assert report.end == "done"
    assert list(report.resting) == ["127.0.0.1"]
    assert "asks to be left alone for 7200 s (status 429)" in report.resting["127.0.0.1"]
    assert report.outcomes["resting"] == 0
    assert report.queued > 0
    asked = len(small.asked)
    again = crawl(small.site, tmp_path)
    assert len(small.asked) == asked
    assert list(again.resting) == ["127.0.0.1"]


def test_a_slow_host_gets_one_request_a_run(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    small.publish()
    small.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 3600.5\n")
    report = crawl(small.site, tmp_path)
    assert small.asked == ["/robots.txt"]
    assert list(report.resting) == ["127.0.0.1"]
    with open_store(tmp_path, read_only=True) as store:
        host = store.hosts.find("127.0.0.1")
    assert host is not None
    assert host.crawl_delay == 3600.5
