"""From an archived answer to the end of its try: duplicates found, the page taken apart, parts joined. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scraper.archive import Archive
from scraper.crawl.answers import read_capture, twin_of
from scraper.crawl.reading import Reading, read_answer
from scraper.crawl.whole import whole_article
from scraper.fetch import Fetched, Validators
from scraper.frontier import next_try
from scraper.model import Link
from scraper.site import Site
from scraper.store import Capture, QueuedLink, Settlement, Store


@dataclass(frozen=True, slots=True)
class Settler:
    """Decides what answers come to."""

    store: Store
    archive: Archive
    started: datetime
    """When the run began: what was found since is new to it."""

    def settlement(
        self,
        link: QueuedLink,
        fetched: Fetched,
        capture: Capture,
        site: Site,
        *,
        now: datetime,
        before: Sequence[Capture] = (),
        every: timedelta | None = None,
        retry_after: float | None = None,
        target: str | None = None,
        moved_to: str | None = None,
        tdmrep: bytes | None = None,
    ) -> Settlement:
        """Take the archived answer to a link apart and return the end of its try.

        `capture` is that of the answer, `before` are those that led to it. `every` is how often the link is looked at;
        `None`: once. `target` and `moved_to` are where redirects led, `tdmrep` is the tdmrep.json of the answer's authority.
        """
        page = fetched.page
        twin = twin_of(link.link, page, self.store)
        reading = read_answer(link.link, fetched, site, is_new=self._is_new, twin=twin)
        if link.link.kind == "part" and reading.page is not None:
            whole = whole_article(reading.page, self.store, self.archive, site)
            reading = Reading(outcome="joined", page=whole)
        validators = Validators.of(page)
        return Settlement(
            outcome=reading.outcome,
            reason=reading.reason,
            at=now,
            due=next_try(reading.outcome, tries=link.failures + 1, now=now, every=every, retry_after=retry_after),
            etag=validators.etag,
            last_modified=validators.last_modified,
            target=twin or target,
            moved_to=moved_to,
            captures=(*before, read_capture(capture, page, outcome=reading.outcome, tdmrep=tdmrep)),
            page=reading.page,
            links=reading.links,
            again=reading.again,
        )

    def _is_new(self, link: Link) -> bool:
        """Tell whether a link was unknown before the run, as far as fetching goes: never asked for, or first in this run."""
        known = self.store.find_link(link.url, link.site)
        return known is None or known.last_tried is None or known.last_tried >= self.started


def spoilt(link: QueuedLink, capture: Capture, outcome: str, reason: str, *, now: datetime) -> Settlement:
    """Return the end of a try whose answer could not be taken apart."""
    return Settlement(
        outcome=outcome,
        reason=reason,
        at=now,
        due=next_try(outcome, tries=link.failures + 1, now=now, every=link.every),
        captures=(replace(capture, outcome=outcome),),
    )
