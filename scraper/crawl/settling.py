"""From an archived answer to the end of its try: duplicates found, the page taken apart, parts joined. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scraper.archive import Archive
from scraper.crawl.answers import read_capture, twin_of
from scraper.crawl.learning import evidence_of
from scraper.crawl.news import KnownLinks
from scraper.crawl.reading import Reading, read_answer
from scraper.crawl.revisiting import Seen, due_again, seen, shows_article
from scraper.crawl.sources import ONCE_A_RUN, is_named, poll_of
from scraper.crawl.whole import place_of, whole_article
from scraper.errors import FetchError, InputError
from scraper.fetch import Fetched, Validators
from scraper.frontier import next_try
from scraper.model import CleanedPage, Link
from scraper.revisits import dropped
from scraper.site import Site
from scraper.store import Capture, QueuedLink, Settlement, Store
from scraper.urls import normalize_url


@dataclass(frozen=True, slots=True)
class Settler:
    """Decides what answers come to."""

    store: Store
    archive: Archive
    started: datetime
    """When the run began: what was found since is new to it."""

    rest: timedelta = ONCE_A_RUN
    """How long a source is left alone at least."""

    def settlement(
        self,
        link: QueuedLink,
        fetched: Fetched,
        capture: Capture,
        site: Site,
        *,
        now: datetime,
        before: Sequence[Capture] = (),
        retry_after: float | None = None,
        target: str | None = None,
        moved_to: str | None = None,
        tdmrep: bytes | None = None,
    ) -> Settlement:
        """Take the archived answer to a link apart and return the end of its try.

        `capture` is that of the answer, `before` are those that led to it. `target` and `moved_to` are where redirects led,
        `tdmrep` is the tdmrep.json of the answer's authority.
        """
        page = fetched.page
        twin = None if link.is_revisit else twin_of(link.link, page, self.store)
        reading, proved = self._read(link, fetched, site, twin)
        is_gone = link.is_revisit and reading.outcome == "gone"
        if is_gone:
            target = moved_to = None  # where it leads is no place of its own
        poll = poll_of(link, reading, page, site, now=now, rest=self.rest)
        validators = Validators.of(page)
        due = next_try(
            reading.outcome,
            tries=link.failures + 1,
            now=now,
            every=max(link.every or self.rest, self.rest) if is_named(link) else None,
            retry_after=retry_after,
        )
        article = reading.page.article if reading.page else None
        planned = due_again(link, reading.outcome, article, site.revisit.after, now=now)
        return Settlement(
            outcome=reading.outcome,
            reason=reading.reason,
            at=now,
            due=planned or due,
            etag=validators.etag,
            last_modified=validators.last_modified or (page.header("date") if poll and not validators.etag else None),
            target=twin or target,
            moved_to=moved_to,
            captures=(*before, read_capture(capture, page, outcome=reading.outcome, tdmrep=tdmrep)),
            page=reading.page,
            links=reading.links,
            again=reading.again,
            poll=poll,
            dropped=self._dropped(link, reading, capture, site),
            shows_article=shows_article(link, reading.outcome, reading.page),
            proved=True if moved_to is not None and moved_to != link.moved_to else proved,
            gone_at=now if is_gone else None,
            evidence=evidence_of(link, reading, site, self.store),
        )

    def _read(self, link: QueuedLink, fetched: Fetched, site: Site, twin: str | None) -> Seen:
        """Read an answer, and hold it against what is stored of its article."""
        reading = read_answer(link.link, fetched, site, news=self._news(link), twin=twin)
        if link.is_revisit:
            known = self.store.find_page(link.link.url, site.name)
            elsewhere = known is not None and self._is_another(known, fetched.page.url, site)
            return seen(link, reading, known, elsewhere=elsewhere)
        if link.link.kind == "part" and reading.page is not None:
            whole = whole_article(reading.page, self.store, self.archive, site)
            reading = Reading(outcome="joined", page=whole)
        return Seen(reading=reading)

    def _is_another(self, known: CleanedPage, url: str, site: Site) -> bool:
        """Tell whether an address has a story of its own, which was there already when `known` was last seen at another one.

        A server that misses a story may lead to the one whose address is most alike.
        """
        if known.url is None or normalize_url(known.url) == normalize_url(url):
            return False
        there = self.store.histories.find(url, site.name)
        here = self.store.histories.find(known.url, site.name)
        if there is None or here is None or there.url == here.url:
            return False
        return there.versions[0].since <= here.versions[-1].until

    def _dropped(self, link: QueuedLink, reading: Reading, capture: Capture, site: Site) -> tuple[Link, ...]:
        """Return the stories that a sitemap named the last time, and names no more."""
        if reading.form != "urlset" or link.last_tried is None:
            return ()
        last = self.store.newest_capture(capture.url, site.name, outcomes=("read",))
        if last is None or last.capture.payload_digest == capture.payload_digest:
            return ()
        try:
            page = self.archive.read(place_of(last.capture))
        except InputError:
            return ()
        before = read_answer(link.link, Fetched(page=page), site, news=self._news(link)).links
        gone = set(dropped([each.url for each in before], {each.url for each in reading.links}))
        return tuple(each for each in before if each.url in gone)

    def _news(self, link: QueuedLink) -> KnownLinks:
        return KnownLinks(self.store, self.started, link.source)


def spoilt(link: QueuedLink, capture: Capture, outcome: str, reason: str, *, now: datetime) -> Settlement:
    """Return the end of a try whose answer could not be taken apart."""
    return _broken_off(link, outcome, reason, (replace(capture, outcome=outcome),), now=now)


def failed(
    link: QueuedLink, error: FetchError, captures: tuple[Capture, ...], *, now: datetime, retry_after: float | None
) -> Settlement:
    """Return the end of a try that brought no answer to be taken apart; `captures` are what it has archived."""
    return _broken_off(link, error.outcome, error.reason, captures, now=now, retry_after=retry_after)


def _broken_off(
    link: QueuedLink,
    outcome: str,
    reason: str,
    captures: tuple[Capture, ...],
    *,
    now: datetime,
    retry_after: float | None = None,
) -> Settlement:
    every = link.every if is_named(link) else None
    due = next_try(outcome, tries=link.failures + 1, now=now, every=every, retry_after=retry_after)
    return Settlement(outcome=outcome, reason=reason, at=now, due=due, captures=captures)
