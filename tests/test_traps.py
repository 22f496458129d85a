"""Addresses without end are recognised by their form, stories are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.traps import MOST_OF_A_FORM, form_of, trap_of

TODAY = date(2026, 11, 24)
HOST = "https://a.example"


@pytest.mark.parametrize(
    "path",
    [
        "/2024/05/a-story/",
        "/story/12345",
        "/?p=17",
        "/news.php?id=9",
        "/archive/the-old-bridge",
        "/",
        "/2024/05/17/",
        "/events",
    ],
)
def test_stories_and_sections_may_be_without_number(path: str) -> None:
    assert form_of(HOST + path) is None
    assert trap_of(HOST + path, known=10**9, today=TODAY) is None


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/calendar/2026/11/", "/calendar/#/#/"),
        ("/events/day/2026-11-24", "/events/day/#-#-#"),
        ("/shop?colour=red&size=3", "/shop?colour&size"),
        ("/shop?size=3&colour=blue", "/shop?colour&size"),
        ("/list?sid=8f3a9b", "/list?sid"),
        ("/list12?sort=up", "/list#?sort"),
    ],
)
def test_calendars_facets_and_sessions_have_a_form_of_which_so_many_are_asked_for(path: str, form: str) -> None:
    assert form_of(HOST + path) == form
    assert trap_of(HOST + path, known=MOST_OF_A_FORM - 1, today=TODAY) is None
    assert f"more than {MOST_OF_A_FORM} of the form {form}" in (trap_of(HOST + path, known=MOST_OF_A_FORM) or "")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/a" * 21, "21 segments"),
        ("/x/y/x/y/x/y/x/y", "'x' stands 4 times"),
        ("/calendar/2031/01", "year 2031"),
        ("/calendar/1066/10/14", "year 1066"),
    ],
)
def test_what_no_archive_has_is_a_trap_at_once(path: str, why: str) -> None:
    assert why in (trap_of(HOST + path, today=TODAY) or "")


@given(st.text(), st.integers(0, 10**6))
def test_no_address_is_too_odd(url: str, known: int) -> None:
    why, form = trap_of(url, known=known, today=TODAY), form_of(url)
    assert why is None or why
    assert form is None or form
