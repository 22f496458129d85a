"""How hosts are asked: the rules of docs/politeness.md, on a clock that is handed in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import outcomes
from scraper.politeness import (
    FIRST_DELAY,
    LONGEST_DELAY,
    LONGEST_HOLD,
    OVERLOAD,
    PATIENCE,
    QUICK,
    RESTS,
    STRAIN,
    TOO_MUCH,
    HostState,
    adapted,
    after_answer,
    after_link,
    after_request,
    delay_of,
    free_from,
    is_slow,
)
from scraper.urls import registered_host
from tests.conftest import ROOT

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOST = HostState(host="a.example")
seconds = st.floats(0, 1e5)
statuses = st.none() | st.sampled_from([200, 301, 304, 403, 404, 429, 500, 503])


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.co.uk/a", "example.co.uk"),
        ("https://feeds.example.co.uk:8443/rss", "example.co.uk"),
        ("https://someone.github.io/", "someone.github.io"),
        ("http://127.0.0.1:8101/", "127.0.0.1"),
        ("http://127.0.0.1:9000/", "127.0.0.1"),
        ("http://[2001:db8::1]:80/", "2001:db8::1"),
        ("http://localhost:8101/", "localhost"),
        ("http://wp-a.test/", "wp-a.test"),
        ("https://EXAMPLE.org./", "example.org"),
        ("mailto:x", ""),
    ],
)
def test_a_host_is_what_somebody_has_registered(url: str, host: str) -> None:
    assert registered_host(url) == host


@given(own=seconds, crawl_delay=st.none() | seconds, adaptive=seconds)
def test_the_longest_of_three_delays_is_kept(own: float, crawl_delay: float | None, adaptive: float) -> None:
    state = replace(HOST, crawl_delay=crawl_delay, adaptive=adaptive)
    assert delay_of(state, own) == max(own, crawl_delay or 0, adaptive)


@given(own=st.floats(0, 600), status=statuses, latency=st.none() | st.floats(0, 200), adaptive=st.floats(0, 60))
def test_a_host_is_left_alone_for_its_delay_behind_each_answer(
    own: float, status: int | None, latency: float | None, adaptive: float
) -> None:
    state = after_answer(replace(HOST, adaptive=adaptive), now=NOW, own=own, status=status, latency=latency)
    free = free_from(state)
    assert free is not None
    assert (free - NOW).total_seconds() == pytest.approx(delay_of(state, own), abs=1e-5)
    sent = after_request(state, now=NOW, own=own)
    assert sent.asked_at == NOW
    assert free_from(sent) == free


@given(old=st.floats(0, 60), latency=st.none() | st.floats(0, 500), status=statuses)
def test_the_adaptive_delay_follows_latency_and_errors_and_stays_within_a_minute(
    old: float, latency: float | None, status: int | None
) -> None:
    new = adapted(old, latency=latency, status=status)
    assert 0 <= new <= LONGEST_DELAY
    if latency is not None and latency >= QUICK:
        assert new >= min(latency, LONGEST_DELAY)
    if status is None or status >= 400:
        assert new >= old or new == pytest.approx(old, abs=0.001)
    if status in OVERLOAD:
        assert new >= min(max(FIRST_DELAY, 2 * old), LONGEST_DELAY)
    if status == 200 and (latency or 0) < QUICK:
        assert new <= old / 2


@given(asked_for=st.floats(1, 1e7), random=st.floats(0, 1, exclude_max=True), held=st.none() | st.integers(0, 200_000))
def test_retry_after_holds_the_whole_host_for_a_day_at_most_with_jitter(
    asked_for: float, random: float, held: int | None
) -> None:
    before = replace(HOST, held_until=NOW + timedelta(seconds=held) if held is not None else None)
    state = after_answer(before, now=NOW, own=1.0, status=503, latency=0.1, retry_after=asked_for, random=random)
    assert state.held_until is not None
    wait = (state.held_until - NOW).total_seconds()
    asked = min(asked_for, LONGEST_HOLD)
    assert wait >= asked - 1e-5
    assert wait <= max(asked * 1.1, held or 0) + 1e-5
    assert "asks to be left alone" in (state.why or "")


def test_a_host_that_fails_again_and_again_is_rested_with_growing_pauses_and_tried_with_single_links() -> None:
    state, now = HOST, NOW
    for _ in range(TOO_MUCH - 1):
        state = after_link(state, "timeout", now=now)
        assert free_from(state) is None
    for pause in (*RESTS, RESTS[-1]):
        state = after_link(state, "timeout", now=now)
        assert state.is_probed
        assert free_from(state) == now + pause
        now += pause
    state = after_link(state, "gone", now=now)
    assert (state.strain, state.rests, state.is_probed) == (0, 0, False)


@pytest.mark.parametrize("outcome", ["dns", "refused", "tls"])
def test_a_host_that_cannot_be_reached_is_rested_after_few_links(outcome: str) -> None:
    state = HOST
    for _ in range(5):
        assert not state.is_probed
        state = after_link(state, outcome, now=NOW)
    assert free_from(state) == NOW + RESTS[0]


def test_every_strain_is_the_end_of_a_link() -> None:
    assert set(STRAIN) <= set(outcomes.LINK)


@given(st.lists(st.sampled_from(sorted(outcomes.LINK)), max_size=60))
def test_a_host_that_answers_is_never_rested(ends: list[str]) -> None:
    state = HOST
    for outcome in ends:
        if outcome not in STRAIN:
            state = after_link(state, outcome, now=NOW)
    assert free_from(state) is None


def test_a_crawl_delay_beyond_two_minutes_is_kept_and_makes_a_host_slow() -> None:
    assert is_slow(replace(HOST, crawl_delay=PATIENCE + 0.5))
    assert not is_slow(replace(HOST, crawl_delay=PATIENCE))
    assert delay_of(replace(HOST, crawl_delay=3600.0), 5.0) == 3600.0


def test_each_rule_of_the_page_has_its_tests() -> None:
    page = (ROOT / "docs" / "politeness.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+)`", page)
    files = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(named) > 30
    assert [name for name in named if not any(f"def {name}(" in text for text in files)] == []
