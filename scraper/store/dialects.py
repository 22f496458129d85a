"""What differs between data bases: how they are opened, how they lock, what their errors mean. Nothing else knows.

SQLite is the default; PostgreSQL is reached by URL ("postgresql+psycopg://…").
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError

from scraper.errors import CorruptError, DataError, LockedError, StorageError

WRITES = "scraper_writes"
"""Option of a connection that will write: SQLite then takes the writer's lock at the beginning, so that a transaction
never fails half way because another one wrote in between."""

_LOCKED = {"SQLITE_BUSY", "SQLITE_LOCKED"}
_NO_RIGHT = {"SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH"}
_NO_ROOM = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_TOOBIG", "SQLITE_NOMEM"}
_CORRUPT = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"}
_FAULTS = (sqlite3.ProgrammingError, sqlite3.IntegrityError, sqlite3.InterfaceError)
_CACHE = 32 * 1024  # KiB of the data base in memory, for each connection
_CHECKPOINT = 4_000  # pages of 4 KiB in the write-ahead log before they go to the file
_JOURNAL_LIMIT = 64 * 1024 * 1024  # bytes that the write-ahead log keeps between checkpoints


def sqlite_engine(path: Path, *, read_only: bool, wait: float) -> Engine:
    """Return an engine over one SQLite file; nothing is opened yet.

    `wait` is how many seconds a statement waits for another process's lock.
    A read-only engine changes nothing in the data base; it may fold the write-ahead log of a killed process into it.
    """
    options = _read_options(path, wait) if read_only else {"mode": "rwc"}
    engine = sa.create_engine(
        URL.create("sqlite", database=path.absolute().as_uri(), query={**options, "uri": "true"}),
        connect_args={"timeout": wait, "check_same_thread": False},
        poolclass=sa.QueuePool,
        pool_size=4,
        pool_reset_on_return=None,  # whoever takes a connection ends its transaction (`Database`)
        max_overflow=-1,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so, below
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            # In WAL mode a killed process loses nothing with NORMAL; a power cut may take the last transactions,
            # whose answers are in the archive.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_LIMIT}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return engine


def url_engine(url: URL) -> Engine:
    """Return an engine for any other data base; readers see one snapshot, as in SQLite.

    Raises StorageError where its driver is not installed.
    """
    try:
        return sa.create_engine(url, isolation_level="REPEATABLE READ")
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise StorageError(f"{shown(url)}: {error}: install the driver of this data base") from error


def shown(url: URL) -> str:
    """Return a data base's address without its password."""
    return url.render_as_string(hide_password=True)


def prepare(engine: Engine) -> None:
    """Switch a data base that will be written to the mode we rely on: SQLite's write-ahead log."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA journal_mode = WAL").close()


@contextmanager
def unlinked(engine: Engine) -> Iterator[Connection]:
    """One writing transaction in which foreign keys are checked at the end, for migrations that rebuild tables."""
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        light = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.dbapi_connection
        if light:
            raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if light and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                    raise CorruptError(
                        f"table {broken[0]}: row {broken[1]} refers to a row of {broken[2]} that is not there"
                    )
        finally:
            if light:
                raw.execute("PRAGMA foreign_keys = ON")


def insert_into(table: sa.Table, dialect: str) -> Any:
    """Return an INSERT that knows ON CONFLICT, in a data base's own dialect, which is given by name."""
    if dialect != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # a large library

    return postgresql.insert(table)


def insert_rows(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows, all with the same columns; one that is there already, by a key, is left as it is."""
    if rows:
        _hand_over(connection, _insertion(connection.dialect, table, tuple(rows[0])), rows)


def upsert_rows(
    connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, adding: tuple[str, ...] = ()
) -> None:
    """Insert many rows, all with the same columns; of one that is there already, by its primary key, these columns change.

    `adding` are columns that grow by the row's value.
    """
    if rows:
        _hand_over(connection, _upsertion(connection.dialect, table, tuple(rows[0]), adding), rows)


class _Insertion(NamedTuple):
    """A statement that is ready for its rows."""

    sql: str
    columns: Sequence[tuple[str, Callable[[Any], Any] | None]]
    """In their order, each with what turns a value into the driver's."""

    is_positional: bool


def _hand_over(connection: Connection, ready: _Insertion, rows: Sequence[Mapping[str, Any]]) -> None:
    """Hand rows to the driver, each value through its column's type, column by column: SQLAlchemy takes three times as long."""
    names = [name for name, _ in ready.columns]
    values = (
        map(kind, map(itemgetter(name), rows)) if kind else map(itemgetter(name), rows) for name, kind in ready.columns
    )
    found = zip(*values, strict=True)
    given: list[Any] = list(found) if ready.is_positional else [dict(zip(names, row, strict=True)) for row in found]
    connection.exec_driver_sql(ready.sql, given)


@lru_cache(maxsize=64)
def _insertion(dialect: Dialect, table: sa.Table, names: tuple[str, ...]) -> _Insertion:
    return _compiled(insert_into(table, dialect.name).on_conflict_do_nothing(), dialect, table, names)


@lru_cache(maxsize=64)
def _upsertion(dialect: Dialect, table: sa.Table, names: tuple[str, ...], adding: tuple[str, ...]) -> _Insertion:
    one = insert_into(table, dialect.name)
    keys = [column.name for column in table.primary_key]
    changed = {
        name: table.c[name] + one.excluded[name] if name in adding else one.excluded[name]
        for name in names
        if name not in keys
    }
    return _compiled(one.on_conflict_do_update(index_elements=keys, set_=changed), dialect, table, names)


def _compiled(statement: Any, dialect: Dialect, table: sa.Table, names: tuple[str, ...]) -> _Insertion:
    compiled = statement.inline().compile(dialect=dialect, column_keys=list(names))
    order: Sequence[str] = compiled.positiontup or names
    columns = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order]
    return _Insertion(str(compiled), columns, bool(compiled.positional))


@contextmanager
def named_errors(name: str) -> Iterator[None]:
    """Turn the errors of the driver into ours, each one line that names the store and what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(name, error.orig or error) from error
    except sqlite3.Error as error:  # from a connection that is being set up
        raise _ours(name, error) from error


def _ours(name: str, error: BaseException) -> DataError | BaseException:
    state = str(getattr(error, "sqlstate", None) or "")
    code = _code(error)
    text = " ".join(str(error).split())
    if code in _LOCKED or state in ("55P03", "40001", "40P01"):
        return LockedError(f"{name}: another process is writing to it ({text}): try again when it has ended")
    if code in _CORRUPT or state.startswith("XX") or text.startswith(("no such table", "no such column")):
        return CorruptError(f"{name}: is damaged, or is no store ({text}): restore it, or move it away")
    if code in _NO_ROOM or state.startswith(("53", "54")):
        return StorageError(f"{name}: cannot be written ({text}): make room; what was stored before is kept")
    if code in _NO_RIGHT or state in ("25006", "42501"):
        return StorageError(f"{name}: no right to write, or to open it ({text})")
    if code == "SQLITE_ERROR" or isinstance(error, _FAULTS) or state.startswith(("22", "23", "42")):
        return error  # a fault of ours, not of the data
    return StorageError(f"{name}: does not answer ({text})")


def _code(error: BaseException) -> str:
    """Return SQLite's primary result code: "SQLITE_IOERR" for "SQLITE_IOERR_WRITE"."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def _read_options(path: Path, wait: float) -> dict[str, str]:
    """Return how a file is opened for reading only.

    Not with SQLite's mode "ro", which leaves an empty log behind. In a folder that takes no files a write-ahead log has
    no place for its index; where there is no log, the file can be read as one that never changes.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists() or log.stat().st_size == 0:
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=wait)) as probe:
                probe.execute("SELECT 1 FROM sqlite_master").close()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") in ("SQLITE_READONLY_DIRECTORY", "SQLITE_CANTOPEN"):
                return {"mode": "ro", "immutable": "1"}
    return {"mode": "rw"}
