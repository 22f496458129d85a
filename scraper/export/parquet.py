"""Parquet: a file of pages and a file of teasers, typed. Needs pyarrow (the extra `parquet`)."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any, BinaryIO, Generic

from scraper.errors import ExportError
from scraper.export.columns import PAGE_COLUMNS, RELATED_COLUMNS, Column, Row
from scraper.export.rows import Exported

_PAGES = 500  # pages in a row group: what is held in memory at once
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_parquet(pages: Iterable[Exported], streams: Sequence[BinaryIO]) -> None:
    """Write the pages to the first stream and their teasers to the second. Raises ExportError where pyarrow is missing."""
    arrow, parquet = _load("pyarrow"), _load("pyarrow.parquet")
    with (
        _Table(arrow, parquet, streams[0], PAGE_COLUMNS) as page_table,
        _Table(arrow, parquet, streams[1], RELATED_COLUMNS) as teaser_table,
    ):
        for count, exported in enumerate(pages, start=1):
            page_table.rows.append(exported.page)
            teaser_table.rows.extend(exported.teasers())
            if count % _PAGES == 0:
                page_table.flush()
                teaser_table.flush()


class _Table(Generic[Row]):
    """One file: rows are gathered, and written as a row group at each `flush` and at the end."""

    def __init__(
        self, arrow: ModuleType, parquet: ModuleType, stream: BinaryIO, columns: Sequence[Column[Row]]
    ) -> None:
        self.rows: list[Row] = []
        self._arrow = arrow
        self._columns = columns
        fields = [
            arrow.field(column.name, _types(arrow)[column.type], metadata={"description": column.meaning})
            for column in columns
        ]
        self._schema = arrow.schema(fields)
        self._writer = parquet.ParquetWriter(stream, self._schema, compression="zstd")

    def __enter__(self) -> _Table[Row]:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._writer.close()

    def flush(self) -> None:
        """Write the gathered rows."""
        if self.rows:
            columns = [[_clean(column.value(row)) for row in self.rows] for column in self._columns]
            arrays = [
                self._arrow.array(values, type=field.type) for values, field in zip(columns, self._schema, strict=True)
            ]
            self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
            self.rows.clear()


def _types(arrow: ModuleType) -> dict[str, Any]:
    text = arrow.string()
    block = {"kind": text, "text": text, "level": arrow.int32(), "speaker": text}
    return {
        "text": text,
        "texts": arrow.list_(text),
        "integer": arrow.int64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "timestamp": arrow.timestamp("us", tz="UTC"),
        "blocks": arrow.list_(
            arrow.struct(
                [arrow.field(name, kind) for name, kind in (block | {"rows": arrow.list_(arrow.list_(text))}).items()]
            )
        ),
    }


def _clean(value: Any) -> Any:
    """Replace lone surrogates, which have no UTF-8."""
    match value:
        case str():
            return value if value.isascii() else _SURROGATE.sub("?", value)
        case tuple() | list():
            return [_clean(part) for part in value]
        case dict():
            return {name: _clean(part) for name, part in value.items()}
        case _:
            return value


def _load(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ExportError("parquet needs pyarrow: pip install 'scraper[parquet]'") from error
