"""Answers that are kept and taken apart later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.store import Settled, Settlement, Store
from tests.store.material import HOME, HOUR, NOW, SITE, capture, kept, link, page, queued, unread


def end(store: Store, path: str, **facts: object) -> Settlement:
    answer = replace(unread(store, path).capture, outcome="stored", content_digest="sha256:1", rights="{}")
    values = {"outcome": "stored", "at": NOW, "due": None, "captures": (answer,), "page": page(path, made_from=answer)}
    return Settlement(**values | facts)  # type: ignore[arg-type]


def test_a_kept_answer_is_in_the_store_and_its_link_is_not_asked_for(store: Store) -> None:
    store.add_links([link("a"), link("b")], now=NOW)
    assert store.unread.keep([kept(store, "a", offset=1, target=HOME + "a/"), kept(store, "b", offset=2)]) == [
        True,
        True,
    ]
    assert store.take_due(SITE, now=NOW + HOUR) is None
    assert store.archive_ends() == {"a-00001.warc.gz": 2}
    waiting = unread(store, "a")
    assert waiting.link == queued(store, "a")
    assert waiting.link.is_unread
    assert (waiting.capture, waiting.target) == (capture("a", offset=1, outcome="unread"), HOME + "a/")
    status = store.status(now=NOW)[0]
    assert (status.queued, status.due, status.unread) == (0, 0, 2)


def test_what_comes_of_a_kept_answer_is_stored_together_and_once(store: Store) -> None:
    store.add_links([link("a")], now=NOW)
    run = store.start_run(SITE, now=NOW)
    store.unread.keep([kept(store, "a", offset=1, run=run)])
    waiting, made = unread(store, "a"), end(store, "a", links=(link("b"),))
    assert store.unread.finish(waiting, made) == Settled(stored=True, new_links=1, brings_links=True)
    assert store.unread.finish(waiting, made) == Settled(stored=False)
    assert store.unread.find(waiting.link.id) is None
    known = queued(store, "a")
    assert (known.outcome, known.asked, known.due, known.is_unread) == ("stored", 1, None, False)
    assert [stored.capture for stored in store.captures()] == list(made.captures)
    assert store.find_page(HOME + "a") == replace(page("a", made_from=made.captures[0]), id=made.captures[0].id)
    found = store.past.find(run)
    assert found is not None
    assert found.counts == {"stored": 1}


def test_while_an_answer_waits_nothing_makes_its_link_due(store: Store) -> None:
    ways = [link("feed/", "feed")]
    store.seed(SITE, ways, every=HOUR, now=NOW)
    store.settle(queued(store, "feed/"), Settlement(outcome="timeout", at=NOW, due=NOW))
    store.unread.keep([kept(store, "feed/", offset=1)])
    store.seed(SITE, ways, every=HOUR, now=NOW + HOUR)
    assert store.forget_failed(SITE, ["timeout"], now=NOW) == 0
    store.add_links([link("a")], now=NOW)
    store.settle(queued(store, "a"), Settlement(outcome="gone", at=NOW, due=None, again=(link("feed/", "feed"),)))
    assert store.take_due(SITE, now=NOW + 2 * HOUR) is None


def test_answers_are_taken_up_of_who_is_gone(store: Store) -> None:
    store.add_links([link("a"), link("b")], now=NOW)
    store.unread.keep([kept(store, "a", offset=1, owner="alive"), kept(store, "b", offset=2, owner="killed")])
    store.hosts.claim("news.example", "alive", now=NOW, until=NOW + HOUR)
    of_a, of_b = (queued(store, path).id for path in "ab")
    assert store.unread.adopt([SITE], "me", now=NOW, alone=False) == [(of_b, SITE)]
    assert store.unread.adopt(["other.example"], "me", now=NOW) == []
    assert store.unread.adopt([SITE], "me", now=NOW) == [(of_a, SITE), (of_b, SITE)]


def test_of_several_answers_those_of_lost_hosts_are_captures_alone(store: Store) -> None:
    hosts = {"a": "a.example", "b": "b.example", "c": "c.example"}
    store.add_links(map(link, hosts), now=NOW)
    claims = {path: store.hosts.claim(host, "me", now=NOW, until=NOW) for path, host in hosts.items()}
    store.hosts.claim("b.example", "other", now=NOW + HOUR, until=NOW + 2 * HOUR)
    answers = [
        kept(store, path, offset=number, lease=claim.lease, state=replace(claim.state, strain=7))
        for number, (path, claim) in enumerate(claims.items())
        if claim is not None
    ]
    assert store.unread.keep(answers) == [True, False, True]
    assert [stored.capture.offset for stored in store.captures()] == [0, 1, 2]
    states = [store.hosts.find(host) for host in hosts.values()]
    assert [state.strain for state in states if state] == [7, 0, 7]


@pytest.mark.parametrize("lost", [True, False])
def test_of_a_host_that_another_process_has_only_the_captures_are_kept(store: Store, lost: bool) -> None:
    store.add_links([link("a")], now=NOW)
    claim = store.hosts.claim("news.example", "me", now=NOW, until=NOW)
    assert claim is not None
    if lost:
        store.hosts.claim("news.example", "other", now=NOW + HOUR, until=NOW + 2 * HOUR)
    assert store.unread.keep([kept(store, "a", offset=1, lease=claim.lease, state=claim.state)]) == [not lost]
    assert [stored.capture.offset for stored in store.captures()] == [1]
    assert (store.unread.find(queued(store, "a").id) is None) is lost
    assert (store.take_due(SITE, now=NOW) is None) is not lost
