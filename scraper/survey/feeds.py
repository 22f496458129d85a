"""Feeds looked at: those that pages name, else those at usual places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from scraper.discover.feeds import FEEDS, read_feed
from scraper.model import Page
from scraper.survey.asking import Asker
from scraper.survey.evidence import SeenFeed
from scraper.survey.looks import Look
from scraper.urls import absolute_url, normalize_url

USUAL = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json")
"""Where feeds are that no page names."""

_MOST = 6
_COMMENTS = re.compile(r"comment|kommentar|/replies", re.IGNORECASE)
_FEED = re.compile(r"rss|feed|atom", re.IGNORECASE)
_OF_A_FEED = re.compile(r"(?:^|[/.?=_-])(?:rss|feeds?|atom)(?:[/.?=&_-]|\d|$)", re.IGNORECASE)


async def look_at_feeds(asker: Asker, home: str, looks: Iterable[Look], usual: Iterable[str]) -> list[SeenFeed]:
    """Return the feeds of a site: those that its pages name, by `link` elements or links, else the first at a usual place."""
    pages = list(looks)
    named: dict[str, str] = {}
    for look in pages:
        for url, title in look.offers.feeds:
            if not _COMMENTS.search(url) and not _COMMENTS.search(title or ""):
                named.setdefault(url, "the front page names it")
    for look in pages if not named else ():
        for anchor in look.anchors:
            if _FEED.search(anchor.text) and _OF_A_FEED.search(urlsplit(anchor.url).path):
                named.setdefault(anchor.url, "the front page links to it")
    seen: dict[frozenset[str], SeenFeed] = {}
    for url, why in list(named.items())[:_MOST]:
        if feed := await _seen(asker, url, why):
            seen.setdefault(frozenset(map(normalize_url, feed.urls)), feed)
    for place in dict.fromkeys([*usual, *USUAL]) if not seen else ():
        if feed := await _seen(asker, absolute_url(place, base=home) or home, "it stands at a usual place"):
            return [feed]
    return list(seen.values())


async def _seen(asker: Asker, url: str, why: str) -> SeenFeed | None:
    page: Page | None = await asker.ask(url, "feed")
    if page is None:
        return None
    found = read_feed(page.body, url=page.url, headers=page.headers)
    if found.form not in FEEDS or not found.stories:
        return None
    return SeenFeed(url=url, why=why, stories=found.stories, has_pages=bool(found.further))
