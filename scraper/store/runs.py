"""The tables of runs, and the figures of a site. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from scraper.frontier import failed
from scraper.store import dialects
from scraper.store.database import Database
from scraper.store.outlook import count_due, next_due
from scraper.store.run_records import Run, RunEnd, SiteStatus
from scraper.store.schema import links, pages, run_counts, runs
from scraper.store.types import new_id


def start(connection: Connection, site: str, *, now: datetime, alone: bool) -> int:
    """Begin a run and return its number. To who is `alone`, a run of the site that never ended was killed."""
    if alone:
        connection.execute(runs.update().where(runs.c.site == site, runs.c.end.is_(None)).values(end="killed"))
    return new_id(connection.execute(runs.insert().values(site=site, started=now)))


def end(connection: Connection, run: int, how: RunEnd, *, now: datetime) -> None:
    """End a run."""
    connection.execute(runs.update().where(runs.c.id == run).values(ended=now, end=how))


def count(connection: Connection, run: int, outcome: str) -> None:
    """Count a try of a run."""
    row = {"run_id": run, "outcome": outcome, "count": 1}
    dialects.upsert_rows(connection, run_counts, [row], adding=("count",))


def find(connection: Connection, run: int) -> Run | None:
    """Return a run with its counts."""
    row = connection.execute(sa.select(runs).where(runs.c.id == run)).mappings().first()
    return _run(connection, row) if row else None


class Past:
    """What became of runs (`Store.past`)."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def runs_of(self, sites: Iterable[str], *, most: int) -> dict[str, list[Run]]:
        """Return the last runs of each site, at most so many, the last one first, without their counts by outcome."""
        with self._db.read() as connection:
            return {site: _recent(connection, site, most) for site in sites}

    def find(self, run: int) -> Run | None:
        """Return a run with its counts by outcome."""
        with self._db.read() as connection:
            return find(connection, run)

    def next_due(self, sites: Iterable[str]) -> dict[str, datetime | None]:
        """Return when the first link of each site is due, as `Store.next_due` does of one."""
        with self._db.read() as connection:
            return {site: next_due(connection, site) for site in sites}


def _recent(connection: Connection, site: str, most: int) -> list[Run]:
    rows = connection.execute(_RECENT, {"of_site": site, "most": most})
    return [Run(id=row.id, site=row.site, started=row.started, ended=row.ended, end=row.end) for row in rows]


_RECENT = (
    sa.select(runs).where(runs.c.site == sa.bindparam("of_site")).order_by(runs.c.id.desc()).limit(sa.bindparam("most"))
)


def status(connection: Connection, *, now: datetime) -> list[SiteStatus]:
    """Return the figures of every site that the store knows, by name."""
    sites = sa.union(sa.select(links.c.site), sa.select(runs.c.site), sa.select(pages.c.site)).subquery()
    return [_site(connection, site, now=now) for site in connection.scalars(sa.select(sites.c.site).order_by("site"))]


def _site(connection: Connection, site: str, *, now: datetime) -> SiteStatus:
    last = (
        connection.execute(sa.select(runs).where(runs.c.site == site).order_by(runs.c.id.desc()).limit(1))
        .mappings()
        .first()
    )
    ends = connection.execute(
        sa.select(links.c.outcome, links.c.state, sa.func.count().label("n"))
        .where(links.c.site == site)
        .group_by(links.c.outcome, links.c.state)
    ).all()
    kinds = connection.execute(
        sa.select(pages.c.page_type, sa.func.count().label("n"))
        .where(pages.c.site == site)
        .group_by(pages.c.page_type)
        .order_by(pages.c.page_type)
    )
    bad = [row for row in ends if row.outcome is not None and failed(row.outcome)]
    return SiteStatus(
        site=site,
        last_run=_run(connection, last) if last else None,
        queued=sum(row.n for row in ends if row.state in ("ready", "waiting")),
        due=count_due(connection, site, now=now),
        next_due=next_due(connection, site),
        stored={row.page_type: row.n for row in kinds},
        failed={
            name: sum(row.n for row in bad if row.outcome == name) for name in sorted({row.outcome for row in bad})
        },
        retrying=sum(row.n for row in bad if row.state in ("ready", "waiting")),
        unread=sum(row.n for row in ends if row.state == "unread"),
    )


def _run(connection: Connection, row: RowMapping) -> Run:
    counts = connection.execute(
        sa.select(run_counts.c.outcome, run_counts.c["count"].label("n"))
        .where(run_counts.c.run_id == row["id"])
        .order_by(run_counts.c.outcome)
    )
    return Run(
        id=row["id"],
        site=row["site"],
        started=row["started"],
        ended=row["ended"],
        end=row["end"],
        counts={row.outcome: row.n for row in counts},
    )
