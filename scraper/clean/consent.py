"""Texts that ask for consent: what they speak of, and the boxes that hold them beside an article."""

from __future__ import annotations

from scraper.clean import wall_words as words
from scraper.clean.context import CONSENT
from scraper.clean.outline import Outline

ASKS = 3
"""Themes of consent in one block that asks for it."""

_READ = 300  # characters of a block that phrases are looked for in


def themes_of(text: str) -> int:
    """Return how many themes of consent the beginning of a text has: what is stored, who gets it, what for, your choice."""
    text = text[:_READ].lower()
    return sum(theme.search(text) is not None for theme in words.CONSENT_THEMES)


def asking_blocks(outline: Outline, votes: list[int]) -> frozenset[int]:
    """Return the blocks in boxes that are named after consent, where one of them asks for it; empty on most pages."""
    named = [block for block in outline.blocks if votes[block.box.index] & CONSENT]
    if not any(themes_of(block.text) >= ASKS for block in named):
        return frozenset()
    return frozenset(block.index for block in named)
