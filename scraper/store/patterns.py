"""The table of forms of addresses: how many of each were found. Each function runs in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.model import Link
from scraper.store import dialects
from scraper.store.schema import patterns
from scraper.traps import KEPT_BEYOND, MOST_OF_A_FORM, form_of, trap_of

_LONGEST = 600  # characters; an index entry of PostgreSQL holds some 2,700 bytes
_COUNT = sa.select(patterns.c.links).where(
    patterns.c.site == sa.bindparam("of_site"), patterns.c.pattern == sa.bindparam("of_pattern")
)


def judge(connection: Connection, link: Link, *, now: datetime) -> dict[str, Any] | None:
    """Return how a link that was just found differs from others: not at all, or set aside as a trap.

    `None`: so many of its form are known that this one is only counted.
    """
    if link.found_by == "definition":
        return {}
    form = form_of(link.url)
    known = 0
    if form is not None:
        form = form[:_LONGEST]
        known = connection.scalar(_COUNT, {"of_site": link.site, "of_pattern": form}) or 0
        row = {"site": link.site, "pattern": form, "links": 1}
        dialects.upsert_rows(connection, patterns, [row], adding=("links",))
    why = trap_of(link.url, known=known, today=now.date())
    if why is None:
        return {}
    if known >= MOST_OF_A_FORM + KEPT_BEYOND:
        return None
    return {"state": "settled", "due": None, "outcome": "trap", "reason": why}
