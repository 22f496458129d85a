"""Hosts are worked on by one process at a time, and what they are like is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scraper.politeness import HostState
from scraper.robots import RobotsCopy
from scraper.store import Lease, Settlement, Store, open_store
from tests.store.material import HOME, NOW, SITE, capture, link, page, queued

SECOND = timedelta(seconds=1)
LONG = NOW + 30 * SECOND


def claimed(store: Store, owner: str, *, at: int = 0, by_force: bool = False) -> Lease | None:
    now = NOW + at * SECOND
    found = store.hosts.claim("a.example", owner, now=now, until=now + 30 * SECOND, by_force=by_force)
    return found[0] if found else None


def asks(store: Store, lease: Lease | None, *, at: int) -> bool:
    assert lease is not None
    now = NOW + at * SECOND
    return store.hosts.asking(lease, now=now, free=now + SECOND, until=now + 30 * SECOND)


def test_a_host_is_held_by_one_process_until_its_lease_runs_out(store: Store) -> None:
    first = claimed(store, "one")
    assert claimed(store, "two", at=29) is None
    assert asks(store, first, at=29)
    assert claimed(store, "two", at=58) is None
    second = claimed(store, "two", at=59)
    assert second is not None
    assert not asks(store, first, at=60)
    assert asks(store, second, at=60)


def test_a_lease_that_has_run_out_sends_nothing_even_if_nobody_took_it(store: Store) -> None:
    lease = claimed(store, "one")
    assert not asks(store, lease, at=30)
    assert store.hosts.renew("one", now=NOW + 31 * SECOND, until=NOW + 90 * SECOND) == 0
    again = claimed(store, "one", at=31)
    assert again is not None
    assert again.fence > lease.fence  # type: ignore[union-attr]
    assert asks(store, again, at=32)


def test_a_process_that_says_it_is_alive_keeps_its_leases(store: Store) -> None:
    lease = claimed(store, "one")
    assert store.hosts.renew("one", now=NOW + 20 * SECOND, until=NOW + 50 * SECOND) == 1
    assert claimed(store, "two", at=40) is None
    assert asks(store, lease, at=45)


def test_a_host_that_is_let_go_is_free_at_once(store: Store) -> None:
    claimed(store, "one")
    store.hosts.release("one")
    assert claimed(store, "two", at=1)


def test_who_holds_the_folder_alone_takes_what_the_dead_have_left(store: Store) -> None:
    first = claimed(store, "one")
    second = claimed(store, "two", at=1, by_force=True)
    assert asks(store, second, at=2)
    assert not asks(store, first, at=2)


def test_the_rhythm_of_a_host_survives_its_process(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        lease = claimed(store, "one")
        assert lease
        state = HostState(
            host="a.example",
            adaptive=2.5,
            crawl_delay=7.5,
            free_at=LONG,
            held_until=LONG,
            why="rest",
            strain=3,
            rests=1,
        )
        assert store.hosts.save(lease, state)
        asks(store, lease, at=5)
    with open_store(tmp_path) as store:
        found = store.hosts.claim("a.example", "two", now=LONG + 10 * SECOND, until=LONG)
        assert found is not None
        assert found[1] == replace(state, asked_at=NOW + 5 * SECOND, free_at=NOW + 6 * SECOND)
        assert store.hosts.find("a.example") == found[1]
        assert store.hosts.notable(now=NOW, slower=120.0) == [found[1]]
        assert store.hosts.notable(now=LONG, slower=120.0) == []
        assert store.hosts.notable(now=LONG, slower=5.0) == [found[1]]


@pytest.mark.parametrize("with_state", [True, False])
def test_who_has_lost_the_host_settles_nothing_but_what_the_archive_holds(store: Store, with_state: bool) -> None:
    store.add_links([link("a")], now=NOW)
    lost = claimed(store, "one")
    held = claimed(store, "two", at=40)
    answer = capture("a", offset=1)
    end = Settlement(
        outcome="stored", at=NOW, due=None, captures=(answer,), page=page("a", made_from=answer), links=(link("b"),)
    )
    state = HostState(host="a.example", strain=9) if with_state else None
    assert not store.settle(queued(store, "a"), end, lease=lost, state=state).stored
    assert [item.capture.offset for item in store.captures()] == [1]
    assert (queued(store, "a").asked, store.find_page(HOME + "a"), store.find_link(HOME + "b")) == (0, None, None)
    again = replace(end, captures=(capture("a", offset=2),))
    assert store.settle(queued(store, "a"), again, lease=held, state=state).stored
    found = store.hosts.find("a.example")
    assert found is not None
    assert found.strain == (9 if with_state else 0)


def test_links_are_taken_host_by_host(store: Store) -> None:
    other = replace(link("x"), url="https://feeds.other.example/x", published="2030-01-01")
    store.add_links([link("a"), other, link("b")], now=NOW)
    assert store.hosts_of(SITE) == sorted({"other.example", *store.hosts_of(SITE)})
    taken = store.take_due(SITE, now=NOW, host="other.example")
    assert taken is not None
    assert taken.link == other
    assert store.take_due(SITE, now=NOW) == taken
    own = next(host for host in store.hosts_of(SITE) if host != "other.example")
    first = store.take_due(SITE, now=NOW, host=own)
    assert first is not None
    assert first.link == link("a")
    assert store.take_due(SITE, now=NOW, host="nobody.example") is None


def test_every_try_is_remembered_and_the_next_time_of_waiting_links_is_known(store: Store) -> None:
    store.add_links([link("a"), link("b")], now=NOW)
    assert store.next_waiting(SITE) is None
    store.settle(queued(store, "a"), Settlement(outcome="timeout", at=NOW, due=LONG, reason="silent"))
    assert store.next_waiting(SITE) == LONG
    store.settle(queued(store, "a"), Settlement(outcome="gone", at=LONG, due=None))
    tries = store.tries(queued(store, "a"))
    assert [(each.ended, each.outcome, each.reason, each.due) for each in tries] == [
        (NOW, "timeout", "silent", LONG),
        (LONG, "gone", None, None),
    ]


def test_what_a_host_allows_is_kept_as_it_came(store: Store) -> None:
    copy = RobotsCopy(
        authority="https://a.example", kind="rules", asked_at=NOW, ask_again=LONG, body=b"\x00\xff", good_at=NOW
    )
    assert store.hosts.find_policy("https://a.example", "/robots.txt") is None
    store.hosts.save_policy("/robots.txt", copy)
    assert store.hosts.find_policy("https://a.example", "/robots.txt") == copy
    later = replace(copy, kind="unreachable", failures=2, why="timeout")
    store.hosts.save_policy("/robots.txt", later)
    assert store.hosts.find_policy("https://a.example", "/robots.txt") == later
    assert store.hosts.find_policy("https://a.example", "/.well-known/tdmrep.json") is None
