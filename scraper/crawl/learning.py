"""What a crawl learns of a site's addresses where its definition does not say which are stories (`scraper.yields`)."""

from __future__ import annotations

from datetime import datetime

from scraper.crawl.reading import Reading
from scraper.site import Site
from scraper.store import Evidence, QueuedLink, Settlement, Store
from scraper.urls import normalize_url
from scraper.yields import PASSED, found_in, shape_of, told


def learns(site: Site) -> bool:
    """Tell whether a crawl finds out by itself which addresses are stories."""
    return not site.discover.article


def passed_over(link: QueuedLink, site: Site, store: Store, *, now: datetime) -> Settlement | None:
    """Return the end of a link that is not asked for, as others like it have brought no story; `None`: it is."""
    if not learns(site) or not _counts(link):
        return None
    past = store.lessons.passes_over(link, now=now)
    if past is None:
        return None
    shape = shape_of(link.link.url)
    return Settlement(outcome=PASSED, reason=told(shape, past), at=now, due=None, evidence=Evidence(shape, None))


def evidence_of(link: QueuedLink, reading: Reading, site: Site, store: Store) -> Evidence | None:
    """Return what an answer says of other addresses like its own; `None`: nothing."""
    if not learns(site) or not _counts(link):
        return None
    page = reading.page
    found = found_in(
        reading.outcome,
        page_type=page.page_type if page else None,
        page=page.outcome if page else None,
        is_told=store.lessons.is_told(link),
        is_twin=_is_twin(reading, site, store),
    )
    return Evidence(shape_of(link.link.url), found) if found is not None else None


def _counts(link: QueuedLink) -> bool:
    return link.link.kind == "article" and link.visits == 0


def _is_twin(reading: Reading, site: Site, store: Store) -> bool:
    """Tell whether a page says that it is the page of another address, whose article is stored: one to print, an AMP page."""
    page = reading.page
    if page is None or page.url is None or page.canonical_url is None or not site.owns(page.canonical_url):
        return False
    if normalize_url(page.url) == normalize_url(page.canonical_url):
        return False
    other = store.find_link(page.canonical_url, site.name)
    return other is not None and other.is_revisit
