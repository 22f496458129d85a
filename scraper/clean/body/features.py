"""What a text block and its surroundings look like: the evidence for the first look at a page.

It is on a block, its boxes and its neighbours. It knows of no teasers, for what the first look thinks of a card's text
is evidence on the card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.clean.body.wording import commas, digits, letters, sign_of
from scraper.clean.outline import Box, Inherited, Outline, TextBlock
from scraper.clean.signs import signs_of
from scraper.clean.weights import Value, scale
from scraper.text import ends_sentence

LOCAL_GROUPS = (
    "length", "links", "tag", "holder", "ends", "commas", "before", "after", "share", "share_around", "place", "capitals", "digits",
    "lower_start", "sign", "purity", "crowd", "anchors", "stress", "repeats", "headline", "says", "declared", "picture",
    "shape_share", "share_far", "author",
)  # fmt: skip
_LEAF_TAGS = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd pre blockquote summary caption figcaption legend".split())
_PASSED_TAGS = _LEAF_TAGS | {"ul", "ol", "dl", "tr", "tbody", "table"}
_REFRAIN = 100  # characters: a longer text that stands twice is a copy, no label
_LONGEST_SAYING = 500
_LONG_ENOUGH = 300  # characters of a declared body that is more than a summary
PROSE = 80
"""Characters: a text of this length is a sentence or more."""

_of_length = scale(1, 12, 25, 40, 60, 90, 140, 250)
_of_links = scale(0.01, 0.2, 0.5, 0.9)
_of_commas = scale(1, 2, 4)
_of_share = scale(0.001, 0.1, 0.3, 0.6, 0.9)
_of_purity = scale(0.05, 0.3, 0.6, 0.85)
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
        self.prose = [0]
        self.chars = [0]
        for block in outline.blocks:
            own = len(block.text) - block.link_chars
            self.prose.append(self.prose[-1] + (own if own >= PROSE and not block.box.hidden else 0))
            self.chars.append(self.chars[-1] + len(block.text))
        self.total = max(1, self.prose[-1])
        self.pictures = _sums(outline)
        """Number of pictures before each block."""
        holder_of = holders().of
        self.holders = [holder_of(block.box) for block in outline.blocks]
        self.of_shape: Counter[tuple[str, str, int]] = Counter()
        """Prose in all holders of one shape."""
        for block, holder in zip(outline.blocks, self.holders, strict=True):
            self.of_shape[shape_of(holder)] += self.prose[block.index + 1] - self.prose[block.index]
        self.kinds = [_kind(block) for block in outline.blocks]
        """What kind of text each block is to its neighbours."""
        self._holder_values: dict[int, tuple[str, ...]] = {}

    def holder_values(self, holder: Box) -> tuple[str, ...]:
        """Return what is the same for all blocks of a holder: tag, shares of the page's prose, purity, crowd."""
        known = self._holder_values.get(holder.index)
        if known is None:
            around = holder.parent or holder
            far = around.parent or around
            inside = self.prose[holder.end] - self.prose[holder.start]
            known = self._holder_values[holder.index] = (
                holder.tag,
                _of_share(inside / self.total),
                _of_share((self.prose[around.end] - self.prose[around.start]) / self.total),
                _of_purity(inside / max(1, self.chars[holder.end] - self.chars[holder.start])),
                _of_crowd(holder.end - holder.start),
                _of_share(self.of_shape[shape_of(holder)] / self.total),
                _of_share((self.prose[far.end] - self.prose[far.start]) / self.total),
            )
        return known


def _sums(outline: Outline) -> list[int]:
    at = Counter(picture.at for picture in outline.pictures)
    sums = [0]
    for n in range(len(outline.blocks) + 1):
        sums.append(sums[-1] + at[n])
    return sums


def shape_of(box: Box) -> tuple[str, str, int]:
    """Return what boxes side by side have in common when a body is split over them."""
    return box.tag, box.names.partition(" ")[0], box.depth


def holders() -> Inherited[Box]:
    """Return, by the box that a paragraph stands in, the one that holds it: the innermost that is no paragraph, list or
    heading itself.
    """
    return Inherited(_holder)


def _holder(box: Box, above: Box | None) -> Box:
    return above if above is not None and (box.end - box.start <= 1 or box.tag in _PASSED_TAGS) else box


def local_values(n: int, page: PageText) -> list[Value]:
    """Return one value for each of `LOCAL_GROUPS` for block number `n`."""
    count = len(page.outline.blocks)
    block = page.outline.blocks[n]
    text = block.text
    length = len(text)
    own = length - block.link_chars
    holder = page.holders[n]
    tag, share, share_around, purity, crowd, shape_share, share_far = page.holder_values(holder)
    return [
        _of_length(own),
        _of_links(block.link_chars / length),
        block.box.tag if block.box.tag in _LEAF_TAGS else "div",
        tag,
        "sentence" if ends_sentence(text) else "colon" if text.endswith(":") else "open",
        _of_commas(commas(text)),
        _neighbour(n - 1, page, holder) if n else "none",
        _neighbour(n + 1, page, holder) if n + 1 < count else "none",
        share,
        share_around,
        _of_place(n / count),
        text.isupper(),
        own < PROSE and digits(text[:80]) > 8,
        text[0].islower(),
        sign_of(text) if own < 400 else "",
        purity,
        crowd,
        min(len(block.anchors), 3),
        block.stressed,
        min(page.times[text], 3) if length < _REFRAIN else 0,
        _past_headline(n, page),
        _says(text, page),
        _is_declared(text, page),
        _picture_near(block, page),
        shape_share,
        share_far,
        _names_author(text, page),
    ]


def _picture_near(block: TextBlock, page: PageText) -> str:
    """Return whether a picture shares a small box with a block, as it does with its caption, or stands right before it."""
    n = block.index
    box = block.box
    for _ in range(3):
        if page.pictures[box.end] - page.pictures[box.start] > 0:
            return "same box"
        if box.parent is None or box.parent.end - box.parent.start > 3:
            break
        box = box.parent
    return "before" if page.pictures[n + 1] - page.pictures[n] > 0 else ""


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
