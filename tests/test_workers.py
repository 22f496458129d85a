"""Work on other processes keeps its order and outlives a worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial

import pytest

from scraper.workers import AHEAD, Failed, map_ordered


def square() -> Callable[[int], int]:
    return lambda n: n * n


def fragile() -> Callable[[str], str]:
    return handle


def handle(word: str) -> str:
    match word:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "raise":
            raise ValueError("no such word")
    return f"{word.upper()} by {os.getpid()}"


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    results = list(map_ordered(square, range(100), workers=workers))

    assert results == [(n, n * n) for n in range(100)]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_items_give_no_results(workers: int) -> None:
    assert list(map_ordered(square, [], workers=workers)) == []


def test_a_worker_that_dies_costs_its_item_only() -> None:
    words = ["a", "kill", "b", "exit", "kill", "c", "d"]

    results = dict(enumerate(result for _, result in map_ordered(fragile, words, workers=2)))

    assert results[1] == Failed("its worker was killed by SIGKILL, perhaps for want of memory")
    assert results[3] == Failed("its worker ended with status 7")
    assert isinstance(results[4], Failed)
    assert [str(results[n]).split()[0] for n in (0, 2, 5, 6)] == ["A", "B", "C", "D"]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_is_the_result_of_its_item(workers: int) -> None:
    (_, first), (_, second) = map_ordered(fragile, ["raise", "a"], workers=workers)

    assert first == Failed("ValueError: no such word")
    assert isinstance(second, str)


def test_only_so_many_items_are_read_ahead() -> None:
    read: list[int] = []

    def items() -> object:
        for n in range(100):
            read.append(n)
            yield n

    results = map_ordered(square, items(), workers=2)  # type: ignore[arg-type]
    next(results)

    assert len(read) <= 2 * AHEAD + 1
    results.close()  # type: ignore[attr-defined]


def test_the_work_is_spread_over_the_workers() -> None:
    results = [str(result).split()[-1] for _, result in map_ordered(partial(fragile), ["a"] * 40, workers=2)]

    assert len(set(results)) == 2
    assert str(os.getpid()) not in results
