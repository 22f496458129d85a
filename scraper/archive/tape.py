"""A WARC as a cassette: what was answered, by address, in the order in which it was recorded."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from scraper.archive.exchanges import exchange_of
from scraper.archive.reader import Cut, Record, records
from scraper.errors import InputError
from scraper.model import Exchange

_PORTS = {"http": 80, "https": 443}


class Tape:
    """The answers of one WARC file, plain or with one gzip member a record. Only their places are in memory."""

    def __init__(self, path: Path) -> None:
        """Read the file once. Raises InputError if it cannot be read, is no WARC or is packed as a whole."""
        self.path = path
        self.notes: list[str] = []
        """Places of the file that are of no use, a line each."""

        self._places: dict[str, list[int]] = {}
        self._played: dict[str, int] = {}
        for item in records(path, name=str(path), want=lambda _: False):
            if isinstance(item, Cut):
                self.notes.append(str(item))
            elif item.kind in ("response", "revisit"):
                if not item.single:
                    raise InputError(path, "is packed as a whole; `warcio recompress` makes a tape of it")
                self._places.setdefault(_key(item.url), []).append(item.offset)

    def __len__(self) -> int:
        return sum(map(len, self._places.values()))

    def play(self, url: str) -> Exchange | None:
        """Return the next answer of an address, the last one again and again; `None` if it is not on the tape."""
        key = _key(url)
        places = self._places.get(key)
        if not places:
            return None
        turn = self._played.get(key, 0)
        self._played[key] = turn + 1
        record = next(records(self.path, name=str(self.path), at=places[min(turn, len(places) - 1)]))
        if not isinstance(record, Record):
            raise InputError(self.path, str(record))
        return exchange_of(self.path.name, record, None, folder=self.path.parent)[1]


def _key(url: str) -> str:
    """Return the spelling under which an address is looked up: as it is asked for, host in lower case, no usual port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if port is not None and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()
