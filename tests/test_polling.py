"""How often a source is looked at follows from what it brings, within bounds, and never sooner than the server asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.polling import BOUNDS, Poll, believed, floor_of, gap_of, is_after, is_newer, next_every, skip_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
spans = st.timedeltas(timedelta(0), timedelta(days=400))
bounds = st.sampled_from(sorted(BOUNDS)).map(BOUNDS.__getitem__)
polls = st.builds(Poll, bounds=bounds, floor=st.none() | spans, gap=st.none() | spans)


@given(st.none() | spans, polls, st.booleans())
def test_an_interval_stays_within_its_bounds_and_above_the_servers_floor(
    before: timedelta | None, poll: Poll, news: bool
) -> None:
    every = next_every(before, poll, news=news)
    assert poll.bounds.least <= every <= poll.bounds.most
    assert poll.floor is None or every >= min(poll.floor, poll.bounds.most)


@given(polls, st.integers(1, 40))
def test_in_silence_it_only_grows_and_reaches_what_bounds_it(poll: Poll, times: int) -> None:
    every, passed = [next_every(None, poll, news=True)], timedelta(0)
    for _ in range(times):
        passed += every[-1]  # the silence makes the gap longer
        later = Poll(bounds=poll.bounds, floor=poll.floor, gap=poll.gap + passed if poll.gap is not None else None)
        every.append(next_every(every[-1], later, news=False))
    assert all(one <= other for one, other in pairwise(every))
    if times == 40 and poll.gap is None:
        assert every[-1] == poll.bounds.most


@given(spans, polls)
def test_news_bring_it_sooner_than_silence(before: timedelta, poll: Poll) -> None:
    assert next_every(before, poll, news=True) <= next_every(before, poll, news=False)


@given(bounds, spans)
def test_who_brings_something_every_time_is_soon_looked_at_as_often_as_may_be(bounds, start: timedelta) -> None:
    every = start
    for _ in range(60):
        every = next_every(every, Poll(bounds=bounds), news=True)
    assert every - bounds.least < timedelta(minutes=1)


@given(st.none() | spans, polls, spans, st.booleans())
def test_the_definitions_interval_is_law(before: timedelta | None, poll: Poll, law: timedelta, news: bool) -> None:
    told = Poll(bounds=poll.bounds, law=law, floor=poll.floor, gap=poll.gap)
    assert next_every(before, told, news=news) == law


def test_stories_that_come_fast_are_not_waited_for() -> None:
    dates = [(NOW - n * HOUR).isoformat() for n in range(30)]
    gap = gap_of(dates, now=NOW)
    assert gap is not None
    assert gap <= HOUR
    assert next_every(10 * HOUR, Poll(bounds=BOUNDS["feed"], gap=gap), news=False) <= HOUR


def test_the_silence_since_the_last_story_counts() -> None:
    assert gap_of(["2026-11-14"], now=NOW) == 10.5 * DAY
    assert gap_of(["2027-01-01T00:00:00Z", None, "", "soon"], now=NOW) is None


@pytest.mark.parametrize(
    ("rest", "headers", "floor"),
    [
        (None, {}, None),
        (HOUR, {}, HOUR),
        (HOUR, {"cache-control": "max-age=60"}, HOUR),
        (None, {"cache-control": "public, max-age=7200, must-revalidate"}, 2 * HOUR),
        (None, {"cache-control": "s-maxage=7200"}, None),
        (None, {"cache-control": "no-cache, max-age=7200"}, None),
        (None, {"cache-control": "max-age=0", "expires": "Wed, 25 Nov 2026 12:00:00 GMT"}, None),
        (None, {"expires": "Wed, 25 Nov 2026 12:00:00 GMT"}, DAY),
        (None, {"expires": "Wed, 25 Nov 2026 12:00:00 GMT", "date": "Wed, 25 Nov 2026 11:00:00 GMT"}, HOUR),
        (None, {"expires": "0"}, None),
        (None, {"cache-control": "max-age=99999999999999"}, None),
    ],
)
def test_the_server_says_how_long_nothing_is_new(
    rest: timedelta | None, headers: dict[str, str], floor: timedelta | None
) -> None:
    found = floor_of(rest, tuple(headers.items()), now=NOW)
    assert found == floor or (floor is None and found is not None and found > 1000 * DAY)


def test_what_has_proved_wrong_again_and_again_is_not_believed() -> None:
    assert believed(0, 0)
    assert believed(0, 4)
    assert not believed(0, 5)
    assert believed(5, 20)
    assert not believed(4, 20)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_later_dates_are_newer(one: datetime, other: datetime) -> None:
    if one.year < 9000 and other.year < 9000 and min(one, other).year > 1:
        assert is_newer(one.isoformat(), other.isoformat()) == (one > other)


def test_a_day_begins_at_its_beginning_and_may_last_until_its_end() -> None:
    assert not is_newer("2026-11-24", "2026-11-24T08:00:00+00:00")
    assert is_newer("2026-11-25", "2026-11-24T08:00:00+00:00")
    assert is_newer("2026-11-24", None)
    assert not is_newer(None, None)
    assert not is_newer("never", None)
    assert is_after("2026-11-24", NOW)
    assert not is_after("2026-11-22", NOW)
    assert not is_after("2026-11-24T11:00:00+00:00", NOW)
    assert not is_after("9999-12-31T23:59:59+00:00", NOW)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week that begins on Monday, 6 May 2024."""
    return datetime(2024, 5, 5 + day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "days", "now", "until"),
    [
        ((), (), at(1, 12), None),
        ((0, 1, 2), (), at(1, 12), None),
        ((0, 1, 2), (), at(1, 1, 20), at(1, 3)),
        ((23, 0, 1), (), at(1, 23, 59), at(2, 2)),
        ((), ("Saturday", "SUNDAY "), at(6, 0), at(8, 0)),
        ((0,), ("Sunday",), at(7, 22, 30), at(8, 1)),
        (range(24), (), at(1, 1), None),
        ((), ("Mardi",), at(2, 1), None),
    ],
)
def test_a_feed_is_left_alone_in_the_hours_and_days_that_it_names(
    hours: Collection[int], days: Collection[str], now: datetime, until: datetime | None
) -> None:
    assert skip_of(hours, days, now=now) == (until - now if until else None)
