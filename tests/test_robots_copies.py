"""Copies of robots.txt over time (RFC 9309, 2.3.1, 2.4), and its patterns against a plain reading of 2.2.2."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.robots import (
    LAST_GOOD,
    LONGEST_USE,
    PAUSES,
    SHORTEST_USE,
    RobotsCopy,
    copy_of_answer,
    copy_of_failure,
    parse_robots,
    what_it_says,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOST = "https://a.example"
FILE = b"User-agent: *\nDisallow: /closed\n"
HOUR = timedelta(hours=1)


def good(headers: dict[str, str] | None = None) -> RobotsCopy:
    return copy_of_answer(None, HOST, 200, headers or {}, FILE, now=NOW)


def opens(copy: RobotsCopy, path: str, *, at: datetime = NOW) -> bool:
    return what_it_says(copy, now=at).allowed(HOST + path)


@pytest.mark.parametrize(
    ("headers", "used"),
    [
        ({}, LONGEST_USE),
        ({"cache-control": "max-age=3600"}, HOUR),
        ({"cache-control": "public, MAX-AGE=7200", "age": "3600"}, HOUR),
        ({"cache-control": "max-age=999999"}, LONGEST_USE),
        ({"cache-control": "max-age=0"}, SHORTEST_USE),
        ({"cache-control": "no-store"}, SHORTEST_USE),
        ({"expires": "Tue, 24 Nov 2026 13:00:00 GMT"}, HOUR),
        ({"expires": "Tue, 24 Nov 2026 13:00:00 GMT", "date": "Tue, 24 Nov 2026 11:00:00 GMT"}, 2 * HOUR),
        ({"expires": "0"}, SHORTEST_USE),
        ({"expires": "Tue, 24 Nov 2099 13:00:00 GMT"}, LONGEST_USE),
        ({"cache-control": "max-age=3600", "expires": "0"}, HOUR),
    ],
)
def test_2_4_a_copy_is_used_as_long_as_its_caching_headers_say_and_24_hours_at_most(
    headers: dict[str, str], used: timedelta
) -> None:
    copy = good(headers)
    assert copy.ask_again - NOW == used
    assert copy.is_aged(NOW + used)
    assert not copy.is_aged(NOW + used - timedelta(seconds=1))


@pytest.mark.parametrize("status", [429, 500, 503, 599, 100, 304, 999])
def test_2_3_1_4_while_a_server_is_in_trouble_its_last_good_copy_counts(status: int) -> None:
    copy = copy_of_answer(good(), HOST, status, {}, b"User-agent: *\nAllow: /\n", now=NOW + HOUR)
    assert opens(copy, "/open", at=NOW + LAST_GOOD)
    assert not opens(copy, "/closed", at=NOW + LAST_GOOD)
    late = what_it_says(copy, now=NOW + LAST_GOOD + timedelta(seconds=1))
    assert (late.allowed(HOST + "/open"), late.refusal) == (False, "robots_unreachable")


def test_2_3_1_4_without_a_good_copy_everything_is_forbidden_for_now() -> None:
    copy = copy_of_failure(None, HOST, "timeout: silent", now=NOW)
    says = what_it_says(copy, now=NOW)
    assert (says.allowed(HOST + "/"), says.refusal, says.why) == (False, "robots_unreachable", "timeout: silent")


def test_2_3_1_4_a_file_that_cannot_be_read_is_asked_for_again_with_growing_pauses() -> None:
    copy: RobotsCopy | None = None
    for pause in (*PAUSES, PAUSES[-1]):
        copy = copy_of_failure(copy, HOST, "refused", now=NOW)
        assert copy.ask_again - NOW == pause
    assert copy_of_failure(None, HOST, "429", now=NOW, retry_after=7200.0).ask_again == NOW + 2 * HOUR
    assert copy_of_failure(None, HOST, "429", now=NOW, retry_after=1e6).ask_again == NOW + LONGEST_USE
    assert copy_of_answer(copy, HOST, 200, {}, FILE, now=NOW).failures == 0


def test_2_3_1_3_a_file_that_is_gone_forbids_nothing_any_more() -> None:
    copy = copy_of_answer(good(), HOST, 404, {}, b"", now=NOW)
    assert opens(copy, "/closed")
    assert not opens(copy_of_failure(copy, HOST, "refused", now=NOW), "/open")


@pytest.mark.parametrize("status", [401, 403])
def test_a_file_that_is_kept_from_us_forbids_everything_unless_the_definition_says_otherwise(status: int) -> None:
    copy = copy_of_answer(good(), HOST, status, {}, b"", now=NOW)
    assert not opens(copy, "/open")
    assert what_it_says(copy, now=NOW, closed_allows=True).allowed(HOST + "/closed")


@given(
    st.lists(st.tuples(st.sampled_from([0, 200, 301, 403, 404, 429, 503]), st.integers(0, 60 * 24 * 40)), max_size=12)
)
def test_a_copy_is_asked_for_again_within_a_day_and_forgets_no_prohibition_but_for_a_file(
    answers: list[tuple[int, int]],
) -> None:
    copy, now = good(), NOW
    for status, minutes in answers:
        now += timedelta(minutes=minutes)
        if status == 0:
            copy = copy_of_failure(copy, HOST, "reset", now=now)
        else:
            copy = copy_of_answer(copy, HOST, status, {}, FILE, now=now)
        assert SHORTEST_USE <= copy.ask_again - now <= LONGEST_USE
        says = what_it_says(copy, now=now)
        if says.allowed(HOST + "/closed"):
            assert copy.kind == "none"
        if says.allowed(HOST + "/open") and copy.kind == "unreachable":
            assert copy.good_at is not None
            assert now - copy.good_at <= LAST_GOOD


PIECES = ["a", "b", "/", "%61", "%2F", "%2f", "ツ", "%E3%83%84", "?", "=", "&", ".", "%7E", "~", ";", "%3F", "+", "%20"]
RULES = st.lists(
    st.tuples(st.booleans(), st.lists(st.sampled_from([*PIECES, "*", "$"]), max_size=5).map("".join)), max_size=4
)


@given(RULES, st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_2_2_2_the_longest_match_in_octets_wins_and_allow_wins_a_tie(rules: list[tuple[bool, str]], rest: str) -> None:
    text = "User-agent: *\n" + "".join(f"{'Allow' if allow else 'Disallow'}: /{path}\n" for allow, path in rules)
    best = max(
        ((len(_settled(f"/{path}")), allow) for allow, path in rules if _matches(f"/{path}", f"/{rest}")),
        default=(0, True),
    )
    assert parse_robots(text.encode()).allowed(f"{HOST}/{rest}") == best[1]


def _matches(pattern: str, path: str) -> bool:
    ends = pattern.endswith("$")
    parts = _settled(pattern[:-1] if ends else pattern).split("*")
    return re.match(".*".join(map(re.escape, parts)) + ("$" if ends else ""), _settled(path), re.DOTALL) is not None


def _settled(text: str) -> str:
    """Unreserved characters plain, everything else past ASCII escaped, in upper case."""

    def settle(match: re.Match[str]) -> str:
        plain = chr(int(match[1], 16))
        return plain if re.fullmatch(r"[A-Za-z0-9._~-]", plain) else match[0].upper()

    escaped = "".join(c if ord(c) < 128 else "".join(f"%{b:02X}" for b in c.encode()) for c in text)
    return re.sub("%([0-9a-fA-F]{2})", settle, escaped)
