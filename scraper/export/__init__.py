"""Records -> files: JSON lines, CSV, Parquet. Knows no store: it is handed the pages.

A format is one file with one function, and a line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from scraper.errors import ExportError
from scraper.export.files import STDOUT, whole_files
from scraper.export.jsonl import write_jsonl
from scraper.export.manifest import Contents, manifest_path, write_manifest
from scraper.export.parquet import write_parquet
from scraper.export.rows import Exported, Resolve, with_targets
from scraper.export.tables import write_csv
from scraper.model import CleanedPage

__all__ = ["FORMATS", "ExportSummary", "Format", "Origin", "whole_files", "write_export"]


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

    manifest: Path | None = None
    """The manifest; `None`: none was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the pages are handed over with, for the manifest."""

    selection: Mapping[str, str | bool | None]
    """What was asked for; `None`: all."""

    rights: Mapping[str, int]
    """What pages reserve -> pages."""

    coverage: Callable[[Collection[str]], Sequence[Mapping[str, Any]]]
    """Sites -> what is known of each (`scraper.coverage.site_record`); asked when the pages are written."""


def write_export(
    pages: Iterable[CleanedPage],
    *,
    format: str,  # noqa: A002
    output: Path,
    resolve: Resolve | None = None,
    origin: Origin | None = None,
) -> ExportSummary:
    """Write pages to files in their order; the same pages give the same bytes.

    `format` is a name of `FORMATS`. `output` is the file, Path("-") for standard output (JSON lines only); tables write
    the teasers beside it: "news.csv" and "news.related.csv". `resolve` tells which stored pages the teasers lead to.
    With an `origin` a manifest.json is written beside files (not beside standard output, devices and pipes).
    The files appear when they are whole. Memory is bounded, however many pages come.
    Raises ExportError for a format or output that cannot be, StorageError where there is no room or no right to write.
    """
    chosen = FORMATS.get(format)
    if chosen is None:
        raise ExportError(f"{format!r} is no format (allowed: {', '.join(FORMATS)})")
    paths = (output,) if not chosen.tables else (output, related_path(output))
    is_file = output != STDOUT and (not output.exists() or output.is_file() or output.is_dir())
    if chosen.tables and not is_file:
        raise ExportError(f"{format} makes two files, which {output} cannot hold: name a file")
    manifest = manifest_path(output) if origin is not None and is_file else None
    contents = Contents()
    with whole_files((*paths, manifest) if manifest else paths) as streams:
        chosen.write(_counted(with_targets(pages, resolve if chosen.tables else None), contents), streams[: len(paths)])
        if origin is not None and manifest is not None:
            for stream in streams:
                stream.flush()
            write_manifest(
                streams[-1],
                contents,
                format=format,
                files=[(path.name, Path(stream.name)) for path, stream in zip(paths, streams, strict=False)],
                selection=origin.selection,
                rights=origin.rights,
                coverage=origin.coverage(contents.sites),
            )
    return ExportSummary(files=paths, pages=contents.pages, related=contents.related, manifest=manifest)


def related_path(output: Path) -> Path:
    """Return where the teasers of a table go: "news.related.csv" beside "news.csv"."""
    return output.with_name(f"{output.stem}.related{output.suffix}")


def _counted(pages: Iterable[Exported], contents: Contents) -> Iterator[Exported]:
    for exported in pages:
        contents.add(exported.page)
        yield exported
