"""The table of versions: articles as they stood earlier. Each function runs in the caller's transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.model import CleanedPage
from scraper.record import from_record
from scraper.store.page_records import History, Version
from scraper.store.schema import pages, versions
from scraper.versions import changes, makes_version


def follow(connection: Connection, known: Any, page: CleanedPage, at: datetime) -> datetime:
    """Keep the stored record of a page as an earlier version, if the one of an answer asked for `at` makes a new one.

    `known` is the stored row: id, record, since, fetched_at. Returns since when the version to be stored has been there.
    """
    found = changes(page_of(known.record), page)
    since: datetime = known.since or known.fetched_at
    if not makes_version(found):
        return since
    values = {"page_id": known.id, "since": since, "until": known.fetched_at}
    connection.execute(versions.insert(), values | {"changes": json.dumps(found), "record": known.record})
    return at


def of(connection: Connection, page_id: int) -> History:
    """Return all versions of a page."""
    page = connection.execute(sa.select(pages).where(pages.c.id == page_id)).one()
    earlier = connection.execute(
        sa.select(versions).where(versions.c.page_id == page_id).order_by(versions.c.since, versions.c.id)
    ).all()
    found, changed = [], ()
    for row in earlier:
        found.append(Version(since=row.since, until=row.until, page=page_of(row.record), changes=changed))
        changed = tuple(json.loads(row.changes))
    since = page.since or page.fetched_at
    found.append(Version(since=since, until=page.fetched_at, page=page_of(page.record), changes=changed))
    return History(site=page.site, url=page.url, versions=tuple(found), gone_at=page.gone_at)


def forget(connection: Connection, page_id: int) -> None:
    """Forget the earlier versions of a page."""
    connection.execute(versions.delete().where(versions.c.page_id == page_id))


def page_of(record: str) -> CleanedPage:
    """Read a stored record."""
    return from_record(json.loads(record))


def is_whole(record: str) -> bool:
    """Tell whether a stored record was joined from several pages."""
    return bool(page_of(record).provenance.pages)
