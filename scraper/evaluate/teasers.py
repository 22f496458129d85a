"""A page's teasers, held against the gold: which items agree, which of their fields, and what leaked into the body.

An item is a distinct address of a page; where the gold states none, a title. Items that the gold is not sure of are
neither rewarded nor punished.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.evaluate.foldings import address_key, alike, tight

FIELDS: Mapping[str, str] = {
    "title": "title",
    "block": "list",
    "category": "category",
    "excerpt": "excerpt",
    "date": "date_text",
}
"""Name of a field in the gold -> its name in the record."""

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Matching:
    """The items of a page by their keys."""

    sure: Mapping[str, Item]
    """What must be found, in the gold's order."""

    places: Mapping[str, Sequence[tuple[int, Item]]]
    """Every entry of the gold with its place; a story may stand in several lists of a page, and each is right."""

    ignored: frozenset[str | None]
    """What is neither right nor wrong."""

    found: Mapping[str, Item]
    """The first of the record's items of each key, in the record's order."""

    @property
    def hit(self) -> list[str]:
        """Keys that were found and should be."""
        return [key for key in self.found if key in self.sure]

    @property
    def wrong(self) -> list[str]:
        """Keys that were found and should not be."""
        return [key for key in self.found if key not in self.sure and key not in self.ignored]

    @property
    def missed(self) -> list[str]:
        """Keys that were not found and should be."""
        return [key for key in self.sure if key not in self.found]


@dataclass(frozen=True, slots=True)
class TeaserScore:
    """How well one page's teasers were told from its body."""

    id: str
    answered: bool
    hit: Sequence[str] = ()
    wrong: Sequence[str] = ()
    missed: Sequence[str] = ()
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Gold's name of a field -> (how often it agrees, how often the gold states it)."""

    ordered: bool = True
    """Whether the matched items come in the gold's order."""

    leaks: Sequence[str] = ()
    """Strings that the article's text holds and must not."""

    lost: Sequence[str] = ()
    """Strings that it must hold and does not."""

    wanted: int = 0
    """Number of strings that it must hold."""

    @property
    def f1(self) -> float:
        """F1 of the page's items; without gold items 1 if nothing was found, and 0 for a page without an answer."""
        if not self.answered:
            return 0.0
        right, faults = len(self.hit), len(self.wrong) + len(self.missed)
        if not self.hit and not self.missed:
            return 0.0 if self.wrong else 1.0
        return 2 * right / (2 * right + faults) if right else 0.0


def match(gold: Item, record: Item) -> Matching:
    """Match a record's related items with the gold's."""
    base = gold.get("url") if isinstance(gold.get("url"), str) else None
    sure: dict[str, Item] = {}
    places: dict[str, list[tuple[int, Item]]] = {}
    ignored = {address_key(_address(entry), base) for entry in gold.get("excluded_doubtful") or []}
    for place, item in enumerate(items_of(gold)):
        key = key_of(item, base)
        places.setdefault(key, []).append((place, item))
        if item.get("sure", True):
            sure.setdefault(key, item)
        else:
            ignored.add(key)
    found: dict[str, Item] = {}
    for item in items_of(record):
        key, title = key_of(item, base), _title_key(item)
        by_title = key not in sure and (title in sure or title in ignored)
        found.setdefault(title if by_title else key, item)
    return Matching(sure, places, frozenset(ignored), found)


def score_teasers(id: str, gold: Item, record: Item | None) -> TeaserScore:  # noqa: A002
    """Score a page; `record` is `None` for a page without an answer."""
    matching = match(gold, record or {})
    hit = matching.hit
    leaks, lost, wanted = _strings(gold, record or {})
    return TeaserScore(
        id=id,
        answered=record is not None,
        hit=hit,
        wrong=matching.wrong,
        missed=matching.missed,
        fields={name: _agreement(name, hit, matching) for name in FIELDS},
        ordered=_in_order(hit, matching),
        leaks=leaks,
        lost=lost,
        wanted=wanted,
    )


def agrees(name: str, key: str, matching: Matching) -> bool:
    """Tell whether a field of a matched item agrees with one of the lists that the gold has the item in."""
    mine = matching.found[key].get(FIELDS[name])
    return any(alike(item.get(name), mine) for _, item in matching.places[key] if item.get(name))


def items_of(page: Item) -> list[Item]:
    """Return the entries of "related" that are objects."""
    entries = page.get("related")
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def key_of(item: Item, base: str | None) -> str:
    """Return what an item is known by: its address, else its title."""
    return address_key(item.get("url"), base) or _title_key(item)


def _title_key(item: Item) -> str:
    return "title:" + tight(item.get("title"))


def _address(entry: object) -> object:
    return entry.get("url") if isinstance(entry, dict) else entry


def _agreement(name: str, hit: Sequence[str], matching: Matching) -> tuple[int, int]:
    stated = [key for key in hit if matching.sure[key].get(name)]
    return sum(agrees(name, key, matching) for key in stated), len(stated)


def _in_order(hit: Sequence[str], matching: Matching) -> bool:
    place = -1
    for key in hit:
        later = [n for n, _ in matching.places[key] if n > place]
        if not later:
            return False
        place = min(later)
    return True


def _strings(gold: Item, record: Item) -> tuple[list[str], list[str], int]:
    """Return the strings that leaked, those that were lost, and how many should be there."""
    article = record.get("article")
    text = tight(article.get("text") if isinstance(article, dict) else None)
    leaks = [string for string in gold.get("not_in_body") or [] if tight(string) and tight(string) in text]
    wanted = [string for string in gold.get("in_body") or [] if tight(string)]
    return leaks, [string for string in wanted if tight(string) not in text], len(wanted)
