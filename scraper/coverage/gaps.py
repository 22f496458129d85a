"""Days on which nobody looked: outages of ours, told apart from a site that was silent. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from scraper.coverage.facts import Looks
from scraper.frontier import failed

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days in a row without a look that brought an answer."""

    source: int | None
    """The source; `None`: no source of the site."""

    since: date
    until: date
    """The last day, included."""

    cause: str
    """In words: "no run", "all 12 looks failed: 12 dns"."""

    is_open: bool = False
    """Whether it reaches to the end of what is known: nobody has looked since."""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


def gaps(
    looks: Iterable[Looks], *, runs: Collection[date], until: date, source: int | None = None, known: date | None = None
) -> list[Gap]:
    """Return the gaps between the first look and `until`, by date.

    `looks` are those of one `source`, or of all of a site's; `runs` are the days on which a run began. `known`: the first day
    of a look before those that are handed in.
    A source that is looked at once a week has no gaps of six days: days without a look are a gap where the looks around them
    are more than one and a half times as far apart as usual, which is the median of the distances.
    """
    tried: dict[date, Counter[str]] = {}
    for look in looks:
        tried.setdefault(look.day, Counter())[look.outcome] += look.count
    good = sorted(
        {day for day, ends in tried.items() if any(not failed(end) for end in ends) and day <= until}
        | ({known} if known is not None else set())
    )
    if not good:
        return []
    usual = median_low([(later - day).days for day, later in pairwise(good)] or [1])
    found = []
    for day, later in pairwise([*good, until + _DAY]):
        missing = (later - day).days - 1
        if missing and missing + 1 > usual + usual // 2:
            first, last = day + _DAY, later - _DAY
            cause = _cause(tried, runs, first, last)
            found.append(Gap(source=source, since=first, until=last, cause=cause, is_open=last == until))
    return found


def _cause(tried: Mapping[date, Counter[str]], runs: Collection[date], since: date, until: date) -> str:
    ends: Counter[str] = Counter()
    for day in days_from(since, until):
        ends.update(tried.get(day, {}))
    if ends:
        reasons = ", ".join(
            f"{count:,} {name}" for name, count in sorted(ends.items(), key=lambda end: (-end[1], end[0]))
        )
        total = ends.total()
        return f"{'the only look' if total == 1 else f'all {total:,} looks'} failed: {reasons}"
    return "runs, but no look at it" if any(day in runs for day in days_from(since, until)) else "no run"


def watched(first: date | None, until: date, missing: Sequence[Gap]) -> frozenset[date]:
    """Return the days from the first look on that no gap holds."""
    if first is None:
        return frozenset()
    return frozenset(day for day in days_from(first, until) if not any(day in gap for gap in missing))


def days_from(since: date, until: date) -> Iterator[date]:
    """Yield the days of a range, both ends included."""
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)
