"""The records of one exchange, put together again: request, answer (or what a revisit refers to), how it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from scraper.archive.reader import Record, records
from scraper.archive.records import IDENTICAL, payload_digest, read_date, read_discovery
from scraper.errors import InputError
from scraper.model import Exchange, WarcPlace
from scraper.wire import split_head

_CUTS: Mapping[str, Literal["length", "time", "disconnect"]] = {
    "length": "length",
    "time": "time",
    "disconnect": "disconnect",
}
KINDS = frozenset({"request", "response", "revisit", "metadata"})
"""The types of records that an exchange is kept in."""

_ANSWERS = frozenset({"response", "revisit"})


def exchanges(
    file: str, found: Iterable[Record], *, folder: Path, lost: Callable[[str], None]
) -> Iterator[tuple[WarcPlace, Exchange]]:
    """Yield the exchanges whose records stand in `found`, in order, each with the place of its answer.

    `folder` holds what revisits refer to; `lost` is told, in a line, of one whose payload is gone. Without its request
    an exchange has b"" for it.
    """
    request: Record | None = None
    held: tuple[Record, WarcPlace, Exchange] | None = None
    for record in found:
        if held is not None and record.kind == "metadata" and _belongs(record, held[0]):
            held = (held[0], held[1], replace(held[2], discovery=read_discovery(record.block)))
            continue
        if held is not None:
            yield held[1:]
            held = None
        if record.kind == "request":
            request = record
        elif record.kind in _ANSWERS:
            try:
                held = (record, *exchange_of(file, record, request, folder=folder))
            except InputError as error:
                lost(str(error))
    if held is not None:
        yield held[1:]


def exchange_of(file: str, answer: Record, request: Record | None, *, folder: Path) -> tuple[WarcPlace, Exchange]:
    """Put the two records of an exchange together. Raises InputError where what a revisit refers to is gone."""
    mine = request is not None and _belongs(answer, request)
    message = message_of(answer, folder)
    place = WarcPlace(file=file, offset=answer.offset, payload_digest=payload_digest(message))
    return place, Exchange(
        url=answer.url,
        request=request.block if request is not None and mine else b"",
        response=message,
        fetched_at=read_date(answer.fields.get("warc-date")) or datetime.fromtimestamp(0, UTC),
        ip=answer.fields.get("warc-ip-address"),
        truncated=None if answer.kind == "revisit" else _CUTS.get(answer.fields.get("warc-truncated", "")),
        protocol=answer.fields.get("warc-protocol"),
    )


def message_of(record: Record, folder: Path, *, steps: int = 5) -> bytes:
    """Return the whole answer that a record stands for: of a revisit by digest, its head and the earlier payload.

    Raises InputError where that payload is gone, is another one, or was archived by others and cannot be found.
    """
    if record.kind != "revisit" or record.fields.get("warc-profile") != IDENTICAL:
        return record.block
    name = Path(record.fields.get("warc-refers-to-filename", "")).name
    offset = record.fields.get("warc-refers-to-file-offset", "")
    path = folder / name
    if not name or not offset.isdecimal():
        raise InputError(record.url, "is a revisit that does not say in which file its payload is")
    origin = next(records(path, name=str(path), at=int(offset)), None)
    if not isinstance(origin, Record) or origin.kind not in _ANSWERS or not steps:
        raise InputError(path, f"holds no answer at byte {offset}, to which {record.url} refers")
    whole = message_of(origin, folder, steps=steps - 1)
    if payload_digest(whole) != record.fields.get("warc-payload-digest"):
        raise InputError(path, f"holds another payload at byte {offset} than {record.url} refers to")
    parts = split_head(whole)
    return record.block + (parts[1] if parts else b"")


def _belongs(record: Record, other: Record) -> bool:
    return record.fields.get("warc-concurrent-to") == other.fields.get("warc-record-id")
