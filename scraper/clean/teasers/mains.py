"""The links of a page that may carry a headline, and how far a box around one reaches before it holds another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from scraper.clean.links import Target
from scraper.clean.outline import Anchor, Box

_STOP_TAGS = frozenset(("body", "html", "main"))

Pair = tuple[Anchor, Target]


class Mains:
    """Links that may carry a headline, with a fast answer to "does this box hold more than one target?"."""

    def __init__(self, pairs: list[Pair]) -> None:
        self.pairs = pairs
        self.places = [anchor.index for anchor, _ in pairs]
        self.changes = [0] * len(pairs)
        self._widest: dict[int, Box] = {}
        for n in range(1, len(pairs)):
            self.changes[n] = self.changes[n - 1] + (pairs[n][1].key != pairs[n - 1][1].key)

    def span(self, box: Box) -> tuple[int, int]:
        """Return the range of links (places in `pairs`) inside a box."""
        return bisect_left(self.places, box.first_anchor), bisect_left(self.places, box.last_anchor)

    def single(self, box: Box) -> bool:
        """Tell whether all headline links of a box lead to one target."""
        first, last = self.span(box)
        return first == last or self.changes[last - 1] == self.changes[first]

    def widest(self, box: Box) -> Box:
        """Return the largest box around a box, itself included, with headline links to no other target."""
        passed = []
        while box.index not in self._widest:
            passed.append(box.index)
            if box.parent is None or box.parent.tag in _STOP_TAGS or not self.single(box.parent):
                break
            box = box.parent
        widest = self._widest.get(box.index, box)
        self._widest.update(dict.fromkeys(passed, widest))
        return widest

    def neighbours(self, box: Box) -> Iterator[Anchor]:
        """Yield the headline links before and behind a box."""
        first, last = self.span(box)
        if last < len(self.pairs):
            yield self.pairs[last][0]
        if first > 0:
            yield self.pairs[first - 1][0]
