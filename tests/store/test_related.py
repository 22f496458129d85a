"""Who promotes whom: teasers joined with the stored pages that they lead to."""

from __future__ import annotations

from scraper.store import Promotion, Settlement, Store
from tests.store.material import HOME, NOW, capture, link, page, put, queued


def targets(store: Store, path: str) -> list[str | None]:
    """The paths of the stored pages that a page's teasers lead to."""
    found = [entry.target for entry in store.promoted_by(HOME + path)]
    return [head.url.removeprefix(HOME) if head else None for head in found]


def moved(store: Store, path: str, target: str, *, outcome: str = "redirected") -> None:
    store.add_links([link(path)], now=NOW)
    store.settle(queued(store, path), Settlement(outcome=outcome, at=NOW, due=None, target=target))


def test_a_teaser_leads_to_the_stored_article(store: Store) -> None:
    put(store, "b", offset=0)
    put(store, "a", "b?utm_source=teaser#comments", "c", offset=1)
    (first, second) = store.promoted_by(HOME + "a")
    assert (first.page.headline, first.item.title) == ("About a", "To b?utm_source=teaser#comments")
    assert first.target is not None
    assert (first.target.headline, first.target.url, first.target.published) == ("About b", HOME + "b", "2026-11-20")
    assert second.target is None


def test_a_target_that_is_stored_later_is_found_as_well(store: Store) -> None:
    put(store, "a", "b", offset=0)
    assert targets(store, "a") == [None]
    put(store, "b", offset=1)
    assert targets(store, "a") == ["b"]


def test_a_teaser_leads_through_redirects_in_whatever_order_they_were_learnt(store: Store) -> None:
    put(store, "a", "1", offset=0)
    moved(store, "2", HOME + "3")
    put(store, "3", offset=1)
    moved(store, "1", HOME + "2", outcome="stored")
    assert targets(store, "a") == ["3"]
    assert [entry.page.headline for entry in store.promoted_on(HOME + "3")] == ["About a"]
    assert [entry.page.headline for entry in store.promoted_on(HOME + "1")] == ["About a"]


def test_redirects_in_a_circle_lead_nowhere(store: Store) -> None:
    put(store, "a", "1", offset=0)
    moved(store, "1", HOME + "2")
    moved(store, "2", HOME + "1")
    assert targets(store, "a") == [None]
    assert [entry.page.headline for entry in store.promoted_on(HOME + "2")] == ["About a"]


def test_a_teaser_leads_to_the_page_that_declares_its_address_as_canonical(store: Store) -> None:
    put(store, "long", offset=0, canonical_url="https://short.example/1")
    put(store, "a", "https://short.example/1", offset=1)
    assert targets(store, "a") == ["long"]
    assert [entry.page.headline for entry in store.promoted_on(HOME + "long")] == ["About a"]


def test_a_page_stored_at_the_address_counts_before_one_that_only_declares_it(store: Store) -> None:
    put(store, "copy", offset=0, canonical_url=HOME + "b")
    put(store, "b", offset=1)
    put(store, "a", "b", offset=2)
    assert targets(store, "a") == ["b"]
    assert store.promoted_on(HOME + "copy") == []


def test_of_two_pages_that_declare_one_address_the_first_counts(store: Store) -> None:
    put(store, "one", offset=0, canonical_url=HOME)
    put(store, "two", offset=1, canonical_url=HOME)
    put(store, "a", "", offset=2)
    assert targets(store, "a") == ["one"]


def test_an_aggregators_teaser_leads_to_another_sites_page(store: Store) -> None:
    put(store, "a", "https://paper.example/1", offset=0)
    theirs = capture("", url="https://paper.example/1", site="paper.example", offset=1)
    store.add_capture(theirs)
    store.histories.replace([(page("", url=theirs.url, site=theirs.site), theirs)])
    (entry,) = store.promoted_by(HOME + "a")
    assert entry.target is not None
    assert entry.target.site == "paper.example"
    assert len(store.promoted_on(theirs.url)) == 1
    assert store.promoted_on(theirs.url, "paper.example") == []


def test_who_promotes_a_page_comes_by_day_address_and_place(store: Store) -> None:
    put(store, "b", "x", "t", "t?utm_source=1", offset=0)
    put(store, "a", "t", offset=1)
    found = [(entry.page.url, entry.item.position) for entry in store.promoted_on(HOME + "t")]
    assert found == [(HOME + "a", 0), (HOME + "b", 1), (HOME + "b", 2)]
    assert all(entry.target is None for entry in store.promoted_on(HOME + "t"))


def test_an_address_nobody_knows_promotes_nothing_and_is_not_promoted(store: Store) -> None:
    nothing: list[Promotion] = []
    assert store.promoted_by(HOME + "a") == nothing
    assert store.promoted_on(HOME + "a") == nothing


def test_the_teasers_of_a_text_without_addresses_lead_nowhere(store: Store) -> None:
    made = page("a", "b")
    bare = tuple(type(item)(position=item.position, title=item.title) for item in made.related)
    put(store, "a", offset=0, related=bare)
    assert targets(store, "a") == [None]


def test_many_addresses_are_resolved_to_the_ids_of_records(store: Store) -> None:
    put(store, "a", offset=0)
    moved(store, "old", HOME + "a")
    urls = [HOME + "a", HOME + "a?utm_source=x", HOME + "old", *(f"{HOME}{number}" for number in range(1_000))]
    found = store.resolve(urls)
    assert found == dict.fromkeys(urls[:3], capture("a", offset=0).id)
    assert store.resolve([]) == {}
