"""Years and days of other calendars, as proleptic Gregorian dates. Pure arithmetic, no tables."""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR = 1970
LAST_YEAR = 2100
"""Dates outside are faults of the page: null dates, years of wrong clocks, house numbers."""

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""Name of an era -> the Gregorian year before its year 1."""

_BUDDHIST = 543  # years between the Thai and the Gregorian count
_SOLAR_YEARS = range(1349, 1480)  # 1970 to 2100
_SOLAR_MONTHS = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30)


def any_calendar(year: int, month: int, day: int) -> date | None:
    """Like `gregorian` for a date in figures alone: a year from 1349 to 1479 is one of the Persian solar count."""
    return solar(year, month, day) if year in _SOLAR_YEARS else gregorian(year, month, day)


def gregorian(year: int, month: int, day: int) -> date | None:
    """Return the date, `None` if there is no such day or it lies outside 1970 to 2100.

    A year from 2513 to 2643 is one of the Buddhist count.
    """
    if FIRST_YEAR + _BUDDHIST <= year <= LAST_YEAR + _BUDDHIST:
        year -= _BUDDHIST
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def solar(year: int, month: int, day: int) -> date | None:
    """Return the day of the Persian (solar Hijri) calendar; `None` if there is no such day or it is out of range."""
    if year not in _SOLAR_YEARS or not 1 <= month <= 12 or not 1 <= day <= _SOLAR_MONTHS[month - 1]:
        return None
    passed = sum(_SOLAR_MONTHS[: month - 1]) + day - 1
    if month == 12 and day == 30 and _new_year(year + 1) - _new_year(year) == timedelta(days=365):
        return None
    return _new_year(year) + timedelta(days=passed)


def _new_year(year: int) -> date:
    """Return 1 Farvardin of a solar year: by the cycle of 33 years, which holds for all years taken here."""
    cycle, rest = divmod(year - 1, 33)
    leaps = cycle * 8 + sum(1 for past in range(1, rest + 1) if past % 33 in _LEAP_YEARS)
    return _EPOCH + timedelta(days=(year - 1) * 365 + leaps)


_LEAP_YEARS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_EPOCH = date(622, 3, 21)
