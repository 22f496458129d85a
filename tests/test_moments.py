"""Dates of HTTP headers: what is one is read, and nothing that a server sends does harm."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.moments import http_date


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 10:49:37 +0200",
        "06 Nov 1994 08:49:37",
    ],
)
def test_every_form_of_a_date_is_read(text: str) -> None:
    assert http_date(text) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


PIECES = st.sampled_from(
    ["Sun, ", "06 Nov ", "1994 ", "99999 ", "08:49:37 ", "99:99:99 ", "GMT", "+0200", "-2359", "+", "9" * 30, "-"]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=8).map("".join) | st.none())
@example("Mon, 01 Jan 2027 00:00:00 +99999999999999")
@example("31 Dec 9999 23:59:59 -2359")
@example("1 Jan 1 00:00:00 +2359")
def test_whatever_comes_is_a_moment_or_none(text: str | None) -> None:
    moment = http_date(text)
    assert moment is None or moment.tzinfo is UTC
