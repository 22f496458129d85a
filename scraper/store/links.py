"""The table of links: what is known, what is due, how tries ended. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from scraper.coverage.days import day_of
from scraper.frontier import failed, priority
from scraper.model import Link
from scraper.store import claims, dialects, patterns, sources
from scraper.store.records import QueuedLink, Settlement, Try
from scraper.store.schema import links, tries
from scraper.store.types import key_of
from scraper.urls import registered_host
from scraper.yields import PASSED, TOLD_BY

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
_KNOWN = sa.select(links).where(links.c.url_key.in_(sa.bindparam("keys", expanding=True)))
_UPDATE = links.update().where(links.c.id == sa.bindparam("link"))
_TRY = tries.insert()
_ENDS = {
    (has_failed, shows_article): _UPDATE.values(
        asked=links.c.asked + 1,
        **({"failures": links.c.failures + 1} if has_failed else {}),
        **({"visits": links.c.visits + 1} if shows_article else {}),
    )
    for has_failed in (True, False)
    for shows_article in (True, False)
}


class Added(NamedTuple):
    """What adding links did."""

    new: int
    """How many were not known."""

    again: int
    """How many known ones are due now, as they have changed."""


def add(
    connection: Connection,
    found: Iterable[Link],
    *,
    now: datetime,
    source: QueuedLink | None = None,
    since: datetime | None = None,
) -> Added:
    """Store the links that are not known yet, due at once.

    A known link keeps everything; a title or date that it lacks is filled in, and what `source`, the way in that names it, says
    of its last change is acted upon (`claims.claimed`). One that was found behind `since` on the same page counts as not known: it
    was found in this very answer, by a glance.
    """
    wanted: dict[tuple[str, str], Link] = {}
    for link in found:
        at = (key_of(link.url), link.site)
        wanted[at] = _joined(wanted[at], link) if at in wanted else link
    if not wanted:
        return Added(0, 0)
    rows = known(connection, wanted)
    said = claims.believable({at: claims.claimed(row, wanted[at], source, now=now) for at, row in rows.items()})
    again = sum(_fill(connection, row, wanted[at], said[at], now=now) for at, row in rows.items())
    glanced = sum(_is_glanced(row, wanted[at], since) for at, row in rows.items())
    found_now = {at: link for at, link in wanted.items() if at not in rows}
    fresh = [
        _new(connection, key, link, now=now) | trapped
        for (key, _), link in found_now.items()
        if (trapped := patterns.judge(connection, link, now=now)) is not None
    ]
    dialects.insert_rows(connection, links, fresh)
    return Added(len(fresh) + glanced, again)


def _is_glanced(row: RowMapping, link: Link, since: datetime | None) -> bool:
    return since is not None and row["first_seen"] > since and row["found_on"] == link.found_on


def add_again(connection: Connection, found: Iterable[Link], *, now: datetime) -> int:
    """Make links due now, known or not; return how many were not known."""
    wanted = list(found)
    new = add(connection, wanted, now=now).new
    for link in wanted:
        connection.execute(
            links.update()
            .where(links.c.url_key == key_of(link.url), links.c.site == link.site, links.c.state != "unread")
            .values(due=now, state="ready")
        )
    return new


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


def find(connection: Connection, url: str, site: str | None) -> list[QueuedLink]:
    """Return the links of an address, one for each site that knows it."""
    query = sa.select(links).where(links.c.url_key == key_of(url)).order_by(links.c.site)
    if site is not None:
        query = query.where(links.c.site == site)
    return [to_queued(row) for row in connection.execute(query).mappings()]


def end_try(connection: Connection, link: QueuedLink, end: Settlement, turn: Mapping[str, Any]) -> None:
    """Write how a try ended and when the link is due again. `turn` are columns that follow from what it brought."""
    due = turn.get("due", end.due)
    connection.execute(
        _TRY, {"link_id": link.id, "ended": end.at, "outcome": end.outcome, "reason": end.reason, "due": due}
    )
    has_failed = failed(end.outcome)
    unchanged = has_failed or end.outcome == "not_modified"
    validators = {"etag": end.etag, "last_modified": end.last_modified}
    values = {
        "link": link.id,
        "outcome": end.outcome,
        "reason": end.reason,
        "last_tried": end.at,
        "moved_to": end.moved_to,
        "due": end.due,
        "state": state_of(end.due, end.at),
        **({} if has_failed else {"failures": 0}),
        **({"priority": priority(link.link.kind, revisit="planned")} if end.shows_article else {}),
        **turn,
        **_dated(link, end),
        **({name: value for name, value in validators.items() if value is not None} if unchanged else validators),
        **({"target": end.target, "target_key": key_of(end.target) if end.target else None} if not unchanged else {}),
    }
    connection.execute(_ENDS[has_failed, end.shows_article], values)


def _dated(link: QueuedLink, end: Settlement) -> dict[str, str]:
    """Return the day of a story that nobody has dated before its page did."""
    article = end.page.article if end.page else None
    if article is None or article.published is None or link.link.published is not None or link.link.kind != "article":
        return {}
    return {"day": day_of(article.published, end.at)}


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
        **{name: row[name] for name in ("part_of", "due", "asked", "failures", "outcome", "reason", "last_tried")},
        **{name: row[name] for name in ("etag", "last_modified", "target", "moved_to", "first_seen", "modified")},
        **{name: row[name] for name in ("claim", "claims_kept", "claims_broken", "visits")},
        is_unread=row["state"] == "unread",
        source=row["source_id"],
    )


def to_link(row: Mapping[Any, Any]) -> Link:
    """Read the facts with which a link was found."""
    return Link(
        **{name: row[name] for name in ("url", "site", "kind", "found_by", "found_on", "title", "published", "depth")},
    )


def known(connection: Connection, wanted: Mapping[tuple[str, str], Link]) -> dict[tuple[str, str], RowMapping]:
    """Return the rows of those links that are known, by key and site."""
    keys = list(dict.fromkeys(key for key, _ in wanted))
    rows = {}
    for start in range(0, len(keys), _BATCH):
        for row in connection.execute(_KNOWN, {"keys": keys[start : start + _BATCH]}).mappings():
            if (row["url_key"], row["site"]) in wanted:
                rows[row["url_key"], row["site"]] = row
    return rows


def _joined(first: Link, second: Link) -> Link:
    filled = {name: getattr(first, name) or getattr(second, name) for name in ("title", "published", "modified")}
    return replace(first, **filled)


def _fill(connection: Connection, row: RowMapping, link: Link, said: Mapping[str, Any], *, now: datetime) -> bool:
    """Give a known link the title and date that it lacks, which moves it in the queue, and what is `said` of it as columns.

    Tells whether it is due again.
    """
    values = dict(said)
    if link.title and row["title"] is None:
        values["title"] = link.title
    if link.published and row["published"] is None:
        values["published"] = link.published
        values["day"] = day_of(link.published, row["first_seen"])
        if row["every_seconds"] is None and not row["visits"]:
            values["priority"] = priority(row["kind"], published=link.published)
    if row["outcome"] == PASSED and row["state"] == "settled" and (link.found_by in TOLD_BY or link.published):
        values |= {"due": now, "state": "ready", "failures": 0}
    if values:
        update(connection, row["id"], **values)
    return "due" in values


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
        "modified": link.modified,
        "depth": link.depth,
        "part_of": _whole_of(connection, link) if link.kind == "part" else None,
        "first_seen": now,
        "state": "ready",
        "priority": priority(link.kind, published=link.published),
        "due": now,
        "asked": 0,
        "failures": 0,
        "host": registered_host(link.url),
        "day": day_of(link.published, now),
        "source_id": sources.of_way(connection, link, now=now),
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


def state_of(due: datetime | None, now: datetime) -> str:
    """Return the state of a link by when it is due; `None`: never again."""
    return "settled" if due is None else "ready" if due <= now else "waiting"


def update(connection: Connection, link_id: int, **values: Any) -> None:
    """Change columns of a link."""
    connection.execute(_UPDATE, {"link": link_id, **values})
