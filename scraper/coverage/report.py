"""Coverage of a site: for each day and source what was expected, what came, what is missing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scraper.coverage.expect import WEEKS, Expectation, expected
from scraper.coverage.facts import Facts, Source, Stories
from scraper.coverage.gaps import Gap, days_from, gaps, watched
from scraper.frontier import failed

BEFORE = timedelta(weeks=WEEKS)
"""How many days before the first one `Facts` must hold, to tell what is usual."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far stories have come."""

    announced: int = 0
    """Named by the source; of a site: by any."""

    known: int = 0
    """Known to the store, whoever named them."""

    fetched: int = 0
    """Of the announced (of a site: the known) those that were answered."""

    stored: int = 0
    waiting: int = 0
    """Those that will be asked for, or whose answer waits to be taken apart."""

    dropped: Mapping[str, int]
    """Outcome -> those that ended so, and will not be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a site or a source."""

    day: date
    tally: Tally
    looks: int
    """How often somebody looked on this day, whether it brought an answer or not."""

    failed: int
    """Those of the looks that brought none."""

    first: int
    """Stories that the looks of this day named and the source had never named before, whatever day they count for."""

    expected: Expectation | None
    """What the weeks before let expect; `None`: they are too few."""

    is_gap: bool
    """Whether nobody looked: what came of this day came later."""

    is_over: bool
    """Whether the day had ended."""

    @property
    def got(self) -> int:
        """What is held against the expectation."""
        return self.tally.announced


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """What one source brought."""

    source: Source
    days: tuple[Day, ...]
    total: Tally
    gaps: tuple[Gap, ...]
    only: int
    """Stories that it alone announced."""

    missed: Mapping[int, int]
    """Number of another source -> stories that announced, and this one did not."""

    past: Mapping[date, int]
    """Day -> stories it announced, the weeks before included."""

    watched: frozenset[date]
    """Whole days of which it could be known what it announces."""

    @property
    def missing(self) -> int:
        """Known stories that it did not announce."""
        return self.total.known - self.total.announced


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is known of a site from day to day."""

    site: str
    since: date
    until: date
    days: tuple[Day, ...]
    total: Tally
    sources: tuple[SourceCoverage, ...]
    gaps: tuple[Gap, ...]
    """Days on which no source was looked at, by date."""


def judge(facts: Facts, *, since: date, until: date, today: date) -> Coverage:
    """Return the coverage of the days from `since` to `until`, both included.

    `facts` begin `BEFORE` these days. Days from `today` on are not over: they are counted, not judged.
    """
    end = min(until, today - _DAY)
    begin = since - BEFORE
    firsts = [source.first_day for source in facts.sources if source.first_day is not None]
    site_gaps = _gaps(facts, None, min(firsts, default=None), begin, end)
    looked = watched(_later(min(firsts, default=None), begin), end, site_gaps)
    stories = [group for group in facts.stories if since <= group.day <= until]
    days = _days(
        facts.stories, _Range(since, until, today), looks=_looks(facts, None), missing=site_gaps, watched=looked,
        named=lambda group: bool(group.sources), counted=lambda _: True,
    )  # fmt: skip
    return Coverage(
        site=facts.site,
        since=since,
        until=until,
        days=days,
        total=_tally(stories, stories, named=lambda group: bool(group.sources)),
        sources=tuple(_source(each, facts, stories, _Range(since, until, today), end) for each in facts.sources),
        gaps=tuple(gap for gap in site_gaps if gap.until >= since),
    )


@dataclass(frozen=True, slots=True)
class _Range:
    since: date
    until: date
    today: date


def _source(source: Source, facts: Facts, stories: Sequence[Stories], span: _Range, end: date) -> SourceCoverage:
    begin = span.since - BEFORE
    missing = _gaps(facts, source.id, source.first_day, begin, end)
    looked = watched(_later(source.first_day, begin), end, missing)

    def named(group: Stories) -> bool:
        return source.id in group.sources

    others: Counter[int] = Counter()
    for group in stories:
        if not named(group):
            others.update(dict.fromkeys(group.sources, group.count))
    return SourceCoverage(
        source=source,
        days=_days(
            facts.stories, span, looks=_looks(facts, source.id), missing=missing, watched=looked, named=named, counted=named
        ),
        total=_tally(stories, [group for group in stories if named(group)], named=named),
        gaps=tuple(gap for gap in missing if gap.until >= span.since) if source.is_asked else (),
        only=sum(group.count for group in stories if group.sources == {source.id}),
        missed=dict(others),
        past=_per_day(facts.stories, named),
        watched=looked,
    )  # fmt: skip


def _later(first: date | None, begin: date) -> date | None:
    """Return the first whole day behind the first look: that day itself was not watched to its end."""
    return None if first is None else max(first + _DAY, begin)


def _gaps(facts: Facts, source: int | None, first: date | None, begin: date, end: date) -> list[Gap]:
    looks = [look for look in facts.looks if source is None or look.source == source]
    known = begin - _DAY if first is not None and first < begin else None
    return gaps(looks, runs=facts.runs, until=end, source=source, known=known)


def _looks(facts: Facts, source: int | None) -> Mapping[date, tuple[int, int, int]]:
    """Return for each day how often somebody looked, how often that failed, and how many stories were new to their source."""
    found: dict[date, tuple[int, int, int]] = {}
    for look in facts.looks:
        if source is None or look.source == source:
            all_, bad, first = found.get(look.day, (0, 0, 0))
            found[look.day] = (all_ + look.count, bad + look.count * failed(look.outcome), first + look.first)
    return found


def _days(
    stories: Sequence[Stories],
    span: _Range,
    *,
    looks: Mapping[date, tuple[int, int, int]],
    missing: Collection[Gap],
    watched: frozenset[date],
    named: Callable[[Stories], bool],
    counted: Callable[[Stories], bool],
) -> tuple[Day, ...]:
    """Return the days of a site or source: `named` tells what it announced, `counted` what its figures are about."""
    past = _per_day(stories, named)
    groups: dict[date, list[Stories]] = {}
    for group in stories:
        groups.setdefault(group.day, []).append(group)
    days = []
    for day in days_from(span.since, span.until):
        all_ = groups.get(day, [])
        tried, bad, first = looks.get(day, (0, 0, 0))
        days.append(
            Day(
                day=day,
                tally=_tally(all_, [group for group in all_ if counted(group)], named=named),
                looks=tried,
                failed=bad,
                first=first,
                expected=expected(past, day, usable=watched),
                is_gap=any(day in gap for gap in missing),
                is_over=day < span.today,
            )
        )
    return tuple(days)


def _per_day(stories: Iterable[Stories], named: Callable[[Stories], bool]) -> dict[date, int]:
    found: Counter[date] = Counter()
    for group in stories:
        if named(group):
            found[group.day] += group.count
    return dict(found)


def _tally(known: Iterable[Stories], counted: Iterable[Stories], *, named: Callable[[Stories], bool]) -> Tally:
    known = list(known)
    stages: Counter[str] = Counter()
    fetched = 0
    for group in counted:
        stages[group.stage] += group.count
        fetched += group.count * group.is_fetched
    stored, waiting = stages.pop("stored", 0), stages.pop("waiting", 0)
    return Tally(
        announced=sum(group.count for group in known if named(group)),
        known=sum(group.count for group in known),
        fetched=fetched,
        stored=stored,
        waiting=waiting,
        dropped=dict(sorted(stages.items(), key=lambda stage: (-stage[1], stage[0]))),
    )
