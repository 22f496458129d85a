"""`manifest.json` beside an export: what made it, what is in it, what is missing from it, and checksums.

The same store and the same request give the same bytes: nothing of the machine, its paths or its clock is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from scraper.errors import ExportError
from scraper.model import CleanedPage
from scraper.version import CLEANER

NAME = "manifest.json"
SCHEMA = "export/1"

MEANINGS: Mapping[str, str] = {
    "schema": 'Always "export/1".',
    "made_by": "Name and version of the package that wrote the export.",
    "format": "Name of the format.",
    "selection": "What was asked for: site, since, until, type (null: all), and whether earlier versions too.",
    "files": "Name, size in bytes and SHA-256 of each file.",
    "pages": "How many pages the export holds, each version of its own.",
    "related": "How many teasers they have.",
    "days": "First and last day of publication among them, as their records say; null: there is none.",
    "page_types": "Page type -> pages.",
    "outcomes": "Outcome of cleaning -> pages (docs/outcomes.md).",
    "cleaners": "Name and version of the package that made the records -> pages.",
    "rules": 'Site definition and digest of its rules -> pages; "": the generic cleaner alone.',
    "rights": "What pages reserve (docs/politeness.md) -> pages: directives of X-Robots-Tag and meta robots, tdm-reservation, "
    "and the policies that go with it.",
    "coverage": "For each site: how far the stories of these days came, its sources, and the gaps, days on which nobody "
    "looked (docs/coverage.md). Up to the last look, or to the last day that was asked for.",
}
"""Key -> meaning, in the order of the file."""


@dataclass
class Contents:
    """What passes into the files, counted."""

    pages: int = 0
    related: int = 0
    sites: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    page_types: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    cleaners: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    def add(self, page: CleanedPage) -> None:
        """Count a page."""
        self.pages += 1
        self.related += len(page.related)
        if page.site is not None:
            self.sites.add(page.site)
        if page.article is not None and page.article.published is not None:
            self.days.add(page.article.published[:10])
        self.page_types[page.page_type] += 1
        self.outcomes[page.outcome] += 1
        self.cleaners[page.provenance.cleaner] += 1
        self.rules[page.provenance.rules or ""] += 1


def manifest_path(output: Path) -> Path:
    """Return where the manifest of an export goes. Raises ExportError where a file of that name is not ours."""
    path = output.parent / NAME
    if path == output:
        raise ExportError(f"{path}: the manifest has this name: name the export otherwise")
    if path.exists() and not is_ours(path):
        raise ExportError(f"{path}: is no manifest of an export, and would be lost: export into a folder of its own")
    return path


def is_ours(path: Path) -> bool:
    """Tell whether a file is the manifest of an export."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("schema") == SCHEMA


def write_manifest(
    stream: BinaryIO,
    contents: Contents,
    *,
    format: str,  # noqa: A002
    files: Iterable[tuple[str, Path]],
    selection: Mapping[str, str | bool | None],
    rights: Mapping[str, int],
    coverage: Sequence[Mapping[str, Any]],
) -> None:
    """Write the manifest. `files`: the name of each, and where it lies now."""
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "made_by": CLEANER,
        "format": format,
        "selection": dict(selection),
        "files": [_file(name, path) for name, path in files],
        "pages": contents.pages,
        "related": contents.related,
        "days": {"first": min(contents.days), "last": max(contents.days)} if contents.days else None,
        **{name: _sorted(getattr(contents, name)) for name in ("page_types", "outcomes", "cleaners", "rules")},
        "rights": _sorted(rights),
        "coverage": list(coverage),
    }
    assert list(values) == list(MEANINGS)
    stream.write(json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8", errors="replace") + b"\n")


def _file(name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"name": name, "bytes": path.stat().st_size, "sha256": digest}


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
