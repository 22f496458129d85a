"""What many want written at the same moment, written in one go, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

GATHER = 0.01
"""Seconds in which answers of many hosts gather before they go to the disk, and again to the store, together. Each host
waits for its delay meanwhile."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """Hands to a function, in a thread of its own, everything that has come while it was busy. Closed by `close`."""

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]], name: str, *, gather: float = 0.0) -> None:
        """`write` returns a result for each item. What it raises, everybody gets whose item was among them.

        `gather`: seconds that the first item waits for others.
        """
        self.gather = gather
        self._is_closed = False
        self._write = write
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._is_busy = False

    async def do(self, item: Item) -> Result:
        """Return the result for an item, once it is written."""
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[Result] = loop.create_future()
        self._waiting.append((item, mine))
        if not self._is_busy:
            self._is_busy = True
            self._begin_soon(loop)
        return await mine

    def close(self) -> None:
        """Wait until what was begun is written; whose item was not is cancelled."""
        self._is_closed = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _begin_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.gather:
            loop.call_later(self.gather, self._begin, loop)
        else:
            self._begin(loop)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        batch, self._waiting = self._waiting, []
        if self._is_closed:
            for _, mine in batch:
                mine.cancel()
            return
        task = loop.run_in_executor(self._thread, self._write, [item for item, _ in batch])
        task.add_done_callback(lambda done: self._written(loop, [mine for _, mine in batch], done))

    def _written(
        self,
        loop: asyncio.AbstractEventLoop,
        batch: list[asyncio.Future[Result]],
        done: asyncio.Future[Sequence[Result]],
    ) -> None:
        if self._waiting:
            self._begin_soon(loop)
        else:
            self._is_busy = False
        if done.cancelled():
            for mine in batch:
                mine.cancel()
            return
        error = done.exception()
        for number, mine in enumerate(batch):
            if mine.done():  # who waited has been stopped
                continue
            if error is not None:
                mine.set_exception(error)
            else:
                mine.set_result(done.result()[number])
