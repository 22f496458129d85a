"""Whether a WARC file is whole: every record read, every digest made again, every revisit followed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scraper.archive.exchanges import message_of
from scraper.archive.reader import Record, records
from scraper.archive.records import IDENTICAL
from scraper.errors import InputError
from scraper.wire import split_head

ANSWERS = frozenset({"response", "revisit"})


@dataclass(slots=True)
class Checked:
    """What was found in one file."""

    path: Path
    size: int = 0
    """Bytes of the file."""

    records: int = 0
    answers: set[int] = field(default_factory=set)
    """Places of the records that hold an answer: `WarcPlace.offset`."""

    torn_at: int | None = None
    """Where a record begins in which the file ends: its writer was killed. `None` if there is none."""

    faults: list[str] = field(default_factory=list)
    """What is damaged, a line each."""


def check_warc(path: Path, *, show: Callable[[int], None] = lambda _: None) -> Checked:
    """Read every record of a WARC file and make its digests again; `show` hears how many have been read.

    Raises InputError where it cannot be opened.
    """
    found = Checked(path, size=_size(path))
    try:
        for item in records(path, name=str(path)):
            if isinstance(item, Record):
                found.records += 1
                found.faults += [f"{path}: the record at byte {item.offset} {fault}" for fault in _faults(item, path)]
                if item.kind in ANSWERS:
                    found.answers.add(item.offset)
                show(found.records)
            elif item.at_end:
                found.torn_at = item.offset
            else:
                found.faults.append(str(item))
    except InputError as error:
        if found.size:  # an empty file is one that was just begun
            found.faults.append(str(error))
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error


def _faults(record: Record, path: Path) -> list[str]:
    faults = []
    if not _fits(record.fields.get("warc-block-digest"), record.block):
        faults.append("is not what its digest says")
    if record.kind == "response":
        parts = split_head(record.block)
        if not _fits(record.fields.get("warc-payload-digest"), parts[1] if parts else b""):
            faults.append("holds another payload than its digest says")
    elif record.kind == "revisit" and record.fields.get("warc-profile") == IDENTICAL:
        try:
            message_of(record, path.parent)
        except InputError as error:
            faults.append(f"refers to a payload that is not there: {error}")
    return faults


def _fits(told: str | None, data: bytes) -> bool:
    """Tell whether a digest ("sha256:…", in hex or base32) is that of `data`; one that nobody gave, or nobody knows, fits."""
    name, _, value = (told or "").partition(":")
    if name.lower() not in ("sha256", "sha1", "md5", "sha512"):
        return True
    made = hashlib.new(name.lower(), data, usedforsecurity=False).digest()
    return value.strip().lower() in (made.hex(), base64.b32encode(made).decode().rstrip("=").lower())
