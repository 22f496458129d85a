"""Learned weights: evidence in named groups, each value of a group with a weight of its own.

A thing is described by one value for each group ("units" -> "6-7", "picture" -> True) and by vote bits. Its score is the
sum of their weights: log odds, so that 0 means "as likely as not". A sum is easy to explain, and fast.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypedDict

Value = Hashable
Tables = Mapping[str, Mapping[Value, float]]


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff]")


class Learned(TypedDict):
    """Weights as data: what `Weights` is made from."""

    bias: float
    tables: dict[str, dict[Value, float]]
    bits: dict[int, float]


class Weights:
    """Weights of one decision, as `scripts/train.py` wrote them.

    `groups` names the groups in the order in which values are handed in; `bits` has the weight of each vote bit.
    """

    def __init__(self, *, bias: float, tables: Tables, bits: Mapping[int, float]) -> None:
        self.bias = bias
        self.groups = tuple(tables)
        self._tables = tuple(tables.values())
        self._bits = dict(bits)
        self._votes: dict[int, float] = {}

    def score(self, values: Sequence[Value], votes: int) -> float:
        """Return the log odds of what `values` and `votes` describe."""
        total = self.bias + self.vote_score(votes)
        for table, value in zip(self._tables, values, strict=True):
            total += table.get(value, 0.0)
        return total

    def vote_score(self, votes: int) -> float:
        """Return what the vote bits add to a score."""
        known = self._votes.get(votes)
        if known is None:
            known = self._votes[votes] = math.fsum(weight for bit, weight in self._bits.items() if votes & bit)
        return known

    def explain(self, values: Sequence[Value], votes: int, names: Mapping[int, str]) -> list[tuple[str, float]]:
        """Return every piece of evidence with its weight, the heaviest first."""
        pieces = [("(bias)", self.bias)]
        pieces += [
            (f"{group}={value}", table.get(value, 0.0))
            for group, table, value in zip(self.groups, self._tables, values, strict=True)
        ]
        pieces += [(names.get(bit, str(bit)), weight) for bit, weight in self._bits.items() if votes & bit]
        return sorted((piece for piece in pieces if piece[1]), key=lambda piece: -abs(piece[1]))


def interval(value: float, edges: tuple[float, ...]) -> str:
    """Return the name of the interval between the edges that `value` falls into: "<2", "2-3", "12+"."""
    return _interval_names(edges)[bisect_right(edges, value)]


@cache
def _interval_names(edges: tuple[float, ...]) -> list[str]:
    between = [f"{low}-{high}" for low, high in pairwise(edges)]
    return [f"<{edges[0]}", *between, f"{edges[-1]}+"]


def word_units(text: str) -> float:
    """Return the length of a text in words; scripts without spaces count 2.2 characters as a word."""
    words = len(text.split())
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) / 2.2
