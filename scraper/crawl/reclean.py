"""Records made again from the archive, without the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scraper.archive import Archive
from scraper.clean import join_parts
from scraper.crawl.answers import clean_answer
from scraper.crawl.whole import place_of
from scraper.errors import InputError
from scraper.model import CleanedPage
from scraper.site import Site
from scraper.store import Store, StoredCapture


@dataclass(slots=True)
class RecleanReport:
    """What cleaning again did."""

    pages: int = 0
    changed: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    """Answers that the store knows and the archive does not hold any more, a line each."""


def reclean(
    store: Store, archive: Archive, sites: Mapping[str, Site], *, show: Callable[[RecleanReport], None] = lambda _: None
) -> RecleanReport:
    """Clean the newest answer of every stored page of `sites` again, and store the records anew."""
    report = RecleanReport()
    for site in sites.values():
        for stored in store.captures(site.name, outcomes=("stored",), newest=True):
            try:
                page = _record(stored, store, archive, site)
            except InputError as error:
                report.missing.append(str(error))
                continue
            report.pages += 1
            report.outcomes[page.outcome] += 1
            report.changed += store.replace_page(page, stored.capture)
            show(report)
    return report


def _record(stored: StoredCapture, store: Store, archive: Archive, site: Site) -> CleanedPage:
    """Return the record of a page, its further pages joined to it."""
    kind = stored.link.kind if stored.link else None
    page = clean_answer(archive.read(place_of(stored.capture)), site, kind=kind)
    parts = [part.capture for part in store.parts_of(stored.capture.url, site.name) if part.capture is not None]
    if not parts:
        return page
    return join_parts(page, [clean_answer(archive.read(place_of(part)), site) for part in parts])
