"""An article's headline, date and authors, held against the gold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛´`", "'"),
        **dict.fromkeys("–—‑‐−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff"),
    }
)
_NO_WORD = re.compile(r"[^\w]+")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BY = re.compile(r"^(by|von|par|por|di|da|door|af|av|text)\s*:?\s+")
_SEPARATORS = (" | ", " - ", " » ", " · ", " :: ", " : ", " / ", " — ", " – ")


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Which fields of a page agree; what the gold does not state is `None`."""

    title: bool | None = None
    """Equal, typography aside."""

    title_loose: bool | None = None
    """Equal, case, punctuation and a site's name beside it aside."""

    date: bool | None = None
    """The same calendar day, in the page's own zone or in UTC."""

    authors: bool | None = None
    """The same set of names."""

    names: tuple[int, int, int] | None = None
    """Names in common, surplus, missing."""


def score_fields(gold: Mapping[str, Any], article: Mapping[str, Any]) -> FieldScore:
    """Score the fields of an article; an empty one stands for a page without an article."""
    title = loose = same_day = same_people = None
    names: tuple[int, int, int] | None = None
    if gold.get("title"):
        title, loose = _titles(gold["title"], article.get("headline"))
    if wanted_days := _days(gold.get("date")):
        same_day = _near(wanted_days, _days(article.get("published")), gold.get("date_tolerance_days", 0))
    if wanted := _names(gold.get("authors")):
        given = _names(article.get("authors"))
        same_people = wanted == given
        names = len(wanted & given), len(given - wanted), len(wanted - given)
    return FieldScore(title, loose, same_day, same_people, names)


def _titles(gold: str, mine: str | None) -> tuple[bool, bool]:
    if not mine:
        return False, False
    if _folded(gold) == _folded(mine):
        return True, True
    candidates = {_loose(mine)}
    for separator in _SEPARATORS:
        for text in (mine, _folded(mine)):
            parts = text.split(separator)
            if len(parts) > 1:
                candidates |= {_loose(separator.join(parts[:-1])), _loose(separator.join(parts[1:])), _loose(parts[0])}
    return False, _loose(gold) in candidates


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY).replace("''", '"').split())


def _loose(text: str) -> str:
    return _NO_WORD.sub(" ", _folded(text).casefold()).strip()


def _days(value: object) -> set[str]:
    """Return the calendar days that a date may stand for: in its own zone, and in UTC."""
    text = str(value).strip() if value else ""
    if not text:
        return set()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            found = _DAY.search(text)
            return {found[0]} if found else set()
    found_days = {moment.date().isoformat()}
    if moment.tzinfo is not None:
        found_days.add(moment.astimezone(UTC).date().isoformat())
    return found_days


def _near(gold: Iterable[str], mine: Iterable[str], tolerance: int) -> bool:
    wanted, given = _dates(gold), _dates(mine)
    return any(abs((one - other).days) <= tolerance for one in wanted for other in given)


def _dates(days: Iterable[str]) -> list[date]:
    found = []
    for day in days:
        try:
            found.append(date.fromisoformat(day))
        except ValueError:
            continue
    return found


def _names(value: object) -> set[str]:
    """Return a set of names to compare: without "by", case and punctuation."""
    if not value:
        return set()
    entries = value.split(";") if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    bare = (_BY.sub("", _folded(str(entry)).casefold()) for entry in entries)
    return {name for entry in bare if (name := _NO_WORD.sub(" ", entry).strip())}
