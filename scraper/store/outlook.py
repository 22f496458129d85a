"""How much of a site's queue is due, and when. Each function runs in the caller's transaction."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.store.schema import links

_OF_SITE = links.c.site == sa.bindparam("of_site")
_WAITING = (_OF_SITE, links.c.state == "waiting", links.c.due <= sa.bindparam("now"))
_NEXT_WAITING = sa.select(sa.func.min(links.c.due)).where(_OF_SITE, links.c.state == "waiting")


def count_due(connection: Connection, site: str, *, now: datetime) -> int:
    """Return how many links of a site are due."""
    count = sa.select(sa.func.count()).select_from(links)
    ready = connection.scalar(count.where(_OF_SITE, links.c.state == "ready"), {"of_site": site})
    return (ready or 0) + (connection.scalar(count.where(*_WAITING), {"of_site": site, "now": now}) or 0)


def next_due(connection: Connection, site: str) -> datetime | None:
    """Return when the first queued link of a site is due; in the past where one is due already."""
    first = [connection.scalar(_FIRST_DUE, {"of_site": site, "in_state": state}) for state in ("ready", "waiting")]
    return min((due for due in first if due is not None), default=None)


_FIRST_DUE = sa.select(sa.func.min(links.c.due)).where(
    links.c.site == sa.bindparam("of_site"), links.c.state == sa.bindparam("in_state")
)


def next_waiting(connection: Connection, site: str) -> datetime | None:
    """Return when the first link is due whose time has not come; `None`: none waits."""
    due: datetime | None = connection.scalar(_NEXT_WAITING, {"of_site": site})
    return due
