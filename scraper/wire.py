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

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]+([^\r\n]*))?\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STEP = 8192
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[^\r\n]*\r?\n")

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
    """Split a message at the blank line behind its headers; `None` if there is none."""
    end = _HEAD_END.search(message)
    return (message[: end.end()], message[end.end() :]) if end else None


def final_response(message: bytes) -> bytes:
    """Return `message` without the interim answers (1xx, RFC 9110, 15.2) that may stand before the response."""
    while (match := _STATUS.match(message)) and match[1].startswith(b"1") and match[1] != b"101":
        parts = split_head(message)
        if parts is None:
            break
        message = parts[1]
    return message


def parse_response(message: bytes, *, limit: int = MAX_BODY) -> Response | None:
    """Read a response as it came over the wire; `None` for what does not begin like one."""
    message = final_response(message)
    match = _STATUS.match(message)
    if match is None:
        return None
    parts = split_head(message)
    head, body = parts or (message, b"")
    headers = parse_headers(head[match.end() :])
    fault: Fault | None = None if parts else "truncated"
    named = dict(reversed(headers))  # the first of a name wins
    if "chunked" in named.get("transfer-encoding", "").lower():
        body, whole = _unchunk(body)
        fault = fault or (None if whole else "truncated")
    elif named.get("content-length", "").isdigit() and len(body) < int(named["content-length"]):
        fault = "truncated"
    codings = [coding.strip().lower() for coding in named.get("content-encoding", "").split(",") if coding.strip()]
    for coding in reversed(codings):
        body, failed = _undo(coding, body, limit)
        fault = failed or fault
    if len(body) > limit:
        body, fault = body[:limit], "too_large"
    return Response(int(match[1]), tuple(headers), body, fault)


def parse_headers(block: bytes) -> list[tuple[str, str]]:
    """Read header lines: names in lower case, folded lines joined, lines that are no header left out."""
    headers: list[tuple[str, str]] = []
    for line in re.split(rb"\r?\n", block):
        text = line.decode("utf-8", errors="replace")
        if line[:1] in b" \t" and line.strip() and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():
            headers.append((name.strip().lower(), value.strip()))
    return headers


def _unchunk(body: bytes) -> tuple[bytes, bool]:
    """Undo the chunked coding (RFC 9112, 7.1); the second value tells whether it was whole.

    A body without chunk sizes (some archives store it unchunked) comes back as it is.
    """
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces), True
        pieces.append(body[match.end() : match.end() + size])
        at = match.end() + size
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif body[at : at + 1] == b"\n":
            at += 1
        else:
            return b"".join(pieces), False
    return (b"".join(pieces), False) if pieces else (body, True)


def _undo(coding: str, body: bytes, limit: int) -> tuple[bytes, Fault | None]:
    """Undo one content coding; what cannot be undone comes back as far as it went, with the fault's name."""
    if coding == "identity" or not body:
        return body, None
    if coding in ("gzip", "x-gzip", "deflate"):
        return inflate(body, limit)
    unpack = _unpacker(coding)
    if unpack is None:
        return body, "bad_encoding"
    try:
        return unpack(body, limit), None
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
        before = size
        # In small steps: what a member leaves over is copied, and a body may consist of a million empty members.
        while at < len(body) and not engine.eof:
            step = body[at : at + _STEP]
            try:
                piece = engine.decompress(step, limit - size + 1)
            except zlib.error:
                if whole and size == before:  # rubbish behind the last member
                    return b"".join(out), None
                return b"".join(out) or body, "bad_encoding"
            out.append(piece)
            size += len(piece)
            if size > limit:
                return b"".join(out)[:limit], "too_large"
            at += len(step) - len(engine.unused_data)
        if not engine.eof:
            return b"".join(out), "truncated"
        whole += 1
        at = _behind_zeros(body, at) if window > 0 else len(body)
    return b"".join(out), None


def _behind_zeros(body: bytes, at: int) -> int:
    """Return where the padding ends that some writers put behind a gzip member."""
    while at < len(body) and body[at] == 0:
        at += 1
    return at


def _unpacker(coding: str) -> Callable[[bytes, int], bytes] | None:
    """Return the decompressor of the extra `encodings`, `None` where it is not installed or the coding is unknown."""
    try:
        if coding == "br":
            brotli = importlib.import_module("brotli")
            return lambda body, _limit: brotli.decompress(body)
        if coding == "zstd":
            zstandard = importlib.import_module("zstandard")
            return lambda body, limit: zstandard.ZstdDecompressor().decompressobj().decompress(body)[: limit + 1]
    except ImportError:
        pass
    return None


def accepted_encodings() -> str:
    """Return the value of Accept-Encoding: what can be undone here."""
    return ", ".join(["gzip", "deflate", *(name for name in ("br", "zstd") if _unpacker(name))])
