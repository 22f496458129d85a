"""The hosts as others see them (`Store.hosts`): one method, one transaction."""

from __future__ import annotations

from datetime import datetime

from scraper.politeness import HostState
from scraper.robots import RobotsCopy
from scraper.store import hosts
from scraper.store.database import Database
from scraper.store.records import Claim, Lease


class HostTable:
    """Who asks which host, how it is to be asked, and what it allows. All datetimes are aware."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claim(self, host: str, owner: str, *, now: datetime, until: datetime, by_force: bool = False) -> Claim | None:
        """Take a host for the process `owner` until `until`; `None` while another process holds it.

        `by_force`: whoever holds it is known to be gone, as the data folder is ours alone.
        """
        with self._db.write() as connection:
            return hosts.claim(connection, host, owner, now=now, until=until, by_force=by_force)

    def asking(self, lease: Lease, *, now: datetime, free: datetime | None, until: datetime) -> bool:
        """Write that a request to a host goes out, and that its lease lasts until `until`.

        `free` is when the host may be asked again, should this process not live to see the answer. `False`: the lease is
        lost, and nothing may be sent.
        """
        with self._db.write() as connection:
            return hosts.asking(connection, lease, now=now, free=free, until=until)

    def save(self, lease: Lease, state: HostState) -> bool:
        """Write the state of a host; `False`, and nothing, if its lease is lost."""
        with self._db.write() as connection:
            return hosts.save(connection, lease, state)

    def renew(self, owner: str, *, now: datetime, until: datetime) -> int:
        """Say that a process is alive; return how many leases it still has. What has run out is not brought back."""
        with self._db.write() as connection:
            return hosts.renew(connection, owner, now=now, until=until)

    def release(self, owner: str | None = None, host: str | None = None) -> None:
        """Let hosts go: of one process or of all, one host or all."""
        with self._db.write() as connection:
            hosts.release(connection, owner, host)

    def find(self, host: str) -> HostState | None:
        """Return what is known of a registered host."""
        with self._db.read() as connection:
            return hosts.find(connection, host)

    def notable(self, *, now: datetime, slower: float) -> list[HostState]:
        """Return the hosts that are held at `now`, or whose Crawl-delay is longer than `slower` seconds, by name."""
        with self._db.read() as connection:
            return hosts.notable(connection, now=now, slower=slower)

    def find_policy(self, authority: str, path: str) -> RobotsCopy | None:
        """Return what is known of a policy file, such as "/robots.txt", of scheme, host and port."""
        with self._db.read() as connection:
            return hosts.find_copy(connection, authority, path)

    def save_policy(self, path: str, copy: RobotsCopy) -> None:
        """Write what is known of a policy file."""
        with self._db.write() as connection:
            hosts.save_copy(connection, path, copy)
