"""CSV (RFC 4180): a table of pages and a table of teasers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from scraper.export.columns import PAGE_COLUMNS, RELATED_COLUMNS, Column, Row
from scraper.export.rows import Exported

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")


def write_csv(pages: Iterable[Exported], streams: Sequence[BinaryIO]) -> None:
    """Write the pages to the first stream and their teasers to the second, UTF-8, lines ended by CR LF."""
    page_columns = [column for column in PAGE_COLUMNS if column.type != "blocks"]
    texts = [io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="") for stream in streams]
    try:
        page_table, teaser_table = (csv.writer(text) for text in texts)
        page_table.writerow([column.name for column in page_columns])
        teaser_table.writerow([column.name for column in RELATED_COLUMNS])
        for exported in pages:
            page_table.writerow(_cells(page_columns, exported.page))
            teaser_table.writerows(_cells(RELATED_COLUMNS, teaser) for teaser in exported.teasers())
    finally:
        for text in texts:
            text.detach()


def guard(text: str) -> str:
    """Return a cell that no spreadsheet reads as a formula: "=1+1" becomes "'=1+1".

    Web pages are strangers, and a cell that begins with "=", "+", "-", "@", a tab or a carriage return is run by the
    program that opens the file. `unguard` gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Return the text of a cell that `guard` wrote."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _cells(columns: Sequence[Column[Row]], row: Row) -> list[str]:
    return [_cell(column.value(row)) for column in columns]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return guard(value)
        case bool():
            return "true" if value else "false"
        case tuple():
            return guard("\n".join(value))
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case _:
            return str(value)
