"""Days written in words or figures, found in a line of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from scraper.dates.calendars import ERAS, any_calendar, gregorian, solar
from scraper.dates.words import CROATIAN_OCTOBER, MONTHS, SOLAR_MONTHS, plain

_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
)  # fmt: skip
# One character for one, so that places in the prepared text are places in the original.
_SAME_LENGTH = (
    {zero + n: str(n) for zero in _ZEROS for n in range(10)}
    | dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200b"), " ")
    | {ord(a): b for a, b in zip("İ−‐‑：．／，،’ʼ´`", "i---:./,,''''", strict=True)}
)

_ORDINAL = r"(?:st|nd|rd|th|er|re|º|ª|°|:?e|ste|de|ème|\.?[-\u2013]?(?:го|е|ое|ші|га|й))?"
_LINK = r"(?:(?:of|de|del|de la|di|da|do|ta'|na|the|gada|ngày|من)\s|d')?"
_YEAR_FIRST = re.compile(r"(?<!\d)(?<!\d[.,:/\-])(\d{4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(?<!\d[.:/\-])(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?((?:\d{4}|\d{2})(?!\d))(?!\2\d)")
_COMPACT = re.compile(r"(?<![\d.,:/\-])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_CJK = re.compile(
    r"(?:(\d{4})|(令和|平成|昭和|民國|民国)\s?(\d{1,3}|元))\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})(?:\s?[日号號일])?(?!\d)"
)
_VIETNAMESE = re.compile(r"\s(\d{1,2}|mười một|mười hai|mười|một|hai|ba|tư|năm|sáu|bảy|tám|chín)(?!\d|[^\W\d_])")
_NUMERALS = "một hai ba tư năm sáu bảy tám chín mười".split()
_ARABIC_SECOND = re.compile(r"\sال(?:أول|اول|ثاني)")
_THAI_SHORT = re.compile(r"(?:[มกพสตธ]|มี|เม|มิ)\.\s?[คพย]\.?")
_WORD = re.compile(r"[^\s\d\x00-@\[-`{-\u00bf\u2000-\u200b\u200e-\u206f،।॥]+")
_LEFT_DAY = re.compile(rf"(?<!\d)(?<!\d[:.])(\d{{1,2}})(?:{_ORDINAL}[\s.,\-/]{{0,3}}{_LINK}|\.?\s?d\.?\s)$")
_LEFT_YEAR = re.compile(r"(?<!\d)(\d{4})(?:eko|\(e\)ko|(?:\.?\s(?:m\.|gada|metų|оны))|[.,])?[\s.,\-/]{0,2}$")
_LEFT_YEAR_DAY = re.compile(r"(?<!\d)(\d{4})[.,]?\s(?:gada\s)?(\d{1,2})\.?\s$")
_RIGHT_YEAR = re.compile(rf"[\s.,\-/]{{0,3}}{_LINK}(?:năm\s|พ\.ศ\.\s?|ค\.ศ\.\s?)?(\d{{4}})(?![\d:])")
_RIGHT_SHORT_YEAR = re.compile(r"(?:[-/]|\.?,?\s?')(\d{2})(?!\d|:)")
_RIGHT_DAY_YEAR = re.compile(
    rf"[\s.\-/]{{0,3}}(?:ngày\s)?(\d{{1,2}}){_ORDINAL}(?:[\s.,\-/]{{1,3}}{_LINK}|,)(?:năm\s)?(\d{{4}})(?![\d:])"
)
_RIGHT_DAY_TIME_YEAR = re.compile(
    r"\s(\d{1,2})\s(?=\d{1,2}:\d{2}(?::\d{2})?(?:\s[+-]\d{4}|\s[a-z]{1,5})?\s((?:19|20)\d\d)(?!\d))"
)
_RIGHT_DAY = re.compile(r"[\s.\-/]{0,3}(\d{1,2})(?![\d:])")
_BEFORE, _AFTER = 24, 32  # characters beside a month's name in which its day and year stand


class Day(NamedTuple):
    """A calendar day and its place in the text."""

    day: date
    start: int
    end: int


def normal(text: str) -> str:
    """Return `text` in lower case with ASCII digits and plain marks, character for character as long as before."""
    lowered = text.translate(_SAME_LENGTH).lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower()[0] for c in text.translate(_SAME_LENGTH))


def days_in(text: str, locale: str | None) -> list[Day]:
    """Return the days written in `text` (prepared by `normal`), in order, none overlapping."""
    found: list[Day] = []
    if any(c in text for c in "-./"):
        found += _in_figures(text, locale)
    if "年" in text or "년" in text:
        found += _in_signs(text)
    found += _in_words(text, locale)
    found += _compact(text)
    found.sort(key=lambda day: (day.start, -day.end))
    kept: list[Day] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _in_figures(text: str, locale: str | None) -> Iterator[Day]:
    for match in _YEAR_FIRST.finditer(text):
        if day := any_calendar(int(match[1]), int(match[3]), int(match[4])):
            yield Day(day, *match.span())
    for match in _YEAR_LAST.finditer(text):
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
        if day := _in_order(first, second, year, match[2], locale):
            yield Day(day, *match.span())


def _in_order(first: int, second: int, year: int, mark: str, locale: str | None) -> date | None:
    """Read "03/04/2021": by what is possible, else by the order of the locale; `None` where both would do."""
    day_first, month_first = any_calendar(year, second, first), gregorian(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if mark == ".":
        return day_first
    if locale is None or locale.lower() == "en":
        return None
    return month_first if locale.lower().replace("_", "-") in _MONTH_FIRST else day_first


_MONTH_FIRST = ("en-us", "en-ph", "es-us", "fil", "fil-ph")


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) >= 70 else 2000)


def _in_signs(text: str) -> Iterator[Day]:
    for match in _CJK.finditer(text):
        year = int(match[1]) if match[1] else ERAS[match[2]] + (1 if match[3] == "元" else int(match[3]))
        if day := gregorian(year, int(match[4]), int(match[5])):
            yield Day(day, *match.span())


def _compact(text: str) -> Iterator[Day]:
    for match in _COMPACT.finditer(text):
        if day := gregorian(int(match[1]), int(match[2]), int(match[3])):
            yield Day(day, *match.span())


def _in_words(text: str, locale: str | None) -> Iterator[Day]:
    for month, start, end, is_solar in _months_in(text, locale):
        placed = _day_and_year(text[max(0, start - _BEFORE) : start], text[end : end + _AFTER])
        if placed is None:
            continue
        year, day, before, after = placed
        found = solar(year, month, day) if is_solar else gregorian(year, month, day)
        if found:
            yield Day(found, start - before, end + after)


def _months_in(text: str, locale: str | None) -> Iterator[tuple[int, int, int, bool]]:
    """Yield number, start, end of each month's name, and whether it is one of the solar calendar."""
    for match in _WORD.finditer(text):
        word, end = match[0], match.end()
        if word == "tháng":
            if numeral := _VIETNAMESE.match(text, end):
                yield _vietnamese(numeral[1]), match.start(), numeral.end(), False
            continue
        if word in ("تشرين", "كانون") and (second := _ARABIC_SECOND.match(text, end)):
            word, end = word + second[0].strip(), second.end()
        if word == CROATIAN_OCTOBER and (locale == "hr" or text[: match.start()].rstrip().endswith(".")):
            yield 10, match.start(), end, False
        elif number := SOLAR_MONTHS.get(word):
            yield number, match.start(), end, True
        elif number := month_number(word):
            yield number, match.start(), end, False
    if "." in text:
        for match in _THAI_SHORT.finditer(text):
            if number := MONTHS.get(re.sub(r"[.\s]", "", match[0])):
                yield number, match.start(), match.end(), False


def _vietnamese(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    return sum(_NUMERALS.index(word) + 1 for word in numeral.split())


def month_number(word: str) -> int | None:
    """Return 1 to 12 for the name of a month in lower case, inflected or short; `None` for any other word."""
    name = plain(word.strip("."))
    for length in range(len(name), max(3, len(name) - 5), -1):
        if number := MONTHS.get(name[:length]):
            return number
    number = MONTHS.get(name)
    if number is None and name[:1] == "ב":  # Hebrew "in", written together with the month
        return MONTHS.get(name[1:])
    return number


def _day_and_year(left: str, right: str) -> tuple[int, int, int, int] | None:
    """Return year, day, and how far they reach to the left and right of a month's name."""
    day = _LEFT_DAY.search(left)
    if day:
        for pattern in (_RIGHT_YEAR, _RIGHT_SHORT_YEAR):
            if year := pattern.match(right):
                return _full_year(year[1]), int(day[1]), len(left) - day.start(), year.end()
    if both := _RIGHT_DAY_YEAR.match(right):
        return int(both[2]), int(both[1]), 0, both.end()
    if both := _RIGHT_DAY_TIME_YEAR.match(right):
        return int(both[2]), int(both[1]), 0, both.end()
    if (year := _LEFT_YEAR.search(left)) and (after := _RIGHT_DAY.match(right)):
        return int(year[1]), int(after[1]), len(left) - year.start(), after.end()
    if both := _LEFT_YEAR_DAY.search(left):
        return int(both[1]), int(both[2]), len(left) - both.start(), 0
    return None
