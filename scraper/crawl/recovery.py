"""What was archived before a kill and never settled: read from the archive instead of being asked for again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from scraper.archive import Archive
from scraper.crawl.answers import capture_of
from scraper.crawl.reading import is_readable, read_answer, take_apart
from scraper.crawl.whole import whole_article
from scraper.fetch import Fetched
from scraper.frontier import next_try
from scraper.model import Exchange, Link, WarcPlace
from scraper.site import Site
from scraper.store import QueuedLink, Settlement, Store

LOOK_BACK = 500
"""Answers before the last settled one that are looked at again: of sites crawled side by side, one is archived before
and settled behind the other."""


def recover(store: Store, archive: Archive, sites: Sequence[Site], *, now: datetime) -> Counter[str]:
    """Settle the links whose answers lie in the archive behind what the store knows; return how many, by site.

    Answers that no link waits for (robots.txt, redirects, failed tries) become captures alone; their links are due as
    before. A second run finds nothing left to do.
    """
    recovered: Counter[str] = Counter()
    for place, exchange in archive.after(store.archive_ends(back=LOOK_BACK)):
        if store.knows_capture(place):
            continue
        site = next((site for site in sites if site.owns(exchange.url)), None)
        if site is None:
            continue
        link = store.find_link(exchange.url, site.name)
        if link is None or link.due is None or not _settle(link, exchange, place, store, archive, site, now=now):
            store.add_capture(capture_of(exchange, place, site))
        recovered[site.name] += 1
    return recovered


def _settle(
    link: QueuedLink, exchange: Exchange, place: WarcPlace, store: Store, archive: Archive, site: Site, *, now: datetime
) -> bool:
    """Settle a link by an archived answer; `False` for an answer that is no page: the link is asked for again."""
    fetched = Fetched(page=archive.read(place))
    if fetched.outcome is not None or exchange.truncated:
        return False
    parts = take_apart(link.link.kind, fetched.page, site) if is_readable(link.link, fetched) else None
    reading = read_answer(link.link, fetched, site, parts=parts, is_new=news_since(store, now))
    page = reading.page
    outcome = reading.outcome
    if link.link.kind == "part" and page is not None:
        page, outcome = whole_article(page, store, archive, site), "joined"
    settlement = Settlement(
        outcome=outcome,
        reason=reading.reason,
        at=now,
        due=next_try(outcome, tries=link.failures + 1, now=now, every=link.every),
        captures=(capture_of(exchange, place, site, outcome=outcome),),
        page=page,
        links=reading.links,
        again=reading.again,
    )
    store.settle(link, settlement)
    return True


def news_since(store: Store, started: datetime) -> Callable[[Link], bool]:
    """Return what tells whether a link is new to the run that began at `started`."""

    def is_new(link: Link) -> bool:
        known = store.find_link(link.url, link.site)
        return known is None or known.last_tried is None or known.last_tried >= started

    return is_new
