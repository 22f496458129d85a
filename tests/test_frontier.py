"""Which link comes next, and when a link comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper import outcomes
from scraper.frontier import FATES, LONGEST_WAIT, PAUSES, failed, next_try, priority

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
names = st.sampled_from(sorted(outcomes.LINK)) | st.text(max_size=8)
waits = st.none() | st.floats(allow_nan=True, allow_infinity=True)
everies = st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=30))


def life(outcome: str, *, every: timedelta | None = None) -> list[timedelta]:
    """The pauses of a link whose tries all end the same way, until it is given up."""
    pauses: list[timedelta] = []
    while (due := next_try(outcome, tries=len(pauses) + 1, now=NOW, every=every)) and len(pauses) < 50:
        pauses.append(due - NOW)
    return pauses


def test_every_outcome_of_links_has_a_fate() -> None:
    assert set(FATES) <= set(outcomes.LINK)
    assert set(outcomes.LINK) - set(FATES) == set(), "say in scraper.frontier.FATES whether such a link comes back"


@pytest.mark.parametrize("outcome", ["timeout", "reset", "dns", "refused", "http_5xx", "bad_answer", "not_on_tape"])
def test_a_passing_failure_comes_back_with_growing_pauses_and_is_given_up_at_last(outcome: str) -> None:
    pauses = life(outcome)
    assert pauses == sorted(set(pauses))
    assert pauses[0] <= timedelta(minutes=15)
    assert 5 <= len(pauses) <= 10
    assert sum(pauses, timedelta()) > 10 * DAY


@pytest.mark.parametrize("outcome", ["gone", "too_large", "not_html", "guarded", "robots", "skipped", "off_site"])
def test_what_can_never_work_does_not_come_back(outcome: str) -> None:
    assert life(outcome) == []


@pytest.mark.parametrize("outcome", ["forbidden", "tls", "http_4xx"])
def test_what_an_operator_may_mend_is_asked_seldom(outcome: str) -> None:
    assert life(outcome) == [DAY, 7 * DAY]


@pytest.mark.parametrize("outcome", ["robots_unreachable", "resting"])
def test_a_link_whose_page_was_not_asked_for_waits_at_least_thirty_days(outcome: str) -> None:
    pauses = life(outcome)
    assert sum(pauses, timedelta()) >= 30 * DAY
    assert max(pauses) == DAY


@pytest.mark.parametrize("outcome", ["stored", "joined", "not_modified", "redirected"])
def test_a_link_that_brought_an_answer_has_done_its_work(outcome: str) -> None:
    assert life(outcome) == []
    assert not failed(outcome)


def test_a_way_in_is_looked_at_again_every_time() -> None:
    assert next_try("stored", tries=0, now=NOW, every=timedelta(minutes=30)) == NOW + timedelta(minutes=30)
    assert next_try("not_modified", tries=0, now=NOW, every=7 * DAY) == NOW + 7 * DAY


@given(names, st.integers(0, 10**6), st.timedeltas(timedelta(minutes=1), timedelta(days=30)), waits)
def test_a_way_in_always_comes_back(outcome: str, tries: int, every: timedelta, retry_after: float | None) -> None:
    due = next_try(outcome, tries=tries, now=NOW, every=every, retry_after=retry_after)
    assert due is not None
    assert NOW + every <= due <= NOW + max(every, LONGEST_WAIT)


@given(names, st.integers(0, 10**6), everies, waits)
@example("bad_answer", 0, None, 4.3e-239)
def test_a_due_time_lies_ahead_and_within_reach(
    outcome: str, tries: int, every: timedelta | None, retry_after: float | None
) -> None:
    due = next_try(outcome, tries=tries, now=NOW, every=every, retry_after=retry_after)
    longest = max(pause for pauses in PAUSES.values() for pause in pauses)
    assert due is None or NOW < due <= NOW + max(longest, every or longest)


@given(names, st.integers(1, 6), everies, st.floats(1, 86400))
def test_no_link_comes_back_sooner_than_the_server_asked(
    outcome: str, tries: int, every: timedelta | None, seconds: float
) -> None:
    due = next_try(outcome, tries=tries, now=NOW, every=every, retry_after=seconds)
    assert due is None or due >= NOW + timedelta(seconds=seconds)


def test_a_refusal_that_names_a_time_is_asked_again() -> None:
    assert next_try("gone", tries=1, now=NOW, retry_after=7200) == NOW + timedelta(hours=2)
    assert next_try("http_4xx", tries=1, now=NOW, retry_after=7200) == NOW + timedelta(hours=2)
    assert next_try("http_5xx", tries=6, now=NOW, retry_after=7200) == NOW + 7 * DAY


def test_an_outcome_nobody_has_thought_of_comes_back() -> None:
    assert life("a new kind of failure") == life("timeout")


def test_ways_in_come_first_then_parts_then_articles_then_further_listing_pages() -> None:
    queue = [
        priority("feed", rank=0),
        priority("listing", rank=1),
        priority("listing", rank=999_999),
        priority("part"),
        priority("article", published="9999-12-31T23:59:59+00:00"),
        priority("article", published="2026-11-24T10:00:00+00:00"),
        priority("article", published="2026-11-24T11:00:00+02:00"),
        priority("article", published="2026-11-24"),
        priority("article", published="0001-01-01"),
        priority("article"),
        priority("listing"),
    ]
    assert queue == sorted(set(queue))


@given(st.none() | st.text() | st.datetimes().map(lambda moment: moment.isoformat()))
def test_whatever_a_feed_says_about_dates_an_article_stays_among_the_articles(published: str | None) -> None:
    assert priority("part") < priority("article", published=published) < priority("listing")


@given(st.dates(date(1971, 1, 1), date(2200, 1, 1)), st.dates(date(1971, 1, 1), date(2200, 1, 1)))
def test_of_two_dated_articles_the_newer_is_not_behind(one: date, other: date) -> None:
    older, newer = sorted([one, other])
    assert priority("article", published=newer.isoformat()) <= priority("article", published=older.isoformat())
