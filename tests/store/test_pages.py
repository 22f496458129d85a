"""Records: stored as they are, replaced, found, handed out in one order."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.model import Article, CleanedPage, RelatedItem
from scraper.record import to_json
from scraper.store import PageFilter, Store, open_store
from scraper.store.pages import day_of
from scraper.store.types import key_of
from scraper.urls import normalize_url
from tests.records import cleaned_pages
from tests.store.material import HOME, HOUR, NOW, SITE, capture, page, put

NUMBERS = count()


@given(made=st.lists(cleaned_pages(), min_size=1, max_size=3, unique_by=lambda made: normalize_url(made.url or "")))
def test_any_page_comes_back_as_it_was_stored(
    made: list[CleanedPage], tmp_path_factory: pytest.TempPathFactory
) -> None:
    number = next(NUMBERS)
    site = f"site-{number}.example"
    answers = [capture("x", site=site, file=f"{number}.warc.gz", offset=n) for n in range(len(made))]
    expected = {answer.id: replace(each, id=answer.id) for each, answer in zip(made, answers, strict=True)}
    with open_store(tmp_path_factory.getbasetemp() / "pages") as store:
        for each, answer in zip(made, answers, strict=True):
            store.add_capture(answer)
            assert store.histories.replace([(each, answer)])
            assert not store.histories.replace([(each, answer)])
        stored = list(store.pages(PageFilter(site=site)))
        lines = list(store.records(PageFilter(site=site)))
        assert {each.id: each for each in stored} == expected
        assert sorted(lines) == sorted(map(to_json, expected.values()))
        days = [day_of(each.article.published if each.article else None, NOW) for each in stored]
        assert days == sorted(days)
        for each in expected.values():
            assert each.url is not None
            assert store.find_page(each.url, site) == each
            assert [entry.item for entry in store.promoted_by(each.url, site)] == list(each.related)
            for item in each.related:
                if item.url:
                    assert (each.url, item) in [(on.page.url, on.item) for on in store.promoted_on(item.url, site)]


def test_records_come_by_site_then_day_then_address(store: Store) -> None:
    def dated(path: str, published: str | None, offset: int) -> None:
        put(store, path, offset=offset, article=Article(published=published))

    dated("z", "2026-11-20", 0)
    dated("a", "2026-11-21T00:30:00+09:00", 1)  # still the 20th in UTC, but the page says the 21st
    dated("b", "2026-11-20T23:59:59-11:00", 2)
    dated("undated", None, 3)
    dated("odd", "yesterday", 4)
    elsewhere = capture("a", site="a.example", offset=5)
    store.add_capture(elsewhere)
    store.histories.replace([(page("a"), elsewhere)])
    paths = [(each.url or "").removeprefix(HOME) for each in store.pages()]
    assert paths == ["a", "b", "z", "a", "odd", "undated"]
    assert [json.loads(line)["url"] for line in store.records()] == [HOME + path for path in paths]


def test_only_the_pages_that_are_asked_for_come(store: Store) -> None:
    put(store, "a", offset=0, article=Article(published="2026-11-01"))
    put(store, "b", offset=1, article=Article(published="2026-11-02T23:00:00-05:00"))
    put(store, "c", offset=2, article=None, page_type="listing")
    assert store.find_page(HOME + "c") is not None

    def urls(**conditions: object) -> str:
        return "".join((each.url or "")[-1] for each in store.pages(PageFilter(**conditions)))  # type: ignore[arg-type]

    assert urls() == "abc"
    assert urls(site=SITE) == "abc"
    assert urls(site="other.example") == ""
    assert urls(page_type="article") == "ab"
    assert urls(page_type="listing") == "c"
    assert urls(since=date(2026, 11, 2)) == "bc"
    assert urls(until=date(2026, 11, 2)) == "ab"
    assert urls(since=date(2026, 11, 2), until=date(2026, 11, 2)) == "b"
    assert urls(since=NOW.date(), until=NOW.date()) == "c", "undated pages count by the day of their fetch"


def test_a_page_is_found_by_any_address_that_leads_to_it(store: Store) -> None:
    put(store, "new", offset=0, canonical_url="https://m.news.example/new")
    for url in (HOME + "new", HOME + "new?utm_source=x#top", "https://m.news.example/new"):
        found = store.find_page(url)
        assert found is not None
        assert found.url == HOME + "new"
    assert store.find_page(HOME + "newer") is None
    assert store.find_page(HOME + "new", "other.example") is None


def test_records_are_a_snapshot_whatever_is_written_meanwhile(store: Store) -> None:
    for number in range(250):
        put(store, f"{number:03}", offset=number)
    records = store.records()
    first = next(records)
    put(store, "999", offset=999)
    assert len([first, *records]) == 250
    assert len(list(store.records())) == 251


def test_text_that_no_data_base_takes_is_stored_without_it(store: Store) -> None:
    odd = RelatedItem(position=0, title="\ud83d half\x00", url=HOME + "\udc80")
    put(store, "a", offset=0, article=Article(headline="\ud800\x00 x"), related=(odd,))
    stored = store.find_page(HOME + "a")
    assert stored is not None
    assert stored.article == Article(headline="\ufffd\x00 x")
    assert [entry.item.title for entry in store.promoted_by(HOME + "a")] == ["\ufffd half\ufffd"]


@given(
    st.text(max_size=30) | st.text("https://news.example/?=&%#abc\u00e4", max_size=60), st.text("abc123", max_size=5)
)
def test_a_key_is_bounded_storable_and_the_same_for_all_spellings(url: str, tail: str) -> None:
    key = key_of(url)
    assert len(key) <= 700
    key.encode()
    assert key_of(url) == key_of(normalize_url(url))
    long = "https://news.example/" + "x" * 600 + tail
    assert key_of(long + "a") != key_of(long + "b")
    assert key_of(long + "#top") == key_of(long + "?utm_source=x")


def test_the_day_of_a_page_is_the_one_it_names() -> None:
    late = NOW.replace(hour=23) + HOUR  # the 25th in UTC
    assert day_of("2026-11-20T23:30:00-08:00", late) == "2026-11-20"
    assert day_of("2026-11-20", late) == "2026-11-20"
    assert [day_of(odd, late) for odd in (None, "", "2026", "20 November")] == ["2026-11-25"] * 4
