"""Answers taken apart in processes beside: what dies over a page, or has no end, ends with that page alone."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from scraper.crawl.cleaning import Cleaning
from scraper.crawl.reading import read_answer
from scraper.fetch import Fetched
from scraper.model import CleanedPage, Link, Page
from tests.crawl.site import SmallSite

HEAVY = b"<p>" + b"<a href='/x'>Words and more words</a> " * 20_000


@contextmanager
def cleaning(small: SmallSite, **options: float) -> Iterator[Cleaning]:
    beside = Cleaning([small.site], workers=1, **options)
    try:
        assert beside._started is not None
        beside._started.result()
        yield beside
    finally:
        beside.close()


def page(body: bytes) -> Page:
    return Page(url="https://a.example/", status=200, headers=(("content-type", "text/html"),), body=body)


def test_a_page_that_has_no_end_is_named_and_the_next_one_is_cleaned(small: SmallSite) -> None:
    with cleaning(small, longest=0.005) as beside:
        assert asyncio.run(beside.parts("article", page(HEAVY), small.site)) is None
        beside._longest = 60.0
        found = asyncio.run(beside.parts("article", page(b"<p>Hello"), small.site))
    assert isinstance(found, CleanedPage)
    link = Link(url="https://a.example/", site="small", kind="article", found_by="feed")
    reading = read_answer(link, Fetched(page=page(HEAVY)), small.site, parts=None, is_new=lambda _: True)
    assert reading.outcome == "not_cleaned"
    assert "had no end" in (reading.reason or "")


def test_a_process_that_was_killed_is_replaced_and_its_page_is_cleaned(small: SmallSite) -> None:
    with cleaning(small) as beside:
        assert beside._pool is not None
        (worker,) = beside._pool._processes
        os.kill(worker, signal.SIGKILL)
        found = asyncio.run(beside.parts("article", page(b"<p>Hello"), small.site))
    assert isinstance(found, CleanedPage)
