"""Places of a card's shape: what stands at one place is the same thing in every card.

    place      path from the card to a block or a part of it
    slot       all texts at one place, over the cards of one shape on the page

A text alone may be a kicker, a section or a short title; the texts of a slot say it: they repeat, they are sentences, they are
dates, their links lead to sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.clean import words
from scraper.clean.links import Links
from scraper.clean.outline import Outline, TextBlock
from scraper.clean.teasers.cards import Card, is_prose
from scraper.clean.teasers.class_words import EXCERPT, KICKER, TITLE, signs_of_names
from scraper.clean.teasers.features import title_block
from scraper.clean.teasers.moments import find_shown
from scraper.clean.teasers.parts import Part, PartReader, block_places, step
from scraper.clean.teasers.placed import PlacedFinder
from scraper.clean.weights import word_units
from scraper.text import ends_sentence

_ASIDE_TAGS = frozenset(("time", "small", "label", "sup"))
_STRESSED = frozenset(("strong", "b", "em", "i", "span", "u", "mark"))
_LONGEST_ASIDE = 60  # characters
_TELLING_CHARS = 70
_LONGEST_KICKER = 40
_LEAST_TITLE = 20
_RANK = re.compile(r"#?\d{1,3}[.)]?")
_KICKER_UNITS = 3.2  # words of a kicker, in the mean
_MOST_AROUND = 3  # boxes
_ROWS = 3  # cards that must agree before a place says anything by its repetition


@dataclass(slots=True)
class Opened:
    """A card with its blocks, their places, and the block of its title."""

    card: Card
    blocks: list[tuple[TextBlock, str]]
    title: TextBlock
    run: int
    """Number of the list it stands in."""

    title_place: str = ""
    parts: list[Part] = field(default_factory=list)
    """Parts of the title's block."""

    def names(self, block: TextBlock) -> str:
        """Return the class words of the boxes that hold a block and nothing else of the card, in lower case."""
        names = []
        for box in block.box.ancestors():
            if box is self.card.box or box.end - box.start > 1:
                break
            names.append(box.names)
        return " ".join(names).lower()


class Slots:
    """The cards of a page, opened, and what their places have in common."""

    def __init__(self, cards: Sequence[tuple[Card, int]], outline: Outline, links: Links) -> None:
        """`cards`: each with the number of the list it stands in."""
        self.reader = PartReader(outline)
        self.placed = PlacedFinder(outline, links)
        self.links = links
        self._opened: dict[int, tuple[Opened, tuple[str, ...]]] = {}
        self._texts: dict[tuple[tuple[str, ...], str], list[str]] = {}
        self._leading: dict[tuple[tuple[str, ...], str], int] = {}
        self._refrains: dict[tuple[tuple[str, ...], str], bool] = {}
        self._telling: dict[tuple[tuple[str, ...], str], bool] = {}
        self._sizes: dict[tuple[str, ...], int] = {}
        self._lists: dict[int, int] = {}
        shapes: dict[tuple[str, ...], list[Opened]] = {}
        for card, number in cards:
            self._lists[number] = self._lists.get(number, 0) + 1
            opened = Opened(card, block_places(card, outline), title_block(card, outline), number)
            shape = _shape(card)
            shapes.setdefault(shape, []).append(opened)
            self._opened[id(card)] = (opened, shape)
        for shape, alike in shapes.items():
            self._sizes[shape] = len(alike)
            _settle_titles(alike)
            self._gather(shape, alike)

    def _gather(self, shape: tuple[str, ...], alike: list[Opened]) -> None:
        for opened in alike:
            for block, place in opened.blocks:
                self._texts.setdefault((shape, place), []).append(block.text)
            parts = opened.parts = self.reader.parts(opened.title, opened.title_place)
            if (
                len(parts) > 1
                and len(parts[0].text) <= _LONGEST_KICKER
                and len(parts[0].text) * 2 < len(opened.title.text)
            ):
                key = (shape, parts[0].place)
                self._leading[key] = self._leading.get(key, 0) + 1

    def opened(self, card: Card) -> Opened:
        """Return a card, opened."""
        return self._opened[id(card)][0]

    def texts(self, card: Card, place: str) -> list[str]:
        """Return the texts of all blocks at one place of the cards that are like `card`."""
        return self._texts.get((self._opened[id(card)][1], place), [])

    def stands_alone(self, card: Card) -> bool:
        """Tell whether a card is the only one of its list."""
        return self._lists[self.opened(card).run] == 1

    def heads_lone(self, card: Card, place: str) -> bool:
        """Tell whether the text at a place is the same in several cards that each stand alone: the label of a promo."""
        if not self.stands_alone(card):
            return False
        key = (self._opened[id(card)][1], place)
        known = self._refrains.get(key)
        if known is None:
            texts = self._texts.get(key, [])
            known = self._refrains[key] = len(texts) > 1 and len(set(texts)) == 1
        return known

    def mostly_tells(self, card: Card, place: str) -> bool:
        """Tell whether the texts at a place of several cards like this one are mostly long, or sentences."""
        key = (self._opened[id(card)][1], place)
        known = self._telling.get(key)
        if known is None:  # once for all cards: a page may hold thousands
            texts = self._texts.get(key, [])
            telling = sum(len(text) >= _TELLING_CHARS or ends_sentence(text) for text in texts)
            known = self._telling[key] = len(texts) > 1 and telling * 2 > len(texts)
        return known

    def always_leads(self, card: Card, part: Part) -> bool:
        """Tell whether most cards like this one have a short element in front of the title, at the place of `part`."""
        shape = self._opened[id(card)][1]
        return self._sizes[shape] >= _ROWS and self._leading.get((shape, part.place), 0) * 10 >= self._sizes[shape] * 6


def _shape(card: Card) -> tuple[str, ...]:
    """Return what cards of one shape have in common: tag and class word, or those of the boxes around one without."""
    shape: list[str] = []
    for box in card.box.ancestors():
        shape.append(step(box.tag, box.names))
        if box.names or len(shape) == _MOST_AROUND:
            break
    return tuple(shape)


def _settle_titles(alike: Sequence[Opened]) -> None:
    """Choose the place that holds the titles of cards of one shape, and each card's title block by it."""
    if all(len(opened.blocks) == 1 for opened in alike):
        for opened in alike:
            opened.title, opened.title_place = opened.blocks[0]
        return
    scores: dict[str, float] = {}
    for opened in alike:
        own = {anchor.index for anchor in opened.card.anchors}
        many = len(opened.blocks) > 1
        titled = any(_is_linked_title(block, own) for block, _ in opened.blocks)
        for order, (block, place) in enumerate(opened.blocks):
            if many or place not in scores:
                linked = any(anchor.index in own for anchor, _ in block.anchors)
                score = _title_score(block, opened, linked, titled) - order * 0.05 if many else 1.0
                scores[place] = scores.get(place, 0.0) + score
    _lower_kickers(scores, alike)
    best = max(scores, key=lambda place: scores[place])
    for opened in alike:
        places = {place: block for block, place in opened.blocks}
        mine = {place: scores[place] for place in places}
        place = best if best in places else max(mine, key=lambda place: mine[place])
        opened.title, opened.title_place = places[place], place


def _lower_kickers(scores: dict[str, float], alike: Sequence[Opened]) -> None:
    """Take the lead from headings of one or two words over titles that are no headings: kickers marked up as the title."""
    best = max(scores, key=lambda place: scores[place])
    found = [block for opened in alike for block, place in opened.blocks if place == best]
    if len(found) < _ROWS or sum(word_units(block.text) for block in found) > _KICKER_UNITS * len(found):
        return
    for place, score in scores.items():
        others = [block for opened in alike for block, other in opened.blocks if other == place]
        mean = sum(word_units(block.text) for block in others) / max(1, len(others))
        sentences = sum(ends_sentence(block.text) or is_prose(block) for block in others)
        if place != best and len(others) >= len(found) * 0.8 and 5 <= mean <= 18 and sentences * 4 <= len(others):
            scores[best] = min(scores[best], score - 1.0)


def _is_linked_title(block: TextBlock, own: set[int]) -> bool:
    """Tell whether a block is linked as a title is: then a heading without link is one of something else."""
    linked = sum(len(part) for anchor, part in block.anchors if anchor.index in own)
    return linked * 2 >= len(block.text) and word_units(block.text) >= 4 and not is_prose(block)


def _title_score(block: TextBlock, opened: Opened, linked: bool, titled: bool) -> float:
    text = block.text
    if words.MORE_LABEL.fullmatch(text) or _RANK.fullmatch(text):
        return -6.0
    units = word_units(text)
    heading = bool(block.level) * (3.0 if linked or not titled else 1.0)
    score = heading + 2.0 * linked + _length_score(units, len(text)) - 2.0 * is_prose(block)
    names = opened.names(block)
    signs = signs_of_names(names)
    kicker = bool(signs & KICKER)
    if signs & TITLE:
        score += 1.5
    elif signs & (KICKER | EXCERPT):
        score -= 2.0
    if units < 4 and (kicker or text.isupper()):
        score -= 3.0
    if len(text) < 40 and units < 6 and find_shown(text):
        score -= 3.0
    if units > 10 and ends_sentence(text) and not block.level:
        score -= 1.0
    return score


def _length_score(units: float, chars: int) -> float:
    if units < 2.5:
        return -3.0
    if units < 4:
        return -0.5
    if units <= 24:
        return 1.0
    return -3.0 if chars > 180 else 0.0
