"""When a story was published, as a card says it: a date, a time of day, or how long ago. Only for short texts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scraper.clean.teasers import moment_words
from scraper.dates import find_moment
from scraper.dates.reading import month_number

_LONGEST = 120  # characters of a text that is searched


class Shown(NamedTuple):
    """A date inside a text: `text[start:end]` is how it is shown."""

    start: int
    end: int
    moment: str | None
    """ISO 8601; `None` where the words alone do not settle the day ("2 hours ago")."""


def find_shown(text: str) -> Shown | None:
    """Return the first date or distance in time that a short text holds; `None` for a text without one."""
    return _find(text[:_LONGEST])


@lru_cache(maxsize=2048)
def _find(text: str) -> Shown | None:
    """The same for a text that is searched as a whole: it is asked for a title, an excerpt and a date in turn."""
    lowered = text.lower()
    numbered = any(map(str.isdecimal, text))
    if (numbered or moment_words.SOME.search(text)) and moment_words.HINTS_AT_AGO.search(lowered):
        distance = moment_words.AGO.search(text)
        if distance:
            return _matched(distance)
    day = moment_words.DAY_WORD.search(text) if moment_words.HINTS_AT_DAY_WORD.search(lowered) else None
    if day or not numbered:
        return _matched(day)
    found = find_moment(text)
    if found:
        label = moment_words.WEEKDAY_BEFORE.search(text, 0, found.start)
        return Shown(label.start() if label else found.start, found.end, found.moment)
    dated = moment_words.DAY_AND_MONTH.fullmatch(text)
    if dated and month_number((dated["behind"] or dated["before"]).lower()):
        return _matched(dated)
    return _matched(moment_words.DAY_IN_FIGURES.search(text) or moment_words.CLOCK.fullmatch(text))


def _matched(match: re.Match[str] | None) -> Shown | None:
    return Shown(match.start(), match.end(), None) if match else None
