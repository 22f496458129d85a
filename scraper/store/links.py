"""The table of links: what is known, what is due, how tries ended. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from scraper.frontier import failed, priority
from scraper.model import Link
from scraper.store import dialects, patterns
from scraper.store.records import QueuedLink, Settlement, Try
from scraper.store.schema import links, tries
from scraper.store.types import key_of
from scraper.urls import registered_host

_BATCH = 400  # keys in one query; SQLite's oldest limit is 999 variables

# Made once: to build a statement takes SQLAlchemy longer than to run it.
_OF_SITE = links.c.site == sa.bindparam("of_site")
_WAITING = (_OF_SITE, links.c.state == "waiting", links.c.due <= sa.bindparam("now"))
_FIRST = (
    sa.select(links)
    .where(_OF_SITE, links.c.host == sa.bindparam("of_host"), links.c.state == "ready")
    .order_by(links.c.priority, links.c.id)
    .limit(sa.bindparam("most"))
)
_NEXT_HOST = sa.select(sa.func.min(links.c.host)).where(_OF_SITE, links.c.host > sa.bindparam("behind"))
_SLEEPER = sa.select(links.c.id).where(*_WAITING).limit(1)
_NEXT_WAITING = sa.select(sa.func.min(links.c.due)).where(_OF_SITE, links.c.state == "waiting")
_KNOWN = sa.select(links).where(links.c.url_key.in_(sa.bindparam("keys", expanding=True)))
_UPDATE = links.update().where(links.c.id == sa.bindparam("link"))


def add(connection: Connection, found: Iterable[Link], *, now: datetime) -> int:
    """Store the links that are not known yet, due at once; return how many those were.

    A known link keeps everything; a title or date that it lacks is filled in.
    """
    wanted: dict[tuple[str, str], Link] = {}
    for link in found:
        at = (key_of(link.url), link.site)
        wanted[at] = _joined(wanted[at], link) if at in wanted else link
    if not wanted:
        return 0
    known = _known(connection, wanted)
    for at, row in known.items():
        _fill(connection, row, wanted[at])
    found_now = {at: link for at, link in wanted.items() if at not in known}
    fresh = [
        _new(connection, key, link, now=now) | trapped
        for (key, _), link in found_now.items()
        if (trapped := patterns.judge(connection, link, now=now)) is not None
    ]
    dialects.insert_rows(connection, links, fresh)
    return len(fresh)


def add_again(connection: Connection, found: Iterable[Link], *, now: datetime) -> int:
    """Make links due now, known or not; return how many were not known."""
    wanted = list(found)
    new = add(connection, wanted, now=now)
    for link in wanted:
        connection.execute(
            links.update()
            .where(links.c.url_key == key_of(link.url), links.c.site == link.site, links.c.state != "unread")
            .values(due=now, state="ready")
        )
    return new


def seed(connection: Connection, site: str, ways: Sequence[Link], *, every: timedelta, now: datetime) -> int:
    """Make the ways in of a site those of its definition, in its order; return how many were not known.

    A known one keeps its validators and is due `every` after its last try, or when a failure lets it come back.
    One that the definition no longer names is settled.
    """
    ranks: dict[str, tuple[int, Link]] = {}
    for rank, way in enumerate(ways):
        ranks.setdefault(key_of(way.url), (rank, way))
    new = add(connection, [way for _, way in ranks.values()], now=now)
    rows = connection.execute(sa.select(links).where(links.c.site == site, links.c.every_seconds >= 0)).mappings()
    for row in rows.all():
        if row["url_key"] not in ranks:
            _update(connection, row["id"], every_seconds=None, due=None, state="settled")
    for at, row in _known(connection, {(key, site): way for key, (_, way) in ranks.items()}).items():
        rank, way = ranks[at[0]]
        due = _due_of_way(row, every=every, now=now)
        turn = {"due": due, "state": _state(due, now)} if row["state"] != "unread" else {}
        _update(
            connection,
            row["id"],
            kind=way.kind,
            found_by=way.found_by,
            every_seconds=int(every.total_seconds()),
            priority=priority(way.kind, rank=rank),
            **turn,
        )
    return new


def _due_of_way(row: RowMapping, *, every: timedelta, now: datetime) -> datetime:
    if row["last_tried"] is None:
        return now
    if row["due"] is not None and row["failures"]:
        return row["due"]  # type: ignore[no-any-return]
    return row["last_tried"] + every  # type: ignore[no-any-return]


def hosts_of(connection: Connection, site: str) -> list[str]:
    """Return the registered hosts of a site's links, by name."""
    found: list[str] = []
    behind = ""
    if connection.scalar(sa.select(links.c.id).where(links.c.site == site, links.c.host == "").limit(1)) is not None:
        found.append("")
    while (behind := connection.scalar(_NEXT_HOST, {"of_site": site, "behind": behind})) is not None:
        found.append(behind)
    return found


def take_due(connection: Connection, site: str, host: str | None) -> QueuedLink | None:
    """Return the first link that is ready, of one host or of all; `wake` makes those ready whose time has come."""
    if host is not None:
        return next(iter(due_links(connection, site, host, 1)), None)
    firsts = [
        row
        for each in hosts_of(connection, site)
        if (row := connection.execute(_FIRST, {"of_site": site, "of_host": each, "most": 1}).mappings().first())
    ]
    return to_queued(min(firsts, key=lambda row: (row["priority"], row["id"]))) if firsts else None


def due_links(connection: Connection, site: str, host: str, most: int) -> list[QueuedLink]:
    """Return the first links of a host that are ready, `most` of them at most."""
    rows = connection.execute(_FIRST, {"of_site": site, "of_host": host, "most": most}).mappings()
    return [to_queued(row) for row in rows]


def sleepers(connection: Connection, site: str, *, now: datetime) -> bool:
    """Tell whether a waiting link's time has come."""
    return connection.scalar(_SLEEPER, {"of_site": site, "now": now}) is not None


def wake(connection: Connection, site: str, *, now: datetime) -> None:
    """Make the waiting links ready whose time has come."""
    connection.execute(links.update().where(*_WAITING).values(state="ready"), {"of_site": site, "now": now})


def count_due(connection: Connection, site: str, *, now: datetime) -> int:
    """Return how many links of a site are due."""
    count = sa.select(sa.func.count()).select_from(links)
    ready = connection.scalar(count.where(_OF_SITE, links.c.state == "ready"), {"of_site": site})
    return (ready or 0) + (connection.scalar(count.where(*_WAITING), {"of_site": site, "now": now}) or 0)


def next_due(connection: Connection, site: str) -> datetime | None:
    """Return when the first queued link of a site is due; in the past where one is due already."""
    first = [connection.scalar(_FIRST_DUE, {"of_site": site, "in_state": state}) for state in ("ready", "waiting")]
    return min((due for due in first if due is not None), default=None)


_FIRST_DUE = sa.select(sa.func.min(links.c.due)).where(
    links.c.site == sa.bindparam("of_site"), links.c.state == sa.bindparam("in_state")
)


def next_waiting(connection: Connection, site: str) -> datetime | None:
    """Return when the first link is due whose time has not come; `None`: none waits."""
    due: datetime | None = connection.scalar(_NEXT_WAITING, {"of_site": site})
    return due


def find(connection: Connection, url: str, site: str | None) -> list[QueuedLink]:
    """Return the links of an address, one for each site that knows it."""
    query = sa.select(links).where(links.c.url_key == key_of(url)).order_by(links.c.site)
    if site is not None:
        query = query.where(links.c.site == site)
    return [to_queued(row) for row in connection.execute(query).mappings()]


def end_try(connection: Connection, link: QueuedLink, end: Settlement) -> None:
    """Write how a try ended and when the link is due again."""
    connection.execute(
        tries.insert(),
        {"link_id": link.id, "ended": end.at, "outcome": end.outcome, "reason": end.reason, "due": end.due},
    )
    unchanged = failed(end.outcome) or end.outcome == "not_modified"
    validators = {"etag": end.etag, "last_modified": end.last_modified}
    _update(
        connection,
        link.id,
        outcome=end.outcome,
        reason=end.reason,
        last_tried=end.at,
        due=end.due,
        state=_state(end.due, end.at),
        asked=links.c.asked + 1,
        failures=links.c.failures + 1 if failed(end.outcome) else 0,
        moved_to=end.moved_to,
        **({name: value for name, value in validators.items() if value is not None} if unchanged else validators),
        **({"target": end.target, "target_key": key_of(end.target) if end.target else None} if not unchanged else {}),
    )


def tries_of(connection: Connection, link: QueuedLink) -> list[Try]:
    """Return the tries of a link, the first first."""
    query = sa.select(tries).where(tries.c.link_id == link.id).order_by(tries.c.id)
    return [
        Try(ended=row["ended"], outcome=row["outcome"], reason=row["reason"], due=row["due"])
        for row in connection.execute(query).mappings()
    ]


def revive(connection: Connection, site: str, outcomes: Iterable[str], *, now: datetime) -> int:
    """Make the links due now whose last try ended in one of `outcomes`; return how many."""
    done = connection.execute(
        links.update()
        .where(links.c.site == site, links.c.outcome.in_(list(outcomes)), links.c.state != "unread")
        .values(due=now, state="ready", failures=0)
    )
    return done.rowcount


def to_queued(row: Mapping[Any, Any]) -> QueuedLink:
    """Read a row of the table."""
    every = row["every_seconds"]
    return QueuedLink(
        id=row["id"],
        link=to_link(row),
        every=timedelta(seconds=every) if every is not None else None,
        **{
            name: row[name]
            for name in ("part_of", "due", "asked", "failures", "outcome", "reason", "last_tried", "etag")
        },
        last_modified=row["last_modified"],
        target=row["target"],
        moved_to=row["moved_to"],
        is_unread=row["state"] == "unread",
    )


def to_link(row: Mapping[Any, Any]) -> Link:
    """Read the facts with which a link was found."""
    return Link(
        **{name: row[name] for name in ("url", "site", "kind", "found_by", "found_on", "title", "published", "depth")},
    )


def _known(connection: Connection, wanted: Mapping[tuple[str, str], Link]) -> dict[tuple[str, str], RowMapping]:
    keys = list(dict.fromkeys(key for key, _ in wanted))
    known = {}
    for start in range(0, len(keys), _BATCH):
        for row in connection.execute(_KNOWN, {"keys": keys[start : start + _BATCH]}).mappings():
            if (row["url_key"], row["site"]) in wanted:
                known[row["url_key"], row["site"]] = row
    return known


def _joined(first: Link, second: Link) -> Link:
    return replace(first, title=first.title or second.title, published=first.published or second.published)


def _fill(connection: Connection, row: RowMapping, link: Link) -> None:
    """Give a known link the title and date that it lacks; a date moves it in the queue."""
    values: dict[str, Any] = {}
    if link.title and row["title"] is None:
        values["title"] = link.title
    if link.published and row["published"] is None:
        values["published"] = link.published
        if row["every_seconds"] is None:
            values["priority"] = priority(row["kind"], published=link.published)
    if values:
        _update(connection, row["id"], **values)


def _new(connection: Connection, key: str, link: Link, *, now: datetime) -> dict[str, Any]:
    return {
        "site": link.site,
        "url": link.url,
        "url_key": key,
        "kind": link.kind,
        "found_by": link.found_by,
        "found_on": link.found_on,
        "title": link.title,
        "published": link.published,
        "depth": link.depth,
        "part_of": _whole_of(connection, link) if link.kind == "part" else None,
        "first_seen": now,
        "state": "ready",
        "priority": priority(link.kind, published=link.published),
        "due": now,
        "asked": 0,
        "failures": 0,
        "host": registered_host(link.url),
        "outcome": None,
        "reason": None,
    }


def _whole_of(connection: Connection, part: Link) -> str | None:
    """Return the key of the article that a part belongs to: the page that named it, or what that is itself a part of."""
    if part.found_on is None:
        return None
    key = key_of(part.found_on)
    query = sa.select(links.c.part_of).where(links.c.url_key == key, links.c.site == part.site)
    return connection.scalar(query) or key


def _state(due: datetime | None, now: datetime) -> str:
    return "settled" if due is None else "ready" if due <= now else "waiting"


def _update(connection: Connection, link_id: int, **values: Any) -> None:
    connection.execute(_UPDATE.values(**values), {"link": link_id})
