"""When a site is crawled: never too early, once for all that was missed, not in quiet hours."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.due import FLOOR, PAUSES, Crawl, Due, due, is_late, is_quiet
from scraper.site import Site, parse_site
from tests.conftest import ROOT

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def a_site(name: str = "x", *, look: str | None = "30 min", **schedule: Any) -> Site:
    """A site whose feeds are looked at every `look`, with a schedule."""
    return parse_site(
        {"home": "https://x.org/", "discover": {"every": look} if look else {}, "schedule": schedule}, name=name
    )


def ended(started: datetime, end: Any = "done", took: timedelta = MINUTE) -> Crawl:
    return Crawl(started=started, ended=None if end == "killed" else started + took, end=end)


def when(site: Site, *past: Crawl, now: datetime = NOW, next_link: datetime | None = None) -> Due:
    return due(site, past, next_link=next_link, now=now)


SCHEDULES = st.sampled_from(
    [
        {"every": "1 min"},
        {"every": "6 h", "jitter": "1 h"},
        {"cron": "15 */2 * * *", "zone": "America/New_York"},
        {"cron": "30 2 * * *", "zone": "America/New_York", "jitter": "20 min"},
        {"cron": "@hourly", "quiet": "23:00-06:00"},
        {"every": "30 min", "quiet": ["23:00-06:00", "12:00-12:30"], "zone": "Australia/Lord_Howe"},
        {},
        {"jitter": "5 min"},
    ]
)
SITES = st.builds(lambda name, schedule: a_site(name, **schedule), st.text("abc", min_size=1, max_size=3), SCHEDULES)
MOMENTS = st.integers(0, 365 * 24 * 60 * 60).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(SITES, MOMENTS, st.timedeltas(timedelta(0), 40 * DAY))
def test_what_was_crawled_is_not_due_again_before_its_time(site: Site, started: datetime, passed: timedelta) -> None:
    found = due(site, [ended(started)], next_link=None, now=started + passed)
    rules = site.schedule
    if rules.cron is None:
        assert found.at >= started + (rules.every or FLOOR)
    assert found.at > started
    # What it says before the time is what it says at the time.
    if found.at > started + passed:
        assert due(site, [ended(started)], next_link=None, now=found.at) == found or rules.quiet


@given(SITES, MOMENTS, st.timedeltas(DAY, 400 * DAY))
def test_after_a_pause_one_crawl_makes_up_for_all_that_was_missed(
    site: Site, started: datetime, pause: timedelta
) -> None:
    now = started + pause
    missed = due(site, [ended(started)], next_link=None, now=now)
    if site.schedule.quiet and is_quiet(site, now):
        now = missed.at
    if missed.at > now:
        return  # a tick a day that has not come yet
    then = due(site, [ended(now), ended(started)], next_link=None, now=now + timedelta(seconds=1))
    assert then.at > now
    if site.schedule.every:
        assert then.at >= now + site.schedule.every


@given(SITES, MOMENTS, st.integers(0, 3), st.timedeltas(timedelta(0), 3 * DAY))
def test_no_crawl_starts_in_quiet_hours(site: Site, started: datetime, kills: int, passed: timedelta) -> None:
    past = [ended(started, "killed")] * kills
    found = due(site, past, next_link=None, now=started + passed)
    assert not is_quiet(site, max(found.at, started + passed))


@given(st.sampled_from(["*/30 * * * *", "0 * * * *"]), MOMENTS, st.integers(0, 90))
def test_followed_tick_by_tick_all_crawls_are_as_far_apart_as_the_ticks(
    cron: str, begin: datetime, minutes: int
) -> None:
    site = a_site(cron=cron, jitter=f"{minutes} min")
    starts = [due(site, [ended(begin)], next_link=None, now=begin).at]
    for _ in range(5):
        starts.append(due(site, [ended(starts[-1])], next_link=None, now=starts[-1]).at)
    assert {later - earlier for earlier, later in pairwise(starts)} == {HOUR / (2 if "/" in cron else 1)}


@pytest.mark.parametrize("begin", [datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 10, 31, 12, tzinfo=UTC)])
def test_a_tick_of_the_night_comes_once_on_the_days_that_change_their_offset(begin: datetime) -> None:
    for time in ("30 1 * * *", "30 2 * * *"):
        site, now, starts = a_site(cron=time, zone="America/New_York"), begin, [begin]
        for _ in range(3 * 24 * 12):
            now += 5 * MINUTE
            if due(site, [ended(starts[-1])], next_link=None, now=now).at <= now:
                starts.append(now)
        assert len(starts) == 1 + 3


def test_jitter_differs_by_site_and_stays_as_it_is() -> None:
    moments = [
        when(a_site(f"site-{n}", cron="@hourly", jitter="30 min"), ended(NOW - 5 * MINUTE)).at for n in range(50)
    ]
    assert len(set(moments)) == 50
    assert all(NOW <= moment < NOW + 1.5 * HOUR for moment in moments)
    assert max(moments) - min(moments) > 20 * MINUTE
    again = [when(a_site(f"site-{n}", cron="@hourly", jitter="30 min"), ended(NOW - 5 * MINUTE)).at for n in range(50)]
    assert moments == again


def test_a_site_that_was_never_crawled_is_due_at_once() -> None:
    rules: dict[str, str]
    for rules in ({}, {"every": "6 h"}, {"cron": "@yearly"}):
        assert when(a_site(**rules)) == Due(at=NOW, why="never crawled")
    assert when(a_site(quiet="11:00-13:00")).at == NOW + HOUR


def test_without_a_schedule_links_say_when_between_the_floor_and_the_definitions_time() -> None:
    site, last = a_site(look="2 h"), ended(NOW - MINUTE)
    assert when(site, last).at == last.started + 2 * HOUR
    assert when(site, last, next_link=NOW - HOUR).at == last.started + FLOOR
    assert when(site, last, next_link=NOW + HOUR).at == NOW + HOUR
    assert when(site, last, next_link=NOW + DAY).at == last.started + 2 * HOUR
    assert when(a_site(look="0 s"), last).at == last.started + FLOOR
    assert when(a_site(look=None), last).at == last.started + DAY, "each source has an interval of its own"


def test_a_schedule_of_its_own_counts_whatever_the_links_say() -> None:
    last = ended(NOW - MINUTE)
    for rules in ({"every": "6 h"}, {"cron": "@daily"}):
        assert when(a_site(**rules), last, next_link=NOW) == when(a_site(**rules), last)


@pytest.mark.parametrize("end", ["killed", "failed"])
def test_a_crawl_that_came_to_no_end_goes_on_at_once_and_then_with_growing_pauses(end: str) -> None:
    site, start = a_site(every="1 d"), NOW - timedelta(seconds=2)
    crawl = ended(start, end, took=timedelta(seconds=1))
    over = crawl.ended or crawl.started
    pauses = [when(site, *[crawl] * times).at - over for times in range(1, 8)]
    assert pauses[0] == timedelta(0)
    assert pauses == sorted(pauses)
    assert pauses[-1] == PAUSES[-1]
    assert when(site, *[crawl] * 3).why == f"{end} 3 times in a row"


def test_no_failure_puts_the_regular_time_off() -> None:
    site = a_site(every="2 min")
    assert when(site, *[ended(NOW, "killed")] * 9).at == NOW + 2 * MINUTE


def test_a_stopped_crawl_goes_on_unless_it_had_all_the_time_it_may_have() -> None:
    site = a_site(every="6 h", longest="1 h")
    start = NOW - 2 * HOUR
    assert when(site, ended(start, "stopped", took=HOUR / 2)) == Due(at=start + HOUR / 2, why="stopped on the way")
    assert when(site, ended(start, "stopped", took=HOUR)).at == start + 6 * HOUR


def test_a_crawl_that_lies_in_the_future_does_not_hold_the_site_up() -> None:
    for end in ("done", "killed", "stopped"):
        found = when(a_site(cron="@daily"), ended(NOW + 300 * DAY, end))
        assert found.at == NOW
        assert "clock" in found.why


def test_a_crawl_is_late_behind_some_of_its_intervals() -> None:
    site = a_site(every="1 h")
    assert not is_late(site, NOW, NOW + 3 * HOUR)
    assert is_late(site, NOW, NOW + 3 * HOUR + MINUTE)
    assert not is_late(site, NOW + HOUR, NOW)


def test_a_machine_without_time_zones_knows_utc_and_says_what_it_lacks() -> None:
    script = (
        "from datetime import UTC, datetime; from scraper.due import due; from scraper.site import parse_site\n"
        "rules = {'cron': '@daily', 'quiet': '23:00-06:00'}\n"
        "site = parse_site({'home': 'https://x.org/', 'schedule': rules}, name='x')\n"
        "print(due(site, [], next_link=None, now=datetime(2026, 6, 1, 5, tzinfo=UTC)).at.isoformat())\n"
        "parse_site({'home': 'https://x.org/', 'schedule': {'zone': 'Europe/Paris'}}, name='x')\n"
    )
    hidden = {"PYTHONTZPATH": "", "PYTHONPATH": str(ROOT)}
    without = "import sys; sys.modules['tzdata'] = None\n"  # where the package is installed, too
    ended = subprocess.run(
        [sys.executable, "-c", without + script], capture_output=True, text=True, env=hidden, check=False
    )
    assert ended.stdout == "2026-06-01T06:00:00+00:00\n"
    assert "no time zone database: install the package tzdata" in ended.stderr
