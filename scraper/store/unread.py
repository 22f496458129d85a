"""The table of answers that wait to be taken apart. Each function runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.store import captures, hosts
from scraper.store.links import to_queued
from scraper.store.records import Capture, Kept, Unread
from scraper.store.schema import captures as captures_table
from scraper.store.schema import hosts as hosts_table
from scraper.store.schema import links, unread

# Made once: to build a statement takes SQLAlchemy longer than to run it.
_INSERT = unread.insert()
_MARK = links.update().where(links.c.id == sa.bindparam("link")).values(state="unread", due=None)
_DELETE = unread.delete().where(unread.c.link_id == sa.bindparam("link"))
_ONE = (
    sa.select(
        *(unread.c[name].label(f"of_{name}") for name in ("run_id", "target", "moved_to")),
        *(column.label(f"link_{column.name}") for column in links.c),
        *(column.label(f"capture_{column.name}") for column in captures_table.c),
    )
    .join_from(unread, links, links.c.id == unread.c.link_id)
    .join(captures_table, captures_table.c.id == unread.c.capture_id)
    .where(unread.c.link_id == sa.bindparam("link"))
)
_READ = (
    captures_table.update()
    .where(captures_table.c.id == sa.bindparam("capture"))
    .values({name: sa.bindparam(name) for name in ("outcome", "rights", "content_digest")})
)


def keep(connection: Connection, found: Sequence[Kept]) -> list[bool]:
    """Store the answers of several tries; return for each whether its host was still held (`Kept.lease`)."""
    held = _held(connection, found)
    captures.insert(connection, [(capture, each.link.id) for each in found for capture in each.captures])
    mine = [each for each, is_held in zip(found, held, strict=True) if is_held]
    if mine:
        connection.execute(_MARK, [{"link": each.link.id} for each in mine])
        connection.execute(_INSERT, [_row(each) for each in mine])
    return held


def adopt(
    connection: Connection, sites: Collection[str], owner: str, *, now: datetime, alone: bool
) -> list[tuple[int, str]]:
    """Make those answers of some sites `owner`'s that are nobody's any more; return link and site of each, the oldest first.

    `alone`: whoever had them is gone. Else who holds a host is there.
    """
    alive = sa.select(hosts_table.c.host).where(hosts_table.c.owner == unread.c.owner, hosts_table.c.lease_until > now)
    found = []
    for site in sites:
        left = [unread.c.site == site]
        if not alone:
            left.append(~alive.exists())
        taken = connection.scalars(sa.select(unread.c.link_id).where(*left).order_by(unread.c.link_id)).all()
        if taken:
            connection.execute(unread.update().where(*left).values(owner=owner))
        found += [(link, site) for link in taken]
    return found


def find(connection: Connection, link_id: int) -> Unread | None:
    """Return the answer to a link, if it waits."""
    row = connection.execute(_ONE, {"link": link_id}).mappings().first()
    if row is None:
        return None
    return Unread(
        link=to_queued(_part(row, "link_")),
        capture=captures.to_capture(_part(row, "capture_")),
        run=row["of_run_id"],
        target=row["of_target"],
        moved_to=row["of_moved_to"],
    )


def finish(connection: Connection, link_id: int, capture: Capture) -> bool:
    """Note that an answer has been taken apart, and what came of it; `False`, and nothing, if another process was faster."""
    if connection.execute(_DELETE, {"link": link_id}).rowcount != 1:
        return False
    facts = {"outcome": capture.outcome, "rights": capture.rights, "content_digest": capture.content_digest}
    connection.execute(_READ, {"capture": capture.id, **facts})
    return True


def _part(row: Mapping[Any, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}


def _held(connection: Connection, found: Sequence[Kept]) -> list[bool]:
    """Write the states of the hosts that are held, and tell which are: all of them in one go, if it is all."""
    told = [(each.lease, each.state) for each in found if each.lease is not None and each.state is not None]
    if (
        len(told) == len(found)
        and len({lease.host for lease, _ in told}) == len(told)
        and hosts.save_all(connection, told)
    ):
        return [True] * len(found)
    return [_is_held(connection, each) for each in found]


def _is_held(connection: Connection, kept: Kept) -> bool:
    if kept.lease is None:
        return True
    return hosts.save(connection, kept.lease, kept.state) if kept.state else hosts.holds(connection, kept.lease)


def _row(kept: Kept) -> dict[str, object]:
    return {
        "link_id": kept.link.id,
        "capture_id": kept.captures[-1].id,
        "site": kept.link.link.site,
        "run_id": kept.run,
        "owner": kept.owner,
        "target": kept.target,
        "moved_to": kept.moved_to,
    }
