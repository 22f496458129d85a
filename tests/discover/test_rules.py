"""Addresses by rule, lists of addresses, what pages offer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.archives import archive_addresses, fill, page_address
from scraper.discover.lists import Line, read_lines
from scraper.discover.offers import Offers, offers_of
from scraper.discover.sitemaps import read_sitemap

HOME = "https://paper.example/"


def test_an_archive_has_an_address_for_each_month_the_newest_first() -> None:
    found = list(archive_addresses("/%Y/%m/", since=date(2020, 11, 30), until=date(2021, 2, 1)))
    assert found == ["/2021/02/", "/2021/01/", "/2020/12/", "/2020/11/"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/%Y/", ["/2021/", "/2020/"]),
        ("/archive/%y-%-m-%-d", ["/archive/21-1-1", "/archive/20-12-31"]),
        ("/sitemap?yyyy=%Y&mm=%m&dd=%d", ["/sitemap?yyyy=2021&mm=01&dd=01", "/sitemap?yyyy=2020&mm=12&dd=31"]),
    ],
)
def test_a_pattern_is_as_fine_as_it_says(pattern: str, found: list[str]) -> None:
    assert list(archive_addresses(pattern, since=date(2020, 12, 31), until=date(2021, 1, 1))) == found


days = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(days, st.integers(0, 800), st.sampled_from(["/%Y/", "/%Y/%m/", "/%Y/%-m/%-d", "/%y%m%d"]))
def test_every_day_of_a_range_has_its_address_once(since: date, length: int, pattern: str) -> None:
    until = since + timedelta(days=length)
    found = list(archive_addresses(pattern, since=since, until=until))
    wanted = {fill(pattern, since + timedelta(days=n)) for n in range(length + 1)}
    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_an_empty_range_has_no_addresses() -> None:
    assert not list(archive_addresses("/%Y/", since=date(2021, 1, 2), until=date(2021, 1, 1)))


@pytest.mark.parametrize(
    ("rule", "listing", "address"),
    [
        ("{listing}page/{page}/", HOME + "news/", HOME + "news/page/3/"),
        ("{listing}?page={page}", HOME + "news", HOME + "news?page=3"),
        ("{listing}page/{page}/", HOME + "?s=rain", HOME + "page/3/?s=rain"),
        ("{listing}?page={page}", HOME + "?s=rain", HOME + "?page=3&s=rain"),
        ("/more?offset={offset}", HOME + "news/", HOME + "more?offset=40"),
    ],
)
def test_the_next_page_of_a_listing_is_where_the_rule_puts_it(rule: str, listing: str, address: str) -> None:
    assert page_address(rule, listing=listing, pages=2, step=20) == address


def test_a_list_has_comments_blank_lines_and_bad_lines_with_their_numbers() -> None:
    text = "\ufeff# stories\n\nhttps://paper.example/a  # rain\r\nhttps://paper.example/b#top\nsee below\n/c\n"
    assert list(read_lines(text.splitlines())) == [
        Line(3, HOME + "a", "https://paper.example/a"),
        Line(4, HOME + "b", "https://paper.example/b#top"),
        Line(5, None, "see below"),
        Line(6, None, "/c"),
    ]
    assert [line.url for line in read_lines(["/c"], base=HOME)] == [HOME + "c"]


@given(st.text())
def test_any_text_is_a_list(text: str) -> None:
    numbers = [line.number for line in read_lines(text.splitlines(), base=HOME)]
    assert numbers == sorted(set(numbers))
    read_sitemap(text.encode("utf-8", "replace"), url=HOME)


PAGE = b"""<!doctype html><html><head><base href="/en/">
<link rel="alternate" type="application/rss+xml" title=" The  Paper " href="feed/">
<LINK REL="ALTERNATE" TYPE="application/atom+xml; charset=utf-8" HREF="/atom.xml">
<link rel="alternate" type="application/rss+xml" title="again" href="/en/feed/">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" type="application/json" href="/feed.json">
<link rel="alternate" type="text/xml" href="/oembed.xml">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="feed" href="h-feed"><link rel="alternate" type="application/rss+xml" href="javascript:x">
<link rel="sitemap" type="application/xml" href="/sitemap.xml"><link rel="https://api.w.org/" href="/wp-json/">
<link rel="hub" href="https://hub.example/"></head><body></body></html>"""


def test_a_page_offers_feeds_sitemaps_and_interfaces() -> None:
    assert offers_of(PAGE, url=HOME, headers=[("link", f'<{HOME}sitemap2.xml>; rel="sitemap"')]) == Offers(
        feeds=(
            (HOME + "en/feed/", "The Paper"),
            (HOME + "atom.xml", None),
            (HOME + "feed.json", None),
            (HOME + "en/h-feed", None),
        ),
        sitemaps=(HOME + "sitemap2.xml", HOME + "sitemap.xml"),
        rest=HOME + "wp-json/",
        hubs=("https://hub.example/",),
    )


@given(st.binary(max_size=200))
def test_any_bytes_offer_something_or_nothing(body: bytes) -> None:
    assert isinstance(offers_of(PAGE[:100] + body + PAGE[100:], url=HOME), Offers)
