"""What many want written at the same moment is written together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from scraper.crawl.together import Together
from tests.fetch.scene import awaited


@awaited
async def test_what_comes_while_the_first_waits_is_written_along_with_it() -> None:
    batches: list[list[int]] = []

    def write(items: Sequence[int]) -> list[int]:
        batches.append(list(items))
        return [item * item for item in items]

    together = Together(write, "test", gather=0.001)
    assert await asyncio.gather(*map(together.do, range(5))) == [0, 1, 4, 9, 16]
    assert await together.do(7) == 49
    together.close()
    assert batches == [[0, 1, 2, 3, 4], [7]]


@awaited
async def test_what_was_not_begun_when_it_closes_is_cancelled() -> None:
    together: Together[int, int] = Together(list, "test", gather=0.001)
    waiting = asyncio.ensure_future(together.do(1))
    await asyncio.sleep(0)
    together.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


@awaited
async def test_whoever_was_among_them_hears_of_a_fault() -> None:
    def write(items: Sequence[int]) -> list[int]:
        raise OSError(f"{len(items)} items")

    together = Together(write, "test", gather=0.001)
    ends = await asyncio.gather(together.do(1), together.do(2), return_exceptions=True)
    together.close()
    assert [str(end) for end in ends] == ["2 items", "2 items"]
