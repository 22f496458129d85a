"""The tables of sources, sightings and polls. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.frontier import failed
from scraper.model import Link
from scraper.store import dialects
from scraper.store.records import QueuedLink, Settlement
from scraper.store.schema import links
from scraper.store.schema_sources import polls, sightings, sources
from scraper.store.types import key_of, new_id

ARCHIVES, LISTS, PAGES = "archive", "list", "page"
"""Kinds of sources that are no single address."""

_BATCH = 400  # keys in one query; SQLite's oldest limit is 999 variables

# Made once: to build a statement takes SQLAlchemy longer than to run it.
_NAMED = sa.select(sources.c.id).where(
    sources.c.site == sa.bindparam("of_site"),
    sources.c.kind == sa.bindparam("of_kind"),
    sources.c.url_key == sa.bindparam("key"),
)
_PARENT = sa.select(links.c.source_id).where(
    links.c.url_key == sa.bindparam("key"), links.c.site == sa.bindparam("of_site")
)
_SEEN = (
    sa.select(
        links.c.url_key,
        sa.func.substr(sightings.c.last_seen, 1, 10),  # as it lies there: thousands of rows in one answer
        sightings.c.published.is_(None),
    )
    .join(sightings, sightings.c.link_id == links.c.id)
    .where(
        links.c.url_key.in_(sa.bindparam("keys", expanding=True)),
        links.c.site == sa.bindparam("of_site"),
        sightings.c.source_id == sa.bindparam("source"),
    )
)


def of_way(connection: Connection, link: Link, *, now: datetime) -> int | None:
    """Return the source for which what a link announces counts, made where it is new; `None` for stories and their parts."""
    if link.kind in ("article", "part"):
        return None
    if link.found_by == "definition":
        return _named(connection, link.site, link.kind, link.url, now=now)
    if link.found_by == "archive" and link.found_on is None:
        return _named(connection, link.site, ARCHIVES, "", now=now)
    parent: int | None = None
    if link.found_on is not None:
        parent = connection.scalar(_PARENT, {"key": key_of(link.found_on), "of_site": link.site})
    return parent or _named(connection, link.site, PAGES, "", now=now)


def note_list(connection: Connection, found: Sequence[Link], *, now: datetime) -> None:
    """Note which links a user handed in."""
    listed = [link for link in found if link.found_by == "list"]
    for site in {link.site for link in listed}:
        mine = [link for link in listed if link.site == site]
        _note(connection, _named(connection, site, LISTS, "", now=now), mine, site, now=now)


def note(connection: Connection, link: QueuedLink, end: Settlement, *, found: int) -> None:
    """Note what the answer to a link announced, and, of a way in, that it was looked at. `found`: links that were not known."""
    stories = [each for each in end.links if each.kind == "article"]
    if link.source is None and not stories:
        return
    site = link.link.site
    source = link.source or _named(connection, site, PAGES, "", now=end.at)
    announced, first = _note(connection, source, stories, site, now=end.at)
    if link.source is not None:
        counts: dict[str, int | None] = {
            "announced": announced,
            "first": first,
            "found": found,
        }
        if failed(end.outcome) or end.outcome == "not_modified":
            counts = dict.fromkeys(counts)
        poll = {"source_id": source, "at": end.at, "link_id": link.id, "outcome": end.outcome, **counts}
        dialects.upsert_rows(connection, polls, [poll])  # a clock that stands still may have two tries in one instant


def are_named(connection: Connection, source: int, stories: Sequence[Link]) -> bool:
    """Tell whether a source has named all of some stories of a site before."""
    keys = {(key_of(story.url), story.site) for story in stories}
    for site in {site for _, site in keys}:
        wanted = [key for key, of in keys if of == site]
        if sum(1 for _ in _seen(connection, source, site, wanted)) < len(wanted):
            return False
    return True


def _seen(connection: Connection, source: int, site: str, keys: Sequence[str]) -> Iterator[Any]:
    """Yield of those stories that a source has named before the key, the last day, and whether it gave no date."""
    for start in range(0, len(keys), _BATCH):
        batch = {"keys": keys[start : start + _BATCH], "of_site": site, "source": source}
        yield from connection.execute(_SEEN, batch)


def _note(connection: Connection, source: int, stories: Sequence[Link], site: str, *, now: datetime) -> tuple[int, int]:
    """Write that a source announces stories; return how many those are, and how many it had not announced before.

    What it has announced on the same day already is not written again: most answers bring nothing new.
    """
    wanted: dict[str, str | None] = {}
    for story in stories:
        key = key_of(story.url)
        wanted[key] = wanted.get(key) or story.published
    keys, today = list(wanted), now.astimezone(UTC).date().isoformat()
    known: set[str] = set()
    as_it_is: set[str] = set()
    for key, last_day, is_undated in _seen(connection, source, site, keys):
        known.add(key)
        if last_day >= today and not (is_undated and wanted[key]):
            as_it_is.add(key)
    rows = [
        {"key": key, "of_site": site, "source": source, "now": now, "date": published}
        for key, published in wanted.items()
        if key not in as_it_is
    ]
    if rows:
        connection.execute(_upsert(connection.dialect.name), rows)
    return len(wanted), len(wanted) - len(known)


@cache
def _upsert(dialect: str) -> sa.Insert:
    named = sa.select(
        links.c.id,
        sa.bindparam("source", type_=sa.Integer),
        sa.bindparam("now", type_=sightings.c.first_seen.type),
        sa.bindparam("now", type_=sightings.c.last_seen.type),
        sa.bindparam("date", type_=sightings.c.published.type),
    ).where(links.c.url_key == sa.bindparam("key"), links.c.site == sa.bindparam("of_site"), links.c.kind == "article")
    one = dialects.insert_into(sightings, dialect).from_select(
        ["link_id", "source_id", "first_seen", "last_seen", "published"], named
    )
    upsert: sa.Insert = one.on_conflict_do_update(
        index_elements=[sightings.c.link_id, sightings.c.source_id],
        set_={
            "last_seen": one.excluded.last_seen,
            "published": sa.func.coalesce(sightings.c.published, one.excluded.published),
        },
    )
    return upsert


def _named(connection: Connection, site: str, kind: str, url: str, *, now: datetime) -> int:
    """Return the number of a source, made where it is new."""
    key = key_of(url) if url else ""
    known: int | None = connection.scalar(_NAMED, {"of_site": site, "of_kind": kind, "key": key})
    if known is not None:
        return known
    values = {"site": site, "kind": kind, "url": url, "url_key": key, "first_seen": now}
    return new_id(connection.execute(sources.insert(), values))
