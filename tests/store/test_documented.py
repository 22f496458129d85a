"""What docs/store.md says can be done."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from scraper.store import STORE_FILE, Settlement, open_store
from tests.conftest import ROOT
from tests.store.material import NOW, link, put, queued

PAGE = (ROOT / "docs" / "store.md").read_text("utf-8")


def test_the_queries_of_the_page_run(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        put(store, "b", offset=0)
        put(store, "a", "b", "c", "b?utm_source=x", offset=1)
        store.add_links([link("d")], now=NOW)
        store.settle(queued(store, "d"), Settlement(outcome="gone", at=NOW, due=None, reason="404"))
    promoted, failed = re.findall(r"```sql\n(.+?)```", PAGE, re.DOTALL)
    with closing(sqlite3.connect(tmp_path / STORE_FILE)) as connection:
        assert connection.execute(promoted).fetchall() == [("To b", 2, "About b"), ("To c", 1, None)]
        assert [row[:2] for row in connection.execute(failed)] == [("gone", "404")]
