"""The time of day beside a date, and its zone. Works on text that `reading.normal` has prepared."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scraper.dates.words import OFFSETS, ZONES

_REACH = 48  # characters between a date and its time, at most
_MOST_WORDS = 2  # "21 October 2021, Thursday, at 15:05"
_MOST_OFFSET = 14 * 60  # minutes; no zone is further from Greenwich

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})"
    r"(?:\s?(?::|h|時|时|시|点|點|giờ)\s?(?P<minute>[0-5]\d)(?:\s?(?:[:.]|分|분|m|min)\s?(?P<second>[0-5]\d)(?:[.,]\d+)?\s?[秒초]?)?\s?[分분]?"
    r"|(?P<dot>\.)(?P<dotted>[0-5]\d)(?![\d.]|\s?[%€$£])"
    r"|\s?(?P<alone>h|uhr|時|时|시|点|點|giờ)(?![^\W\d_])"
    r"|(?=\s?[ap]\.?\s?m\b))"
    r"(?P<half>\s?(?:[ap]\.?\s?m\b\.?|[πμ]\.?\s?μ\.?(?!\w)|صباحا|مساء|[صم](?!\w)|sa(?!\w)|ch(?!\w)))?",
)
_ZONE = re.compile(
    r"\s{0,2}[(\[]?(?:(?:utc|gmt)\s?(?P<far>[+-]\d{1,2}(?::?\d{2})?)|(?P<near>[+-]\d{2}:?\d{2})(?!\d)|(?P<short>[+-]\d{2})(?![\d:./-])"
    r"|(?P<name>[a-z]{1,5})(?![^\W\d_]))(?:\s?[)\]])?"
)
_HALF_BEFORE = re.compile(r"(오전|午前|上午|오후|午後|下午|凌晨|晚上|早上|清晨|中午|পূর্বাহ্ণ|अपराह्न|दोपहर|शाम)\s?$")
_MORNING = ("오전", "午前", "上午", "凌晨", "早上", "清晨")
_LATE = ("p", "μ", "م", "ch")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_DATE = re.compile(
    r"updat|modif|edit|aktuali|geändert|mis à jour|maj\b|actuali|atualiz|aggiorn|bijgewerkt|opdater|oppdater|uppdater"
    r"|обновл|изменен|оновлен|güncel|diperbarui|cập nhật|更新|수정|تحديث|עודכן|päivit|zaktual|frissít|publi|posted|ago\b"
)


class Clock(NamedTuple):
    """A time of day with its place in the text. `zone` is minutes east of Greenwich, an IANA name, or `None`."""

    time: time
    zone: int | str | None
    start: int
    end: int


def clock_after(text: str, original: str, end: int) -> Clock | None:
    """Return the time that follows a date ending at `end`."""
    stop = min(len(text), end + _REACH)
    start = end
    while start < stop and not text[start].isdecimal():
        start += 1
    if start >= stop or not _near(text[end:start]):
        return None
    match = _CLOCK.match(text, start)
    return _read(match, text, original, end) if match else None


def clock_before(text: str, original: str, start: int, floor: int) -> Clock | None:
    """Return the time that stands before a date starting at `start`; nothing before `floor` is read."""
    begin = max(floor, start - _REACH)
    found = None
    for match in _CLOCK.finditer(text, begin, start):
        if not match["dot"] or match["half"]:
            found = match
    if found is None or (found.start() and text[found.start() - 1].isdecimal()):
        return None
    clock = _read(found, text, original, begin)
    return clock if clock and clock.end <= start and _near(text[clock.end : start]) else None


def aware(day: date, clock: Clock, zone: str | None) -> datetime | None:
    """Return the moment of a day and a time: by the offset they carry, else by `zone` (IANA); `None` without either."""
    naive = datetime.combine(day, clock.time)
    own = clock.zone if clock.zone is not None else zone
    if own is None:
        return None
    if isinstance(own, int):
        return naive.replace(tzinfo=timezone(timedelta(minutes=own)))
    try:
        return naive.replace(tzinfo=ZoneInfo(own))
    except (ValueError, OSError, KeyError):  # no such zone in the time zone database
        return None


def offset_minutes(text: str) -> int | None:
    """Return "+02:00", "-0400" or "+7" as minutes; `None` past 14 hours."""
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    total = int(hours) * 60 + int(minutes)
    return (-total if text[0] == "-" else total) if total <= _MOST_OFFSET and int(minutes) < 60 else None


def _near(gap: str) -> bool:
    """Tell whether what stands between a date and a time ties them together."""
    return (
        len(gap) <= _REACH
        and len(_WORD.findall(gap)) <= _MOST_WORDS
        and not _OTHER_DATE.search(gap)
        and not any(c in gap for c in "\n?!%€$£")
    )


def _read(match: re.Match[str], text: str, original: str, begin: int) -> Clock | None:
    hour = int(match["hour"])
    before = _HALF_BEFORE.search(text, max(begin, match.start() - 6), match.start())
    late: bool | None = None
    if before:
        late = before[1] not in _MORNING
    elif match["half"]:
        late = match["half"].strip().startswith(_LATE)
    if late is not None and 1 <= hour <= 12:
        hour = hour % 12 + (12 if late else 0)
    if hour > 23:
        return None
    minute, second = match["minute"] or match["dotted"] or "0", match["second"] or "0"
    zone, end = _zone_at(text, original, match.end())
    return Clock(time(hour, int(minute), int(second)), zone, before.start() if before else match.start(), end)


def _zone_at(text: str, original: str, at: int) -> tuple[int | str | None, int]:
    """Return the zone that stands at `at` and where it ends."""
    match = _ZONE.match(text, at)
    if match is None:
        return None, at
    offset = match["far"] or match["near"] or match["short"]
    if offset:
        minutes = offset_minutes(offset)
        return (minutes, match.end()) if minutes is not None else (None, at)
    name = original[match.start("name") : match.end("name")]
    zone = OFFSETS.get(name, ZONES.get(name))
    return (zone, match.end()) if zone is not None else (None, at)
