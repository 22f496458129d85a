"""From the store to files."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

from scraper.export import write_export
from scraper.model import Article
from scraper.store import PageFilter, Settlement, Store, open_store
from tests.store.material import HOME, NOW, capture, link, page, put, queued


def fill(store: Store) -> None:
    put(store, "b", "a", "nowhere", offset=0)
    put(store, "a", "old", "b?utm_source=a", offset=1)
    store.add_links([link("old")], now=NOW)
    store.settle(queued(store, "old"), Settlement(outcome="redirected", at=NOW, due=None, target=HOME + "b"))


def test_json_lines_are_the_bytes_that_are_stored(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        fill(store)
        write_export(store.pages(), format="jsonl", output=tmp_path / "x.jsonl")
        assert (tmp_path / "x.jsonl").read_text("utf-8") == "".join(line + "\n" for line in store.records())


def test_teasers_name_the_stored_page_that_they_lead_to(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        fill(store)
    with open_store(tmp_path, read_only=True) as store:
        write_export(store.pages(), format="csv", output=tmp_path / "x.csv", resolve=store.resolve)
    a, b = (capture(path, offset=offset).id for path, offset in (("a", 1), ("b", 0)))
    with (tmp_path / "x.related.csv").open(encoding="utf-8", newline="") as stream:
        found = [(row["page_id"], row["target_id"]) for row in csv.DictReader(stream)]
    assert found == [(a, b), (a, b), (b, a), (b, "")]


def test_the_order_in_which_pages_were_stored_does_not_matter(tmp_path: Path) -> None:
    made = []
    for number, paths in enumerate(("abc", "cab")):
        with open_store(tmp_path / str(number)) as store:
            for path in paths:
                put(store, path, offset=ord(path))
            summary = write_export(store.pages(), format="csv", output=tmp_path / f"{number}.csv")
        made.append([file.read_bytes() for file in summary.files])
    assert made[0] == made[1]


def correct(store: Store, path: str, *, hours: int, **facts: Any) -> None:
    """Store a later answer of a page."""
    at = NOW + timedelta(hours=hours)
    answer = capture(path, offset=1000 + hours, fetched_at=at)
    store.settle(
        queued(store, path),
        Settlement(outcome="stored", at=at, due=None, captures=(answer,), page=page(path, **facts)),
    )


def test_earlier_versions_come_before_the_page_where_they_are_asked_for(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for offset, path in enumerate("ab"):
            put(store, path, offset=offset)
        for hours in (1, 2):
            correct(store, "a", hours=hours, article=Article(headline=f"Corrected {hours}", published="2026-11-20"))
        last, every = (
            [
                (made.url, made.article.headline)
                for made in store.pages(PageFilter(versions=versions))
                if made.article and made.url
            ]
            for versions in (False, True)
        )
        assert [made.url for made in store.pages(PageFilter(versions=True, site="nowhere"))] == []
    assert last == [(HOME + "a", "Corrected 2"), (HOME + "b", "About b")]
    assert every == [
        (HOME + "a", "About a"),
        (HOME + "a", "Corrected 1"),
        (HOME + "a", "Corrected 2"),
        (HOME + "b", "About b"),
    ]
