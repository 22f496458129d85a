"""What a text block and its surroundings look like: the evidence for the first look at a page.

It is on a block, its boxes and its neighbours. It knows of no teasers, for what the first look thinks of a card's text
is evidence on the card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import add, truediv

from scraper.clean.body.shares import LEAF_TAGS, PROSE, SHARE_GROUPS, Places, Shares
from scraper.clean.body.wording import commas, digits, letters, sign_of
from scraper.clean.outline import Outline, Placed, TextBlock
from scraper.clean.signs import signs_of
from scraper.clean.weights import Value, fine_scale, scale
from scraper.text import ends_sentence

OWN_GROUPS = (
    "length", "links", "tag", "holder", "crowd", "ends", "commas", "before", "after", "place", "capitals", "digits",
    "lower_start", "sign", "anchors", "stress", "repeats", "headline", "says", "declared", "picture", "author",
)  # fmt: skip
LOCAL_GROUPS = (*OWN_GROUPS, *SHARE_GROUPS)
_LEAVES = {tag: tag for tag in LEAF_TAGS}
_NEXT = 8  # blocks behind the headline that are close to it
_REFRAIN = 100  # characters: a longer text that stands twice is a copy, no label
_LONGEST_SAYING = 500
_LONG_ENOUGH = 300  # characters of a declared body that is more than a summary
_of_length = scale(1, 12, 25, 40, 60, 90, 140, 250)
_of_links = fine_scale(0.01, 0.2, 0.5, 0.9)
_of_commas = scale(1, 2, 4)
_of_crowd = scale(2, 4, 8, 16)
_of_place = fine_scale(0.1, 0.3, 0.5, 0.7, 0.9)


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
        self.texts = [block.text for block in outline.blocks]
        self.sizes = list(map(len, self.texts))
        """Characters of each block."""
        self.own = [block.own for block in outline.blocks]
        """Characters of each block that are in no link."""
        self.times = Counter([text for text in self.texts if len(text) < _REFRAIN])
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
        self.kinds = list(map(_kind, self.own))
        """What kind of text each block is to its neighbours."""


def _inside(things: Sequence[Placed], outline: Outline) -> list[int]:
    """Return how many of the things each box of the outline holds."""
    counts = [0] * len(outline.boxes)
    if not things:
        return counts
    for thing in things:
        counts[thing.box.index] += 1
    for box in reversed(outline.boxes):
        if box.parent is not None:
            counts[box.parent.index] += counts[box.index]
    return counts


def own_columns(page: PageText) -> list[Iterable[Value]]:
    """Return for each of `OWN_GROUPS` its value for every block of a page."""
    texts, sizes, own, holders = page.texts, page.sizes, page.own, page.places.holders
    blocks = page.outline.blocks
    linked = [block.link_chars for block in blocks]
    return [
        map(_of_length, own),
        map(_of_links, map(truediv, linked, sizes)),
        [_LEAVES.get(block.box.tag, "div") for block in blocks],
        [holder.tag for holder in holders],
        [_of_crowd(holder.end - holder.start) for holder in holders],
        map(_end_of, texts),
        map(_of_commas, map(commas, texts)),
        _neighbours(page, -1),
        _neighbours(page, 1),
        map(_of_place, map(truediv, range(len(blocks)), repeat(len(blocks)))),
        map(str.isupper, texts),
        [size < PROSE and digits(text[:80]) > 8 for size, text in zip(own, texts, strict=True)],
        [text[0].islower() for text in texts],
        [sign_of(text) if size < 400 else "" for size, text in zip(own, texts, strict=True)],
        [min(len(block.anchors), 3) for block in blocks],
        [block.stressed for block in blocks],
        [min(page.times[text], 3) if size < _REFRAIN else 0 for size, text in zip(sizes, texts, strict=True)],
        _from_headline(page.facts.headline_at, len(blocks)),
        _says(page),
        _declared(page),
        [_picture_near(block, page) for block in blocks],
        _named_authors(page),
    ]


def local_rows(page: PageText) -> list[tuple[Value, ...]]:
    """Return for every block of a page its values, one for each of `LOCAL_GROUPS`."""
    return list(map(add, zip(*own_columns(page), strict=True), page.shares.rows()))


def _end_of(text: str) -> str:
    return "sentence" if ends_sentence(text) else "colon" if text.endswith(":") else "open"


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


def _from_headline(at: int | None, count: int) -> Sequence[Value]:
    """Return where each block stands from the headline, the block `at`."""
    if at is None:
        return ["unknown"] * count
    return [*["above"] * at, "is", *["next"] * _NEXT, *["below"] * (count - at)][:count]


def _named_authors(page: PageText) -> Sequence[Value]:
    """Return whether each block begins with, or holds, the name of one of the article's authors."""
    authors = page.facts.authors
    if not authors:
        return [""] * len(page.texts)
    return [_names_author(text, authors) for text in page.texts]


def _names_author(text: str, authors: Sequence[str]) -> str:
    if len(text) > _LONGEST_SAYING:
        return ""
    lowered = text.lower()
    places = [lowered.find(name) for name in authors if name in lowered]
    return "" if not places else "first" if min(places) <= 12 else "inside"


def _says(page: PageText) -> Sequence[Value]:
    """Return whether each block repeats the headline or the page's own summary."""
    headline, summary = letters(page.facts.headline), letters(page.facts.summary)
    if not (headline or summary):
        return [""] * len(page.texts)
    return [_repeats(text, headline, summary) for text in page.texts]


def _repeats(text: str, headline: str, summary: str) -> str:
    if len(text) > _LONGEST_SAYING:
        return ""
    # Most texts begin otherwise. The last letter is left out: its lower case may hang on what follows.
    begin = text[:4].lower()[:-1] if text[:4].isalnum() else letters(text[:16])[:-1]
    if begin not in headline and begin not in summary:
        return ""
    begin = letters(text[:20])[:-1]
    if begin not in headline and begin not in summary:
        return ""
    key = letters(text)
    if len(key) < 10:
        return ""
    if headline and (key == headline or (len(key) > 20 and key in headline)):
        return "headline"
    return "summary" if summary and (key == summary or (len(key) > 40 and key in summary)) else ""


def _declared(page: PageText) -> Sequence[Value]:
    """Return whether each block's beginning stands in the body that the page declares in its JSON-LD."""
    declared = letters(page.facts.article_body)
    if len(declared) < _LONG_ENOUGH:
        return ["none"] * len(page.texts)
    keys = [letters(text[:80]) for text in page.texts]
    return ["short" if len(key) < 15 else "yes" if key in declared else "no" for key in keys]


def _kind(own: int) -> str:
    """Return what kind of text a block with so many characters without link is."""
    return "prose" if own >= PROSE else "line" if own >= 25 else "short" if own else "link"


def _neighbours(page: PageText, side: int) -> Sequence[Value]:
    """Return what kind of text stands before (`side` -1) or behind (1) each block, and whether it is in the same holder."""
    kinds, count = page.kinds, len(page.kinds)
    found: list[str] = []
    for beside, holder in enumerate(page.places.holders, side):
        if not 0 <= beside < count:
            found.append("none")
        else:
            found.append(kinds[beside] if holder.start <= beside < holder.end else kinds[beside] + "-away")
    return found
