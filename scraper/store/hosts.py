"""The tables of hosts and of what they allow. Each function runs in the caller's transaction.

A host is worked on by one process at a time: who claims it gets a lease with a number, which grows each time it changes
hands. What stood still for longer than its lease finds another number there, and sends nothing (`asking`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.politeness import HostState
from scraper.robots import RobotsCopy
from scraper.store import dialects
from scraper.store.records import Claim, Lease
from scraper.store.schema import hosts, policy_files

_STATE = tuple(field.name for field in fields(HostState))
_COPY = tuple(field.name for field in fields(RobotsCopy))
_OF_HOST = hosts.c.host == sa.bindparam("of_host")
_ROW = sa.select(hosts).where(_OF_HOST)
_HELD = (_OF_HOST, hosts.c.fence == sa.bindparam("of_fence"), hosts.c.owner == sa.bindparam("of_owner"))
_ASKING = (
    hosts.update()
    .where(*_HELD, hosts.c.lease_until > sa.bindparam("now"))
    .values(asked_at=sa.bindparam("now"), free_at=sa.bindparam("free"), lease_until=sa.bindparam("until"))
)
_SAVE = hosts.update().where(*_HELD).values({name: sa.bindparam(name) for name in _STATE if name != "host"})
_POLICY = sa.select(policy_files).where(
    policy_files.c.authority == sa.bindparam("of_authority"), policy_files.c.path == sa.bindparam("of_path")
)
_IS_HELD = sa.select(hosts.c.fence).where(*_HELD)


def claim(
    connection: Connection, host: str, owner: str, *, now: datetime, until: datetime, by_force: bool
) -> Claim | None:
    """Take a host for `owner` until `until`; `None` while another process holds it.

    `by_force`: whoever holds it is known to be gone.
    """
    row = connection.execute(_ROW, {"of_host": host}).mappings().first()
    if row is None:
        state = HostState(host=host)
        values = {**_values(state), "fence": 1, "owner": owner, "lease_until": until}
        first = dialects.insert_into(hosts, connection.dialect.name).on_conflict_do_nothing()
        made = connection.execute(first, values)
        return Claim(Lease(host=host, owner=owner, fence=1), state, left_behind=False) if made.rowcount else None
    free = row["owner"] in (None, owner) or row["lease_until"] is None or row["lease_until"] <= now
    if not free and not by_force:
        return None
    fence = row["fence"] + 1
    taken = connection.execute(
        hosts.update()
        .where(hosts.c.host == host, hosts.c.fence == row["fence"])
        .values(fence=fence, owner=owner, lease_until=until)
    )
    lease = Lease(host=host, owner=owner, fence=fence)
    return Claim(lease, to_state(row), left_behind=row["owner"] is not None) if taken.rowcount else None


def asking(connection: Connection, lease: Lease, *, now: datetime, free: datetime | None, until: datetime) -> bool:
    """Write that a request goes out, and that the lease lasts until `until`; `False`, and nothing, if it is lost."""
    keys = {"of_host": lease.host, "of_fence": lease.fence, "of_owner": lease.owner}
    return connection.execute(_ASKING, {**keys, "now": now, "free": free, "until": until}).rowcount == 1


def holds(connection: Connection, lease: Lease) -> bool:
    """Tell whether a lease has not been taken over."""
    keys = {"of_host": lease.host, "of_fence": lease.fence, "of_owner": lease.owner}
    return connection.scalar(_IS_HELD, keys) is not None


def save(connection: Connection, lease: Lease, state: HostState) -> bool:
    """Write the state of a host; `False`, and nothing, if the lease is lost."""
    return connection.execute(_SAVE, _held_values(lease, state)).rowcount == 1


def save_all(connection: Connection, states: Sequence[tuple[Lease, HostState]]) -> bool:
    """Write the states of several hosts; `False` where some of their leases are lost, or nothing tells."""
    return connection.execute(_SAVE, [_held_values(*each) for each in states]).rowcount == len(states)


def renew(connection: Connection, owner: str, *, now: datetime, until: datetime) -> int:
    """Say that a process is alive: its leases that have not run out last until `until`; return how many those are."""
    alive = (hosts.c.owner == owner, hosts.c.lease_until > now)
    return connection.execute(hosts.update().where(*alive).values(lease_until=until)).rowcount


def release(connection: Connection, owner: str | None, host: str | None) -> None:
    """Let hosts go: of one process or of all, one host or all."""
    query = hosts.update().where(hosts.c.owner == owner if owner is not None else hosts.c.owner.is_not(None))
    if host is not None:
        query = query.where(hosts.c.host == host)
    connection.execute(query.values(owner=None, lease_until=None))


def find(connection: Connection, host: str) -> HostState | None:
    """Return what is known of a host."""
    row = connection.execute(_ROW, {"of_host": host}).mappings().first()
    return to_state(row) if row else None


def notable(connection: Connection, *, now: datetime, slower: float) -> list[HostState]:
    """Return the hosts that are held, or whose Crawl-delay is longer than `slower` seconds, by name."""
    query = sa.select(hosts).where((hosts.c.held_until > now) | (hosts.c.crawl_delay > slower)).order_by(hosts.c.host)
    return [to_state(row) for row in connection.execute(query).mappings()]


def to_state(row: Mapping[Any, Any]) -> HostState:
    """Read a row of hosts."""
    return HostState(**{name: row[name] for name in _STATE})


def find_copy(connection: Connection, authority: str, path: str) -> RobotsCopy | None:
    """Return what is known of a policy file."""
    row = connection.execute(_POLICY, {"of_authority": authority, "of_path": path}).mappings().first()
    return RobotsCopy(**{name: row[name] for name in _COPY}) if row else None


def save_copy(connection: Connection, path: str, copy: RobotsCopy) -> None:
    """Write what is known of a policy file."""
    row = {"path": path, **{name: getattr(copy, name) for name in _COPY}}
    dialects.upsert_rows(connection, policy_files, [row])


def _held_values(lease: Lease, state: HostState) -> dict[str, Any]:
    values = _values(state)
    del values["host"]
    return {"of_host": lease.host, "of_fence": lease.fence, "of_owner": lease.owner, **values}


def _values(state: HostState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in _STATE}
