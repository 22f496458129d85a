"""Tables are written as TOML that reads back the same."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.site.toml import to_toml
from tests.conftest import ROOT

KEYS = st.text(st.characters(exclude_categories=["Cs"]))
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text(alphabet="'\"\\\n\x7f\x00{}")
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, VALUES))
def test_any_table_reads_back_the_same(table: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml(table)) == table


@pytest.mark.parametrize("path", sorted((ROOT / "config").rglob("*.toml")), ids=lambda path: path.name)
def test_the_shipped_definitions_read_back_the_same(path: Any) -> None:
    table = tomllib.loads(path.read_text("utf-8"))

    assert tomllib.loads(to_toml(table)) == table


def test_sections_and_rules_are_written_as_people_write_them() -> None:
    table = {
        "home": "https://a.org/",
        "article": {"headline": "h1", "published": {"select": "time", "attr": "datetime"}},
        "teasers": {"more": {"within": ".more", "item": "li", "skip": ["/\\d+/"]}},
        "day": date(2026, 11, 24),
    }

    assert to_toml(table) == (
        'home = "https://a.org/"\n'
        "day = 2026-11-24\n"
        "\n"
        "[article]\n"
        'headline = "h1"\n'
        'published = { select = "time", attr = "datetime" }\n'
        "\n"
        "[teasers.more]\n"
        'within = ".more"\n'
        'item = "li"\n'
        "skip = ['/\\d+/']\n"
    )


def test_what_toml_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError, match="TOML has no NoneType"):
        to_toml({"a": None})
