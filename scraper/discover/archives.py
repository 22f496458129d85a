"""Addresses by rule: date-patterned archives (`/2021/10/`), numbered pages of listings, "load more"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from scraper.urls import absolute_url

_FIELDS = ("%Y", "%y", "%m", "%-m", "%d", "%-d")


def archive_addresses(pattern: str, *, since: date, until: date) -> Iterator[str]:
    """Yield the addresses of a pattern for the days from `since` to `until`, both included, the newest first, each once.

    `%Y` is the year, `%y` its last two digits, `%m` and `%d` month and day in two digits, `%-m` and `%-d` without a zero
    before. A pattern without days has an address for each month, one without months for each year.
    """
    last = None
    day = until
    while day >= since:
        address = fill(pattern, day)
        if address != last:
            yield address
            last = address
        day = _before(pattern, day)


def fill(pattern: str, day: date) -> str:
    """Return the address of a pattern on a day."""
    values = (
        f"{day.year:04}",
        f"{day.year % 100:02}",
        f"{day.month:02}",
        str(day.month),
        f"{day.day:02}",
        str(day.day),
    )
    for name, value in zip(_FIELDS, values, strict=True):
        pattern = pattern.replace(name, value)
    return pattern


def is_dated(pattern: str) -> bool:
    """Tell whether a pattern names a year."""
    return "%Y" in pattern or "%y" in pattern


def page_address(rule: str, *, listing: str, pages: int, step: int) -> str | None:
    """Return the address of a listing's next page by a rule; `None` where it gives none.

    `listing` is the address of its first page, `pages` how many pages are before the one asked for, `step` how many stories
    each has. In the rule `{listing}` stands for the address of the first page, `{page}` for the page's number, the
    second being 2, `{offset}` for the number of stories before it.
    """
    filled = rule.replace("{page}", str(pages + 1)).replace("{offset}", str(pages * step))
    bare, mark, query = listing.partition("?")
    if "{listing}" in filled and mark and not filled.endswith("{listing}"):  # what is put behind goes before the query
        tail = filled.partition("{listing}")[2]
        joined = f"{bare}{tail}{'&' if '?' in tail else '?'}{query}"
        return absolute_url(joined, base=listing)
    return absolute_url(filled.replace("{listing}", listing), base=listing)


def _before(pattern: str, day: date) -> date:
    """Return the last day of the period before the one that holds `day`."""
    if "%d" in pattern or "%-d" in pattern:
        first = day
    elif "%m" in pattern or "%-m" in pattern:
        first = day.replace(day=1)
    else:
        first = day.replace(month=1, day=1)
    return first - timedelta(days=1)
