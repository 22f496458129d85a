"""Folders of pages and gold -> the pages to score.

    teasers/         pages.jsonl, gold/<id>.json     teasers and strings of the body, written by people
    articles/<set>/  pages.jsonl, gold.jsonl         bodies, snippets, headlines, dates, authors

`pages.jsonl` is a manifest of `scraper clean`. A folder that holds such folders stands for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scraper.errors import InputError
from scraper.inputs import Document
from scraper.inputs.files import read_file
from scraper.inputs.manifest import Entry, read_manifest
from scraper.language import detect_language

MANIFEST = "pages.jsonl"
TEASER_GOLD = "gold"
ARTICLE_GOLD = "gold.jsonl"
_DEPTH = 3  # folders below the one that was named in which sets are looked for

Kind = Literal["teasers", "articles"]


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page, and what people say is on it."""

    kind: Kind
    set: str
    """Name of its folder."""

    id: str
    gold: Mapping[str, Any]
    path: str | None
    """Where the page lies; `None` where the manifest does not name it."""

    url: str | None
    folder: str
    """The set's folder, as it was reached: what names the page in a command."""

    @property
    def language(self) -> str:
        """Language that the gold states, else that of its text; "?" where neither tells."""
        stated = self.gold.get("language")
        if isinstance(stated, str) and stated:
            return stated.partition("-")[0].lower()
        text = self.gold.get("gold_text") or "\n".join(self.gold.get("in_body") or self.gold.get("with") or [])
        return detect_language(text) or "?"

    def document(self) -> Document | InputError:
        """Read the page."""
        if self.path is None:
            return InputError(f"{self.folder}/{MANIFEST}", f"names no page {self.id!r}")
        found = next(iter(read_file(self.path, id=self.id, url=self.url, single=True)), None)
        return found if isinstance(found, Document | InputError) else InputError(self.path, "holds no page")


def read_gold(folder: str, *, limit: int | None = None) -> Iterator[GoldPage]:
    """Yield the pages of a folder; of each set the first `limit`.

    Raises InputError where there is no gold, and for gold that cannot be read.
    """
    sets = list(_sets(Path(folder), _DEPTH))
    if not sets:
        raise InputError(
            folder,
            f"holds no gold: {MANIFEST} beside {TEASER_GOLD}/<id>.json or {ARTICLE_GOLD}, here or in its folders",
        )
    for found in sets:
        yield from _pages(found, limit)


def _sets(folder: Path, depth: int) -> Iterator[Path]:
    if (folder / ARTICLE_GOLD).is_file() or (folder / TEASER_GOLD).is_dir():
        yield folder
    elif depth:
        try:
            below = sorted(path for path in folder.iterdir() if path.is_dir())
        except OSError as error:
            raise InputError(folder, f"cannot be read: {error.strerror}") from error
        for path in below:
            yield from _sets(path, depth - 1)


def _pages(folder: Path, limit: int | None) -> Iterator[GoldPage]:
    teasers = (folder / TEASER_GOLD).is_dir()
    rows = _teaser_gold(folder / TEASER_GOLD) if teasers else _article_gold(folder / ARTICLE_GOLD)
    entries = _manifest(folder / MANIFEST)
    for id, gold in rows[:limit]:  # noqa: A001
        entry = entries.get(id)
        url = entry.url if entry else None
        path = entry.path if entry else None
        yield GoldPage("teasers" if teasers else "articles", folder.name, id, gold, path, url, str(folder))


def _manifest(path: Path) -> Mapping[str, Entry]:
    entries: dict[str, Entry] = {}
    for entry in read_manifest(str(path)):
        if isinstance(entry, InputError):
            raise entry
        if entry.id is not None:
            entries[entry.id] = entry
    return entries


def _teaser_gold(folder: Path) -> Sequence[tuple[str, Mapping[str, Any]]]:
    return [(path.stem, _object(_text(path), str(path))) for path in sorted(folder.glob("*.json"))]


def _article_gold(path: Path) -> Sequence[tuple[str, Mapping[str, Any]]]:
    rows = []
    for number, line in enumerate(_text(path).split("\n"), 1):  # not splitlines: U+2028 stands in texts
        if line.strip():
            row = _object(line, f"{path}:{number}")
            if not isinstance(row.get("id"), str):
                raise InputError(f"{path}:{number}", '"id" is missing')
            rows.append((row["id"], row))
    return rows


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "is not UTF-8") from error


def _object(text: str, where: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(where, "is no JSON") from error
    if not isinstance(value, dict):
        raise InputError(where, "is JSON, but no object")
    return value
