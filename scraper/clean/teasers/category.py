"""Whether a short text on a card is the category of its story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from scraper.clean import context, words
from scraper.clean.links import Target, site_name
from scraper.clean.metadata.people import names_in
from scraper.clean.outline import Anchor, TextBlock
from scraper.clean.teasers.cards import Card
from scraper.clean.teasers.class_words import CATEGORY, EXCERPT, FORM, signs_of_names
from scraper.clean.teasers.slots import Slots
from scraper.clean.weights import word_units
from scraper.dates.words import plain
from scraper.frames import unwrap_any
from scraper.text import ends_sentence
from scraper.urls import host_of

_NO_SLUG = re.compile(r"[^\w]+")
_MOST_CHARS = 45
_MOST_UNITS = 6
_MOST_ROWS = 200  # cards that are looked at: all of any news page, and a bound for what is none
_ROWS = 4  # cards of one shape, before repetition says anything
_FEW = 0.7  # of the cards have a name of their own
_STEM = 4  # characters of a section's name that also begins the path's word


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text on a card, beside its title."""

    text: str
    place: str
    names: str
    """Class words of the elements around it, in lower case."""

    block: TextBlock
    anchor: Anchor | None
    """Its link, if that is none of the card's own."""

    ahead: bool
    """Whether it stands in front of the title."""


def category_score(fragment: Fragment, card: Card, slots: Slots, votes: int) -> float:
    """Return how much speaks for a category; 0 or less for a text that is none."""
    text = fragment.text
    if len(text) > _MOST_CHARS or word_units(text) > _MOST_UNITS:
        return -1.0
    target = slots.links.resolve(fragment.anchor.href) if fragment.anchor is not None else None
    framed = unwrap_any(words.CATEGORY_FRAMES, text)
    score = _by_link(target, card.target)
    score += 2.0 * _in_address(framed or text, card.target.url)
    signs = signs_of_names(fragment.names)
    score += 2.0 if signs & CATEGORY else 1.0 * bool(votes & context.TAGS)
    score += 1.0 * fragment.ahead
    score += 1.0 * _repeats(text, fragment.block.text, slots.texts(card, fragment.place))
    if framed and score > 0:
        score += 1.0
    if signs & FORM or words.BADGE.fullmatch(text):
        score -= 3.0
    if not votes & context.SPONSOR and _is_host(text, card.target):
        score += 2.0
    elif votes & context.SPONSOR or not card.target.same_site:
        score -= 3.0
    if signs & EXCERPT or ends_sentence(text):
        score -= 1.0
    return score


def _by_link(target: Target | None, story: Target) -> float:
    """Return what the label's own link says: it leads to a page that gathers stories, or above the story."""
    if target is None:
        return 0.0
    if target.index_words:
        return 3.0
    if not target.same_site or target.home or target.share:
        return -2.0
    above = story.key.startswith(f"{target.key}/")
    return 3.0 if above else 1.5 if target.depth <= 2 and not (target.numbered or target.dated) else 0.0


def _is_host(text: str, target: Target) -> bool:
    """Tell whether a label names the other site that a card leads to: "Variety" beside a link to variety.com."""
    if target.same_site:
        return False
    name, slug = _slug(site_name(host_of(target.url))), _slug(text.partition(":")[0])
    return len(slug) > 2 and (slug in name or (len(name) > _STEM and name in slug))


def _in_address(text: str, url: str) -> bool:
    """Tell whether a label stands in the path of the story's address: "Sport" in /sport/football/."""
    slug = _slug(text)
    if len(slug) < 2:
        return False
    return any(_alike(slug, own) for own in _sections_of(url))


@lru_cache(maxsize=16)
def _sections_of(url: str) -> list[str]:
    """Return the names in the path of an address, the last aside; several labels of a card are held against them."""
    segments = urlsplit(url).path.rstrip("/").split("/")[:-1]
    return list(filter(None, map(_slug, map(unquote, segments))))


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > _STEM and (one.startswith(other) or other.startswith(one)))


def _slug(text: str) -> str:
    return _NO_SLUG.sub("", plain(text.lower())).replace("_", "")


def _repeats(text: str, line: str, texts: list[str]) -> bool:
    """Tell whether the texts of a slot are few names for many cards, or a part of its line stands in several cards."""
    if len(texts) < _ROWS:
        return False
    texts = texts[:_MOST_ROWS]
    if text == line:
        return 1 < len(set(texts)) <= len(texts) * _FEW
    return 1 < sum(text in other for other in texts) <= len(texts) * _FEW and not names_in(text, lone=False)
