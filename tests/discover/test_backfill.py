"""A range of days: what is asked for it, and what is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scraper.discover import Announced, Findings, Further, archive_links, leads_of, with_range
from scraper.discover.backfill import period_of
from scraper.model import Link
from scraper.site import Site, parse_site

SINCE, UNTIL = date(2021, 2, 10), date(2021, 4, 5)
HOME = "https://paper.example/"
SITEMAP = Link(url=HOME + "sitemap.xml", site="paper", kind="sitemap", found_by="definition")


def site(**discover: Any) -> Site:
    return with_range(parse_site({"home": HOME, "discover": discover}, name="paper"), SINCE, UNTIL)


def left_out(asked: Site, *stories: Announced, further: tuple[str, ...] = ()) -> tuple[list[str], dict[str, int]]:
    found = Findings(form="urlset", stories=stories, further=tuple(Further(HOME + path) for path in further))
    leads = leads_of(found, SITEMAP, asked, url=SITEMAP.url)
    urls = [link.url.removeprefix(HOME) for link in (*leads.stories, *leads.further)]
    return urls, {why: count for why, count in leads.left_out.items() if count}


def test_archives_and_interfaces_are_asked_for_the_range_the_newest_first() -> None:
    links = archive_links(
        site(archives=["/%Y/%m/"], since=date(2019, 1, 1), rest=["/wp-json/"]), today=date(2026, 1, 1)
    )
    archives = [link.url for link in links if link.kind == "listing"]
    assert archives == [f"{HOME}2021/{month}/" for month in ("04", "03", "02")]
    posts = [link for link in links if link.kind == "rest"]
    asked = [
        ("after=2021-03-31T23:59:59", "before=2021-04-06T00:00:00"),
        ("after=2021-02-28T23:59:59", "before=2021-04-01T00:00:00"),
        ("after=2021-02-09T23:59:59", "before=2021-03-01T00:00:00"),
    ]
    assert all(text in link.url for link, texts in zip(posts, asked, strict=True) for text in texts)
    assert all(link.found_on is not None and "after=" not in link.found_on for link in posts)


def test_a_range_without_an_end_asks_nothing_special_of_interfaces() -> None:
    asked = with_range(parse_site({"home": HOME, "discover": {"rest": ["/wp-json/"]}}, name="paper"), SINCE, None)
    assert archive_links(asked, today=UNTIL) == []


def test_stories_that_are_dated_otherwise_are_left_out() -> None:
    urls, why = left_out(
        site(),
        Announced(HOME + "a", published="2021-02-09"),
        Announced(HOME + "b", published="2021-02-10"),
        Announced(HOME + "c", published="2021-04-05T23:00:00+00:00", modified="2025-01-01"),
        Announced(HOME + "d", published="2021-04-06"),
        Announced(HOME + "e", modified="2025-01-01"),
        Announced(HOME + "2021/05/f"),
        Announced(HOME + "2021/04/g"),
        Announced(HOME + "h-201512"),
    )
    assert urls == ["b", "c", "e", "2021/04/g", "h-201512"]
    assert why == {"older than 2021-02-10": 1, "newer than 2021-04-05": 1, "of other days": 1}


def test_sitemaps_of_other_months_and_years_are_not_read() -> None:
    names = ("s-2021-01.xml", "s-2021-02.xml", "s-202104.xml", "s-202105.xml", "2021/s.xml", "2022/s.xml", "s-7.xml")
    urls, why = left_out(site(), further=names)
    assert urls == ["s-2021-02.xml", "s-202104.xml", "2021/s.xml", "s-7.xml"]
    assert why == {"of other days": 3}


@pytest.mark.parametrize(
    ("path", "is_list", "period"),
    [
        ("2021/10/story/", False, (date(2021, 10, 1), date(2021, 10, 31))),
        ("2021/10/09/story/", False, (date(2021, 10, 9), date(2021, 10, 9))),
        ("2020-02-story", False, (date(2020, 2, 1), date(2020, 2, 29))),
        ("2021/02/31/story/", False, None),
        ("2021/10/against-2020-11/", False, None),
        ("story-202110", False, None),
        ("in-2021", False, None),
        ("sitemap-2021.xml", True, (date(2021, 1, 1), date(2021, 12, 31))),
        ("sitemap-2021-1.xml", True, (date(2021, 1, 1), date(2021, 12, 31))),
        ("sitemap-20211009.xml", True, (date(2021, 10, 9), date(2021, 10, 9))),
        ("sitemap.xml", True, None),
    ],
)
def test_the_period_in_an_address(path: str, is_list: bool, period: tuple[date, date] | None) -> None:
    assert period_of(HOME + path, is_list=is_list) == period
