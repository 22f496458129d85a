"""The table of pages: records in, records out. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.model import CleanedPage
from scraper.record import to_json
from scraper.store import histories, teasers
from scraper.store.page_records import PageFilter, PageHead
from scraper.store.records import QueuedLink, Settlement
from scraper.store.schema import pages, versions
from scraper.store.types import key_of, new_id, storable

_ROWS = 100  # fetched at a time
_ORDER = (pages.c.site, pages.c.day, pages.c.url_key)

# Made once: to build a statement takes SQLAlchemy longer than to run it.
_KNOWN = sa.select(pages.c.id, pages.c.record, pages.c.capture_id, pages.c.since, pages.c.fetched_at).where(
    pages.c.url_key == sa.bindparam("key"), pages.c.site == sa.bindparam("of_site")
)
_INSERT = pages.insert()
HEAD = (
    pages.c.capture_id,
    pages.c.site,
    pages.c.url,
    pages.c.page_type,
    pages.c.outcome,
    pages.c.headline,
    pages.c.published,
)


def save(
    connection: Connection,
    page: CleanedPage,
    *,
    site: str,
    capture_id: str,
    fetched_at: datetime,
    key: str | None = None,
) -> bool:
    """Store a record in place of the one of the same address; return whether anything changed.

    Where that one was made from an earlier answer, its teasers are kept with the time for which they were shown, and, if the
    article has changed since, all of it as an earlier version. A record of an answer before the known one is left out.
    The record's `id` becomes that of the capture. `key` is where it belongs (`None`: to its own address). Raises ValueError for a page without address.
    """
    if page.url is None:
        raise ValueError("a page without address cannot be stored")
    page = replace(page, id=capture_id)
    record = storable(to_json(page))
    key = key or key_of(page.url)
    known = connection.execute(_KNOWN, {"key": key, "of_site": site}).first()
    if known and (known.record == record or (known.capture_id != capture_id and known.fetched_at > fetched_at)):
        return False
    values = _row(page, site=site, key=key, fetched_at=fetched_at) | {"capture_id": capture_id, "record": record}
    if known is None:
        page_id = new_id(connection.execute(_INSERT, values | {"since": fetched_at}))
        teasers.insert(connection, page_id, page.related, fetched_at)
        return True
    if page.parts and not page.provenance.pages and histories.is_whole(known.record):
        return False  # its further pages are to come
    # Made anew from the same answer, or made whole.
    is_again = known.capture_id == capture_id or (page.provenance.pages and not histories.is_whole(known.record))
    since = known.since if is_again else histories.follow(connection, known, page, fetched_at)
    connection.execute(pages.update().where(pages.c.id == known.id).values(**values, since=since))
    teasers.replace(connection, known.id, page.related, fetched_at, before=None if is_again else known.fetched_at)
    return True


def mark_gone(connection: Connection, link: QueuedLink, end: Settlement) -> None:
    """Note that the page of a link is gone, since the first time that it was; or that it is there again."""
    keys = {key_of(url) for url in (link.link.url, link.target, end.target) if url}
    row = pages.update().where(pages.c.url_key.in_(keys), pages.c.site == link.link.site)
    if end.gone_at is not None:
        connection.execute(row.where(pages.c.gone_at.is_(None)).values(gone_at=end.gone_at))
    elif end.shows_article:
        connection.execute(row.where(pages.c.gone_at.is_not(None)).values(gone_at=None))


def records(connection: Connection, wanted: PageFilter) -> Iterator[str]:
    """Yield the stored records as JSON, by site, then day (`pages.day`), then address, then age."""
    query = _with_versions(wanted) if wanted.versions else chosen(sa.select(pages.c.record).order_by(*_ORDER), wanted)
    yield from connection.execution_options(yield_per=_ROWS).scalars(query)


def _with_versions(wanted: PageFilter) -> sa.Select[Any]:
    """Return the query for the records of pages, each behind its earlier versions."""
    last = sa.select(pages.c.record, *_ORDER, sa.literal(1).label("is_last"), sa.literal(0).label("n"))
    earlier = sa.select(versions.c.record, *_ORDER, sa.literal(0), versions.c.id).join(
        pages, pages.c.id == versions.c.page_id
    )
    both = sa.union_all(chosen(last, wanted), chosen(earlier, wanted)).subquery()
    order = (*(both.c[column.name] for column in _ORDER), both.c.is_last, both.c.n)
    return sa.select(both.c.record).order_by(*order)


def chosen(query: sa.Select[Any], wanted: PageFilter) -> sa.Select[Any]:
    """Return a query of pages for those alone that are wanted."""
    if wanted.site is not None:
        query = query.where(pages.c.site == wanted.site)
    if wanted.since is not None:
        query = query.where(pages.c.day >= wanted.since.isoformat())
    if wanted.until is not None:
        query = query.where(pages.c.day <= wanted.until.isoformat())
    if wanted.page_type is not None:
        query = query.where(pages.c.page_type == wanted.page_type)
    return query


to_page = histories.page_of


def at(connection: Connection, page_id: int) -> CleanedPage:
    """Return the record of a row."""
    return to_page(connection.execute(sa.select(pages.c.record).where(pages.c.id == page_id)).scalar_one())


def to_head(row: Mapping[Any, Any]) -> PageHead:
    """Read a row with the columns of `HEAD`."""
    same = ("site", "url", "page_type", "outcome", "headline", "published")
    return PageHead(id=row["capture_id"], **{name: row[name] for name in same})


def day_of(published: str | None, fetched_at: datetime) -> str:
    """Return the day of publication as the page gives it, in its own zone; else the day of the fetch in UTC."""
    try:
        return date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return fetched_at.astimezone(UTC).date().isoformat()


def _row(page: CleanedPage, *, site: str, key: str, fetched_at: datetime) -> dict[str, Any]:
    article = page.article
    published = article.published if article else None
    return {
        "site": site,
        "url": page.url,
        "url_key": key,
        "canonical_key": key_of(page.canonical_url) if page.canonical_url else None,
        "page_type": page.page_type,
        "outcome": page.outcome,
        "headline": article.headline if article else None,
        "published": published,
        "modified": article.modified if article else None,
        "day": day_of(published, fetched_at),
        "language": article.language if article else None,
        "section": article.section if article else None,
        "fetched_at": fetched_at,
        "cleaner": page.provenance.cleaner,
        "rules": page.provenance.rules,
    }
