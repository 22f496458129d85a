"""Sitemaps of every kind, right and wrong: their stories come out, in bounded memory, and what cannot be read is counted."""

from __future__ import annotations

import gzip
import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.findings import Announced, Findings, Further
from scraper.discover.sitemaps import MOST_BYTES, guesses, read_sitemap
from scraper.discover.unpack import MOST_LAYERS, PIECE, unpack
from scraper.model import Source
from tests.discover.sitemap_cases import CASES, DAY, HOME, URL, A, index, news, url, urlset


def read(text: str | bytes) -> Findings:
    return read_sitemap(text.encode() if isinstance(text, str) else text, url=URL)


@pytest.mark.parametrize("name", CASES)
def test_a_malformed_sitemap_gives_what_can_be_made_out(name: str) -> None:
    case = CASES[name]
    found = read(case.body)
    assert found.form == case.form
    assert [story.url for story in found.stories] == case.links
    assert [further.url for further in found.further] == [HOME + path for path in case.further]
    if found.stories:
        first = found.stories[0]
        assert (first.title, first.published, first.modified) == (case.title, case.published, case.modified)
    assert any(fault.startswith(case.fault) for fault in found.faults) if case.fault else not found.faults


@pytest.mark.parametrize("name", CASES)
def test_where_a_piece_ends_makes_no_difference(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    whole = read(case.body)
    if whole.form in ("text", "binary", "empty", "html", "json", "rss", "atom"):
        return
    # What an answer is, is told by its beginning: that must lie in the first piece.
    monkeypatch.setattr("scraper.discover.sitemaps._decoded", lambda *_: iter(_in_pieces(name)))
    assert read(case.body) == whole


def _in_pieces(name: str) -> list[str]:
    body, _ = unpack(CASES[name].body, MOST_BYTES)
    encoding = {"UTF-16": "utf-16", "Latin-1 that says UTF-8": "latin-1"}.get(name, "utf-8")
    text = body.decode(encoding)
    root = re.search(r"<(?:\w+:)?(?:urlset|sitemapindex|url)\b[^>]*>|Disallow", text, re.IGNORECASE)
    start = root.end() if root else 20
    return [text[:start], *text[start:]]


@given(st.sampled_from([case.body for case in CASES.values()]), st.data())
def test_no_damage_raises(body: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body)))
    length = data.draw(st.integers(0, 40))
    drawn = st.sampled_from([b"<", b"&", b"]]>", b"<![CDATA[", b"<url>", b"</loc>", b"<loc>", b"<!--", b"\x1f\x8b"])
    found = read(body[:at] + data.draw(st.binary(max_size=8) | drawn) + body[at + length :])
    assert all(story.url.startswith("http") for story in found.stories)
    assert len(set(found.stories)) == len(found.stories)


def test_everything_that_a_news_sitemap_says_of_a_story_comes_out() -> None:
    more = f"<lastmod>2021-10-22</lastmod>{news(date='2021-10-21T13:25:04Z', title='Rain &amp; <![CDATA[x]]>')}"
    assert read(urlset(url("a", more))).stories == (
        Announced(
            A,
            title="Rain &",
            published="2021-10-21T13:25:04+00:00",
            modified="2021-10-22",
            source=Source(name="The Paper"),
            language="en",
        ),
    )


def test_an_index_says_when_its_sitemaps_changed() -> None:
    found = read(index("s1.xml", "s2.xml", more=f"<lastmod>{DAY}</lastmod>"))
    assert found.further == (Further(HOME + "s1.xml", DAY), Further(HOME + "s2.xml", DAY))


def test_a_large_sitemap_costs_what_it_brings() -> None:
    body = gzip.compress(
        urlset(*(url(f"2021/10/story-{n}", f"<lastmod>{DAY}</lastmod>") for n in range(10_000))).encode()
    )
    tracemalloc.start()
    try:
        found = read(body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.stories) == 10_000
    assert peak < 6_000_000, "600 bytes an entry"


def test_what_unpacks_without_end_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.discover.sitemaps.MOST_BYTES", 2_000_000)
    bomb = gzip.compress(urlset(url()).encode() + b" " * 2_000_000)
    tracemalloc.start()
    try:
        found = read(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [story.url for story in found.stories] == [A]
    assert found.faults == {"more than is read: the rest was left out": 1}
    assert peak < 1_500_000


def test_more_entries_than_any_sitemap_may_have_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.discover.sitemaps.MOST_ENTRIES", 100)
    found = read("\n".join(f"{HOME}{number}" for number in range(103)))
    assert len(found.stories) == 100
    assert found.faults == {"entries behind the first 100, left out": 3}


@pytest.mark.parametrize("open_", ["<url>", "<!--", "<url><loc>", "<", "<url><loc><![CDATA["])
def test_time_is_linear_in_what_never_closes(open_: str) -> None:
    assert read("<urlset>" + open_ * (300_000 // len(open_))).form == "urlset"


@given(st.binary(max_size=3 * PIECE), st.integers(1, MOST_LAYERS), st.integers(0, 2 * PIECE))
def test_what_was_packed_is_unpacked(body: bytes, layers: int, limit: int) -> None:
    packed = body
    for _ in range(layers):
        packed = gzip.compress(packed, 1)
    if body.startswith(b"\x1f\x8b"):
        return
    out, fault = unpack(packed, limit)
    assert out == body[:limit]
    assert (fault is not None) == (len(body) > limit)


def test_sitemaps_that_nobody_names_are_looked_for_in_the_usual_places() -> None:
    places = guesses("https://paper.example/de/")
    assert places[0] == "https://paper.example/robots.txt"
    assert "https://paper.example/wp-sitemap.xml" in places
