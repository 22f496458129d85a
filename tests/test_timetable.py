"""Cron expressions, and windows of the day: by the clocks of a zone, on the days too on which it changes its offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.timetable import DAY, NICKNAMES, Cron, Window, behind, cover_the_day

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from([NEW_YORK, ZoneInfo("UTC"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")])
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: BEGIN + timedelta(minutes=minutes, seconds=minutes % 60)
)
MINUTES = st.integers(0, DAY - 1)
WINDOWS = st.lists(
    st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Window(*pair)), max_size=3
).filter(lambda windows: not cover_the_day(windows))
CRONS = st.sampled_from(["15 */2 * * *", "30 2 * * *", "*/10 * * * *", "0 0 1 1 *", "0 9 * * 1-5", *NICKNAMES]).map(
    Cron
)


@given(CRONS, MOMENTS, ZONES)
def test_a_tick_comes_behind_the_moment_and_nothing_lies_between_it_and_the_one_before(cron, moment, zone) -> None:
    tick = cron.after(moment, zone)
    assert tick > moment
    assert cron.after(tick - timedelta(seconds=1), zone) == tick


@pytest.mark.parametrize(
    ("begin", "ticks"),
    [
        # 02:30 is left out on the first of these days, and comes twice on the second (01:30 does there, in New York).
        (datetime(2026, 3, 7, 12, tzinfo=NEW_YORK), ["2026-03-08 03:00 EDT", "2026-03-09 02:30 EDT"]),
        (datetime(2026, 10, 31, 12, tzinfo=NEW_YORK), ["2026-11-01 02:30 EST", "2026-11-02 02:30 EST"]),
    ],
)
def test_half_past_two_comes_once_on_the_days_that_change_their_offset(begin: datetime, ticks: list[str]) -> None:
    cron, moment, found = Cron("30 2 * * *"), begin, []
    for _ in ticks:
        moment = cron.after(moment, NEW_YORK)
        found.append(moment.astimezone(NEW_YORK).strftime("%Y-%m-%d %H:%M %Z"))
    assert found == ticks


def test_an_hour_that_comes_twice_has_one_tick() -> None:
    first = Cron("30 1 * * *").after(datetime(2026, 10, 31, 12, tzinfo=NEW_YORK), NEW_YORK)
    assert first.astimezone(NEW_YORK).isoformat() == "2026-11-01T01:30:00-04:00"
    assert Cron("30 1 * * *").after(first, NEW_YORK) - first == timedelta(hours=25)


@pytest.mark.parametrize(
    "text", ["", "x", "* * * *", "61 * * * *", "0 0 31 2 *", "@reboot", "* * * * * *", "0 0 * * 8"]
)
def test_what_is_no_cron_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no cron expression"):
        Cron(text)


@given(WINDOWS, MOMENTS, ZONES)
@example([Window.parse("00:00-02:30")], datetime(2026, 3, 8, 5, 30, tzinfo=UTC), NEW_YORK)
@example([Window.parse("23:00-06:00")], datetime(2026, 3, 8, 5, 30, tzinfo=UTC), NEW_YORK)
@example([Window.parse("00:00-01:30")], datetime(2026, 11, 1, 4, 30, tzinfo=UTC), NEW_YORK)
def test_a_moment_is_moved_out_of_all_windows_and_no_further(windows, moment, zone) -> None:
    moved = behind(windows, moment, zone)
    local = moved.astimezone(zone)
    assert not any(window.holds(local.hour * 60 + local.minute) for window in windows)
    assert moved >= moment
    if moved > moment:
        # Up to an hour more, on the day whose clocks leave out the window's end.
        earlier = (moved - timedelta(minutes=61)).astimezone(zone)
        inside = [(moved - timedelta(minutes=back)).astimezone(zone) for back in range(1, 62)]
        assert any(w.holds(at.hour * 60 + at.minute) for w in windows for at in inside) or earlier <= moment
        assert any(w.holds(moment.astimezone(zone).hour * 60 + moment.astimezone(zone).minute) for w in windows)


def test_behind_a_night_the_morning_comes() -> None:
    night = [Window.parse("23:00 - 06:00")]
    for moment, moved in (
        ("22:59:59", "22:59:59"),
        ("23:00:00", "06:00:00"),
        ("05:59:59", "06:00:00"),
        ("06:00:00", "06:00:00"),
    ):
        at = datetime.fromisoformat(f"2026-06-01T{moment}").replace(tzinfo=NEW_YORK)
        assert behind(night, at, NEW_YORK).astimezone(NEW_YORK).time().isoformat() == moved


@pytest.mark.parametrize("text", ["", "23:00", "6-7", "24:30-06:00", "06:00-06:00", "00:00-24:00", "25:00-01:00"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no window of the day"):
        Window.parse(text)


def test_windows_that_leave_no_minute_are_known() -> None:
    halves = [Window.parse("00:00-12:00"), Window.parse("12:00-24:00")]
    assert cover_the_day(halves)
    assert not cover_the_day(halves[:1])
    assert not cover_the_day([])
