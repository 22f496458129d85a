"""Addresses without end: calendars, facets, sessions, folders that repeat themselves. Pure.

An address has a form: what is left without its numbers and values. Stories may be without number; of what looks like a
calendar, a facet or a session only so many are asked for.
"""

from __future__ import annotations

import re
from datetime import date

from scraper.urls import path_and_query

MOST_SEGMENTS = 20
"""Segments of a path; what is deeper repeats itself."""

MOST_REPEATS = 3
"""How often one segment may stand in a path."""

MOST_OF_A_FORM = 500
"""Addresses of one form that are asked for, where the form can be without end."""

KEPT_BEYOND = 100
"""Addresses of a form that are kept beyond that, with the outcome "trap"; of the rest only the number is."""

MOST_HOPS = 3
"""Listings in a row that were found where a story was expected; what lies behind is not followed."""

_YEARS_AHEAD = 2
_FIRST_YEAR = 1990
_NUMBER = re.compile(r"\d+")
_CALENDAR_WORDS = re.compile(
    r"calendar|kalender|agenda|events?|archives?|archiv|date|day|month|week|year", re.IGNORECASE
)
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")


def form_of(url: str) -> str | None:
    """Return the form of an address that can be without end; `None` for one that looks like a story or a section.

    That is a path of nothing but dates and words for calendars, or a query that is not just one number.
    """
    parts = path_and_query(url)
    if parts is None:
        return None
    path, query = parts
    names = [pair.partition("=") for pair in query.split("&") if pair]
    if len(names) > 1 or (names and not names[0][2].isdigit()):
        return f"{_NUMBER.sub('#', path)}?{'&'.join(sorted(name for name, _, _ in names))}"
    return _NUMBER.sub("#", path) if _calendar(path) is not None else None


def trap_of(url: str, *, known: int = 0, today: date | None = None) -> str | None:
    """Return why an address is not asked for, in words; `None` if nothing speaks against it.

    `known` is how many addresses of its form (`form_of`) were found before. With `today`, calendars end two years ahead.
    """
    parts = path_and_query(url)
    if parts is None:
        return None
    path = parts[0]
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > MOST_SEGMENTS:
        return f"{len(segments)} segments deep"
    for segment in segments:
        if segments.count(segment) > MOST_REPEATS:
            return f"{segment!r} stands {segments.count(segment)} times in its path"
    year = _calendar(path)
    if year is not None and today is not None and not _FIRST_YEAR <= year <= today.year + _YEARS_AHEAD:
        return f"a calendar's page for the year {year}"
    if known >= MOST_OF_A_FORM and (form := form_of(url)) is not None:
        return f"one of more than {MOST_OF_A_FORM} of the form {form}"
    return None


def _calendar(path: str) -> int | None:
    """Return the year of a path that holds a date and words for calendars, and nothing else."""
    segments = [segment for segment in path.strip("/").split("/") if segment]
    if not segments or not any(_CALENDAR_WORDS.fullmatch(segment) for segment in segments):
        return None
    rest = "/".join(segment for segment in segments if not _CALENDAR_WORDS.fullmatch(segment))
    match = _DATE.fullmatch(rest)
    return int(match[1]) if match else None
