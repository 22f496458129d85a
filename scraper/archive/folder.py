"""The archive of a data folder: WARC files behind each other, the newest of them growing.

An answer is archived before it is read, so what the store does not know yet is found here (`Archive.after`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from scraper.archive.current import Current
from scraper.archive.exchanges import KINDS, exchanges, message_of
from scraper.archive.index import index_path, make_index
from scraper.archive.reader import Captured, Cut, Record, page_of, records
from scraper.archive.writer import Maker, WarcFile, is_left_alone, storage_error
from scraper.errors import InputError, LockedError, StorageError
from scraper.model import Exchange, Page, WarcPlace
from scraper.wire import MAX_BODY

MAX_FILE = 1_000_000_000
"""Bytes after which the next file is begun."""

MAX_AGE = timedelta(days=1)
"""Time after which the next file is begun."""

_RACES = 20
_NAME = re.compile(r"scraper-(\d{5,})-(\d{14})\.warc\.gz")


class Archive:
    """WARC files in one folder, written by one process at a time. Made by `open`; a context manager.

    Names are "scraper-<number>-<UTC time>.warc.gz"; other files in the folder are none of its business.
    """

    def __init__(
        self,
        folder: Path,
        maker: Maker,
        *,
        max_file: int = MAX_FILE,
        max_age: timedelta = MAX_AGE,
        indexes: Path | None = None,
    ) -> None:
        self.folder = folder
        self.notes: list[str] = []
        """What was found damaged when the archive was opened, a line each: for the operator to see."""

        self._maker = maker
        self._max_file = max_file
        self._max_age = max_age
        self._indexes = indexes
        self._tape: WarcFile | None = None
        self._current = Current(self._next_file, indexes=indexes)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        operator: str,
        user_agent: str,
        now: Callable[[], datetime],
        ends: Mapping[str, int] | None = None,
        record_to: Path | None = None,
        max_file: int = MAX_FILE,
        max_age: timedelta = MAX_AGE,
        indexes: Path | None = None,
        shared: bool = False,
    ) -> Self:
        """Open the archive in `folder`, which is made if it is not there, and go on in its newest file.

        A tail that is not whole (the last run was killed, the power failed) is cut off and named in `notes`; whole
        records are never touched. `ends` are places that the store knows, by file: records before them are not
        checked again. Other files that nobody writes to any more are mended in the same way. `record_to` is a further WARC
        file to which every exchange is written too (a cassette); what was in it is replaced. A file is closed, and the
        next begun, after `max_file` bytes or `max_age`.
        `indexes` is the folder of the CDXJ indexes, one for each WARC file; `None`: none are kept. `shared`: other
        processes write here too, each to a file of its own.
        Raises StorageError without room or right to write, LockedError if another process writes here.
        """
        maker = Maker(operator=operator, user_agent=user_agent, now=now)
        archive = cls(folder, maker, max_file=max_file, max_age=max_age, indexes=indexes)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files = archive.files()
        except OSError as error:
            raise storage_error(folder, error) from error
        known = ends or {}
        if files:
            try:
                archive._take_on(files[-1], known.get(files[-1].name, 0))
            except LockedError:
                if not shared:
                    raise
            for path in files[:-1]:
                archive._mend(path, known.get(path.name, 0))
        try:
            archive._current.begin()
            archive._tape = WarcFile.create(record_to, maker) if record_to else None
        except BaseException:
            archive.close()
            raise
        return archive

    @classmethod
    def reading(cls, folder: Path) -> Self:
        """Return the archive in `folder` to be read alone, also while another process writes. Nothing is opened."""
        return cls(folder, Maker(operator="", user_agent="", now=lambda: datetime.now(UTC)))

    def files(self) -> list[Path]:
        """Return the WARC files in the order in which they were written."""
        return warc_files(self.folder)

    def write(self, exchange: Exchange) -> WarcPlace:
        """Keep an exchange: request and answer are on the disk, whole, when this returns.

        A payload that was kept lately is referred to, not kept again. Returns the place of the answer. Raises
        StorageError where there is no room or no right to write; then nothing of the exchange is kept and nothing
        else is touched.
        """
        self._turn()
        place = self._current.write(exchange)
        if self._tape is not None:
            self._tape.write(exchange)
        return place

    async def keep(self, exchange: Exchange, *, gather: float = 0.0) -> WarcPlace:
        """Keep an exchange as `write` does. What others keep meanwhile is brought to the disk along with it.

        `gather`: seconds that are waited for others; to bring one exchange there costs as much as to bring ten.
        """
        self._turn()
        place = self._current.put(exchange)
        if self._tape is not None:
            self._tape.write(exchange, sync=False)
        await self._current.settle(gather=gather)
        return place

    def read(self, place: WarcPlace, *, limit: int = MAX_BODY) -> Page:
        """Read an archived answer, unpacked to at most `limit` bytes.

        Raises InputError if the file is gone or holds no answer at this place.
        """
        path = self.folder / place.file
        record = next(records(path, name=str(path), at=place.offset), None)
        page = None
        if isinstance(record, Record) and record.kind in ("response", "revisit"):
            page = page_of(Captured(record=record, place=place), message=message_of(record, self.folder), limit=limit)
        if page is None:
            raise InputError(path, f"holds no answer at byte {place.offset}")
        return page

    @property
    def position(self) -> tuple[str, int]:
        """The file that is written to, and its size: what is archived from now on lies behind it, or in later files."""
        self._current.begin()
        assert self._current.file is not None
        return self._current.file.path.name, self._current.file.size

    def size_of(self, name: str) -> int:
        """Return the size of a file in bytes; 0 for one that is not there."""
        path = self.folder / name
        return path.stat().st_size if path.exists() else 0

    def after(self, ends: Mapping[str, int], *, left_alone: bool = False) -> Iterator[tuple[WarcPlace, Exchange]]:
        """Yield what was archived behind the given places, in the order in which it was written.

        `ends` is the offset of the last known answer of each file (`WarcPlace.offset`), or the end of what is known of it; a
        file that is not in it is yielded whole. `left_alone`: without the files that other processes write to. For a store that was stopped between
        archive and commit, and for building a store anew.
        Robots files, redirects and failed tries are among it. `Exchange.seconds` is not archived and is 0.
        Damaged records are passed over and named in `notes`.
        """
        for path in self.files():
            end = ends.get(path.name, 0)
            if 0 < end >= path.stat().st_size:
                continue
            with self._for_reading(path, left_alone=left_alone) as may_be_read:
                if may_be_read:
                    yield from self._behind(path, end)

    def close(self) -> None:
        """Close the files. May be called again."""
        self.close_file()
        if self._tape is not None:
            self._tape.close()

    def close_file(self) -> None:
        """Close the file that is written to; the next write begins another one."""
        self._current.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take_on(self, path: Path, whole_until: int) -> None:
        file = WarcFile.take_on(path, self._maker, whole_until=whole_until)
        if file is None:
            self.notes.append(f"{path}: is damaged before its end; it is left as it is and a new file begun")
        else:
            self._current.begin(file)
            if file.repaired:
                self.notes.append(file.repaired)

    def _for_reading(self, path: Path, *, left_alone: bool) -> AbstractContextManager[bool]:
        is_ours = self._current.file is not None and self._current.file.path == path
        return is_left_alone(path) if left_alone and not is_ours else nullcontext(True)

    def _behind(self, path: Path, end: int) -> Iterator[tuple[WarcPlace, Exchange]]:
        found = self._records(path, end)
        for place, exchange in exchanges(path.name, found, folder=self.folder, lost=self.notes.append):
            if place.offset != end:
                yield place, exchange

    def _mend(self, path: Path, whole_until: int) -> None:
        """Cut off the tail of a file that nobody writes to any more, where it is not whole."""
        if 0 < whole_until >= path.stat().st_size:
            return
        try:
            file = WarcFile.take_on(path, self._maker, whole_until=whole_until)
        except (LockedError, StorageError):  # it is another process's, or has been put under lock and key
            return
        if file is not None:  # one that is damaged before its end stays as it is: `scraper archive check` names it
            file.close()
            self.notes += [file.repaired] if file.repaired else []

    def _turn(self) -> None:
        """Close a file that is long or old enough."""
        file = self._current.file
        if file is not None and (file.size >= self._max_file or self._age(file.path) >= self._max_age):
            self._current.close()

    def _age(self, path: Path) -> timedelta:
        return self._maker.now() - _begun(path.name)

    def _next_file(self) -> WarcFile:
        for _ in range(_RACES):
            try:
                return self._one_more_file()
            except LockedError:  # another process was faster
                continue
        return self._one_more_file()

    def _one_more_file(self) -> WarcFile:
        stamp = self._maker.now().astimezone(UTC).strftime("%Y%m%d%H%M%S")
        number = max((_number(path) + 1 for path in self.files()), default=0)
        return WarcFile.create(self.folder / f"scraper-{number:05}-{stamp}.warc.gz", self._maker)

    def _records(self, path: Path, at: int) -> Iterator[Record]:
        """Yield the whole records of a file behind `at`; what is damaged goes into the notes."""
        try:
            for item in records(path, name=str(path), at=at, want=_is_http):
                if isinstance(item, Cut):
                    self.notes.append(str(item))
                else:
                    yield item
        except InputError as error:
            if path.stat().st_size:  # an empty file is one that was just begun
                self.notes.append(str(error))


def warc_files(folder: Path) -> list[Path]:
    """Return the WARC files of an archive's folder in the order in which they were written. Raises OSError."""
    return sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), key=_number)


def make_indexes(folder: Path, indexes: Path) -> Iterator[tuple[Path, int]]:
    """Write the CDXJ index of every file of an archive anew; yield each index and the number of its captures.

    Nobody may be writing to the archive. Raises StorageError.
    """
    for path in warc_files(folder):
        index = index_path(path, indexes)
        try:
            yield index, make_index(path, indexes)
        except OSError as error:
            raise storage_error(index, error) from error


@lru_cache(maxsize=4)  # asked for at each exchange
def _begun(name: str) -> datetime:
    match = _NAME.fullmatch(name)
    assert match is not None
    return datetime.strptime(match[2], "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _number(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else -1


def _is_http(fields: Mapping[str, str]) -> bool:
    return fields.get("warc-type") in KINDS
