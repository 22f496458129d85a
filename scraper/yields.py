"""Which addresses of a site bring stories, learnt from what earlier ones of their shape have brought. Pure.

A shape is what addresses of one kind share: their folder, not their name. One whose addresses have never brought a story is asked
for less and less, never not at all: what the site changes is noticed. One that has brought nothing but stories says that a link to
another such address leads to a story, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from scraper.urls import host_of, settled_path

Found = Literal["story", "perhaps", "nothing"]
"""What an answer brought: a story; links that may lead to some, or a page that may hide one; nothing of it."""

ENOUGH = 20
"""Answers in a row that bring nothing and make a shape barren which never brought a story. Each story that it did bring makes it take
more, by the square: a page that only looks like a story does not keep a shape for ever, one story in ten does."""

SPARING = 2
"""How many addresses of a barren shape are passed over for each answer in a row that brought nothing, before the next is asked for."""

SAMPLE = timedelta(days=7)
"""Behind this one address of a barren shape is asked for in any case."""

PROVEN = 5
"""Stories that make a shape one of stories, if hardly anything else had it."""

TOLD_BY = ("definition", "feed", "rest", "api", "list", "part")
"""Ways in (`Link.found_by`) that name stories alone: what they name is asked for, whatever its shape."""

PASSED = "no_story"
"""Outcome of a link that was passed over."""

_MOST_OTHERS = 0.05
_LONGEST = 300  # characters of a shape
_SLUG = 3  # words of an address that is a headline
_SHORT = 10  # letters of a word that says what kind of page of a story it is: "print", "amp", "comments"
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DATE = re.compile(r"(?:19|20)\d{2}-?\d{2}-?\d{2}")
_DIGITS = re.compile(r"\d+")
_NUMBER_BEHIND = re.compile(r"\d{2}$")
_BREAK = re.compile(r"[-_.,+ ]+")
_EXTENSION = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{1,5}$")

_NOTHING = frozenset(("not_html", "noindex", "noarchive", "off_site"))
"""Outcomes of links that are no stories."""

_NONE_HERE = frozenset(("ok", "no_article", "not_html"))
"""Outcomes of pages, other than articles, that say what the page is."""

_SILENT = frozenset(("soft_404", "empty"))
"""Outcomes of pages that say nothing about others; behind the rest, walls and scripts, a story may hide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What addresses of one shape have brought so far."""

    stories: int = 0
    others: int = 0
    """Other answers."""

    idle: int = 0
    """Answers in a row, up to the last, that brought nothing."""

    passed: int = 0
    """Addresses that were passed over since the last answer."""

    asked_at: datetime | None = None
    """When the last answer came; `None`: there was none."""


def shape_of(url: str) -> str:
    """Return the shape of an address: its host, its folders as they are, dates and numbers as such, and whether its name is a headline.

    The name counts only where no folder tells more. Of a query the names count, and whether their values are numbers.
    """
    path, _, query = settled_path(url).partition("?")
    segments = [segment for segment in path.split("/") if segment]
    extension = _EXTENSION.search(segments[-1]) if segments else None
    if extension:
        segments[-1] = segments[-1][: extension.start()]
    parts: list[str] = []
    for segment in segments[:-1]:
        parts.append(_folder(segment, parts))
    if segments:
        parts.append(_name(segments[-1], parts))
    values = sorted((name, "{n}" if value.isdigit() else "{}") for name, _, value in _pairs(query))
    asked = "?" + "&".join(f"{name}={value}" for name, value in values) if values else ""
    shape = f"{host_of(url).removeprefix('www.')}/{'/'.join(parts)}{extension[0].lower() if extension else ''}{asked}"
    return shape[:_LONGEST]


def found_in(outcome: str, *, page_type: str | None, page: str | None, is_told: bool, is_twin: bool) -> Found | None:
    """Return what the first answer to an address brought, its links apart; `None`: it does not tell.

    `outcome` is the link's, `page_type` and `page` are type and outcome of its page (`None`: there is none). `is_told`: a way in that
    names stories alone has named it. `is_twin`: it says that it is the page of another address, which is stored.
    """
    if outcome in ("stored", "read"):
        if is_told or (page_type == "article" and not is_twin):
            return "story"
        if is_twin or outcome == "read" or page in _NONE_HERE:
            return "nothing"
        return None if page in _SILENT else "perhaps"
    return "nothing" if outcome in _NOTHING and not is_told else None


def after(past: Past, found: Found, *, now: datetime) -> Past:
    """Return the past of a shape behind one more answer."""
    story = found == "story"
    return Past(
        stories=past.stories + story,
        others=past.others + (not story),
        idle=past.idle + 1 if found == "nothing" else 0,
        asked_at=now,
    )


def passed_over(past: Past) -> Past:
    """Return the past of a shape behind an address that was not asked for."""
    return replace(past, passed=past.passed + 1)


def is_barren(past: Past) -> bool:
    """Tell whether addresses of a shape bring no stories, as far as its past tells."""
    return past.idle >= ENOUGH * (1 + past.stories) ** 2


def is_asked(past: Past, *, now: datetime) -> bool:
    """Tell whether an address of a shape is asked for: always, unless it is barren; then now and then."""
    if not is_barren(past) or past.passed >= SPARING * past.idle:
        return True
    return past.asked_at is None or now - past.asked_at >= SAMPLE


def is_proven(past: Past) -> bool:
    """Tell whether addresses of a shape are stories."""
    return past.stories >= PROVEN and past.others <= _MOST_OTHERS * past.stories


def told(shape: str, past: Past) -> str:
    """Return what is known of a shape, in words."""
    brought = f"{past.stories:,} stories" if past.stories else "no story"
    passed = f", {past.passed:,} were passed over since" if past.passed else ""
    return f"{past.stories + past.others:,} addresses like {shape} have brought {brought}{passed}"


def _pairs(query: str) -> Iterable[tuple[str, str, str]]:
    return (pair.partition("=") for pair in query.split("&") if pair)


def _folder(segment: str, above: Sequence[str]) -> str:
    if _DATE.fullmatch(segment):
        return "{date}"
    if _YEAR.fullmatch(segment):
        return "{year}"
    if segment.isdigit():
        return "{nn}" if len(segment) <= 2 and above[-1:] in (["{year}"], ["{nn}"]) else "{n}"
    return "{slug}" if _is_headline(segment) else _DIGITS.sub("#", segment)


def _name(segment: str, folders: Sequence[str]) -> str:
    if segment.isdigit():
        return "{n}"
    if folders[-1:] in (["{slug}"], ["{n}"]) and segment.isalpha() and len(segment) <= _SHORT:
        return segment
    if any(not folder.startswith("{") for folder in folders):
        return "{}"
    return "{slug}" if _is_headline(segment) or _NUMBER_BEHIND.search(segment) else "{}"


def _is_headline(segment: str) -> bool:
    return len(_BREAK.split(segment.strip("-_"))) >= _SLUG
