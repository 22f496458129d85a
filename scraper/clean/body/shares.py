"""How much of a page's running text stands where: in a block's box, around it, in boxes like it.

The first look asks it of the whole page, the second of what is left when the teasers are taken away: twenty excerpts below
an article are none of its text.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate

from scraper.clean.outline import Box, Inherited, Outline, TextBlock
from scraper.clean.weights import Value, fine_scale

SHARE_GROUPS = ("share", "share_around", "share_far", "purity", "shape_share", "peers")
PROSE = 80
"""Characters: a text of this length is a sentence or more."""

LEAF_TAGS = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd pre blockquote summary caption figcaption legend".split())
_PASSED_TAGS = LEAF_TAGS | {"ul", "ol", "dl", "tr", "tbody", "table"}

_of_share = fine_scale(0.001, 0.1, 0.3, 0.6, 0.9)
_of_purity = fine_scale(0.05, 0.3, 0.6, 0.85)

Shape = tuple[str, str, int]
Peers = tuple[int, str, str]


def holders() -> Inherited[Box]:
    """Return, by the box that a paragraph stands in, the one that holds it: the innermost that is no paragraph, list or
    heading itself.
    """
    return Inherited(_holder)


def _holder(box: Box, above: Box | None) -> Box:
    return above if above is not None and (box.end - box.start <= 1 or box.tag in _PASSED_TAGS) else box


def shape_of(box: Box) -> Shape:
    """Return what boxes side by side have in common when a body is split over them."""
    return box.tag, box.names.partition(" ")[0], box.depth


def peers_of(block: TextBlock) -> Peers:
    """Return what a block's box has in common with those that are alike and right beside it, as a text's paragraphs are."""
    box = block.box
    return box.parent.index if box.parent is not None else -1, box.tag, box.names.partition(" ")[0]


class Places:
    """Where each block of a page stands: the same for every count of shares."""

    __slots__ = ("holders", "named", "outline", "peers", "shapes")

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        holder_of = holders().of
        self.holders = [holder_of(block.box) for block in outline.blocks]
        shapes = {holder.index: shape_of(holder) for holder in self.holders}
        self.shapes = [shapes[holder.index] for holder in self.holders]
        self.peers = [peers_of(block) for block in outline.blocks]
        self.named = ["named" if block.box.names else "plain" for block in outline.blocks]
        """Whether a block's box has class words of its own."""


class Shares:
    """A page's running text as sums, so that any box can be asked how much of it it holds. What is `left_out` has none."""

    __slots__ = ("_chars", "_holder_values", "_of_peers", "_of_shape", "_own", "_places", "_prose", "_total")

    def __init__(self, places: Places, left_out: Collection[int] = ()) -> None:
        self._places = places
        blocks = places.outline.blocks
        sizes = [0 if block.index in left_out else len(block.text) for block in blocks]
        own = [size - block.link_chars for size, block in zip(sizes, blocks, strict=True)]
        self._own = [
            size if size >= PROSE and not block.box.hidden else 0 for size, block in zip(own, blocks, strict=True)
        ]
        self._prose = list(accumulate(self._own, initial=0))
        self._chars = list(accumulate(sizes, initial=0))
        self._total = max(1, self._prose[-1])
        self._of_shape: dict[Shape, int] = {}
        self._of_peers: dict[Peers, int] = {}
        for size, shape, peers in zip(self._own, places.shapes, places.peers, strict=True):
            if size:
                self._of_shape[shape] = self._of_shape.get(shape, 0) + size
                self._of_peers[peers] = self._of_peers.get(peers, 0) + size
        self._holder_values: dict[int, tuple[str, ...]] = {}

    def rows(self) -> list[tuple[Value, ...]]:
        """Return for every block its values, one for each of `SHARE_GROUPS`."""
        places, total, of_peers = self._places, self._total, self._of_peers
        beside = [of_peers.get(peers, 0) - own for peers, own in zip(places.peers, self._own, strict=True)]
        return [
            (*of_holder, f"{_of_share(chars / total)} {named}")
            for of_holder, chars, named in zip(
                map(self._of_holder, places.holders, places.shapes), beside, places.named, strict=True
            )
        ]

    def _of_holder(self, holder: Box, shape: Shape) -> tuple[str, ...]:
        """Return what is the same for all blocks of a holder."""
        known = self._holder_values.get(holder.index)
        if known is None:
            around = holder.parent or holder
            far = around.parent or around
            inside = self._inside(holder)
            known = self._holder_values[holder.index] = (
                _of_share(inside / self._total),
                _of_share(self._inside(around) / self._total),
                _of_share(self._inside(far) / self._total),
                _of_purity(inside / max(1, self._chars[holder.end] - self._chars[holder.start])),
                _of_share(self._of_shape.get(shape, 0) / self._total),
            )
        return known

    def _inside(self, box: Box) -> int:
        return self._prose[box.end] - self._prose[box.start]
