"""THE pipeline: a link, from the queue to its stored record.

    seed_links(site)                     feeds and listings of the definition
      | store.seed, store.take_due       not seen before, due; `rounds` says which host is asked when
      | fetcher.fetch                    robots, delay, retries, limits; every answer goes through `keep`:
      |   archive.keep                     on the disk before it is read
      | cleaning.parts                   feed -> entries; page -> record, in a process beside
      | read_answer                      links, record, outcome
      | whole_article                    parts of an article -> one record
      | store.settle                     outcome, captures, record, new links, host: one transaction
    until nothing is due, the limit is reached, or somebody says stop.

A kill at any point loses nothing that was archived: what the store does not know of is found by `recovery`.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scraper.archive import Archive
from scraper.crawl.answers import capture_of, twin_of
from scraper.crawl.cleaning import Cleaning
from scraper.crawl.faults import contained
from scraper.crawl.leases import LEASE, Leases
from scraper.crawl.reading import Reading, is_readable, read_answer
from scraper.crawl.recovery import news_since, recover
from scraper.crawl.rounds import Rounds, SiteRun
from scraper.crawl.whole import earlier_of, whole_article
from scraper.discover import refusal, seed_links
from scraper.errors import FetchError, LostLeaseError, TransientError
from scraper.fetch import Clock, Fetched, Fetcher, Validators
from scraper.frontier import next_try
from scraper.model import CleanedPage, Discovery, Exchange, Link, WarcPlace
from scraper.politeness import PATIENCE, after_link
from scraper.site import Site
from scraper.store import Capture, Hold, QueuedLink, RunEnd, Settlement, Store
from scraper.urls import registered_host

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

    resting: dict[str, str] = field(default_factory=dict)
    """Hosts that were left alone with links due, and why."""


class Crawler:
    """Crawls sites into a data folder. One for a run; the caller holds the folder's lock."""

    def __init__(
        self,
        *,
        store: Store,
        archive: Archive,
        clock: Clock,
        show: Callable[[SiteReport], None] = lambda _: None,
        room: Callable[[], None] = lambda: None,
        hold: Hold | None = None,
        lease: timedelta = LEASE,
        cleaners: int = 0,
    ) -> None:
        """`clock` gives the time of the queue; `show` is told of every settled link.

        `room` is asked before every request, and raises StorageError when there is too little. `hold` is how the
        data folder is held, where others may work on it too; else nobody else does; `lease` is how long a host then stays with a process that stands still. `cleaners` are processes that take pages apart; 0: this one does.
        """
        self._store = store
        self._archive = archive
        self._clock = clock
        self._show = show
        self._room = room
        self._hold = hold
        self._cleaners = cleaners
        self._started = clock.now()
        self.leases = Leases(store, clock, alone=hold is None, last=lease)
        """The fetcher's book of hosts."""

    async def keep(self, exchange: Exchange) -> WarcPlace:
        """Archive an exchange, and remember it for the link that is followed: the fetcher's `keep`."""
        place = await self._archive.keep(exchange)
        _KEPT.get().append((exchange, place))
        return place

    async def crawl(
        self, sites: Sequence[Site], fetcher: Fetcher, reports: Sequence[SiteReport], *, limit: int | None = None
    ) -> None:
        """Crawl several sites at once, each host at its own pace, and fill in their reports.

        `limit` is the most articles to store of each site. Cancelled, it ends between two transactions.
        """
        if self._hold is None or self._hold.alone:
            recovered = recover(self._store, self._archive, sites, now=self._clock.now())
            for report in reports:
                report.recovered = recovered[report.site]
        if self._hold is not None and self._hold.alone:
            self._store.hosts.release()  # of processes that were killed
            self._hold.share()
        self._fetcher = fetcher
        self._cleaning = Cleaning(sites, workers=self._cleaners)
        runs = [self._begin(site, report, limit) for site, report in zip(sites, reports, strict=True)]
        alive = asyncio.ensure_future(self.leases.stay_alive())
        try:
            await Rounds(self._store, fetcher.throttle, self.leases, self._clock, self._serve).work(runs)
        except ExceptionGroup as faults:  # one site's fault that ends the run; the others were stopped for it
            for report in reports:
                report.end = "failed"
            raise faults.exceptions[0] from None
        finally:
            alive.cancel()
            self._cleaning.close()
            for run in runs:
                self._end(run)
            self.leases.close()

    def _begin(self, site: Site, report: SiteReport, limit: int | None) -> SiteRun:
        now = self._clock.now()
        number = self._store.start_run(site.name, now=now, alone=self._hold is None or self._hold.sites_alone)
        report.end = "stopped"
        self._store.seed(site.name, seed_links(site), every=site.discover.every, now=now)
        hosts = {registered_host(f"//{host}") for host in site.all_hosts} | set(self._store.hosts_of(site.name))
        return SiteRun(site=site, report=report, number=number, limit=limit, hosts=frozenset(hosts))

    def _end(self, run: SiteRun) -> None:
        site, report, now = run.site, run.report, self._clock.now()
        # Due again by the definition's time.
        self._store.seed(site.name, seed_links(site), every=site.discover.every, now=now)
        self._store.end_run(run.number, report.end, now=now)
        report.queued = self._store.count_due(site.name, now=now)
        report.next_due = self._store.next_due(site.name)

    async def _serve(self, run: SiteRun, link: QueuedLink, host: str) -> None:
        """Follow one link and settle it; nothing is settled where nothing was asked, as the host is left alone."""
        self._room()
        run.report.current = link.link.url
        kept: Kept = []
        _KEPT.set(kept)
        try:
            settlement = await contained(self._follow(link, run.site, kept), link.link.url)
        except FetchError as fault:
            settlement = self._failure(link, fault, _captures(kept, run.site, outcome=fault.outcome))
        except LostLeaseError:
            for capture in _captures(kept, run.site, outcome="unread"):
                self._store.add_capture(capture)
            self._fetcher.throttle.forget(host)
            return
        if settlement is None:
            return
        throttle = self._fetcher.throttle
        throttle.update(
            after_link(throttle.state(host), settlement.outcome, now=self._clock.now(), random=random.random())  # noqa: S311
        )
        lease, state = self.leases.taken(host)
        settled = self._store.settle(link, settlement, run=run.number, lease=lease, state=state)
        if not settled.stored and lease is not None and not settlement.captures:
            throttle.forget(host)
            return
        run.report.outcomes[settlement.outcome] += 1
        run.report.new_links += settled.new_links
        run.report.articles += settlement.outcome == "stored" and _is_article(settlement.page)
        self._show(run.report)

    async def _follow(self, link: QueuedLink, site: Site, kept: Kept) -> Settlement | None:
        """Ask for one link and say how that ended; `None` where its host is left alone and nothing was asked."""
        try:
            fetched = await self._fetcher.fetch(
                link.moved_to or link.link.url,
                site.fetch,
                validators=self._validators(link, site) if link.every is not None else None,
                check=_checker(link.link, site),
                ports=site.ports,
                discovery=_discovery(link),
            )
        except FetchError as error:
            if error.outcome == "resting" and not kept and self._is_left_alone(link, site):
                return None
            return self._failure(link, error, _captures(kept, site, outcome=error.outcome))
        parts, twin = None, twin_of(link.link, fetched.page, self._store)
        if twin is None and is_readable(link.link, fetched):
            parts = await self._cleaning.parts(link.link.kind, fetched.page, site)
        reading = read_answer(
            link.link, fetched, site, parts=parts, is_new=news_since(self._store, self._started), twin=twin
        )
        if link.link.kind == "part" and reading.page is not None:
            whole = whole_article(reading.page, self._store, self._archive, site)
            reading = Reading(outcome="joined", page=whole)
        tdmrep = await self._fetcher.reserved(fetched.page.url, site.fetch)
        captures = _captures(kept, site, outcome=reading.outcome, final=fetched, tdmrep=tdmrep)
        return self._success(link, fetched, reading, captures, twin=twin)

    def _rest(self, seconds: float | None) -> float | None:
        """Return how long a server wants to be left alone; a recording goes on with what came when that was over."""
        return seconds if seconds is None or not self._fetcher.replays else 1e-6

    def _is_left_alone(self, link: QueuedLink, site: Site) -> bool:
        """Tell whether a link's own host is what rests, or is another process's."""
        try:
            wait = self._fetcher.throttle.wait(registered_host(link.link.url))
        except LostLeaseError:
            return True
        return wait > max(PATIENCE, site.fetch.delay.total_seconds())

    def _validators(self, link: QueuedLink, site: Site) -> Validators:
        """Return what the last whole answer of a way in said of its version."""
        known = self._store.newest_capture(link.link.url, site.name, outcomes=("stored", "read"))
        earlier = earlier_of(known.capture) if known else None
        return Validators(etag=link.etag, last_modified=link.last_modified, earlier=earlier)

    def _success(
        self,
        link: QueuedLink,
        fetched: Fetched,
        reading: Reading,
        captures: tuple[Capture, ...],
        *,
        twin: str | None = None,
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
                retry_after=self._rest(fetched.retry_after),
            ),
            etag=validators.etag,
            last_modified=validators.last_modified,
            target=twin or (fetched.page.url if fetched.hops or link.moved_to else None),
            moved_to=None if fetched.outcome not in (None, "not_modified") else fetched.moved_to or link.moved_to,
            captures=captures,
            page=reading.page,
            links=reading.links,
            again=reading.again,
        )

    def _failure(self, link: QueuedLink, error: FetchError, captures: tuple[Capture, ...]) -> Settlement:
        now = self._clock.now()
        wait = self._rest(error.retry_after if isinstance(error, TransientError) else None)
        due = next_try(error.outcome, tries=link.failures + 1, now=now, every=link.every, retry_after=wait)
        return Settlement(outcome=error.outcome, reason=error.reason, at=now, due=due, captures=captures)


def _discovery(link: QueuedLink) -> Discovery:
    """Return how a link was found, for the archive."""
    known = link.link
    facts = {
        "site": known.site,
        "kind": known.kind,
        "found-by": known.found_by,
        "title": known.title,
        "published": known.published,
    }
    return Discovery(via=known.found_on, fields={name: value for name, value in facts.items() if value})


def _checker(link: Link, site: Site) -> Callable[[str], str | None]:
    """Return what decides, for every hop, whether an address is asked for: the site's own hosts, not what it skips.

    The addresses that the definition itself names are asked for whatever its patterns skip.
    """

    def check(url: str) -> str | None:
        if link.found_by in ("definition", "pagination", "part"):
            return None if site.owns(url) else "off_site"
        return refusal(url, site, redirected=url != link.url)

    return check


def _captures(
    kept: Kept, site: Site, *, outcome: str, final: Fetched | None = None, tdmrep: bytes | None = None
) -> tuple[Capture, ...]:
    """Return the captures of everything that a fetch archived; the final answer has the link's outcome."""
    place = final.page.place if final else None
    return tuple(
        capture_of(exchange, where, site, outcome=outcome if where == place else None, tdmrep=tdmrep)
        for exchange, where in kept
    )


def _is_article(page: CleanedPage | None) -> bool:
    return page is not None and page.page_type == "article"
