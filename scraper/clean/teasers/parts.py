"""The text of a card's blocks in parts: a kicker, a title, a date that stand on one line are elements side by side.

A part is a run of text in one inline element. Its place in the card (the path of tags and class words that leads to it) is
the same in every card of one shape: what holds of the one holds of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.clean.outline import Anchor, Box, Outline, TextBlock
from scraper.clean.teasers.cards import Card
from scraper.clean.walk import BOX_TAGS, SKIPPED_TAGS
from scraper.dom import Node
from scraper.text import fold

_MOST_DEEP = 6  # inline elements around a text that count
_MOST_PIECES = 4_000  # of one box
_BREAK = "br"
STRESS_TAGS = frozenset(("strong", "b", "em", "i", "u", "mark", "sup", "font"))


@dataclass(slots=True)
class Part:
    """A run of text in one inline element."""

    text: str
    block: TextBlock
    start: int
    """Place of its text in that of its block."""

    place: str
    """Path from the card to the text: "div.meta>span.date"."""

    names: str
    """Class words of the inline elements around it, innermost last, in lower case."""

    own_names: str
    """Class words of the innermost one."""

    tags: tuple[str, ...]
    """Tags of the inline elements around it, innermost last."""

    anchor: Anchor | None
    element: int
    """What tells the innermost element that does more than stress its text from others; 0 for none."""

    glued: bool
    """Whether no white space stands before it: an element that is set off by its looks."""

    @property
    def end(self) -> int:
        """Place behind its text."""
        return self.start + len(self.text)


Chain = tuple[Node, ...]
_Piece = tuple[str, Chain]


class PartReader:
    """Takes blocks into parts; each box is read once."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._pieces: dict[int, dict[int, list[_Piece]]] = {}
        self._names: dict[int | None, tuple[str, str]] = {}

    def parts(self, block: TextBlock, place: str) -> list[Part]:
        """Return the parts of a block, in order; one part where its elements can't be told apart."""
        box = block.box
        if box.end - box.start == 1 and _is_plain(box.node, block):
            return [_whole(block, place)]
        if box.index not in self._pieces:
            own = [other for other in self._outline.blocks[box.start : box.end] if other.box is box]
            self._pieces[box.index] = _dealt(own, box)
        return self._joined(block, self._pieces[box.index].get(block.index, []), place) or [_whole(block, place)]

    def _joined(self, block: TextBlock, pieces: list[_Piece], place: str) -> list[Part]:
        """Join the pieces of one element; empty where the pieces are not the block's text."""
        parts: list[Part] = []
        anchors = {anchor.node.mem_id: anchor for anchor, _ in block.anchors}
        last: tuple[int, ...] | None = None
        at, gap = 0, True
        for raw, chain in pieces:
            text = fold(raw)
            if not text:
                gap = True
                last = None if raw == "\n" and chain == () else last
                continue
            start = block.text.find(text, at)
            if start < 0:
                continue
            key = tuple(node.mem_id for node in chain)
            if last == key:
                parts[-1].text = block.text[parts[-1].start : start + len(text)]
            else:
                glued = not gap and not raw[:1].isspace()
                parts.append(self._part(text, block, start, place, chain, anchors, glued))
            at, last, gap = start + len(text), key, raw[-1:].isspace()
        return parts if sum(_size(part.text) for part in parts) * 10 >= _size(block.text) * 9 else []

    def _part(
        self, text: str, block: TextBlock, start: int, place: str, chain: Chain, anchors: dict[int, Anchor], glued: bool
    ) -> Part:
        names, path, anchor, element = [], [place], None, 0
        for node in chain:
            own, step = self._known(node)
            names.append(own)
            path.append(step)
            anchor = anchors.get(node.mem_id, anchor)
            element = element if node.tag in STRESS_TAGS else node.mem_id
        if anchor is None and len(block.anchors) == 1 and block.link_chars >= len(block.text) - 3:
            anchor = block.anchors[0][0]  # the link stands around the box
        tags = tuple(node.tag or "" for node in chain)
        inner = names[-1] if names else ""
        return Part(
            text, block, start, ">".join(path), " ".join(filter(None, names)), inner, tags, anchor, element, glued
        )

    def _known(self, node: Node) -> tuple[str, str]:
        known = self._names.get(node.mem_id)
        if known is None:
            names = (node.attributes.get("class") or "").lower()
            known = self._names[node.mem_id] = (names, step(node.tag or "", names))
        return known


def _whole(block: TextBlock, place: str) -> Part:
    return Part(block.text, block, 0, place, "", "", (), block.anchors[0][0] if block.anchors else None, 0, False)


def _is_plain(node: Node, block: TextBlock) -> bool:
    """Tell whether a box holds one text, or one link with one text: most titles."""
    child = node.child
    if child is not None and child.tag == "a" and len(block.anchors) == 1:
        if child.next is not None and child.next.tag != "-text":
            return False
        child = child.child if block.link_chars == len(block.text) else None
    return child is not None and child.tag == "-text" and child.next is None


def step(tag: str, names: str) -> str:
    """Return an element's step in a path: its tag and first class word, numbers left out."""
    words = names.split(None, 1)
    first = words[0].rstrip("0123456789").lower() if words else ""
    return f"{tag}.{first}" if first else tag


def block_places(card: Card, outline: Outline) -> list[tuple[TextBlock, str]]:
    """Return the blocks of a card, each with the path that leads to it; equal paths are numbered."""
    seen: dict[str, int] = {}
    placed = []
    for block in outline.blocks[card.start : card.end]:
        path = _path(block.box, card.box)
        count = seen[path] = seen.get(path, 0) + 1
        placed.append((block, path if count == 1 else f"{path}#{count}"))
    return placed


def _path(box: Box, card: Box) -> str:
    steps: list[str] = []
    for above in box.ancestors():
        if above is card or len(steps) > 12:
            break
        steps.append(step(above.tag, above.names))
    return ">".join(reversed(steps))


def _dealt(blocks: list[TextBlock], box: Box) -> dict[int, list[_Piece]]:
    """Deal a box's pieces of text to its blocks, in order, by the number of characters."""
    dealt: dict[int, list[_Piece]] = {}
    pieces = _inline(box.node)
    for block in blocks:
        wanted = _size(block.text)
        mine: list[_Piece] = []
        while wanted > 0 and (piece := next(pieces, None)) is not None:
            text = fold(piece[0])
            if text in block.text:  # what is kept from sight is no part of it
                mine.append(piece)
                wanted -= _size(text)
        dealt[block.index] = mine
    return dealt


def _size(text: str) -> int:
    return len(text) - text.count(" ")


def _inline(root: Node) -> Iterator[_Piece]:
    """Yield the text of a box's own lines, each piece with the inline elements around it."""
    stack: list[tuple[Node | None, Chain]] = [(root.child, ())]
    count = 0
    while stack and count < _MOST_PIECES:
        node, chain = stack.pop()
        while node is not None:
            tag = node.tag
            if tag == "-text":
                count += 1
                yield node.text_content or "", chain
            elif tag == _BREAK:
                yield "\n", ()
            elif tag is not None and tag[0] != "-" and tag not in SKIPPED_TAGS and tag not in BOX_TAGS and tag != "img":
                stack.append((node.next, chain))
                if len(chain) < _MOST_DEEP:
                    chain = (*chain, node)
                node = node.child
                continue
            node = node.next
