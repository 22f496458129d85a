"""What is learnt of addresses by their shape: when they are passed over, and that nothing is given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.yields import (
    ENOUGH,
    PROVEN,
    SAMPLE,
    Found,
    Past,
    after,
    found_in,
    is_asked,
    is_barren,
    is_proven,
    passed_over,
    shape_of,
    told,
)

NOW = datetime(2024, 5, 1, tzinfo=UTC)
FOUND = st.sampled_from(["story", "perhaps", "nothing"])


def past_of(found: Sequence[Found]) -> Past:
    past = Past()
    for each in found:
        past = after(past, each, now=NOW)
    return past


def asked_of(number: int, past: Past) -> tuple[int, Past]:
    """Follow so many addresses that bring nothing; return how many were asked for."""
    asked = 0
    for _ in range(number):
        if is_asked(past, now=NOW):
            asked, past = asked + 1, after(past, "nothing", now=NOW)
        else:
            past = passed_over(past)
    return asked, past


@given(st.lists(st.lists(st.just("nothing"), max_size=ENOUGH - 1), max_size=8), st.sampled_from(["story", "perhaps"]))
def test_a_shape_that_brings_something_now_and_then_is_always_asked_for(gaps: list[list[Found]], found: Found) -> None:
    past = Past()
    for gap in gaps:
        for each in (*gap, found):
            assert is_asked(past, now=NOW)
            past = after(past, each, now=NOW)


@given(st.lists(FOUND, max_size=200))
def test_nothing_is_passed_over_before_enough_answers_brought_nothing(found: list[Found]) -> None:
    past = past_of(found)
    if found[-ENOUGH:].count("nothing") < ENOUGH:
        assert not is_barren(past)


@given(st.integers(0, 3), st.integers(1, 3000))
def test_the_more_bring_nothing_the_fewer_are_asked_for_but_never_none(stories: int, number: int) -> None:
    past = past_of(["story"] * stories)
    enough = ENOUGH * (1 + stories) ** 2
    asked, past = asked_of(number, past)
    assert min(number, enough) <= asked <= enough + (number // 2) ** 0.5 + 1
    more, _ = asked_of(10 * (past.idle + 1), past)
    assert more > 0


@given(st.integers(0, 500))
def test_a_story_makes_a_barren_shape_worth_asking(number: int) -> None:
    _, past = asked_of(number, Past())
    assert is_asked(after(past, "story", now=NOW), now=NOW)


def test_a_barren_shape_is_asked_for_again_behind_a_week() -> None:
    past = passed_over(past_of(["nothing"] * ENOUGH))
    assert not is_asked(past, now=NOW + SAMPLE - timedelta(seconds=1))
    assert is_asked(past, now=NOW + SAMPLE)


def test_a_shape_is_proven_by_stories_and_hardly_anything_else() -> None:
    assert not is_proven(past_of(["story"] * (PROVEN - 1)))
    assert is_proven(past_of(["story"] * PROVEN))
    assert not is_proven(after(past_of(["story"] * PROVEN), "nothing", now=NOW))
    assert is_proven(after(past_of(["story"] * 40), "nothing", now=NOW))


@pytest.mark.parametrize(
    ("outcome", "page_type", "page", "is_told", "is_twin", "found"),
    [
        ("stored", "article", "ok", False, False, "story"),
        ("stored", "article", "paywalled", False, False, "story"),
        ("stored", "article", "ok", False, True, "nothing"),
        ("stored", "listing", "ok", False, False, "nothing"),
        ("stored", "listing", "ok", True, False, "story"),
        ("stored", "other", "no_article", False, False, "nothing"),
        ("stored", "other", "consent_page", False, False, "perhaps"),
        ("stored", "other", "shell", False, False, "perhaps"),
        ("stored", "other", "soft_404", False, False, None),
        ("read", None, None, False, False, "nothing"),
        ("not_html", None, None, False, False, "nothing"),
        ("not_html", None, None, True, False, None),
        ("noindex", None, None, False, False, "nothing"),
        ("off_site", None, None, False, False, "nothing"),
        ("gone", None, None, False, False, None),
        ("http_5xx", None, None, False, False, None),
        ("duplicate", None, None, False, False, None),
    ],
)
def test_what_an_answer_brought(
    outcome: str, page_type: str | None, page: str | None, *, is_told: bool, is_twin: bool, found: str | None
) -> None:
    assert found_in(outcome, page_type=page_type, page=page, is_told=is_told, is_twin=is_twin) == found


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/", "/"),
        ("/tag/harbour/", "/tag/{}"),
        ("/tag/east-asia-and-pacific", "/tag/{}"),
        ("/2024/05/the-old-bridge-falls/", "/{year}/{nn}/{slug}"),
        ("/2024/05/bridge", "/{year}/{nn}/{}"),
        ("/1234", "/{n}"),
        ("/?p=12", "/?p={n}"),
        ("/?tag=harbour&utm_source=x", "/?tag={}"),
        ("/about", "/{}"),
        ("/the-old-bridge-falls", "/{slug}"),
        ("/the-old-bridge-falls/amp", "/{slug}/amp"),
        ("/news/12345/print", "/news/{n}/print"),
        ("/news/12345/the-old-bridge-falls.HTML", "/news/{n}/{}.html"),
        ("/de/thema/bruecke", "/de/thema/{}"),
    ],
)
def test_the_shape_of_an_address(path: str, shape: str) -> None:
    assert shape_of(f"https://www.paper.example{path}") == f"paper.example{shape}"


@given(st.text(max_size=400), st.text(max_size=50))
def test_any_text_has_a_shape(path: str, query: str) -> None:
    for url in (path, f"https://a.example/{path}?{query}", f"https://[{path}"):
        assert len(shape_of(url)) <= 300
        assert "stories" in told(shape_of(url), Past(stories=3))
