"""A range of days that is asked for: which addresses hold it, and what lies outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from scraper.discover.archives import archive_addresses
from scraper.discover.rest import posts_address
from scraper.model import Link
from scraper.site import Site
from scraper.urls import path_of

_MONTH = re.compile(r"(?<!\d)(19[7-9]\d|20\d\d)([-_/.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(19[7-9]\d|20\d\d)(?!\d)")
_DAY = timedelta(days=1)


def with_range(site: Site, since: date | None, until: date | None) -> Site:
    """Return a definition with a range of days of its own; `None` leaves what it says."""
    asked = {name: day for name, day in (("since", since), ("until", until)) if day is not None}
    return site.model_copy(update={"discover": site.discover.model_copy(update=asked)}) if asked else site


def ranged_posts(site: Site, *, today: date) -> Iterator[Link]:
    """Yield the questions to WordPress's interfaces for each month of a definition's range, the newest first.

    Only where the range has an end: else the newest posts come first anyway, until one is too old.
    """
    since, until = site.discover.since, site.discover.until
    if since is None or until is None:
        return
    for path in site.discover.rest:
        whole = posts_address(site.address(path))
        for month in archive_addresses("%Y-%m", since=since, until=min(until, today)):
            first = date.fromisoformat(f"{month}-01")
            last = (first + 31 * _DAY).replace(day=1) - _DAY
            url = posts_address(site.address(path), after=max(first, since), before=min(last, until))
            yield Link(url=url, site=site.name, kind="rest", found_by="archive", found_on=whole)


def out_of_range(url: str, site: Site, *, published: str | None, modified: str | None = None) -> str | None:
    """Return why a story lies outside of a definition's range, in words; `None` if it may lie inside.

    What nobody dates lies outside where the range has an end and the address names another month or day.
    """
    since, until = site.discover.since, site.discover.until
    day = (published or modified or "")[:10]
    if since is not None and day and day < since.isoformat():
        return f"older than {since}"
    if until is None:
        return None
    if published is not None:
        return f"newer than {until}" if day > until.isoformat() else None
    period = period_of(url)
    return "of other days" if period is not None and is_outside(site, *period) else None


def is_outside(site: Site, first: date, last: date | None = None) -> bool:
    """Tell whether a day, or all days up to `last`, lie outside of a definition's range."""
    since, until = site.discover.since, site.discover.until
    return (since is not None and (last or first) < since) or (until is not None and first > until)


def period_of(url: str, *, is_list: bool = False) -> tuple[date, date] | None:
    """Return first and last day of the day or month that an address names; `None` where it names none, or several.

    Of a list, such as a sitemap, also of a month in one word or of a year: "sitemap-202110.xml", "/2021/sitemap.xml". Such
    numbers are something else in the address of a story.
    """
    path = path_of(url)
    found = [match for match in _MONTH.finditer(path) if match[2] or is_list]
    try:
        if len(found) == 1:
            year, month, day = int(found[0][1]), int(found[0][3]), found[0][4]
            first = date(year, month, int(day or 1))
            return first, first if day else (first + 31 * _DAY).replace(day=1) - _DAY
        years = _YEAR.findall(path) if is_list and not found else []
        return (date(int(years[0]), 1, 1), date(int(years[0]), 12, 31)) if len(years) == 1 else None
    except ValueError:
        return None
