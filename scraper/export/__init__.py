"""Records -> files: JSON lines, CSV, Parquet. Knows no store: it is handed the pages.

A format is one file with one function, and a line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from scraper.errors import ExportError
from scraper.export.files import STDOUT, whole_files
from scraper.export.jsonl import write_jsonl
from scraper.export.parquet import write_parquet
from scraper.export.rows import Exported, Resolve, with_targets
from scraper.export.tables import write_csv
from scraper.model import CleanedPage

__all__ = ["FORMATS", "ExportSummary", "Format", "whole_files", "write_export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write pages."""

    meaning: str
    write: Callable[[Iterable[Exported], Sequence[BinaryIO]], None]
    tables: bool
    """Whether it makes two files, one of pages and one of teasers."""


FORMATS = {
    "jsonl": Format("Page records (schema page/1), one JSON object a line.", write_jsonl, tables=False),
    "csv": Format(
        "A table of pages and a table of teasers, for spreadsheets (RFC 4180, UTF-8).", write_csv, tables=True
    ),
    "parquet": Format(
        "The same two tables with types, for pandas, DuckDB, Spark and R (extra `parquet`).", write_parquet, tables=True
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSummary:
    """What an export wrote."""

    files: tuple[Path, ...]
    """The files, that of the pages first; Path("-") for standard output."""

    pages: int
    related: int
    """How many teasers the pages have."""


def write_export(
    pages: Iterable[CleanedPage],
    *,
    format: str,  # noqa: A002
    output: Path,
    resolve: Resolve | None = None,
) -> ExportSummary:
    """Write pages to files in their order; the same pages give the same bytes.

    `format` is a name of `FORMATS`. `output` is the file, Path("-") for standard output (JSON lines only); tables write
    the teasers beside it: "news.csv" and "news.related.csv". `resolve` tells which stored pages the teasers lead to.
    The files appear when they are whole. Memory is bounded, however many pages come.
    Raises ExportError for a format or output that cannot be, StorageError where there is no room or no right to write.
    """
    chosen = FORMATS.get(format)
    if chosen is None:
        raise ExportError(f"{format!r} is no format (allowed: {', '.join(FORMATS)})")
    paths = (output,) if not chosen.tables else (output, related_path(output))
    if chosen.tables and (output == STDOUT or (output.exists() and not output.is_file() and not output.is_dir())):
        raise ExportError(f"{format} makes two files, which {output} cannot hold: name a file")
    tally = _Tally()
    with whole_files(paths) as streams:
        chosen.write(tally.count(with_targets(pages, resolve if chosen.tables else None)), streams)
    return ExportSummary(files=paths, pages=tally.pages, related=tally.related)


def related_path(output: Path) -> Path:
    """Return where the teasers of a table go: "news.related.csv" beside "news.csv"."""
    return output.with_name(f"{output.stem}.related{output.suffix}")


class _Tally:
    """Counts what passes."""

    def __init__(self) -> None:
        self.pages = 0
        self.related = 0

    def count(self, pages: Iterable[Exported]) -> Iterator[Exported]:
        for exported in pages:
            self.pages += 1
            self.related += len(exported.page.related)
            yield exported
