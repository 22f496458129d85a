"""The store as others see it: one method, one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from scraper.model import CleanedPage, Link, WarcPlace
from scraper.politeness import HostState
from scraper.store import captures, ends, hosts, links, outlook, pages, related, runs, sources, ways
from scraper.store.coverage import CoverageTables
from scraper.store.database import WAIT, Database, open_database
from scraper.store.files import FileTable
from scraper.store.kept import UnreadTable
from scraper.store.leases import HostTable
from scraper.store.lessons import LessonTable
from scraper.store.page_records import PageFilter, Promotion
from scraper.store.records import (
    Capture,
    Lease,
    Part,
    QueuedLink,
    Settled,
    Settlement,
    StoredCapture,
    Try,
)
from scraper.store.revised import HistoryTable
from scraper.store.run_records import RunEnd, SiteStatus
from scraper.store.types import key_of

EVERYTHING = PageFilter()


def open_store(target: Path | str, *, read_only: bool = False, wait: float = WAIT) -> Store:
    """Open the store of a data folder (a path), or at an SQLAlchemy URL ("postgresql+psycopg://…").

    Made where it is missing, brought up to our version where it is older; `read_only` makes nothing. `wait` is how many
    seconds a statement waits for another process that writes.
    Raises InputError for one to be read that is not there, ConfigError for a URL that is none, VersionError for a newer one
    (nothing is touched), and, as do the methods of the store, CorruptError, LockedError, StorageError.
    """
    return Store(open_database(target, read_only=read_only, wait=wait))


class Store(AbstractContextManager["Store"]):
    """What was found, fetched and cleaned. Closed by `close`, or at the end of a `with` block.

    All datetimes are aware. A `site` of `None` means all sites. Iterators read one snapshot, whatever is written
    meanwhile, and hold a connection until they end.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self.hosts = HostTable(database)
        """Who asks which host, and how it is to be asked."""
        self.past = runs.Past(database)

        self.coverage = CoverageTables(database)
        """What was announced, and what came of it."""

        self.files = FileTable(database)
        """How far the archive is known."""

        self.histories = HistoryTable(database)

        self.lessons = LessonTable(database)
        """Which addresses bring stories."""

        self.unread = UnreadTable(database)
        """Answers that wait to be taken apart."""

    @property
    def name(self) -> str:
        """What messages call it: the file's path, or the URL without its password."""
        return self._db.name

    @property
    def target(self) -> Path | str:
        """What it was opened by: another process opens it so."""
        return self._db.target

    def close(self) -> None:
        """Close all connections."""
        self._db.engine.dispose()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Links

    def seed(self, site: str, named: Sequence[Link], *, every: timedelta | None, now: datetime) -> int:
        """Make the ways in of a site those of its definition, in its order; return how many were not known.

        A known one keeps its validators and is due `every` after its last try (`None`: after the interval that its past has
        led to), or when a failure lets it come back. One that the definition no longer names is not asked for again.
        """
        with self._db.write() as connection:
            return ways.seed(connection, site, named, every=every, now=now)

    def add_links(self, found: Iterable[Link], *, now: datetime) -> int:
        """Store the links that are not known yet, due at once; return how many those were.

        A known link is kept as it is; a title or date that it lacks is filled in.
        """
        wanted = list(found)
        with self._db.write() as connection:
            new = links.add(connection, wanted, now=now).new
            sources.note_list(connection, wanted, now=now)
        return new

    def take_due(self, site: str, *, now: datetime, host: str | None = None) -> QueuedLink | None:
        """Return the link of a site that is due and comes first (`scraper.frontier.priority`); `None`: none is due.

        `host`: only links of this registered host. It stays first until it is settled: one process works on a host.
        """
        with self._db.read() as connection:
            if not links.sleepers(connection, site, now=now):
                return links.take_due(connection, site, host)
        with self._db.write() as connection:
            links.wake(connection, site, now=now)
            return links.take_due(connection, site, host)

    def due_links(self, site: str, host: str, *, now: datetime, most: int) -> list[QueuedLink]:
        """Return the links of a site that are due on a registered host, in the order of `take_due`, `most` of them at most."""
        with self._db.read() as connection:
            if not links.sleepers(connection, site, now=now):
                return links.due_links(connection, site, host, most)
        with self._db.write() as connection:
            links.wake(connection, site, now=now)
            return links.due_links(connection, site, host, most)

    def hosts_of(self, site: str) -> list[str]:
        """Return the registered hosts of a site's links, by name."""
        with self._db.read() as connection:
            return links.hosts_of(connection, site)

    def count_due(self, site: str, *, now: datetime) -> int:
        """Return how many links of a site are due."""
        with self._db.read() as connection:
            return outlook.count_due(connection, site, now=now)

    def next_due(self, site: str) -> datetime | None:
        """Return when the first queued link is due, in the past where one is due already; `None`: nothing is queued."""
        with self._db.read() as connection:
            return outlook.next_due(connection, site)

    def next_waiting(self, site: str) -> datetime | None:
        """Return when the first link is due that waits for its time; `None`: none does. As of the last `take_due`."""
        with self._db.read() as connection:
            return outlook.next_waiting(connection, site)

    def find_link(self, url: str, site: str | None = None) -> QueuedLink | None:
        """Return the link of an address, however it is spelt; of several sites' the first by name."""
        with self._db.read() as connection:
            return next(iter(links.find(connection, url, site)), None)

    def find_links(self, url: str) -> list[QueuedLink]:
        """Return the links of an address, however it is spelt: one of each site that knows it."""
        with self._db.read() as connection:
            return links.find(connection, url, None)

    def tries(self, link: QueuedLink) -> list[Try]:
        """Return the tries of a link, the first first."""
        with self._db.read() as connection:
            return links.tries_of(connection, link)

    def settle(
        self,
        link: QueuedLink,
        end: Settlement,
        *,
        run: int | None = None,
        lease: Lease | None = None,
        state: HostState | None = None,
    ) -> Settled:
        """Store the end of a try: the link's outcome, captures, record, new links, the run's count. All or nothing.

        With a `lease` that has been lost only the captures are stored: another process follows the link by now. `state`
        is what the try made of the lease's host.

        Where the archive's answers of this try are stored already, nothing changes: settling again what a crash left
        open is safe. Raises ValueError for a page that has no address, or no capture.
        """
        with self._db.write() as connection:
            if not captures.add(connection, end.captures, link_id=link.id) and end.captures:
                return Settled(stored=False)
            if lease is not None and not (
                hosts.save(connection, lease, state) if state else hosts.holds(connection, lease)
            ):
                return Settled(stored=False)
            return ends.write(connection, link, end, run)

    def forget_failed(self, site: str, outcomes: Iterable[str], *, now: datetime) -> int:
        """Make the links due now whose last try ended in one of `outcomes`, as if never tried; return how many."""
        with self._db.write() as connection:
            return links.revive(connection, site, outcomes, now=now)

    # Captures

    def add_capture(self, capture: Capture) -> bool:
        """Store an answer that no link led to, such as robots.txt; return whether it was not known."""
        with self._db.write() as connection:
            return captures.add(connection, [capture], link_id=None)

    def archive_ends(self) -> dict[str, int]:
        """Return for each WARC file the place of the last answer that the store knows."""
        with self._db.read() as connection:
            return captures.archive_ends(connection)

    def places_in(self, file: str) -> set[int]:
        """Return the places of all answers in a WARC file that the store knows of."""
        with self._db.read() as connection:
            return captures.places_in(connection, file)

    def knows_capture(self, place: WarcPlace) -> bool:
        """Tell whether the store knows of the answer at a place in the archive."""
        with self._db.read() as connection:
            return captures.at(connection, place.file, place.offset) is not None

    def captures(
        self, site: str | None = None, *, outcomes: Collection[str] | None = None, newest: bool = False
    ) -> Iterator[StoredCapture]:
        """Yield captures in the order of the archive: by file, then place.

        `outcomes`: only those that ended so (`None`: all). `newest`: of these only the last of each address.
        """
        with self._db.read() as connection:
            yield from captures.in_archive_order(connection, site, outcomes=outcomes, newest=newest)

    def captures_of(self, url: str, link: QueuedLink | None) -> list[Capture]:
        """Return the answers of an address, and those that following its `link` brought, in the order they were fetched."""
        with self._db.read() as connection:
            return captures.of(connection, key_of(url), link.id if link else None)

    def same_content(self, url: str, site: str, digest: str) -> str | None:
        """Return the address of another page of a site that was stored from the same bytes; `None` if there is none.

        `digest` is that of the body with all codings undone: "sha256:…".
        """
        with self._db.read() as connection:
            return captures.same_content(connection, digest, site, key_of(url))

    def newest_capture(
        self, url: str, site: str | None = None, *, outcomes: Collection[str] | None = None
    ) -> StoredCapture | None:
        """Return the last answer that an address gave, of those that ended in one of `outcomes` (`None`: all)."""
        with self._db.read() as connection:
            return captures.newest(connection, key_of(url), site, outcomes=outcomes)

    def parts_of(self, url: str, site: str | None = None, *, before: datetime | None = None) -> list[Part]:
        """Return the further pages of an article in the order they were found, each with its newest answer.

        `before`: the newest before this moment.
        """
        with self._db.read() as connection:
            keys = related.aliases(connection, url, site)
            return captures.parts_of(connection, keys, site, own=key_of(url), before=before)

    # Pages

    def find_page(self, url: str, site: str | None = None) -> CleanedPage | None:
        """Return the stored record that an address leads to, as in `resolve`; `None` where there is none."""
        with self._db.read() as connection:
            found = related.page_at(connection, url, site)
            return pages.at(connection, found[0]) if found else None

    def pages(self, wanted: PageFilter = EVERYTHING) -> Iterator[CleanedPage]:
        """Yield the stored records by site, then day of publication (else of the fetch), then address."""
        return map(pages.to_page, self.records(wanted))

    def records(self, wanted: PageFilter = EVERYTHING) -> Iterator[str]:
        """Yield what `pages` yields as lines of JSON without their ends: the bytes of `scraper.record.to_json`."""
        with self._db.read() as connection:
            yield from pages.records(connection, wanted)

    # Who promotes whom

    def promoted_by(self, url: str, site: str | None = None) -> list[Promotion]:
        """Return the teasers of a stored page in its order, each with the stored page that it leads to."""
        with self._db.read() as connection:
            return related.promoted_by(connection, url, site)

    def promoted_on(self, url: str, site: str | None = None) -> list[Promotion]:
        """Return the teasers that lead to an address, stored or not, by site, day and address of their page."""
        with self._db.read() as connection:
            return related.promoted_on(connection, url, site)

    def resolve(self, urls: Iterable[str]) -> dict[str, str]:
        """Return the ids of the stored records that addresses lead to, as far as there are any.

        An address leads to a page by its final address, a redirect, or the canonical address that the page declares.
        """
        keys = {url: key_of(url) for url in urls}
        with self._db.read() as connection:
            found = related.resolve(connection, set(keys.values()), None)
        return {url: found[key][1].id for url, key in keys.items() if key in found}

    # Runs

    def start_run(self, site: str, *, now: datetime, alone: bool = True) -> int:
        """Begin a run of a site, return its number; one that never ended is marked as killed, if we are `alone`."""
        with self._db.write() as connection:
            return runs.start(connection, site, now=now, alone=alone)

    def end_run(self, run: int, end: RunEnd, *, now: datetime) -> None:
        """Write how a run ended."""
        with self._db.write() as connection:
            runs.end(connection, run, end, now=now)

    def status(self, *, now: datetime) -> list[SiteStatus]:
        """Return the figures of every site, by name."""
        with self._db.read() as connection:
            return runs.status(connection, now=now)
