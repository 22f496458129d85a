"""What a text block and its surroundings look like: the evidence for the first look at a page.

It is on a block, its boxes and its neighbours. It knows of no teasers, for what the first look thinks of a card's text
is evidence on the card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.clean.body.shares import PROSE, SHARE_GROUPS, Places, Shares
from scraper.clean.body.wording import commas, digits, letters, sign_of
from scraper.clean.outline import Box, Outline, Placed, TextBlock
from scraper.clean.signs import signs_of
from scraper.clean.weights import Value, scale
from scraper.text import ends_sentence

OWN_GROUPS = (
    "length", "links", "tag", "holder", "crowd", "ends", "commas", "before", "after", "place", "capitals", "digits",
    "lower_start", "sign", "anchors", "stress", "repeats", "headline", "says", "declared", "picture", "author",
)  # fmt: skip
LOCAL_GROUPS = (*OWN_GROUPS, *SHARE_GROUPS)
_LEAF_TAGS = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd pre blockquote summary caption figcaption legend".split())
_REFRAIN = 100  # characters: a longer text that stands twice is a copy, no label
_LONGEST_SAYING = 500
_LONG_ENOUGH = 300  # characters of a declared body that is more than a summary
_of_length = scale(1, 12, 25, 40, 60, 90, 140, 250)
_of_links = scale(0.01, 0.2, 0.5, 0.9)
_of_commas = scale(1, 2, 4)
_of_crowd = scale(2, 4, 8, 16)
_of_place = scale(0.1, 0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page's head says that tells about its blocks."""

    headline_at: int | None = None
    """The block that shows the headline."""

    headline: str | None = None
    summary: str | None = None
    """The page's own description."""

    article_body: str | None = None
    """JSON-LD `articleBody`."""

    authors: tuple[str, ...] = ()
    """The names of the article's authors, in lower case."""

    says_article: bool = False
    """Whether the page says that it is an article."""


class PageText:
    """The page's text as sums, so that any box can be asked how much of it it holds."""

    def __init__(self, outline: Outline, votes: Sequence[int], facts: Facts) -> None:
        self.outline = outline
        self.facts = facts
        self.headline = letters(facts.headline)
        self.summary = letters(facts.summary)
        self.declared = letters(facts.article_body)
        self.times = Counter(block.text for block in outline.blocks if len(block.text) < _REFRAIN)
        self.votes = [votes[block.box.index] | signs_of(block.text) for block in outline.blocks]
        """Of each block: those of its box, and the signs of its words."""
        self.pictures = _inside(outline.pictures, outline)
        """Number of pictures in each box."""
        self.players = _inside(outline.players, outline)
        """Number of players (sound, films, frames) in each box."""
        self.below_picture = {picture.at for picture in outline.pictures}
        """The blocks that a picture stands before."""
        self.places = Places(outline)
        self.shares = Shares(self.places)
        self.kinds = [_kind(block) for block in outline.blocks]
        """What kind of text each block is to its neighbours."""


def _inside(things: Sequence[Placed], outline: Outline) -> list[int]:
    """Return how many of the things each box of the outline holds."""
    counts = [0] * len(outline.boxes)
    for thing in things:
        counts[thing.box.index] += 1
    for box in reversed(outline.boxes):
        if box.parent is not None:
            counts[box.parent.index] += counts[box.index]
    return counts


def local_values(n: int, page: PageText) -> list[Value]:
    """Return one value for each of `LOCAL_GROUPS` for block number `n`."""
    count = len(page.outline.blocks)
    block = page.outline.blocks[n]
    text = block.text
    length = len(text)
    own = length - block.link_chars
    holder = page.places.holders[n]
    return [
        _of_length(own),
        _of_links(block.link_chars / length),
        block.box.tag if block.box.tag in _LEAF_TAGS else "div",
        holder.tag,
        _of_crowd(holder.end - holder.start),
        "sentence" if ends_sentence(text) else "colon" if text.endswith(":") else "open",
        _of_commas(commas(text)),
        _neighbour(n - 1, page, holder) if n else "none",
        _neighbour(n + 1, page, holder) if n + 1 < count else "none",
        _of_place(n / count),
        text.isupper(),
        own < PROSE and digits(text[:80]) > 8,
        text[0].islower(),
        sign_of(text) if own < 400 else "",
        min(len(block.anchors), 3),
        block.stressed,
        min(page.times[text], 3) if length < _REFRAIN else 0,
        _past_headline(n, page),
        _says(text, page),
        _is_declared(text, page),
        _picture_near(block, page),
        _names_author(text, page),
        *page.shares.values(n),
    ]


def _picture_near(block: TextBlock, page: PageText) -> str:
    """Return whether a picture or a player shares a small box with a block, as it does with its caption, or a picture
    stands right before it.
    """
    box = block.box
    for _ in range(3):
        if page.pictures[box.index]:
            return "same box"
        if page.players[box.index]:
            return "player"
        if box.parent is None or box.parent.end - box.parent.start > 3:
            break
        box = box.parent
    return "before" if block.index in page.below_picture else ""


def _past_headline(n: int, page: PageText) -> str:
    """Return where a block stands from the headline."""
    at = page.facts.headline_at
    if at is None:
        return "unknown"
    return "is" if n == at else "above" if n < at else "next" if n - at <= 8 else "below"


def _names_author(text: str, page: PageText) -> str:
    """Return whether a block begins with, or holds, the name of one of the article's authors."""
    if not page.facts.authors or len(text) > _LONGEST_SAYING:
        return ""
    lowered = text.lower()
    places = [lowered.find(name) for name in page.facts.authors if name in lowered]
    return "" if not places else "first" if min(places) <= 12 else "inside"


def _says(text: str, page: PageText) -> str:
    """Return whether a block repeats the headline or the page's own summary."""
    if len(text) > _LONGEST_SAYING:
        return ""
    # Most texts begin otherwise. The last letter is left out: its lower case may hang on what follows.
    begin = text[:4].lower()[:-1] if text[:4].isalnum() else letters(text[:16])[:-1]
    if begin not in page.headline and begin not in page.summary:
        return ""
    begin = letters(text[:20])[:-1]
    if begin not in page.headline and begin not in page.summary:
        return ""
    key = letters(text)
    if len(key) < 10:
        return ""
    if page.headline and (key == page.headline or (len(key) > 20 and key in page.headline)):
        return "headline"
    return "summary" if page.summary and (key == page.summary or (len(key) > 40 and key in page.summary)) else ""


def _is_declared(text: str, page: PageText) -> str:
    """Return whether a block's beginning stands in the body that the page declares in its JSON-LD."""
    if len(page.declared) < _LONG_ENOUGH:
        return "none"
    key = letters(text[:80])
    return "short" if len(key) < 15 else "yes" if key in page.declared else "no"


def _kind(block: TextBlock) -> str:
    """Return what kind of text a block is."""
    own = len(block.text) - block.link_chars
    return "prose" if own >= PROSE else "line" if own >= 25 else "short" if own else "link"


def _neighbour(n: int, page: PageText, holder: Box) -> str:
    """Return what kind of text stands before or behind, and whether it is in the same holder."""
    kind = page.kinds[n]
    return kind if holder.start <= n < holder.end else kind + "-away"
