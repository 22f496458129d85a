"""Links: found, known, due, taken in their order."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.frontier import priority
from scraper.model import Link, LinkKind
from scraper.store import Settlement, Store, open_store
from tests.store.material import HOME, HOUR, NOW, SITE, link, queued

FEED = link("feed/", "feed", found_by="definition")
NUMBERS = count()
FRONT = link("", "listing", found_by="definition")


def taken(store: Store, now: object = NOW, due: object = None) -> list[str]:
    """The paths of all links that are due, in the order they are taken; each ends well."""
    paths = []
    while found := store.take_due(SITE, now=now):  # type: ignore[arg-type]
        paths.append(found.link.url.removeprefix(HOME))
        store.settle(found, Settlement(outcome="stored", at=now, due=due))  # type: ignore[arg-type]
    return paths


def test_a_link_is_known_once_however_it_is_spelt(store: Store) -> None:
    spellings = ["a?x=1", "a?x=1&utm_source=feed", "a?x=1#top"]
    assert store.add_links([link(path) for path in spellings], now=NOW) == 1
    assert (
        store.add_links(
            [Link(url="HTTPS://News.Example:443/a?x=1", site=SITE, kind="article", found_by="feed")], now=NOW
        )
        == 0
    )
    assert store.count_due(SITE, now=NOW) == 1
    assert queued(store, "a?utm_medium=x&x=1").link.url == HOME + "a?x=1"


def test_two_sites_may_know_the_same_address(store: Store) -> None:
    other = Link(url=HOME + "a", site="other.example", kind="article", found_by="listing")
    assert store.add_links([link("a"), other], now=NOW) == 2
    assert store.find_link(HOME + "a", "other.example") is not None
    assert [found.link.site for found in [store.find_link(HOME + "a")] if found] == [SITE]


def test_an_unknown_address_is_no_link(store: Store) -> None:
    assert store.find_link(HOME + "nowhere") is None
    assert store.take_due(SITE, now=NOW) is None
    assert store.next_due(SITE) is None
    assert store.count_due(SITE, now=NOW) == 0


def test_links_are_taken_in_their_order(store: Store) -> None:
    found = [
        link("page/2", "listing", found_by="pagination"),
        link("undated-1"),
        link("old", published="2020-01-01"),
        link("a/2/", "part", found_on=HOME + "a"),
        link("undated-2"),
        link("new", published="2026-11-23T10:00:00+02:00"),
    ]
    store.add_links(found, now=NOW)
    store.seed(SITE, [FEED, FRONT], every=HOUR, now=NOW)
    assert taken(store) == ["feed/", "", "a/2/", "new", "old", "undated-1", "undated-2", "page/2"]


def test_a_link_stays_first_until_it_is_settled(store: Store) -> None:
    store.add_links([link("a"), link("b")], now=NOW)
    first = store.take_due(SITE, now=NOW)
    assert first == store.take_due(SITE, now=NOW)
    assert first is not None
    store.settle(first, Settlement(outcome="gone", at=NOW, due=None))
    second = store.take_due(SITE, now=NOW)
    assert second is not None
    assert second.link.url == HOME + "b"


def test_a_link_that_waits_is_taken_when_its_time_has_come(store: Store) -> None:
    store.add_links([link("a")], now=NOW)
    assert taken(store, due=NOW + HOUR) == ["a"]
    assert store.take_due(SITE, now=NOW + HOUR - timedelta(seconds=1)) is None
    assert (store.count_due(SITE, now=NOW), store.count_due(SITE, now=NOW + HOUR)) == (0, 1)
    assert store.next_due(SITE) == NOW + HOUR
    assert taken(store, NOW + HOUR) == ["a"]
    assert store.next_due(SITE) is None


def test_what_is_due_already_counts_as_next(store: Store) -> None:
    store.add_links([link("a")], now=NOW)
    store.add_links([link("b")], now=NOW + HOUR)
    assert store.next_due(SITE) == NOW


def test_a_known_link_gets_the_title_and_the_date_that_it_lacked(store: Store) -> None:
    store.add_links([link("a"), link("b", published="2026-11-01"), link("c", title="C")], now=NOW)
    better = [link(path, title="T", published="2026-11-23", found_by="feed") for path in "abc"]
    assert store.add_links(better, now=NOW + HOUR) == 0
    facts = {path: queued(store, path).link for path in "abc"}
    assert [(facts[path].title, facts[path].published) for path in "abc"] == [
        ("T", "2026-11-23"),
        ("T", "2026-11-01"),
        ("C", "2026-11-23"),
    ]
    assert {known.found_by for known in facts.values()} == {"listing"}
    assert taken(store) == ["a", "c", "b"]


def test_a_link_named_twice_at_once_has_what_both_say(store: Store) -> None:
    assert store.add_links([link("a"), link("a#x", title="T", published="2026-11-23")], now=NOW) == 1
    known = queued(store, "a").link
    assert (known.url, known.title, known.published) == (HOME + "a", "T", "2026-11-23")


def test_a_settled_link_that_is_found_again_is_not_asked_for_again(store: Store) -> None:
    store.add_links([link("a")], now=NOW)
    taken(store)
    assert store.add_links([link("a")], now=NOW + HOUR) == 0
    assert taken(store, NOW + HOUR) == []


def test_ways_in_come_back_with_their_validators(store: Store) -> None:
    assert store.seed(SITE, [FEED, FRONT], every=HOUR, now=NOW) == 2
    first = store.take_due(SITE, now=NOW)
    assert first is not None
    assert (first.link.kind, first.every) == ("feed", HOUR)
    store.settle(first, Settlement(outcome="stored", at=NOW, due=NOW + HOUR, etag='"1"', last_modified="Tue"))
    taken(store, due=NOW + HOUR)
    assert store.seed(SITE, [FEED, FRONT], every=HOUR, now=NOW + HOUR / 2) == 0
    assert store.take_due(SITE, now=NOW + HOUR / 2) is None
    again = store.take_due(SITE, now=NOW + HOUR)
    assert again is not None
    assert (again.link.url, again.etag, again.last_modified) == (FEED.url, '"1"', "Tue")


def test_a_definition_that_wants_to_look_more_often_is_heard(store: Store) -> None:
    store.seed(SITE, [FEED], every=24 * HOUR, now=NOW)
    taken(store, due=NOW + 24 * HOUR)
    store.seed(SITE, [FEED], every=HOUR, now=NOW + HOUR)
    assert taken(store, NOW + HOUR, due=NOW + 2 * HOUR) == ["feed/"]


def test_a_way_in_that_fails_waits_as_long_as_its_failure_says(store: Store) -> None:
    store.seed(SITE, [FEED], every=HOUR, now=NOW)
    first = store.take_due(SITE, now=NOW)
    assert first is not None
    store.settle(first, Settlement(outcome="http_5xx", at=NOW, due=NOW + 6 * HOUR))
    store.seed(SITE, [FEED], every=HOUR, now=NOW + 2 * HOUR)
    assert store.next_due(SITE) == NOW + 6 * HOUR


def test_a_way_in_that_the_definition_no_longer_names_is_left_alone(store: Store) -> None:
    store.seed(SITE, [FEED, FRONT], every=HOUR, now=NOW)
    store.seed(SITE, [FRONT], every=HOUR, now=NOW)
    assert taken(store, due=NOW + HOUR) == [""]
    store.seed(SITE, [FRONT, FEED], every=HOUR, now=NOW)
    assert taken(store, due=NOW + HOUR) == ["feed/"]
    assert taken(store, NOW + HOUR, due=NOW + 2 * HOUR) == ["", "feed/"]


def test_a_link_comes_back_as_it_was_found(store: Store) -> None:
    found = link("page/3", "listing", found_by="pagination", found_on=HOME, title="T", published="2026-11-20", depth=2)
    store.add_links([found], now=NOW)
    assert queued(store, "page/3").link == found


def test_a_known_link_may_become_a_way_in(store: Store) -> None:
    store.add_links([link("section", "listing", found_by="pagination")], now=NOW)
    taken(store)
    store.seed(SITE, [link("section", "listing", found_by="definition")], every=HOUR, now=NOW)
    assert queued(store, "section").every == HOUR
    assert taken(store, NOW + HOUR) == ["section"]


def test_a_way_in_named_twice_is_one(store: Store) -> None:
    assert store.seed(SITE, [FEED, FRONT, FEED], every=HOUR, now=NOW) == 2
    assert taken(store, due=NOW + HOUR) == ["feed/", ""]


def test_failed_links_can_be_asked_again(store: Store) -> None:
    store.add_links([link("a"), link("b"), link("c")], now=NOW)
    for path, outcome in (("a", "gone"), ("b", "forbidden"), ("c", "stored")):
        store.settle(queued(store, path), Settlement(outcome=outcome, at=NOW, due=None))
    assert store.forget_failed(SITE, ["gone", "forbidden"], now=NOW) == 2
    assert taken(store) == ["a", "b"]


def test_addresses_of_any_length_and_letter_are_kept(store: Store) -> None:
    odd = [HOME + "x" * 10_000, HOME + "x" * 10_001, HOME + "ö?q=\udc80\x00", "https://", "no address at all", ""]
    links = [Link(url=url, site=SITE, kind="article", found_by="listing", title="\ud800") for url in odd]
    assert store.add_links(links, now=NOW) == len(odd)
    assert store.add_links(links, now=NOW) == 0
    assert all(store.find_link(url) for url in odd)


def test_more_links_at_once_than_a_query_takes(store: Store) -> None:
    many = [link(str(number)) for number in range(2_500)]
    assert store.add_links(many[:1_000], now=NOW) == 1_000
    assert store.add_links(many, now=NOW) == 1_500


def test_a_time_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="no time zone"):
        store.add_links([link("a")], now=NOW.replace(tzinfo=None))


@given(data=st.data())
def test_take_due_gives_the_due_link_of_least_priority_that_was_found_first(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = f"site-{next(NUMBERS)}.example"
    kinds: st.SearchStrategy[LinkKind] = st.sampled_from(["article", "part", "listing"])
    dates = st.none() | st.dates().map(str)
    found = [
        Link(
            url=f"https://{site}/{n}", site=site, kind=data.draw(kinds), found_by="listing", published=data.draw(dates)
        )
        for n in range(data.draw(st.integers(1, 8)))
    ]
    due = {each.url: NOW for each in found}
    now = NOW
    with open_store(_shared(tmp_path_factory)) as store:
        store.add_links(found, now=NOW)
        for _ in range(data.draw(st.integers(1, 12))):
            now += timedelta(minutes=data.draw(st.integers(0, 60)))
            ready = [each for each in found if due[each.url] and due[each.url] <= now]
            expected = min(
                ready, key=lambda each: (priority(each.kind, published=each.published), found.index(each)), default=None
            )
            first = store.take_due(site, now=now)
            assert store.count_due(site, now=now) == len(ready)
            assert (first and first.link) == expected
            if first is None:
                break
            wait = data.draw(st.none() | st.integers(0, 120))
            again = None if wait is None else now + timedelta(minutes=wait)
            store.settle(first, Settlement(outcome="timeout", at=now, due=again))
            due[first.link.url] = again  # type: ignore[assignment]


def _shared(factory: pytest.TempPathFactory) -> Path:
    """One store for all examples: making one takes longer than an example."""
    return factory.getbasetemp() / "queue"
