"""The tables of pages and related items: records in, records out. Each function runs in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.model import CleanedPage, RelatedItem
from scraper.record import from_record, to_json
from scraper.store import dialects
from scraper.store.records import PageFilter, PageHead
from scraper.store.schema import pages, related_items
from scraper.store.types import key_of, new_id, storable

_ROWS = 100  # fetched at a time

# Made once: to build a statement takes SQLAlchemy longer than to run it.
_KNOWN = sa.select(pages.c.id, pages.c.record).where(
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


def save(connection: Connection, page: CleanedPage, *, site: str, capture_id: str, fetched_at: datetime) -> bool:
    """Store a record in place of the one of the same address; return whether anything changed.

    Its `id` becomes that of the capture. Raises ValueError for a page without address.
    """
    if page.url is None:
        raise ValueError("a page without address cannot be stored")
    record = storable(to_json(replace(page, id=capture_id)))
    key = key_of(page.url)
    known = connection.execute(_KNOWN, {"key": key, "of_site": site}).first()
    if known and known.record == record:
        return False
    values = _row(page, site=site, key=key, fetched_at=fetched_at) | {"capture_id": capture_id, "record": record}
    if known:
        page_id = known.id
        connection.execute(pages.update().where(pages.c.id == page_id).values(**values))
        connection.execute(related_items.delete().where(related_items.c.page_id == page_id))
    else:
        page_id = new_id(connection.execute(_INSERT, values))
    dialects.insert_rows(
        connection, related_items, [_item_row(page_id, n, item) for n, item in enumerate(page.related)]
    )
    return True


def records(connection: Connection, wanted: PageFilter) -> Iterator[str]:
    """Yield the stored records as JSON, by site, then day (`pages.day`), then address."""
    query = sa.select(pages.c.record).order_by(pages.c.site, pages.c.day, pages.c.url_key)
    if wanted.site is not None:
        query = query.where(pages.c.site == wanted.site)
    if wanted.since is not None:
        query = query.where(pages.c.day >= wanted.since.isoformat())
    if wanted.until is not None:
        query = query.where(pages.c.day <= wanted.until.isoformat())
    if wanted.page_type is not None:
        query = query.where(pages.c.page_type == wanted.page_type)
    yield from connection.execution_options(yield_per=_ROWS).scalars(query)


def to_page(record: str) -> CleanedPage:
    """Read a stored record."""
    return from_record(json.loads(record))


def at(connection: Connection, page_id: int) -> CleanedPage:
    """Return the record of a row."""
    return to_page(connection.execute(sa.select(pages.c.record).where(pages.c.id == page_id)).scalar_one())


def to_head(row: Mapping[Any, Any]) -> PageHead:
    """Read a row with the columns of `HEAD`."""
    same = ("site", "url", "page_type", "outcome", "headline", "published")
    return PageHead(id=row["capture_id"], **{name: row[name] for name in same})


def to_item(row: Mapping[Any, Any]) -> RelatedItem:
    """Read a row of related items."""
    same = ("position", "title", "list", "kind", "url", "category", "excerpt", "excerpt_truncated", "date_text")
    return RelatedItem(
        **{name: row[name] for name in same},
        published=row["published"],
        authors=tuple(json.loads(row["authors"])),
        image=row["image"],
    )


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


def _item_row(page_id: int, position: int, item: RelatedItem) -> dict[str, Any]:
    same = (
        "list",
        "kind",
        "title",
        "url",
        "category",
        "excerpt",
        "excerpt_truncated",
        "date_text",
        "published",
        "image",
    )
    return {name: getattr(item, name) for name in same} | {
        "page_id": page_id,
        "position": position,
        "target_key": key_of(item.url) if item.url else None,
        "authors": json.dumps(item.authors, ensure_ascii=False),
    }
