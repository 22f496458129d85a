"""What a day should bring, from the same days of the weeks before. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, sqrt
from statistics import median

WEEKS = 8
"""How far back is looked."""

FEWEST = 3
"""Days that it takes to expect anything."""

_SPREAD = 1.4826  # times the median of deviations: the standard deviation of a normal distribution


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many stories a day should bring."""

    count: float
    """The median of the days that it is drawn from."""

    low: int
    """Fewer are unusual."""

    high: int
    """More are unusual."""

    def __contains__(self, count: int) -> bool:
        return self.low <= count <= self.high


def expected(past: Mapping[date, int], day: date, *, usable: Collection[date]) -> Expectation | None:
    """Return what a day should bring: the median of the same weekday over the last eight weeks, and a band around it.

    `past` holds the stories of each day (a day that is missing had none). Only `usable` days count: those on which somebody
    looked. Where fewer than three of the weekday are usable, all days of the eight weeks are asked, of which the other
    weekdays are a worse, but not a wrong guess; where these are fewer than three as well, nothing is expected: `None`.

    The band is three spreads wide on both sides, by the median of the absolute deviations, which a week of holidays or one
    flood of news does not move; at least two times the square root, by which counts vary even where nothing changes.
    """
    same = [day - timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    values = [past.get(each, 0) for each in same if each in usable]
    if len(values) < FEWEST:
        every = (day - timedelta(days=n) for n in range(1, 7 * WEEKS + 1))
        values = [past.get(each, 0) for each in every if each in usable]
    if len(values) < FEWEST:
        return None
    middle = float(median(values))
    spread = _SPREAD * median(abs(value - middle) for value in values)
    width = max(3 * spread, 2 * sqrt(middle))
    return Expectation(middle, max(0, ceil(middle - width)), floor(middle + width))
