"""How far the store knows the archive's files, as others see it (`Store.files`): one method, one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from scraper.store import captures
from scraper.store.database import Database


class FileTable:
    """Up to where all answers of the WARC files are captures of the store."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def known_ends(self, *, back: int = 0) -> dict[str, int]:
        """Return how far each WARC file is known; where nobody has noted it: the place of the answer `back` before the last known."""
        with self._db.read() as connection:
            return captures.known_ends(connection, back=back)

    def note_known(self, ends: Mapping[str, int]) -> None:
        """Note how many bytes of WARC files hold nothing but answers that the store knows."""
        with self._db.write() as connection:
            captures.note_known(connection, ends)
