"""What a card and its list look like: the evidence that the learned weights are for.

One value a group, few values a group, so that a weight can be read: "units=8-11" is a title of eight to eleven words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from scraper.clean import words
from scraper.clean.links import Target
from scraper.clean.outline import Anchor, Outline, TextBlock
from scraper.clean.teasers.cards import Card, CardList, is_prose
from scraper.clean.teasers.heading import list_heading, named_kind
from scraper.clean.weights import Value, scale, word_units

_DATE_LIKE = re.compile(
    r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}\b|\d+\s*\S{1,10}\s+ago\b|\b(?:vor|hace|il y a|há)\s+\d+|[年月日]|\d시간",
    re.IGNORECASE,
)
_DATE_PIECE = re.compile(r"[\d年月日]")  # without one of these there is no date
_SENTENCE = re.compile(r"[.!?。！？؟।][\"'”’»)]?(?:\s|$)")

ITEM_GROUPS = (
    "units", "title", "picture", "date", "excerpt", "parts", "sentence", "slug", "numbered", "dated", "page_file", "index_words",
    "depth", "same_site", "other_file", "linked", "label", "rel", "like_page", "count", "place",
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
)
GROUPS = ITEM_GROUPS + LIST_GROUPS
_SHARED = tuple(map(ITEM_GROUPS.index, ("numbered", "dated", "picture", "date", "index_words")))
_TITLE = ITEM_GROUPS.index("title")

_of_units = scale(2, 3, 4, 5, 6, 8, 12, 20)
_of_slug = scale(2, 3, 4, 6)
_of_count = scale(2, 3, 6, 13)
_of_share = scale(0.01, 0.5, 0.99)
_of_list_units = scale(1.5, 2.5, 3.5, 4.5, 6, 8, 10)
_of_list_slug = scale(1, 2, 3, 4.5)


def title_block(card: Card, outline: Outline) -> TextBlock:
    """Return the block that holds the card's title: a heading, else the text of its link that is no excerpt."""
    if card.title is None:
        card.title = _find_title(card, outline)
    return card.title


def _find_title(card: Card, outline: Outline) -> TextBlock:
    blocks = outline.blocks[card.start : card.end]
    if len(blocks) == 1:
        return blocks[0]
    own = set(card.anchors)
    linked = [block for block in blocks if any(anchor in own for anchor, _ in block.anchors)]
    titles = [
        block for block in linked if not is_prose(block) and not words.MORE_LABEL.fullmatch(_linked_text(block, own))
    ]
    headings = [block for block in blocks if block.level]
    return max(
        headings or titles or linked or blocks,
        key=lambda block: min(len(block.text), 150) - (len(block.text) > 220) * 100,
    )


def _linked_text(block: TextBlock, own: set[Anchor]) -> str:
    return " ".join(text for anchor, text in block.anchors if anchor in own)


class PageView:
    """What the features need to know of the page as a whole."""

    def __init__(self, outline: Outline, votes: Sequence[int], own: Target | None) -> None:
        self.outline = outline
        self.votes = votes
        self.own = own
        """The page's own address; `None` where it is not known."""
        prose = [
            block.index
            for block in outline.blocks
            if len(block.text) - block.link_chars >= 120 and not block.box.hidden
        ]
        cut = len(prose) // 6  # a long excerpt before or behind the article shall not count as its beginning or end
        self.first_prose = prose[cut] if prose else 0
        self.last_prose = prose[-1 - cut] if prose else len(outline.blocks)
        at = Counter(picture.at for picture in outline.pictures)
        self.pictures = list(accumulate((at[n] for n in range(len(outline.blocks))), initial=0))
        """Number of pictures before each block; those right before it are its own."""


def item_values(card: Card, cards: CardList, page: PageView) -> list[Value]:
    """Return one value for each of `ITEM_GROUPS`."""
    outline = page.outline
    title = title_block(card, outline)
    rest = [block for block in outline.blocks[card.start : card.end] if block is not title]
    target = card.target
    units = word_units(title.text)
    return [
        _of_units(units),
        _title_form(card, title),
        _has_picture(card, page),
        any(_is_date_line(block.text) for block in rest) if rest else False,
        any(len(block.text) >= 60 for block in rest) if rest else False,
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
        is_labelled(card, title),
        _rel(card),
        _likeness(target, page.own),
        _of_count(len(cards.cards)),
        "before" if card.end <= page.first_prose else "behind" if card.start > page.last_prose else "inside",
    ]


def list_values(cards: CardList, items: Sequence[Sequence[Value]], page: PageView) -> list[Value]:
    """Return one value for each of `LIST_GROUPS`: what the cards of a list have in common."""
    count = len(items)
    units = sum(min(word_units(title_block(card, page.outline).text), 14.0) for card in cards.cards) / count
    slug = sum(min(card.target.slug_words, 8) for card in cards.cards) / count

    shares = [_of_share(sum([item[place] for item in items]) / count) for place in _SHARED]  # type: ignore[misc]
    numbered, dated, picture, date, index_words = shares
    return [
        _of_list_units(units),
        _of_list_slug(slug),
        numbered,
        dated,
        picture,
        date,
        _of_share(sum([item[_TITLE] == "heading" for item in items]) / count),
        any(card.target.own for card in cards.cards),
        index_words,
        _says(list_heading(cards, page.outline, ())),
    ]


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


def is_labelled(card: Card, title: TextBlock) -> bool:
    """Tell whether a promo's label stands in front of the title: "Related: …"."""
    return bool(words.PROMO_LABEL.match(title.text)) and any(anchor in card.anchors for anchor, _ in title.anchors)


def _says(heading: TextBlock | None) -> str:
    """Return whether a list has a heading, and one that names a kind of teaser list."""
    if heading is None:
        return "none"
    return "named" if named_kind(heading.text) else "other"


def _rel(card: Card) -> str:
    """Return what the link's `rel` says of it (HTML, 4.6.7), "" for nothing that counts here."""
    rel = (card.main.node.attributes.get("rel") or "").lower()
    if not rel:
        return ""
    return next(
        (
            word
            for word in ("tag", "author", "bookmark", "prev", "next", "sponsored", "nofollow")
            if word in rel.split()
        ),
        "",
    )


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
