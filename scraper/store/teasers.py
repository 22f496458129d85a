"""The tables of teasers: those that pages show, those that they showed. Each function runs in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.model import RelatedItem
from scraper.store import dialects
from scraper.store.schema import former_items, related_items
from scraper.store.types import key_of

_SAME = [column.name for column in related_items.columns if column.name not in ("page_id", "first_seen")]
_TAKEN = [name for name in _SAME if name not in ("position", "target_key", "authors")]  # as they are from the item
_take = attrgetter(*_TAKEN)


def insert(connection: Connection, page_id: int, items: Sequence[RelatedItem], at: datetime) -> None:
    """Store the teasers of a page that is stored for the first time, in an answer that was asked for `at`."""
    rows = [_row(page_id, n, item) | {"first_seen": at} for n, item in enumerate(items)]
    dialects.insert_rows(connection, related_items, rows)


def replace(
    connection: Connection, page_id: int, items: Sequence[RelatedItem], at: datetime, *, before: datetime | None
) -> None:
    """Store the teasers of a page in place of those that are known; each keeps the time when it was first seen.

    `before` is when the answer was asked for that showed the known ones: what it shows no more is kept apart.
    `None`: it is the same answer, read anew.
    """
    known = _by_story(connection, related_items, page_id)
    former = _by_story(connection, former_items, page_id) if before is not None else {}
    rows = [_row(page_id, number, item) for number, item in enumerate(items)]
    shown = set()
    for row in rows:
        story = _story(row)
        shown.add(story)
        earlier = known.get(story) or former.get(story)
        row["first_seen"] = earlier["first_seen"] if earlier else at
    connection.execute(related_items.delete().where(related_items.c.page_id == page_id))
    dialects.insert_rows(connection, related_items, rows)
    if before is None:
        return
    back = [row["id"] for story, row in former.items() if story in shown]
    if back:
        connection.execute(former_items.delete().where(former_items.c.id.in_(back)))
    lost = [row for story, row in known.items() if story not in shown]
    if lost:
        facts = [{name: row[name] for name in _SAME} | {"first_seen": row["first_seen"]} for row in lost]
        connection.execute(former_items.insert(), [{**row, "page_id": page_id, "last_seen": before} for row in facts])


def forget(connection: Connection, page_id: int) -> None:
    """Forget what a page showed earlier."""
    connection.execute(former_items.delete().where(former_items.c.page_id == page_id))


def to_item(row: Mapping[Any, Any]) -> RelatedItem:
    """Read a row of related items."""
    same = ("position", "title", "list", "kind", "url", "category", "excerpt", "excerpt_truncated", "date_text")
    return RelatedItem(
        **{name: row[name] for name in same},
        published=row["published"],
        authors=tuple(json.loads(row["authors"])),
        image=row["image"],
    )


def _by_story(connection: Connection, table: sa.Table, page_id: int) -> dict[tuple[Any, ...], Mapping[Any, Any]]:
    rows = connection.execute(sa.select(table).where(table.c.page_id == page_id)).mappings()
    return {_story(row): row for row in rows}


def _story(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Return what makes a teaser the same in two answers: its list, and the story it leads to."""
    return row["list"], row["target_key"] or row["title"]


def _row(page_id: int, position: int, item: RelatedItem) -> dict[str, Any]:
    return {
        **dict(zip(_TAKEN, _take(item), strict=True)),
        "page_id": page_id,
        "position": position,
        "target_key": key_of(item.url) if item.url else None,
        "authors": json.dumps(item.authors, ensure_ascii=False) if item.authors else "[]",
    }
