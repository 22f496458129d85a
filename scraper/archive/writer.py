"""One WARC file that grows: every exchange is in it whole, or not at all.

A write is one piece of bytes behind the last whole record, brought to the disk before `write` returns.
When it fails it is taken back; when the process dies in it, the next one cuts off what is not whole.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from scraper.archive import records
from scraper.archive.reader import Cut
from scraper.archive.reader import records as read_records
from scraper.errors import InputError, LockedError, StorageError
from scraper.model import Earlier, Exchange, WarcPlace

_NOT_MODIFIED = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+304\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who writes: what the `warcinfo` record says (6.2)."""

    operator: str
    """Who answers for the crawl: a mail address or a page about it."""

    user_agent: str
    """As sent to the servers; its first word names the software."""

    now: Callable[[], datetime]
    """The clock; aware."""

    new_id: Callable[[], str] = lambda: f"<urn:uuid:{uuid4()}>"


class WarcFile:
    """A WARC file open for writing, by one process at a time. Made by `create` or `take_on`."""

    def __init__(self, path: Path, maker: Maker, handle: int, end: int) -> None:
        self.path = path
        self.repaired: str | None = None
        """What was cut off when the file was taken on; `None` if it was whole."""

        self.last_length = 0
        """Bytes of the record of the answer that was written last."""

        self.last_is_revisit = False
        self.last_digest: str | None = None
        """Digest of the payload that it holds or refers to."""

        self._maker = maker
        self._handle = handle
        self._end = end
        self._torn = False  # whether something that is not whole may stand behind the end
        self._warcinfo_id: str | None = None
        self._pack = records.member if path.suffix != ".warc" else bytes

    @classmethod
    def create(cls, path: Path, maker: Maker) -> WarcFile:
        """Start a file; what was there is replaced. A name that ends in ".warc" makes a plain one, else it is packed.

        Raises StorageError without room or right, LockedError if another process writes to it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = cls(path, maker, _open(path, os.O_RDWR | os.O_CREAT), 0)
            with _closing_on_failure(file):
                os.ftruncate(file._handle, 0)
                _sync_folder(path.parent)
                file._begin()
        except OSError as error:
            raise storage_error(path, error) from error
        return file

    @classmethod
    def take_on(cls, path: Path, maker: Maker, *, whole_until: int = 0) -> WarcFile | None:
        """Go on behind the last whole record of a packed file of ours, and cut off what is not whole behind it.

        `whole_until` is the place of a record that is known to be whole, or the end of the last one: what stands before it is
        not read again.
        `None` for a file that is damaged before its end: it is left as it is. Errors as in `create`.
        """
        try:
            handle = _open(path, os.O_RDWR)
        except OSError as error:
            raise storage_error(path, error) from error
        file = cls(path, maker, handle, 0)
        with _closing_on_failure(file):
            size = os.fstat(handle).st_size
            end = size if whole_until == size else None
            if 0 < whole_until < size:
                end = _whole_end(path, whole_until)
            end = _whole_end(path, 0) if end is None else end
            if end is None:
                file.close()
                return None
            if end < size:
                file._cut_at(end)
                file.repaired = f"{path}: cut off {size - end} bytes behind byte {end}, a record that was not whole"
            file._end = end
        return file

    @property
    def size(self) -> int:
        """Bytes of the whole records in the file."""
        return self._end

    def write(
        self, exchange: Exchange, *, digest: str | None = None, same: Earlier | None = None, sync: bool = True
    ) -> WarcPlace:
        """Append the request, the answer and what is known about them, and bring them to the disk.

        `digest` is that of the payload, where it is known already. `same` is an earlier capture with the same payload, which is then not written again (a `revisit` record); a 304
        refers to `Exchange.earlier`. Without `sync`, the caller sees to it that `sync` is called.
        Returns the place of the answer. Raises StorageError where there is no room or no right to write; then
        the file is as it was before.
        """
        if self._warcinfo_id is None:
            self._begin()
        request_id, info = self._maker.new_id(), self._warcinfo_id
        asked = self._pack(records.request(exchange, record_id=request_id, warcinfo_id=info))
        place = WarcPlace(
            file=self.path.name,
            offset=self._end + len(asked),
            payload_digest=digest or records.payload_digest(exchange.response),
        )
        answer_id = records.answer_id(exchange.url, exchange.fetched_at, place)
        earlier, profile = (same, records.IDENTICAL) if same else (_unchanged(exchange), records.NOT_MODIFIED)
        answered = self._pack(
            records.revisit(exchange, earlier, profile, record_id=answer_id, request_id=request_id, warcinfo_id=info)
            if earlier is not None
            else records.response(
                exchange, record_id=answer_id, request_id=request_id, warcinfo_id=info, digest=place.payload_digest
            )
        )
        known = records.metadata(exchange, record_id=self._maker.new_id(), answer_id=answer_id, warcinfo_id=info)
        self._append(asked + answered + (self._pack(known) if known else b""), sync=sync)
        self.last_length, self.last_is_revisit = len(answered), earlier is not None
        self.last_digest = earlier.place.payload_digest if earlier else place.payload_digest
        return place

    def sync(self) -> None:
        """Bring everything that was written to the disk. May run beside `write`, in a thread. Raises StorageError."""
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise storage_error(self.path, error) from error

    def take_back(self, size: int) -> None:
        """Cut off what was written behind `size`, which was not brought to the disk. Raises StorageError."""
        self._end, self._torn = size, True
        self._cut_at(size)

    def close(self) -> None:
        """Close the file. May be called again."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _begin(self) -> None:
        """Say who writes the records that follow."""
        warcinfo_id = self._maker.new_id()
        fields = [
            ("software", self._maker.user_agent.split(" ")[0]),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", records.FORMAT),
            ("operator", self._maker.operator),
            ("http-header-user-agent", self._maker.user_agent),
            ("robots", "obey"),
        ]
        now = self._maker.now()
        self._append(
            self._pack(records.warcinfo(record_id=warcinfo_id, date=now, filename=self.path.name, fields=fields))
        )
        self._warcinfo_id = warcinfo_id

    def _append(self, data: bytes, *, sync: bool = True) -> None:
        if self._torn:
            self._cut_at(self._end)
        self._torn = True
        try:
            view, at = memoryview(data), self._end
            while view:
                written = os.pwrite(self._handle, view, at)
                view, at = view[written:], at + written
            if sync:
                os.fsync(self._handle)
        except OSError as error:
            with contextlib.suppress(StorageError):  # then the next write or the next run cuts it off
                self._cut_at(self._end)
            raise storage_error(self.path, error) from error
        self._end, self._torn = at, False

    def _cut_at(self, end: int) -> None:
        try:
            os.ftruncate(self._handle, end)
            os.fsync(self._handle)
        except OSError as error:
            raise storage_error(self.path, error) from error
        self._torn = False


def _unchanged(exchange: Exchange) -> Earlier | None:
    """Return the capture that has not changed since, where the answer says so (304)."""
    is_304 = exchange.earlier is not None and _NOT_MODIFIED.match(exchange.response)
    return exchange.earlier if is_304 else None


def storage_error(path: Path, error: OSError) -> StorageError:
    """Say in one line what kept a file from being written and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        advice = "make room and start again; everything that was archived is whole"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        advice = "give this user the right to write there, or choose another folder"
    else:
        advice = "everything that was archived before is whole"
    return StorageError(f"{path}: cannot be written: {error.strerror or error}; {advice}")


def _whole_end(path: Path, start: int) -> int | None:
    """Return the place behind the last whole record; `None` if whole records stand behind damage."""
    end, damaged = start, False
    try:
        for item in read_records(path, name=path.name, at=start, want=lambda _: False):
            if isinstance(item, Cut):
                damaged = True
            elif damaged:
                return None
            else:
                end = item.end
    except InputError:
        return None if path.stat().st_size else 0
    return end


@contextlib.contextmanager
def is_left_alone(path: Path) -> Iterator[bool]:
    """Tell whether nobody writes to a file, and keep others from it meanwhile. Raises StorageError."""
    try:
        handle = _open(path, os.O_RDONLY)
    except LockedError:
        yield False
        return
    except OSError as error:
        raise storage_error(path, error) from error
    try:
        yield True
    finally:
        os.close(handle)


def _open(path: Path, flags: int) -> int:
    handle = os.open(path, flags | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            os.close(handle)
            raise LockedError(f"{path}: another process writes to it") from error
        # a file system without locks: the lock of the data folder has to do
    return handle


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _closing_on_failure(file: WarcFile) -> Iterator[None]:
    try:
        yield
    except BaseException:
        file.close()
        raise
