"""What somebody should look into: sources that fall silent, yield less, or announce what is never fetched. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from scraper.coverage.expect import WEEKS, expected
from scraper.coverage.facts import Facts
from scraper.coverage.report import Coverage, SourceCoverage

Kind = Literal["outage", "not_looked_at", "silent", "less", "never_fetched"]

SILENT = 5
"""Stories that must be missing before silence is one: where five are expected, none comes by chance once in 150 times."""

LESS = 0.3
"""Share of a week's stories that must be missing."""

FEWEST = 5
"""Stories that must be missing, or never fetched, before that is worth a word."""

NO_STORY = "no_story"
"""Outcome of links that were passed over, as such have proved to be no stories."""

SETTLED = timedelta(days=2)
"""How old a story is before it should have been fetched."""

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that is not as it was."""

    kind: Kind
    source: int | None
    """The source; `None`: the site."""

    since: date
    text: str
    """The whole of it, in a line."""


def alarms(coverage: Coverage, facts: Facts, *, today: date) -> list[Alarm]:
    """Return the alarms of a site, the outages first. Only whole days are judged, and only sources that are asked."""
    end = min(coverage.until, today - _DAY)
    found = [
        Alarm(
            kind="outage",
            source=None,
            since=gap.since,
            text=f"nobody has looked at the site since {gap.since} ({_days(gap.days)}): {gap.cause}",
        )
        for gap in coverage.gaps
        if gap.is_open
    ]
    is_out = bool(found)
    for each in coverage.sources:
        if each.source.is_asked:
            if not is_out:
                found += _not_looked_at(each)
            found += _silent(each, end) or _less(each, end)
        found += _never_fetched(each, facts, coverage, today)
    return found


def _not_looked_at(each: SourceCoverage) -> Iterator[Alarm]:
    for gap in each.gaps:
        if gap.is_open:
            text = f"{each.source.name}: no answer since {gap.since} ({_days(gap.days)}): {gap.cause}"
            yield Alarm(kind="not_looked_at", source=each.source.id, since=gap.since, text=text)


def _silent(each: SourceCoverage, end: date) -> list[Alarm]:
    """Tell since when a source has announced nothing, if it should have."""
    silence = []
    day = end
    while day in each.watched and not each.past.get(day):
        silence.append(day)
        day -= _DAY
    if not silence:
        return []
    since = silence[-1]
    usual = frozenset(each.watched - set(silence))
    due = [expected(each.past, quiet, usable=usual) for quiet in reversed(silence) if quiet < since + 2 * _WEEK]
    missing = sum(day.count for day in due if day is not None)
    if missing < SILENT:
        return []
    text = (
        f"{each.source.name}: silent since {since} ({_days(len(silence))}): "
        f"about {missing:.0f} stories were expected{' in the first two weeks' if len(silence) > 14 else ''}, it was looked at, none came"
    )
    return [Alarm(kind="silent", source=each.source.id, since=since, text=text)]


def _less(each: SourceCoverage, end: date) -> list[Alarm]:
    """Tell whether the last week brought less than any of the eight before, and much less than they did."""
    weeks = [_week(each, end - n * _WEEK) for n in range(WEEKS + 1)]
    got, before = weeks[0], [week for week in weeks[1:] if week is not None]
    if got is None or len(before) < 3:
        return []
    usual = median(before)
    if got >= min(before) or usual - got < max(FEWEST, LESS * usual):
        return []
    since = end - _WEEK + _DAY
    text = f"{each.source.name}: yields less: {got} stories since {since}, where a week has brought {usual:g}, {min(before)} at least"
    return [Alarm(kind="less", source=each.source.id, since=since, text=text)]


def _week(each: SourceCoverage, end: date) -> int | None:
    """Return the stories of the seven days up to `end`; `None` if one of the days was not watched."""
    days = [end - n * _DAY for n in range(7)]
    return sum(each.past.get(day, 0) for day in days) if all(day in each.watched for day in days) else None


def _never_fetched(each: SourceCoverage, facts: Facts, coverage: Coverage, today: date) -> Iterator[Alarm]:
    old = [
        group
        for group in facts.stories
        if group.stage != NO_STORY
        and each.source.id in group.sources
        and coverage.since <= group.day <= min(coverage.until, today - SETTLED)
    ]
    left: Counter[str] = Counter()
    for group in old:
        if not group.is_fetched:
            left[group.stage] += group.count
    total = sum(group.count for group in old)
    if left.total() < FEWEST or 2 * left.total() < total:
        return
    reasons = ", ".join(
        f"{count:,} {stage}" for stage, count in sorted(left.items(), key=lambda one: (-one[1], one[0]))
    )
    since = min(group.day for group in old if not group.is_fetched)
    text = f"{each.source.name}: announces what is never fetched: {left.total():,} of {total:,} stories ({reasons})"
    yield Alarm(kind="never_fetched", source=each.source.id, since=since, text=text)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"
