"""Passages of the text -> blocks, and the promos that stand between them.

A plain text shows few kinds: bullets make list items, tabs make tables, columns of spaces code, a deeper margin quotes.
A short line is a heading only where the typing says so (a line drawn under it, "##", a margin of its own, capitals):
"Sofitel Hotel" and "What GAO Found" look the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scraper.clean.dump import words
from scraper.clean.dump.lines import is_drawn
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.tables import cells_of, has_cells, has_columns, is_code, is_rule_row
from scraper.clean.dump.vocabulary import SHORT
from scraper.clean.turns import mark_turns
from scraper.model import Block
from scraper.text import ends_sentence, fold, fold_lines

_LONG = 60  # characters of a passage whose margin tells that of the text
_DEEPER = 2  # columns that set a quote off
_QUOTED = re.compile(r"\s*>+\s?(?=\S)")
_LEAD_SPAN = 12  # passages over which a lead may run
_LEAST_LETTERS = 4  # of a heading in capitals
_DIALOGUE = "–—―"


def read_blocks(passages: Sequence[Passage], at: Sequence[int]) -> tuple[tuple[Block, ...], frozenset[int]]:
    """Return the blocks of the passages `at` (indices, in order), and the indices of those that are drawn, not written."""
    margin = _margin([passages[n] for n in at])
    blocks: list[Block] = []
    drawn: set[int] = set()
    inside = frozenset(at)
    for run in _runs(passages, at):
        first = passages[run[0]]
        if has_cells(first.lines[0]):
            blocks += _table([passages[n] for n in run], blocks)
        elif len(run) > 1:
            blocks.append(Block(kind="code", text=_code_text([passages[n] for n in run])))
        elif is_drawn(first.text):
            drawn.add(run[0])
            if blocks and not first.gap and _is_underline(first.text):
                blocks[-1] = _underlined(blocks[-1], first.text)
        else:
            below = passages[run[0] + 1] if run[0] + 1 in inside else None
            blocks.append(_block(passages, run[0], below, margin, first=run[0] == at[0]))
    return mark_turns(_with_levels(blocks, [passages[n] for n in at if passages[n].bullet])), frozenset(drawn)


def _margin(passages: Sequence[Passage]) -> int:
    """Return the left margin of the text: the commonest among long passages without bullet."""
    margins = Counter(p.indent for p in passages if len(p.text) >= _LONG and not p.bullet)
    if not margins:
        margins = Counter(p.indent for p in passages if not p.bullet)
    return min(margins, key=lambda margin: (-margins[margin], margin)) if margins else 0


def _runs(passages: Sequence[Passage], at: Sequence[int]) -> Iterator[list[int]]:
    """Group the rows of a table and the lines of preformatted text; every other passage is a group of its own."""
    n = 0
    while n < len(at):
        stop = n + 1
        rows = _is_row(passages[at[n]])
        gap = passages[at[stop]].gap if stop < len(at) else 0
        while stop < len(at) and at[stop] == at[stop - 1] + 1 and _goes_on(passages, at[stop], gap, rows=rows):
            stop += 1
        group = list(at[n:stop])
        whole = (
            len(group) > 1 or len(cells_of(passages[at[n]].lines[0])) > 2
            if rows
            else len(group) > 1 and is_code([line for k in group for line in passages[k].lines])
        )
        yield from [group] if whole else ([k] for k in group)
        n = stop


def _goes_on(passages: Sequence[Passage], n: int, gap: int, *, rows: bool) -> bool:
    """Tell whether a passage is a further row of a table whose rows are `gap` apart, or a further line of a text."""
    passage = passages[n]
    if rows:
        return _is_row(passage) and passage.gap <= min(gap, 1)
    lined_up = has_columns(passage.lines[0]) and has_columns(passages[n - 1].lines[0]) and passage.gap == 1
    return (not passage.gap or lined_up) and not _is_row(passage) and not passage.bullet


def _is_row(passage: Passage) -> bool:
    return len(passage.lines) == 1 and has_cells(passage.lines[0])


def _table(rows: Sequence[Passage], above: list[Block]) -> Iterator[Block]:
    """Yield a table; the line above that numbers it becomes its caption."""
    if above and above[-1].kind == "paragraph" and words.TABLE_CAPTION.fullmatch(above[-1].text[:320]):
        caption = above.pop()
        yield Block(kind="caption", text=caption.text)
    cells = tuple(cells_of(row.lines[0]) for row in rows if not is_rule_row(row.lines[0]))
    if len(cells) == 1 and len(cells[0]) < 3:
        yield Block(kind="paragraph", text=rows[0].text)
    elif cells:
        yield Block(kind="table", text="\n".join(" | ".join(row) for row in cells), rows=cells)


def _code_text(passages: Sequence[Passage]) -> str:
    """Return preformatted lines as they are, the margin that all share taken off."""
    lines = [line.raw.expandtabs(4) for passage in passages for line in passage.lines]
    shared = min(len(line) - len(line.lstrip()) for line in lines)
    return fold_lines("\n".join(line[shared:] for line in lines))


def _is_underline(text: str) -> bool:
    return len(text) > 2 and text[0] in "=-~^"


def _underlined(block: Block, rule: str) -> Block:
    if block.kind != "paragraph" or len(block.text) > SHORT or ends_sentence(block.text):
        return block
    return Block(kind="heading", text=block.text, level=1 if rule[0] == "=" else 2)


def _block(passages: Sequence[Passage], n: int, below: Passage | None, margin: int, *, first: bool) -> Block:
    passage = passages[n]
    text = passage.text
    if passage.bullet:
        if _is_spoken(passage, below):
            return Block(kind="paragraph", text=fold(f"{passage.bullet} {text}"))
        return Block(kind="list_item", text=text, level=1)
    if passage.lines[0].level:
        return Block(kind="heading", text=text, level=passage.lines[0].level)
    if match := _QUOTED.match(text):
        return Block(kind="quote", text=fold(text[match.end() :]))
    if len(text) <= 500 and words.PICTURE.fullmatch(text):
        return Block(kind="caption", text=text)
    if _is_quote(passages, n, margin):
        return Block(kind="quote", text=text)
    if _is_heading(passage, None if first else below, margin):
        return Block(kind="heading", text=text, level=2)
    return Block(kind="paragraph", text=text)


def _is_spoken(passage: Passage, below: Passage | None) -> bool:
    """Tell whether a dash begins what somebody says, as in Spanish or Russian, and not an entry of a list."""
    if passage.bullet not in _DIALOGUE or passage.indent:
        return False
    together = not passage.gap or (below is not None and not below.gap and below.bullet == passage.bullet)
    return passage.bullet != "–" or not together


def _is_quote(passages: Sequence[Passage], n: int, margin: int) -> bool:
    """Tell whether a passage is set off by a deeper margin: not by its first line alone, nor as the line of a verse."""
    passage = passages[n]
    if passage.indent < margin + _DEEPER or (n and not passage.gap and passages[n - 1].indent <= margin):
        return False
    return all(line.indent >= margin + _DEEPER for line in passage.lines)


def _is_heading(passage: Passage, below: Passage | None, margin: int) -> bool:
    """Tell whether a short line stands left of the text's margin, or in capitals above a paragraph."""
    text = passage.text
    if len(text) > SHORT or ends_sentence(text) or text.endswith((":", ",")):
        return False
    if margin and passage.indent + _DEEPER <= margin:
        return True
    if below is None or not text.isupper() or sum(map(str.isalpha, text)) < _LEAST_LETTERS:
        return False
    return len(below.text) > _LONG and ends_sentence(below.text)


def _with_levels(blocks: Sequence[Block], bullets: Sequence[Passage]) -> list[Block]:
    """Set the level of list items by their margins: a deeper one is inside the item above."""
    levels: list[Block] = []
    margins: list[int] = []
    waiting = iter(bullets)
    for block in blocks:
        if block.kind != "list_item":
            margins = []
            levels.append(block)
            continue
        passage = next(p for p in waiting if p.text == block.text)
        while margins and margins[-1] > passage.indent:
            margins.pop()
        if not margins or margins[-1] < passage.indent:
            margins.append(passage.indent)
        levels.append(Block(kind="list_item", text=block.text, level=len(margins)))
    return levels


@dataclass(frozen=True, slots=True)
class Promo:
    """A teaser between two paragraphs: "Related: Title", with or without an excerpt below."""

    label: str
    title: str
    at: int
    """Index of the passage with the title."""

    excerpt: str | None = None
    passages: tuple[int, ...] = ()
    """Indices of everything that belongs to it, its label's among them."""


def find_promos(passages: Sequence[Passage], at: Sequence[int]) -> tuple[Promo, ...]:
    """Return the promos among the passages `at` of the text.

    A label alone says nothing ("Related to this finding, …"): it must be set off from a title, on its line or alone
    above titles.
    """
    promos: list[Promo] = []
    taken: set[int] = set()
    for rank, n in enumerate(at):
        if n in taken or passages[n].bullet or len(passages[n].text) > 400:
            continue
        match = words.PROMO_LINE.fullmatch(passages[n].text)
        if match and is_promo_title(match["title"]):
            found = [_with_excerpt(passages, at, rank, match["label"], _unbracketed(match["title"], passages[n].text))]
        elif heading := words.PROMO_HEADING.fullmatch(passages[n].text):
            found = list(_box(passages, at, rank, heading["label"]))
        else:
            continue
        promos += found
        taken.update(k for promo in found for k in promo.passages)
    return tuple(promos)


def is_promo_title(title: str) -> bool:
    """Tell a title from a sentence behind a label: "Next: a second survey, which will begin in the spring."."""
    bare = title.rstrip("])")
    if len(bare) < 4 or bare[0].islower():
        return False
    return not bare.endswith((".", "。", "।", ";", ":")) or bool(
        re.search(r"\b(?:Inc|Jr|Sr|Co|Corp|Ltd|U\.S|U\.K|No|St)\.$", bare)
    )


def _unbracketed(title: str, whole: str) -> str:
    """Take off the bracket that closes "[Related: Title]"."""
    return title[:-1].rstrip() if whole[0] in "[(" and title[-1] in "])" else title


def _with_excerpt(passages: Sequence[Passage], at: Sequence[int], rank: int, label: str, title: str) -> Promo:
    n = at[rank]
    below = at[rank + 1] if rank + 1 < len(at) else None
    if below == n + 1 and passages[below].text.endswith(("…", "...")) and len(passages[below].text) <= 400:
        return Promo(label, title, n, passages[below].text, (n, below))
    return Promo(label, title, n, None, (n,))


def _box(passages: Sequence[Passage], at: Sequence[int], rank: int, label: str) -> Iterator[Promo]:
    """Yield the titles under a label that stands alone: bullets, or short lines without a full stop."""
    n = at[rank]
    rest = at[rank + 1 : rank + 9]
    titles: list[int] = []
    for k in rest:
        passage = passages[k]
        above = titles[-1] if titles else n
        same = not titles or (
            bool(passage.bullet) == bool(passages[above].bullet) and passage.gap == passages[titles[0]].gap
        )
        if k != above + 1 or not same or len(passage.text) > 300 or not is_promo_title(passage.text):
            break
        titles.append(k)
    if len(titles) == len(rest) < len(at) - rank - 1 or not titles:
        return
    for k in titles:
        yield Promo(label, passages[k].text, k, None, (n, k) if k == titles[0] else (k,))


def is_repeated_lead(passages: Sequence[Passage], n: int, below: Collection[int]) -> bool:
    """Tell whether the text below repeats a passage: whole, or from its first word on."""
    lead = re.sub(r"\s*(?:\[?…\]?|\.{3})$", "", passages[n].text)
    if not lead:
        return True
    following = [passages[k].text for k in below]
    near = following[:_LEAD_SPAN]
    return any(text.startswith(lead) for text in following) or any(
        " ".join(near[k:]).startswith(lead) for k in range(len(near))
    )
