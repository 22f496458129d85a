"""Work on other processes, in order: `map_ordered` is a `map` over items that outlives a worker's death.

Results come in the order of the items whatever the number of workers. An item on which a worker dies (out of memory,
a crash in a library) gets `Failed` as its result; a new worker takes the place of the dead one and the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_STOPS = {signal.SIGINT, signal.SIGTERM}

AHEAD = 4
"""Items a worker that are read before the first of them is done: what bounds the memory."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What an item gets whose work came to no result."""

    reason: str


def map_ordered(
    setup: Callable[[], Callable[[Item], Result]], items: Iterable[Item], *, workers: int = 1
) -> Iterator[tuple[Item, Result | Failed]]:
    """Yield each item with its result, in the order of `items`.

    `setup` is called once in each worker and returns the function that does the work. With one worker everything
    happens in this process; with more, `setup`, items and results travel to processes of their own (pickled).
    An exception of the function is the item's `Failed`, never raised.
    """
    if workers <= 1:
        work = setup()
        for item in items:
            yield item, _attempt(work, item)
    else:
        yield from _Pool(setup, workers).run(items)


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Slot(Generic[Item]):
    """An item that waits for its turn to be given out."""

    item: Item
    result: Any = None
    done: bool = False


class _Worker:
    """A process and the pipe to it; `slot` is what it works on."""

    def __init__(self, setup: Callable[[], Callable[[Any], Any]]) -> None:
        # A spawned process holds no copy of the other workers' pipes: the end of one is seen at once.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(setup, theirs), daemon=True)
        with _stops_held():
            self.process.start()
        theirs.close()
        self.slot: _Slot[Any] | None = None

    def give(self, slot: _Slot[Any]) -> None:
        """Send an item. Raises OSError if the worker is gone."""
        self.connection.send(slot.item)
        self.slot = slot

    def take(self) -> bool:
        """Take the result in; `False` if the worker died over it."""
        slot, self.slot = self.slot, None
        assert slot is not None
        try:
            slot.result, alive = self.connection.recv(), True
        except (EOFError, OSError):
            slot.result, alive = Failed(self._cause()), False
        slot.done = True
        return alive

    def _cause(self) -> str:
        self.process.join(5)
        code = self.process.exitcode
        if code is not None and code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
            hint = ", perhaps for want of memory" if name == "SIGKILL" else ""
            return f"its worker was killed by {name}{hint}"
        return f"its worker ended with status {code}"

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join(5)


class _Pool:
    """The workers, and the items that are under way."""

    def __init__(self, setup: Callable[[], Callable[[Any], Any]], size: int) -> None:
        self.setup = setup
        self.size = size
        self.workers: list[_Worker] = []
        self.window: deque[_Slot[Any]] = deque()

    def run(self, items: Iterable[Item]) -> Iterator[tuple[Item, Any]]:
        source = iter(items)
        more = True
        try:
            while more or self.window:
                while more and not self._full() and (worker := self._idle()):
                    for item in source:
                        slot = _Slot(item)
                        self.window.append(slot)
                        self._give(worker, slot)
                        break
                    else:
                        more = False
                while self.window and self.window[0].done:
                    slot = self.window.popleft()
                    yield slot.item, slot.result
                self._collect(wait_for_it=not more or self._full() or self._all_busy())
        finally:
            for worker in self.workers:
                worker.stop()

    def _idle(self) -> _Worker | None:
        for worker in self.workers:
            if worker.slot is None:
                return worker
        return self._start() if len(self.workers) < self.size else None

    def _start(self) -> _Worker:
        worker = _Worker(self.setup)
        self.workers.append(worker)
        return worker

    def _drop(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.stop()

    def _give(self, worker: _Worker, slot: _Slot[Any]) -> None:
        try:
            worker.give(slot)
        except OSError:  # it died while it had nothing to do
            self._drop(worker)
            self._start().give(slot)

    def _collect(self, *, wait_for_it: bool) -> None:
        """Take in what is done; with `wait_for_it`, not before some worker has a result or has died."""
        busy = {worker.connection: worker for worker in self.workers if worker.slot}
        for ready in wait(list(busy), None if wait_for_it else 0) if busy else ():
            worker = next(worker for connection, worker in busy.items() if connection is ready)
            if not worker.take():
                self._drop(worker)

    def _all_busy(self) -> bool:
        return sum(worker.slot is not None for worker in self.workers) == self.size

    def _full(self) -> bool:
        return len(self.window) >= self.size * AHEAD


@contextmanager
def ends_after(seconds: float) -> Iterator[None]:
    """End this process where the block takes longer: for a worker, whose death others outlive. In its main thread only.

    By SIGALRM, which needs nobody's help: not even a library that never comes back holds it up.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _attempt(work: Callable[[Item], Result], item: Item) -> Result | Failed:
    try:
        return work(item)
    except Exception as error:  # noqa: BLE001 (one item's fault is not the others')
        return Failed(f"{type(error).__name__}: {error}")


@contextmanager
def _stops_held() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back while a worker starts: neither is it left half started, nor is it stopped half way.

    A worker inherits this and lets go when it serves.
    """
    resource_tracker.ensure_running()  # it lets all signals go when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(setup: Callable[[], Callable[[Any], Any]], connection: Any) -> None:
    """What a worker does until its pipe ends. Ctrl-C is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    try:
        work = setup()
        while True:
            connection.send(_attempt(work, connection.recv()))
    except (EOFError, OSError):
        return
