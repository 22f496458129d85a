"""Ways in, in a crawl: each alone finds every story, asks no more than it must, and says what it left out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.site import Site, parse_site
from scraper.store import open_store
from tests.crawl.conftest import Crawl
from tests.crawl.site import SmallSite

XML = {"Content-Type": "application/xml"}


def alone(small: SmallSite, **keys: Any) -> Site:
    """Return the site with these ways in, and no other."""
    table = small.definition
    own = {"article": r"^/\d{4}/", "next": "a.next", "every": "0 s"}
    return parse_site({**table, "discover": own | keys}, name="small")


def put(small: SmallSite, path: str, body: str, **headers: str) -> None:
    small.answers[path] = (200, {**XML, **headers}, body.encode())


def urlset(small: SmallSite, *paths: str) -> str:
    home = small.home.rstrip("/")
    return f"<urlset>{''.join(f'<url><loc>{home}{path}</loc></url>' for path in paths)}</urlset>"


def ended(data: Path, url: str) -> tuple[str | None, str | None]:
    """Return how the last try of a link ended: outcome and reason."""
    with open_store(data, read_only=True) as store:
        link = store.find_link(url, "small")
    assert link is not None
    return link.outcome, link.reason


def test_sitemaps_are_found_by_robots_txt_and_read_when_they_change(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    stories = [small.publish() for _ in range(4)]
    today = datetime.now(UTC).date().isoformat()
    old, new = (f"<lastmod>{day}</lastmod>" for day in ("2024-01-01", today))
    put(small, "/robots.txt", f"User-agent: *\nDisallow: /x\nSitemap: {small.home}s.xml\n", ETag='"r"')
    index = "<sitemapindex>{}</sitemapindex>".format(
        "".join(
            f"<sitemap><loc>{small.home}{name}.xml</loc>{day}</sitemap>" for name, day in (("s1", old), ("s2", new))
        )
    )
    put(small, "/s.xml", index, ETag='"i"')
    put(small, "/s1.xml", urlset(small, *(story.path for story in stories[:2])), ETag='"1"')
    put(small, "/s2.xml", urlset(small, stories[2].path, "/about/"), ETag='"2"')
    site = alone(small, sitemaps="/robots.txt")
    assert crawl(site, tmp_path).articles == 3
    assert ended(tmp_path, small.home + "s2.xml") == ("read", "left out: 1 skipped")

    put(small, "/s2.xml", urlset(small, stories[2].path, stories[3].path), ETag='"3"')
    small.asked.clear()
    assert crawl(site, tmp_path).articles == 0
    assert small.asked == ["/robots.txt", "/s.xml"], (
        "what robots.txt names is looked at whether that has changed or not"
    )
    put(small, "/robots.txt", f"Sitemap: {small.home}s.xml\n", ETag='"r2"')
    put(small, "/s.xml", index, ETag='"i2"')
    small.asked.clear()
    assert crawl(site, tmp_path).articles == 1
    assert "/s2.xml" in small.asked
    assert "/s1.xml" not in small.asked, "its index says that it is as it was"


def test_indexes_that_lead_in_a_circle_end(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    for name, other in (("s1", "s2"), ("s2", "s3"), ("s3", "s1")):
        put(
            small, f"/{name}.xml", f"<sitemapindex><sitemap><loc>{small.home}{other}.xml</loc></sitemap></sitemapindex>"
        )
    crawl(alone(small, sitemaps="/s1.xml"), tmp_path)
    assert sorted(small.asked) == ["/.well-known/tdmrep.json", "/robots.txt", "/s1.xml", "/s2.xml", "/s3.xml"]


def test_an_index_that_leads_back_to_robots_txt_ends(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    put(small, "/robots.txt", f"Sitemap: {small.home}s.xml\n")
    put(
        small,
        "/s.xml",
        f"<sitemapindex>{''.join(f'<sitemap><loc>{small.home}{name}</loc></sitemap>' for name in ('robots.txt', 's.xml'))}</sitemapindex>",
    )
    crawl(alone(small, sitemaps="/robots.txt"), tmp_path)
    assert small.asked.count("/s.xml") == 1


def test_a_feed_is_read_page_by_page_as_far_as_it_is_wanted(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(4)]
    generator = "<generator>https://wordpress.org/?v=6.1</generator>"
    for number, story in enumerate(stories, 1):
        items = f"<item><link>{story.path}</link></item>"
        path = "/feed/" if number == 1 else f"/feed/?paged={number}"
        put(small, path, f"<rss><channel>{generator}{items}</channel></rss>")
    assert crawl(alone(small, feeds="/feed/"), tmp_path / "one").articles == 1
    assert crawl(alone(small, feeds="/feed/", feed_pages=3), tmp_path / "three").articles == 3
    assert crawl(alone(small, feeds="/feed/", feed_pages=99), tmp_path / "all").articles == 4
    small.asked.clear()
    crawl(alone(small, feeds="/feed/", feed_pages=99), tmp_path / "all")
    assert small.asked == ["/feed/"]


def test_a_feed_that_was_named_as_a_sitemap_has_no_more_pages_than_feeds_have(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    generator = "<generator>https://wordpress.org/?v=6.1</generator>"
    put(small, "/feed/", f"<rss><channel>{generator}<item><link>{small.publish().path}</link></item></channel></rss>")
    assert crawl(alone(small, sitemaps="/feed/"), tmp_path).articles == 1
    assert not [path for path in small.asked if "paged" in path]


def test_posts_of_wordpress_are_read_page_by_page(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(3)]
    site = alone(small, rest="/wp-json/", skip="/wp-json/")
    start = "/wp-json/wp/v2/posts?per_page=100&page=1"
    crawl(site, tmp_path)
    first = next(path for path in small.asked if path.startswith(start))
    for number, story in enumerate(stories, 1):
        body = json.dumps([{"link": small.home.rstrip("/") + story.path, "date_gmt": "2024-05-01T10:00:00"}])
        small.answers[first.replace("page=1&", f"page={number}&")] = (200, {"X-WP-TotalPages": "3"}, body.encode())
    assert crawl(site, tmp_path / "again").articles == 3


def test_an_interface_is_read_by_the_definitions_paths(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(3)]
    for number, story in enumerate(stories):
        small.answers[f"/api?from={number}"] = (200, {}, json.dumps({"hits": [{"path": story.path}]}).encode())
    small.answers["/api?from=3"] = (200, {}, b'{"hits": []}')
    rules = {"url": "/api?from={offset}", "step": 1, "items": "hits[*]", "link": "path"}
    assert crawl(alone(small, api={"stories": rules}), tmp_path).articles == 3


def test_archives_are_read_once_and_the_newest_again(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    small.publish()
    today = datetime.now(UTC).date()
    before = (today.replace(day=1) - timedelta(days=40)).replace(day=1)
    paths = {f"/archive/{day:%Y/%m}/" for day in (before, today)}
    for path in paths:
        small.answers[path] = (200, {"Content-Type": "text/html"}, small.answer("/", None)[2])
    site = alone(small, archives="/archive/%Y/%m/", since=before)
    assert crawl(site, tmp_path).articles == 1
    assert paths <= set(small.asked)
    small.asked.clear()
    crawl(site, tmp_path)
    assert f"/archive/{today:%Y/%m}/" in small.asked
    assert f"/archive/{before:%Y/%m}/" not in small.asked


def test_pages_of_a_listing_are_counted_by_rule_until_one_brings_nothing(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    for _ in range(12):
        small.publish()
    site = alone(small, listings="/", next="a.none", next_address="{listing}page/{page}/", pages=50)
    assert crawl(site, tmp_path).articles == 12
    assert [path for path in small.asked if "page" in path] == ["/page/2/", "/page/3/", "/page/4/"]


def test_what_a_way_dates_before_the_first_day_is_not_asked_for(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    for _ in range(3):
        small.publish()
    assert crawl(alone(small, feeds="/feed/", since="2024-05-02"), tmp_path).articles == 2
    assert ended(tmp_path, small.home + "feed/") == ("read", "left out: 1 older than 2024-05-02")


@pytest.mark.parametrize(
    ("key", "body", "outcome", "reason"),
    [
        (
            "feeds",
            "<html><link rel=alternate type=application/rss+xml href=/feed/></html>",
            "not_feed",
            "is a page; it offers ",
        ),
        ("feeds", "", "not_feed", "is empty"),
        ("sitemaps", "<html><body>x</body></html>", "not_sitemap", "is a page"),
        ("sitemaps", "{}", "not_sitemap", "is JSON"),
        ("rest", '{"code": "rest_disabled"}', "not_api", "is JSON; the server says: rest_disabled"),
    ],
)
def test_an_answer_that_is_something_else_is_named(
    small: SmallSite, crawl: Crawl, tmp_path: Path, key: str, body: str, outcome: str, reason: str
) -> None:
    site = alone(small, **{key: "/wp/v2/broken"})
    crawl(site, tmp_path)
    asked = small.asked[-1]
    small.answers[asked] = (200, {}, body.encode())
    report = crawl(site, tmp_path / "again")
    assert report.outcomes[outcome] == 1
    assert (ended(tmp_path / "again", small.home.rstrip("/") + asked)[1] or "").startswith(reason)
