"""Which of the lines near the top is the headline: told by length, neighbours and what it is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scraper.clean.dump import words
from scraper.clean.dump.dating import is_person, read_date
from scraper.clean.dump.lines import width_of
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import Vocabulary
from scraper.text import ends_sentence

LONGEST_TITLE = 300
"""Characters of a headline, at most."""

_BEHIND = 1.0  # by which a line behind all metadata must look more like a headline than one before
_TELLS = 60  # columns of a sentence of the text, at least
_TURN = re.compile(r"(?:[A-Z][A-Z.'’\s-]{1,40}|Q|A):\s")
_TITLE_TAIL = re.compile(r"\s+[|–—•·»:-]+\s+")
_ABBREVIATED = re.compile(r"\b(?:Inc|Jr|Sr|Co|Corp|Ltd|[A-Z](?:\.[A-Z])*|a\.m|p\.m|etc|vs|No|St|Dr|Mr|Ms)\.$")


@dataclass(frozen=True, slots=True)
class Top:
    """The top of a dump, and what else is known about its lines."""

    passages: Sequence[Passage]
    vocabulary: Vocabulary
    categories: Collection[str] = ()
    """Those of the teasers, casefolded."""

    bylines: Collection[str] = ()
    """Texts that name the source, casefolded: never a headline."""

    def category_at(self, n: int) -> str | None:
        """Return the section that a line names: one of the teasers' categories, or one in its frame."""
        text = self.passages[n].text
        kept = self.vocabulary.category_in(text)
        if kept and kept.casefold() in self.categories:
            return kept
        return text if text.casefold() in self.categories else None


def choose_headline(top: Top, candidates: Sequence[int], *, metadata: Collection[int], behind: int) -> int | None:
    """Return which of the candidates (indices, in order) is the headline, `None` if none looks like one.

    `metadata`: indices of the lines that were read as metadata; `behind`: index from which on none follows.
    """
    best, most = None, 0.0
    for n in candidates:
        late = best is not None and n >= behind
        if late and ends_sentence(top.passages[n].text) and is_text(top.passages[n]):
            continue
        score = sum(_points(top, n, metadata))
        if score > most + (_BEHIND if late else 0.0):
            best, most = n, score
    return best


def _points(top: Top, n: int, metadata: Collection[int]) -> Iterator[float]:
    """Yield what speaks for and against a line."""
    passage = top.passages[n]
    text = passage.text
    if len(text) > LONGEST_TITLE or passage.tagged or not any(c.isalpha() for c in text) or read_date(text):
        return
    below = top.passages[n + 1] if n + 1 < len(top.passages) else None
    width = width_of(text)
    yield 0.4 + min(width, 80) / 20
    yield -_like_a_sentence(text, below.text if below else "")
    yield -_like_a_label(top, n)
    if top.vocabulary.is_name(top.passages[n - 1].text) and n - 1 in metadata:
        yield min(1.5, width / 20)
    elif n and _is_outlet(top.passages[n - 1].text):
        yield 0.6
    if n + 1 in metadata:
        yield min(1.0, width / 30)
    elif n and below and below.gap < passage.gap:
        yield -1.0
    if n == 0:
        yield 0.5


def _like_a_sentence(text: str, below: str) -> float:
    """Return how much a line reads like the text: a full stop, more so in a long line or a short paragraph's."""
    if _TURN.match(text) or text.endswith((":", "…", ",")):
        return 1.5
    if not text.endswith((".", "。", "।")) or (len(text) <= 100 and _ABBREVIATED.search(text)):
        return 0.0
    if width_of(text) > _TELLS:
        return 3.5
    return 2.5 if len(below) < 2 * len(text) else 0.5


def _like_a_label(top: Top, n: int) -> float:
    """Return how much a line reads like a section, a byline or the name of an outlet."""
    text = top.passages[n].text
    if top.category_at(n):
        return 4.0
    if text.casefold() in top.bylines or names_office(text):
        return 3.0
    if words.CONTACT.search(text):
        return 3.0
    points = 1.0 if top.vocabulary.category_in(text) else 0.0
    if _is_outlet(text):
        points += 1.5
    return points + (1.0 if is_person(text) else 0.0)


def _is_outlet(text: str) -> bool:
    return len(text.split()) <= 4 and bool(words.OUTLET.fullmatch(text[:LONGEST_TITLE]))


def is_text(passage: Passage) -> bool:
    """Tell whether a passage is written in sentences or spoken."""
    text = passage.text
    if len(text) > LONGEST_TITLE or _TURN.match(text):
        return True
    return width_of(text) > _TELLS and text.endswith((".", "。", "…", "।"))


def names_office(text: str) -> bool:
    """Tell whether a line is written as "Jane Doe, Secretary of State"."""
    name, comma, office = text.partition(", ")
    return bool(comma) and is_person(name) and len(office.split()) <= 8 and not ends_sentence(text)


def bare_title(text: str, vocabulary: Vocabulary) -> str:
    """Return a title without the site's name behind it: "Title – News Network"."""
    tails = list(_TITLE_TAIL.finditer(text[:LONGEST_TITLE]))
    if tails and vocabulary.is_name(text[tails[-1].end() :]):
        return text[: tails[-1].start()]
    return text
