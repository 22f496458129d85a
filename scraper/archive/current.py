"""The WARC file that grows, its index, and the payloads that were kept lately."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from scraper.archive import records
from scraper.archive.exchanges import origin_of
from scraper.archive.index import Index, line_of
from scraper.archive.writer import WarcFile
from scraper.errors import StorageError
from scraper.model import Earlier, Exchange, WarcPlace

_NOTHING = records.digest(b"")
REMEMBERED = 20_000
"""Payloads that are known again when they come under another address."""


class Current:
    """The newest file of an archive. What many put into it at the same time goes to the disk together."""

    def __init__(self, next_file: Callable[[], WarcFile], *, indexes: Path | None) -> None:
        """`next_file` creates the next one. `indexes` is the folder of the indexes; `None`: there are none."""
        self._indexes = indexes
        self.file: WarcFile | None = None
        self._next_file = next_file
        self._index: Index | None = None
        self._payloads: dict[str, Earlier] = {}
        self._put = self._settled = self._lost = 0  # exchanges: numbers of the last ones
        self._safe = 0  # bytes of the file that are on the disk
        self._syncing = asyncio.Lock()
        self._is_at_disk = False
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._left: list[WarcFile] = []  # to be closed once nobody brings them to the disk any more

    def begin(self, file: WarcFile | None = None) -> None:
        """Go on in `file`, or begin the next one if none is open."""
        if file is None and self.file is not None:
            return
        self.file = file or self._next_file()
        if self._indexes is not None:
            self._index = Index(self.file.path, self._indexes, whole_until=self.file.size)
        self._safe = self.file.size

    def write(self, exchange: Exchange) -> WarcPlace:
        """Append an exchange and bring it to the disk. Raises StorageError."""
        place = self._append(exchange, sync=True)
        self._settled = self._put
        assert self.file is not None
        self._safe = self.file.size
        return place

    def put(self, exchange: Exchange) -> WarcPlace:
        """Append an exchange; it is safe once a `settle` that is called behind this has returned."""
        return self._append(exchange, sync=False)

    async def settle(self, *, gather: float = 0.0) -> None:
        """Wait until everything that was put is on the disk. Raises StorageError where it cannot be brought there.

        `gather`: seconds in which others may put what goes to the disk along with it.
        """
        mine = self._put
        async with self._syncing:
            if gather and self._settled < mine and self._lost < mine:
                await asyncio.sleep(gather)
            if self._settled < mine and self._lost < mine:
                await self._sync()
        if self._settled < mine:
            assert self.file is not None
            raise StorageError(f"{self.file.path}: what was written could not be brought to the disk")

    def close(self) -> None:
        """Close the file and its index. May be called again; the next write begins another file."""
        file, self.file = self.file, None
        if self._index is not None:
            self._index.close()
            self._index = None
        if file is None:
            return
        try:
            if self._settled < self._put:
                file.sync()
                self._settled = self._put
        finally:
            if self._is_at_disk:
                self._left.append(file)
            else:
                file.close()

    async def _sync(self) -> None:
        file, put = self.file, self._put
        assert file is not None
        size = file.size
        self._is_at_disk = True
        task = asyncio.get_running_loop().run_in_executor(self._disk, file.sync)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task])  # the file must not be closed under it
            raise
        except StorageError:
            self._lost = self._put
            self._payloads.clear()
            with contextlib.suppress(StorageError):  # then the next run cuts it off
                file.take_back(self._safe)
            raise
        finally:
            self._is_at_disk = False
            while self._left:
                self._left.pop().close()
        self._settled = max(self._settled, put)
        if self.file is file:
            self._safe = size

    def _append(self, exchange: Exchange, *, sync: bool) -> WarcPlace:
        self.begin()
        assert self.file is not None
        if exchange.earlier is not None:
            exchange = replace(exchange, earlier=origin_of(exchange.earlier, self.file.path.parent))
        digest = records.payload_digest(exchange.response)
        counts = digest != _NOTHING and not exchange.truncated
        known = self._known(exchange, digest) if counts else None
        place = self.file.write(exchange, digest=digest, same=known, sync=sync)
        self._put += 1
        if counts and known is None:
            if len(self._payloads) >= REMEMBERED:
                del self._payloads[next(iter(self._payloads))]
            self._payloads[digest] = Earlier(url=exchange.url, fetched_at=exchange.fetched_at, place=place)
        if self._index is not None:
            self._index.add(
                line_of(
                    place.file,
                    url=exchange.url,
                    fetched_at=exchange.fetched_at,
                    message=exchange.response,
                    digest=self.file.last_digest,
                    offset=place.offset,
                    length=self.file.last_length,
                    is_revisit=self.file.last_is_revisit,
                )
            )
        return place

    def _known(self, exchange: Exchange, digest: str) -> Earlier | None:
        """Return an earlier capture with the same payload."""
        earlier = exchange.earlier
        if earlier is not None and earlier.place.payload_digest == digest:
            return earlier
        return self._payloads.get(digest)
