"""Which link comes next, and when a link comes back. Pure: the clock is an argument, nothing is random.

A way in is a feed, sitemap, interface or listing that a definition names: it is looked at again and again. Every other link has done its
work once it brought an answer; after a failure it comes back while that makes sense, with growing pauses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from types import MappingProxyType
from typing import Literal

from scraper.model import LinkKind

Fate = Literal["done", "soon", "slowly", "patiently", "never"]

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "stored": "done",
        "changed": "done",
        "unchanged": "done",
        "kept": "done",
        "joined": "done",
        "read": "done",
        "duplicate": "done",
        "not_modified": "done",
        "redirected": "done",
        "http_5xx": "soon",
        "error_page": "soon",
        "timeout": "soon",
        "dns": "soon",
        "refused": "soon",
        "reset": "soon",
        "bad_answer": "soon",
        "proxy": "soon",
        "not_on_tape": "soon",
        "tls": "slowly",
        "forbidden": "slowly",
        "blocked": "slowly",
        "bad_encoding": "slowly",
        "fault": "slowly",  # a newer version may do better
        "http_4xx": "slowly",  # 408 and 429 are among them
        "robots_unreachable": "patiently",
        "resting": "patiently",
        "not_cleaned": "never",
        "noindex": "done",
        "noarchive": "done",
        "trap": "never",
        "no_story": "never",
        "robots": "never",
        "skipped": "never",
        "off_site": "never",
        "gone": "never",
        "too_large": "never",
        "not_html": "never",
        "not_feed": "slowly",
        "not_sitemap": "slowly",
        "not_api": "slowly",
        "redirect_loop": "never",
        "guarded": "never",
    }
)
"""What an outcome means for the link. An outcome that is not listed comes back "soon": no page is lost for want of a name."""

_HOURS = tuple(timedelta(hours=hours) for hours in (1 / 6, 1, 6))
_DAY = timedelta(days=1)
PAUSES: Mapping[Fate, tuple[timedelta, ...]] = MappingProxyType(
    {
        "done": (),
        "soon": (*_HOURS, _DAY, 3 * _DAY, 7 * _DAY),
        "slowly": (_DAY, 7 * _DAY),
        # Nothing was asked of the page itself. RFC 9309, 2.3.1.4: unreachable counts as forbidden, for up to 30 days.
        "patiently": (*_HOURS, *(_DAY,) * 30),
        "never": (),
    }
)
"""How long to wait behind each failure in a row; behind the last one the link is given up."""

LONGEST_WAIT = _DAY
"""The longest pause that failures of a way in, or a server's Retry-After, lead to."""

TAKEN_AT_ITS_WORD = 3
"""Tries in a row after which a Retry-After alone says when a link comes back; behind that the pauses count too."""

_CLASS = 10**12  # wider than any time in seconds
_LATEST = 10**11


def priority(
    kind: LinkKind,
    *,
    rank: int | None = None,
    published: str | None = None,
    revisit: Literal["claimed", "planned"] | None = None,
) -> int:
    """Return a link's place in the queue of its site: the lower, the sooner; links of one place in the order they were found.

    Ways in come first, in the order of the definition (`rank`, from 0; `None` for every other link). Then the further
    pages of articles, so that records become whole. Then articles, the newest first as far as a feed or listing dates
    them (`published`, ISO 8601), the undated behind. Then the further pages of listings: what is known is fetched
    before the search goes deeper. Last the stored articles that come back, those first that a way in says have changed
    (`revisit`; `None` for what is not stored).
    """
    if rank is not None:
        return rank
    if revisit is not None:
        return (4 if revisit == "claimed" else 5) * _CLASS
    if kind == "part":
        return _CLASS
    if kind == "article":
        moment = _seconds(published)
        return 2 * _CLASS + (_LATEST - moment if moment is not None else 2 * _LATEST)
    return 3 * _CLASS


def next_try(
    outcome: str,
    *,
    tries: int,
    now: datetime,
    every: timedelta | None = None,
    retry_after: float | None = None,
) -> datetime | None:
    """Return when a link is asked for again; `None`: never.

    `outcome` is how this try ended (`scraper.outcomes.LINK`), `tries` how many failed in a row, this one included.
    `every` is how often a way in is looked at, `None` for other links: a way in always comes back, after failures with
    growing pauses up to a day. `retry_after` is what the server asked for in seconds: it makes any failure come back, and no
    sooner; part of a second counts as a whole one.
    """
    fate = FATES.get(outcome, "soon")
    if every is not None:
        wait: timedelta | None = every
        if fate != "done":
            wait = max(every, min(LONGEST_WAIT, _pause("soon", tries) or LONGEST_WAIT))
    else:
        wait = _pause("soon" if fate == "never" and retry_after is not None else fate, tries)
    if wait is None:
        return None
    if retry_after is not None and retry_after > 0:
        asked_for = timedelta(seconds=ceil(min(retry_after, LONGEST_WAIT.total_seconds())))
        wait = asked_for if tries <= TAKEN_AT_ITS_WORD and every is None else max(wait, asked_for)
    return now + wait


def failed(outcome: str) -> bool:
    """Tell whether a try that ended so brought nothing."""
    return FATES.get(outcome, "soon") != "done"


def _pause(fate: Fate, tries: int) -> timedelta | None:
    pauses = PAUSES[fate]
    return pauses[max(tries, 1) - 1] if max(tries, 1) <= len(pauses) else None


def _seconds(published: str | None) -> int | None:
    """Return an ISO 8601 date or time as seconds since 1970, without a zone as UTC; `None` for what is none."""
    if not published:
        return None
    try:
        moment = datetime.fromisoformat(published)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(int(aware.timestamp()), 0), _LATEST)
    except (ValueError, OverflowError):
        return None
