"""The heading of a teaser list."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from scraper.clean import words
from scraper.clean.outline import Box, Outline, TextBlock
from scraper.clean.teasers.cards import CardList, is_prose
from scraper.model import RelatedKind

_HEADING_CHARS = 80
_REACH = 5  # blocks between a heading and its list: tabs, a "see all" link
_DATE = re.compile(r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}\b")


def list_heading(cards: CardList, outline: Outline, taken: Collection[int]) -> TextBlock | None:
    """Return the block that heads a list: the short text that stands before it in a box around it.

    `taken`: blocks of accepted cards; a heading is none of them, and is not looked for behind another list. In a box
    that holds running text beside the list, only what names a kind of list is a heading: the others head the text.
    """
    start = cards.start
    for box in cards.box.ancestors():
        if box.tag in ("body", "html"):
            break
        before = range(start - 1, max(box.start, start - 1 - _REACH) - 1, -1)
        if before:
            found = _nearest([outline.blocks[n] for n in before], taken)
            if found is None or (_holds_prose(box, cards, outline) and named_kind(found.text) is None):
                return None
            return found
    return None


def _nearest(before: Sequence[TextBlock], taken: Collection[int]) -> TextBlock | None:
    """Return the heading among the blocks before a list, nearest first: a heading element, else a short text."""
    short: TextBlock | None = None
    for distance, block in enumerate(before):
        if block.index in taken or is_prose(block):
            break
        text = block.text
        if block.level and len(text) <= _HEADING_CHARS:
            return block
        if words.MORE_LABEL.fullmatch(text) or _DATE.search(text) or not 3 <= len(text) <= _HEADING_CHARS:
            continue
        if distance == 0 and not text.endswith((".", "!", ",")):
            short = block
        elif short is not None and distance > 2:
            break
    return short


def _holds_prose(box: Box, cards: CardList, outline: Outline) -> bool:
    return outline.prose_in(box.start, box.end) > outline.prose_in(cards.start, min(cards.end, box.end))


def named_kind(heading: str | None) -> RelatedKind | None:
    """Return the kind of list that a heading names, `None` if it names none."""
    return next((kind for kind, pattern in words.LIST_KINDS if heading and pattern.search(heading)), None)


def bare_label(text: str) -> str:
    """Return a label without the signs around it: "Related:" gives "Related"."""
    return text.strip(" \t[({»›>•-–—|:：").strip()
