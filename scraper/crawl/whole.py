"""Articles of several pages: one record, once all pages are there."""

from __future__ import annotations

from scraper.archive import Archive
from scraper.clean import join_parts
from scraper.crawl.answers import clean_answer
from scraper.model import CleanedPage, Earlier, WarcPlace
from scraper.revisits import RECORDS
from scraper.site import Site
from scraper.store import Capture, Store
from scraper.urls import normalize_url


def whole_article(part: CleanedPage, store: Store, archive: Archive, site: Site) -> CleanedPage | None:
    """Return the whole article that a freshly fetched part completes; `None` while other parts are to come.

    A part that will never come is left out; the record's provenance names the pages that are in it.
    """
    link = store.find_link(part.url or "", site.name)
    first_url = link.link.found_on if link else None
    if first_url is None:
        return None
    pages = []
    for other in store.parts_of(first_url, site.name):
        if normalize_url(other.url) == normalize_url(part.url or ""):
            pages.append(part)
        elif other.pending:
            return None
        elif other.capture is not None:
            pages.append(clean_answer(archive.read(place_of(other.capture)), site))
    capture = store.newest_capture(first_url, site.name, outcomes=RECORDS)
    if capture is None:
        return None
    return join_parts(clean_answer(archive.read(place_of(capture.capture)), site), pages)


def place_of(capture: Capture) -> WarcPlace:
    """Return where a capture lies in the archive."""
    return WarcPlace(file=capture.file, offset=capture.offset, payload_digest=capture.payload_digest)


def earlier_of(capture: Capture) -> Earlier:
    """Return a capture as a later one refers to it."""
    return Earlier(url=capture.url, fetched_at=capture.fetched_at, place=place_of(capture))
