"""Frames: fixed words around a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.frames import Frame, take_off, unwrap_any


@pytest.mark.parametrize(
    ("frame", "text", "kept"),
    [
        ("In {text}", "In Crime News", "Crime News"),
        ("In {text}", "in  U.S GAO News", "U.S GAO News"),
        ("{number} min read", "16 min read", "16"),
        (
            "More from: {text}",
            "More from: Antony J. Blinken, Secretary of State",
            "Antony J. Blinken, Secretary of State",
        ),
        ("[Read More…]", "[Read More...]", ""),
        ("Continue reading *", "Continue reading “A title”", ""),
        ("* Uhr", "12.30 Uhr", ""),
    ],
)
def test_a_frame_gives_back_what_stands_inside(frame: str, text: str, kept: str) -> None:
    assert Frame(frame).unwrap(text) == kept


@pytest.mark.parametrize(
    ("frame", "text"), [("In {text}", "Inside the court"), ("In {text}", "In"), ("{number} min read", "long read")]
)
def test_what_does_not_fit_is_left_alone(frame: str, text: str) -> None:
    assert Frame(frame).unwrap(text) is None
    assert take_off((Frame(frame),), text) == text


def test_a_frame_behind_a_text_is_cut_off() -> None:
    frames = (Frame("[Read More…]"), Frame("Continue reading *"))
    assert take_off(frames, "Antony J. Blinken, [Read More…]") == "Antony J. Blinken,"
    assert take_off(frames, "agreed to stay in close… Continue reading Some Title") == "agreed to stay in close…"
    assert take_off(frames, "[Read More…]") == ""


@pytest.mark.parametrize("pattern", ["{text}", "*", " ", "{text} and {text}", "{number}{text}"])
def test_a_frame_without_words_of_its_own_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="frame"):
        Frame(pattern)


@given(
    st.text(alphabet="abc[]().*+?{}\\ …", min_size=1, max_size=12),
    st.text(alphabet="xyz ", min_size=1).filter(str.strip),
)
def test_every_text_comes_out_of_the_frame_it_was_put_in(words: str, text: str) -> None:
    try:
        frame = Frame(f"{words}: {{text}}")
    except ValueError:
        return
    if "*" not in words and "{" not in words:
        assert unwrap_any((frame,), f"{words}: {text}".strip().replace("…", "...")) == text.strip()
