"""Sources, sightings, polls and days of a store that was written before there were any: a step of `migrations`.

Says what it does in SQL of its own time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.engine import Connection

from scraper.coverage.days import day_of
from scraper.store.types import key_of

_SOURCES = (
    "SELECT site, kind, url, url_key, first_seen FROM links WHERE found_by = 'definition'",
    "SELECT site, 'archive', '', '', min(first_seen) FROM links WHERE found_by = 'archive' GROUP BY site",
    "SELECT site, 'list', '', '', min(first_seen) FROM links WHERE found_by = 'list' GROUP BY site",
    "SELECT site, 'page', '', '', min(first_seen) FROM links GROUP BY site",
)
_WAYS = (
    (
        "UPDATE links SET source_id = (SELECT sources.id FROM sources WHERE sources.site = links.site AND "
        "sources.kind = links.kind AND sources.url_key = links.url_key) WHERE found_by = 'definition'"
    ),
    (
        "UPDATE links SET source_id = (SELECT sources.id FROM sources WHERE sources.site = links.site AND "
        "sources.kind = 'archive') WHERE found_by = 'archive'"
    ),
)
_POLLS = (
    "INSERT INTO polls (source_id, at, link_id, outcome) SELECT links.source_id, tries.ended, links.id, min(tries.outcome) "
    "FROM tries JOIN links ON links.id = tries.link_id WHERE links.source_id IS NOT NULL "
    "GROUP BY links.source_id, tries.ended, links.id"
)
_STORIES = (
    "SELECT links.id, links.site, links.found_by, links.found_on, links.published, links.first_seen, links.kind, "
    "(SELECT pages.published FROM pages WHERE pages.url_key = links.url_key AND pages.site = links.site) AS own "
    "FROM links WHERE links.id > :last ORDER BY links.id LIMIT 10000"
)
_SEEN = (
    "INSERT INTO sightings (link_id, source_id, first_seen, last_seen, published) "
    "VALUES (:link, :source, :seen, :seen, :published)"
)


def fill(connection: Connection) -> None:
    """Fill the tables and columns of version 4."""
    for facts in _SOURCES:
        connection.execute(text(f"INSERT INTO sources (site, kind, url, url_key, first_seen) {facts}"))
    for step in _WAYS:
        connection.execute(text(step))
    named = {(row.site, row.kind): row.id for row in connection.execute(text("SELECT id, site, kind FROM sources"))}
    ways = _ways(connection, named)
    for rows in _batches(connection):
        connection.execute(
            text("UPDATE links SET day = :day WHERE id = :link"), [{"link": row.id, "day": _day(row)} for row in rows]
        )
        seen = list(_sightings(rows, ways, named))
        if seen:
            connection.execute(text(_SEEN), seen)
    connection.execute(text(_POLLS))
    connection.execute(
        text(
            "DELETE FROM sources WHERE kind = 'page' AND id NOT IN (SELECT source_id FROM sightings) "
            "AND id NOT IN (SELECT source_id FROM links WHERE source_id IS NOT NULL)"
        )
    )


def _ways(connection: Connection, named: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Give what ways in lead to of their own kind its source; return the sources of all by site and key."""
    ways: dict[tuple[str, str], int] = {}
    rows = connection.execute(
        text(
            "SELECT id, site, url_key, found_on, source_id FROM links WHERE kind NOT IN ('article', 'part') ORDER BY id"
        )
    ).all()
    children = []
    for row in rows:
        source = row.source_id
        if source is None:
            source = ways.get((row.site, key_of(row.found_on or ""))) or named[row.site, "page"]
            children.append({"link": row.id, "source": source})
        ways[row.site, row.url_key] = source
    if children:
        connection.execute(text("UPDATE links SET source_id = :source WHERE id = :link"), children)
    return ways


def _batches(connection: Connection) -> Iterator[list[Row[Any]]]:
    last = -1
    while rows := list(connection.execute(text(_STORIES), {"last": last})):
        yield rows
        last = rows[-1].id


def _sightings(
    rows: Iterable[Row[Any]], ways: Mapping[tuple[str, str], int], named: Mapping[tuple[str, str], int]
) -> Iterator[dict[str, object]]:
    for row in rows:
        if row.kind != "article":
            continue
        source = named.get((row.site, "list")) if row.found_by == "list" else None
        if source is None:
            source = ways.get((row.site, key_of(row.found_on or "")), named[row.site, "page"])
        yield {"link": row.id, "source": source, "seen": row.first_seen, "published": row.published}


def _day(row: Row[Any]) -> str:
    return day_of(row.published or row.own, datetime.fromisoformat(row.first_seen))
