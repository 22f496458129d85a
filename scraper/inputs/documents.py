"""What the inputs of a command come to: a document to clean, something passed over, or a named fault."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from scraper.errors import InputError
from scraper.model import WarcPlace

Kind = Literal["html", "dump"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One page to clean, as bytes."""

    name: str
    """Where it lies, for messages: a path, "pages.jsonl:3", "crawl.warc.gz at byte 1024"."""

    id: str
    """The manifest's id; else the file's name without its extensions; for a page of a WARC its record's id."""

    kind: Kind
    """HTML, or a page's text dump."""

    body: bytes
    """Unpacked. Longer than what is parsed if it goes on past the limit of the inputs."""

    url: str | None = None
    """The address it was fetched from, where that is known."""

    charset: str | None = None
    """As the transport named it; `None` for files."""

    fetched_at: str | None = None
    """ISO 8601 in UTC; `None` for files."""

    place: WarcPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Something that is not cleaned and is no fault: it is counted by its reason."""

    name: str
    reason: str
    """A few words that many share: "other file", "status 404", "image/png"."""


Event = Document | PassedOver | InputError
"""What `read_inputs` yields. Faults are values here: one bad file does not end the others."""


def shown(name: str | bytes) -> str:
    """Return a file's name fit for one line of a message: what cannot be printed is escaped."""
    text = os.fsdecode(name)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def id_of(path: str) -> str:
    """Return a file's name without its extensions; bytes that are not UTF-8 become U+FFFD."""
    name = os.fsencode(os.path.basename(path)).decode("utf-8", errors="replace")  # noqa: PTH119 (a string, not a path)
    stem, extension = _split(name)
    if extension == ".gz":
        stem, extension = _split(stem)
    return stem or name


def extension_of(path: str) -> str:
    """Return the extension that says what is in a file, in lower case, without ".gz": ".html", ".warc", ""."""
    stem, extension = _split(os.path.basename(path).lower())  # noqa: PTH119
    return _split(stem)[1] if extension == ".gz" else extension


def _split(name: str) -> tuple[str, str]:
    return os.path.splitext(name)  # noqa: PTH122
