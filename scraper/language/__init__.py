"""Which language a text is in: by its script, then by its letters, then by its most frequent words.

No model and no file: a table of words (`scraper.language.words`), read as a small naive Bayes. A word's weight follows
from its rank in its language's list, a letter's from whether a language writes it at all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from math import log

from scraper.language.scripts import OF_SCRIPT, ONE_LANGUAGE, main_script
from scraper.language.words import LETTERS, WORDS

__all__ = ["detect_language"]

_READ = (500, 4_000)
"""Characters that are read; the second number where the first leaves it open."""

_FLOOR = 0.0003  # share of a word that is not in a language's list
_FIRST = 0.25  # the word of rank r has the share _FIRST / (r + _FLAT), as Zipf found
_FLAT = 6
_OWN_LETTER = 1.1  # for a letter that the language writes
_FOREIGN_LETTER = -1.6  # for one that it does not write: names come from everywhere
_MOST_LETTERS = 12  # of one kind that are counted
_MARGIN = 2.0  # by which the best must lead, in natural logarithms
_LEAST = 3.0  # and its own evidence
_FEWEST_LETTERS = 2  # of a script that one language writes

_WORD = re.compile(
    r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u0652\u0900-\u0963\u0981-\u09e3’'‘ʻ\u200c])+"
)
_LATIN = tuple(
    language for language in WORDS if language not in {name for names in OF_SCRIPT.values() for name in names}
)


def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return word -> its languages, each with the evidence that the word gives for it."""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for language, words in WORDS.items():
        for rank, word in enumerate(dict.fromkeys(words.split())):
            table[word][language] = log(_FIRST / (rank + _FLAT) / _FLOOR)
    return {word: tuple(values.items()) for word, values in table.items()}


_WEIGHTS = _weights()
_OWN = {language: frozenset(letters) for language, letters in LETTERS.items()}


def detect_language(text: str) -> str | None:
    """Return the language of `text` as a BCP 47 main subtag ("en", "zh", "nb"); `None` where it is too short to tell.

    A hundred letters are mostly enough, one word of a script that a single language writes is. Only the first 4,000
    characters are read. What is in no table comes out as the nearest language or as `None`.
    """
    for most in _READ:
        language = _detect(text[:most].lower())
        if language or len(text) <= most:
            return language
    return None


def _detect(text: str) -> str | None:
    letters = Counter(text)
    found = main_script(letters)
    if found is None:
        return None
    script, total = found
    if script in ONE_LANGUAGE:
        return ONE_LANGUAGE[script] if total >= _FEWEST_LETTERS else None
    return _best(text, letters, OF_SCRIPT.get(script, _LATIN))


def _best(text: str, letters: Counter[str], languages: Iterable[str]) -> str | None:
    scores = dict.fromkeys(languages, 0.0)
    for word in _WORD.findall(text):
        for language, weight in _WEIGHTS.get(word.strip("'’"), ()):
            if language in scores:
                scores[language] += weight
    _add_letters(scores, letters)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    (best, score), (_, next_score) = ranked[0], ranked[1]
    if score < _LEAST or score - next_score < _MARGIN:
        return None
    return best.partition("-")[0]


def _add_letters(scores: dict[str, float], letters: Counter[str]) -> None:
    telling = _telling(tuple(scores))
    for letter, count in letters.items():
        if letter in telling:
            count = min(count, _MOST_LETTERS)
            for language in scores:
                scores[language] += count * (_OWN_LETTER if letter in _OWN[language] else _FOREIGN_LETTER)


@lru_cache(maxsize=64)
def _telling(languages: tuple[str, ...]) -> frozenset[str]:
    """Return the letters that some of the languages write and others do not."""
    return frozenset().union(*(_OWN[language] for language in languages))
