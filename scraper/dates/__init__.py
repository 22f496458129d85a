"""Dates as pages write them -> ISO 8601 as a record carries them.

    2021-10-21                     a day: the text gives no time, or a time that no zone belongs to
    2021-03-21T13:25:04-04:00      a moment: day, time and offset as the page has them; fractions of a second are cut

A time without a zone is no moment. `zone`, where the caller knows it, decides its offset; otherwise the time is left out
and the day stays: a day is true, a guessed moment may be hours off. The machine's own zone never matters.
Days outside 1970 to 2100 and days that do not exist are `None`. Nothing here raises; time is linear in the text.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from scraper.dates.calendars import any_calendar, gregorian
from scraper.dates.clock import Clock, aware, clock_after, clock_before, offset_minutes
from scraper.dates.reading import Day, days_in, month_number, normal

__all__ = ["Found", "find_moment", "find_moments", "instant_of", "parse_moment", "same_moment"]

_LONGEST = 400
"""Characters that are read of a text handed over as a date."""

_ISO = re.compile(
    r"(\d{4})(-?)(\d\d)\2(\d\d)"
    r"(?:[T\s_]\s?(\d\d)(:?)(\d\d)(?:\6(\d\d)(?:[.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_ZONED = r"(?:Z|[+-](?:0\d|1[0-3]):?[0-5]\d)"
_PLAIN = re.compile(
    rf"(?:19[7-9]\d|20\d\d)-\d\d-\d\d(?:T\d\d:\d\d:[0-5]\d(?:\.\d{{1,6}})?{_ZONED})?",
    re.ASCII,
)
"""ISO 8601 as machines write it: what needs no thought."""

_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (19[7-9]\d|20\d\d) "
    r"(\d\d):(\d\d):([0-5]\d) (?:GMT|UTC|([+-](?:0\d|1[0-3])[0-5]\d))",
    re.ASCII,
)
"""RFC 822 as feeds write it, likewise."""

_REMEMBERED = 64
"""Lines that are kept with their dates: several readers ask for those of a page's few."""

_DATED = re.compile(r"\d{4}|\d\D{1,4}\d{1,2}\D{1,4}\d\d|\d.{1,12}[-/'’ʼ´`]\s?\d\d|[年년]")
"""What every text with a date in it has: four digits, two numbers before a short year, or the sign of a year."""

_EPOCH = re.compile(r"([1-4]\d{9})(?:\.\d+|\d{3})?", re.ASCII)
_TIGHT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+\.?")
_ENGLISH = "January February March April May June July August September October November December".split()
_MONTHS = {name[:3]: f"{number:02}" for number, name in enumerate(_ENGLISH, 1)}


class Found(NamedTuple):
    """A date inside a longer text: `text[start:end]` is how it is written, its time and zone included."""

    moment: str
    start: int
    end: int


def parse_moment(
    text: str, *, formats: tuple[str, ...] = (), zone: str | None = None, locale: str | None = None
) -> str | None:
    """Return the date that `text` holds, in ISO 8601; of several the first. `None` where there is none.

    Read are ISO 8601 and its variants, RFC 822, epoch seconds and milliseconds, and the written forms of some sixty
    languages with their digits, Buddhist and Persian years and Japanese eras.
    `formats`: `strptime` formats that are tried first, in order; month names of any language fit %B and %b.
    `zone`: IANA name of the zone of times that name none; an unknown name counts as `None`.
    `locale`: BCP 47 tag that settles "03/04/2021": month first for en-US, day first for others; without it, or for a bare
    "en", such a date is `None` unless only one order is possible. Dotted dates are always day first.
    """
    text = text.strip()[:_LONGEST]
    if not formats and (moment := _plain(text)):
        return moment
    for form in formats:
        if moment := _by_format(text, form, zone):
            return moment
    return _exact(text, zone) or _first(text, zone, locale)


def find_moment(text: str, *, zone: str | None = None, locale: str | None = None) -> Found | None:
    """Return the first date in a longer text; `zone` and `locale` as for `parse_moment`."""
    found = find_moments(text, zone=zone, locale=locale)
    return found[0] if found else None


def find_moments(text: str, *, zone: str | None = None, locale: str | None = None) -> list[Found]:
    """Return every date in a longer text, in order: "Published: Oct 21, 2021 | Updated Oct 22, 2021" has two."""
    return list(_found(text, zone, locale)) if _DATED.search(text) else []


@lru_cache(maxsize=_REMEMBERED)
def _found(text: str, zone: str | None, locale: str | None) -> tuple[Found, ...]:
    plain = normal(text)
    days = days_in(plain, locale)
    found: list[Found] = []
    floor = 0
    for day in days:
        clock = clock_after(plain, text, _clock_start(plain, day)) or clock_before(plain, text, day.start, floor)
        start, end = day.start, day.end
        if clock:
            start, end = min(start, clock.start), max(end, clock.end)
        found.append(Found(_written(day.day, clock, zone), start, end))
        floor = end
    return tuple(found)


def instant_of(moment: str) -> datetime | None:
    """Return an ISO 8601 moment of a record as an aware datetime; `None` for a day alone or what is no moment."""
    try:
        instant = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def same_moment(one: str, other: str) -> bool:
    """Tell whether two dates of a record agree: the same instant, or the same day where one of them is a day alone."""
    first, second = instant_of(one), instant_of(other)
    if first and second:
        return first == second
    return one[:10] == other[:10]


def _plain(text: str) -> str | None:
    """Read the two forms in which machines tell dates to machines; `None` for every other, which the long way reads."""
    if _PLAIN.fullmatch(text):
        written = text
    elif match := _MAIL.fullmatch(text):
        month = _MONTHS.get(match[2])
        written = f"{match[3]}-{month}-{int(match[1]):02}T{match[4]}:{match[5]}:{match[6]}{match[7] or 'Z'}"
    else:
        return None
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return None
    if len(written) == len("2021-10-21"):
        return written
    zone = (
        "+00:00" if written[-1] == "Z" else written[-6:] if written[-3] == ":" else f"{written[-5:-2]}:{written[-2:]}"
    )
    return written[: len("2021-10-21T13:25:04")] + (zone if zone != "-00:00" else "+00:00")


def _exact(text: str, zone: str | None) -> str | None:
    """Read what is nothing but a date in figures: ISO 8601 and its variants, epoch seconds."""
    if match := _ISO.fullmatch(text):
        day = any_calendar(int(match[1]), int(match[3]), int(match[4]))
        return _written(day, _iso_clock(match), zone) if day else None
    if match := _TIGHT.fullmatch(text):
        day = gregorian(*map(int, match.group(1, 2, 3)))
        clock = _clock(match[4], match[5], match[6], None)
        if day and clock:
            return _written(day, clock, zone)
    if match := _EPOCH.fullmatch(text):
        return _in_range(datetime.fromtimestamp(int(match[1]), UTC))
    return None


def _iso_clock(match: re.Match[str]) -> Clock | None:
    if not match[5]:
        return None
    offset = match[9]
    minutes = None
    if offset:
        minutes = 0 if offset[0] in "ZzUuGg" else offset_minutes(offset)
    return _clock(match[5], match[7], match[8], minutes)


def _clock(hour: str, minute: str, second: str | None, zone: int | None) -> Clock | None:
    try:
        return Clock(time(int(hour), int(minute), min(59, int(second or 0))), zone, 0, 0)
    except ValueError:
        return None


def _first(text: str, zone: str | None, locale: str | None) -> str | None:
    found = find_moment(text, zone=zone, locale=locale)
    return found.moment if found else None


def _clock_start(text: str, day: Day) -> int:
    """Return from where the time of a day is looked for: "Oct 21 13:25:04 2021" holds it inside."""
    inside = text.find(":", day.start, day.end)
    if inside < 0:
        return day.end
    while inside > day.start and text[inside - 1].isdecimal():
        inside -= 1
    return inside


def _written(day: date, clock: Clock | None, zone: str | None) -> str:
    moment = aware(day, clock, zone) if clock else None
    return moment.isoformat() if moment else day.isoformat()


def _in_range(moment: datetime) -> str | None:
    return moment.replace(microsecond=0).isoformat() if gregorian(moment.year, moment.month, moment.day) else None


def _by_format(text: str, form: str, zone: str | None) -> str | None:
    """Read `text` as a `strptime` format says; `None` where it does not fit."""
    moment = _strptime(text, form) or _strptime(_WORD.sub(_in_english, normal(text)), form)
    if moment is None:
        return None
    day = gregorian(moment.year, moment.month, moment.day)
    if day is None:
        return None
    if "%H" not in form and "%I" not in form and "%X" not in form and "%c" not in form:
        return day.isoformat()
    offset = moment.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset is not None else None
    return _written(day, Clock(moment.time().replace(microsecond=0), minutes, 0, 0), zone)


def _in_english(match: re.Match[str]) -> str:
    number = month_number(match[0])
    if number is None:
        return match[0]
    return _ENGLISH[number - 1] if len(match[0].rstrip(".")) > 3 else _ENGLISH[number - 1][:3]


def _strptime(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 (the zone is settled by the caller)
    except (ValueError, TypeError, OverflowError):
        return None
