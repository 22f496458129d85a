"""What the tests of the store are made of."""

from __future__ import annotations

import os
import sqlite3
import warnings
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.model import Article, CleanedPage, Link, LinkKind, Provenance, RelatedItem, WarcPlace
from scraper.store import STORE_FILE, Capture, Kept, QueuedLink, Settlement, Store, Unread

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "news.example"
HOME = "https://news.example/"


def link(path: str, kind: LinkKind = "article", **facts: Any) -> Link:
    return Link(**{"url": HOME + path, "site": SITE, "kind": kind, "found_by": "listing"} | facts)


def capture(path: str, *, offset: int = 0, file: str = "a-00001.warc.gz", **facts: Any) -> Capture:
    values: dict[str, Any] = {
        "site": SITE,
        "url": HOME + path,
        "fetched_at": NOW,
        "outcome": "stored",
        "status": 200,
    } | facts
    return Capture(file=file, offset=offset, **values)


def page(path: str, *targets: str, made_from: Capture | None = None, **facts: Any) -> CleanedPage:
    """An article with one teaser for each of `targets` (absolute, or paths of the site)."""
    place = WarcPlace(file=made_from.file, offset=made_from.offset) if made_from else None
    values: dict[str, Any] = {
        "page_type": "article",
        "outcome": "ok",
        "url": HOME + path,
        "site": SITE,
        "article": Article(headline=f"About {path}", published="2026-11-20"),
        "provenance": Provenance(cleaner="scraper/0", warc=place),
        "related": tuple(
            RelatedItem(position=n, title=f"To {at}", url=at if "://" in at else HOME + at)
            for n, at in enumerate(targets)
        ),
    }
    return CleanedPage(**values | facts)


def put(store: Store, path: str, *targets: str, offset: int, **facts: Any) -> CleanedPage:
    """Store an article as a crawl does: found, fetched, settled."""
    at = link(path)
    store.add_links([at], now=NOW)
    made = page(path, *targets, **facts)
    answer = capture(path, offset=offset)
    known = queued(store, path)
    store.settle(known, Settlement(outcome="stored", at=NOW, due=None, captures=(answer,), page=made))
    return made


def queued(store: Store, path: str) -> QueuedLink:
    found = store.find_link(HOME + path)
    assert found is not None
    return found


def dump(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a store holds, read past our own code."""
    if not (folder / STORE_FILE).exists():
        pytest.skip("reads SQLite's own file, and the store is elsewhere")
    with closing(sqlite3.connect(folder / STORE_FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in sorted(names)}


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process and return its number; it never comes back into the test."""
    with warnings.catch_warnings():  # a test runner's own threads do not matter to a child that only runs `work`
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def kept(store: Store, path: str, *, offset: int, **facts: Any) -> Kept:
    """The answer to a link of the store, to be taken apart by "me"."""
    values: dict[str, Any] = {"owner": "me"} | facts
    return Kept(link=queued(store, path), captures=(capture(path, offset=offset, outcome="unread"),), **values)


def unread(store: Store, path: str) -> Unread:
    found = store.unread.find(queued(store, path).id)
    assert found is not None
    return found
