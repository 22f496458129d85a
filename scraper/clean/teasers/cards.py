"""From links to cards, from cards to lists: the repeated structure of a page, before anyone judges it.

A card is the largest box around a link (or several links to one target) that holds no headline of another target.
Links to a card's category, author or comments are part of it. Cards that follow each other without text between them,
in boxes side by side, make a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from scraper.clean import words
from scraper.clean.links import Links, Target
from scraper.clean.outline import PROSE, Anchor, Box, Outline, TextBlock
from scraper.clean.teasers.mains import Mains, Pair
from scraper.clean.weights import word_units

_LABEL = re.compile(r"[^!?。！？]{0,48}")  # no sentence, as far as its signs tell
_GOES_ON = re.compile(r"[,;]|[a-zà-ÿа-я]+ \w+ \w+")
_SENTENCE = 80  # characters: two texts of this length beside a link are a short article's paragraphs, no card's excerpt
_LONE_CHARS = 600  # a box without boxes of its shape beside it is a card only while it is small
_LONE_BLOCKS = 6
_LEADING_TITLE = 20  # characters
_LEADING_ROW = 3  # entries of a list whose titles lead into their excerpts
_CARD_PROSE = 3  # paragraphs
_CARD_CHARS = 12_000


class Card:
    """One entry that may advertise another story."""

    __slots__ = ("anchors", "box", "end", "main", "start", "target", "title", "whole")

    def __init__(self, target: Target, main: Anchor, box: Box, start: int, end: int) -> None:
        self.target = target
        self.main = main
        """The link whose text is the title, as far as the structure tells."""
        self.box = box
        """The card's box, or the box it stands in when a link around blocks is all there is of it."""
        self.start = start
        self.end = end
        self.anchors: list[Anchor] = [main]
        self.title: TextBlock | None = None
        """The block of its title, once it has been asked for (`features.title_block`)."""
        self.whole = False
        """Whether it shows its story in full (`posts`)."""


class CardList:
    """Cards that follow each other in boxes side by side."""

    __slots__ = ("box", "cards", "end")

    def __init__(self, box: Box, cards: list[Card]) -> None:
        self.box = box
        """The innermost box that holds all cards."""
        self.cards = cards
        self.end = max(card.end for card in cards)
        """Block behind the last card's last one."""

    @property
    def start(self) -> int:
        """First block of the first card."""
        return self.cards[0].start

    def add(self, card: Card) -> None:
        """Go on with a card."""
        self.cards.append(card)
        self.end = max(self.end, card.end)


def find_lists(
    outline: Outline, links: Links, claimed: Collection[int] = (), posts: Sequence[Card] = ()
) -> list[CardList]:
    """Return all runs of cards, in document order; a lone card is a list of one.

    `claimed`: blocks that are spoken for; links in them make no cards. `posts`: the cards that are known already.
    """
    claimed = {*claimed, *(n for post in posts for n in range(post.start, post.end))}
    strong, weak = _headline_links(outline, links, claimed)
    strong = sorted([*strong, *_leading_links(outline, links, claimed)], key=lambda pair: pair[0].index)
    cards = [*posts, *_cards(outline, Mains(strong, len(outline.anchors)))]
    inside = {n for card in cards for n in range(card.start, card.end)}
    alone = [pair for pair in weak if pair[0].start not in inside]
    if alone:
        everything = sorted([*strong, *alone], key=lambda pair: pair[0].index)
        cards += _cards(outline, Mains(everything, len(outline.anchors)), only={anchor.index for anchor, _ in alone})
    cards.sort(key=lambda card: (card.start, card.main.index))
    return _runs(cards)


def _headline_links(outline: Outline, links: Links, claimed: Collection[int]) -> tuple[list[Pair], list[Pair]]:
    """Return the links that stand alone: those that look like headlines, and those that rather lead to a section."""
    strong: list[Pair] = []
    weak: list[Pair] = []
    for anchor in outline.anchors:
        if anchor.start in claimed or anchor.wraps:
            continue
        target = links.resolve(anchor.href)
        if target is None or target.share or target.home or not stands_alone(anchor, outline):
            continue
        (weak if _leads_aside(anchor, target, outline) else strong).append((anchor, target))
    return strong, weak


def _leading_links(outline: Outline, links: Links, claimed: Collection[int]) -> Iterator[Pair]:
    """Yield titles that are followed by their excerpt on the same line, in boxes side by side that all begin so."""
    rows: dict[tuple[int, str, str], list[Pair]] = {}
    for block in outline.blocks:
        if not block.anchors or block.index in claimed or block.own < 12:
            continue
        anchor, part = block.anchors[0]
        if len(part) < _LEADING_TITLE or block.text.find(part) > 3 or stands_alone(anchor, outline):
            continue
        target = links.resolve(anchor.href)
        if target is not None and not (target.share or target.index_words or target.other_file) and block.box.parent:
            shape = (block.box.parent.index, block.box.tag, block.box.names)
            rows.setdefault(shape, []).append((anchor, target))
    rows = {shape: pairs for shape, pairs in rows.items() if len(pairs) >= _LEADING_ROW}
    if rows:
        beside = Counter((box.parent.index, box.tag, box.names) for box in outline.boxes if box.parent)
        for shape, pairs in rows.items():
            if len(pairs) * 10 >= beside[shape] * 8:
                yield from pairs


def _leads_aside(anchor: Anchor, target: Target, outline: Outline) -> bool:
    """Tell whether a link leads to a section, an author or a tag rather than to a story."""
    if not anchor.chars:
        return target.index_words or not (target.slug_words >= 3 or target.numbered or target.dated or target.page_file)
    if target.index_words:
        return True
    if anchor.end - anchor.start == 1:
        text = outline.blocks[anchor.start].text
        part = anchor_text(anchor, outline)
        units = word_units(part) if len(part) >= len(text) else min(word_units(text), word_units(part))
    else:
        units = max(word_units(block.text) for block in outline.blocks[anchor.start : anchor.end])
    if units <= 3.5 and target.slug_words <= 2 and not (target.numbered or target.dated):
        return True
    return units <= 6 and bool(words.MORE_LABEL.fullmatch(anchor_text(anchor, outline)))


def anchor_text(anchor: Anchor, outline: Outline) -> str:
    """Return a link's text inside the first block it reaches."""
    if not anchor.chars:
        return ""
    for owner, text in outline.blocks[anchor.start].anchors:
        if owner is anchor:
            return text
    return ""


def stands_alone(anchor: Anchor, outline: Outline) -> bool:
    """Tell whether a link is an entry of its own, and not part of a sentence.

    It reaches over whole blocks, or what stands beside it in its block is no more than a label, a date, a rank.
    A link without text (a picture, or a cover laid over a card) stands alone where its box has a text to go with it.
    """
    if not anchor.chars or anchor.end - anchor.start > 1:
        return True
    block = outline.blocks[anchor.start]
    rest = len(block.text) - anchor.chars  # all of its text stands in this block
    if rest <= 3:
        return True
    if rest > anchor.chars * 1.5 + 12:  # asked before the text is read: a block may hold thousands of links
        return False
    part = anchor_text(anchor, outline)
    at = block.text.find(part)
    before, behind = block.text[:at].strip(), block.text[at + len(part) :].strip()
    if len(behind) > 40 or len(before) > 48:
        return False
    if block.level:
        return True
    goes_on = bool(_GOES_ON.match(behind)) or behind.endswith(".")
    return bool(_LABEL.fullmatch(before)) and not before.endswith((",", ";")) and not goes_on


def _cards(outline: Outline, mains: Mains, only: Collection[int] | None = None) -> Iterator[Card]:
    """Yield a card for every run of links to one target; `only`: indices of the links that may begin one."""
    by_box: dict[tuple[int, str], Card] = {}
    for anchor, target in mains.pairs:
        if only is not None and anchor.index not in only:
            continue
        box, start, end = _card_box(anchor, mains, outline)
        known = by_box.get((box.index, target.key))
        if known is not None and (start <= known.end or anchor.start < known.end):
            known.anchors.append(anchor)
            known.start, known.end = min(known.start, start), max(known.end, end)
            if not known.main.chars and anchor.chars:
                known.main = anchor
        elif end > start:
            by_box[box.index, target.key] = card = Card(target, anchor, box, start, end)
            yield card


def _card_box(anchor: Anchor, mains: Mains, outline: Outline) -> tuple[Box, int, int]:
    """Return the card's box and its blocks."""
    box = anchor.box
    if anchor.chars and anchor.end - anchor.start == 1:
        box = outline.blocks[anchor.start].box
    if not mains.single(box):  # several entries side by side in one box: the link is all there is of this one
        return box, anchor.start, anchor.end
    widest = mains.widest(box)
    if _is_repeated(widest, mains) and _could_be_card(widest, outline):
        return widest, widest.start, widest.end
    if not _is_small(box, outline):  # a link in a text: the box is not its own
        return box, anchor.start, max(anchor.end, anchor.start + (box.end > anchor.start))
    while box is not widest and box.parent is not None and _is_small(box.parent, outline):
        box = box.parent
    return box, box.start, box.end


def _is_repeated(box: Box, mains: Mains) -> bool:
    """Tell whether a box of the same shape with another headline stands beside a box."""
    shape = box_shape(box)
    for anchor in mains.neighbours(box):
        beside: Box | None = anchor.box
        while beside is not None and beside.depth > box.depth:
            beside = beside.parent
        if beside is not None and beside.parent is box.parent and box_shape(beside) == shape:
            return True
    return False


def box_shape(box: Box) -> tuple[str, str]:
    """Return a box's tag and first class word, its number left out: publishing systems number the boxes of posts."""
    return box.tag, box.names.partition(" ")[0].rstrip("0123456789")


def _is_small(box: Box, outline: Outline) -> bool:
    return (
        box.end - box.start <= _LONE_BLOCKS
        and outline.chars_in(box.start, box.end) <= _LONE_CHARS
        and sum(block.own >= _SENTENCE for block in outline.blocks[box.start : box.end]) <= 1
    )


def _could_be_card(box: Box, outline: Outline) -> bool:
    """Tell whether a box has no more text than a title and a long excerpt; the text of an article has."""
    prose = outline.prose_in(box.start, box.end)
    return prose <= _CARD_PROSE and outline.chars_in(box.start, box.end) <= _CARD_CHARS


def is_prose(block: TextBlock) -> bool:
    """Tell whether a block is running text rather than a label, a title or a link."""
    return block.own >= PROSE


def _runs(cards: list[Card]) -> list[CardList]:
    """Put cards that follow each other into lists."""
    lists: list[CardList] = []
    for card in cards:
        holder = card.box.parent or card.box
        last = lists[-1] if lists else None
        if last is not None and card.start == last.end and _side_by_side(last, card):
            last.add(card)
            last.box = _common(last.box, holder)
        else:
            lists.append(CardList(holder, [card]))
    return lists


def _side_by_side(cards: CardList, card: Card) -> bool:
    """Tell whether a card goes on with a list: same holder, or holders that are siblings of one shape."""
    before = cards.cards[-1]
    if card.box is before.box or card.box.parent is before.box.parent:
        return True
    mine, other = card.box.parent, before.box.parent
    for _ in range(3):
        if mine is None or other is None:
            return False
        if mine.parent is other.parent and mine.tag == other.tag:
            return True
        mine, other = mine.parent, other.parent
    return False


def _common(one: Box, other: Box) -> Box:
    """Return the innermost box around both."""
    inner, outer = one, other
    while inner is not outer:
        if inner.depth < outer.depth:
            inner, outer = outer, inner
        if inner.parent is None:
            return one
        inner = inner.parent
    return inner
