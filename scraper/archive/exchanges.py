"""The records of one exchange, put together again: request, answer (or what a revisit refers to), how it was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal

from scraper.archive.reader import ANSWERS, MAX_RECORD, Captured, Cut, Record, kind_of, records
from scraper.archive.records import IDENTICAL, payload_digest, read_date, read_discovery
from scraper.errors import InputError
from scraper.model import Earlier, Exchange, WarcPlace
from scraper.wire import split_head

_CUTS: Mapping[str, Literal["length", "time", "disconnect"]] = {
    "length": "length",
    "time": "time",
    "disconnect": "disconnect",
}
KINDS = frozenset({"request", "response", "revisit", "metadata"})
"""The types of records that an exchange is kept in."""

_ANSWERS = frozenset({"response", "revisit"})


def read_warc(
    source: Path | BinaryIO, *, name: str | None = None, kinds: Collection[str] = ANSWERS, limit: int = MAX_RECORD
) -> Iterator[Captured | Cut]:
    """Yield the answers in a WARC in the order of the file, and a `Cut` for each place that is of no use.

    `name` is the file's name in the places, by default the source's own without its folder.
    `kinds` are the types of records that are wanted; `limit` is the most bytes of one.
    A revisit of ours, whose payload lies in a file of the same folder, is an answer like any other.
    Raises InputError for a file that cannot be read, is empty or is no WARC.
    """
    own = getattr(source, "name", None)
    folder = (source if isinstance(source, Path) else Path(own if isinstance(own, str) else "")).parent
    name = name or (Path(own).name if isinstance(own, str) else "-")
    for item in records(
        source, name=name, limit=limit, want=lambda fields: kind_of(fields) in kinds or _is_ours(fields)
    ):
        if isinstance(item, Cut):
            yield item
        elif item.kind in kinds:
            payload = payload_digest(item.block) if item.kind != "resource" else None
            yield Captured(record=item, place=WarcPlace(file=name, offset=item.offset, payload_digest=payload))
        elif _is_ours(item.fields):
            yield _resolved(item, name, folder)


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


def origin_of(earlier: Earlier, folder: Path) -> Earlier | None:
    """Return the capture that holds the payload: a revisit refers to no revisit. `None` where it is not there."""
    path = folder / Path(earlier.place.file).name
    try:
        record = next(records(path, name=str(path), at=earlier.place.offset, want=lambda _: False), None)
    except InputError:
        return None
    if not isinstance(record, Record) or record.kind not in _ANSWERS:
        return None
    if record.kind == "response":
        return earlier
    fields = record.fields
    moment, offset = read_date(fields.get("warc-refers-to-date")), fields.get("warc-refers-to-file-offset", "")
    if moment is None or not offset.isdecimal():
        return None
    return Earlier(
        url=fields.get("warc-refers-to-target-uri", ""),
        fetched_at=moment,
        place=WarcPlace(
            file=fields.get("warc-refers-to-filename", ""),
            offset=int(offset),
            payload_digest=fields.get("warc-payload-digest"),
        ),
    )


def _resolved(record: Record, name: str, folder: Path) -> Captured | Cut:
    try:
        message = message_of(record, folder)
    except InputError as error:
        return Cut(file=name, offset=record.offset, reason=f"refers to a payload that is not there: {error}")
    place = WarcPlace(file=name, offset=record.offset, payload_digest=payload_digest(message))
    return Captured(record=replace(record, block=message), place=place)


def _is_ours(fields: Mapping[str, str]) -> bool:
    return kind_of(fields) == "revisit" and "warc-refers-to-filename" in fields


def _belongs(record: Record, other: Record) -> bool:
    return record.fields.get("warc-concurrent-to") == other.fields.get("warc-record-id")
