"""The bytes of a WARC file, unpacked as they are read, and where in the file each record begins.

Three kinds of files: plain, one gzip member a record, one gzip member for all. Memory stays at a few blocks.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

BLOCK = 1 << 16
_GZIP = b"\x1f\x8b\x08"
_WARC = b"WARC/"
_WINDOW = zlib.MAX_WBITS + 16  # with gzip's header and sum


class DamageError(Exception):
    """The bytes do not go on as they should.

    `cut` tells whether the file simply ends here, `inside` whether a record had begun.
    """

    def __init__(self, reason: str, *, cut: bool = False) -> None:
        super().__init__(reason)
        self.cut = cut
        self.inside = cut


class Unpacked:
    """A reader over a WARC file that knows its place.

    `at` is the place in the file of the stream's next byte. Reading into damage raises DamageError;
    `recover` then goes on where a record may begin.
    """

    def __init__(self, stream: BinaryIO, *, at: int = 0) -> None:
        self._stream = stream
        self._shift = stream.tell() - at if stream.seekable() else 0
        self._raw = stream.read(BLOCK)  # read, not yet unpacked
        self._raw_at = at  # place of its first byte
        self._packed = self._raw.startswith(_GZIP[:2])
        self._engine: zlib._Decompress | None = None
        self._buffer = b""  # unpacked, and how much of it has been passed
        self._used = 0
        self._passed = 0
        self._member_at = at  # place of the newest gzip member
        self._fresh = False  # whether what is unpacked next is its beginning
        self._opening: int | None = None  # place of the member that the next byte opens
        self.empty = not self._raw

    @property
    def place(self) -> int:
        """Where the next byte is: in a packed file the place of the gzip member that it opens.

        A byte inside a member has no place in the file; its place among the unpacked bytes stands for it.
        """
        if not self._packed:
            return self._raw_at - len(self._buffer) + self._used
        return self._passed if self._opening is None else self._opening

    @property
    def raw_place(self) -> int:
        """How far the file has been unpacked: where one record ends with its member, the place of the next."""
        return self._raw_at if self._packed else self.place

    @property
    def can_be_sought(self) -> bool:
        """Whether the file can be read from `place` on."""
        return not self._packed or self._opening is not None

    def read(self, size: int) -> bytes:
        """Return the next bytes: at least one and at most `size`, or b"" at the end of the file."""
        if self._used == len(self._buffer) and not self._fill():
            return b""
        return self._pass(min(size, len(self._buffer) - self._used))

    def line(self, limit: int) -> bytes:
        """Return the next line with its end; without one after `limit` bytes or at the end of the file."""
        while (end := self._buffer.find(b"\n", self._used)) < 0:
            if len(self._buffer) - self._used >= limit or not self._fill():
                return self._pass(min(limit, len(self._buffer) - self._used))
        return self._pass(end + 1 - self._used)

    def skip_blank(self, *, stay: bool = False) -> bool:
        """Pass line ends; return whether something else follows.

        `stay`: only those of this gzip member, whose sum is checked where it ends with them.
        """
        while self._used < len(self._buffer) or self._fill(stay=stay):
            rest = self._buffer[self._used :]
            words = rest.lstrip(b"\r\n")
            self._pass(len(rest) - len(words))
            if words:
                return True
        return False

    def recover(self) -> bool:
        """Go on behind damage to the next place where a record may begin; `False` if there is none."""
        if not self._packed:
            place = self.place
            self._raw, self._raw_at = b"\n" + self._buffer[self._used :] + self._raw, place - 1
        elif self._stream.seekable():  # the damage may have swallowed the beginning of what follows
            self._stream.seek(self._member_at + 1 + self._shift)
            self._raw, self._raw_at = b"", self._member_at + 1
        self._buffer, self._used, self._engine, self._opening = b"", 0, None, None
        mark = _GZIP if self._packed else b"\n" + _WARC
        while True:
            if (found := self._raw.find(mark)) >= 0:
                self._drop(found if self._packed else found + 1)
                if not self._packed or self._opens_record():
                    return True
                self._drop(1)
            else:
                self._drop(max(0, len(self._raw) - len(mark) + 1))
                if not (more := self._stream.read(BLOCK)):
                    return False
                self._raw += more

    def _opens_record(self) -> bool:
        if len(self._raw) < BLOCK // 2:
            self._raw += self._stream.read(BLOCK)
        try:
            return zlib.decompressobj(_WINDOW).decompress(self._raw, len(_WARC)) == _WARC
        except zlib.error:
            return False

    def _drop(self, count: int) -> None:
        self._raw = self._raw[count:]
        self._raw_at += count

    def _pass(self, count: int) -> bytes:
        data = self._buffer[self._used : self._used + count]
        if count:
            self._used += count
            self._passed += count
            self._opening = None
        return data

    def _fill(self, *, stay: bool = False) -> bool:
        """Unpack a block behind what is in the buffer; `False` at the end. `stay`: open no other member."""
        data = self._next_packed(stay=stay) if self._packed else self._next_plain()
        if not data:
            return False
        rest = self._buffer[self._used :]
        if self._fresh and not rest:
            self._opening = self._member_at
        self._buffer, self._used = rest + data, 0
        return True

    def _next_plain(self) -> bytes:
        data = self._raw or self._stream.read(BLOCK)
        self._raw = b""
        self._raw_at += len(data)
        return data

    def _next_packed(self, *, stay: bool) -> bytes:
        self._fresh = False
        while self._engine is not None or (not stay and self._open_member()):
            assert self._engine is not None
            self._raw = self._raw or self._stream.read(BLOCK)
            if not self._raw:
                raise DamageError("is cut off", cut=True)
            try:
                data = self._engine.decompress(self._raw, BLOCK)
            except zlib.error as error:
                raise DamageError("is damaged") from error
            rest = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            self._raw_at += len(self._raw) - len(rest)
            self._raw = rest
            if self._engine.eof:
                self._engine = None
            if data:
                return data
        return b""

    def _open_member(self) -> bool:
        """Begin the next gzip member; `False` at the end of the file."""
        if len(self._raw) < len(_GZIP):
            self._raw += self._stream.read(BLOCK)
        if not self._raw:
            return False
        self._member_at = self._raw_at
        if not self._raw.startswith(_GZIP):
            short = _GZIP.startswith(self._raw)
            raise DamageError("is cut off" if short else "is damaged", cut=short)
        self._engine = zlib.decompressobj(_WINDOW)
        self._fresh = True
        return True
