"""Records made again from the archive, without the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scraper.archive import Archive
from scraper.clean import join_parts
from scraper.crawl.answers import clean_answer
from scraper.crawl.whole import place_of
from scraper.errors import InputError
from scraper.model import CleanedPage, LinkKind
from scraper.revisits import RECORDS
from scraper.site import Site
from scraper.store import Capture, Store, StoredCapture


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
    """Clean all answers of every stored page of `sites` again, and store records and versions anew."""
    report = RecleanReport()
    for site in sites.values():
        for stored in store.captures(site.name, outcomes=RECORDS, newest=True):
            answers = _answers(stored, store, site)
            if not answers:
                continue  # it has moved, and belongs to its new place
            kind = stored.link.kind if stored.link else None
            made = []
            for number, answer in enumerate(answers):
                following = answers[number + 1].fetched_at if number + 1 < len(answers) else None
                try:
                    made.append((_record(answer, store, archive, site, kind=kind, before=following), answer))
                except InputError as error:
                    report.missing.append(str(error))
            if not made:
                continue
            report.pages += 1
            report.outcomes[made[-1][0].outcome] += 1
            report.changed += store.histories.replace(made)
            show(report)
    return report


def _answers(stored: StoredCapture, store: Store, site: Site) -> list[Capture]:
    """Return all answers from which records of a page were made, in the order they were asked for; none if it has moved away."""
    url = stored.capture.url
    if store.histories.has_moved(url, site.name):
        return []
    found = [each for source in store.histories.sources(url, site.name) for each in store.captures_of(source, None)]
    found = [each for each in found if each.outcome in RECORDS and each.site == site.name]
    return sorted(found, key=lambda each: (each.fetched_at, each.file, each.offset))


def _record(
    capture: Capture, store: Store, archive: Archive, site: Site, *, kind: LinkKind | None, before: datetime | None
) -> CleanedPage:
    """Return the record of a page by one answer, its further pages joined to it as they were then.

    `kind` is that of the link which led to it, `before` is when the page was asked for the next time; `None`: this is the newest answer.
    """
    page = clean_answer(archive.read(place_of(capture)), site, kind=kind)
    parts = store.parts_of(capture.url, site.name, before=before)
    answers = [part.capture for part in parts if part.capture is not None]
    return join_parts(page, [clean_answer(archive.read(place_of(each)), site) for each in answers]) if answers else page
