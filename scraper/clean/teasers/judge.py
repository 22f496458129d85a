"""Weights -> a score for each card -> which cards are teasers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.clean.outline import Outline
from scraper.clean.teasers import learned
from scraper.clean.teasers.cards import Card, CardList
from scraper.clean.teasers.features import (
    PageView,
    is_labelled,
    is_woven,
    item_values,
    list_values,
    title_block,
)
from scraper.clean.weights import Value, Weights

CARD = Weights(**learned.CARD)

ACCEPT = -0.3
"""Log odds above which a card is a teaser; below 0, for the training pages miss more teasers than they add."""

ACCEPT_WOVEN = 1.0
"""The same for a list with text of its own between paragraphs of the article: a list that the article itself makes."""

ACCEPT_LABELLED = -3.0
"""The same for a card with a promo's label in front of its title: short titles ("Latvia National Day") are believed."""

LIST_SHARE = 0.2
"""How much of a card's score is that of its list: a list is accepted or refused as a whole unless a card stands out."""


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """A card with what the judge thinks of it."""

    card: Card
    score: float
    accepted: bool


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
        scores = [
            CARD.score(values, votes_of(card, page))
            for card, values in zip(cards.cards, card_rows(cards, page), strict=True)
        ]
        mean = sum(scores) / len(scores)
        pooled = [(1 - LIST_SHARE) * score + LIST_SHARE * mean for score in scores]
        woven = is_woven(cards, page)
        judged.append(
            JudgedList(
                cards,
                tuple(
                    JudgedCard(card, score, score > _threshold(card, woven, page))
                    for card, score in zip(cards.cards, pooled, strict=True)
                ),
            )
        )
    return judged


def _threshold(card: Card, woven: bool, page: PageView) -> float:
    if woven:
        return ACCEPT_WOVEN
    target = card.target
    story = target.same_site and not (target.index_words or target.other_file)
    labelled = story and is_labelled(card, title_block(card, page.outline))
    return ACCEPT_LABELLED if labelled else ACCEPT


def card_rows(cards: CardList, page: PageView) -> list[list[Value]]:
    """Return the evidence of every card of a list."""
    items = [item_values(card, cards, page) for card in cards.cards]
    common = list_values(cards, items, page)
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
