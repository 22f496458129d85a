"""A crawl of a small site: everything once, in order, whole, and only what is new the next time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.archive import Archive, Captured, read_warc
from scraper.crawl import reading, reclean
from scraper.fetch import SystemClock
from scraper.model import Link
from scraper.store import open_store
from tests.crawl.conftest import Crawl
from tests.crawl.site import SmallSite


def records(data: Path) -> dict[str, dict[str, Any]]:
    with open_store(data, read_only=True) as store:
        found = [json.loads(line) for line in store.records()]
    assert len({record["url"] for record in found}) == len(found)
    return {record["url"]: record for record in found}


def test_every_story_is_fetched_once_and_stored_with_its_teasers(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    stories = [small.publish() for _ in range(17)]
    report = crawl(small.site, tmp_path)
    assert (report.end, report.articles) == ("done", 17)
    found = records(tmp_path)
    for story in stories:
        record = found[small.home.rstrip("/") + story.path]
        assert (record["page_type"], record["site"], record["outcome"]) == ("article", "small", "ok")
        assert (record["article"]["headline"], record["article"]["text"]) == (story.title, story.parts[0])
        assert {item["list"] for item in record["related"]} == {"More stories"}
        assert record["provenance"]["warc"]["file"].endswith(".warc.gz")
    assert [record["page_type"] for record in found.values()].count("listing") == 4
    assert max(small.counts().values()) == 1


def test_robots_txt_comes_first_and_is_obeyed(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    small.publish()
    small.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /2024/\n")
    report = crawl(small.site, tmp_path)
    assert small.asked[0] == "/robots.txt"
    assert report.outcomes["robots"] == 1
    assert not [path for path in small.asked if path.startswith("/2024")]


def test_a_second_run_fetches_only_what_is_new(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    for _ in range(22):
        small.publish()
    crawl(small.site, tmp_path)
    small.asked.clear()
    quiet = crawl(small.site, tmp_path)
    assert sorted(small.asked) == ["/", "/feed/"]  # the copy of robots.txt is still good
    assert (quiet.articles, quiet.new_links, quiet.outcomes["not_modified"]) == (0, 0, 1)
    new = [small.publish() for _ in range(7)]
    small.asked.clear()
    busy = crawl(small.site, tmp_path)
    assert busy.articles == 7
    assert [path for path in small.asked if path.startswith("/2024")] == [story.path for story in new[::-1]]
    assert "/page/2/" in small.asked
    assert "/page/4/" not in small.asked


def test_a_fault_of_this_program_costs_one_link(
    small: SmallSite, crawl: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [small.publish() for _ in range(5)]
    read = reading.read_answer

    def faulty(link: Link, *rest: Any, **named: Any) -> Any:
        if link.url.endswith(stories[2].path):
            raise IndexError("string index out of range")
        return read(link, *rest, **named)

    monkeypatch.setattr("scraper.crawl.settling.read_answer", faulty)
    report = crawl(small.site, tmp_path)
    assert (report.end, report.articles, report.outcomes["fault"]) == ("done", 4, 1)
    with open_store(tmp_path, read_only=True) as store:
        link = store.find_link(small.home.rstrip("/") + stories[2].path)
        assert link is not None
        (only,) = store.tries(link)
    assert "IndexError: string index out of range (scraper/crawl/settling.py:" in str(only.reason)
    assert only.due is not None


def test_a_listing_is_read_to_its_end_although_a_limit_stopped_the_first_run(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    for _ in range(23):
        small.publish()
    first = crawl(small.site, tmp_path, limit=6)
    assert (first.end, first.articles) == ("limit", 6)
    second = crawl(small.site, tmp_path)
    assert (second.end, second.articles) == ("done", 17)
    assert all(number == 1 for path, number in small.counts().items() if path.startswith("/2024"))


def test_an_article_of_several_pages_is_one_record(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    story = small.publish("The first page.", "The second page.", "The third page.")
    report = crawl(small.site, tmp_path)
    record = records(tmp_path)[small.home.rstrip("/") + story.path]
    assert record["article"]["text"] == "The first page.\n\nThe second page.\n\nThe third page."
    assert record["provenance"]["pages"] == [small.home.rstrip("/") + story.path + end for end in ("", "2/", "3/")]
    assert (report.articles, report.outcomes["joined"]) == (1, 2)


def test_a_part_that_is_gone_leaves_the_rest_whole(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    story = small.publish("The first page.", "The second page.", "The third page.")
    small.answers[story.path + "2/"] = (404, {}, b"gone")
    crawl(small.site, tmp_path)
    record = records(tmp_path)[small.home.rstrip("/") + story.path]
    assert record["article"]["text"] == "The first page.\n\nThe third page."


def test_every_end_has_its_name(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(8)]
    html = {"Content-Type": "text/html"}
    small.answers |= {
        stories[0].path: (404, html, b"x"),
        stories[1].path: (403, html, b"x"),
        stories[2].path: (400, html, b"x"),
        stories[3].path: (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"),
        stories[4].path: (302, {"Location": "https://elsewhere.example/"}, b""),
        stories[5].path: (302, {"Location": stories[5].path}, b""),
        stories[6].path: (301, {"Location": stories[7].path}, b""),
    }
    report = crawl(small.site, tmp_path)
    assert report.outcomes == {
        "read": 1, "gone": 1, "forbidden": 1, "http_4xx": 1, "not_html": 1, "off_site": 1, "redirect_loop": 1, "stored": 4,
    }  # fmt: skip
    with open_store(tmp_path, read_only=True) as store:
        moved = store.find_link(small.home.rstrip("/") + stories[6].path)
        assert moved is not None
        assert moved.target == small.home.rstrip("/") + stories[7].path


def test_what_stands_in_place_of_a_feed_is_named_and_looked_at_again(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    small.publish()
    small.answers["/feed/"] = (200, {"Content-Type": "text/plain"}, b"we have moved")
    report = crawl(small.site, tmp_path)
    assert (report.outcomes["not_feed"], report.articles) == (1, 1)
    with open_store(tmp_path, read_only=True) as store:
        link = store.find_link(small.home + "feed/")
    assert link is not None
    assert (link.outcome, link.due is None) == ("not_feed", False)


def test_what_is_kept_is_what_came_over_the_wire(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    small.publish()
    crawl(small.site, tmp_path)
    files = sorted((tmp_path / "archive").iterdir())
    kept = [
        item.record.url.removeprefix(small.home.rstrip("/"))
        for path in files
        for item in read_warc(path)
        if isinstance(item, Captured)
    ]
    assert kept == small.asked


def test_a_recording_replays_to_the_same_records(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    for _ in range(9):
        small.publish("One.", "Two.")
    tape = tmp_path / "tape.warc.gz"
    crawl(small.site, tmp_path / "live", record=tape)
    asked = list(small.asked)
    for name in ("one", "other"):
        report = crawl(small.site, tmp_path / name, tape=tape)
        assert report.articles == 9
    assert small.asked == asked
    one, other, live = (records(tmp_path / name) for name in ("one", "other", "live"))
    for found in (one, other, live):
        for record in found.values():
            record["id"] = record["provenance"]["warc"] = "in another archive"
    assert one == other == live


def test_an_address_that_is_not_on_the_tape_is_named(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    for _ in range(8):
        small.publish()
    tape = tmp_path / "tape.warc.gz"
    crawl(small.site, tmp_path / "live", limit=4, record=tape)
    report = crawl(small.site, tmp_path / "again", tape=tape)
    assert report.articles == 4
    assert report.outcomes["not_on_tape"] == 2  # the fifth story of the first page, and the second page


def test_cleaning_again_changes_nothing_until_the_rules_do(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    small.publish("One.", "Two.")
    small.publish()
    crawl(small.site, tmp_path)
    before = records(tmp_path)

    def again(site) -> int:
        clock = SystemClock()
        with (
            open_store(tmp_path) as store,
            Archive.open(tmp_path / "archive", operator="o", user_agent="u", now=clock.now) as archive,
        ):
            return reclean(store, archive, {site.name: site}).changed

    assert again(small.site) == 0
    assert records(tmp_path) == before
    changed = small.site.model_copy(update={"publisher": "The Paper", "version": "2"})
    assert again(changed) == 3
    assert {record["article"]["publisher"] for record in records(tmp_path).values() if record["article"]} == {
        "The Paper"
    }


def test_what_was_archived_and_not_settled_is_not_asked_for_again(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    for _ in range(6):
        small.publish("One.", "Two.")
    tape = tmp_path / "tape.warc.gz"
    crawl(small.site, tmp_path / "live", record=tape)
    crawl(small.site, tmp_path / "cut", limit=2)
    # The kill: answers are in the archive, the store does not know of them.
    for path in (tmp_path / "live" / "archive").iterdir():
        (tmp_path / "cut" / "archive" / "scraper-00001-20240101000000.warc.gz").write_bytes(path.read_bytes())
    small.asked.clear()
    report = crawl(small.site, tmp_path / "cut")
    assert report.recovered > 0
    assert not [path for path in small.asked if path.startswith("/2024")]
    strip = lambda found: {url: record["article"] for url, record in found.items()}  # noqa: E731
    assert strip(records(tmp_path / "cut")) == strip(records(tmp_path / "live"))


def test_what_a_host_allows_is_not_asked_for_again_where_a_kill_came_before_the_store_knew(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    small.publish()
    crawl(small.site, tmp_path)
    for path in tmp_path.glob("store.sqlite*"):
        path.unlink()
    small.asked.clear()
    crawl(small.site, tmp_path)
    assert not {"/robots.txt", "/.well-known/tdmrep.json"} & set(small.asked)


@pytest.mark.parametrize(
    ("words", "outcome", "wait"),
    [
        ("<h1>Internal Server Error</h1><p>Something went wrong. Please try again later.</p>", "error_page", 1),
        ("<h1>Access denied</h1><p>Please verify that you are a human to continue.</p>", "blocked", 25),
    ],
)
def test_a_message_in_place_of_a_story_is_not_stored_and_the_story_is_asked_for_again(
    small: SmallSite, crawl: Crawl, tmp_path: Path, words: str, outcome: str, wait: int
) -> None:
    for _ in range(3):
        small.publish()
    for story in small.stories[:2]:
        small.answers[story.path] = (200, {"Content-Type": "text/html"}, words.encode())
    begin = datetime(2024, 5, 2, 12, tzinfo=UTC)
    report = crawl(small.site, tmp_path, now=begin)
    assert (report.articles, report.outcomes[outcome]) == (1, 2)
    assert len(records(tmp_path)) == 2  # the front page and one story
    small.answers.clear()
    report = crawl(small.site, tmp_path, now=begin + timedelta(hours=wait))
    assert report.articles == 2
    assert {small.home.rstrip("/") + story.path for story in small.stories} <= set(records(tmp_path))
