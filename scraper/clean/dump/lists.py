"""Entries that repeat one shape: lists with bullets, and cards without.

    • Title                      a bullet, or the place behind the last entry's end
      In Crime News              a category, a date, a byline
      What is told below it      an excerpt
      [Read More…]               a frame that every entry ends in

What a list is (teasers, or a part of the text) follows from what its entries repeat, not from the bullets.
"""

from __future__ import annotations

from collections.abc import Sequence

from scraper.clean.dump.bullets import bullet_lists
from scraper.clean.dump.cards import card_lists
from scraper.clean.dump.entries import EntryList
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import Vocabulary


def find_lists(passages: Sequence[Passage], vocabulary: Vocabulary) -> tuple[EntryList, ...]:
    """Return all lists in order; those without bullets only where their entries are framed."""
    bulleted = bullet_lists(passages, vocabulary)
    taken = {n for found in bulleted if found.framed for n in range(found.start, found.end)}
    cards = card_lists(passages, vocabulary, taken)
    covered = {n for found in cards for n in range(found.start, found.end)}
    kept = [found for found in bulleted if not covered.intersection(range(found.start, found.end))]
    return tuple(sorted([*kept, *cards], key=lambda found: found.start))
