"""What a store knows of what was announced, fetched and stored, day by day (`Store.coverage`). Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.coverage.facts import Facts, Looks, Source, Stories
from scraper.frontier import failed
from scraper.model import Link
from scraper.rights import signals
from scraper.store import pages as pages_store
from scraper.store import sources as sources_store
from scraper.store.database import Database
from scraper.store.page_records import PageFilter
from scraper.store.schema import captures, links, pages, runs
from scraper.store.schema_sources import polls, sightings, sources

_WAITS = ("ready", "waiting", "unread")
_STORED = sa.case((links.c.visits > 0, "stored"), else_=links.c.outcome).label("outcome")
"""How a story ended; one that is stored is, whatever came of asking for it again."""

UNANSWERED = frozenset(
    "robots robots_unreachable skipped off_site resting timeout dns refused tls reset proxy guarded trap no_story not_on_tape".split()
)
"""Outcomes without an answer."""

_STORY = links.c.kind == sa.literal_column("'article'")  # as the index says it
_DAY = sa.func.substr(polls.c.at, 1, 10)


class CoverageTables:
    """What was announced, and what came of it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def sites(self) -> list[str]:
        """Return the sites that the store knows, by name."""
        with self._db.read() as connection:
            known = sa.union(sa.select(runs.c.site).distinct(), sa.select(sources.c.site).distinct())
            return sorted(connection.scalars(known))

    def facts(self, site: str, *, since: date, until: date, before: timedelta) -> Facts:
        """Return what is known of the days from `since` to `until`, both included, and of the days `before` those."""
        with self._db.read() as connection:
            first = since - before
            return Facts(
                site=site,
                sources=_sources(connection, site),
                stories=list(_stories(connection, site, first, until)),
                looks=list(_looks(connection, site, first, until)),
                runs=_run_days(connection, site, first, until),
            )

    def are_named(self, source: int, stories: Sequence[Link]) -> bool:
        """Tell whether a source has named all of some stories of a site before."""
        with self._db.read() as connection:
            return sources_store.are_named(connection, source, stories)

    def last_day(self, site: str) -> date | None:
        """Return the last day of which anything is known: of the last look or run, UTC; `None`: there was none."""
        with self._db.read() as connection:
            return _last_day(connection, site)

    def first_day(self, site: str) -> date | None:
        """Return the first day for which a story of a site counts; `None`: there is no story."""
        query = sa.select(sa.func.min(links.c.day)).where(links.c.site == site, _STORY)
        with self._db.read() as connection:
            day = connection.scalar(query)
        return date.fromisoformat(day) if day else None

    def rights(self, wanted: PageFilter) -> dict[str, int]:
        """Return what the stored pages that are `wanted` reserve, by name, and how many do."""
        query = pages_store.chosen(
            sa.select(captures.c.rights, sa.func.count().label("n")).join(pages, pages.c.capture_id == captures.c.id),
            wanted,
        ).where(captures.c.rights.is_not(None))
        found: Counter[str] = Counter()
        with self._db.read() as connection:
            for row in connection.execute(query.group_by(captures.c.rights)):
                for name in signals(row.rights):
                    found[name] += row.n
        return dict(found)


def _of_days(site: str, since: date, until: date) -> tuple[Any, ...]:
    return (
        links.c.site == site,
        _STORY,
        links.c.day >= since.isoformat(),
        links.c.day <= until.isoformat(),
    )


def _sources(connection: Connection, site: str) -> list[Source]:
    asked = set(
        connection.scalars(sa.select(links.c.source_id).where(links.c.site == site, links.c.every_seconds >= 0))
    )
    rows = connection.execute(sa.select(sources).where(sources.c.site == site).order_by(sources.c.id)).all()
    return [
        Source(
            id=row.id,
            kind=row.kind,
            url=row.url or None,
            is_asked=row.id in asked,
            first_day=_look_day(connection, row.id, first=True),
            last_day=_look_day(connection, row.id, first=False),
        )
        for row in rows
    ]


def _look_day(connection: Connection, source: int, *, first: bool) -> date | None:
    """Return the day of the first or last look that brought an answer."""
    order = polls.c.at if first else polls.c.at.desc()
    rows = connection.execute(sa.select(polls.c.at, polls.c.outcome).where(polls.c.source_id == source).order_by(order))
    with rows:
        return next((row.at.date() for row in rows if not failed(row.outcome)), None)


def _stories(connection: Connection, site: str, since: date, until: date) -> Iterator[Stories]:
    one = (
        sa.select(
            links.c.day,
            _STORED,
            links.c.state,
            sa.func.aggregate_strings(sa.cast(sightings.c.source_id, sa.Text), ",").label("sources"),
        )
        .select_from(links.outerjoin(sightings, sightings.c.link_id == links.c.id))
        .where(*_of_days(site, since, until))
        .group_by(links.c.day, links.c.id, links.c.outcome, links.c.visits, links.c.state)
        .subquery()
    )
    query = sa.select(one, sa.func.count().label("n")).group_by(one.c.day, one.c.sources, one.c.outcome, one.c.state)
    for row in connection.execute(query.order_by(one.c.day, one.c.sources, one.c.outcome, one.c.state)):
        named = frozenset(map(int, row.sources.split(","))) if row.sources else frozenset()
        yield Stories(
            date.fromisoformat(row.day),
            named,
            _stage(row.outcome, row.state),
            row.state == "unread" or (row.outcome is not None and row.outcome not in UNANSWERED),
            row.n,
        )


def _stage(outcome: str | None, state: str) -> str:
    if outcome == "stored":
        return "stored"
    return "waiting" if state in _WAITS else outcome or "waiting"


def _looks(connection: Connection, site: str, since: date, until: date) -> Iterator[Looks]:
    query = (
        sa.select(
            polls.c.source_id,
            _DAY.label("day"),
            polls.c.outcome,
            sa.func.count().label("n"),
            sa.func.coalesce(sa.func.sum(polls.c.announced), 0).label("announced"),
            sa.func.coalesce(sa.func.sum(polls.c.first), 0).label("first"),
        )
        .join(sources, sources.c.id == polls.c.source_id)
        .where(
            sources.c.site == site,
            polls.c.at >= _midnight(since),
            polls.c.at < _midnight(until + timedelta(days=1)),
        )
        .group_by(polls.c.source_id, _DAY, polls.c.outcome)
        .order_by(polls.c.source_id, _DAY, polls.c.outcome)
    )
    for row in connection.execute(query):
        yield Looks(row.source_id, date.fromisoformat(row.day), row.outcome, row.n, int(row.announced), int(row.first))


def _run_days(connection: Connection, site: str, since: date, until: date) -> frozenset[date]:
    query = sa.select(runs.c.started).where(runs.c.site == site, runs.c.started >= _midnight(since))
    return frozenset(started.date() for started in connection.scalars(query) if started.date() <= until)


def _last_day(connection: Connection, site: str) -> date | None:
    last_run = connection.scalar(sa.select(sa.func.max(runs.c.started)).where(runs.c.site == site))
    of_site = sa.select(sources.c.id).where(sources.c.site == site)
    lasts = [
        connection.scalar(sa.select(sa.func.max(polls.c.at)).where(polls.c.source_id == source))
        for source in connection.scalars(of_site).all()
    ]
    return max((moment.date() for moment in (last_run, *lasts) if moment is not None), default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
