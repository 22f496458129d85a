"""Content codings undone (RFC 9110, 8.4.1): gzip, deflate, brotli, zstd. Pure, bounded, never raises on bad input."""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable, Sequence
from typing import Literal

MAX_CODINGS = 4
_ZSTD_WINDOW = 8 << 20  # what a sender may ask of a receiver (RFC 9659, 3)
_STEP = 8192
_NO_BROTLI = re.compile(rb"\x1f\x8b\x08|[\t\n\r\x20-\x7e]{32}")
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPED = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")  # frames that carry no data (RFC 8878, 3.1.2)

Fault = Literal["not_http", "truncated", "bad_encoding", "too_large"]


def unpack(codings: Sequence[str], body: bytes, limit: int, *, is_text: bool) -> tuple[bytes, Fault | None]:
    """Undo codings, given in the order in which they were applied, to soon behind `limit` bytes.

    Returns the content as far as that went, and what kept it from being whole. Of what `is_text` gzip is undone, too, that
    nobody has told of.
    """
    fault: Fault | None = None
    if len(codings) > MAX_CODINGS:
        codings, fault = (), "bad_encoding"
    for coding in reversed(codings):
        body, failed = _undo(coding, body, limit)
        fault = failed or fault
    if body[:3] == _GZIP and is_text:
        body, failed = _unsaid(body, limit)
        fault = failed if fault == "bad_encoding" else failed or fault
    return body, fault


def _unsaid(body: bytes, limit: int) -> tuple[bytes, Fault | None]:
    """Undo gzip that no header tells of, as servers do that pack twice, or pack what is packed."""
    fault: Fault | None = None
    for _ in range(MAX_CODINGS):
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
