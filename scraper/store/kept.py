"""Answers that wait to be taken apart, as others see them (`Store.unread`): one method, one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from scraper.store import ends, unread
from scraper.store.database import Database
from scraper.store.records import Kept, Settled, Settlement, Unread


class UnreadTable:
    """What is in the archive and not yet taken apart. All datetimes are aware."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, found: Sequence[Kept]) -> list[bool]:
        """Store that tries have brought answers, which wait to be taken apart; all of them in one transaction.

        Such a link is asked for no more before `finish`. Returns for each whether its host was still held: of the others
        only the captures are stored.
        """
        with self._db.write() as connection:
            return unread.keep(connection, found)

    def adopt(self, sites: Collection[str], owner: str, *, now: datetime, alone: bool = True) -> list[tuple[int, str]]:
        """Make those answers of some sites `owner`'s that no living process has; return link and site of each.

        `alone`: whoever had them is gone.
        """
        with self._db.write() as connection:
            return unread.adopt(connection, sites, owner, now=now, alone=alone)

    def find(self, link_id: int) -> Unread | None:
        """Return the answer to a link that waits; `None` where there is none (any more)."""
        with self._db.read() as connection:
            return unread.find(connection, link_id)

    def finish(self, kept: Unread, end: Settlement) -> Settled:
        """Store what came of an answer, as `Store.settle` does; its last capture is that of the answer. All or nothing.

        Where another process was faster, nothing changes.
        """
        with self._db.write() as connection:
            if not unread.finish(connection, kept.link.id, end.captures[-1]):
                return Settled(stored=False)
            return ends.write(connection, kept.link, end, kept.run)
