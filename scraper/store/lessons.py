"""What was learnt of the shapes of addresses, as others see it (`Store.lessons`): one method, one transaction."""

from __future__ import annotations

from datetime import datetime

from scraper.store import shapes
from scraper.store.database import Database
from scraper.store.records import QueuedLink
from scraper.yields import Past, shape_of


class LessonTable:
    """Which addresses of a site bring stories. All datetimes are aware."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def passes_over(self, link: QueuedLink, *, now: datetime) -> Past | None:
        """Return what addresses of a link's shape have brought, if it is not asked for because of that; `None`: it is."""
        if shapes.tells_of_itself(link):  # most links: without a look into the tables
            return None
        with self._db.read() as connection:
            return shapes.passes_over(connection, link, now=now)

    def is_told(self, link: QueuedLink) -> bool:
        """Tell whether a way in that names stories alone has named a link, or dated it."""
        if shapes.tells_of_itself(link):
            return True
        with self._db.read() as connection:
            return shapes.is_told(connection, link)

    def past_of(self, url: str, site: str) -> Past:
        """Return what addresses like this one have brought."""
        with self._db.read() as connection:
            return shapes.past_of(connection, site, shape_of(url))

    def proven(self, site: str) -> frozenset[str]:
        """Return the shapes whose addresses are stories."""
        with self._db.read() as connection:
            return shapes.proven(connection, site)

    def wake(self, site: str, *, every: bool, now: datetime) -> int:
        """Make one address due of each barren shape of which none was asked for in a long time; return how many.

        `every`: all that were passed over, as the definition says by now which addresses are stories.
        """
        with self._db.write() as connection:
            return shapes.wake(connection, site, every=every, now=now)
