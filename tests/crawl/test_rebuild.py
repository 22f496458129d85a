"""The store is lost, the archive is there: everything that brought an answer comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scraper.archive import Archive
from scraper.crawl import rebuild
from scraper.crawl.whole import place_of
from scraper.fetch import SystemClock
from scraper.store import StoredCapture, open_store
from tests.cli.command import run
from tests.crawl.conftest import Crawl
from tests.crawl.site import SmallSite
from tests.crawl.test_command import write_config

REMADE = ("url", "url_key", "kind", "found_by", "found_on", "title", "published", "outcome", "etag", "target")


def contents(data: Path) -> tuple[list[str], list[StoredCapture], dict[str, Any]]:
    with open_store(data, read_only=True) as store:
        links = {}
        for record in store.records():
            link = store.find_link(json.loads(record)["url"])
            if link is not None:
                links[link.link.url] = (link.link, link.outcome, link.etag, link.target, link.part_of)
        policy = store.hosts.find_policy
        return list(store.records()), list(store.captures()), {**links, "robots": policy is not None}


def test_the_store_is_made_again_from_the_archive_alone(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(12)]
    small.publish("The first page.", "The second page.", "The third page.")
    small.answers[stories[3].path] = (404, {"Content-Type": "text/html"}, b"gone")
    small.answers[stories[4].path] = (302, {"Location": stories[5].path + "2/"}, b"")
    rules = [{"location": stories[6].path, "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 0}]
    small.answers["/.well-known/tdmrep.json"] = (200, {}, json.dumps(rules).encode())
    data = tmp_path / "data"
    crawl(small.site, data)
    small.publish()
    crawl(small.site, data)  # and the listings once more
    records, captures, links = contents(data)
    for path in data.glob("store.sqlite*"):
        path.rename(tmp_path / path.name)
    config = write_config(small, tmp_path / "config")
    # The definition of the files says less than the one in the test: the store is made with the latter.
    with (
        open_store(data) as store,
        Archive.open(data / "archive", operator="a", user_agent="b", now=SystemClock().now) as archive,
    ):
        made = rebuild(store, archive, [small.site])
    again = contents(data)
    assert made["small"] == len(captures)
    assert again[0] == records
    assert [item.capture for item in again[1]] == [item.capture for item in captures]
    assert again[2] == links
    refused = run("reclean", "--rebuild", "--data", data, "--config", config)
    assert (refused.status, "is there: move it away first" in refused.err) == (1, True)


def test_the_command_makes_it_and_a_crawl_goes_on_from_there(small: SmallSite, tmp_path: Path) -> None:
    for _ in range(7):
        small.publish()
    config, data = write_config(small, tmp_path / "config"), tmp_path / "data"
    options = ("--config", config, "--data", data)
    assert run("crawl", "small", "--allow-private", *options).status == 0
    with open_store(data, read_only=True) as store:
        records = list(store.records())
    for path in data.glob("store.sqlite*"):
        path.unlink()
    ended = run("reclean", "--rebuild", *options)
    assert ended.status == 0, ended.err
    with open_store(data, read_only=True) as store:
        assert list(store.records()) == records
        assert store.hosts.find_policy(small.home.rstrip("/"), "/robots.txt") is not None
    small.asked.clear()
    assert run("crawl", "small", "--allow-private", *options).status == 0
    assert [path for path in small.asked if path.startswith("/2024")] == []


def test_a_folder_without_an_archive_is_named(tmp_path: Path) -> None:
    ended = run("reclean", "--rebuild", "--data", tmp_path)
    assert ended.status == 1
    assert "without an archive" in ended.err


def test_a_page_that_never_changes_is_read_from_the_archive_however_often_it_was_looked_at(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    small.publish()
    for _ in range(9):
        crawl(small.site, tmp_path)
    with open_store(tmp_path, read_only=True) as store:
        captures = [item.capture for item in store.captures() if item.capture.url == small.home]
    with Archive.open(tmp_path / "archive", operator="a", user_agent="b", now=SystemClock().now) as archive:
        bodies = {archive.read(place_of(capture)).body for capture in captures}
        assert archive.notes == []
    assert (len(captures), len(bodies)) == (9, 1)
