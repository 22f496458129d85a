"""Every method of the store where the data base is locked, full, or not to be written: one line, nothing damaged."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from scraper.errors import DataError, LockedError, StorageError
from scraper.model import WarcPlace
from scraper.store import STORE_FILE, Settlement, Store, open_store
from tests.store.material import HOME, HOUR, NOW, SITE, capture, dump, in_child, kept, link, page, put, queued

READS: dict[str, Callable[[Store], object]] = {
    "archive_ends": lambda store: store.archive_ends(),
    "captures": lambda store: list(store.captures()),
    "captures_of": lambda store: store.captures_of(HOME + "a", queued(store, "a")),
    "count_due": lambda store: store.count_due(SITE, now=NOW),
    "due_links": lambda store: store.due_links(SITE, "news.example", now=NOW, most=8),
    "find_link": lambda store: store.find_link(HOME + "a"),
    "find_links": lambda store: store.find_links(HOME + "a"),
    "find_page": lambda store: store.find_page(HOME + "a"),
    "past.find": lambda store: store.past.find(1),
    "hosts_of": lambda store: store.hosts_of(SITE),
    "files.known_ends": lambda store: store.files.known_ends(back=5),
    "knows_capture": lambda store: store.knows_capture(WarcPlace(file="a.warc.gz", offset=1)),
    "places_in": lambda store: store.places_in("a.warc.gz"),
    "newest_capture": lambda store: store.newest_capture(HOME + "a"),
    "next_due": lambda store: store.next_due(SITE),
    "next_waiting": lambda store: store.next_waiting(SITE),
    "pages": lambda store: list(store.pages()),
    "parts_of": lambda store: store.parts_of(HOME + "a"),
    "promoted_by": lambda store: store.promoted_by(HOME + "a"),
    "promoted_on": lambda store: store.promoted_on(HOME + "b"),
    "records": lambda store: list(store.records()),
    "resolve": lambda store: store.resolve([HOME + "a"]),
    "same_content": lambda store: store.same_content(HOME + "z", SITE, "sha256:0"),
    "status": lambda store: store.status(now=NOW),
    "take_due": lambda store: store.take_due(SITE, now=NOW),
    "tries": lambda store: store.tries(queued(store, "c")),
}
LARGE = page("a", *(f"{number}" for number in range(500)))
WRITES: dict[str, Callable[[Store], object]] = {
    "add_capture": lambda store: store.add_capture(capture("robots.txt", offset=999)),
    "add_links": lambda store: store.add_links([link(str(number)) for number in range(500)], now=NOW),
    "end_run": lambda store: store.end_run(1, "done", now=NOW),
    "forget_failed": lambda store: store.forget_failed(SITE, ["stored"], now=NOW),
    "histories.replace": lambda store: store.histories.replace([(LARGE, capture("a"))]),
    "files.note_known": lambda store: store.files.note_known({"a.warc.gz": 9}),
    "seed": lambda store: store.seed(SITE, [link("feed/", "feed")], every=HOUR, now=NOW),
    "settle": lambda store: store.settle(
        queued(store, "a"),
        Settlement(outcome="stored", at=NOW, due=None, captures=(capture("a", offset=9),), page=LARGE),
        run=1,
    ),
    "start_run": lambda store: store.start_run(SITE, now=NOW),
    "take_due of a link that slept": lambda store: store.take_due(SITE, now=NOW + HOUR),
}


def fill(folder: Path) -> None:
    """A store with a page, a link that is due, a link that sleeps, and a run."""
    with open_store(folder) as store:
        put(store, "a", "b", offset=0)
        store.add_links([link("b"), link("c"), link("d")], now=NOW)
        store.unread.keep([kept(store, "d", offset=7)])
        store.settle(queued(store, "c"), Settlement(outcome="timeout", at=NOW, due=NOW + HOUR))
        store.start_run(SITE, now=NOW)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    fill(tmp_path)
    with open_store(tmp_path, wait=0.02) as store:
        yield store


@contextmanager
def locked(folder: Path, *, readers_too: bool) -> Iterator[None]:
    with closing(sqlite3.connect(folder / STORE_FILE, isolation_level=None)) as other:
        if readers_too:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO runs (site, started) VALUES ('x', 'x')")
        yield
        other.execute("ROLLBACK")


def test_every_method_of_the_store_is_tried_here() -> None:
    methods = {name for name in vars(Store) if not name.startswith("_")} - {"name", "target", "close", "hosts"}
    tried = set(READS) | {name.split()[0] for name in WRITES}
    assert methods == {name for name in tried if "." not in name}  # others are methods of its parts


@pytest.mark.parametrize("name", WRITES)
def test_who_writes_while_another_process_writes_is_told(filled: Store, tmp_path: Path, name: str) -> None:
    before = dump(tmp_path)
    with locked(tmp_path, readers_too=False), pytest.raises(LockedError, match="another process is writing") as caught:
        WRITES[name](filled)
    assert "\n" not in str(caught.value)
    assert dump(tmp_path) == before
    WRITES[name](filled)


@pytest.mark.parametrize("name", READS)
def test_who_reads_while_another_process_writes_sees_what_was_committed(
    filled: Store, tmp_path: Path, name: str
) -> None:
    answer = READS[name](filled)
    with locked(tmp_path, readers_too=False):
        assert READS[name](filled) == answer


@pytest.mark.parametrize("name", READS | WRITES)
def test_a_data_base_that_is_locked_for_all_is_named(filled: Store, tmp_path: Path, name: str) -> None:
    filled.close()  # no connection is open; the next call opens one
    with locked(tmp_path, readers_too=True), pytest.raises(LockedError, match=STORE_FILE):
        (READS | WRITES)[name](filled)
    (READS | WRITES)[name](filled)


def test_a_locked_data_base_cannot_be_opened(tmp_path: Path) -> None:
    fill(tmp_path)
    with locked(tmp_path, readers_too=True):
        for read_only in (False, True):
            with pytest.raises(LockedError, match=STORE_FILE):
                open_store(tmp_path, read_only=read_only, wait=0.02)


@pytest.mark.parametrize("name", WRITES)
def test_a_store_for_reading_refuses_to_write(tmp_path: Path, name: str) -> None:
    fill(tmp_path)
    before = dump(tmp_path)
    with open_store(tmp_path, read_only=True) as store, pytest.raises(StorageError, match="reading only"):
        WRITES[name](store)
    assert dump(tmp_path) == before


def test_without_room_nothing_is_written_and_nothing_lost(tmp_path: Path) -> None:
    """The kernel refuses every byte past the present size of the files, as on a full disk."""
    fill(tmp_path)
    before = dump(tmp_path)

    def work() -> None:
        found = {}
        with open_store(tmp_path) as store:
            store.status(now=NOW)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
            for name, call in (READS | WRITES).items():
                try:
                    call(store)
                except StorageError as error:
                    found[name] = str(error)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            found["afterwards"] = str(store.status(now=NOW) is not None)
        (tmp_path / "found.json").write_text(json.dumps(found), "utf-8")

    assert os.waitpid(in_child(work), 0)[1] == 0
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert set(found) == {*WRITES, "afterwards"}
    for name in WRITES:
        assert "make room" in found[name], found[name]
        assert "\n" not in found[name]
    assert dump(tmp_path) == before
    with open_store(tmp_path) as store:
        for call in WRITES.values():
            call(store)


def test_a_full_data_base_says_so_and_keeps_what_it_has(filled: Store, tmp_path: Path) -> None:
    """SQLite's own limit stands for a quota."""
    with filled._db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("PRAGMA max_page_count = 1")
    before = dump(tmp_path)
    for name in ("add_links", "histories.replace", "settle"):
        with pytest.raises(StorageError, match="make room"):
            WRITES[name](filled)
        assert dump(tmp_path) == before


@contextmanager
def for_nobody() -> Iterator[Path]:
    """A folder that another user can reach: root may write everywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)
        shutil.rmtree(folder)


def as_reader(folder: Path, work: Callable[[], None]) -> None:
    """Take the right to write from a folder, and do `work` without the powers of root."""
    (folder / "data" / "found.json").touch()
    for path in (folder / "data").iterdir():
        path.chmod(0o666 if path.name == "found.json" else 0o444)
    (folder / "data").chmod(0o555)

    def inner() -> None:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()

    assert os.waitpid(in_child(inner), 0)[1] == 0


def attempts(data: Path) -> None:
    """Try everything on a folder that takes no files; write down the errors."""
    found = {}
    with open_store(data, read_only=True) as store:
        for name, call in (READS | WRITES).items():
            try:
                call(store)
            except DataError as error:
                found[name] = type(error).__name__
    try:
        with open_store(data) as store:
            store.add_links([link("new")], now=NOW)
    except DataError as error:
        found["open for writing"] = type(error).__name__
    (data / "found.json").write_text(json.dumps(found), "utf-8")


@pytest.mark.parametrize("killed", [False, True])
def test_a_folder_that_cannot_be_written_can_be_read(killed: bool) -> None:
    """Also one whose last crawl was killed: its write-ahead log is still there."""
    with for_nobody() as folder:
        data = folder / "data"
        data.mkdir()
        if killed:

            def work() -> None:
                fill(data)
                store = open_store(data)
                store.add_links([link("last")], now=NOW)
                os.kill(os.getpid(), 9)

            os.waitpid(in_child(work), 0)
            assert (data / f"{STORE_FILE}-wal").exists()
        else:
            fill(data)
        as_reader(folder, lambda: attempts(data))
        found = json.loads((data / "found.json").read_text("utf-8"))
        assert found == dict.fromkeys([*WRITES, "open for writing"], "StorageError")


def test_a_data_base_that_must_not_be_read_is_named() -> None:
    with for_nobody() as folder:
        data = folder / "data"
        fill(data)

        def work() -> None:
            data.chmod(0o755)
            (data / STORE_FILE).chmod(0o000)
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            for read_only in (False, True):
                with pytest.raises(StorageError, match="no right"):
                    open_store(data, read_only=read_only)

        assert os.waitpid(in_child(work), 0)[1] == 0
