"""Pages that are made of stories: lists that hold most of a page's running text are lists of teasers.

A front, section or search page has no article, and what looks like paragraphs on it are excerpts. One by one they may pass
for text; taken together they are entries of one shape, each under a headline that leads to a story of the same site.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from scraper.clean.outline import Outline
from scraper.clean.teasers.cards import Card, box_shape
from scraper.clean.teasers.features import title_block
from scraper.clean.teasers.judge import JudgedList
from scraper.clean.weights import word_units

_BETWEEN_WORDS = re.compile(r"[\W\d]+")
_DIGIT = re.compile(r"\d")
_ENTRIES = 4  # cards that a list of stories has
_LONG = 8  # cards of a list that is believed as a whole
_PART = 0.3  # of its cards
_MOST = 0.8  # of a list's cards
_STORY_UNITS = 2.0  # words of a headline
_DATE = 20  # characters beside a title's link
_BARE = 5  # stories of a list that is told by its titles alone
_SENTENCE = 45  # characters without links: running text
_SHARE = 0.6  # of a page's running text


def as_gathered(lists: list[JudgedList], outline: Outline) -> list[JudgedList]:
    """Return the lists, with all stories of those accepted that together hold most of the page's running text.

    Stories that are shown in full are those of such a page.
    """
    lists = [_accepted(entry) if entry.cards.cards[0].whole else entry for entry in lists]
    chosen = [n for n, entry in enumerate(lists) if _tells_stories(entry, outline)]
    if not chosen:
        return lists
    cards = [card for n in chosen for card in lists[n].cards.cards]
    inside = sum(outline.running_in(card.start, card.end, least=_SENTENCE) for card in cards)
    outside = outline.running_in(0, len(outline.blocks), least=_SENTENCE) - inside
    titles = sum(len(title_block(card, outline).text) for card in cards)
    if inside + (titles if len(cards) >= _BARE else 0) < _SHARE / (1 - _SHARE) * outside:
        return lists
    return [_accepted(entry) if n in chosen else entry for n, entry in enumerate(lists)]


def whole_lists(lists: list[JudgedList], outline: Outline) -> list[JudgedList]:
    """Return the lists, with all stories of those accepted that are long, and of which the judge took a good part.

    Beside a short article the excerpts of a long list look like text, one more, one less; the list is one thing all the same.
    """
    return [
        _accepted(entry)
        if len(entry.judged) >= _LONG
        and _PART * len(entry.judged) <= len(entry.accepted) < len(entry.judged)
        and _tells_stories(entry, outline)
        else entry
        for entry in lists
    ]


def _accepted(entry: JudgedList) -> JudgedList:
    judged = tuple(
        replace(each, accepted=each.accepted or each.card.whole or _is_story(each.card)) for each in entry.judged
    )
    return replace(entry, judged=judged)


def _tells_stories(entry: JudgedList, outline: Outline) -> bool:
    cards = entry.cards.cards
    if len(cards) < _ENTRIES:
        return False
    shapes = Counter(box_shape(card.box) for card in cards)
    if max(shapes.values()) < _MOST * len(cards):
        return False
    stories = sum(_is_story(card) and _is_headed(card, outline) for card in cards)
    return stories >= _MOST * len(cards)


def _is_story(card: Card) -> bool:
    target = card.target
    return target.story and not (target.index_words or target.other_file)


def _is_headed(card: Card, outline: Outline) -> bool:
    """Tell whether a card's title is a headline that is linked as a whole, a date beside it aside.

    Numbers are no words: "December 2022 (18)" leads to an archive.
    """
    title = title_block(card, outline)
    return word_units(_without_numbers(title.text)) >= _STORY_UNITS and title.own <= _DATE


def _without_numbers(text: str) -> str:
    return _BETWEEN_WORDS.sub(lambda run: " " if _DIGIT.search(run[0]) else run[0], text)
