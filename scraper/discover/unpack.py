"""gzip that no header tells of, undone piece by piece: memory is that of a piece, whatever a file unpacks to."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from scraper.discover.sniff import GZIP

PIECE = 1 << 16
"""Bytes, packed and unpacked."""

MOST_LAYERS = 3
"""How often a file may have been packed: servers pack what is packed already."""

TOO_LARGE = "more than is read: the rest was left out"
DAMAGED = "the packed file is damaged: what could be unpacked was read"


class Unpacked:
    """The unpacked bytes of an answer, in pieces; once they have been read, `fault` says what they lack."""

    def __init__(self, body: bytes, limit: int) -> None:
        """`limit` is the most bytes that come out."""
        self._body = body
        self._limit = limit
        self.fault: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces."""
        pieces: Iterator[bytes] = (self._body[at : at + PIECE] for at in range(0, len(self._body), PIECE))
        for _ in range(MOST_LAYERS):
            first = next(pieces, b"")
            if not first.startswith(GZIP):
                break
            pieces = self._layer(_again(first, pieces))
        else:
            first = b""
        size = 0
        for piece in _again(first, pieces):
            size += len(piece)
            if size > self._limit:
                self.fault = TOO_LARGE
                yield piece[: len(piece) - (size - self._limit)]
                return
            yield piece

    def _layer(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Undo one layer: gzip members one after the other, up to whatever is none."""
        engine = zlib.decompressobj(31)
        whole = False
        for piece in pieces:
            rest = piece
            while rest:
                if engine.eof:
                    if not rest.startswith(GZIP[: len(rest)]):
                        return  # what a server has put behind the file
                    engine, whole = zlib.decompressobj(31), True
                try:
                    out = engine.decompress(rest, PIECE)
                except zlib.error:
                    self.fault = None if whole else DAMAGED
                    return
                rest = engine.unused_data if engine.eof else engine.unconsumed_tail
                if out:
                    yield out
        if not engine.eof:
            self.fault = DAMAGED


def _again(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from pieces


def unpack(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """Return an answer unpacked, at most `limit` bytes, and what it lacks; as it is where it is not packed."""
    if not body.startswith(GZIP) and len(body) <= limit:
        return body, None
    unpacked = Unpacked(body, limit)
    return b"".join(unpacked), unpacked.fault
