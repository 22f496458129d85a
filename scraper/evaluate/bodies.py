"""An article's text, held against the gold: by runs of four words, by words, by snippets.

shingles   common, surplus and missing runs of four tokens, as in Zyte's article-extraction-benchmark; precision and
           recall are means over pages, F1 is the harmonic mean of these two means
words      F1 of the two multisets of words, mean over pages (WCXB's measure; order does not count)
snippets   strings that must be there and strings that must not, as in trafilatura's evaluation
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

RUN = 4
"""Tokens of a shingle."""

_WORDS = re.compile(r"\w+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")  # a letter of a script without spaces is a token

WHOLE_WORDS = frozenset(("scrapinghub",))
"""Sets whose own scorer takes every run of letters as one token, whatever the script."""

_MOST_OPTIONAL = 4  # paragraphs the gold may have or not: up to here every choice of them is tried


@dataclass(frozen=True, slots=True)
class BodyScore:
    """How well one page's text agrees with the gold; what the gold does not state is `None`."""

    shingles: tuple[int, int, int] | None = None
    """Common, surplus and missing ones."""

    exact: bool = False
    """Whether the sequence of tokens is the gold's."""

    word_f1: float | None = None
    snippets: tuple[int, int, int, int] | None = None
    """Wanted and found, unwanted and found, wanted and missing, unwanted and missing."""

    empty: bool = False
    """Whether there was no text at all."""

    @property
    def precision(self) -> float | None:
        """Share of the page's shingles that the gold has; `None` for a page without any."""
        common, surplus, _ = self.shingles or (0, 0, 0)
        return common / (common + surplus) if common + surplus else None

    @property
    def recall(self) -> float | None:
        """Share of the gold's shingles that the page has; `None` for a gold without any."""
        common, _, missing = self.shingles or (0, 0, 0)
        return common / (common + missing) if common + missing else None

    @property
    def f1(self) -> float | None:
        """F1 of the page's shingles; `None` where the gold has no text."""
        return _f1(*self.shingles) if self.shingles is not None else None

    @property
    def snippet_f1(self) -> float | None:
        """F1 of the page's snippets; `None` where the gold has none."""
        if self.snippets is None:
            return None
        found, unwanted, missing, _ = self.snippets
        return _f1(found, unwanted, missing)


def score_body(gold: Mapping[str, Any], text: str | None, *, set_name: str) -> BodyScore:
    """Score an article's text; `None` is an empty one."""
    text = text or ""
    pattern = _WORDS if set_name in WHOLE_WORDS else _LETTERS
    shingles, exact, word_f1, empty = None, False, None, False
    if gold.get("gold_text") is not None:
        tokens = pattern.findall(text)
        readings = [(_overlap(pattern.findall(reading), tokens), reading) for reading in _readings(gold)]
        shingles, reading = max(readings, key=lambda pair: _f1(*pair[0]))  # the first of the best
        exact, word_f1, empty = pattern.findall(reading) == tokens, _word_f1(reading, text), not tokens
    snippets = None
    if gold.get("with") or gold.get("without"):
        snippets, empty = _snippets(gold, text), not text.strip()
    return BodyScore(shingles, exact, word_f1, snippets, empty)


def shingle_share(text: str, whole: str) -> float:
    """Return the share of a text's word runs that stand in another one, 0 for a text without words."""
    own, other = _shingles(_LETTERS.findall(text)), _shingles(_LETTERS.findall(whole))
    return (own & other).total() / own.total() if own else 0.0


def _readings(gold: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts that count as right: with and without the paragraphs that the gold calls optional."""
    optional: Sequence[int] = gold.get("gold_optional") or ()
    if not optional:
        yield gold["gold_text"]
        return
    choices: Sequence[Sequence[int]] = [(), tuple(optional)]
    if len(optional) <= _MOST_OPTIONAL:
        choices = list(chain.from_iterable(combinations(optional, n) for n in range(len(optional) + 1)))
    for dropped in choices:
        yield "\n\n".join(text for n, text in enumerate(gold["gold_paragraphs"]) if n not in dropped)


def _overlap(gold: Sequence[str], mine: Sequence[str]) -> tuple[int, int, int]:
    wanted, given = _shingles(gold), _shingles(mine)
    common = (wanted & given).total()
    return common, given.total() - common, wanted.total() - common


def _shingles(tokens: Sequence[str]) -> Counter[tuple[str, ...]]:
    if not tokens:
        return Counter()
    last = max(1, len(tokens) - RUN + 1)
    return Counter(tuple(tokens[n : n + RUN]) for n in range(last))


def _word_f1(gold: str, text: str) -> float:
    wanted, given = Counter(_WORDS.findall(gold.lower())), Counter(_WORDS.findall(text.lower()))
    total = wanted.total() + given.total()
    return 2 * (wanted & given).total() / total if total else 1.0


def _snippets(gold: Mapping[str, Any], text: str) -> tuple[int, int, int, int]:
    folded = " ".join(text.split())
    wanted, unwanted = ([" ".join(part.split()) for part in gold.get(name) or []] for name in ("with", "without"))
    found = sum(part in folded for part in wanted) if folded else 0
    leaked = sum(part in folded for part in unwanted) if folded else 0
    return found, leaked, len(wanted) - found, len(unwanted) - leaked


def _f1(common: int, surplus: int, missing: int) -> float:
    if common + surplus + missing == 0:
        return 1.0
    return 2 * common / (2 * common + surplus + missing)
