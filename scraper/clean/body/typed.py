"""Blocks of the page -> blocks of the record: paragraphs, headings, list items, quotes, tables, captions, code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from scraper.clean.outline import Box, Outline, TextBlock
from scraper.model import Block, BlockKind

MAX_CELL = 400
"""Characters: a table whose cells are longer on average lays out a page, it holds no data."""

_LEAST = -3.0  # log odds: an entry that is surely no body says that the list is none
_LISTS = frozenset(("ul", "ol", "menu", "dl"))
_CAPTION_NAMES = ("caption", "credit", "legend")


def typed_blocks(outline: Outline, body: Collection[int]) -> tuple[Block, ...]:
    """Return the record's blocks for the chosen blocks of the page, in order.

    A data table of which any cell was chosen comes as one block with its rows; its other blocks are not repeated.
    """
    blocks: list[Block] = []
    done: set[int] = set()
    for n in sorted(body):
        if n in done:
            continue
        block = outline.blocks[n]
        table = data_table(block.box, outline)
        if table is not None:
            done.update(range(table.start, table.end))
            blocks += _table(table, outline)
        else:
            blocks.append(_typed(block))
    return tuple(blocks)


def _typed(block: TextBlock) -> Block:
    """Return a block outside of data tables; the innermost telling box decides its kind."""
    kind: BlockKind = "paragraph"
    depth = 0
    for box in block.box.ancestors():
        tag = box.tag
        if tag in _LISTS:
            depth += 1
        if kind != "paragraph":
            continue
        if tag in ("li", "dt", "dd"):
            kind = "list_item"
        elif tag == "blockquote":
            kind = "quote"
        elif tag == "pre":
            kind = "code"
        elif tag in ("figcaption", "caption") or (tag in ("p", "div") and is_caption_name(box.names)):
            kind = "caption"
    if block.level and kind in ("paragraph", "quote"):
        return Block(kind="heading", text=block.text, level=block.level)
    if kind == "code":
        return Block(kind=kind, text=block.lines or block.text)
    return Block(kind=kind, text=block.text, level=max(depth, 1) if kind == "list_item" else None)


def is_caption_name(names: str) -> bool:
    """Tell whether class words name an image's caption or credit."""
    lowered = names.lower()
    return bool(lowered) and any(word in lowered for word in _CAPTION_NAMES)


def data_table(box: Box, outline: Outline) -> Box | None:
    """Return the innermost table around a box if it holds data: two or more rows and columns of short cells."""
    table = next((above for above in box.ancestors() if above.tag == "table"), None)
    if table is None or any(above.tag == "table" for above in (table.parent.ancestors() if table.parent else ())):
        return None
    inside = _inside(table, outline)
    if any(below.tag == "table" for below in inside):
        return None
    rows = [below for below in inside if below.tag == "tr" and below.end > below.start]
    cells = [below for below in inside if below.tag in ("td", "th") and below.end > below.start]
    if len(rows) < 2 or len(cells) < len(rows) * 1.5:
        return None
    chars = sum(len(block.text) for block in outline.blocks[table.start : table.end])
    return table if chars <= MAX_CELL * len(cells) else None


def _inside(box: Box, outline: Outline) -> list[Box]:
    found = []
    for below in outline.boxes[box.index + 1 :]:
        if below.depth <= box.depth:
            break
        found.append(below)
    return found


def _table(table: Box, outline: Outline) -> Iterator[Block]:
    """Yield a table's caption, where it has one, and the table."""
    rows: list[list[str]] = []
    for box in _inside(table, outline):
        text = " ".join(block.text for block in outline.blocks[box.start : box.end])
        if box.tag == "tr":
            rows.append([])
        elif box.tag in ("td", "th") and rows:
            rows[-1].append(text)
        elif box.tag == "caption" and text:
            yield Block(kind="caption", text=text)
    filled = tuple(tuple(row) for row in rows if any(row))
    yield Block(kind="table", text="\n".join(" | ".join(row) for row in filled), rows=filled)


def whole_structures(
    outline: Outline, body: Collection[int], scores: Sequence[float], left_out: Collection[int]
) -> frozenset[int]:
    """Return the body with its lists and tables made whole: a list of which most is body is body.

    `left_out`: blocks that may not come in (teasers, what a definition removes).
    """
    whole = set(body)
    for box in outline.boxes:
        if box.tag not in ("ul", "ol", "dl", "table") or box.end - box.start < 2:
            continue
        inside = range(box.start, box.end)
        sizes = [len(outline.blocks[n].text) for n in inside]
        chosen = sum(size for n, size in zip(inside, sizes, strict=True) if n in body)
        rest = [n for n in inside if n not in body and n not in left_out]
        if chosen * 2 > sum(sizes) and all(scores[n] > _LEAST for n in rest):
            whole.update(rest)
    return frozenset(whole)
