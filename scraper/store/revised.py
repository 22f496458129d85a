"""Versions, as others see them (`Store.histories`): one method, one transaction."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from scraper.model import CleanedPage
from scraper.store import ends, histories, related, teasers
from scraper.store import pages as pages_of
from scraper.store.database import Database
from scraper.store.page_records import History
from scraper.store.records import Capture
from scraper.store.schema import links, pages
from scraper.store.types import key_of


class HistoryTable:
    """What pages were."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, url: str, site: str | None = None) -> History | None:
        """Return all versions of the stored page that an address leads to; `None` where there is none."""
        with self._db.read() as connection:
            found = related.page_at(connection, url, site)
            return histories.of(connection, found[0]) if found else None

    def sources(self, url: str, site: str) -> list[str]:
        """Return the keys under which the answers of a page are known: its own, and those that it has moved from for good."""
        key = key_of(url)
        moved = sa.select(links.c.url_key).where(
            links.c.target_key == key, links.c.site == site, links.c.moved_to.is_not(None)
        )
        with self._db.read() as connection:
            return [key, *(other for other in connection.scalars(moved) if other != key)]

    def has_moved(self, url: str, site: str) -> bool:
        """Tell whether a page has moved away from an address for good, and its record with it."""
        at = sa.select(links.c.target_key).where(
            links.c.url_key == key_of(url), links.c.site == site, links.c.moved_to.is_not(None)
        )
        with self._db.read() as connection:
            target = connection.scalar(at)
            if target is None or target == key_of(url):
                return False
            here = sa.select(pages.c.id).where(pages.c.url_key == key_of(url), pages.c.site == site)
            return connection.scalar(here) is None

    def replace(self, made: Sequence[tuple[CleanedPage, Capture]]) -> bool:
        """Store the records that were made again from all answers of a page, in the order in which they were asked for.

        Versions and teasers are told anew. Returns whether the newest record differs from the one before.
        """
        newest, capture = made[-1]
        with self._db.write() as connection:
            key = key_of(newest.url or "")
            query = sa.select(pages.c.id, pages.c.record).where(pages.c.url_key == key, pages.c.site == capture.site)
            row = connection.execute(query).first()
            if row is None or len(made) == 1:
                return ends.save(connection, newest, capture.site, capture)
            histories.forget(connection, row.id)
            teasers.forget(connection, row.id)
            first = made[0][1]
            connection.execute(
                pages.update()
                .where(pages.c.id == row.id)
                .values(capture_id=first.id, since=first.fetched_at, fetched_at=first.fetched_at)
            )
            for page, each in made:
                pages_of.save(connection, page, site=each.site, capture_id=each.id, fetched_at=each.fetched_at, key=key)
            return bool(connection.scalar(sa.select(pages.c.record).where(pages.c.id == row.id)) != row.record)
