"""How the data base finds rows: by an index, never through a whole table, so that a store may grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from scraper.store import PageFilter, Settlement, Store
from tests.store.material import HOME, NOW, SITE, kept, put, queued, unread
from tests.store.test_failures import LARGE, READS, WRITES, fill  # noqa: F401
from tests.store.test_failures import filled as filled_store

filled = filled_store
CALLS: dict[str, Callable[[Store], object]] = {
    **READS,
    **WRITES,
    "captures of a site": lambda store: list(store.captures(SITE, outcomes=["stored"], newest=True)),
    "pages of some days": lambda store: list(store.pages(PageFilter(site=SITE, since=NOW.date(), until=NOW.date()))),
    "find an unread answer": lambda store: store.unread.find(queued(store, "d").id),
    "adopt unread answers": lambda store: store.unread.adopt([SITE], "other", now=NOW, alone=False),
    "keep an answer": lambda store: store.unread.keep([kept(store, "b", offset=8)]),
    "finish an answer": lambda store: store.unread.finish(
        unread(store, "d"),
        Settlement(outcome="stored", at=NOW, due=None, captures=(unread(store, "d").capture,), page=LARGE),
    ),
    "coverage of a month": lambda store: store.coverage.facts(
        SITE, since=NOW.date(), until=NOW.date(), before=timedelta(weeks=8)
    ),
    "last and first day": lambda store: (store.coverage.last_day(SITE), store.coverage.first_day(SITE)),
    "settle a page": lambda store: put(store, "new", "a", "b", offset=77),
}
WHOLE = {"archive_ends", "captures", "files.known_ends", "pages", "records", "status"}
"""What reads everything, or counts it."""


def plans(store: Store, call: Callable[[Store], object]) -> Iterator[tuple[str, str]]:
    """SQLite's plan of each statement that `call` runs."""
    ran: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, _x: object, many: bool) -> None:
        ran.append((statement, values[0] if many else values))

    event.listen(store._db.engine, "before_cursor_execute", note)
    call(store)
    event.remove(store._db.engine, "before_cursor_execute", note)
    with store._db.read() as connection:
        raw: Any = connection.connection.dbapi_connection
        for statement, values in ran:
            if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values):
                    yield statement, row[3]


@pytest.mark.parametrize("name", CALLS)
def test_no_table_is_searched_through(filled: Store, name: str) -> None:
    for statement, step in plans(filled, CALLS[name]):
        if name not in WHOLE:
            is_result = step == "SCAN anon_1"  # of the statement's own inner part
            assert is_result or not step.startswith("SCAN"), f"{step}\n{statement}"


@pytest.mark.parametrize("name", ["take_due", "records", "pages of some days", "captures", "captures of a site"])
def test_what_comes_in_an_order_is_kept_in_it(filled: Store, name: str) -> None:
    for statement, step in plans(filled, CALLS[name]):
        assert "TEMP B-TREE" not in step, f"{step}\n{statement}"


def test_ways_in_are_found_among_any_number_of_links(filled: Store) -> None:
    steps = [step for _, step in plans(filled, CALLS["seed"])]
    assert any("links_ways_in (site=? AND every_seconds>?)" in step for step in steps)


def test_a_page_knows_its_teasers_by_number(filled: Store) -> None:
    steps = [step for _, step in plans(filled, lambda store: store.promoted_by(HOME + "a"))]
    assert any("related_items" in step and "page_id=?" in step for step in steps)
