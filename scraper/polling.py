"""How often a source is looked at: by what it yields. Pure.

A source is a feed, sitemap, interface or listing. One that brings something is looked at sooner the next time, one that is silent
later, between two bounds; never so seldom that the stories which it dates come faster, and never sooner than the server asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from scraper.dates import instant_of
from scraper.moments import http_date

SLOWER = 1.5
"""What an interval is multiplied by when nothing was new (StormCrawler's AdaptiveScheduler, as news-crawl uses it)."""

FASTER = 0.2
"""How far an interval moves towards the shortest one when something was."""

UNCONDITIONAL = 10
"""Every so many tries a source is asked without its validators: some servers say 304 for ever."""

NAMED = ("definition", "archive")
"""How ways in are found that a definition names (`Link.found_by`); others are what these lead to."""

_RECENT = 10  # stories whose dates tell how fast they come
_LAST_YEAR = 9000
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)
_WEEK = 7 * _DAY


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what the interval of a source moves."""

    first: timedelta
    """Behind the first look, where no dates tell more."""

    least: timedelta
    most: timedelta


# Less than a day, so that whoever crawls once a day looks at each of them.
_DAILY = timedelta(hours=20)
BOUNDS: Mapping[str, Bounds] = MappingProxyType(
    {
        "feed": Bounds(timedelta(hours=1), timedelta(minutes=10), _DAILY),
        "rest": Bounds(timedelta(hours=1), timedelta(minutes=10), _DAILY),
        "api": Bounds(timedelta(hours=1), timedelta(minutes=10), _DAILY),
        "listing": Bounds(timedelta(hours=1), timedelta(minutes=10), _DAILY),
        "sitemap": Bounds(timedelta(hours=6), timedelta(minutes=30), _DAILY),
        "robots": Bounds(_DAY, timedelta(hours=6), _WEEK),
        "sitemap_index": Bounds(timedelta(hours=6), timedelta(hours=1), _WEEK),
        "sitemap of an index": Bounds(timedelta(hours=6), timedelta(minutes=30), 30 * _DAY),
        "old sitemap of an index": Bounds(_WEEK, timedelta(minutes=30), 90 * _DAY),
    }
)
"""By what a source is. An old sitemap is one that its index dates (`lastmod`), more than a week ago: read when that date changes, and
seldom otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What is known about a source when it has been looked at, what it brought apart."""

    bounds: Bounds
    law: timedelta | None = None
    """The interval that the definition sets, and nothing changes; `None`: it follows from what comes."""

    floor: timedelta | None = None
    """How long the server says that nothing will be new (`floor_of`); `None`: it does not say."""

    gap: timedelta | None = None
    """How fast stories come, as they are dated (`gap_of`); `None`: it dates none."""

    rest: timedelta = timedelta(0)
    """The least time until it is due, as things are: a run looks at it once."""


def next_every(before: timedelta | None, poll: Poll, *, news: bool) -> timedelta:
    """Return the interval behind a look at a source.

    `before` is the one that led to it; `None`: it was the first. `news`: it brought something that was not known, or said truly
    that something has changed.
    """
    if poll.law is not None:
        return poll.law
    bounds = poll.bounds
    if before is None:
        every = max(bounds.first, poll.gap / 2) if poll.gap is not None else bounds.first
    else:
        every = before * (1 - FASTER) + bounds.least * FASTER if news else before * SLOWER
    if poll.gap is not None:
        every = min(every, max(poll.gap, bounds.least))
    every = min(max(every, bounds.least), bounds.most)
    return max(every, min(poll.floor, bounds.most)) if poll.floor is not None else every


def gap_of(dates: Iterable[str | None], *, now: datetime) -> timedelta | None:
    """Return the mean time between the latest stories of a source up to now, by their dates (ISO 8601); `None` without any.

    The silence since the last one counts: it grows with time.
    """
    begun = (begin for moment in dates if (begin := _begin(moment)) is not None and begin <= now)
    latest = sorted(begun, reverse=True)[:_RECENT]
    return (now - latest[-1]) / len(latest) if latest else None


def floor_of(rest: timedelta | None, headers: Sequence[tuple[str, str]], *, now: datetime) -> timedelta | None:
    """Return how long a server says that an answer is fresh: the longest of what it says; `None`: it says nothing.

    `rest` is what a feed itself says (`ttl`, `sy:updatePeriod`, `skip_of`), `headers` are the answer's (RFC 9111, 5.2.2.1 and 5.3), names in
    lower case. `Expires` counts where there is no `max-age`; no-cache and no-store mean no rest at all.
    """
    named = dict(reversed(headers))
    control = named.get("cache-control", "").lower()
    age = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", control)
    fresh: timedelta | None = None
    if not re.search(r"(?:^|[\s,])no-(?:cache|store)\b", control):
        if age is not None:
            fresh = timedelta(seconds=int(age[1]))
        elif (expires := http_date(named.get("expires"))) is not None:
            fresh = expires - (http_date(named.get("date")) or now)
    told = [each for each in (rest, fresh) if each is not None and each > timedelta(0)]
    return max(told, default=None)


def skip_of(hours: Collection[int], days: Collection[str], *, now: datetime) -> timedelta | None:
    """Return how long a feed says from now that it need not be read (RSS 2.0 `skipHours`, 0 to 23, and `skipDays`, in English; both GMT).

    `None`: now is none of these hours and days, or all are.
    """
    named = {day.strip().lower() for day in days}
    hour = begin = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while hour.hour in hours or _DAYS[hour.weekday()] in named:
        hour += timedelta(hours=1)
        if hour - begin > _WEEK:
            return None
    return hour - now if hour > begin else None


def believed(kept: int, broken: int) -> bool:
    """Tell whether what a source says of changes is acted upon: until one in five of what it said has proved wrong beyond chance.

    `kept` and `broken` are how often something had changed, and had not.
    """
    return broken < 5 or kept >= broken / 4


def is_newer(said: str | None, known: str | None) -> bool:
    """Tell whether a date of change is later than the one known before (ISO 8601). `None`: there is none. A day begins at 0:00 UTC."""
    new = _begin(said)
    return new is not None and ((old := _begin(known)) is None or new > old)


def is_after(said: str | None, moment: datetime) -> bool:
    """Tell whether a date of change may lie behind a moment; a day alone lasts until its end, in any zone."""
    begin = _begin(said)
    return (
        begin is not None and begin + (_DAY * 1.5 if said and len(said) <= len("2026-01-31") else timedelta(0)) > moment
    )


def _begin(moment: str | None) -> datetime | None:
    begin = (instant_of(moment) or instant_of(f"{moment}T00:00:00+00:00")) if moment else None
    return begin if begin is not None and 1 < begin.year < _LAST_YEAR else None  # nobody can count from others
