"""What is expected, what is a gap, what is an alarm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.coverage import day_of, expected, gaps, plot, to_record
from tests.coverage.material import FEED, MONDAY, SITEMAP, facts, judged, later, looks, source, stories

EIGHT_WEEKS = range(56)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def week(day: int) -> int:
    """Three stories on weekdays, one on each day of the weekend."""
    return 3 if later(day).weekday() < 5 else 1


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T23:30:00-05:00", "2026-03-02"),
        ("2026-03-01T00:30:00+02:00", "2026-02-28"),
        (None, "2026-03-02"),
        ("soon", "2026-03-02"),
        ("0001-01-01T00:00:00+14:00", "2026-03-02"),
    ],
)
def test_a_story_counts_for_its_day_in_utc(published: str | None, day: str) -> None:
    assert day_of(published, NOON) == day


def test_a_day_should_bring_what_its_weekday_has_brought() -> None:
    past = {later(day): week(day) for day in EIGHT_WEEKS}
    for day in range(56, 63):
        found = expected(past, later(day), usable=past)
        assert found is not None
        assert found.count == week(day)
        assert week(day) in found


def test_one_flood_and_one_holiday_do_not_move_it() -> None:
    past = {later(day): 10 for day in EIGHT_WEEKS} | {later(49): 200, later(42): 0}
    found = expected(past, later(56), usable=past)
    assert found is not None
    assert (found.count, found.low, found.high) == (10, 4, 16)


def test_days_on_which_nobody_looked_tell_nothing() -> None:
    past = {later(day): 10 for day in EIGHT_WEEKS} | {later(day): 0 for day in range(14, 56)}
    found = expected(past, later(56), usable=[later(day) for day in range(14)])
    assert found is not None
    assert found.count == 10
    assert expected(past, later(56), usable=[later(1), later(2)]) is None


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(0, 10_000)))
def test_the_band_holds_what_is_expected(past: dict[date, int]) -> None:
    found = expected(past, MONDAY, usable=past)
    if found is not None:
        assert 0 <= found.low <= found.count <= found.high


def test_days_without_a_look_are_a_gap_that_says_why() -> None:
    told = looks([0, 1, 2, 3, 7, 8, 9, 12]) + looks([10, 11], outcome="dns")
    found = gaps(told, runs=[later(5)], until=later(14))
    assert [(gap.since, gap.until, gap.cause, gap.is_open) for gap in found] == [
        (later(4), later(6), "runs, but no look at it", False),
        (later(10), later(11), "all 4 looks failed: 4 dns", False),
        (later(13), later(14), "no run", True),
    ]


def test_a_site_that_is_looked_at_once_a_week_has_no_gaps_of_six_days() -> None:
    assert gaps(looks([0, 7, 14, 21]), runs=[], until=later(24)) == []
    (gap,) = gaps(looks([0, 7, 14, 35, 42]), runs=[], until=later(44))
    assert (gap.since, gap.until, gap.days) == (later(15), later(34), 20)


@given(st.sets(st.integers(0, 60), min_size=1), st.integers(0, 60))
def test_gaps_are_apart_and_no_day_of_one_was_looked_at(days: set[int], until: int) -> None:
    found = gaps(looks(sorted(days)), runs=[], until=later(until))
    for gap in found:
        assert gap.since <= gap.until <= later(until)
        assert not any(later(day) in gap for day in days)
        assert gap.since > later(min(days))
    assert all(one.until < other.since for one, other in pairwise(found))


def test_a_site_as_it_was_has_no_alarm() -> None:
    known = stories({day: week(day) for day in range(70)})
    covered, told = judged(facts(known=known, looked=looks(range(70)), runs=range(70)), 60, 69)
    assert (told, covered.gaps) == ([], ())
    assert all(day.got in day.expected for day in covered.days if day.expected)


def test_a_source_that_falls_silent_is_named_with_the_day_since_when() -> None:
    known = stories({day: week(day) for day in range(60)})
    told = facts(known=known, looked=looks(range(64)))
    _, (alarm,) = judged(told, 40, 63)
    assert (alarm.kind, alarm.source, alarm.since) == ("silent", FEED, later(60))
    _, later_on = judged(facts(known=known, looked=looks(range(100))), 70, 99)
    assert [(alarm.kind, alarm.since) for alarm in later_on] == [("silent", later(60))]


def test_a_quiet_weekend_and_a_source_that_seldom_has_anything_are_no_silence() -> None:
    known = stories(dict.fromkeys(range(0, 60, 10), 1))
    _, told = judged(facts(known=known, looked=looks(range(66))), 40, 65)
    assert told == []


def test_silence_while_nobody_looked_is_an_outage_and_not_the_sites() -> None:
    known = stories({day: week(day) for day in range(60)})
    _, told = judged(facts(known=known, looked=looks(range(60)), runs=range(60)), 40, 66)
    assert [(alarm.kind, alarm.since) for alarm in told] == [("outage", later(60))]


def test_one_source_that_gives_no_answer_is_named_where_others_do() -> None:
    told = facts(
        known=stories(dict.fromkeys(range(60), 3), FEED, SITEMAP),
        looked=looks(range(60)) + looks(range(50), SITEMAP) + looks(range(50, 60), SITEMAP, "http_5xx"),
        sources=[source(), source(SITEMAP, "sitemap")],
    )
    covered, (alarm,) = judged(told, 40, 59)
    assert (alarm.kind, alarm.source, alarm.since) == ("not_looked_at", SITEMAP, later(50))
    assert covered.gaps == ()


def test_a_source_that_yields_less_than_in_any_week_before_is_named() -> None:
    counts = dict.fromkeys(range(63), 10) | dict.fromkeys(range(63, 70), 2)
    _, (alarm,) = judged(facts(known=stories(counts), looked=looks(range(70))), 60, 69)
    assert (alarm.kind, alarm.since) == ("less", later(63))
    assert "14 stories" in alarm.text


def test_what_is_announced_and_never_fetched_is_named_with_its_reasons() -> None:
    known = stories({5: 8}, stage="robots", is_fetched=False) + stories({6: 2}, stage="waiting", is_fetched=False)
    known += stories({6: 4})
    covered, (alarm,) = judged(facts(known=known, looked=looks(range(9))), 0, 8)
    assert alarm.kind == "never_fetched"
    assert "10 of 14 stories (8 robots, 2 waiting)" in alarm.text
    total = covered.total
    assert (total.known, total.fetched, total.stored, total.waiting, total.dropped) == (14, 4, 4, 2, {"robots": 8})


def test_what_is_passed_over_as_no_story_is_not_missed() -> None:
    known = stories({5: 80}, stage="no_story", is_fetched=False) + stories({5: 4})
    covered, alarms = judged(facts(known=known, looked=looks(range(9))), 0, 8)
    assert (alarms, covered.total.dropped) == ([], {"no_story": 80})


def test_what_each_way_misses_and_what_it_alone_has() -> None:
    known = stories({1: 3}, FEED) + stories({1: 4}, FEED, SITEMAP) + stories({2: 5}, SITEMAP) + stories({2: 1})[:0]
    told = facts(known=known, looked=[], sources=[source(), source(SITEMAP, "sitemap")])
    covered, _ = judged(told, 0, 3)
    feed, sitemap = covered.sources
    assert (feed.only, feed.missing, feed.missed) == (3, 5, {SITEMAP: 5})
    assert (sitemap.only, sitemap.missing, sitemap.missed) == (5, 3, {FEED: 3})


def test_a_day_that_is_not_over_is_no_gap_and_no_alarm() -> None:
    from scraper.coverage import alarms, judge

    told = facts(known=stories({day: week(day) for day in range(60)}), looked=looks(range(60)))
    covered = judge(told, since=later(50), until=later(60), today=later(60))
    assert covered.gaps == ()
    assert not covered.days[-1].is_over
    assert alarms(covered, told, today=later(60)) == []


def test_the_picture_is_well_formed_names_the_gap_and_is_the_same_each_time() -> None:
    known = stories({day: week(day) for day in range(60) if day not in (50, 51, 52)})
    told = facts(
        known=known,
        looked=looks(day for day in range(60) if day not in (50, 51, 52)),
        site="paper <&> example",
    )
    covered, found = judged(told, 30, 59)
    picture = plot(covered)
    assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert f"{later(50):%m-%d} to {later(52):%m-%d}" in picture
    assert picture == plot(covered)
    assert to_record(covered, found)["gaps"] == [
        {"since": str(later(50)), "until": str(later(52)), "days": 3, "cause": "no run", "is_open": False}
    ]


def test_a_range_of_years_is_drawn_and_one_day_too() -> None:
    told = facts(known=stories({0: 1}), looked=looks([0]))
    for until in (0, 2000):
        covered, _ = judged(told, 0, until)
        ElementTree.fromstring(plot(covered))
    assert timedelta(days=2001) == covered.until - covered.since + timedelta(days=1)
