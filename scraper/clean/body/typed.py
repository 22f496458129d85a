"""Blocks of the page -> blocks of the record: paragraphs, headings, list items, quotes, tables, captions, code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from scraper.clean.outline import Box, Inherited, Outline, TextBlock
from scraper.model import Block, BlockKind

MAX_CELL = 400
"""Characters: a table whose cells are longer on average lays out a page, it holds no data."""

_LEAST = -3.0  # log odds: an entry that is surely no body says that the list is none
_STRUCTURES = frozenset(("ul", "ol", "dl", "table"))
_LISTS = frozenset(("ul", "ol", "menu", "dl"))
_KINDS: dict[str, BlockKind] = {
    "li": "list_item", "dt": "list_item", "dd": "list_item", "blockquote": "quote", "pre": "code",
    "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_CAPTION_NAMES = ("caption", "credit", "legend")


def typed_blocks(outline: Outline, body: Collection[int], left_out: Collection[int] = ()) -> tuple[Block, ...]:
    """Return the record's blocks for the chosen blocks of the page, in order.

    A data table of which any cell was chosen comes as one block with its rows, without what is `left_out` (teasers); its
    other blocks are not repeated. Where nothing but captions was chosen, as on the page of a film, they are the text:
    paragraphs.
    """
    blocks: list[Block] = []
    done: set[int] = set()
    tables = data_tables(outline)
    places = Inherited(_place)
    for n in sorted(body):
        if n in done:
            continue
        block = outline.blocks[n]
        table = tables.get(n)
        if table is not None:
            done.update(range(table.start, table.end))
            blocks += _table(table, outline, left_out)
        else:
            blocks.append(_typed(block, places.of(block.box)))
    if all(block.kind == "caption" for block in blocks):
        return tuple(replace(block, kind="paragraph") for block in blocks)
    return tuple(blocks)


class _Place(NamedTuple):
    """What the boxes around a text make it."""

    kind: BlockKind
    depth: int
    """How many lists it stands in."""


_PLAIN = _Place("paragraph", 0)


def _place(box: Box, above: _Place | None) -> _Place:
    """Return what a box makes of its text; the innermost box that tells a kind decides."""
    tag = box.tag
    kind, depth = above or _PLAIN
    if tag in _KINDS:
        kind = _KINDS[tag]
    elif tag in ("p", "div") and is_caption_name(box.names):
        kind = "caption"
    return _Place(kind, depth + (tag in _LISTS))


def _typed(block: TextBlock, place: _Place) -> Block:
    """Return a block outside of data tables."""
    kind = place.kind
    if block.level and kind in ("paragraph", "quote"):
        return Block(kind="heading", text=block.text, level=block.level)
    if kind == "code":
        return Block(kind=kind, text=block.lines or block.text)
    return Block(kind=kind, text=block.text, level=max(place.depth, 1) if kind == "list_item" else None)


def is_caption_name(names: str) -> bool:
    """Tell whether class words name an image's caption or credit."""
    lowered = names.lower()
    return bool(lowered) and any(word in lowered for word in _CAPTION_NAMES)


def data_tables(outline: Outline) -> dict[int, Box]:
    """Return the tables that hold data, by each block that stands in them.

    A data table has two or more rows and columns of short cells, no table inside and none around it. One pass over
    the boxes: the cost does not grow with the number of blocks in a table.
    """
    found: dict[int, Box] = {}
    end = -1  # of the outermost table that was looked at
    for table in outline.boxes:
        if table.tag != "table" or table.start < end:
            continue
        end = table.end
        if _holds_data(table, outline):
            found.update(dict.fromkeys(range(table.start, table.end), table))
    return found


def _holds_data(table: Box, outline: Outline) -> bool:
    rows = cells = 0
    for below in _inside(table, outline):
        if below.tag == "table":
            return False
        if below.end > below.start:
            rows += below.tag == "tr"
            cells += below.tag in ("td", "th")
    if rows < 2 or cells < rows * 1.5:
        return False
    chars = sum(len(block.text) for block in outline.blocks[table.start : table.end])
    return chars <= MAX_CELL * cells


def _inside(box: Box, outline: Outline) -> Iterator[Box]:
    for n in range(box.index + 1, len(outline.boxes)):
        below = outline.boxes[n]
        if below.depth <= box.depth:
            return
        yield below


def _table(table: Box, outline: Outline, left_out: Collection[int]) -> Iterator[Block]:
    """Yield a table's caption, where it has one, and the table."""
    rows: list[list[str]] = []
    for box in _inside(table, outline):
        text = " ".join(block.text for block in outline.blocks[box.start : box.end] if block.index not in left_out)
        if box.tag == "tr":
            rows.append([])
        elif box.tag in ("td", "th") and rows:
            rows[-1].append(text)
        elif box.tag == "caption" and text:
            yield Block(kind="caption", text=text)
    filled = tuple(tuple(row) for row in rows if any(row))
    yield Block(kind="table", text="\n".join(" | ".join(row) for row in filled), rows=filled)


def _sub_headings(outline: Outline, body: Collection[int]) -> Iterator[int]:
    """Yield the headings that stand, in one box, between a text of the body and the next."""
    for block in outline.blocks[1:-1]:
        n = block.index
        if block.level > 1 and n + 1 in body and n - 1 in body:
            holder, before, behind = block.box.parent, outline.blocks[n - 1].box, outline.blocks[n + 1].box
            if holder is not None and before.parent is holder and behind.parent is holder:
                yield n


def whole_structures(
    outline: Outline, body: Collection[int], scores: Sequence[float], left_out: Collection[int]
) -> frozenset[int]:
    """Return the body with its lists and tables made whole, a list of which most is body, and with its sub-headings.

    `left_out`: blocks that may not come in (teasers, what a definition removes).
    """
    whole = set(body)
    whole.update(n for n in _sub_headings(outline, body) if n not in left_out and scores[n] > _LEAST)
    blocks = outline.blocks
    chosen = list(accumulate((len(block.text) if block.index in body else 0 for block in blocks), initial=0))
    refused = list(
        accumulate((n not in body and n not in left_out and scores[n] <= _LEAST for n in range(len(blocks))), initial=0)
    )
    end = 0  # of what has been made whole: the lists in it are
    for box in outline.boxes:
        first, last = box.start, box.end
        if box.tag not in _STRUCTURES or last - first < 2 or last <= end:
            continue
        most = (chosen[last] - chosen[first]) * 2 > outline.chars_in(first, last)
        if most and refused[last] == refused[first]:
            whole.update(n for n in range(first, last) if n not in left_out)
            end = last
    return frozenset(whole)
