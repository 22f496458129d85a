"""Opening the data base: the right file, the right version, one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from scraper.errors import ConfigError, CorruptError, InputError, StorageError, VersionError
from scraper.store import dialects, migrations
from scraper.store.lock import hold
from scraper.store.schema import metadata, schema_versions
from scraper.version import CLEANER

STORE_FILE = "store.sqlite"
"""Name of the SQLite file in a data folder."""

WAIT = 5.0
"""Seconds that a statement waits for a lock of another process, by default."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open data base of our version."""

    engine: Engine
    name: str
    """What messages call it: the file's path, or the URL without its password."""

    read_only: bool
    target: Path | str
    """What it was opened by."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One reading transaction: a snapshot that does not change while it lasts."""
        with dialects.named_errors(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One writing transaction: committed at its end, undone by any exception. Raises StorageError if read-only."""
        if self.read_only:
            raise StorageError(f"{self.name}: was opened for reading only")
        with (
            dialects.named_errors(self.name),
            self.engine.connect().execution_options(**{dialects.WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection


def make_folder(folder: Path) -> None:
    """Make a data folder, its parents too, where it is missing. Raises StorageError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder}: cannot be made: {error.strerror}") from error


def open_database(
    target: Path | str,
    *,
    read_only: bool = False,
    wait: float = WAIT,
    version: int = migrations.VERSION,
    steps: Mapping[int, migrations.Migration] = migrations.MIGRATIONS,
) -> Database:
    """Open the store of a data folder, or at an SQLAlchemy URL; make it where it is missing, bring it up to `version`.

    Raises InputError for a store to be read that is not there, ConfigError for a URL that is none, VersionError for one
    of a newer version (nothing is touched), CorruptError, LockedError and StorageError.
    """
    engine, name = _engine(target, read_only=read_only, wait=wait)
    try:
        with dialects.named_errors(name):
            with engine.connect() as connection, connection.begin():
                found = _version(connection, name)
            if found is not None and found > version:
                raise VersionError(
                    f"{name}: was written by a newer scraper (tables of version {found}, this one knows {version}): "
                    "update this package"
                )
            if read_only:
                if found is None:
                    raise InputError(name, "holds no data yet: crawl first")
                if found < version:
                    _bring_up(target, wait=wait, version=version, steps=steps)
            else:
                dialects.prepare(engine)
                if found is None:
                    _make(engine, name, version)
                else:
                    _migrate(engine, name, range(found + 1, version + 1), steps)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, name, read_only, target)


def _engine(target: Path | str, *, read_only: bool, wait: float) -> tuple[Engine, str]:
    if isinstance(target, str) and "://" in target:
        try:
            url = sa.make_url(target)
        except (sa.exc.ArgumentError, ValueError) as error:
            raise ConfigError("store: the address of the data base is no SQLAlchemy URL") from error
        if url.get_backend_name() != "sqlite":
            return dialects.url_engine(url), dialects.shown(url)
        path = Path(url.database or "")
    else:
        path = Path(target) / STORE_FILE
    try:
        if read_only and not path.exists():
            raise InputError(path, "is not there: nothing has been crawled into this data folder yet")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    if not read_only:
        make_folder(path.parent)
    return dialects.sqlite_engine(path, read_only=read_only, wait=wait), str(path)


def _version(connection: Connection, name: str) -> int | None:
    """Return the version of the tables, `None` for a data base without any."""
    tables = set(sa.inspect(connection).get_table_names())
    if schema_versions.name in tables:
        return connection.scalar(sa.select(sa.func.max(schema_versions.c.version))) or 0
    if tables:
        raise CorruptError(f"{name}: is no store of scraper (it holds the table {min(tables)!r}): move it away")
    return None


def _make(engine: Engine, name: str, version: int) -> None:
    with engine.connect().execution_options(**{dialects.WRITES: True}) as connection, connection.begin():
        if _version(connection, name) is None:  # another process may have been faster
            metadata.create_all(connection)
            _sign(connection, version)


def _migrate(engine: Engine, name: str, versions: range, steps: Mapping[int, migrations.Migration]) -> None:
    for version in versions:
        if version not in steps:
            raise CorruptError(f"{name}: no step leads to version {version} of its tables")
        with dialects.unlinked(engine) as connection:
            steps[version](connection)
            _sign(connection, version)


def _bring_up(target: Path | str, *, wait: float, version: int, steps: Mapping[int, migrations.Migration]) -> None:
    """Migrate a store that was to be read only: its readers know the tables of today alone.

    Not under the feet of a crawl: the data folder is held meanwhile. Raises LockedError if it cannot be.
    """
    folder = nullcontext() if isinstance(target, str) and "://" in target else hold(Path(target), command="migration")
    with folder:
        open_database(target, wait=wait, version=version, steps=steps).engine.dispose()


def _sign(connection: Connection, version: int) -> None:
    # When tables were made is a fact of the machine, not of the crawl: the one place here that reads the clock.
    connection.execute(schema_versions.insert().values(version=version, made_at=datetime.now(UTC), made_by=CLEANER))
