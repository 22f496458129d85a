"""What answers say of other addresses of their shape, and which links are passed over for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from scraper.model import Link
from scraper.store import Evidence, Settlement, Store
from scraper.yields import ENOUGH, Found, shape_of
from tests.store.material import HOME, NOW, SITE, link, queued

WEEK = timedelta(days=7)


def answer(store: Store, path: str, found: Found | None, *links: Link, at: datetime = NOW) -> None:
    """Find an address, and settle it as one that brought something, nothing, or was passed over (`None`)."""
    store.add_links([link(path)], now=at)
    evidence = Evidence(shape_of(HOME + path), found)
    end = Settlement(outcome="stored" if found else "no_story", at=at, due=None, evidence=evidence, links=links)
    store.settle(queued(store, path), end)


def barren(store: Store, *, passed: int = 3) -> None:
    for n in range(ENOUGH):
        answer(store, f"tag/t{n}", "nothing")
    for n in range(passed):
        answer(store, f"tag/passed{n}", None)


def passes_over(store: Store, path: str, at: datetime = NOW) -> bool:
    store.add_links([link(path)], now=at)
    return store.lessons.passes_over(queued(store, path), now=at) is not None


def due(store: Store) -> set[str]:
    return {each.link.url.removeprefix(HOME) for each in store.due_links(SITE, "news.example", now=NOW + WEEK, most=99)}


def test_addresses_like_those_that_brought_nothing_are_passed_over(store: Store) -> None:
    barren(store)
    assert passes_over(store, "tag/new")
    assert not passes_over(store, "other/new")
    past = store.lessons.past_of(HOME + "tag/new", SITE)
    assert (past.stories, past.others, past.idle, past.passed) == (0, ENOUGH, ENOUGH, 3)


def test_what_a_feed_names_or_a_listing_dates_is_not(store: Store) -> None:
    barren(store)
    store.add_links([link("tag/fed", found_by="feed"), link("tag/dated", published="2026-11-20")], now=NOW)
    for path in ("tag/fed", "tag/dated"):
        assert store.lessons.passes_over(queued(store, path), now=NOW) is None


def test_what_a_feed_names_later_is_due_again(store: Store) -> None:
    barren(store)
    feed = link("feed", "feed", found_by="definition")
    store.seed(SITE, [feed], every=None, now=NOW)
    told = link("tag/passed1", found_by="feed", found_on=HOME + "feed")
    store.settle(queued(store, "feed"), Settlement(outcome="read", at=NOW, due=None, links=(told,)))
    assert due(store) == {"tag/passed1"}
    assert store.lessons.passes_over(queued(store, "tag/passed1"), now=NOW) is None


def test_a_story_makes_all_of_its_shape_due_again(store: Store) -> None:
    barren(store)
    answer(store, "section/passed", None)
    answer(store, "tag/story", "story")
    assert due(store) == {"tag/passed0", "tag/passed1", "tag/passed2"}
    assert not passes_over(store, "tag/new")


def test_a_way_to_a_story_does_so_too_unless_it_is_known_or_barren(store: Store) -> None:
    barren(store)
    store.add_links([link("story/known")], now=NOW)
    answer(store, "tag/a", "nothing", link("story/known"), link("tag/b"))
    assert passes_over(store, "tag/new")
    answer(store, "tag/c", "nothing", link("story/new"))
    assert not passes_over(store, "tag/new")
    assert {"tag/passed0", "tag/passed1", "tag/passed2"} <= due(store)


def test_behind_a_week_the_first_that_was_passed_over_is_due(store: Store) -> None:
    barren(store)
    assert store.lessons.wake(SITE, every=False, now=NOW + WEEK - timedelta(seconds=1)) == 0
    assert store.lessons.wake(SITE, every=False, now=NOW + WEEK) == 1
    assert due(store) == {"tag/passed0"}
    assert store.lessons.passes_over(queued(store, "tag/passed0"), now=NOW + WEEK) is None


def test_a_definition_that_says_what_stories_look_like_makes_all_due(store: Store) -> None:
    barren(store)
    assert store.lessons.wake(SITE, every=True, now=NOW) == 3
    assert due(store) == {"tag/passed0", "tag/passed1", "tag/passed2"}


def test_shapes_that_brought_stories_alone_are_proven(store: Store) -> None:
    for n in range(5):
        answer(store, f"news/s{n}", "story")
        answer(store, f"tag/t{n}", "nothing")
    assert store.lessons.proven(SITE) == {"news.example/news/{}"}
    assert store.lessons.proven("other.example") == frozenset()
