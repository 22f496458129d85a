"""Weights -> a score for each card -> which cards are teasers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scraper.clean.outline import Outline
from scraper.clean.teasers import learned
from scraper.clean.teasers.cards import Card, CardList, box_shape
from scraper.clean.teasers.features import (
    PageView,
    is_labelled,
    is_step,
    is_woven,
    item_values,
    list_values,
    see,
    title_block,
)
from scraper.clean.weights import Value, Weights

CARD = Weights(**learned.CARD)

ACCEPT = -0.7
"""Log odds above which a card is a teaser; below 0, for the training pages miss more teasers than they add."""

ACCEPT_WOVEN = 1.0
"""The same for a list with text of its own between paragraphs of the article: a list that the article itself makes."""

ACCEPT_HEADED = -3.0
"""The same for cards that are what a page of stories is made of: headings that lead to stories of the site, side by side."""

ACCEPT_LABELLED = -5.0
"""The same for a card that is a promo's label and a link to a story of the site: short titles ("Latvia National Day") are
believed.
"""

ACCEPT_INDEX = 3.0
"""The same for a link to a page that gathers others: a tag, an author, a section."""

_STORIES = 3  # cards that make a list of stories
_LIKE = 4  # cards of one shape that tell what the others of that shape are
_NEARLY_ALL = 0.6  # of a list's cards

LIST_SHARE = 0.2
"""How much of a card's score is that of its list: a list is accepted or refused as a whole unless a card stands out."""


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """A card with what the judge thinks of it."""

    card: Card
    score: float
    threshold: float
    """What its score had to be above."""

    accepted: bool
    """Whether it is a teaser: by its score, or as one of a list that is."""


@dataclass(frozen=True, slots=True)
class JudgedList:
    """A list of cards with their scores."""

    cards: CardList
    judged: tuple[JudgedCard, ...]

    @property
    def accepted(self) -> list[JudgedCard]:
        """The cards that are teasers."""
        return [judged for judged in self.judged if judged.accepted]


def judge_lists(lists: Sequence[CardList], page: PageView) -> list[JudgedList]:
    """Score every card of every list."""
    judged = []
    for cards in lists:
        rows = card_rows(cards, page)
        scores = [CARD.score(values, votes_of(card, page)) for card, values in zip(cards.cards, rows, strict=True)]
        mean = sum(scores) / len(scores)
        pooled = [(1 - LIST_SHARE) * score + LIST_SHARE * mean for score in scores]
        woven = is_woven(rows[0])
        headed = not woven and _is_headed(cards, page)
        thresholds = [
            _threshold(card, values, woven, headed, page) for card, values in zip(cards.cards, rows, strict=True)
        ]
        by_score = tuple(
            JudgedCard(card, score, threshold, score > threshold)
            for card, score, threshold in zip(cards.cards, pooled, thresholds, strict=True)
        )
        judged.append(JudgedList(cards, _of_one_shape(by_score)))
    return judged


def _of_one_shape(judged: tuple[JudgedCard, ...]) -> tuple[JudgedCard, ...]:
    """Accept the stories that a list has refused where nearly all of its cards, in boxes of one shape, are teasers."""
    shapes = [box_shape(each.card.box) for each in judged if each.accepted]
    if len(shapes) < _LIKE or len(shapes) < _NEARLY_ALL * len(judged) or len(set(shapes)) > 1:
        return judged
    shape = shapes[0]
    return tuple(
        replace(each, accepted=True)
        if box_shape(each.card.box) == shape
        and each.card.target.same_site
        and not (each.card.target.own or each.card.target.index_words)
        else each
        for each in judged
    )


def _is_headed(cards: CardList, page: PageView) -> bool:
    """Tell whether each card of a list begins with a heading, linked as a whole, that leads to a story of the same site."""
    if len(cards.cards) < _STORIES:
        return False
    titles = [title_block(card, page.outline) for card in cards.cards]
    return all(
        title.level and title.link_chars >= 0.9 * len(title.text) and card.target.story
        for card, title in zip(cards.cards, titles, strict=True)
    )


def _threshold(card: Card, values: Sequence[Value], woven: bool, headed: bool, page: PageView) -> float:
    if woven:
        return ACCEPT_WOVEN
    if headed:
        return ACCEPT_HEADED
    if card.target.gathers:
        return ACCEPT_INDEX
    if not card.target.story or card.target.index_words or card.target.other_file:
        return ACCEPT
    return ACCEPT_LABELLED if is_labelled(values) or is_step(card, page.outline) else ACCEPT


def card_rows(cards: CardList, page: PageView) -> list[list[Value]]:
    """Return the evidence of every card of a list."""
    seen = [see(card, page) for card in cards.cards]
    items = [item_values(card, each, len(cards.cards), page) for card, each in zip(cards.cards, seen, strict=True)]
    common = list_values(cards, seen, items, page)
    return [[*item, *common] for item in items]


def votes_of(card: Card, page: PageView) -> int:
    """Return the votes for a card: those of its box and of the block its title stands in."""
    return page.votes[card.box.index] | page.votes[title_block(card, page.outline).box.index]


def teaser_blocks(judged: Sequence[JudgedList], outline: Outline) -> frozenset[int]:
    """Return the numbers of all blocks that belong to accepted cards."""
    return frozenset(
        n
        for entry in judged
        for good in entry.accepted
        for n in range(good.card.start, min(good.card.end, len(outline.blocks)))
    )
