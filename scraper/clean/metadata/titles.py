"""Titles as values: what two spellings share, what stands around one in another, where a site's name begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scraper.text import fold
from scraper.urls import host_of

SEPARATOR = re.compile(
    r"\s+(?:[|–—‐·•»«›:/~]|::|-{1,2}|\|\|)\s+|\s*[|｜»]\s*|\s*[-–—]{1,2}\s+(?=\S+\.\w{2,4}$)|(?<=\S)_(?=\S)"
)
"""What sets a site's name, a section or a kicker off from a title."""

TIGHT = re.compile(r"(?<=\S)[-–—|_](?=[^\x00-\x7f])")
"""The same in scripts without blanks."""

LONGEST = 400
"""Characters of a title."""

AGREES = 0.45
"""Share of words in common from which a heading and a declared title are about one thing."""

SAME_STORY = 0.9
"""Agreement from which one stands whole in the other."""

SET_OFF = 0.95
"""Agreement of a heading that stands in a declared title with only a separator around it."""

_NOT_WORD = re.compile(r"[\W_]+")
_LEAST_KEY = 8  # letters; shorter titles stand in others by chance


class Title:
    """A title with what is compared of it, worked out once."""

    __slots__ = ("_words", "key", "origin", "text")

    def __init__(self, text: str, origin: str = "visible") -> None:
        self.text = text[:LONGEST]
        self.origin = origin
        self.key = key_of(self.text)
        """Letters and digits alone, in lower case."""
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """Its words in lower case."""
        if self._words is None:
            self._words = frozenset(words_of(self.text))
        return self._words

    def set_off(self, inner: str) -> str | None:
        """Return what stands around the title with key `inner` in this one, set off by a separator; `None` if it does not."""
        if not inner or inner == self.key or not (self.key.startswith(inner) or self.key.endswith(inner)):
            return None
        for match in SEPARATOR.finditer(self.text):
            before, after = self.text[: match.start()], self.text[match.end() :]
            if key_of(before) == inner:
                return after
            if key_of(after) == inner:
                return before
        return None

    def agreement(self, shown: Title) -> float:
        """Return how well a heading agrees: 1 for the same words, about 0.95 with something around them, 0 for nothing in common."""
        if self.key == shown.key:
            return 1.0
        if len(shown.key) >= _LEAST_KEY and self.set_off(shown.key) is not None:
            return SET_OFF
        if len(self.key) >= _LEAST_KEY and (shown.key.startswith(self.key) or shown.key.endswith(self.key)):
            return SAME_STORY
        if len(shown.words) < 2 or not self.words:
            return 0.0
        common = len(shown.words & self.words)
        return min(SAME_STORY - 0.01, common / min(len(shown.words), max(3, len(self.words))))

    def begins_with(self, first: str) -> bool:
        """Tell whether this title sets its beginning `first` off by a separator, as it does with a site's name."""
        key = key_of(first)
        return any(key_of(self.text[: match.start()]) == key for match in SEPARATOR.finditer(self.text))


def cut_site(title: Title, sites: frozenset[str], others: Iterable[Title] = ()) -> str:
    """Return a declared title without the site's name before or behind it.

    The name is known by what the site calls itself, by its host, or because another declared title does without.
    """
    for other in others:
        if len(other.key) >= _LEAST_KEY and title.set_off(other.key) is not None:
            return other.text
    text = title.text
    spans = [match.span() for match in SEPARATOR.finditer(text)]
    while spans:
        before, after = text[: spans[-1][0]].rstrip(), text[spans[0][1] :].lstrip()
        if _names_site(text[spans[-1][1] :], sites) and key_of(before):
            text = before
            spans.pop()
        elif _names_site(text[: spans[0][0]], sites) and key_of(after):
            return after
        else:
            break
    return text


def site_keys(names: Sequence[str], url: str | None) -> frozenset[str]:
    """Return the keys of a site's names, the host and its own label among them."""
    keys = {key_of(name) for name in names if name}
    host = host_of(url).partition(":")[0].removeprefix("www.") if url else ""
    if host:
        labels = host.split(".")
        own = labels[-3] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2] if len(labels) > 1 else host
        keys |= {key_of(host), key_of(own)}
    return frozenset(keys - {""})


def _names_site(part: str, sites: frozenset[str]) -> bool:
    key = key_of(part)
    if not key or len(part) > 60:
        return False
    return any(
        key == site or (len(site) >= 5 and site in key and len(key) <= 3 * len(site)) or (len(key) >= 5 and key in site)
        for site in sites
    )


def pieces_of(text: str) -> set[str]:
    """Return what two wordings of one story share at least one of: words of four letters, pairs of signs."""
    words = words_of(text)
    return {word for word in words if len(word) >= 4 and word.isascii()} | {
        word[n : n + 2] for word in words if not word.isascii() for n in range(len(word) - 1)
    }


def same_spacing(text: str, title: str) -> bool:
    """Tell whether two titles of one key divide it alike: the same words, no blank before a mark, the same colons."""
    tight = fold(re.sub(r"\s+([:;,.!?])", r"\1", text)) == text
    return tight and len(words_of(text)) == len(words_of(title)) and (":" in text) == (":" in title)


def key_of(text: str) -> str:
    """Return letters and digits alone, in lower case: what two spellings of a title have in common."""
    return _NOT_WORD.sub("", text.casefold())


def words_of(text: str) -> list[str]:
    """Return the words of a title in lower case."""
    return _NOT_WORD.sub(" ", text.casefold()).split()
