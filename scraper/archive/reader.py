"""Any WARC, record by record: ours and others', plain and packed, WARC 0.17 to 1.1, whole and cut.

One record is in memory at a time. What cannot be used is named (`Cut`) and passed over; the records around it count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from scraper.archive.records import read_date
from scraper.archive.unpack import BLOCK, DamageError, Unpacked
from scraper.errors import InputError
from scraper.model import Exchange, Page, WarcPlace
from scraper.wire import MAX_BODY, Response, parse_response

MAX_RECORD = 128_000_000
"""Most bytes of a record's block that are read, unless the caller says otherwise."""

_MAX_HEAD = 1 << 20
_MAX_HELD = 100
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*")
ANSWERS = frozenset({"response", "resource"})
"""The types of records that hold a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Something in a WARC that cannot be used: a record that is cut off, damaged or too large."""

    file: str
    offset: int
    """Where it begins, like `WarcPlace.offset`."""

    reason: str
    """"is cut off", "is damaged", …: fits behind "the record at byte N"."""

    at_end: bool = False
    """Whether the file ends inside it."""

    def __str__(self) -> str:
        return f"{self.file}: the record at byte {self.offset} {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as it lies in the file."""

    offset: int
    """Place of its gzip member, of its first byte in a plain file, among the unpacked bytes in one packed as a whole."""

    fields: Mapping[str, str]
    """Names in lower case."""

    block: bytes
    """b"" where the caller did not want it."""

    end: int
    """Place behind it, where the next record begins (in a file packed as a whole: how far the file was read)."""

    single: bool
    """Whether it can be read again from `offset` alone."""

    @property
    def kind(self) -> str:
        """`WARC-Type`: "response", "request", "warcinfo" …"""
        return kind_of(self.fields)

    @property
    def url(self) -> str:
        """`WARC-Target-URI`, "" if it has none; some writers put it between angle brackets."""
        return self.fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """An answer out of a WARC."""

    record: Record
    place: WarcPlace

    @property
    def url(self) -> str:
        """The address that was asked for."""
        return self.record.url

    @property
    def message(self) -> bytes:
        """The record's block: the HTTP response as on the wire, or the bare body of a `resource` record."""
        return self.record.block

    @property
    def fetched_at(self) -> datetime | None:
        """`WARC-Date`; `None` where it is missing or wrong."""
        return read_date(self.record.fields.get("warc-date"))

    @property
    def content_type(self) -> str:
        """Content-Type of the record (of the page itself, if it is a `resource` record)."""
        return self.record.fields.get("content-type", "")


def page_of(
    source: Captured | Exchange,
    place: WarcPlace | None = None,
    *,
    message: bytes | None = None,
    limit: int = MAX_BODY,
) -> Page | None:
    """Read an archived answer: codings undone, at most `limit` bytes of it.

    `message` is the whole answer, where the record holds only its head (a revisit).

    `None` for what is no answer of a web server (a `dns:` record, an answer without a status line).
    """
    if isinstance(source, Captured):
        place = place or source.place
    if isinstance(source, Captured) and source.record.kind == "resource":
        answer = Response(200, (("content-type", source.content_type),), source.message[:limit])
    else:
        held = source.response if isinstance(source, Exchange) else source.message
        parsed = parse_response(held if message is None else message, limit=limit)
        if parsed is None:
            return None
        answer = parsed
    return Page(
        url=source.url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        fetched_at=source.fetched_at,
        place=place,
    )


def records(
    source: Path | BinaryIO,
    *,
    name: str,
    at: int = 0,
    limit: int = MAX_RECORD,
    want: Callable[[Mapping[str, str]], bool] = lambda _: True,
) -> Iterator[Record | Cut]:
    """Yield every record from byte `at` on; blocks of those that `want` refuses are passed over unread.

    `name` is the file's name in messages. Raises InputError as `read_warc` does.
    """
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                stream.seek(at)
                yield from _records(Unpacked(stream, at=at), name, limit, want)
        else:
            yield from _records(Unpacked(source, at=at), name, limit, want)
    except OSError as error:
        raise InputError(source if isinstance(source, Path) else name, f"cannot be read: {error.strerror}") from error


def _records(
    data: Unpacked, name: str, limit: int, want: Callable[[Mapping[str, str]], bool]
) -> Iterator[Record | Cut]:
    if data.empty:
        raise InputError(name, "is empty")
    is_warc, more = False, True
    held: list[Record | Cut] = []  # until it is clear that this is a WARC
    while more:
        start = data.raw_place
        try:
            if not data.skip_blank():
                break
            start = data.place
            found = _next_record(data, start, limit, want)
        except DamageError as fault:
            is_warc = is_warc or fault.inside
            held.append(Cut(file=name, offset=start, reason=str(fault), at_end=fault.cut))
            more = data.recover()
        else:
            is_warc = True
            held.append(found if isinstance(found, Record) else Cut(file=name, offset=start, reason=found))
        if is_warc:
            yield from held
        if is_warc or len(held) > _MAX_HELD:
            held.clear()
    if not is_warc:
        raise InputError(name, "is no WARC")


def _next_record(data: Unpacked, start: int, limit: int, want: Callable[[Mapping[str, str]], bool]) -> Record | str:
    """Read the record that begins here; a text says why it is not handed out. Raises DamageError."""
    single = data.can_be_sought
    _read_version(data)
    try:
        fields = _read_fields(data)
        size = _size(fields)
        wanted = want(fields)
        block = _read_block(data, size, keep=wanted and size <= limit)
        data.skip_blank(stay=True)
    except DamageError as fault:
        fault.inside = True
        raise
    if wanted and size > limit:
        return f"is larger than {limit} bytes ({fields.get('warc-target-uri', 'no address')})"
    return Record(offset=start, end=data.raw_place, fields=fields, block=block, single=single)


def _read_version(data: Unpacked) -> None:
    line = data.line(100)
    if line.endswith(b"\n") and _VERSION.fullmatch(line):
        return
    if b"\n" not in line and b"WARC/1.".startswith(line[:7]):
        raise DamageError("is cut off", cut=True)
    raise DamageError("is damaged")


def _read_fields(data: Unpacked) -> dict[str, str]:
    """Read a record's header: the first value of each name counts."""
    fields: dict[str, str] = {}
    name, left = "", _MAX_HEAD
    while (line := data.line(left)).endswith(b"\n"):
        left -= len(line)
        text = line.decode("utf-8", errors="replace")
        if not text.strip():
            return fields
        if text[0] in " \t" and name:  # a folded line
            fields[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip())
    if len(line) >= left:
        raise DamageError("has a header without end")
    raise DamageError("is cut off", cut=True)


def _size(fields: Mapping[str, str]) -> int:
    value = fields.get("content-length", "")
    if not re.fullmatch("[0-9]{1,18}", value):
        raise DamageError("does not say how long it is")
    return int(value)


def _read_block(data: Unpacked, size: int, *, keep: bool) -> bytes:
    pieces: list[bytes] = []
    while size:
        piece = data.read(min(size, BLOCK))
        if not piece:
            raise DamageError("is cut off", cut=True)
        size -= len(piece)
        if keep:
            pieces.append(piece)
    return b"".join(pieces)


def kind_of(fields: Mapping[str, str]) -> str:
    """Return `WARC-Type`, in lower case."""
    return fields.get("warc-type", "").strip().lower()
