"""The hosts of this process: leased from the store, so that no other process asks them at the same time."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from scraper.errors import LostLeaseError
from scraper.fetch import Clock
from scraper.politeness import HostState
from scraper.store import Lease, Store

LEASE = timedelta(seconds=30)
"""How long a process holds a host without saying that it is alive."""


UNKNOWN_PAUSE = timedelta(seconds=1)
"""How long a host is left alone that a killed process may have asked, where nothing tells its pause."""


class Leases:
    """What the fetcher's throttle writes into (`scraper.fetch.throttle.Book`), over a store."""

    def __init__(self, store: Store, clock: Clock, *, alone: bool, last: timedelta = LEASE) -> None:
        """`alone`: the data folder is held for this process, so whoever had a host is gone. `last`: of a lease."""
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._store = store
        self._clock = clock
        self._alone = alone
        self._last = last
        self._held: dict[str, Lease] = {}
        self._changed: dict[str, HostState] = {}
        self._written: set[str] = set()

    def open(self, host: str) -> HostState:
        """Take a host and return what is known of it. Raises LostLeaseError while another process works on it."""
        now = self._clock.now()
        found = self._store.hosts.claim(host, self.owner, now=now, until=now + self._last, by_force=self._alone)
        if found is None:
            raise LostLeaseError(f"{host}: another process asks it")
        self._held[host] = found.lease
        if not found.left_behind:
            return found.state
        # Its holder was killed, and may have asked just now: the host has its whole pause from here on.
        free, asked = found.state.free_at, found.state.asked_at
        pause = free - asked if free and asked else UNKNOWN_PAUSE
        return replace(found.state, free_at=max(now + pause, free or now))

    def find(self, host: str) -> Lease | None:
        """Return the lease of a host that this process holds, as far as it knows."""
        return self._held.get(host)

    def asking(self, state: HostState) -> None:
        """Write that a request goes out. Raises LostLeaseError if the lease has run out or is another's."""
        lease = self._held.get(state.host)
        if lease is not None and self._alone:
            return  # nobody else can be there; should this process be killed, the next one keeps the pause (`open`)
        now = self._clock.now()
        if lease is None or not self._store.hosts.asking(lease, now=now, free=state.free_at, until=now + self._last):
            self.lose(state.host)
            raise LostLeaseError(f"{state.host}: its lease has run out: nothing was sent")

    def ended(self, state: HostState) -> None:
        """Note what has become of a host: written with the end of its link, when it is let go, or some seconds later."""
        self._changed[state.host] = state
        if state.host not in self._written:  # should this process be killed: the pause that this host wants
            self._written.add(state.host)
            self.flush()

    def taken(self, host: str) -> tuple[Lease | None, HostState | None]:
        """Return a host's lease, and what is to be written of it with the end of a link; `None`: nothing."""
        return self._held.get(host), self._changed.pop(host, None)

    def flush(self) -> None:
        """Write what has become of all hosts."""
        for name, state in self._changed.items():
            if name in self._held:
                self._store.hosts.save(self._held[name], state)
        self._changed.clear()

    def lose(self, host: str) -> None:
        """Forget a host: another process has it."""
        self._held.pop(host, None)
        self._changed.pop(host, None)
        self._written.discard(host)

    def let_go(self, host: str) -> None:
        """Give a host back."""
        if host in self._held:
            self.flush()
            self._store.hosts.release(self.owner, host)
            self.lose(host)

    async def stay_alive(self, note: Callable[[], None]) -> None:
        """Say again and again that this process is alive, and what has become of its hosts. Ends when it is cancelled.

        `note` is called each time, to write down what else is to outlive the process.
        """
        while True:
            await asyncio.sleep(self._last.total_seconds() / 3)
            self.flush()
            note()
            now = self._clock.now()
            self._store.hosts.renew(self.owner, now=now, until=now + self._last)

    def close(self) -> None:
        """Give all hosts back."""
        self.flush()
        self._store.hosts.release(self.owner)
        self._held.clear()
