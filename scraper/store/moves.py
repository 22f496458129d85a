"""Pages that have moved: one article, one record. Each function runs in the caller's transaction."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from scraper.store import histories
from scraper.store.records import QueuedLink
from scraper.store.schema import former_items, links, pages, versions
from scraper.store.types import key_of
from scraper.versions import changes, makes_version


def join(connection: Connection, link: QueuedLink, url: str) -> bool:
    """Give the stored record of a link's address to `url`, the place to which that has moved for good.

    What is stored there already becomes its later version, if the article has changed, or just a later answer. Returns whether
    another link leads to the new place, which then sees to it.
    """
    old_key, new_key, site = key_of(link.link.url), key_of(url), link.link.site
    if old_key == new_key:
        return False
    old, new = _row(connection, old_key, site), _row(connection, new_key, site)
    if old is not None and new is not None:
        _give(connection, old, new)
    elif old is not None:
        connection.execute(pages.update().where(pages.c.id == old.id).values(url=url, url_key=new_key, gone_at=None))
    theirs = sa.select(links.c.id).where(links.c.url_key == new_key, links.c.site == site, links.c.visits > 0)
    return connection.scalar(theirs) is not None


def _row(connection: Connection, key: str, site: str) -> Row[Any] | None:
    return connection.execute(sa.select(pages).where(pages.c.url_key == key, pages.c.site == site)).first()


def _give(connection: Connection, old: Row[Any], new: Row[Any]) -> None:
    """Put the history of one page before that of another, and forget the first."""
    first = connection.execute(
        sa.select(versions).where(versions.c.page_id == new.id).order_by(versions.c.since, versions.c.id)
    ).first()
    for table in (versions, former_items):
        connection.execute(table.update().where(table.c.page_id == old.id).values(page_id=new.id))
    found = changes(histories.page_of(old.record), histories.page_of(first.record if first else new.record))
    since = old.since or old.fetched_at
    if makes_version(found):
        values = {"page_id": new.id, "since": since, "until": old.fetched_at, "changes": json.dumps(found)}
        connection.execute(versions.insert(), values | {"record": old.record})
    elif first is not None:
        connection.execute(versions.update().where(versions.c.id == first.id).values(since=since))
    else:
        connection.execute(pages.update().where(pages.c.id == new.id).values(since=since))
    connection.execute(pages.delete().where(pages.c.id == old.id))
