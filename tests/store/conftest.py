"""A fresh store for each test: SQLite's, or the one at the URL in SCRAPER_TEST_STORE, whose tables are dropped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from scraper.store import Store, open_store
from scraper.store.schema import metadata

URL = os.environ.get("SCRAPER_TEST_STORE")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    if URL:
        engine = sa.create_engine(URL)
        metadata.drop_all(engine)
        engine.dispose()
    with open_store(URL or tmp_path, wait=0.02) as opened:
        yield opened
