"""Coverage of a site that is crawled every day, with an outage in between: held against the truth of the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.coverage import BEFORE, Alarm, Coverage, Facts, alarms, judge
from scraper.crawl import rebuild
from scraper.fetch import SystemClock
from scraper.site import Site, parse_site
from scraper.store import open_store
from tests.crawl.conftest import Crawl
from tests.crawl.site import SmallSite, Story

FIRST = date(2024, 4, 1)  # a Monday
FEED = 10  # entries of the feed


class Evening(SystemClock):
    """A clock that begins late on some day, and then goes as any."""

    def __init__(self, day: date) -> None:
        self._ahead = datetime.combine(day, time(23), UTC) - super().now()

    def now(self) -> datetime:
        return super().now() + self._ahead


def later(days: int) -> date:
    return FIRST + timedelta(days=days)


@dataclass
class Daily:
    """A site that publishes three stories on each weekday and one on each day of the weekend, and its crawls."""

    small: SmallSite
    crawl: Crawl
    data: Path
    published: dict[date, list[Story]] = field(default_factory=dict)
    silent: bool = False

    @property
    def site(self) -> Site:
        discover = {"feeds": "/feed/", "sitemaps": "/sitemap.xml", "article": r"^/\d{4}/", "every": "0 s"}
        return parse_site(self.small.definition | {"discover": discover}, name="small")

    @property
    def truth(self) -> dict[date, int]:
        return {day: len(stories) for day, stories in self.published.items()}

    def live(self, day: date, *, runs: bool = True, answers: bool = True) -> None:
        """Publish the stories of a day; late in the evening the site is crawled."""
        self.published[day] = [self.small.publish() for _ in range(0 if self.silent else 3 if day.weekday() < 5 else 1)]
        for story in self.published[day]:
            page = self.small._article(story, 1).replace("<h1>", f"<time datetime='{day}T09:00:00Z'>{day}</time><h1>")
            self.small.answers[story.path] = (200, {"Content-Type": "text/html"}, page.encode())
        self._announce() if answers else self._fail()
        if runs:
            self.crawl(self.site, self.data, clock=Evening(day))

    def _announce(self) -> None:
        all_ = [(day, story) for day, stories in self.published.items() for story in stories]
        base = self.small.home.rstrip("/")
        items = "".join(
            f"<item><title>{story.title}</title><link>{base}{story.path}</link>"
            f"<pubDate>{format_datetime(datetime.combine(day, time(9), UTC))}</pubDate></item>"
            for day, story in all_[::-1][:FEED]
        )
        feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>"
        urls = "".join(  # its maker has the weekend off
            f"<url><loc>{base}{story.path}</loc></url>" for day, story in all_ if day.weekday() < 5
        )
        sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
        self.small.answers["/feed/"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())
        self.small.answers["/sitemap.xml"] = (200, {"Content-Type": "text/xml"}, sitemap.encode())

    def _fail(self) -> None:
        self.small.answers["/feed/"] = self.small.answers["/sitemap.xml"] = (404, {}, b"no")

    def coverage(self, since: date, until: date) -> tuple[Coverage, list[Alarm]]:
        today = until + timedelta(days=1)
        with open_store(self.data, read_only=True) as store:
            facts = store.coverage.facts("small", since=since, until=until, before=BEFORE)
        covered = judge(facts, since=since, until=until, today=today)
        return covered, alarms(covered, facts, today=today)

    def sightings(self) -> tuple[Facts, Counter[object]]:
        """What the store knows of the first month, and of it what an archive can tell."""
        with open_store(self.data, read_only=True) as store:
            facts = store.coverage.facts("small", since=FIRST, until=later(30), before=BEFORE)
        return facts, Counter({(each.day, each.sources, each.stage): each.count for each in facts.stories})


@pytest.fixture
def daily(small: SmallSite, crawl: Crawl, tmp_path: Path) -> Daily:
    return Daily(small, crawl, tmp_path / "data")


def live(daily: Daily, days: Collection[int], *, out: Collection[int] = (), failing: Collection[int] = ()) -> None:
    for number in days:
        daily.live(later(number), runs=number not in out, answers=number not in failing)


@pytest.mark.slow
def test_an_outage_is_a_gap_with_its_dates_and_every_other_day_is_the_truth(daily: Daily) -> None:
    live(daily, range(19), out=(14, 15, 16))  # Monday to Wednesday
    covered, told = daily.coverage(FIRST, later(18))
    assert [(gap.since, gap.until, gap.cause, gap.is_open) for gap in covered.gaps] == [
        (later(14), later(16), "no run", False)
    ]
    assert [day.day for day in covered.days if day.is_gap] == [later(14), later(15), later(16)]
    for day in covered.days:
        tally = day.tally
        assert (tally.announced, tally.known, tally.fetched, tally.stored) == (daily.truth[day.day],) * 4
        assert (tally.waiting, tally.dropped) == (0, {})
    feed, sitemap = covered.sources
    assert (feed.source.name, sitemap.source.name) == ("feed /feed/", "sitemap /sitemap.xml")
    weekend = sum(count for day, count in daily.truth.items() if day.weekday() >= 5)
    assert (sitemap.missing, sitemap.missed) == (weekend, {feed.source.id: weekend})
    assert feed.only == weekend
    lost = 4 * 3 - FEED  # what has left the feed when it was looked at again
    assert (feed.missing, sitemap.only) == (lost, lost)
    assert told == []


def test_an_outage_in_which_every_look_fails_says_so_and_one_that_lasts_is_an_alarm(daily: Daily) -> None:
    live(daily, range(8), failing=(5, 6, 7))
    covered, told = daily.coverage(FIRST, later(7))
    (gap,) = covered.gaps
    assert (gap.since, gap.until, gap.is_open) == (later(5), later(7), True)
    assert gap.cause.startswith("all 6 looks failed: 6 gone")
    assert [(alarm.kind, alarm.since) for alarm in told] == [("outage", later(5))]


@pytest.mark.slow
def test_a_site_that_is_silent_has_no_gap_but_an_alarm(daily: Daily) -> None:
    live(daily, range(11))
    daily.silent = True
    live(daily, range(11, 15))
    covered, told = daily.coverage(later(5), later(14))
    assert covered.gaps == ()
    assert [(alarm.kind, alarm.since) for alarm in told] == [("silent", later(11)), ("silent", later(11))]
    assert "about 12 stories were expected" in told[0].text


def test_a_store_that_is_made_again_from_the_archive_has_the_same_sightings(daily: Daily) -> None:
    live(daily, range(9), out=(4,), failing=(6,))
    facts, sightings = daily.sightings()
    for path in daily.data.glob("store.sqlite*"):
        path.unlink()
    with (
        open_store(daily.data) as store,
        Archive.open(daily.data / "archive", operator="a", user_agent="b", now=SystemClock().now) as archive,
    ):
        rebuild(store, archive, [daily.site])
    again, seen = daily.sightings()
    assert seen == sightings
    assert [(each.kind, each.url) for each in again.sources] == [(each.kind, each.url) for each in facts.sources]
    looks = [(look.source, look.day, look.outcome, look.announced, look.first) for look in facts.looks]
    assert [(look.source, look.day, look.outcome, look.announced, look.first) for look in again.looks] == looks
