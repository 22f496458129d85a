"""A page as a flat list of text blocks, in the boxes that hold them: what every decision is made on.

    boxes      the block-level elements, in document order, each with its parent
    blocks     runs of text without a block-level break inside, each in one box
    anchors    links, with the blocks that their text reaches over
    pictures, players, stamps    images, sound, films and frames, and <time> elements, with their place among the blocks

A box knows its blocks as a range [start, end); the same holds for anchors. `scraper.clean.walk` makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from scraper.dom import Node

T = TypeVar("T")

PROSE = 140
"""Characters outside of links: a text of this length is an excerpt or a paragraph, no label."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class Box:
    """A block-level element."""

    __slots__ = (
        "depth",
        "end",
        "first_anchor",
        "form",
        "hidden",
        "index",
        "last_anchor",
        "last_box",
        "names",
        "node",
        "parent",
        "start",
        "tag",
    )

    def __init__(
        self,
        index: int,
        parent: Box | None,
        tag: str,
        names: str,
        node: Node,
        start: int,
        first_anchor: int,
        hidden: bool,
    ) -> None:
        self.index = index
        self.parent = parent
        self.tag = tag
        self.names = names
        """Class and id as written, separated by a blank."""
        self.node = node
        self.start = start
        self.end = start
        self.first_anchor = first_anchor
        self.last_anchor = first_anchor
        self.hidden = hidden
        self.last_box = index + 1
        """Index behind the last box inside."""
        self.depth = 0
        self.form: Box | None = None
        """The innermost form around it, itself included."""
        if parent is not None:
            self.depth = parent.depth + 1
            self.form = parent.form
        if tag == "form":
            self.form = self

    def holds(self, other: Box) -> bool:
        """Tell whether a box is this one or stands in it."""
        return self.index <= other.index < self.last_box

    def ancestors(self) -> Iterator[Box]:
        """Yield the box itself and every box around it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent


class Anchor:
    """A link. `start` and `end` are the blocks its text stands in; equal for a link without text."""

    __slots__ = ("box", "chars", "end", "href", "index", "node", "picture", "rel", "start", "wraps")

    def __init__(self, index: int, node: Node, href: str, rel: str, box: Box, start: int) -> None:
        self.index = index
        self.node = node
        self.href = href
        self.rel = rel
        """Its `rel` in lower case, "" for none."""
        self.box = box
        self.start = start
        self.end = start
        self.chars = 0
        self.picture = False
        self.wraps = False
        """Whether it reached over so much that it cannot be meant, or opens over a text with others: such a link has no text."""


class TextBlock:
    """A run of text without a block-level break inside."""

    __slots__ = ("anchors", "box", "index", "level", "lines", "link_chars", "own", "stressed", "text")

    def __init__(
        self,
        index: int,
        box: Box,
        text: str,
        lines: str | None,
        anchors: tuple[tuple[Anchor, str], ...],
        stressed: bool,
    ) -> None:
        self.index = index
        self.box = box
        self.text = text
        self.lines = lines
        """The text with its `<br>` as line breaks, or preformatted text as it stands; `None` where that is no different."""
        self.anchors = anchors
        """Links in the block, each with its text inside this block."""
        self.stressed = stressed
        """Whether all of it is in italics or bold: a note, a promo, a sub-heading."""
        self.link_chars: int = sum([len(part) for _, part in anchors]) if anchors else 0
        self.own = len(text) - self.link_chars
        """Characters that are in no link."""
        self.level: int = _HEADINGS.get(box.tag, 0)

    def release(self, anchor: Anchor) -> None:
        """Forget that the text is linked by `anchor`."""
        self.anchors = tuple(pair for pair in self.anchors if pair[0] is not anchor)
        self.link_chars = sum(len(part) for _, part in self.anchors)
        self.own = len(self.text) - self.link_chars


class Placed:
    """Something without text among the blocks: an image, a `<time>`, a control."""

    __slots__ = ("anchor", "at", "box", "node")

    def __init__(self, node: Node, box: Box, at: int, anchor: Anchor | None) -> None:
        self.node = node
        self.box = box
        self.at = at
        self.anchor = anchor


class Inherited(Generic[T]):
    """What a box has by itself, or else from the boxes around it, worked out once for each box.

    `own(box, above)` returns a box's value; `above` is that of the box around it, `None` for the outermost. Boxes may be
    nested two thousand deep: to climb from each block to the top would take the square of that.
    """

    __slots__ = ("_known", "_own")

    def __init__(self, own: Callable[[Box, T | None], T]) -> None:
        self._own = own
        self._known: dict[int, T] = {}

    def of(self, box: Box) -> T:
        """Return the value of a box."""
        known = self._known
        if box.index in known:
            return known[box.index]
        passed = [box]
        around = box.parent
        while around is not None and around.index not in known:
            passed.append(around)
            around = around.parent
        value = known[around.index] if around is not None else None
        for below in reversed(passed):
            value = known[below.index] = self._own(below, value)
        return value  # type: ignore[return-value]  # at least the box itself was passed


class Outline:
    """A page, walked once."""

    __slots__ = ("_chars", "_prose", "_spans", "anchors", "blocks", "boxes", "pictures", "players", "stamps")

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.blocks: list[TextBlock] = []
        self.anchors: list[Anchor] = []
        self.pictures: list[Placed] = []
        self.players: list[Placed] = []
        self.stamps: list[Placed] = []
        self._spans: dict[int, tuple[int, int]] = {}
        self._chars: list[int] = []
        self._prose: list[int] = []

    def chars_in(self, start: int, end: int) -> int:
        """Return the number of characters of the blocks from `start` to `end`. Asked only when the walk is over."""
        if not self._chars:
            self._chars = list(accumulate((len(block.text) for block in self.blocks), initial=0))
        return self._chars[end] - self._chars[start]

    def prose_in(self, start: int, end: int) -> int:
        """Return how many of the blocks from `start` to `end` are running text. Asked only when the walk is over."""
        if not self._prose:
            is_prose = (block.own >= PROSE for block in self.blocks)
            self._prose = list(accumulate(is_prose, initial=0))
        return self._prose[end] - self._prose[start]

    def running_in(self, start: int, end: int, *, least: int) -> int:
        """Return the characters of running text in the blocks from `start` to `end`: texts of at least so many, links aside."""
        return sum(block.own for block in self.blocks[start:end] if block.own >= least and not block.box.hidden)

    def span_of(self, node: Node) -> tuple[int, int]:
        """Return the range of blocks that an element's text stands in; an empty range where it has none."""
        spans = self._all_spans()
        current: Node | None = node
        while current is not None and current.mem_id not in spans:
            current = current.parent
        return spans[current.mem_id] if current is not None else (0, 0)

    def block_at(self, mem_id: int | None) -> int | None:
        """Return the first block of the box or link with this `mem_id`; `None` if it has none."""
        start, end = self._all_spans().get(mem_id or 0, (0, 0))
        return start if end > start else None

    def _all_spans(self) -> dict[int, tuple[int, int]]:
        if not self._spans:
            self._spans = {anchor.node.mem_id: (anchor.start, anchor.end) for anchor in self.anchors}
            self._spans |= {box.node.mem_id: (box.start, box.end) for box in self.boxes}
        return self._spans
