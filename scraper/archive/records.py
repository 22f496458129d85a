"""WARC 1.1 records as bytes (ISO 28500): what is written, and the names of fields. Pure."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime

from scraper.model import Exchange
from scraper.wire import split_head

Fields = Iterable[tuple[str, str | None]]
"""Names and values of a record's header, in order; a field whose value is `None` is left out."""

FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_CONTROLS = re.compile(r"[\x00-\x20\x7f]")
_LEVEL = 6  # bodies are mostly compressed by the server already; more effort buys nothing


def record(fields: Fields, block: bytes) -> bytes:
    """Return one record, not compressed: header, block, the two line ends behind it."""
    lines = ["WARC/1.1", *(f"{name}: {_one_line(value)}" for name, value in fields if value is not None)]
    lines += [f"WARC-Block-Digest: {digest(block)}", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(lines).encode("utf-8", errors="replace") + block + b"\r\n\r\n"


def member(data: bytes) -> bytes:
    """Return `data` as one gzip member, the same bytes for the same input."""
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return engine.compress(data) + engine.flush()


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


def response(exchange: Exchange, *, record_id: str, request_id: str, warcinfo_id: str | None) -> bytes:
    """Return the record of what came back, as it was on the wire (6.3)."""
    head = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", record_id),
        *_common(exchange, warcinfo_id),
        ("WARC-Concurrent-To", request_id),
        ("WARC-Payload-Digest", payload_digest(exchange.response)),
        ("WARC-Truncated", exchange.truncated),
        ("Content-Type", "application/http;msgtype=response"),
    ]
    return record(head, exchange.response)


def payload_digest(message: bytes) -> str:
    """Return "sha256:<hex>" of a response's body as it came, transfer and content codings included."""
    parts = split_head(message)
    return digest(parts[1] if parts else b"")


def digest(data: bytes) -> str:
    """Return "sha256:<hex>": the one form of all digests here."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def warc_date(moment: datetime) -> str:
    """Return a WARC-Date: UTC, to the microsecond (5.4). `moment` is aware."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_date(text: str | None) -> datetime | None:
    """Read a WARC-Date, of any precision; `None` for what is none."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _common(exchange: Exchange, warcinfo_id: str | None) -> list[tuple[str, str | None]]:
    return [
        ("WARC-Target-URI", _CONTROLS.sub(lambda match: f"%{ord(match[0]):02X}", exchange.url)),
        ("WARC-Date", warc_date(exchange.fetched_at)),
        ("WARC-IP-Address", exchange.ip),
        ("WARC-Warcinfo-ID", warcinfo_id),
    ]


def _one_line(value: str) -> str:
    return " ".join(value.split())
