"""The processes that take answers apart beside a crawl: who they are, how they start, how one that died is replaced."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from types import TracebackType

from scraper.crawl.finishing import Finished, Work, begin, finish_all
from scraper.workers import usable_cores

MANY = 8
"""Hosts with which a crawl is worth processes for cleaning."""

Task = Callable[[Sequence[tuple[int, str]]], list[Finished]]


def cleaning_workers(hosts: int) -> int:
    """Return how many processes clean beside a crawl of so many hosts; 0: the crawl does it in between."""
    return usable_cores() if hosts >= MANY else 0


class Cleaners(AbstractContextManager["Cleaners"]):
    """So many processes. To be made before anything is opened, outside of an event loop. Closed by `close`."""

    def __init__(self, work: Work, count: int) -> None:
        self.work = work
        self.count = count
        gc.freeze()  # no collection looks at what is loaded by now: it stays, and a copy that only reads it shares it
        self._pool = self._start("fork" if _may_fork() else "spawn")

    async def do(self, task: Task, batch: Sequence[tuple[int, str]]) -> list[Finished]:
        """Have a process do its `task` (`finish_all`, `glance_all`) with some links: their numbers, and their sites.

        Raises BrokenProcessPool where one has died meanwhile; then others are there.
        """
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, task, batch)
        except BrokenProcessPool:
            if self._pool is pool:
                pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._start("spawn")
            raise

    def close(self) -> None:
        """Stop the processes, when they have done what they are busy with. May be called again."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, method: str) -> ProcessPoolExecutor:
        context = multiprocessing.get_context(method)
        pool = ProcessPoolExecutor(self.count, context, initializer=begin, initargs=(self.work,))
        for _ in range(self.count):
            pool.submit(finish_all, [])  # they take their time to start: now, not with the first answer
        return pool


def _may_fork() -> bool:
    """Tell whether a process can be a copy of this one, which has all modules loaded already and shares their memory.

    Not where another thread may be in the middle of something, nor where libraries of the system forbid it (macOS).
    """
    return sys.platform == "linux" and threading.active_count() == 1
