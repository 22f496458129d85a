"""Every key of a definition is found on its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.site.places import key_lines
from tests.conftest import ROOT

TEXT = '''\
name = "x"  # [not.a.table]
"a key" = """
[nor.this]
b = 1
"""

[discover]
skip = [
  "]", '[', # = ]
  "c",
]
next.page = { select = ["a", "b"], attr = 'x' }

[[list]]
id = 1
[[list]]
id = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("a key",), 2),
        (("discover",), 7),
        (("discover", "skip"), 8),
        (("discover", "next", "page", "attr"), 12),
        (("list", 0, "id"), 15),
        (("list", 1, "id"), 17),
    ],
)
def test_a_key_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert key_lines(TEXT)[path] == line


def test_what_looks_like_a_key_inside_a_text_is_none() -> None:
    lines = key_lines(TEXT)

    assert ("not",) not in lines
    assert ("nor",) not in lines
    assert ("b",) not in lines


@pytest.mark.parametrize("path", sorted((ROOT / "config").rglob("*.toml")), ids=lambda path: path.name)
def test_every_key_of_the_shipped_definitions_is_found(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = key_lines(text)
    rows = text.splitlines()

    for keys in every_key(tomllib.loads(text)):
        assert str(keys[-1]) in rows[lines[keys] - 1]


def every_key(table: dict[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from every_key(value, (*path, key))


@given(st.text(alphabet="[]{}=.,#\"' \n\tab1\\"))
@example("[" * 50)
@example("a = [")
@example('a."')
@example('"\\1" = 1')
def test_any_text_is_passed_in_bounded_time(text: str) -> None:
    key_lines(text)
