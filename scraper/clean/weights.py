"""Learned weights: evidence in named groups, each value of a group with a weight of its own.

A thing is described by one value for each group ("units" -> "6-7", "picture" -> True) and by vote bits. Its score is the
sum of their weights: log odds, so that 0 means "as likely as not". A sum is easy to explain, and fast.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from typing import TypedDict

Value = Hashable
Tables = Mapping[str, Mapping[Value, float]]


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff]")


class Learned(TypedDict):
    """Weights as data: what `Weights` is made from."""

    bias: float
    tables: dict[str, dict[Value, float]]
    bits: dict[int, float]


_UNIT = 1000  # weights have three decimals: as whole numbers they add up to the same sum in any order
_MOST_VOTES = 20_000  # sums of vote bits that are remembered


_NOTHING = repeat(0)
"""The weight of a value without one, again and again."""

_weight_of: Callable[[dict[Value, int], Value, int], int] = dict.get


class Weights:
    """Weights of one decision, as `scripts/train.py` wrote them.

    `groups` names the groups in the order in which values are handed in; `bits` has the weight of each vote bit.
    """

    def __init__(self, *, bias: float, tables: Tables, bits: Mapping[int, float]) -> None:
        self.groups = tuple(tables)
        self._bias = _whole(bias)
        self._tables = tuple({key: _whole(weight) for key, weight in each.items()} for each in tables.values())
        self._bits = {bit: _whole(weight) for bit, weight in bits.items()}
        self._votes: dict[int, int] = {}

    def score(self, values: Sequence[Value], votes: int) -> float:
        """Return the log odds of what `values` (one for each group) and `votes` describe."""
        if len(values) != len(self._tables):
            raise ValueError(f"{len(values)} values for {len(self._tables)} groups of weights")
        known = self._votes.get(votes)
        start = self._sum_votes(votes) if known is None else known
        return sum(map(_weight_of, self._tables, values, _NOTHING), start) / _UNIT

    def _sum_votes(self, votes: int) -> int:
        """Return what the bias and the vote bits add to a score, and remember it: few combinations come again and again."""
        total, rest = self._bias, votes
        while rest:
            bit = rest & -rest
            total += self._bits.get(bit, 0)
            rest ^= bit
        if len(self._votes) >= _MOST_VOTES:
            self._votes.clear()
        self._votes[votes] = total
        return total

    def forget(self) -> None:
        """Forget the sums of vote bits: for measuring."""
        self._votes.clear()

    def explain(self, values: Sequence[Value], votes: int, names: Mapping[int, str]) -> list[tuple[str, float]]:
        """Return every piece of evidence with its weight, the heaviest first."""
        pieces = [("(bias)", self._bias / _UNIT)]
        pieces += [
            (f"{group}={value}", table.get(value, 0) / _UNIT)
            for group, table, value in zip(self.groups, self._tables, values, strict=True)
        ]
        pieces += [(names.get(bit, str(bit)), weight / _UNIT) for bit, weight in self._bits.items() if votes & bit]
        return sorted((piece for piece in pieces if piece[1]), key=lambda piece: -abs(piece[1]))


def _whole(weight: float) -> int:
    return round(weight * _UNIT)


_MOST_NUMBERS = 500  # that a scale remembers


class _Scale(dict[float, str]):
    """Names of intervals by the numbers in them: most numbers are asked for again and again."""

    def __init__(self, edges: tuple[float, ...]) -> None:
        super().__init__()
        self._edges = edges
        self._names = _names(edges)

    def __missing__(self, value: float) -> str:
        if len(self) >= _MOST_NUMBERS:
            self.clear()
        name = self[value] = self._names[bisect_right(self._edges, value)]
        return name


def scale(*edges: float) -> Callable[[float], str]:
    """Return a function that names the interval between the edges that a value falls into: "<2", "2-3", "12+"."""
    return _Scale(edges).__getitem__


def fine_scale(*edges: float) -> Callable[[float], str]:
    """Like `scale`, for fractions, most of which come but once: nothing is remembered."""
    names = _names(edges)
    return lambda value: names[bisect_right(edges, value)]


def _names(edges: tuple[float, ...]) -> tuple[str, ...]:
    """Return the names of the intervals between edges."""
    return (f"<{edges[0]}", *(f"{low}-{high}" for low, high in pairwise(edges)), f"{edges[-1]}+")


def interval(value: float, edges: tuple[float, ...]) -> str:
    """Return the name that `scale(*edges)` gives a value: for scales that are made up on the way."""
    return _scale(edges)(value)


@lru_cache(maxsize=256)
def _scale(edges: tuple[float, ...]) -> Callable[[float], str]:
    return scale(*edges)


def word_units(text: str) -> float:
    """Return the length of a text in words; scripts without spaces count 2.2 characters as a word."""
    words = len(text.split())
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) / 2.2
