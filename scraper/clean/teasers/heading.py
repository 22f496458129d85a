"""The heading of a teaser list."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from scraper.clean import words
from scraper.clean.links import Links
from scraper.clean.outline import Box, Inherited, Outline, TextBlock
from scraper.clean.teasers.cards import Card, CardList, is_prose
from scraper.model import RelatedKind

_HEADING_CHARS = 80
_REACH = 5  # blocks between a heading and its list: tabs, a "see all" link
_HEADER_BLOCKS = 6  # of a box that is a heading with what belongs to it
_PANEL_REACH = 80  # blocks between a tab and the list in its panel: those of the panels before it
_FORM_BLOCKS = 15
_SLUG_WORDS = 5  # in the address of a story
_GAP = 2  # blocks between two lists under one heading: the label of an advertisement
_GAP_CHARS = 25
_PAGER = re.compile(r"\W*\d+\s*(?:/|of|von|de|di|van|av|sur|из|z)\s*\d+\W*", re.IGNORECASE)
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
        before = range(start - 1, max(box.start, start - _REACH) - 1, -1)
        if before:
            blocks = [outline.blocks[n] for n in before]
            found = _nearest(blocks, taken, box)
            if found is not None:
                found = _of_header(found, box, outline, taken)
                return None if _holds_prose(box, cards, outline) and named_kind(found.text) is None else found
            if before[-1] > box.start or any(block.index in taken or not _is_furniture(block) for block in blocks):
                return None
    return None


class Heading(NamedTuple):
    """What heads a list."""

    text: str
    block: TextBlock
    """Where it stands."""


def headings_of(
    accepted: Sequence[Sequence[Card]], outline: Outline, links: Links, taken: Collection[int]
) -> dict[int, Heading]:
    """Return the heading of each accepted card that has one, by the card's first block.

    `accepted`: the cards of each list that are teasers. Cards of one list that are refused part it: they may be headings that are links. A list without a heading of its own goes
    on under that of the list before it, where both stand in the box that the heading heads.
    """
    panels = _panels(outline)
    panel_of: Inherited[Heading | None] | None = None
    if panels:
        panel_of = Inherited(lambda box, above: _of_panel(box, panels) or above)
    found: dict[int, Heading] = {}
    last: Heading | None = None
    scope: Box | None = None
    end = 0
    for good in accepted:
        for run in _unbroken(good, panel_of):
            part = CardList(run[0].box.parent or run[0].box, run)
            heading = _label_of_panel(part, panels) or _own_heading(part, outline, links, taken)
            while scope is not None and scope.end < end:
                scope = scope.parent
            if heading is None and last is not None and _goes_on(scope, part, end, outline):
                heading = last
            if heading is not last:
                scope = _scope(heading.block) if heading is not None else None
            last, end = heading, part.end
            if heading is not None:
                found.update((card.start, heading) for card in run)
    return found


def _own_heading(cards: CardList, outline: Outline, links: Links, taken: Collection[int]) -> Heading | None:
    block = list_heading(cards, outline, taken)
    return Heading(bare_label(block.text), block) if block is not None and not _is_story(block, links) else None


def _is_story(heading: TextBlock, links: Links) -> bool:
    """Tell whether a heading is the title of a story that was refused as a teaser."""
    if heading.link_chars < len(heading.text) * 0.9:
        return False
    target = links.resolve(heading.anchors[0][0].href)
    return target is not None and not target.index_words and (target.dated or target.slug_words >= _SLUG_WORDS)


def _unbroken(cards: Sequence[Card], panel_of: Inherited[Heading | None] | None) -> list[list[Card]]:
    """Return the runs of cards that follow each other, in one panel."""
    runs: list[list[Card]] = []
    last: Heading | None = None
    for card in cards:
        panel = panel_of.of(card.box) if panel_of is not None else None
        if runs and panel is last and card.start <= max(other.end for other in runs[-1][-2:]):
            runs[-1].append(card)
        else:
            runs.append([card])
        last = panel
    return runs


def _of_panel(box: Box, panels: Mapping[str, Heading]) -> Heading | None:
    """Return the label of the tab that opens a box."""
    return panels.get(box.node.attributes.get("id") or "") if box.names else None


def _goes_on(scope: Box | None, cards: CardList, end: int, outline: Outline) -> bool:
    """Tell whether a list goes on under the heading of the list that ends at `end`. `scope`: the box that it heads."""
    if scope is None or scope.tag in ("body", "html") or scope.end < cards.end:
        return False
    gap = outline.blocks[end : cards.start]
    return len(gap) <= _GAP and not any(block.level or len(block.text) > _GAP_CHARS for block in gap)


def _scope(heading: TextBlock) -> Box | None:
    """Return the innermost box around a heading that holds more than it."""
    return next(
        (box for box in heading.box.ancestors() if box.start < heading.index or box.end > heading.index + 1), None
    )


def _panels(outline: Outline) -> dict[str, Heading]:
    """Return the labels of tabs by the id of the panel that each opens."""
    labels: dict[str, Heading] = {}
    for anchor in outline.anchors:
        if anchor.href[:1] == "#" and len(anchor.href) > 1 and anchor.chars and anchor.end - anchor.start == 1:
            block = outline.blocks[anchor.start]
            if block.link_chars >= len(block.text) * 0.8 and all(other.href[:1] == "#" for other, _ in block.anchors):
                text = next(part for other, part in block.anchors if other is anchor)
                labels[anchor.href[1:]] = Heading(bare_label(text), block)
    return labels


def _label_of_panel(cards: CardList, panels: Mapping[str, Heading]) -> Heading | None:
    """Return the label of the tab that opens the panel in which a list stands, and nothing else."""
    if not panels:
        return None
    for box in cards.box.ancestors():
        if box.start < cards.start - 1 or box.tag == "body":
            break
        label = _of_panel(box, panels)
        if label is None:
            continue
        if 0 < cards.start - label.block.index <= _PANEL_REACH and 2 < len(label.text) <= _HEADING_CHARS:
            return label
    return None


def _nearest(before: Sequence[TextBlock], taken: Collection[int], around: Box) -> TextBlock | None:
    """Return the heading among the blocks before a list, nearest first: a heading element, else a short text."""
    short: TextBlock | None = None
    ad: TextBlock | None = None
    passed = 0  # texts that are no heading
    for block in before:
        if block.index in taken or is_prose(block):
            break
        text = block.text
        if block.level and len(text) <= _HEADING_CHARS:
            return block
        if not passed and ad is None and words.AD_LABEL.fullmatch(text):
            ad = block
        if len(text) > _HEADING_CHARS or _is_furniture(block) or _in_form(block.box) or _in_menu(block, around):
            continue
        if not passed and (text.endswith("...") or not text.endswith((".", "!", ","))):
            short = block
        elif short is not None and passed > 2:
            break
        passed += 1
    return short or ad


def _is_furniture(block: TextBlock) -> bool:
    """Tell whether a text between a heading and its list is no heading: a date, a "see all" link, a sign."""
    text = block.text
    return len(text) < 3 or bool(
        words.MORE_LABEL.fullmatch(text)
        or words.AD_LABEL.fullmatch(text)
        or words.COUNT.fullmatch(text)
        or _DATE.search(text)
    )


def _in_form(box: Box) -> bool:
    """Tell whether a box is part of a form; one around the whole page is no form."""
    form = box.form
    return form is not None and form.end - form.start <= _FORM_BLOCKS


def _in_menu(block: TextBlock, around: Box) -> bool:
    """Tell whether a text is an entry of a menu that stands before a list: a link in a list of its own."""
    if block.box.tag != "li" or block.box.parent is around or not block.anchors:
        return False
    return block.link_chars >= len(block.text) - 3 and all(anchor.href[:1] != "#" for anchor, _ in block.anchors)


def _of_header(found: TextBlock, around: Box, outline: Outline, taken: Collection[int]) -> TextBlock:
    """Return the heading of the header that a text stands in: tabs and a link to all stories stand beside it.

    `around`: the box that holds the list and the header.
    """
    header = found.box
    while header.parent is not None and header.parent is not around and header is not around:
        header = header.parent
    if header is around or header.end - header.start > _HEADER_BLOCKS:
        return found
    blocks = outline.blocks[header.start : header.end]
    if any(block.index in taken or len(block.text) > _HEADING_CHARS for block in blocks):
        return found
    ranked = [block for block in blocks if block.level]
    if ranked:
        return min(ranked, key=lambda block: (block.level, block.index))
    plain = [block for block in blocks if not _is_furniture(block)]
    named = [block for block in plain if named_kind(block.text) not in (None, "sponsored")]
    return found if named_kind(found.text) and not named else (named or plain or [found])[0]


def _holds_prose(box: Box, cards: CardList, outline: Outline) -> bool:
    """Tell whether running text stands beside a list in a box, close enough to it to be of one kind with it."""
    before = outline.blocks[max(box.start, cards.start - _REACH) : cards.start]
    behind = outline.blocks[cards.end : min(box.end, cards.end + _REACH)]
    return any(map(is_prose, [*before, *behind]))


@lru_cache(maxsize=4096)
def named_kind(heading: str | None) -> RelatedKind | None:
    """Return the kind of list that a heading names, `None` if it names none."""
    return next((kind for kind, pattern in words.LIST_KINDS if heading and pattern.search(heading)), None)


def bare_label(text: str) -> str:
    """Return a label without the signs around it: "Related:" gives "Related"."""
    return words.POWERED_BY.sub("", text).strip(" \t[({»›>•-–—|:：").strip()
