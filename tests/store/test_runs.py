"""Runs and figures."""

from __future__ import annotations

from scraper.store import Run, Settlement, SiteStatus, Store
from tests.store.material import HOUR, NOW, SITE, capture, link, put, queued


def test_a_run_counts_how_its_tries_ended(store: Store) -> None:
    run = store.start_run(SITE, now=NOW)
    store.add_links([link(path) for path in "abc"], now=NOW)
    for path, outcome in (("a", "gone"), ("b", "timeout"), ("c", "gone")):
        store.settle(queued(store, path), Settlement(outcome=outcome, at=NOW, due=None), run=run)
    assert store.past.find(run) == Run(
        id=run, site=SITE, started=NOW, ended=None, end=None, counts={"gone": 2, "timeout": 1}
    )
    store.end_run(run, "limit", now=NOW + HOUR)
    ended = store.past.find(run)
    assert ended is not None
    assert (ended.ended, ended.end) == (NOW + HOUR, "limit")
    assert store.past.find(run + 1) is None


def test_a_run_that_never_ended_was_killed_when_the_next_begins(store: Store) -> None:
    first, other = store.start_run(SITE, now=NOW), store.start_run("other.example", now=NOW)
    store.start_run(SITE, now=NOW + HOUR)
    ends = [run.end for run in map(store.past.find, (first, other)) if run]
    assert ends == ["killed", None]


def test_an_empty_store_has_no_figures(store: Store) -> None:
    assert store.status(now=NOW) == []


def test_figures_say_what_is_queued_stored_and_failed(store: Store) -> None:
    put(store, "a", offset=0)
    put(store, "b", offset=1)
    put(store, "list", offset=2, page_type="listing", article=None)
    store.add_links([link(path) for path in ("gone", "gone2", "slow", "new")], now=NOW)
    for path, outcome, due in (("gone", "gone", None), ("gone2", "gone", None), ("slow", "timeout", NOW + HOUR)):
        store.settle(queued(store, path), Settlement(outcome=outcome, at=NOW, due=due))
    store.add_capture(capture("robots.txt", offset=9))
    run = store.start_run("z.example", now=NOW)
    mine, idle = store.status(now=NOW)
    assert mine == SiteStatus(
        site=SITE,
        last_run=None,
        queued=2,
        due=1,
        next_due=NOW,
        stored={"article": 2, "listing": 1},
        failed={"gone": 2, "timeout": 1},
        retrying=1,
    )
    assert (idle.site, idle.last_run, idle.next_due) == ("z.example", store.past.find(run), None)
    (later, _) = store.status(now=NOW + HOUR)
    assert later.due == 2
