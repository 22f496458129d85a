"""THE pipeline: a site, from the addresses its definition names to its stored articles.

    seed_links(site)                     feeds and listings of the definition
      | store.seed, store.take_due       not seen before, due, one at a time
      | fetcher.fetch                    robots, delay, retries, limits; every answer goes through `keep`:
      |   archive.write                    on the disk before it is read
      | read_answer                      feed -> links; listing -> teasers, links; article -> record
      | whole_article                    parts of an article -> one record
      | store.settle                     outcome, captures, record, new links: one transaction
    until nothing is due, the limit is reached, or somebody says stop.

A kill at any point loses nothing that was archived: what the store does not know of is found by `recovery`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scraper.archive import Archive
from scraper.crawl.answers import capture_of
from scraper.crawl.reading import Reading, read_answer
from scraper.crawl.recovery import news_since, recover
from scraper.crawl.whole import whole_article
from scraper.discover import refusal, seed_links
from scraper.errors import FetchError, TransientError
from scraper.fetch import Clock, Fetched, Fetcher, Validators
from scraper.frontier import next_try
from scraper.model import CleanedPage, Exchange, Link, WarcPlace
from scraper.site import Site
from scraper.store import Capture, QueuedLink, RunEnd, Settlement, Store

Kept = list[tuple[Exchange, WarcPlace]]
_KEPT: ContextVar[Kept] = ContextVar("kept")  # what the fetch that runs now has archived


ONCE_A_RUN = timedelta(days=1)
"""How long a way in rests inside a run, however often its site wants it looked at: a run ends when nothing is due."""


@dataclass(slots=True)
class SiteReport:
    """What a crawl of one site did so far."""

    site: str
    end: RunEnd = "done"
    outcomes: Counter[str] = field(default_factory=Counter)
    """How the links of this run ended."""

    articles: int = 0
    """Articles stored or stored anew."""

    new_links: int = 0
    recovered: int = 0
    """Answers of an earlier, killed run that were in the archive and not in the store."""

    queued: int = 0
    """Links that are still due."""

    next_due: datetime | None = None
    """When there will be something to do; `None`: nothing is queued."""

    current: str = ""
    """The address that is asked for now."""


class Crawler:
    """Crawls sites into a data folder. One for a run; the caller holds the folder's lock."""

    def __init__(
        self,
        *,
        store: Store,
        archive: Archive,
        clock: Clock,
        show: Callable[[SiteReport], None] = lambda _: None,
    ) -> None:
        """`clock` gives the time of the queue; `show` is told of every settled link."""
        self._store = store
        self._archive = archive
        self._clock = clock
        self._show = show
        self._started = clock.now()

    async def keep(self, exchange: Exchange) -> WarcPlace:
        """Archive an exchange, and remember it for the link that is followed: the fetcher's `keep`."""
        place = await self._archive.keep(exchange)
        _KEPT.get().append((exchange, place))
        return place

    async def crawl(
        self, sites: Sequence[Site], fetcher: Fetcher, reports: Sequence[SiteReport], *, limit: int | None = None
    ) -> None:
        """Crawl several sites at once, each at its own pace, and fill in their reports.

        `limit` is the most articles to store of each site. Cancelled, it ends between two transactions.
        """
        recovered = recover(self._store, self._archive, sites, now=self._clock.now())
        try:
            async with asyncio.TaskGroup() as group:
                for site, report in zip(sites, reports, strict=True):
                    report.recovered = recovered[site.name]
                    group.create_task(self._crawl_site(site, fetcher, report, limit))
        except ExceptionGroup as faults:  # one site's fault that ends the run; the others were stopped for it
            raise faults.exceptions[0] from None

    async def _crawl_site(self, site: Site, fetcher: Fetcher, report: SiteReport, limit: int | None) -> None:
        """Follow what is due of one site, link by link."""
        started = self._clock.now()
        run = self._store.start_run(site.name, now=started)
        report.end = "failed"
        ways = seed_links(site)
        try:
            self._store.seed(site.name, ways, every=site.discover.every, now=started)
            report.end = await self._follow_due(site, fetcher, report, run=run, limit=limit)
        except asyncio.CancelledError:
            report.end = "stopped"
            raise
        finally:
            now = self._clock.now()
            self._store.seed(site.name, ways, every=site.discover.every, now=now)  # due again by the definition's time
            self._store.end_run(run, report.end, now=now)
            report.queued = self._store.count_due(site.name, now=now)
            report.next_due = self._store.next_due(site.name)

    async def _follow_due(
        self, site: Site, fetcher: Fetcher, report: SiteReport, *, run: int, limit: int | None
    ) -> RunEnd:
        while link := self._store.take_due(site.name, now=self._clock.now()):
            if limit is not None and report.articles >= limit:
                return "limit"
            report.current = link.link.url
            kept: Kept = []
            _KEPT.set(kept)
            settlement = await self._follow(link, site, fetcher, kept)
            settled = self._store.settle(link, settlement, run=run)
            report.outcomes[settlement.outcome] += 1
            report.new_links += settled.new_links
            report.articles += settlement.outcome == "stored" and _is_article(settlement.page)
            self._show(report)
        return "done"

    async def _follow(self, link: QueuedLink, site: Site, fetcher: Fetcher, kept: Kept) -> Settlement:
        """Ask for one link and say how that ended."""
        validators = Validators(etag=link.etag, last_modified=link.last_modified) if link.every is not None else None
        try:
            fetched = await fetcher.fetch(
                link.link.url, site.fetch, validators=validators, check=_checker(link.link, site)
            )
        except FetchError as error:
            return self._failure(link, error, _captures(kept, site, outcome=error.outcome))
        reading = read_answer(link.link, fetched, site, is_new=news_since(self._store, self._started))
        if link.link.kind == "part" and reading.page is not None:
            whole = whole_article(reading.page, self._store, self._archive, site)
            reading = Reading(outcome="joined", page=whole)
        return self._success(link, fetched, reading, _captures(kept, site, outcome=reading.outcome, final=fetched))

    def _success(
        self, link: QueuedLink, fetched: Fetched, reading: Reading, captures: tuple[Capture, ...]
    ) -> Settlement:
        now = self._clock.now()
        validators = Validators.of(fetched.page)
        return Settlement(
            outcome=reading.outcome,
            reason=reading.reason,
            at=now,
            due=next_try(
                reading.outcome,
                tries=link.failures + 1,
                now=now,
                every=max(link.every, ONCE_A_RUN) if link.every is not None else None,
                retry_after=fetched.retry_after,
            ),
            etag=validators.etag,
            last_modified=validators.last_modified,
            target=fetched.page.url if fetched.hops else None,
            captures=captures,
            page=reading.page,
            links=reading.links,
            again=reading.again,
        )

    def _failure(self, link: QueuedLink, error: FetchError, captures: tuple[Capture, ...]) -> Settlement:
        now = self._clock.now()
        wait = error.retry_after if isinstance(error, TransientError) else None
        due = next_try(error.outcome, tries=link.failures + 1, now=now, every=link.every, retry_after=wait)
        return Settlement(outcome=error.outcome, reason=error.reason, at=now, due=due, captures=captures)


def _checker(link: Link, site: Site) -> Callable[[str], str | None]:
    """Return what decides, for every hop, whether an address is asked for: the site's own hosts, not what it skips.

    The addresses that the definition itself names are asked for whatever its patterns skip.
    """

    def check(url: str) -> str | None:
        if link.found_by in ("definition", "pagination", "part"):
            return None if site.owns(url) else "off_site"
        return refusal(url, site, redirected=url != link.url)

    return check


def _captures(kept: Kept, site: Site, *, outcome: str, final: Fetched | None = None) -> tuple[Capture, ...]:
    """Return the captures of everything that a fetch archived; the final answer has the link's outcome."""
    place = final.page.place if final else None
    return tuple(
        capture_of(exchange, where, site, outcome=outcome if where == place else None) for exchange, where in kept
    )


def _is_article(page: CleanedPage | None) -> bool:
    return page is not None and page.page_type == "article"
