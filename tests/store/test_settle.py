"""The end of a try: everything that becomes true at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scraper.model import Article, CleanedPage, Provenance
from scraper.store import Part, Settled, Settlement, Store
from tests.store.material import HOME, HOUR, NOW, SITE, capture, dump, link, page, put, queued


def end(outcome: str = "stored", **facts: object) -> Settlement:
    return Settlement(**{"outcome": outcome, "at": NOW, "due": None} | facts)  # type: ignore[arg-type]


def test_a_settled_link_says_how_it_ended(store: Store) -> None:
    store.add_links([link("a")], now=NOW)
    store.settle(queued(store, "a"), end("timeout", due=NOW + HOUR, reason="silent for 30 s"))
    store.settle(queued(store, "a"), end("http_5xx", due=NOW + 2 * HOUR, reason="503"))
    known = queued(store, "a")
    assert (known.outcome, known.reason, known.asked, known.failures) == ("http_5xx", "503", 2, 2)
    assert (known.last_tried, known.due) == (NOW, NOW + 2 * HOUR)
    store.settle(known, end())
    known = queued(store, "a")
    assert (known.outcome, known.reason, known.asked, known.failures, known.due) == ("stored", None, 3, 0, None)


def test_validators_live_until_an_answer_brings_others(store: Store) -> None:
    store.add_links([link("feed/", "feed")], now=NOW)

    def validators(settlement: Settlement) -> tuple[str | None, str | None]:
        store.settle(queued(store, "feed/"), settlement)
        known = queued(store, "feed/")
        return known.etag, known.last_modified

    assert validators(end(etag="1", last_modified="Mon")) == ("1", "Mon")
    assert validators(end("timeout")) == ("1", "Mon")
    assert validators(end("not_modified", etag="2")) == ("2", "Mon")
    assert validators(end(last_modified="Tue")) == (None, "Tue")


def test_everything_of_a_try_is_stored_together(store: Store) -> None:
    store.add_links([link("a")], now=NOW)
    run = store.start_run(SITE, now=NOW)
    answer = capture("a", offset=7)
    made = page("a", "b", "c", made_from=answer)
    settled = store.settle(
        queued(store, "a"),
        end(captures=(answer,), page=made, links=(link("b"), link("a/2/", "part", found_on=HOME + "a"))),
        run=run,
    )
    assert settled == Settled(stored=True, new_links=2, brings_links=True)
    assert store.find_page(HOME + "a") == replace(made, id=answer.id)
    assert [stored.capture for stored in store.captures()] == [answer]
    assert [stored.link for stored in store.captures()] == [link("a")]
    assert store.archive_ends() == {"a-00001.warc.gz": 7}
    assert [entry.item for entry in store.promoted_by(HOME + "a")] == list(made.related)
    found = store.past.find(run)
    assert found is not None
    assert found.counts == {"stored": 1}


def test_settling_again_what_the_archive_holds_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.add_links([link("a")], now=NOW)
    run = store.start_run(SITE, now=NOW)
    answer = capture("a")
    known = queued(store, "a")
    settlement = end(captures=(answer,), page=page("a", "b"), links=(link("b"),), again=(link("c"),), due=NOW + HOUR)
    assert store.settle(known, settlement, run=run).stored
    before = dump(tmp_path)
    assert store.settle(known, settlement, run=run) == Settled(stored=False)
    assert store.settle(queued(store, "a"), replace(settlement, outcome="gone", page=None), run=run) == Settled(
        stored=False
    )
    assert dump(tmp_path) == before


def test_a_page_replaces_the_one_of_the_same_address(store: Store) -> None:
    put(store, "a", "b", "c", offset=0)
    store.settle(queued(store, "a"), end(captures=(capture("a", offset=9),), page=page("a?utm_source=x", "d")))
    assert (len(list(store.pages())), len(list(store.captures()))) == (1, 2)
    stored = store.find_page(HOME + "a")
    assert stored is not None
    assert [item.title for item in stored.related] == ["To d"]
    assert [entry.item.title for entry in store.promoted_by(HOME + "a")] == ["To d"]
    assert store.promoted_on(HOME + "b") == []


def test_two_links_that_lead_to_one_address_give_one_page(store: Store) -> None:
    put(store, "a", offset=0)
    store.add_links([link("old")], now=NOW)
    hop, answer = capture("old", offset=100, status=301, outcome="redirected"), capture("a", offset=200)
    store.settle(queued(store, "old"), end(captures=(hop, answer), page=page("a"), target=HOME + "a"))
    assert len(list(store.pages())) == 1
    assert queued(store, "old").target == HOME + "a"


def test_a_failure_leaves_the_stored_page_alone(store: Store) -> None:
    made = put(store, "a", "b", offset=0)
    store.settle(queued(store, "a"), end("gone", captures=(capture("a", offset=9, status=404),)))
    stored = store.find_page(HOME + "a")
    assert stored is not None
    assert stored.article == made.article


def test_a_page_is_tied_to_the_capture_that_it_was_made_from(store: Store) -> None:
    """The record of an article of several pages is made again when a further page comes; it keeps the first capture."""
    first, second = capture("a", offset=0), capture("a/2/", offset=50)
    store.add_links([link("a")], now=NOW)
    further = link("a/2/", "part", found_by="part", found_on=HOME + "a")
    store.settle(queued(store, "a"), end(captures=(first,), page=page("a", made_from=first), links=(further,)))
    joined = page("a", made_from=first, article=Article(headline="whole"))
    store.settle(queued(store, "a/2/"), end("joined", captures=(second,), page=joined))
    stored = store.find_page(HOME + "a")
    assert stored is not None
    assert (stored.id, stored.article) == (first.id, Article(headline="whole"))


def test_a_page_made_from_nothing_is_refused_whole(store: Store, tmp_path: Path) -> None:
    store.add_links([link("a")], now=NOW)
    before = dump(tmp_path)
    lost = page("a", made_from=capture("a", offset=999))
    with pytest.raises(ValueError, match="made from no capture"):
        store.settle(queued(store, "a"), end(captures=(capture("a"),), page=lost))
    with pytest.raises(ValueError, match="made from no capture"):
        store.settle(queued(store, "a"), end(page=page("a")))
    with pytest.raises(ValueError, match="without address"):
        store.settle(queued(store, "a"), end(captures=(capture("a"),), page=page("a", url=None)))
    assert dump(tmp_path) == before


def test_a_listing_that_brought_something_new_has_its_next_page_looked_at_again(store: Store) -> None:
    store.add_links([link(""), link("page/2", "listing")], now=NOW)
    store.settle(queued(store, "page/2"), end())
    assert (
        store.settle(queued(store, ""), end(again=(link("page/2", "listing"), link("page/3", "listing")))).new_links
        == 1
    )
    assert store.count_due(SITE, now=NOW) == 2


def test_a_link_that_names_itself_keeps_the_due_time_of_its_settlement(store: Store) -> None:
    store.add_links([link("a", "listing")], now=NOW)
    store.settle(queued(store, "a"), end(again=(link("a", "listing"),), links=(link("a"),)))
    assert store.take_due(SITE, now=NOW) is None


def test_the_parts_of_an_article_are_known_with_their_answers(store: Store) -> None:
    parts = tuple(link(f"a/{n}/", "part", found_by="part", found_on=HOME + "a") for n in (2, 3, 4))
    put(store, "a", offset=0)
    store.add_links(parts, now=NOW)
    second, third = capture("a/2/", offset=20), capture("a/3/", offset=30, outcome="gone", status=404)
    store.settle(queued(store, "a/2/"), end("joined", captures=(second,)))
    store.settle(queued(store, "a/3/"), end("gone", captures=(third,)))
    assert store.parts_of(HOME + "a?utm_source=x") == [
        Part(url=HOME + "a/2/", outcome="joined", pending=False, capture=second),
        Part(url=HOME + "a/3/", outcome="gone", pending=False, capture=None),
        Part(url=HOME + "a/4/", outcome=None, pending=True, capture=None),
    ]
    assert store.parts_of(HOME + "b") == []


def test_a_part_named_by_a_part_belongs_to_the_article(store: Store) -> None:
    put(store, "a", offset=0)
    store.add_links([link("a/2/", "part", found_on=HOME + "a")], now=NOW)
    store.add_links([link("a/3/", "part", found_on=HOME + "a/2/")], now=NOW)
    assert [part.url for part in store.parts_of(HOME + "a")] == [HOME + "a/2/", HOME + "a/3/"]
    assert queued(store, "a/3/").part_of == HOME + "a"


def test_the_parts_of_an_article_that_has_moved_are_found_by_both_addresses(store: Store) -> None:
    put(store, "new", offset=0)
    store.add_links(
        [link("old"), link("old/2/", "part", found_on=HOME + "old"), link("new/3/", "part", found_on=HOME + "new")],
        now=NOW,
    )
    store.settle(queued(store, "old"), end("redirected", target=HOME + "new"))
    for path in ("new", "old"):
        assert [part.url for part in store.parts_of(HOME + path)] == [HOME + "old/2/", HOME + "new/3/"]


def test_an_answer_without_a_link_is_known_by_its_place(store: Store) -> None:
    robots = capture("robots.txt", offset=5, outcome="robots.txt")
    assert store.add_capture(robots)
    assert not store.add_capture(robots)
    (stored,) = store.captures()
    assert (stored.capture, stored.link, stored.part_of) == (robots, None, None)


def test_captures_come_in_the_order_of_the_archive(store: Store) -> None:
    places = [("b.warc.gz", 5), ("a.warc.gz", 1000), ("b.warc.gz", 0), ("a.warc.gz", 20)]
    for number, (file, offset) in enumerate(places):
        store.add_capture(capture(f"{number}", file=file, offset=offset))
    store.add_capture(capture("x", file="a.warc.gz", offset=500, site="other.example"))
    assert [(stored.capture.file, stored.capture.offset) for stored in store.captures(SITE)] == sorted(places)
    assert len(list(store.captures())) == 5
    assert store.archive_ends() == {"a.warc.gz": 1000, "b.warc.gz": 5}


def test_of_several_captures_of_an_address_the_newest_counts(store: Store) -> None:
    store.add_links([link("a")], now=NOW)
    answers = [
        capture("a", offset=offset, fetched_at=NOW + hours * HOUR) for offset, hours in ((0, 0), (10, 2), (20, 1))
    ]
    for answer in answers:
        store.settle(queued(store, "a"), end(captures=(answer,)))
    newest = store.newest_capture(HOME + "a#x")
    assert newest is not None
    assert newest.capture == answers[1]
    assert [stored.capture for stored in store.captures(newest=True)] == [answers[1]]
    lost = capture("a", offset=30, fetched_at=NOW + 5 * HOUR, outcome="gone", status=404)
    store.settle(queued(store, "a"), end("gone", captures=(lost,)))
    assert [stored.capture for stored in store.captures(newest=True)] == [lost]
    assert [stored.capture for stored in store.captures(outcomes=["stored"], newest=True)] == [answers[1]]
    last = store.newest_capture(HOME + "a", outcomes=["stored", "joined"])
    assert last is not None
    assert last.capture == answers[1]
    assert len(list(store.captures())) == 4
    assert store.newest_capture(HOME + "b") is None


def test_pages_can_be_replaced_while_captures_are_read(store: Store) -> None:
    for number in range(250):  # more than are read at a time
        put(store, f"{number:03}", offset=number)
    changed = 0
    for stored in store.captures(newest=True):
        path = stored.capture.url.removeprefix(HOME)
        outcome = "paywalled" if path.endswith("0") else "ok"
        changed += store.histories.replace([(page(path, outcome=outcome), stored.capture)])
    assert changed == 25
    assert sum(stored.outcome == "paywalled" for stored in store.pages()) == 25


def test_a_page_without_a_definition_belongs_to_the_site_of_its_link(store: Store) -> None:
    generic = CleanedPage(page_type="other", outcome="empty", provenance=Provenance(cleaner="x"), url=HOME + "a")
    store.add_links([link("a")], now=NOW)
    store.settle(queued(store, "a"), end(captures=(capture("a"),), page=generic))
    stored = store.find_page(HOME + "a", SITE)
    assert stored is not None
    assert stored.site is None
