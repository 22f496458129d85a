"""Strings as values."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text import cut_ellipsis, ends_sentence, fold, fold_lines, fold_or_none, is_cut

ANY = st.text() | st.text(alphabet=" \t\n\r\u00a0\u2003\u200b\ufeff\u00ad\u0301abé…\ud800")


@given(ANY)
def test_folded_text_is_nfc_with_single_spaces_and_folds_to_itself(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert unicodedata.is_normalized("NFC", folded)
    assert fold(folded) == folded
    folded.encode("utf-8")


@given(ANY)
def test_a_record_never_carries_an_empty_string(text: str) -> None:
    assert fold_or_none(text) != ""
    assert fold_or_none(None) is None


def test_letters_of_every_script_come_through_unharmed() -> None:
    for text in ("می‌خواهم", "क्‍ष", "‏שלום", "日本語の文章", "naïve façade", "e\u0301"):
        assert fold(text) == unicodedata.normalize("NFC", text)


def test_soft_hyphens_and_byte_order_marks_are_no_letters() -> None:
    assert fold("\ufeffDonau\u00addampf\u200bschiff") == "Donaudampfschiff"


def test_a_flood_of_combining_marks_is_cut_before_it_costs_quadratic_time() -> None:
    assert len(fold("a" + "\u0301" * 200_000)) < 20


@given(st.text(alphabet="ab \n\t"))
def test_lines_of_preformatted_text_keep_their_order_and_inner_space(text: str) -> None:
    kept = fold_lines(text)
    assert [line.strip() for line in kept.split("\n") if line.strip()] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]


@pytest.mark.parametrize(
    "text",
    ["It ends.", "Does it?", "“It does.”", "他说完了。", "هل انتهى؟", "यह समाप्त हुआ।", "It trails off…", "(It ends.)"],
)
def test_a_sentence_ends_in_many_scripts(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["Antony J. Blinken,", "Authorities are", "between", "Helen R.", ""])
def test_a_text_that_stops_in_mid_sentence_is_cut(text: str) -> None:
    assert is_cut(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("The end…", "The end"), ("The end [...]", "The end"), ("The end ...", "The end"), ("The end […]", "The end")],
)
def test_the_dots_of_a_cut_come_off(text: str, bare: str) -> None:
    assert cut_ellipsis(text) == (bare, True)
    assert cut_ellipsis(bare) == (bare, False)
