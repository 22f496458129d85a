"""Who promotes whom: teasers joined with the stored pages that they lead to. Each function runs in the caller's transaction.

A teaser leads to a page by its final address, by an address that redirects to it, or by the address that the page
declares as canonical; in this order, the first that is stored counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.store.page_records import PageHead, Promotion
from scraper.store.pages import HEAD, to_head
from scraper.store.schema import links, pages, related_items
from scraper.store.teasers import to_item
from scraper.store.types import key_of

_HOPS = 10  # redirects that are followed
_BATCH = 400  # keys in one query


def promoted_by(connection: Connection, url: str, site: str | None) -> list[Promotion]:
    """Return the teasers of a stored page, in the page's order, each with the page it leads to."""
    page = page_at(connection, url, site)
    if page is None:
        return []
    query = sa.select(related_items).where(related_items.c.page_id == page[0]).order_by(related_items.c.position)
    rows = connection.execute(query).mappings().all()
    targets = resolve(connection, {row["target_key"] for row in rows if row["target_key"]}, None)
    return [
        Promotion(page=page[1], item=to_item(row), target=targets.get(row["target_key"] or "", (0, None))[1])
        for row in rows
    ]


def promoted_on(connection: Connection, url: str, site: str | None) -> list[Promotion]:
    """Return the teasers of stored pages that lead to an address, stored or not; by site, day and address of their page.

    `site` is that of the pages.
    """
    page = page_at(connection, url, None)
    keys = aliases(connection, url, None)
    query = (
        sa.select(related_items, *(column.label(f"page_{column.name}") for column in HEAD))
        .join_from(related_items, pages)
        .where(related_items.c.target_key.in_(keys))
        .order_by(pages.c.site, pages.c.day, pages.c.url_key, related_items.c.position)
    )
    if site is not None:
        query = query.where(pages.c.site == site)
    found = []
    for row in connection.execute(query).mappings():
        on = to_head({column.name: row[f"page_{column.name}"] for column in HEAD})
        found.append(Promotion(page=on, item=to_item(row), target=page[1] if page else None))
    return found


def resolve(connection: Connection, keys: Collection[str], site: str | None) -> Mapping[str, tuple[int, PageHead]]:
    """Return for each key the number and facts of the stored page that it leads to, as far as there is one."""
    found: dict[str, tuple[int, PageHead]] = {}
    open_keys = {key: key for key in keys}  # where the redirects of a key have led so far
    for _ in range(_HOPS + 1):
        stored = _stored(connection, pages.c.url_key, set(open_keys.values()), site)
        found |= {key: stored[at] for key, at in open_keys.items() if at in stored}
        moved = _targets(connection, {at for key, at in open_keys.items() if key not in found}, site)
        open_keys = {key: moved[at] for key, at in open_keys.items() if key not in found and at in moved}
        if not open_keys:
            break
    left = {key for key in keys if key not in found}
    declared = _stored(connection, pages.c.canonical_key, left, site)
    return found | {key: declared[key] for key in left if key in declared}


def aliases(connection: Connection, url: str, site: str | None) -> set[str]:
    """Return every key that leads to what `url` leads to: the address itself, its target, and what redirects there.

    Of a stored page also the address that it declares as canonical, unless another page is stored there.
    """
    keys = {key_of(url)}
    page = page_at(connection, url, site)
    if page is not None:
        row = connection.execute(sa.select(pages.c.url_key, pages.c.canonical_key).where(pages.c.id == page[0])).one()
        keys.add(row.url_key)
        if row.canonical_key and row.canonical_key not in _stored(
            connection, pages.c.url_key, {row.canonical_key}, site
        ):
            keys.add(row.canonical_key)
    fresh = set(keys)
    for _ in range(_HOPS):
        sources = set()
        for batch in _batches(fresh):
            query = sa.select(links.c.url_key).where(links.c.target_key.in_(batch))
            sources |= set(connection.scalars(query if site is None else query.where(links.c.site == site)))
        fresh = sources - keys
        if not fresh:
            break
        keys |= fresh
    return keys


def page_at(connection: Connection, url: str, site: str | None) -> tuple[int, PageHead] | None:
    """Return the number and facts of the stored page that an address leads to."""
    key = key_of(url)
    return resolve(connection, {key}, site).get(key)


def _stored(
    connection: Connection, column: sa.Column[str], keys: Collection[str], site: str | None
) -> dict[str, tuple[int, PageHead]]:
    """Return the pages whose `column` is one of `keys`; of several the one that was stored first."""
    found: dict[str, tuple[int, PageHead]] = {}
    for batch in _batches(keys):
        query = sa.select(pages.c.id, column.label("key"), *HEAD).where(column.in_(batch)).order_by(pages.c.id)
        if site is not None:
            query = query.where(pages.c.site == site)
        for row in connection.execute(query).mappings():
            found.setdefault(row["key"], (row["id"], to_head(row)))
    return found


def _targets(connection: Connection, keys: Collection[str], site: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in _batches(keys):
        query = sa.select(links.c.url_key, links.c.target_key).where(
            links.c.url_key.in_(batch), links.c.target_key.is_not(None)
        )
        if site is not None:
            query = query.where(links.c.site == site)
        found |= {row.url_key: row.target_key for row in connection.execute(query)}
    return found


def _batches(keys: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(keys)
    return (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))
