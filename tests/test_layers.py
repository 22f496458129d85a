"""The rule of the house: a file imports only from earlier rows and from its own folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.evaluate.rivals import RIVALS
from tests.conftest import ROOT

ROWS = (
    {
        "codings",
        "errors",
        "loading",
        "model",
        "outcomes",
        "text",
        "frames",
        "moments",
        "timetable",
        "urls",
        "version",
    },  # words
    {
        "record",
        "dom",
        "wire",
        "dates",
        "language",
        "site",
        "robots",
        "frontier",
        "politeness",
        "rights",
        "traps",
    },  # values and rules, pure
    {
        "clean",
        "coverage",
        "discover",
        "due",
        "polling",
        "revisits",
        "versions",
        "yields",
    },  # decisions about pages and sites, pure
    {"config", "fetch", "archive", "store", "export", "workers"},  # one outside thing each
    {"inputs", "crawl", "schedule", "survey"},  # uses
    {"evaluate"},  # measures
    {"cli"},  # the door
    {"__init__", "__main__"},
)
PURE_ROWS = 3
IMPURE = {
    "asyncio",
    "glob",
    "io",
    "os",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "time",
}
OWNERS = {
    "bs4": {"dom"},
    "click": {"cli"},
    "cronsim": {"timetable"},
    "feedparser": {"discover"},
    "httpcore": {"fetch"},
    "httpcore2": {"fetch"},
    "httpx": {"fetch"},
    "httpx2": {"fetch"},
    "protego": {"robots"},
    "publicsuffixlist": {"urls"},
    "pyarrow": {"export"},
    "pydantic": {"site", "config"},
    "pydantic_core": {"site"},
    "selectolax": {"dom", "site"},
    "sqlalchemy": {"store"},
    "tenacity": {"fetch"},
    "warcio": {"archive"},
} | {rival: {"evaluate"} for rival in RIVALS.values()}
LONGEST = 320  # lines
FILES = sorted((ROOT / "scraper").rglob("*.py"))


def part_of(path: Path) -> str:
    inside = path.relative_to(ROOT / "scraper").parts
    return inside[0].removesuffix(".py")


def row_of(part: str) -> int:
    return next(n for n, row in enumerate(ROWS) if part in row)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which room it leads to"
            yield from (
                f"{node.module}.{alias.name}" if node.module == "scraper" else str(node.module) for alias in node.names
            )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_to_its_room(path: Path) -> None:
    part = part_of(path)
    row = row_of(part)
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "scraper" and rest:
            other = rest.split(".")[0]
            assert other == part or row_of(other) < row, (
                f"{part} (row {row}) must not import {other} (row {row_of(other)})"
            )
        if row < PURE_ROWS:
            assert top not in IMPURE, f"{part} is pure and must not import {top}"
        assert part in OWNERS.get(top, {part}), f"{top} belongs to {OWNERS[top]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_small_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a docstring says what the file is for"


@pytest.mark.parametrize("rival", RIVALS.values())
def test_a_rival_is_imported_by_one_file(rival: str) -> None:
    users = [path.name for path in FILES if any(name.partition(".")[0] == rival for name in imports(path))]
    assert users == [f"with_{rival}.py"]


def test_every_part_has_its_row() -> None:
    for path in FILES:
        row_of(part_of(path))
