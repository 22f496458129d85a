"""Stories shown in full, one below the other, as on the front of a blog: each is an entry of a listing, none is the page's text.

    <article> <h2><a href="…">headline</a></h2> paragraphs </article>   three times or more, side by side

What tells them from an article among teasers: each begins with a headline that is linked as a whole and leads to another page,
and together they hold nearly all that there is to read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator

from scraper.clean.links import Links, Target
from scraper.clean.outline import PROSE, Anchor, Box, Outline, TextBlock
from scraper.clean.teasers.cards import Card, box_shape
from scraper.clean.weights import word_units

LEAST = 3
"""Stories of a page that shows them in full: with fewer, the others may be what follows an article on an endless page."""

_LEVELS = range(1, 5)
_LINKED = 0.9  # of a headline
_HEADLINE = 2.0  # words
_SHARE = 0.8  # of a page's running text
_PARAGRAPHS = 2  # of a story that is shown in full
_HALF = 0.5  # of the stories: the others may be short


def find_posts(outline: Outline, links: Links, claimed: Collection[int] = ()) -> list[Card]:
    """Return the stories that a page shows in full, in document order; empty unless it is made of them.

    `claimed`: blocks that are spoken for. A page that says it is an article, or one at a story's address, is not asked.
    """
    headed = [pair for pair in _headlines(outline, links) if pair[0].index not in claimed]
    if len(headed) < LEAST:
        return []
    rows: dict[tuple[int, tuple[str, str]], list[Card]] = {}
    starts = [block.index for block, _, _ in headed]
    for block, anchor, target in headed:
        box = _widest(block, starts)
        if box.parent is not None:
            card = Card(target, anchor, box, box.start, box.end)
            card.whole = True
            rows.setdefault((box.parent.index, box_shape(box)), []).append(card)
    cards = max(rows.values(), key=len)
    return cards if _are_all_there_is(cards, outline) else []


def _headlines(outline: Outline, links: Links) -> Iterator[tuple[TextBlock, Anchor, Target]]:
    """Yield the headings that are linked as a whole to a page that may be a story of the same site, with link and target."""
    for block in outline.blocks:
        if block.level not in _LEVELS or not block.anchors or block.box.hidden:
            continue
        if block.link_chars < _LINKED * len(block.text) or word_units(block.text) < _HEADLINE:
            continue
        anchor = block.anchors[0][0]
        target = links.resolve(anchor.href)
        if target is None or target.home or target.index_words or target.other_file or not target.same_site:
            continue
        yield block, anchor, target


def _widest(block: TextBlock, starts: list[int]) -> Box:
    """Return the largest box around a headline that holds no other one; `starts` are the blocks of all, in order."""
    box = block.box
    while box.parent is not None:
        around = box.parent
        first = bisect_left(starts, around.start)
        if first + 1 < len(starts) and starts[first + 1] < around.end:
            break
        box = around
    return box


def _are_all_there_is(cards: list[Card], outline: Outline) -> bool:
    """Tell whether stories are shown in full, lead to as many pages, none of them this one, and leave little else to read."""
    if len(cards) < LEAST or len({card.target.key for card in cards}) < len(cards):
        return False
    if any(card.target.own for card in cards):
        return False
    full = sum(outline.prose_in(card.start, card.end) >= _PARAGRAPHS for card in cards)
    inside = sum(outline.running_in(card.start, card.end, least=PROSE) for card in cards)
    everything = outline.running_in(0, len(outline.blocks), least=PROSE)
    return full >= _HALF * len(cards) and inside >= _SHARE * everything
