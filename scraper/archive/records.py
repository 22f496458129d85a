"""WARC 1.1 records as bytes (ISO 28500): what is written, and the names of fields. Pure."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from scraper.model import Discovery, Earlier, Exchange, WarcPlace
from scraper.wire import split_head

Fields = Iterable[tuple[str, str | None]]
"""Names and values of a record's header, in order; a field whose value is `None` is left out."""

FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_HEAD_REACH = 1 << 13  # bytes in which the heads of a record and of its message mostly end
_CONTROLS = re.compile(r"[\x00-\x20\x7f]")
_LEVEL = 4  # beyond, the time grows by half and the file shrinks by a hundredth
_STORED = 65_535  # bytes that a block of deflate holds as they are (RFC 1951, 3.2.4)
_GZIP = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # head of a member: no name, no time (RFC 1952, 2.3)
_PACKED = re.compile(rb"\r\ncontent-encoding:[ \t]*(?:gzip|br|zstd)[ \t]*\r\n", re.IGNORECASE)


def record(fields: Fields, block: bytes) -> bytes:
    """Return one record, not compressed: header, block, the two line ends behind it."""
    lines = ["WARC/1.1", *(f"{name}: {_one_line(value)}" for name, value in fields if value is not None)]
    lines += [f"WARC-Block-Digest: {digest(block)}", f"Content-Length: {len(block)}", "", ""]
    return b"".join(("\r\n".join(lines).encode("utf-8", errors="replace"), block, b"\r\n\r\n"))


def member(data: bytes) -> bytes:
    """Return a record as one gzip member, the same bytes for the same input.

    A body that the server has compressed is stored as it is: to find that it grows no smaller takes half a millisecond.
    """
    packed = _PACKED.search(data, 0, _HEAD_REACH)
    if packed is not None and (start := data.find(b"\r\n\r\n", packed.end() - 2)) > 0:
        return _member_with(data, start)
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return engine.compress(data) + engine.flush()


def _member_with(data: bytes, start: int) -> bytes:
    """Return one gzip member of which what stands behind `start` is stored."""
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    pieces = [_GZIP, engine.compress(data[:start]), engine.flush(zlib.Z_FULL_FLUSH)]
    for at in range(start, len(data), _STORED):
        piece = data[at : at + _STORED]
        pieces += [struct.pack("<BHH", at + _STORED >= len(data), len(piece), len(piece) ^ 0xFFFF), piece]
    pieces.append(struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF))
    return b"".join(pieces)


def warcinfo(*, record_id: str, date: datetime, filename: str, fields: Fields) -> bytes:
    """Return the record that says who made the records behind it (6.2)."""
    block = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields if value is not None)
    head = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", warc_date(date)),
        ("WARC-Filename", filename),
        ("Content-Type", "application/warc-fields"),
    ]
    return record(head, block.encode("utf-8", errors="replace"))


def request(exchange: Exchange, *, record_id: str, warcinfo_id: str | None) -> bytes:
    """Return the record of what was sent (6.5)."""
    head = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", record_id),
        *_common(exchange, warcinfo_id),
        ("Content-Type", "application/http;msgtype=request"),
    ]
    return record(head, exchange.request)


def response(
    exchange: Exchange, *, record_id: str, request_id: str, warcinfo_id: str | None, digest: str | None
) -> bytes:
    """Return the record of what came back, as it was on the wire (6.3)."""
    head = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", record_id),
        *_common(exchange, warcinfo_id),
        ("WARC-Concurrent-To", request_id),
        ("WARC-Payload-Digest", digest),
        ("WARC-Truncated", exchange.truncated),
        ("Content-Type", "application/http;msgtype=response"),
    ]
    return record(head, exchange.response)


def revisit(
    exchange: Exchange, earlier: Earlier, profile: str, *, record_id: str, request_id: str, warcinfo_id: str | None
) -> bytes:
    """Return the record of an answer that brought nothing new (6.7): its head, and where the payload is kept.

    `profile` is IDENTICAL or NOT_MODIFIED. Name and place of the file are no fields of the standard; others pass over
    them and go by address and date.
    """
    parts = split_head(exchange.response)
    head = [
        ("WARC-Type", "revisit"),
        ("WARC-Record-ID", record_id),
        *_common(exchange, warcinfo_id),
        ("WARC-Concurrent-To", request_id),
        ("WARC-Profile", profile),
        ("WARC-Refers-To", answer_id(earlier.url, earlier.fetched_at, earlier.place)),
        ("WARC-Refers-To-Target-URI", _address(earlier.url)),
        ("WARC-Refers-To-Date", warc_date(earlier.fetched_at)),
        ("WARC-Refers-To-Filename", earlier.place.file),
        ("WARC-Refers-To-File-Offset", str(earlier.place.offset)),
        ("WARC-Payload-Digest", earlier.place.payload_digest),
        ("WARC-Truncated", "length" if profile == IDENTICAL else None),
        ("Content-Type", "application/http;msgtype=response"),
    ]
    return record(head, parts[0] if parts else exchange.response)


def metadata(exchange: Exchange, *, record_id: str, answer_id: str, warcinfo_id: str | None) -> bytes | None:
    """Return the record of how the address was found and how long it took (6.6); `None` if nothing is known of that."""
    found = exchange.discovery
    fields: list[tuple[str, str | None]] = []
    if found is not None:
        fields += [("via", found.via), ("hopsFromSeed", None if found.hops is None else str(found.hops))]
    if exchange.seconds:
        fields.append(("fetchTimeMs", str(round(exchange.seconds * 1000))))
    if found is not None:
        fields += [(name, value) for name, value in found.fields.items() if value]
    if not fields:
        return None
    head = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", record_id),
        *_common(exchange, warcinfo_id),
        ("WARC-Concurrent-To", answer_id),
        ("Content-Type", "application/warc-fields"),
    ]
    block = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields if value is not None)
    return record(head, block.encode("utf-8", errors="replace"))


def read_discovery(block: bytes) -> Discovery:
    """Read the block of a `metadata` record that `metadata` has made."""
    fields = {}
    for line in block.decode("utf-8", errors="replace").split("\r\n"):
        name, _, value = line.partition(": ")
        if name:
            fields[name] = value
    hops = fields.pop("hopsFromSeed", "")
    fields.pop("fetchTimeMs", None)
    via = fields.pop("via", None)
    return Discovery(via=via, hops=int(hops) if hops.isdecimal() else None, fields=fields)


def answer_id(url: str, fetched_at: datetime, place: WarcPlace) -> str:
    """Return the id of the record of an answer: made from what a capture knows, so that a revisit can name it."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{url} {warc_date(fetched_at)} {place.file} {place.offset}')}>"


def payload_digest(message: bytes) -> str:
    """Return "sha256:<hex>" of a response's body as it came, transfer and content codings included."""
    parts = split_head(message)
    return digest(parts[1] if parts else b"")


def digest(data: bytes) -> str:
    """Return "sha256:<hex>": the one form of all digests here."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def warc_date(moment: datetime) -> str:
    """Return a WARC-Date: UTC, to the microsecond (5.4). `moment` is aware."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def read_date(text: str | None) -> datetime | None:
    """Read a WARC-Date, of any precision; `None` for what is none."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _common(exchange: Exchange, warcinfo_id: str | None) -> list[tuple[str, str | None]]:
    return [
        ("WARC-Target-URI", _address(exchange.url)),
        ("WARC-Date", warc_date(exchange.fetched_at)),
        ("WARC-IP-Address", exchange.ip),
        ("WARC-Protocol", exchange.protocol),
        ("WARC-Warcinfo-ID", warcinfo_id),
    ]


def _address(url: str) -> str:
    return _CONTROLS.sub(lambda match: f"%{ord(match[0]):02X}", url)


def _one_line(value: str) -> str:
    return " ".join(value.split())
