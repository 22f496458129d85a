"""Killed with SIGKILL: what was committed is there, what was not is not, and settling again completes it."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from scraper.store import Settlement, Store, open_store
from tests.store.material import HOME, NOW, SITE, capture, dump, in_child, link, page, queued

Moment = Callable[[Store], None]


def fill(folder: Path) -> None:
    with open_store(folder) as store:
        store.start_run(SITE, now=NOW)
        store.add_links([link("a", "listing")], now=NOW)


def settle(store: Store) -> bool:
    """A settlement that touches every table."""
    answer = capture("a", offset=1)
    end = Settlement(
        outcome="stored",
        at=NOW,
        due=None,
        captures=(answer,),
        page=page("a", "b", "c", made_from=answer),
        links=(link("b"), link("a/2/", "part", found_on=HOME + "a")),
        again=(link("page/2", "listing"),),
    )
    return store.settle(queued(store, "a"), end, run=1).stored


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before_statement(number: int) -> Moment:
    def arm(store: Store) -> None:
        left = iter(range(number))

        def count(*_: Any) -> None:
            if next(left, None) is None:
                die()

        event.listen(store._db.engine, "before_cursor_execute", count)

    return arm


def before_commit(store: Store) -> None:
    event.listen(store._db.engine, "commit", die)


def after_commit(store: Store) -> None:
    settle(store)
    die()


MOMENTS: dict[str, Moment] = {
    **{f"before statement {number}": before_statement(number) for number in range(1, 16, 2)},
    "before the commit": before_commit,
    "behind the commit": after_commit,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_settlement_happens_whole_or_not_at_all(tmp_path: Path, moment: str) -> None:
    fill(tmp_path)
    before = dump(tmp_path)

    def work() -> None:
        with open_store(tmp_path) as store:
            MOMENTS[moment](store)
            settle(store)

    _, status = os.waitpid(in_child(work), 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the moment lies behind the end of settle"
    kept = moment == "behind the commit"
    assert (dump(tmp_path) == before) is not kept
    with open_store(tmp_path) as store:
        assert settle(store) is not kept
    after = dump(tmp_path)
    assert len(after["related_items"]) == 2
    assert len(after["captures"]) == len(after["pages"]) == 1
    assert after["run_counts"] == [(1, "stored", 1)]
    assert len(after["links"]) == 4


@pytest.mark.parametrize("number", range(4))
def test_a_crawl_killed_at_any_time_has_settled_what_it_said_and_at_most_one_more(tmp_path: Path, number: int) -> None:
    fill(tmp_path)
    reader, writer = os.pipe()

    def work() -> None:
        with open_store(tmp_path) as store:
            for count in range(10**6):
                path = f"{count}"
                store.add_links([link(path)], now=NOW)
                answer = capture(path, offset=count + 1000)
                end = Settlement(
                    outcome="stored", at=NOW, due=None, captures=(answer,), page=page(path, "x", "y", made_from=answer)
                )
                store.settle(queued(store, path), end, run=1)
                os.write(writer, b".")

    child = in_child(work)
    os.close(writer)
    said = 0
    while said < 5 + 9 * number:  # then somewhere in the next settlements
        assert select.select([reader], [], [], 30)[0]
        said += len(os.read(reader, 1))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reader, 1000):
        said += len(more)
    os.close(reader)
    rows = dump(tmp_path)
    done = len(rows["captures"])
    assert said <= done <= said + 1
    assert len(rows["pages"]) == done
    assert len(rows["related_items"]) == 2 * done
    assert rows["run_counts"] == [(1, "stored", done)]
    with open_store(tmp_path) as store:
        assert len(list(store.pages())) == done
        assert store.archive_ends() == {"a-00001.warc.gz": 999 + done}
