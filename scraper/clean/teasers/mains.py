"""The links of a page that may carry a headline, and how far a box around one reaches before it holds another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from operator import ne

from scraper.clean.links import Target
from scraper.clean.outline import Anchor, Box

_STOP_TAGS = frozenset(("body", "html", "main"))

Pair = tuple[Anchor, Target]


class Mains:
    """Links that may carry a headline, with a fast answer to "does this box hold more than one target?"."""

    def __init__(self, pairs: list[Pair], anchors: int) -> None:
        """`anchors`: how many links the page has."""
        self.pairs = pairs
        carries = bytearray(anchors)
        for anchor, _ in pairs:
            carries[anchor.index] = 1
        self._before = list(accumulate(carries, initial=0))
        """Of each link of the page: how many of `pairs` stand before it."""
        keys = [target.key for _, target in pairs]
        self._changes = list(accumulate(map(ne, keys[1:], keys), initial=0))
        """Of each of `pairs`: how often the target has changed up to it."""
        self._widest: dict[int, Box] = {}

    def span(self, box: Box) -> tuple[int, int]:
        """Return the range of links (places in `pairs`) inside a box."""
        return self._before[box.first_anchor], self._before[box.last_anchor]

    def single(self, box: Box) -> bool:
        """Tell whether all headline links of a box lead to one target."""
        first, last = self._before[box.first_anchor], self._before[box.last_anchor]
        return first == last or self._changes[last - 1] == self._changes[first]

    def widest(self, box: Box) -> Box:
        """Return the largest box around a box, itself included, with headline links to no other target."""
        known = self._widest.get(box.index)
        if known is not None:
            return known
        passed = [box.index]
        while box.parent is not None and box.parent.tag not in _STOP_TAGS and self.single(box.parent):
            box = box.parent
            known = self._widest.get(box.index)
            if known is not None:
                break
            passed.append(box.index)
        widest = known or box
        self._widest.update(dict.fromkeys(passed, widest))
        return widest

    def neighbours(self, box: Box) -> Iterator[Anchor]:
        """Yield the headline links before and behind a box."""
        first, last = self.span(box)
        if last < len(self.pairs):
            yield self.pairs[last][0]
        if first > 0:
            yield self.pairs[first - 1][0]
