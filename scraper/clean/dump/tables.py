"""Columns in plain text: cells between tabs or bars, and columns lined up with spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.clean.dump.lines import Line
from scraper.text import fold

_BAR_ROW = re.compile(r"\s*\|.*\|\s*")
_BAR_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:[|+]\s*:?-{2,}:?\s*)*\|?\s*")
_COLUMN = re.compile(r"(?<=[^\s.:?!,;]) {2,}(?=\S)|(?<=\S) {3,}(?=\S)")
_WIDE_GAP = re.compile(r"\S {3,}\S")
_CODE = re.compile(
    r"[{};]\s*$|^\s*[}\])]+[,;]?\s*$|^\s*(?:def|class|function|import|from|return|if|for|while|var|let|const|public|private|#include|SELECT|INSERT|UPDATE|GET|POST|PUT|DELETE|HEAD|curl|sudo|pip|npm|git|\$|>>>)\s?[\s(/\"'<\w].*[=(){}\[\];/:&?<>]|^\s*[\w.]+\s*=\s*\S|^\s*</?\w+[^>]*>|^\s*\"[\w-]+\"\s*:"
)


def has_cells(line: Line) -> bool:
    """Tell whether tabs or bars part a line into cells; indentation and the tab behind a bullet are no cells."""
    if _BAR_ROW.fullmatch(line.raw[:400]):
        return True
    return not line.bullet and "\t" in line.raw.strip() and len(cells_of(line)) > 1


def cells_of(line: Line) -> tuple[str, ...]:
    """Return the cells of a row, folded; an empty cell is ""."""
    raw = line.raw.strip(" \n\r\u00a0")
    if _BAR_ROW.fullmatch(raw):
        return tuple(fold(cell) for cell in raw.strip().strip("|").split("|"))
    return tuple(fold(cell) for cell in raw.strip("\t").split("\t"))


def is_rule_row(line: Line) -> bool:
    """Tell whether a row of a table with bars only draws the line under its head."""
    return "|" in line.raw and bool(_BAR_RULE.fullmatch(line.raw[:400]))


def has_columns(line: Line) -> bool:
    """Tell whether spaces line up columns in a line."""
    return not line.bullet and bool(_COLUMN.search(line.raw.strip()[:300]))


def is_lined_up(line: Line) -> bool:
    """Tell whether wide gaps in a line keep it from being part of a filled paragraph."""
    return bool(_WIDE_GAP.search(line.raw.strip()[:300]))


def is_code(lines: Sequence[Line]) -> bool:
    """Tell whether lines without a gap between them are preformatted: columns of spaces, or program text."""
    if len(lines) < 2:
        return False
    columns = sum(has_columns(line) for line in lines)
    code = sum(bool(_CODE.search(line.raw[:300])) for line in lines)
    return columns * 2 > len(lines) or code * 2 > len(lines) or (columns > 1 and columns * 2 >= len(lines))
