"""What pages ask for is obeyed, what is the same is stored once, and what has no end is left."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from scraper.fetch import SystemClock
from scraper.store import open_store
from tests.crawl.conftest import Crawl
from tests.crawl.site import SmallSite
from tests.crawl.test_crawl import records

HTML = {"Content-Type": "text/html; charset=utf-8"}


def test_noindex_and_noarchive_are_left_out_of_the_store_and_kept_with_the_capture(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    stories = [small.publish() for _ in range(4)]
    for story, (headers, meta) in zip(
        stories,
        [
            ({"X-Robots-Tag": "noindex"}, ""),
            ({}, "<meta name='robots' content='noarchive, noai'>"),
            ({"X-Robots-Tag": "otherbot: noindex", "tdm-reservation": "1"}, ""),
        ],
        strict=False,
    ):
        _, _, body = small.answer(story.path, None)
        small.answers[story.path] = (200, {**HTML, **headers}, body.replace(b"<body", meta.encode() + b"<body"))
    small.answers["/.well-known/tdmrep.json"] = (
        200,
        {"Content-Type": "application/json"},
        json.dumps([{"location": "/*number-3*", "tdm-reservation": 1, "tdm-policy": "https://p.example/"}]).encode(),
    )
    report = crawl(small.site, tmp_path)
    assert (report.outcomes["noindex"], report.outcomes["noarchive"], report.articles) == (1, 1, 2)
    assert small.counts()["/.well-known/tdmrep.json"] == 1
    found = records(tmp_path)
    home = small.home.rstrip("/")
    assert [home + story.path in found for story in stories] == [False, False, True, True]
    with open_store(tmp_path, read_only=True) as store:
        rights = {item.capture.url.removeprefix(home): item.capture.rights for item in store.captures()}
    assert rights[stories[0].path] == '{"robots": ["noindex"]}'
    assert rights[stories[1].path] == '{"robots": ["noai", "noarchive"]}'
    assert rights[stories[2].path] == '{"tdm-reservation": 1}'
    assert rights[stories[3].path] == '{"tdm-policy": "https://p.example/", "tdm-reservation": 1}'
    assert rights["/"] is None


def test_what_a_site_reserves_is_asked_for_before_its_first_page_and_once_a_day(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    small.publish()
    small.answers["/.well-known/tdmrep.json"] = (404, {"Cache-Control": "no-cache, max-age=0"}, b"")
    crawl(small.site, tmp_path)
    assert small.asked[:2] == ["/robots.txt", "/.well-known/tdmrep.json"]
    with open_store(tmp_path) as store:
        copy = store.hosts.find_policy(small.home.rstrip("/"), "/.well-known/tdmrep.json")
    assert copy is not None
    assert copy.ask_again - copy.asked_at == timedelta(days=1)


def test_a_file_of_reservations_that_cannot_be_read_is_asked_for_once_and_holds_nothing_up(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    small.publish()
    small.answers["/.well-known/tdmrep.json"] = (503, {}, b"")
    site = small.site.model_copy(update={"fetch": small.site.fetch.model_copy(update={"delay": timedelta(0)})})
    assert crawl(site, tmp_path).articles == 1
    assert small.counts()["/.well-known/tdmrep.json"] == 1


def test_a_file_of_reservations_that_robots_txt_forbids_is_not_asked_for(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    small.publish()
    small.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /.well-known/")
    assert crawl(small.site, tmp_path).articles == 1
    assert "/.well-known/tdmrep.json" not in small.asked


def test_a_definition_may_only_note_what_pages_ask_for(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    story = small.publish()
    small.answers[story.path] = (200, {**HTML, "X-Robots-Tag": "noindex"}, small.answer(story.path, None)[2])
    site = small.site.model_copy(
        update={"fetch": small.site.fetch.model_copy(update={"rights": "note", "tdmrep": False})}
    )
    assert crawl(site, tmp_path).articles == 1
    assert "/.well-known/tdmrep.json" not in small.asked


def test_the_same_bytes_under_another_address_are_stored_once(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(3)]
    body = small.answer(stories[2].path, None)[2]
    for story in stories[:2]:
        small.answers[story.path] = (200, HTML, body)
    report = crawl(small.site, tmp_path)
    assert (report.articles, report.outcomes["duplicate"]) == (1, 2)
    home = small.home.rstrip("/")
    with open_store(tmp_path, read_only=True) as store:
        pages = [store.find_page(home + story.path) for story in stories]
    assert len({page.url for page in pages if page}) == 1
    assert None not in pages


def test_facets_without_end_are_left_after_so_many(small: SmallSite, crawl: Crawl, tmp_path: Path) -> None:
    small.publish()
    items = "".join(
        f'<article><h2><a href="/2024/?sort={n}&page={n}">Sorted by {n} in some other way</a></h2></article>'
        for n in range(520)
    )
    small.answers["/"] = (200, HTML, f"<html><body class='list'><main>{items}</main></body></html>".encode())
    site = small.site.model_copy(update={"fetch": small.site.fetch.model_copy(update={"tdmrep": False})})
    report = crawl(site, tmp_path, limit=1)
    assert report.articles == 1
    with open_store(tmp_path, read_only=True) as store:
        link = store.find_link(small.home + "2024/?sort=510&page=510")
        [status] = store.status(now=(link.link and report.next_due) or None)  # type: ignore[arg-type,union-attr]
    assert link is not None
    assert (link.outcome, link.due) == ("trap", None)
    assert status.failed["trap"] == 20


def test_an_address_that_has_moved_for_good_is_asked_for_at_its_new_place(
    small: SmallSite, crawl: Crawl, tmp_path: Path
) -> None:
    small.publish()
    small.answers["/feed/"] = (308, {"Location": "/new-feed/"}, b"")
    small.answers["/new-feed/"] = (200, {"Content-Type": "application/rss+xml"}, small._feed().encode())
    for _ in range(2):
        crawl(small.site, tmp_path)
    assert (small.counts()["/feed/"], small.counts()["/new-feed/"]) == (1, 2)
    small.answers["/new-feed/"] = (404, {}, b"")
    del small.answers["/feed/"]
    for _ in range(2):
        with open_store(tmp_path) as store:
            store.forget_failed("small", ["gone"], now=SystemClock().now())
        crawl(small.site, tmp_path)
    assert (small.counts()["/feed/"], small.counts()["/new-feed/"]) == (2, 3)
