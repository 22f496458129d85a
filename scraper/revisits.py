"""When a stored article is asked for again, and what its new answer means. Pure.

News changes in its first hours: a young article comes back on a plan of ages, thinner and thinner. What changes comes back sooner, and
so does what a way in says has changed. What is not known yet always goes before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from math import floor

RECORDS = ("stored", "changed", "unchanged")
"""Outcomes of answers that a record can be made from: the first, one with a new version, one without."""

UNCONDITIONAL = 5
"""Every so many tries an article is asked for without its validators."""

ALWAYS = 20
"""Revisits that a run may make whatever it finds."""

_MANY, _PART = 20, 5
_LEAST = timedelta(hours=1)
_MOST = timedelta(days=7)
_TOO_NEAR = 4  # the part of its age by which a step of the plan must lie ahead


def next_revisit(
    plan: Sequence[timedelta], *, begun: datetime, now: datetime, changed: bool = False
) -> datetime | None:
    """Return when an article is asked for again that was asked for `now`; `None`: its plan is over.

    `plan` are ages, the youngest first, counted from `begun`: its publication, or when it was found. A step that comes when it is
    hardly older than now is left out. One that has `changed` comes back a quarter of its age later, if no step comes before
    (not within an hour, within a week), until the plan is over.
    """
    age = max(now - begun, timedelta(0))
    steps = [step for step in plan if step > age and step - age >= age / _TOO_NEAR]
    if not plan or age >= plan[-1]:
        return None
    ahead = min(steps, default=None)
    if changed:
        soon = age + min(max(age / _TOO_NEAR, _LEAST), _MOST)
        ahead = min(soon, ahead) if ahead is not None else soon
    return now - age + ahead if ahead is not None else None


def most_revisits(share: float, others: int) -> int:
    """Return how many revisits a run may have made when it has asked for so many `others`.

    `share` is the most that revisits may be of all articles that a run asks for, from 0 to 1; `ALWAYS` many may be made in any case.
    """
    if share >= 1:
        return 10**9
    return max(ALWAYS, floor(share / (1 - share) * others))


def dropped(before: Sequence[str], now: Collection[str]) -> list[str]:
    """Return the addresses that a list has taken out of its midst: deleted or moved, most likely.

    `before` is the list as it was, in its order; `now` are those that it names today. What stood at either end is left
    out: a list of the newest stories loses its oldest all the time. Empty where it is a great part that is missing: such a list
    has been made anew.
    """
    kept = [place for place, url in enumerate(before) if url in now]
    if not kept:
        return []
    gone = [url for url in before[kept[0] : kept[-1]] if url not in now]
    return [] if is_wholesale(len(gone), of=len(before)) else gone


def is_wholesale(some: int, *, of: int) -> bool:
    """Tell whether a source speaks of its own making when it says the same of so many links at once, `of` all that it names.

    More than twenty, and more than a fifth of a list, are not all deleted or changed between two looks.
    """
    return some > max(_MANY, of // _PART)
