"""Which source announced what: sightings, looks, and for which source a link counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scraper.coverage import Facts
from scraper.model import Link
from scraper.store import STORE_FILE, Settlement, Store, open_store
from tests.store.material import HOME, HOUR, NOW, SITE, dump, link, put, queued
from tests.store.test_opening import VERSION_1

DAY = NOW.date()


def way(path: str, kind: Any, found_by: str = "definition", **facts: Any) -> Link:
    return link(path, kind=kind, found_by=found_by, **facts)


def settle(store: Store, path: str, *stories: Link, again: tuple[Link, ...] = (), **facts: Any) -> None:
    values: dict[str, Any] = {"outcome": "read", "at": NOW, "due": None} | facts
    store.settle(queued(store, path), Settlement(links=stories, again=again, **values))


def facts(store: Store, since: date = DAY - timedelta(days=40)) -> Facts:
    return store.coverage.facts(SITE, since=since, until=DAY + timedelta(days=9), before=timedelta())


def announced(store: Store) -> Mapping[str, int]:
    """How many stories each source has announced."""
    told = facts(store)
    return {each.name: sum(group.count for group in told.stories if each.id in group.sources) for each in told.sources}


def test_further_pages_and_child_sitemaps_count_for_their_way_in(store: Store) -> None:
    store.seed(SITE, [way("feed/", "feed"), way("sitemap.xml", "sitemap")], every=HOUR, now=NOW)
    settle(store, "feed/", link("a"), again=(way("feed/2", "feed", "pagination", found_on=f"{HOME}feed/"),))
    settle(store, "feed/2", link("b"))
    settle(store, "sitemap.xml", again=(way("s1.xml", "sitemap", "sitemap", found_on=f"{HOME}sitemap.xml"),))
    settle(
        store, "s1.xml", link("b"), link("c"), again=(way("s2.xml", "sitemap", "sitemap", found_on=f"{HOME}s1.xml"),)
    )
    settle(store, "s2.xml", link("d"))
    assert announced(store) == {"feed /feed/": 2, "sitemap /sitemap.xml": 3}


def test_archives_lists_and_pages_are_sources_too(store: Store) -> None:
    store.add_links([way("2026/10/", "listing", "archive"), way("2026/11/", "listing", "archive")], now=NOW)
    settle(store, "2026/10/", link("a"))
    settle(store, "2026/11/", link("b"))
    store.add_links([link("b", found_by="list"), link("c", found_by="list")], now=NOW)
    settle(store, "c", link("d"), outcome="stored")
    assert announced(store) == {"archive": 2, "list": 2, "page": 1}


def test_a_look_leaves_what_it_named_and_what_of_it_was_new(store: Store) -> None:
    store.seed(SITE, [way("feed/", "feed"), way("", "listing")], every=HOUR, now=NOW)
    settle(store, "feed/", link("a"), link("b"))
    settle(store, "", link("b"), link("c"), at=NOW + HOUR)
    settle(store, "feed/", link("b"), link("c"), link("d"), at=NOW + 2 * HOUR)
    settle(store, "feed/", at=NOW + 3 * HOUR, outcome="not_modified")
    settle(store, "feed/", at=NOW + 4 * HOUR, outcome="timeout")
    looks = sorted((each.source, each.outcome, each.count, each.announced, each.first) for each in facts(store).looks)
    assert looks == [(1, "not_modified", 1, 0, 0), (1, "read", 2, 5, 4), (1, "timeout", 1, 0, 0), (2, "read", 1, 2, 2)]


def test_a_story_keeps_when_each_source_named_it_first_and_last(store: Store, tmp_path: Path) -> None:
    store.seed(SITE, [way("feed/", "feed")], every=HOUR, now=NOW)
    for days in (0, 0, 2):
        settle(store, "feed/", link("a"), at=NOW + timedelta(days=days))
    settle(store, "feed/", link("a", published="2026-11-20"), at=NOW + timedelta(days=2))
    ((_, _, first, last, published),) = dump(tmp_path)["sightings"]
    assert (first[:10], last[:10], published) == ("2026-11-24", "2026-11-26", "2026-11-20")


def test_an_undated_story_counts_for_its_pages_day_once_that_is_known(store: Store) -> None:
    put(store, "a", offset=1)
    store.add_links([link("b"), link("c", published="2026-11-22")], now=NOW)
    days = {group.day: group.count for group in facts(store).stories}
    assert days == {date(2026, 11, 20): 1, date(2026, 11, 22): 1, DAY: 1}


def test_an_old_store_knows_the_source_that_named_a_story_first(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / STORE_FILE)) as connection:
        connection.executescript(VERSION_1.read_text("utf-8"))
        connection.execute("UPDATE links SET found_on = 'https://news.example/feed/' WHERE kind = 'article'")
        connection.commit()
    with open_store(tmp_path) as store:
        assert announced(store) == {"feed /feed/": 1}
        (group,) = facts(store).stories
        assert (group.day, group.stage, group.is_fetched) == (date(2026, 11, 20), "stored", True)
        store.seed(SITE, [way("feed/", "feed")], every=HOUR, now=NOW)
        settle(store, "feed/", link("1"), link("2"))
        assert announced(store) == {"feed /feed/": 2}
