"""Stored articles are asked for again: by their age, and when a way in says that they have changed. What has is a version."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.archive import Archive
from scraper.crawl import SiteReport, rebuild, reclean
from scraper.fetch import SystemClock
from scraper.site import Site, parse_site
from scraper.store import History, open_store
from tests.cli.command import run
from tests.crawl.conftest import Crawl
from tests.crawl.site import TEXT, SmallSite, Story

DAY_0 = datetime(2024, 5, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
At = Callable[[timedelta], SiteReport]


def site_of(small: SmallSite, *, share: float = 0.9, **discover: Any) -> Site:
    """The small site, found by its feed alone, each time that it is crawled."""
    keys = {"feeds": "/feed/", "article": r"^/\d{4}/", "every": "0 s"} | discover
    return parse_site({**small.definition, "discover": keys, "revisit": {"share": share}}, name="small")


@pytest.fixture
def at(small: SmallSite, crawl: Crawl, tmp_path: Path) -> At:
    """Crawl the small site a while after its first story was published."""
    return lambda age: crawl(site_of(small), tmp_path, now=DAY_0 + age)


def history(data: Path, small: SmallSite, story: Story) -> History:
    with open_store(data, read_only=True) as store:
        found = store.histories.find(small.home.rstrip("/") + story.path)
    assert found is not None
    return found


def told(data: Path, small: SmallSite, story: Story) -> list[tuple[str, ...]]:
    return [version.changes for version in history(data, small, story).versions]


def put(small: SmallSite, path: str, body: str, status: int = 200, **headers: str) -> None:
    small.answers[path] = (status, {"Content-Type": "text/html", **headers}, body.encode())


def test_a_young_article_comes_back_by_its_age_and_an_old_one_does_not(small: SmallSite, at: At) -> None:
    story = small.publish()
    assert at(timedelta(minutes=10)).outcomes["stored"] == 1
    found = {
        age: at(age * HOUR).outcomes["unchanged"] for age in (0.5, 1, 2, 6, 12, 24, 24 * 6, 24 * 7, 24 * 30, 24 * 60)
    }
    assert found == {0.5: 0, 1: 1, 2: 0, 6: 1, 12: 0, 24: 1, 24 * 6: 0, 24 * 7: 1, 24 * 30: 1, 24 * 60: 0}
    assert small.counts()[story.path] == 6


def test_a_correction_is_a_version_and_other_teasers_are_none(small: SmallSite, at: At, tmp_path: Path) -> None:
    story = small.publish()
    at(timedelta(minutes=10))
    small.publish()  # the first page shows it as a teaser from now on
    assert at(HOUR).outcomes["unchanged"] == 1
    story.parts[0] += " It had been said that it was five hours."
    report = at(6 * HOUR)
    assert report.outcomes["changed"] == 1
    assert report.articles == 0, "it is no new article"
    assert told(tmp_path, small, story) == [(), ("body",)]
    known = history(tmp_path, small, story)
    assert [version.since for version in known.versions] == [DAY_0 + timedelta(minutes=10), DAY_0 + 6 * HOUR]
    assert known.versions[0].until == DAY_0 + HOUR
    ended = run("versions", small.home.rstrip("/") + story.path, "--data", tmp_path, "--diff")
    assert "{+It had been said that it was five hours.+}" in ended.out
    rows = run("versions", small.home.rstrip("/") + story.path, "--data", tmp_path, "--json", "--diff").out.splitlines()
    assert [json.loads(row)["changes"] for row in rows] == [[], ["body"]]
    assert json.loads(rows[1])["record"]["article"]["text"].endswith("five hours.")


def test_teasers_are_known_with_the_time_for_which_they_were_shown(small: SmallSite, at: At, tmp_path: Path) -> None:
    story, other, third = (small.publish() for _ in range(3))
    at(timedelta(minutes=10))
    small.stories.remove(other)
    at(HOUR)
    with open_store(tmp_path) as store, store._db.read() as connection:
        from sqlalchemy import text

        rows = "SELECT title, first_seen, {} FROM {} JOIN pages ON pages.id = page_id WHERE pages.url LIKE :story"
        wanted = {"story": f"%{story.path}"}
        former = connection.execute(text(rows.format("last_seen", "former_items")), wanted).all()
        shown = connection.execute(text(rows.format("fetched_at", "related_items")), wanted).all()
    assert [(row[0], row[1][:16], row[2][:16]) for row in former] == [
        (other.title, "2024-05-01T00:10", "2024-05-01T00:10")
    ]
    assert (third.title, "2024-05-01T00:10", "2024-05-01T01:00") in [
        (row[0], row[1][:16], row[2][:16]) for row in shown
    ]


def test_a_page_that_vanishes_is_gone_since_then_and_its_record_stays(small: SmallSite, at: At, tmp_path: Path) -> None:
    story = small.publish()
    at(timedelta(minutes=10))
    put(small, story.path, "<h1>Nothing here</h1>", 410)
    assert at(HOUR).outcomes["gone"] == 1
    assert at(6 * HOUR).outcomes["gone"] == 1, "a server may have been broken: its plan goes on"
    known = history(tmp_path, small, story)
    assert known.gone_at == DAY_0 + HOUR
    assert known.versions[-1].page.article is not None
    del small.answers[story.path]
    assert at(DAY).outcomes["unchanged"] == 1
    assert history(tmp_path, small, story).gone_at is None


@pytest.mark.parametrize("is_found", [True, False], ids=["and found there", "and not found there"])
def test_a_page_that_moves_is_one_article_at_its_new_place(
    small: SmallSite, at: At, tmp_path: Path, is_found: bool
) -> None:
    story = small.publish()
    at(timedelta(minutes=10))
    story.parts[0] += " Corrected."
    at(HOUR)
    old, new = story.path, "/2024/05/a-better-name/"
    put(small, new, small._article(story, 1) + "<!-- here -->")
    put(small, old, "", 301, Location=new)
    if is_found:
        put(small, "/feed/", f"<rss><channel><item><link>{new}</link></item></channel></rss>")
    at(6 * HOUR)
    with open_store(tmp_path) as store:
        assert [page.url for page in store.pages()] == [small.home.rstrip("/") + new]
        before = store.find_link(small.home.rstrip("/") + old)
    assert told(tmp_path, small, story) == [(), ("body",)], "its old address leads to its whole past"
    assert before is not None
    assert (before.due is None) is is_found, "one link sees to it from now on"
    story.parts[0] += " Again."
    put(small, new, small._article(story, 1))
    at(DAY + HOUR)
    assert told(tmp_path, small, story) == [(), ("body",), ("body",)]
    cleaned_again(small, tmp_path)


def test_an_article_of_several_pages_that_moves_has_each_page_once(small: SmallSite, at: At, tmp_path: Path) -> None:
    story = small.publish(TEXT, "The second page.", "The third page.")
    at(timedelta(minutes=10))
    before = history(tmp_path, small, story).versions[-1].page
    new = "/2024/05/a-better-name/"
    for number, part in enumerate(("", "2/", "3/"), 1):
        put(small, new + part, small._article(story, number).replace(story.path, new))
        put(small, story.path + part, "", 301, Location=new + part)
    put(small, "/feed/", f"<rss><channel><item><link>{new}</link></item></channel></rss>")
    at(6 * HOUR)
    known = history(tmp_path, small, story)
    assert known.url.endswith(new)
    assert [version.changes for version in known.versions] == [()]
    assert before.article is not None
    assert known.versions[-1].page.article == before.article
    cleaned_again(small, tmp_path)


def cleaned_again(small: SmallSite, data: Path) -> None:
    """Check that what the store knows follows from the archive: cleaned again, and made anew."""
    before = everything(data)
    with open_store(data) as store, open_archive(data) as archive:
        reclean(store, archive, {"small": site_of(small)})
    assert everything(data) == before
    for path in data.glob("store.sqlite*"):
        path.unlink()
    with open_store(data) as store, open_archive(data) as archive:
        rebuild(store, archive, [site_of(small)])
    assert everything(data) == before


def open_archive(data: Path) -> Archive:
    return Archive.open(data / "archive", operator="a", user_agent="b", now=SystemClock().now)


def everything(data: Path) -> list[History | None]:
    with open_store(data, read_only=True) as store:
        return [store.histories.find(page.url or "") for page in store.pages()]


def test_versions_follow_from_the_archive(small: SmallSite, at: At, tmp_path: Path) -> None:
    first, parted = small.publish(), small.publish(TEXT, "The second page.", "The third page.")
    at(timedelta(minutes=10))
    for hours, text in ((1, " One."), (6, ""), (25, " Two.")):
        first.parts[0] += text
        parted.parts[2] += text
        at(hours * HOUR)
    assert told(tmp_path, small, first) == [(), ("body",), ("body",)]
    assert told(tmp_path, small, parted) == [(), ("body",), ("body",)], "what changes on its last page changes it"
    cleaned_again(small, tmp_path)


def test_a_wall_in_its_place_leaves_an_article_as_it_was(small: SmallSite, at: At, tmp_path: Path) -> None:
    story = small.publish()
    at(timedelta(minutes=10))
    put(small, story.path, "<html><body></body></html>")
    assert at(HOUR).outcomes["kept"] == 1
    put(small, story.path, "", 301, Location="/")
    assert at(6 * HOUR).outcomes["gone"] == 1, "a front page is no story"
    assert told(tmp_path, small, story) == [()]
    assert history(tmp_path, small, story).url.endswith(story.path)


def test_an_address_that_leads_to_another_story_is_gone(small: SmallSite, at: At, tmp_path: Path) -> None:
    story, other = small.publish(), small.publish()
    at(timedelta(minutes=10))
    put(small, story.path, "", 301, Location=other.path)
    assert at(HOUR).outcomes["gone"] == 1
    assert history(tmp_path, small, story).gone_at == DAY_0 + HOUR
    assert told(tmp_path, small, other) == [()]
    cleaned_again(small, tmp_path)


def test_what_a_sitemap_dates_anew_or_names_no_more_is_asked_for(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    stories = [small.publish() for _ in range(8)]

    def sitemap(*, without: int | None = None, **days: str) -> None:
        entries = (
            f"<url><loc>{small.home.rstrip('/')}{story.path}</loc><lastmod>{days.get(f's{story.number}', '2024-01-01')}</lastmod></url>"
            for story in stories
            if story.number != without
        )
        put(small, "/s.xml", f"<urlset>{''.join(entries)}</urlset>")

    site = site_of(small, feeds=(), sitemaps="/s.xml")
    late = DAY_0 + 90 * DAY  # their plan is over
    sitemap()
    crawl(site, tmp_path, now=late)
    with open_store(tmp_path) as store:
        assert store.forget_failed("small", ["stored"], now=late + 40 * DAY) == 8
    small.asked.clear()
    crawl(site, tmp_path, now=late + 40 * DAY)
    small.asked.clear()
    crawl(site, tmp_path, now=late + 90 * DAY)
    assert not [path for path in small.asked if path.startswith("/2024/")]
    sitemap(s2=(late + 90 * DAY + HOUR).isoformat())
    stories[2].parts[0] += " Corrected."
    small.asked.clear()
    assert crawl(site, tmp_path, now=late + 91 * DAY).outcomes["changed"] == 1
    assert [path for path in small.asked if path.startswith("/2024/")] == [stories[2].path]
    sitemap(without=4)
    put(small, stories[4].path, "gone", 404)
    small.asked.clear()
    assert crawl(site, tmp_path, now=late + 92 * DAY).outcomes["gone"] == 1
    assert [path for path in small.asked if path.startswith("/2024/")] == [stories[4].path]
    stories.pop(4)
    sitemap(without=5)
    put(small, "/2024/05/moved/", small._article(stories[4], 1))
    put(small, stories[4].path, "", 301, Location="/2024/05/moved/")
    crawl(site, tmp_path, now=late + 93 * DAY)
    assert history(tmp_path, small, stories[4]).url.endswith("/2024/05/moved/")
    with open_store(tmp_path, read_only=True) as store:
        source = store.find_link(small.home + "s.xml")
    assert source is not None
    assert (source.claims_kept, source.claims_broken) == (3, 0)


def test_a_sitemap_that_dates_everything_anew_each_time_is_not_believed_for_long(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    stories = [small.publish() for _ in range(3)]
    site = site_of(small, feeds=(), sitemaps="/s.xml")
    revisits = []
    for day in range(60, 66):
        now = DAY_0 + day * DAY
        entries = (
            f"<url><loc>{small.home.rstrip('/')}{s.path}</loc><lastmod>{now.isoformat()}</lastmod></url>"
            for s in stories
        )
        put(small, "/s.xml", f"<urlset>{''.join(entries)}</urlset>")
        revisits.append(crawl(site, tmp_path, now=now + HOUR).outcomes["unchanged"])
    assert revisits[1] == 3
    assert revisits[-1] == 0


def test_revisits_have_their_share_of_a_run_and_come_behind_what_is_new(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    for _ in range(60):
        small.publish()
    site = site_of(small, share=0.1, feeds=(), listings="/", next="a.next", pages=50)
    late = DAY_0 + 100 * DAY
    assert crawl(site, tmp_path, now=late).outcomes["stored"] >= 60
    new = small.publish()
    report = crawl(site, tmp_path, now=late + 2 * HOUR)
    assert 20 <= report.outcomes["unchanged"] < 30
    asked = [path for path in small.asked if path.startswith("/2024/")]
    assert asked.index(new.path) < len(asked) - report.outcomes["unchanged"]


def test_an_article_with_a_validator_is_asked_for_by_it(small: SmallSite, at: At, tmp_path: Path) -> None:
    story = small.publish()
    put(small, story.path, small.answer(story.path, None)[2].decode(), ETag='"a"')
    at(timedelta(minutes=10))
    assert at(HOUR).outcomes["not_modified"] == 2, "the feed and the story"
    put(small, story.path, small.answer(story.path, None)[2].decode().replace("Tuesday", "Monday"), ETag='"b"')
    assert at(6 * HOUR).outcomes["changed"] == 1
    assert told(tmp_path, small, story) == [(), ("body",)]


def test_a_source_that_says_304_for_ever_is_asked_for_everything_now_and_then(small: SmallSite, at: At) -> None:
    small.etags = True
    small.publish()
    at(HOUR)
    lied = small.answer("/feed/", '"1"')
    assert lied[0] == 304
    put(small, "/feed/", small._feed(), ETag='"lie"')
    at(2 * HOUR)
    new = small.publish()
    put(small, "/feed/", small._feed(), ETag='"lie"')
    for hours in range(3, 13):
        at(hours * HOUR)
    assert new.path in small.asked
