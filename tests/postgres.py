"""Lets tests that crawl in their own process do so over PostgreSQL: each data folder has a data base of its own.

    SCRAPER_TEST_STORE=postgresql+psycopg://scraper@127.0.0.1/scraper_test python -m pytest -p tests.postgres tests/crawl/test_crawl.py

The user has to have the right to make data bases; they are dropped at the end. The command itself knows SQLite only: tests that
start it, or look into `store.sqlite`, do not hold here.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import scraper.store
from scraper.store import Store, open_store

SERVER = sa.make_url(os.environ["SCRAPER_TEST_STORE"])
_made: set[str] = set()


def _execute(statement: str) -> None:
    engine = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _in_postgres(target: Path | str, **options: Any) -> Store:
    if not isinstance(target, Path):
        return open_store(target, **options)
    name = f"scraper_{hashlib.sha256(str(target).encode()).hexdigest()[:16]}"
    if name not in _made:
        _execute(f"DROP DATABASE IF EXISTS {name}")
        _execute(f"CREATE DATABASE {name}")
        _made.add(name)
    return open_store(SERVER.set(database=name).render_as_string(hide_password=False), **options)


scraper.store.open_store = _in_postgres  # before any test imports it


def pytest_sessionfinish() -> None:
    """Leave nothing behind."""
    for name in _made:
        _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
