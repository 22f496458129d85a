"""What makes a new version of an article, and what does not; differences that give both texts back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.model import Article, Block, CleanedPage, Provenance, RelatedItem, Source
from scraper.versions import changes, makes_version, words_changed


def page(related: tuple[RelatedItem, ...] = (), **facts: Any) -> CleanedPage:
    article = Article(
        **{
            "headline": "The bridge opens",
            "authors": ("A. Writer",),
            "published": "2026-11-24T10:00:00+01:00",
            "image": "https://n.test/a.jpg?v=1",
            "blocks": (Block(kind="paragraph", text="It opened on Tuesday."),),
            **facts,
        }
    )
    return CleanedPage(
        page_type="article", outcome="ok", provenance=Provenance(cleaner="x"), article=article, related=related
    )


@pytest.mark.parametrize(
    ("facts", "named", "is_version"),
    [
        ({"headline": "The bridge is open"}, ("headline",), True),
        ({"dek": "At last"}, ("dek",), True),
        ({"blocks": (Block(kind="paragraph", text="It opened on Wednesday."),)}, ("body",), True),
        ({"blocks": (Block(kind="paragraph", text="It  opened on\nTuesday."),)}, (), False),
        ({"authors": ("A. Writer", "B. Writer")}, ("authors",), True),
        ({"source": Source(name="AP")}, ("source",), True),
        ({"published": "2026-11-25T10:00:00+01:00"}, ("published",), True),
        ({"published": "2026-11-24T09:00:00+00:00"}, (), False),
        ({"modified": "2026-11-25T10:00:00+01:00"}, ("modified",), False),
        ({"tags": ("bridges",)}, ("labels",), False),
        ({"image": "https://n.test/a.jpg?v=2"}, (), False),
        ({"image": "https://n.test/b.jpg"}, ("picture",), False),
        ({"reading_time_minutes": 5}, (), False),
    ],
)
def test_what_has_changed_has_a_name_and_some_of_it_makes_a_version(
    facts: dict[str, Any], named: tuple[str, ...], is_version: bool
) -> None:
    found = changes(page(), page(**facts))
    assert found == named
    assert makes_version(found) is is_version


def test_other_teasers_are_no_version() -> None:
    one, other = (RelatedItem(position=0, title=title) for title in ("One", "Another"))
    found = changes(page((one,)), page((other,)))
    assert found == ("related",)
    assert not makes_version(found)
    assert changes(page((one,)), page((replace(one, excerpt="more"),))) == ()


words = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=6).map(" ".join), max_size=6).map("\n".join)


@given(words, words)
def test_a_difference_gives_both_texts_back(old: str, new: str) -> None:
    passages = list(words_changed(old, new))
    kept = "".join(text for kind, text in passages if kind != "in")
    made = "".join(text for kind, text in passages if kind != "out")
    assert [line.split() for line in kept.splitlines()] == [line.split() for line in old.splitlines()]
    assert [line.split() for line in made.splitlines()] == [line.split() for line in new.splitlines()]
    if old == new:
        assert {kind for kind, _ in passages} <= {"same"}


def test_only_the_words_that_differ_are_out_and_in() -> None:
    found = [
        passage for passage in words_changed("One\nTwo were hurt.", "One\nThree were hurt.") if passage.kind != "same"
    ]
    assert found == [("out", "Two "), ("in", "Three ")]
