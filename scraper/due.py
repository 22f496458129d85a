"""When a site is crawled next. Pure: the clock is an argument, and jitter is a digest.

Everything follows from the site's definition, its crawls as the store has them, and the present time, so that a restart changes
nothing and `list` says what `run` does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from scraper.site import Site
from scraper.timetable import behind

End = Literal["done", "limit", "stopped", "failed", "killed"]

LONGEST = timedelta(days=1)
"""Within this a site is crawled whose sources have intervals of their own."""

FLOOR = timedelta(minutes=10)
"""Least time from start to start where a definition has no schedule."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 15, 60))
"""How long the next crawl waits behind each killed or failed one in a row; behind further ones as behind the last."""

LATE = 3
"""Intervals for which a crawl runs before it is named as late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """A crawl of a site that is over. All datetimes are aware."""

    started: datetime
    ended: datetime | None
    """`None` for a killed one."""

    end: End


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a crawl of a site is to start."""

    at: datetime
    """In UTC; in the past where it is due already."""

    why: str
    """In words, to be read behind the moment: "every 6 h"."""


def due(site: Site, past: Sequence[Crawl], *, next_link: datetime | None, now: datetime) -> Due:
    """Tell when a site is to be crawled next, if it is not being crawled.

    `past` holds its crawls, the last one first: more than `len(PAUSES)` change nothing. `next_link` is when the first of its
    links is due, `None` where none is queued; it counts for a site without a schedule of its own.
    However many times were missed, one crawl makes up for them.
    """
    found = _sooner(site, past, now) or _regular(site, past, next_link, now)
    rules = site.schedule
    start = max(found.at, now)
    free = behind(rules.quiet, start, zone_of(site))
    return found if free == start else Due(at=free, why=f"behind quiet hours, {found.why}")


def is_quiet(site: Site, now: datetime) -> bool:
    """Tell whether a site is not to be crawled at this time of the day."""
    return behind(site.schedule.quiet, now, zone_of(site)) != now


def is_late(site: Site, started: datetime, now: datetime) -> bool:
    """Tell whether a crawl that is running has been for longer than a few of its intervals."""
    interval = _planned(site, started, None).at - started
    return now - started > LATE * interval


def pause(failures: int) -> timedelta:
    """Return how long the next crawl waits behind so many failures in a row."""
    return PAUSES[min(failures, len(PAUSES)) - 1] if failures else timedelta(0)


def zone_of(site: Site) -> tzinfo:
    """Return the zone of a site's cron expression and quiet hours. UTC needs no time zone database."""
    name = site.schedule.zone or site.timezone
    return ZoneInfo(name) if name else UTC


def _regular(site: Site, past: Sequence[Crawl], next_link: datetime | None, now: datetime) -> Due:
    if not past:
        return Due(at=now, why="never crawled")
    if past[0].started > now:
        return Due(at=now, why="the clock was set back behind its last crawl")
    return _planned(site, past[0].started, next_link)


def _planned(site: Site, last: datetime, next_link: datetime | None) -> Due:
    """Return the time that the schedule names behind the start of a crawl."""
    rules = site.schedule
    if rules.cron is not None:
        # The same jitter for each tick keeps the ticks as far apart as they are.
        jitter = _share(site.name) * rules.jitter
        return Due(at=rules.cron.after(last - jitter, zone_of(site)) + jitter, why="cron")
    jitter = _share(f"{site.name} {last.astimezone(UTC).isoformat()}") * rules.jitter
    if rules.every is not None:
        return Due(at=last + rules.every + jitter, why="interval")
    soonest, latest = last + FLOOR, last + longest_wait(site)
    if next_link is not None and next_link < latest:
        return Due(at=max(next_link, soonest) + jitter, why="links are due")
    return Due(at=latest + jitter, why="feeds and listings are due")


def longest_wait(site: Site) -> timedelta:
    """Return the longest time from one crawl to the next of a site whose links say when it is crawled."""
    every = site.discover.every
    return max(every, FLOOR) if every is not None else LONGEST


def _sooner(site: Site, past: Sequence[Crawl], now: datetime) -> Due | None:
    """Return when a crawl that came to no end goes on; `None` where the schedule says when."""
    if not past or past[0].started > now:
        return None
    last = past[0]
    if last.end == "stopped":
        ended = min(last.ended or last.started, now)
        longest = site.schedule.longest
        return None if longest and ended - last.started >= longest else Due(at=ended, why="stopped on the way")
    failures = sum(1 for _ in takewhile(lambda crawl: crawl.end in ("killed", "failed"), past))
    if not failures:
        return None
    retry = (last.ended or last.started) + pause(failures)
    planned = _planned(site, last.started, None)
    often = f" {failures} times in a row" if failures > 1 else ""
    return planned if planned.at < retry else Due(at=retry, why=f"{last.end}{often}")


def _share(text: str) -> float:
    """Return a number from 0 up to 1, exclusive, always the same for a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48
