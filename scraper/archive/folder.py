"""The archive of a data folder: WARC files behind each other, the newest of them growing.

An answer is archived before it is read, so what the store does not know yet is found here (`Archive.after`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from scraper.archive.reader import Captured, Cut, Record, exchange_of, page_of, records
from scraper.archive.writer import Maker, WarcFile, storage_error
from scraper.errors import InputError, LockedError
from scraper.model import Exchange, Page, WarcPlace
from scraper.wire import MAX_BODY

MAX_FILE = 1_000_000_000
"""Bytes after which the next file is begun."""

_RACES = 20
_NAME = re.compile(r"scraper-(\d{5,})-\d{14}\.warc\.gz")


class Archive:
    """WARC files in one folder, written by one process at a time. Made by `open`; a context manager.

    Names are "scraper-<number>-<UTC time>.warc.gz"; other files in the folder are none of its business.
    """

    def __init__(self, folder: Path, maker: Maker, *, max_file: int = MAX_FILE, tape: WarcFile | None = None) -> None:
        self.folder = folder
        self.notes: list[str] = []
        """What was found damaged when the archive was opened, a line each: for the operator to see."""

        self._maker = maker
        self._max_file = max_file
        self._tape = tape
        self._file: WarcFile | None = None

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
        shared: bool = False,
    ) -> Self:
        """Open the archive in `folder`, which is made if it is not there, and go on in its newest file.

        A tail that is not whole (the last run was killed, the power failed) is cut off and named in `notes`; whole
        records are never touched. `ends` are places that the store knows, by file: records before them are not
        checked again. `record_to` is a further WARC file to which every exchange is written too (a cassette);
        what was in it is replaced. `shared`: other processes write here too, each to a file of its own.
        Raises StorageError without room or right to write, LockedError if another process writes here.
        """
        maker = Maker(operator=operator, user_agent=user_agent, now=now)
        archive = cls(folder, maker, max_file=max_file)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files = archive.files()
        except OSError as error:
            raise storage_error(folder, error) from error
        if files:
            try:
                archive._take_on(files[-1], (ends or {}).get(files[-1].name, 0))
            except LockedError:
                if not shared:
                    raise
        archive._file = archive._file or archive._next_file()
        try:
            archive._tape = WarcFile.create(record_to, maker) if record_to else None
        except BaseException:
            archive.close()
            raise
        return archive

    def files(self) -> list[Path]:
        """Return the WARC files in the order in which they were written."""
        return sorted((path for path in self.folder.iterdir() if _NAME.fullmatch(path.name)), key=_number)

    def write(self, exchange: Exchange) -> WarcPlace:
        """Keep an exchange: request and answer are on the disk, whole, when this returns.

        Returns the place of the answer. Raises StorageError where there is no room or no right to write; then
        nothing of the exchange is kept and nothing else is touched.
        """
        if self._file is None or self._file.size >= self._max_file:
            self.close_file()
            self._file = self._next_file()
        place = self._file.write(exchange)
        if self._tape is not None:
            self._tape.write(exchange)
        return place

    async def keep(self, exchange: Exchange) -> WarcPlace:
        """Keep an exchange as `write` does; others may be kept meanwhile."""
        return self.write(exchange)

    def read(self, place: WarcPlace, *, limit: int = MAX_BODY) -> Page:
        """Read an archived answer, unpacked to at most `limit` bytes.

        Raises InputError if the file is gone or holds no answer at this place.
        """
        path = self.folder / place.file
        record = next(records(path, name=str(path), at=place.offset), None)
        page = None
        if isinstance(record, Record) and record.kind == "response":
            page = page_of(Captured(record=record, place=place), limit=limit)
        if page is None:
            raise InputError(path, f"holds no answer at byte {place.offset}")
        return page

    def after(self, ends: Mapping[str, int]) -> Iterator[tuple[WarcPlace, Exchange]]:
        """Yield what was archived behind the given places, in the order in which it was written.

        `ends` is the offset of the last known answer of each file (`WarcPlace.offset`); a file that is not in it is
        yielded whole. For a store that was stopped between archive and commit, and for building a store anew.
        Robots files, redirects and failed tries are among it. `Exchange.seconds` is not archived and is 0.
        Damaged records are passed over and named in `notes`.
        """
        for path in self.files():
            end = ends.get(path.name)
            request: Record | None = None
            for record in self._records(path, end or 0):
                if record.kind == "request":
                    request = record
                elif record.kind == "response" and record.offset != end:
                    yield exchange_of(path.name, record, request)

    def close(self) -> None:
        """Close the files. May be called again."""
        self.close_file()
        if self._tape is not None:
            self._tape.close()

    def close_file(self) -> None:
        """Close the file that is written to; the next write begins another one."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take_on(self, path: Path, whole_until: int) -> None:
        self._file = WarcFile.take_on(path, self._maker, whole_until=whole_until)
        if self._file is None:
            self.notes.append(f"{path}: is damaged before its end; it is left as it is and a new file begun")
        elif self._file.repaired:
            self.notes.append(self._file.repaired)

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


def _number(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else -1


def _is_http(fields: Mapping[str, str]) -> bool:
    return fields.get("warc-type") in ("request", "response")
