"""Whether archive and store agree: every answer known, every capture kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.archive import Checked, check_warc
from scraper.store import Store


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file of the archive, held against the store."""

    checked: Checked
    unknown: int = 0
    """Answers that the store does not know."""

    missing: Sequence[int] = ()
    """Places where the store knows of an answer, and there is none."""


def compare(
    files: Sequence[Path], store: Store | None, *, show: Callable[[Path, int], None] = lambda _, __: None
) -> Iterator[FileReport]:
    """Check each file of an archive; with a `store`, hold its captures against it."""
    for path in files:
        checked = check_warc(path, show=lambda number, path=path: show(path, number))  # type: ignore[misc]
        known = store.places_in(path.name) if store else checked.answers
        yield FileReport(checked, len(checked.answers - known), sorted(known - checked.answers))


def lost_files(files: Sequence[Path], store: Store) -> list[str]:
    """Return the names of WARC files that the store knows of and that are not there."""
    return sorted(store.archive_ends().keys() - {path.name for path in files})
