"""What a card and its list look like: the evidence that the learned weights are for.

One value a group, few values a group, so that a weight can be read: "units=8-11" is a title of eight to eleven words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from scraper.clean import words
from scraper.clean.links import Target
from scraper.clean.outline import Anchor, Outline, TextBlock
from scraper.clean.teasers.cards import Card, CardList, is_prose
from scraper.clean.teasers.heading import list_heading, named_kind
from scraper.clean.weights import Value, scale, word_units

_NEAR = 3  # blocks
_SURE = 1  # log odds of a block that is surely body
_LINE = 60  # characters: a longer text without links is prose

_DATE_LIKE = re.compile(
    r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}\b|\d+\s*\S{1,10}\s+ago\b|\b(?:vor|hace|il y a|há)\s+\d+|[年月日]|\d시간",
    re.IGNORECASE,
)
_DATE_PIECE = re.compile(r"[\d年月日]")  # without one of these there is no date
_LABEL_END = re.compile("[:：|»>–—-]")  # one of these stands behind a promo's label
_RELS = ("tag", "author", "bookmark", "prev", "next", "sponsored", "nofollow")
_SENTENCE = re.compile(r"[.!?。！？؟।][\"'”’»)]?(?:\s|$)")

ITEM_GROUPS = (
    "units", "title", "picture", "date", "excerpt", "parts", "sentence", "slug", "numbered", "dated", "page_file", "index_words",
    "depth", "same_site", "other_file", "linked", "label", "rel", "like_page", "count", "place", "prose", "cut", "body",
)  # fmt: skip
LIST_GROUPS = (
    "list_units",
    "list_slug",
    "list_numbered",
    "list_dated",
    "list_picture",
    "list_date",
    "list_heading",
    "list_own",
    "list_index",
    "list_says",
    "list_prose",
    "list_share",
    "list_body",
    "embedded",
    "woven",
)
GROUPS = ITEM_GROUPS + LIST_GROUPS
_SHARED = tuple(map(ITEM_GROUPS.index, ("numbered", "dated", "picture", "date", "index_words")))
_TITLE = ITEM_GROUPS.index("title")
_LABEL = ITEM_GROUPS.index("label")
_WOVEN = GROUPS.index("woven")

_CLOSERS = " ])}»›>.…"

_of_units = scale(2, 3, 4, 5, 6, 8, 12, 20)
_of_slug = scale(2, 3, 4, 6)
_of_count = scale(2, 3, 6, 13)
_of_share = scale(0.01, 0.5, 0.99)
_of_list_units = scale(1.5, 2.5, 3.5, 4.5, 6, 8, 10)
_of_list_slug = scale(1, 2, 3, 4.5)
_of_prose = scale(1, 140, 300, 600, 1200)
_of_list_prose = scale(1, 60, 140, 300, 600)
_of_prose_share = scale(0.001, 0.05, 0.2, 0.5, 0.8)
_of_look = scale(-5, -3, -2, -1, 0, 1, 2, 3)


def title_block(card: Card, outline: Outline) -> TextBlock:
    """Return the block that holds the card's title: a heading, else the text of its link that is no excerpt."""
    if card.title is None:
        card.title = _find_title(card, outline)
    return card.title


def _find_title(card: Card, outline: Outline) -> TextBlock:
    blocks = outline.blocks[card.start : card.end]
    if len(blocks) == 1:
        return blocks[0]
    return max([block for block in blocks if block.level] or _linked_titles(card, blocks) or blocks, key=_title_size)


def _title_size(block: TextBlock) -> int:
    """Return how much of a title a text has: the longer the better, if it is not as long as an excerpt."""
    return min(len(block.text), 150) - (len(block.text) > 220) * 100


def _linked_titles(card: Card, blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Return the blocks that a card's links stand in, without excerpts and links to read on unless there is nothing else."""
    own = set(card.anchors)
    linked = [block for block in blocks if any(anchor in own for anchor, _ in block.anchors)]
    return [
        block for block in linked if not is_prose(block) and not words.MORE_LABEL.fullmatch(_linked_text(block, own))
    ] or linked


def _linked_text(block: TextBlock, own: set[Anchor]) -> str:
    return " ".join(text for anchor, text in block.anchors if anchor in own)


class PageView:
    """What the features need to know of the page as a whole."""

    def __init__(self, outline: Outline, votes: Sequence[int], own: Target | None, looks: Sequence[float]) -> None:
        self.outline = outline
        self.looks = looks
        """What the first look thinks of each block: log odds of being body."""
        self.votes = votes
        self.own = own
        """The page's own address; `None` where it is not known."""
        prose = [block.index for block in outline.blocks if block.own >= 120 and not block.box.hidden]
        cut = len(prose) // 6  # a long excerpt before or behind the article shall not count as its beginning or end
        self.first_prose = prose[cut] if prose else 0
        self.last_prose = prose[-1 - cut] if prose else len(outline.blocks)
        self.prose = [0]
        """Characters of text without links before each block, lines left out."""
        for block in outline.blocks:
            chars = block.own
            self.prose.append(self.prose[-1] + (chars if chars >= _LINE and not block.box.hidden else 0))
        self.sure = list(accumulate((look > _SURE for look in looks), initial=0))
        """Number of blocks before each one that look like an article's text."""
        at = Counter(picture.at for picture in outline.pictures)
        self.pictures = list(accumulate((at[n] for n in range(len(outline.blocks))), initial=0))
        """Number of pictures before each block; those right before it are its own."""


class Seen(NamedTuple):
    """A card, measured once."""

    title: TextBlock
    units: float
    """Words of its title's block."""

    prose: int
    """Characters of text without links, lines left out."""

    look: float
    """How much its longest text looks like an article's: log odds."""


def see(card: Card, page: PageView) -> Seen:
    """Measure a card."""
    title = title_block(card, page.outline)
    longest = title
    if card.end - card.start > 1:
        longest = max(page.outline.blocks[card.start : card.end], key=lambda block: len(block.text))
    prose = page.prose[card.end] - page.prose[card.start]
    return Seen(title, word_units(title.text), prose, page.looks[longest.index])


def item_values(card: Card, seen: Seen, count: int, page: PageView) -> list[Value]:
    """Return one value for each of `ITEM_GROUPS`. `count`: number of cards in its list."""
    title, units = seen.title, seen.units
    target = card.target
    rest: list[str] = []
    if card.end - card.start > 1:
        rest = [block.text for block in page.outline.blocks[card.start : card.end] if block is not title]
    return [
        _of_units(units),
        _title_form(card, title),
        _has_picture(card, page),
        bool(rest) and any(map(_is_date_line, rest)),
        bool(rest) and max(map(len, rest)) >= _LINE,
        min(len(rest), 3),
        units > 12 and bool(_SENTENCE.search(title.text)),
        _of_slug(target.slug_words),
        target.numbered,
        target.dated,
        target.page_file,
        target.index_words,
        min(target.depth, 4),
        target.same_site,
        target.other_file,
        bool(card.main.chars),
        _has_label(card, title),
        _rel(card.main.rel),
        _likeness(target, page.own),
        _of_count(count),
        "before" if card.end <= page.first_prose else "behind" if card.start > page.last_prose else "inside",
        _of_prose(seen.prose),
        bool(rest) and any(map(is_cut, rest)),
        _of_look(seen.look),
    ]


def list_values(cards: CardList, seen: Sequence[Seen], items: Sequence[Sequence[Value]], page: PageView) -> list[Value]:
    """Return one value for each of `LIST_GROUPS`: what the cards of a list have in common."""
    count = len(items)
    units = sum([min(each.units, 14.0) for each in seen]) / count
    prose = sum([each.prose for each in seen])
    slug = sum([min(card.target.slug_words, 8) for card in cards.cards]) / count
    look = sum([each.look for each in seen]) / count
    embedded = _embedded(cards, page)
    shares = [_of_share(sum([item[place] for item in items]) / count) for place in _SHARED]  # type: ignore[misc]
    numbered, dated, picture, date, index_words = shares
    return [
        _of_list_units(units),
        _of_list_slug(slug),
        numbered,
        dated,
        picture,
        date,
        _of_share([item[_TITLE] for item in items].count("heading") / count),
        any(card.target.own for card in cards.cards),
        index_words,
        _says(list_heading(cards, page.outline, ())),
        _of_list_prose(prose / count),
        _of_prose_share(prose / max(1, page.prose[-1])),
        _of_look(look),
        embedded,
        _of_woven(embedded, look > 0, prose >= _LINE * count),
    ]


def is_woven(values: Sequence[Value]) -> bool:
    """Tell from a card's values whether its list has text of its own that looks like the article's, between its paragraphs."""
    return values[_WOVEN] == _of_woven("both", True, True)


def is_labelled(values: Sequence[Value]) -> bool:
    """Tell from a card's values whether a promo's label and a link are all that the title's block holds: "Related: …"."""
    return bool(values[_LABEL])


def _of_woven(embedded: str, looks_like_body: bool, has_prose: bool) -> str:
    return f"{embedded} {looks_like_body} {has_prose}"


def _embedded(cards: CardList, page: PageView) -> str:
    """Return on which sides of a list an article's text stands in the same box."""
    box, start, end = cards.box, cards.start, cards.end
    if box.parent is not None and box.start == start and box.end == end:
        box = box.parent
    before = page.sure[start] > page.sure[min(start, max(box.start, start - _NEAR))]
    behind = page.sure[max(end, min(box.end, end + _NEAR))] > page.sure[end]
    return "both" if before and behind else "before" if before else "behind" if behind else "none"


def _is_date_line(text: str) -> bool:
    return len(text) < 60 and bool(_DATE_PIECE.search(text)) and bool(_DATE_LIKE.search(text))


def _has_picture(card: Card, page: PageView) -> bool:
    """Tell whether a picture stands in a card or in one of its links."""
    if card.main.picture or page.pictures[card.end] > page.pictures[card.start]:
        return True
    return any(anchor.picture for anchor in card.anchors)


def _title_form(card: Card, title: TextBlock) -> str:
    """Return how the title stands in its block: as a heading, as a link, in front of its excerpt, or beside other text."""
    if title.level:
        return "heading"
    if title.link_chars >= len(title.text) * 0.9:
        return "link"
    leads = title.link_chars and len(title.text) > 2 * title.link_chars and card.main.start == title.index
    return "leads" if leads else "text"


def is_cut(text: str) -> bool:
    """Tell whether a text breaks off, or asks to go on reading, as excerpts do and paragraphs do not."""
    return text.endswith(("…", "...", "[…]", "[...]")) or (
        len(text) <= _LINE and bool(words.MORE_LABEL.fullmatch(text))
    )


def _has_label(card: Card, title: TextBlock) -> bool:
    """Tell whether a promo's label and a link are all that the title's block holds."""
    label = words.PROMO_LABEL.match(title.text) if _LABEL_END.search(title.text) else None
    rest = title.text[label.end() :].rstrip(_CLOSERS) if label else ""
    return bool(rest) and any(
        anchor in card.anchors and part.rstrip(_CLOSERS).endswith(rest) for anchor, part in title.anchors
    )


def is_step(card: Card, outline: Outline) -> bool:
    """Tell whether a card is a label and a title: "Next post", and below it the story's."""
    first = outline.blocks[card.start]
    return card.end - card.start == 2 and named_kind(first.text) in ("previous", "next")


def _says(heading: TextBlock | None) -> str:
    """Return whether a list has a heading, and one that names a kind of teaser list."""
    if heading is None:
        return "none"
    return "named" if named_kind(heading.text) else "other"


def _rel(rel: str) -> str:
    """Return what a link's `rel` says of it (HTML, 4.6.7), "" for nothing that counts here."""
    if not rel:
        return ""
    words = rel.split()
    return next((word for word in _RELS if word in words), "")


def _likeness(target: Target, own: Target | None) -> str:
    """Return how many traits of its address a target shares with the page's own: 0 to 5."""
    if own is None:
        return "unknown"
    if not target.same_site:
        return "foreign"
    traits = (
        target.depth == own.depth,
        target.numbered == own.numbered,
        target.dated == own.dated,
        target.page_file == own.page_file,
        (target.slug_words >= 3) == (own.slug_words >= 3),
    )
    return str(sum(traits))
