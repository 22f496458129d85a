"""Opening a store: made where it is missing, brought up where it is old, left alone where it is not ours."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scraper.errors import ConfigError, CorruptError, InputError, LockedError, StorageError, VersionError
from scraper.store import STORE_FILE, hold, make_folder, open_store
from scraper.store.database import open_database
from scraper.store.migrations import MIGRATIONS, VERSION
from scraper.store.schema import metadata
from tests.store.material import HOME, NOW, dump, link, put

VERSION_1 = Path(__file__).with_name("version-1.sql")
"""The tables of version 1 and a few rows, as that version wrote them. Never changed."""


def old_store(folder: Path) -> None:
    with closing(sqlite3.connect(folder / STORE_FILE)) as connection:
        connection.executescript(VERSION_1.read_text("utf-8"))


def shape(folder: Path) -> dict[str, object]:
    """Tables, columns and indexes, as SQLite knows them."""
    with closing(sqlite3.connect(folder / STORE_FILE)) as connection:
        names = sorted(name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
        facts: dict[str, object] = {}
        for name in names:
            facts[name] = [row[1:] for row in connection.execute(f"PRAGMA table_info({name})")]
            facts[f"{name} refers to"] = sorted(
                row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({name})")
            )
            facts[f"{name} is found by"] = sorted(
                (unique, [column for _, _, column in connection.execute(f"PRAGMA index_info('{index}')")])
                for _, index, unique, *_ in connection.execute(f"PRAGMA index_list({name})")
            )
        return facts


def add_note(connection: Connection) -> None:
    connection.execute(sa.text("ALTER TABLE links ADD COLUMN note TEXT"))
    connection.execute(sa.text("UPDATE links SET note = 'seen'"))


def fail(connection: Connection) -> None:
    add_note(connection)
    raise RuntimeError("power cut")


def break_reference(connection: Connection) -> None:
    connection.execute(sa.text("DELETE FROM pages"))


def versions(folder: Path) -> list[int]:
    return [row[0] for row in dump(folder)["schema_versions"]]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_store_is_made_with_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    with open_store(folder) as store:
        assert store.name == str(folder / STORE_FILE)
    assert versions(folder) == [VERSION]


def test_what_was_stored_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    for read_only in (False, True):
        with open_store(tmp_path) as store:
            put(store, "a", offset=int(read_only))
        with open_store(tmp_path, read_only=read_only) as store:
            assert store.find_page(HOME + "a")


def test_a_url_leads_to_the_same_store(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        put(store, "a", offset=0)
    with open_store(f"sqlite:///{tmp_path / STORE_FILE}", read_only=True) as store:
        assert store.find_page(HOME + "a")


@pytest.mark.parametrize(
    "url", ["nonsense://x", "postgresql+nosuchdriver://u:secret@h/x", "postgresql://u:secret@h:port/x"]
)
def test_a_url_that_leads_nowhere_is_named_without_its_password(url: str) -> None:
    with pytest.raises((ConfigError, StorageError)) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_reading_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing has been crawled"):
        open_store(tmp_path / "x", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_store_for_reading_takes_nothing(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with open_store(tmp_path, read_only=True) as store, pytest.raises(StorageError, match="reading only"):
        store.add_links([link("a")], now=NOW)


def test_a_store_is_read_while_another_process_writes_to_it(tmp_path: Path) -> None:
    with open_store(tmp_path) as writer, open_store(tmp_path, read_only=True) as reader:
        put(writer, "a", offset=0)
        assert reader.find_page(HOME + "a")


def test_a_newer_store_is_not_touched(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / STORE_FILE)) as connection:
        connection.execute("INSERT INTO schema_versions VALUES (999, '2030-01-01T00:00:00.000000Z', 'scraper/9')")
        connection.commit()
    before = digest(tmp_path / STORE_FILE)
    for read_only in (False, True):
        with pytest.raises(VersionError, match=r"newer scraper \(tables of version 999"):
            open_store(tmp_path, read_only=read_only)
    assert digest(tmp_path / STORE_FILE) == before
    assert [path.name for path in tmp_path.iterdir()] == [STORE_FILE]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("content", [b"not a data base" * 100, b"SQLite format 3\x00" + b"\xff" * 5000, b"\x00" * 4096])
def test_a_file_that_is_no_data_base_is_left_alone(tmp_path: Path, content: bytes, read_only: bool) -> None:
    (tmp_path / STORE_FILE).write_bytes(content)
    with pytest.raises(CorruptError, match="is damaged, or is no store"):
        open_store(tmp_path, read_only=read_only)
    assert (tmp_path / STORE_FILE).read_bytes() == content


@pytest.mark.parametrize("read_only", [False, True])
def test_a_data_base_of_somebody_else_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    with closing(sqlite3.connect(tmp_path / STORE_FILE)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = digest(tmp_path / STORE_FILE)
    with pytest.raises(CorruptError, match="holds the table 'theirs'"):
        open_store(tmp_path, read_only=read_only)
    assert digest(tmp_path / STORE_FILE) == before


def test_an_empty_file_becomes_a_store_but_holds_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).touch()
    with pytest.raises(InputError, match="no data yet"):
        open_store(tmp_path, read_only=True)
    open_store(tmp_path).close()
    assert versions(tmp_path) == [VERSION]


def test_a_store_that_was_cut_off_is_named_when_the_damage_is_met(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for number in range(200):
            put(store, str(number), offset=number)
    whole = (tmp_path / STORE_FILE).read_bytes()
    (tmp_path / STORE_FILE).write_bytes(whole[:4096] + b"\x00" * (len(whole) - 4096))
    with pytest.raises(CorruptError), open_store(tmp_path, read_only=True) as store:
        list(store.pages())


def test_a_missing_table_is_damage(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / STORE_FILE)) as connection:
        connection.execute("DROP TABLE run_counts")
        connection.execute("DROP TABLE runs")
    with open_store(tmp_path) as store, pytest.raises(CorruptError, match="no such table: runs"):
        store.status(now=NOW)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for make in (make_folder, open_store):
        with pytest.raises(StorageError, match="cannot be made"):
            make(tmp_path / "file" / "data")
    with pytest.raises((StorageError, InputError)):
        open_store(tmp_path / "file" / "data", read_only=True)


def test_the_tables_of_version_1_are_brought_to_ours(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old_store(tmp_path / "old")
    open_store(tmp_path / "old").close()
    open_store(tmp_path / "new").close()
    assert shape(tmp_path / "old") == shape(tmp_path / "new")
    assert versions(tmp_path / "old") == list(range(1, VERSION + 1))


def test_what_version_1_stored_is_read_today(tmp_path: Path) -> None:
    old_store(tmp_path)
    with open_store(tmp_path) as store:
        (page,) = store.pages()
        assert page.article is not None
        assert page.article.headline == "The first story"
        assert [entry.item.title for entry in store.promoted_by(page.url or "")] == ["The second story"]
        assert store.next_due("news.example") == NOW
        (figures,) = store.status(now=NOW)
        assert figures.last_run is not None
        assert figures.last_run.counts == {"stored": 1}


def test_every_version_has_its_step() -> None:
    assert set(MIGRATIONS) == set(range(2, VERSION + 1))


def test_a_step_happens_once_and_is_signed(tmp_path: Path) -> None:
    old_store(tmp_path)
    for _ in range(2):
        open_database(tmp_path, version=VERSION + 1, steps={**MIGRATIONS, VERSION + 1: add_note}).engine.dispose()
    assert versions(tmp_path)[-2:] == [VERSION, VERSION + 1]
    assert {row[-1] for row in dump(tmp_path)["links"]} == {"seen"}


def test_a_step_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    old_store(tmp_path)
    open_store(tmp_path).close()
    before = shape(tmp_path), dump(tmp_path)
    with pytest.raises(RuntimeError, match="power cut"):
        open_database(tmp_path, version=VERSION + 1, steps={VERSION + 1: fail})
    assert (shape(tmp_path), dump(tmp_path)) == before
    open_store(tmp_path).close()


def test_a_step_that_breaks_a_reference_is_undone(tmp_path: Path) -> None:
    old_store(tmp_path)
    open_store(tmp_path).close()
    before = dump(tmp_path)
    with pytest.raises(CorruptError, match="table related_items: row 1 refers to a row of pages that is not there"):
        open_database(tmp_path, version=VERSION + 1, steps={VERSION + 1: break_reference})
    assert dump(tmp_path) == before


def test_a_version_without_a_step_is_named(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with pytest.raises(CorruptError, match=f"no step leads to version {VERSION + 1}"):
        open_database(tmp_path, version=VERSION + 1, steps={})


def test_an_old_store_is_brought_up_before_it_is_read(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    opened = open_database(tmp_path, read_only=True, version=VERSION + 1, steps={VERSION + 1: add_note})
    with opened.read() as connection:
        assert connection.execute(sa.text("SELECT note FROM links")).all() == []
    opened.engine.dispose()


def test_an_old_store_is_not_brought_up_under_a_running_crawl(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with hold(tmp_path, command="scraper crawl"), pytest.raises(LockedError, match="scraper crawl"):
        open_database(tmp_path, read_only=True, version=VERSION + 1, steps={VERSION + 1: add_note})
    assert versions(tmp_path) == [VERSION]


def test_every_table_and_column_says_what_it_holds() -> None:
    for table in metadata.tables.values():
        assert table.comment, table.name
        for column in table.columns:
            assert column.comment, f"{table.name}.{column.name}"
            assert column.comment.endswith("."), f"{table.name}.{column.name}"
