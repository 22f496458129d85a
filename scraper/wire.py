"""HTTP/1.1 messages as bytes (RFC 9112): what an archive holds, taken apart. Pure, bounded, never raises on bad input.

The bytes are those of the wire: a body may be chunked and compressed. `parse_response` undoes both.
"""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

MAX_BODY = 64_000_000
"""Most bytes that a body is unpacked to, unless the caller says otherwise."""

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]+[^\r\n]*|[ \t]*)\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_MAX_HEAD = 1 << 20  # bytes of a head that are read; what stands behind them counts as body
_MAX_CODINGS = 4
_ZSTD_WINDOW = 8 << 20  # what a sender may ask of a receiver (RFC 9659, 3)
_STEP = 8192
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_BODILESS = (204, 304)
_NO_BROTLI = re.compile(rb"\x1f\x8b\x08|[\t\n\r\x20-\x7e]{32}")
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPED = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")  # frames that carry no data (RFC 8878, 3.1.2)
_TEXT = re.compile(r"\s*(text/|application/(\w+\+)?(xml|json)\b)", re.IGNORECASE)

Fault = Literal["not_http", "truncated", "bad_encoding", "too_large"]


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response, read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """In order, names in lower case."""

    body: bytes
    """Transfer and content codings undone, as far as that went."""

    fault: Fault | None = None
    """What kept the body from being whole; `None` when it is."""

    def header(self, name: str) -> str | None:
        """Return the first value of header `name` (lower case)."""
        return next((value for key, value in self.headers if key == name), None)


def split_head(message: bytes) -> tuple[bytes, bytes] | None:
    """Split a message at the blank line behind its headers; `None` if there is none within reach."""
    end = _HEAD_END.search(message, 0, _MAX_HEAD)
    return (message[: end.end()], message[end.end() :]) if end else None


def final_response(message: bytes) -> bytes:
    """Return `message` without the interim answers (1xx, RFC 9110, 15.2) that may stand before the response."""
    at = 0
    while (match := _STATUS.match(message, at)) and match[1].startswith(b"1") and match[1] != b"101":
        end = _HEAD_END.search(message, match.end() - 2, at + _MAX_HEAD)
        if end is None:
            break
        at = end.end()
    return message[at:]


def parse_response(message: bytes, *, limit: int = MAX_BODY) -> Response | None:
    """Read a response as it came over the wire; `None` for what does not begin like one.

    A body may also lie there with its codings undone, as some archives keep it, whatever its headers say.
    """
    message = final_response(message)
    match = _STATUS.match(message)
    if match is None:
        return None
    status = int(match[1])
    parts = split_head(message)
    head, body = parts or (message[:_MAX_HEAD], b"")
    headers = parse_headers(head[match.end() :])
    fault: Fault | None = None if parts else "truncated"
    length = content_length(headers)
    codings = _listed(headers, "transfer-encoding")
    if status in _BODILESS:
        return Response(status, tuple(headers), b"", fault)
    if "chunked" in codings:
        body, end = unchunk(body)
        fault = fault or ("truncated" if end is None else None)
        codings.remove("chunked")
    elif length is not None and len(body) < length:
        fault = "truncated"
    codings = [*_listed(headers, "content-encoding"), *codings]
    if len(codings) > _MAX_CODINGS:
        codings, fault = [], "bad_encoding"
    for coding in reversed(codings):
        body, failed = _undo(coding, body, limit)
        fault = failed or fault
    if body[:3] == _GZIP and _is_text(headers):
        body, failed = _unsaid(body, limit)
        fault = failed if fault == "bad_encoding" else failed or fault
    if len(body) > limit:
        body, fault = body[:limit], "too_large"
    return Response(status, tuple(headers), body, fault)


def response_end(message: bytes) -> int | None:
    """Return where a response ends by its own framing (RFC 9112, 6.3), the head included.

    `None` if it goes on, or if only the end of the connection ends it. `message` begins with the final response.
    """
    match, parts = _STATUS.match(message), split_head(message)
    if match is None or parts is None:
        return None
    head, body = parts
    if int(match[1]) in _BODILESS:
        return len(head)
    headers = parse_headers(head[match.end() :])
    if "chunked" in _listed(headers, "transfer-encoding"):
        end = unchunk(body)[1]
        return None if end is None else len(head) + end
    length = content_length(headers)
    return len(head) + length if length is not None and length <= len(body) else None


def parse_headers(block: bytes) -> list[tuple[str, str]]:
    """Read header lines: names in lower case, folded lines joined, lines that are no header left out."""
    headers: list[tuple[str, list[str]]] = []
    for line in _LINE_END.split(block):
        text = line.decode("utf-8", errors="replace")
        if line.startswith((b" ", b"\t")) and headers:
            headers[-1][1].append(text.strip())
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():
            headers.append((name.strip().lower(), [value.strip()]))
    return [(name, " ".join(filter(None, values))) for name, values in headers]


def content_length(headers: list[tuple[str, str]]) -> int | None:
    """Return the length that the headers give the body; `None` if they give none that is a number."""
    value = next((value for name, value in headers if name == "content-length"), "")
    return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None


def unchunk(body: bytes) -> tuple[bytes, int | None]:
    """Undo the chunked coding (RFC 9112, 7.1). Returns the content, and where the coding ends, trailers included.

    `None` for the end of one that is cut off or broken: then the content is what came before. A body without chunk
    sizes (some archives keep it so) comes back as it is.
    """
    content = bytearray()
    at = 0
    while match := _CHUNK.match(body, at):
        at = match.end()
        size = int(match[1], 16)
        if size == 0:
            return bytes(content), _trailers_end(body, at)
        content += body[at : at + size]
        end = _LINE_END.match(body, at + size)
        if end is None:
            return bytes(content), None
        at = end.end()
    return (bytes(content), None) if at or not body else (body, len(body))


def _trailers_end(body: bytes, at: int) -> int | None:
    """Return where the trailer section ends that begins at `at`; its fields are not kept."""
    if end := _LINE_END.match(body, at):
        return end.end()
    found = _HEAD_END.search(body, at, at + _MAX_HEAD)
    return found.end() if found else None


def _listed(headers: list[tuple[str, str]], name: str) -> list[str]:
    """Return the members of a list-valued header, in lower case, in order (RFC 9110, 5.6.1)."""
    values = ",".join(value for key, value in headers if key == name)
    return [item for item in (part.strip().lower() for part in values.split(",")) if item]


def _is_text(headers: list[tuple[str, str]]) -> bool:
    """Tell whether a body is said to be text, by its media type."""
    return _TEXT.match(next((value for name, value in headers if name == "content-type"), "")) is not None


def _unsaid(body: bytes, limit: int) -> tuple[bytes, Fault | None]:
    """Undo gzip that no header tells of, as servers do that pack twice, or pack what is packed."""
    fault: Fault | None = None
    for _ in range(_MAX_CODINGS):
        if body[:3] != _GZIP or fault:
            break
        body, fault = inflate(body, limit)
    return body, fault


def _undo(coding: str, body: bytes, limit: int) -> tuple[bytes, Fault | None]:
    """Undo one coding; what cannot be undone comes back as far as it went, with the fault's name."""
    if coding == "identity" or not body:
        return body, None
    unpack = _unpacker(coding)
    if unpack is None:
        return body, "bad_encoding"
    try:
        return unpack(body, limit)
    except Exception:  # noqa: BLE001 (each library has errors of its own)
        return body, "bad_encoding"


def inflate(body: bytes, limit: int) -> tuple[bytes, Fault | None]:
    """Undo gzip (members one after the other) and deflate, with or without zlib's wrapping.

    Returns at most `limit` bytes, and what kept the result from being whole.
    """
    window = 47 if body[:2] == b"\x1f\x8b" or (body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0) else -15
    out: list[bytes] = []
    size = at = whole = 0
    while at < len(body):
        engine = zlib.decompressobj(window)
        before, start = size, at
        # In small steps: what a member leaves over is copied, and a body may consist of a million empty members.
        while at < len(body) and not engine.eof:
            step = body[at : at + _STEP]
            try:
                piece = engine.decompress(step, limit - size + 1)
            except zlib.error:
                if whole and size == before:  # rubbish behind the last member
                    return b"".join(out), None
                rest = _before_damage(body[start : at + _STEP], window, skip=size - before, limit=limit - before)
                return b"".join([*out, rest]) or body, "bad_encoding"
            out.append(piece)
            size += len(piece)
            if size > limit:
                return b"".join(out)[:limit], "too_large"
            at += len(step) - len(engine.unused_data)
        if not engine.eof:
            return b"".join(out), "truncated"
        whole += 1
        # Behind a member comes another one, or rubbish; zlib and bare deflate have one stream.
        at = _behind_zeros(body, at) if body[:2] == _GZIP[:2] else len(body)
        if body[at : at + 2] != _GZIP[:2]:
            break
    return b"".join(out), None


def _before_damage(data: bytes, window: int, *, skip: int, limit: int) -> bytes:
    """Unpack as far as it goes; `data` is damaged in its last step. Returns what comes behind the first `skip` bytes."""
    if limit <= skip:
        return b""
    engine = zlib.decompressobj(window)
    safe = max(0, len(data) - _STEP)
    out = bytearray(engine.decompress(data[:safe], limit)) if safe else bytearray()
    try:
        for at in range(safe, len(data)):
            out += engine.decompress(data[at : at + 1], max(1, limit - len(out)))
            if len(out) >= limit:
                break
    except zlib.error:
        pass
    return bytes(out[skip:limit])


def _behind_zeros(body: bytes, at: int) -> int:
    """Return where the padding ends that some writers put behind a gzip member."""
    while at < len(body) and body[at] == 0:
        at += 1
    return at


def _unpacker(coding: str) -> Callable[[bytes, int], tuple[bytes, Fault | None]] | None:
    """Return what undoes a coding: at most so many bytes, and what kept them from being whole.

    `None` where the coding is unknown, or its library (extra `encodings`) is not installed or cannot stop in time.
    """
    if coding in ("gzip", "x-gzip", "deflate"):
        return inflate
    try:
        if coding == "br" and hasattr(importlib.import_module("brotli").Decompressor, "can_accept_more_data"):
            return _unbrotli
        if coding == "zstd" and importlib.import_module("zstandard"):
            return _unzstd
    except (ImportError, AttributeError):
        pass
    return None


def _unbrotli(body: bytes, limit: int) -> tuple[bytes, Fault | None]:
    content, is_whole = _read_brotli(body, len(body), limit)
    if len(content) > limit:
        return content[:limit], "too_large"
    if is_whole:
        return content, None
    # The beginning of a stream has no mark: gzip and plain text may pass for one that breaks off.
    return (body, "bad_encoding") if _NO_BROTLI.match(body) else (content, "truncated")


def _read_brotli(body: bytes, smooth: int, limit: int) -> tuple[bytes, bool]:
    """Unpack a stream, and tell whether it is whole; rubbish behind it is left out. Stops soon behind `limit` bytes.

    The first `smooth` bytes are read in steps, the rest one by one: a step that goes beyond the end fails as a whole.
    Raises the library's error for what is none.
    """
    module = importlib.import_module("brotli")
    engine = module.Decompressor()
    out: list[bytes] = []
    size = at = 0
    while at < len(body) and size <= limit and not engine.is_finished():
        step = body[at : at + (_STEP if at < smooth else 1)]
        try:
            out.append(engine.process(step, output_buffer_limit=limit + 1 - size))
            size += len(out[-1])
            while size <= limit and out[-1] and not engine.can_accept_more_data():
                out.append(engine.process(b"", output_buffer_limit=limit + 1 - size))
                size += len(out[-1])
        except module.error:
            if at >= smooth:
                raise
            return _read_brotli(body[: at + _STEP], at, limit)
        at += len(step)
    return b"".join(out), engine.is_finished()


def _unzstd(body: bytes, limit: int) -> tuple[bytes, Fault | None]:
    module = importlib.import_module("zstandard")
    out: list[bytes] = []
    size = at = 0
    while at < len(body):  # a body may consist of several frames
        if at and not body.startswith(_ZSTD, at) and not _SKIPPED.match(body, at):  # rubbish behind the last one
            break
        engine = module.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        while at < len(body) and not engine.eof:
            step = body[at : at + 64]  # four bytes may stand for 128 KiB, and there is no limit to ask for
            out.append(engine.decompress(step))
            size += len(out[-1])
            if size > limit:
                return b"".join(out)[:limit], "too_large"
            at += len(step) - len(engine.unused_data)
        if not engine.eof:
            return b"".join(out), "truncated"
    return b"".join(out), None


def accepted_encodings() -> str:
    """Return the value of Accept-Encoding: what can be undone here."""
    return ", ".join(["gzip", "deflate", *(name for name in ("br", "zstd") if _unpacker(name))])
