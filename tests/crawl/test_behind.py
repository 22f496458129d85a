"""Answers taken apart behind the crawl, by processes of their own."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.crawl import finishing
from scraper.crawl.finishing import Finisher
from scraper.fetch import SystemClock
from scraper.model import Link
from scraper.store import Kept, open_store
from tests.crawl.conftest import Crawl
from tests.crawl.site import PER_PAGE, SmallSite

STORIES = 8


def records(data: Path) -> dict[str, dict[str, object]]:
    """The stored records, without what tells of time and place."""
    with open_store(data, read_only=True) as store:
        found = [json.loads(line) for line in store.records()]
    told = {record["url"]: {**record, "id": None, "provenance": None} for record in found}
    assert len(told) == len(found)
    return told


def publish(small: SmallSite) -> None:
    for number in range(STORIES):
        small.publish(*(["The first half of it.", "The second half of it."] if number == 3 else []))


def test_it_comes_to_the_same(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    publish(small)
    beside, own = (
        crawl(small.site, tmp_path / name, cleaners=cleaners) for name, cleaners in (("beside", 1), ("own", 0))
    )
    assert (beside.end, beside.outcomes, beside.articles) == ("done", own.outcomes, own.articles)
    assert records(tmp_path / "beside") == records(tmp_path / "own")


def test_a_glance_at_a_listing_finds_its_first_stories_and_leaves_the_rest_to_its_turn(
    small: SmallSite, crawl: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finishing, "FIRST", PER_PAGE - 2)
    publish(small)
    crawl(small.site, tmp_path / "calm")
    with open_store(tmp_path / "calm", read_only=True) as store:
        listing = next(found.capture for found in store.captures() if found.capture.url == small.home)
    (tmp_path / "again").mkdir()
    with open_store(tmp_path / "again") as store:
        clock = SystemClock()
        store.add_links([Link(url=listing.url, site="small", kind="listing", found_by="definition")], now=clock.now())
        link = store.take_due("small", now=clock.now())
        assert link is not None
        waiting = replace(listing, outcome="unread")
        store.unread.keep([Kept(link=link, captures=(waiting,), owner="somebody")])
        archive = Archive.reading(tmp_path / "calm" / "archive")
        finisher = Finisher(store, archive, {"small": small.site}, clock, started=clock.now())
        glanced = finisher.glance(link.id, "small")
        assert (glanced.is_glance, glanced.new_links, glanced.brings_links) == (True, PER_PAGE - 2, True)
        assert finisher.glance(link.id, "small").new_links == 0
        finished = finisher.finish(link.id, "small")
        assert (finished.outcome, finished.new_links) == (
            "stored",
            PER_PAGE + 1,
        )  # and the listing's next page: as without a glance
        for story in small.stories[-PER_PAGE:]:
            known = store.find_link(small.home.rstrip("/") + story.path, "small")
            assert known is not None
            assert known.link.title == story.title


def test_a_limit_counts_what_waits(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    publish(small)
    report = crawl(small.site, tmp_path, cleaners=1, limit=3)
    assert (report.end, report.articles) == ("limit", 3)
    assert sum(path.startswith("/2024/") for path in small.asked) == 3


@pytest.mark.slow
def test_what_waits_when_a_run_is_stopped_is_taken_up_by_the_next_and_not_asked_for_again(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    publish(small)

    def stop_in_time() -> None:
        if sum(path.startswith("/2024/") for path in small.asked) == STORIES // 2:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        crawl(small.site, tmp_path / "data", cleaners=1, room=stop_in_time)
    for cleaners in (0, 1):
        crawl(small.site, tmp_path / "data", cleaners=cleaners)
    asked = {path: number for path, number in small.counts().items() if path.startswith("/2024/")}
    assert set(asked.values()) == {1}
    crawl(small.site, tmp_path / "calm")
    assert records(tmp_path / "data") == records(tmp_path / "calm")


def test_a_process_that_dies_takes_nothing_with_it(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    publish(small)
    killed: list[int] = []

    def kill() -> None:
        for child in multiprocessing.active_children():
            if not killed and child.pid is not None:
                killed.append(child.pid)
                os.kill(child.pid, signal.SIGKILL)

    report = crawl(small.site, tmp_path / "data", cleaners=1, room=kill)
    assert killed
    assert report.end == "done"
    crawl(small.site, tmp_path / "calm")
    assert records(tmp_path / "data") == records(tmp_path / "calm")


@pytest.mark.slow
def test_an_answer_that_has_no_end_is_named(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    report = crawl(small.site, tmp_path, cleaners=1, longest=1e-6)
    assert (report.end, report.outcomes) == ("done", {"not_cleaned": 2})
    with open_store(tmp_path, read_only=True) as store:
        known = store.find_link(small.home, "small")
    assert known is not None
    assert "had no end" in (known.reason or "")
