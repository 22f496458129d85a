"""Ways in, in the table of links: which there are, when each is looked at again, what it says of others.

Each function runs in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from scraper.frontier import failed, priority
from scraper.model import Link
from scraper.polling import BOUNDS, NAMED, believed, next_every
from scraper.store import claims, links, sources
from scraper.store.records import QueuedLink, Settlement
from scraper.store.schema import links as table
from scraper.store.types import key_of

_LEDGER = {True: {"claims_kept": table.c.claims_kept + 1}, False: {"claims_broken": table.c.claims_broken + 1}}


def seed(connection: Connection, site: str, ways: Sequence[Link], *, every: timedelta | None, now: datetime) -> int:
    """Make the ways in of a site those of its definition, in its order; return how many were not known.

    A known one keeps its validators and is due `every` after its last try (`None`: after its own interval), or when a failure
    lets it come back. One that the definition no longer names is settled.
    """
    ranks: dict[str, tuple[int, Link]] = {}
    for rank, way in enumerate(ways):
        ranks.setdefault(key_of(way.url), (rank, way))
    new = links.add(connection, [way for _, way in ranks.values()], now=now).new
    rows = connection.execute(sa.select(table).where(table.c.site == site, table.c.every_seconds >= 0)).mappings()
    for row in rows.all():
        if row["url_key"] in ranks:
            continue
        if row["found_by"] in NAMED:
            links.update(connection, row["id"], every_seconds=None, due=None, state="settled")
        elif row["state"] in ("waiting", "ready") and not row["failures"] and not row["claim"]:
            links.update(connection, row["id"], **_turn(row, timedelta(seconds=row["every_seconds"]), now))
    for at, row in links.known(connection, {(key, site): way for key, (_, way) in ranks.items()}).items():
        rank, way = ranks[at[0]]
        seconds = row["every_seconds"]
        own = timedelta(seconds=seconds) if seconds is not None else BOUNDS[way.kind].first
        interval = own if every is None else every
        links.update(
            connection,
            row["id"],
            kind=way.kind,
            found_by=way.found_by,
            every_seconds=int(interval.total_seconds()) if every is not None or seconds is not None else 0,
            priority=priority(way.kind, rank=rank),
            source_id=sources.of_way(connection, way, now=now),
            **_turn(row, interval, now),
        )
    return new


def _turn(row: RowMapping, every: timedelta, now: datetime) -> dict[str, Any]:
    """Return when a way in is due, as columns."""
    if row["state"] == "unread":
        return {}
    due = now
    if row["last_tried"] is not None:
        due = row["due"] if row["due"] is not None and row["failures"] else row["last_tried"] + every
    return {"due": due, "state": links.state_of(due, now)}


def drop(connection: Connection, gone: Iterable[Link], source: QueuedLink, *, now: datetime) -> int:
    """Make the stored articles due that a source names no more; return how many."""
    if not believed(source.claims_kept, source.claims_broken):
        return 0
    wanted = {(key_of(link.url), link.site): link for link in gone}
    due = [row for row in links.known(connection, wanted).values() if row["visits"] and row["state"] != "unread"]
    due = [row for row in due if row["outcome"] != "gone" and not row["moved_to"]]
    for row in due:
        links.update(connection, row["id"], due=now, state="ready", failures=0, **claims.claim(row, source))
    return len(due)


def polled(link: QueuedLink, end: Settlement, *, news: bool) -> dict[str, Any]:
    """Return when a source is looked at again and how often from now on, as columns; empty for other links and failures."""
    if end.poll is None or failed(end.outcome):
        return {}
    before = link.every if link.last_tried is not None and link.every else None
    every = next_every(before, end.poll, news=news)
    due = end.at + max(every, end.poll.rest)
    return {"every_seconds": int(every.total_seconds()), "due": due, "state": links.state_of(due, end.at)}


def note_claim(connection: Connection, link: QueuedLink, *, proved: bool | None) -> None:
    """Note for the way in that said that a link had changed whether it had."""
    if link.claim is None:
        return
    links.update(connection, link.id, claim=None)
    if proved is not None:
        connection.execute(
            table.update().where(table.c.url_key == link.claim, table.c.site == link.link.site).values(_LEDGER[proved])
        )
