"""THE pipeline: a link, from the queue to its stored record.

    seed_links(site)                     the ways in of the definition: feeds, sitemaps, interfaces, listings
      | store.seed, store.due_links      not seen before, due; `rounds` says which host is asked when
      | fetcher.fetch                    robots, delay, retries, limits; every answer goes through `keep`:
      |   archive.keep                     on the disk before it is read
      | store.keep                       what can be read waits in the store; a process beside (`backlog`) goes on:
      |   settler.settlement               way in or page -> links, record, outcome; parts of an article -> one record
      |   store.finish                     outcome, record, new links: one transaction
      | store.settle                     the end of what cannot be read; where there is no process beside, of all
    until nothing is due, the limit is reached, or somebody says stop.

A kill at any point loses nothing that was archived: what the store does not know of is found by `recovery`.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.crawl.answers import capture_of, kept_capture
from scraper.crawl.asking import checker, discovery, validators_of
from scraper.crawl.backlog import Backlog
from scraper.crawl.cleaners import Cleaners
from scraper.crawl.faults import contained
from scraper.crawl.finishing import Finished, Finisher, is_article
from scraper.crawl.known import Known
from scraper.crawl.learning import learns, passed_over
from scraper.crawl.leases import LEASE, Leases
from scraper.crawl.reading import is_readable
from scraper.crawl.recovery import recover
from scraper.crawl.report import SiteReport
from scraper.crawl.rounds import Rounds, SiteRun
from scraper.crawl.settling import Settler, failed
from scraper.crawl.together import GATHER, Together
from scraper.discover import archive_links, seed_links
from scraper.errors import FetchError, LostLeaseError, TransientError
from scraper.fetch import Clock
from scraper.model import Exchange, WarcPlace
from scraper.politeness import PATIENCE, after_link
from scraper.site import Site
from scraper.store import Capture, Hold, Kept, QueuedLink, Settlement, Store
from scraper.urls import registered_host

if TYPE_CHECKING:
    from scraper.fetch import Fetcher

Archived = list[tuple[Exchange, WarcPlace]]
_ARCHIVED: ContextVar[Archived] = ContextVar("archived")  # by the fetch that runs now


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
        cleaners: Cleaners | None = None,
    ) -> None:
        """`clock` gives the time of the queue; `show` is told of every settled link.

        `room` is asked before every request, and raises StorageError when there is too little. `hold` is how the
        data folder is held, where others may work on it too; else nobody else does; `lease` is how long a host then
        stays with a process that stands still. `cleaners` are the processes that take pages apart, and are
        closed with the crawl; `None`: this one does.
        """
        self._store = store
        self._archive = archive
        self._clock = clock
        self._show = show
        self._room = room
        self._hold = hold
        self._cleaners = cleaners
        self._started = clock.now()
        self._settler = Settler(store, archive, self._started)
        self._keeping = Together(store.unread.keep, "store", gather=GATHER if cleaners else 0.0)
        self._backlog: Backlog | None = None
        self._runs: dict[str, SiteRun] = {}
        self.leases = Leases(store, clock, alone=hold is None, last=lease)
        """The fetcher's book of hosts."""

    async def keep(self, exchange: Exchange) -> WarcPlace:
        """Archive an exchange, and remember it for the link that is followed: the fetcher's `keep`."""
        place = await self._archive.keep(exchange, gather=self._keeping.gather)
        _ARCHIVED.get().append((exchange, place))
        return place

    async def crawl(
        self, sites: Sequence[Site], fetcher: Fetcher, reports: Sequence[SiteReport], *, limit: int | None = None
    ) -> None:
        """Crawl several sites at once, each host at its own pace, and fill in their reports.

        `limit` is the most articles to store of each site. Cancelled, it ends between two transactions.
        """
        self._fetcher = fetcher
        alone = self._hold is None or self._hold.alone
        named = {site.name: site for site in sites}
        finisher = Finisher(self._store, self._archive, named, self._clock, started=self._started)
        with ExitStack() as ending:
            ending.callback(self.leases.close)
            if self._cleaners is not None:
                self._backlog = Backlog(self._cleaners, finisher, self._finished)
            ending.callback(self._stop_writing)
            recovered = recover(self._store, self._archive, sites, now=self._clock.now(), alone=alone)
            for report in reports:
                report.recovered = recovered[report.site]
            self._known = Known(self._store, self._archive)
            left = self._store.unread.adopt(named, self.leases.owner, now=self._clock.now(), alone=alone)
            if self._hold is not None and self._hold.alone:
                self._store.hosts.release()  # of processes that were killed
                self._hold.share()
            for site, report in zip(sites, reports, strict=True):
                self._runs[site.name] = self._begin(site, report, limit)
            await self._work(left, finisher)

    async def _work(self, left: Sequence[tuple[int, str]], finisher: Finisher) -> None:
        """Take up what earlier runs have `left`, and follow what is due."""
        runs = list(self._runs.values())
        rounds = Rounds(self._store, self._fetcher.throttle, self.leases, self._clock, self._serve)
        alive = asyncio.ensure_future(self.leases.stay_alive(self._known.note))
        try:
            for link_id, site in left:
                self._take_up(link_id, site, finisher)
            await rounds.work(runs, self._backlog.failure() if self._backlog else None)
        except ExceptionGroup as faults:  # one site's fault that ends the run; the others were stopped for it
            for run in runs:
                run.report.end = "failed"
            raise faults.exceptions[0] from None
        finally:
            alive.cancel()
            self._stop_writing()
            self._known.note()
            for run in runs:
                self._end(run)

    def _stop_writing(self) -> None:
        """Let nobody else write any more. May be called again."""
        self._keeping.close()
        if self._backlog is not None:
            self._backlog.close()

    def _take_up(self, link_id: int, site: str, finisher: Finisher) -> None:
        """Have an answer taken apart that an earlier run has left."""
        run = self._runs[site]
        run.unread += 1
        run.report.taken_up += 1
        if self._backlog is not None:
            self._backlog.add(link_id, site, "article")
        else:
            self._finished(finisher.finish(link_id, site))

    def _finished(self, finished: Finished) -> None:
        """Note what came of a kept answer."""
        run = self._runs[finished.site]
        run.unread -= not finished.is_glance
        if finished.outcome is not None:
            run.report.outcomes[finished.outcome] += 1
            run.report.new_links += finished.new_links
            run.report.articles += finished.is_article
            self._show(run.report)
        run.tell(links=finished.brings_links)

    def _begin(self, site: Site, report: SiteReport, limit: int | None) -> SiteRun:
        now = self._clock.now()
        number = self._store.start_run(site.name, now=now, alone=self._hold is None or self._hold.sites_alone)
        report.end = "stopped"
        self._seed(site, now)
        self._store.lessons.wake(site.name, every=not learns(site), now=now)
        self._store.add_links(archive_links(site, today=now.date()), now=now)
        hosts = {registered_host(f"//{host}") for host in site.all_hosts} | set(self._store.hosts_of(site.name))
        return SiteRun(site=site, report=report, number=number, limit=limit, hosts=frozenset(hosts))

    def _end(self, run: SiteRun) -> None:
        site, report, now = run.site, run.report, self._clock.now()
        self._seed(site, now)
        self._store.end_run(run.number, report.end, now=now)
        report.queued = self._store.count_due(site.name, now=now)
        report.next_due = self._store.next_due(site.name)

    def _seed(self, site: Site, now: datetime) -> None:
        """Make the ways in due by their own time, or the definition's."""
        self._store.seed(site.name, seed_links(site, today=now.date()), every=site.discover.every, now=now)

    async def _serve(self, run: SiteRun, link: QueuedLink, host: str) -> bool:
        """Follow one link and settle it, or keep its answer; `False` where it stays in the queue: its host is left alone, or lost."""
        self._room()
        if self._backlog is not None:
            await self._backlog.room()
        run.report.current = link.link.url
        with self._known.following():
            return await self._end_of(run, link, host)

    async def _end_of(self, run: SiteRun, link: QueuedLink, host: str) -> bool:
        archived: Archived = []
        _ARCHIVED.set(archived)
        try:
            end = await contained(self._follow(link, run, archived), link.link.url)
        except FetchError as fault:
            end = self._failure(link, fault, self._captures(archived, run.site))
        except LostLeaseError:
            for capture in self._captures(archived, run.site):
                self._store.add_capture(capture)
            self._fetcher.throttle.forget(host)
            return False
        if end is None:
            return False
        throttle = self._fetcher.throttle
        outcome = end.outcome if isinstance(end, Settlement) else "stored"  # to the host any whole page is the same
        throttle.update(after_link(throttle.state(host), outcome, now=self._clock.now(), random=random.random()))  # noqa: S311
        if isinstance(end, Settlement):
            return self._settle(run, link, end, host)
        return await self._keep_unread(run, end, host)

    def _settle(self, run: SiteRun, link: QueuedLink, end: Settlement, host: str) -> bool:
        lease, state = self.leases.taken(host)
        settled = self._store.settle(link, end, run=run.number, lease=lease, state=state)
        if not settled.stored and lease is not None and not end.captures:
            self._fetcher.throttle.forget(host)
            return False
        run.report.outcomes[end.outcome] += 1
        run.report.new_links += settled.new_links
        run.report.articles += end.outcome == "stored" and is_article(end.page)
        self._show(run.report)
        if settled.brings_links:
            run.tell(links=True)
        return True

    async def _keep_unread(self, run: SiteRun, kept: Kept, host: str) -> bool:
        assert self._backlog is not None
        lease, state = self.leases.taken(host)
        run.unread += 1
        if not await self._keeping.do(replace(kept, lease=lease, state=state)):
            run.unread -= 1
            self._fetcher.throttle.forget(host)
            return False
        self._backlog.add(kept.link.id, run.site.name, kept.link.link.kind)
        return True

    async def _follow(self, link: QueuedLink, run: SiteRun, archived: Archived) -> Settlement | Kept | None:
        """Ask for one link and say how that ended; `None` where its host is left alone and nothing was asked."""
        site = run.site
        if (passed := passed_over(link, site, self._store, now=self._clock.now())) is not None:
            return passed
        try:
            fetched = await self._fetcher.fetch(
                link.moved_to or link.link.url,
                site.fetch,
                validators=validators_of(link, self._store),
                check=checker(link.link, site),
                ports=site.ports,
                discovery=discovery(link),
            )
        except FetchError as error:
            if error.outcome == "resting" and not archived and self._is_left_alone(link, site):
                return None
            return self._failure(link, error, self._captures(archived, site))
        place = fetched.page.place
        assert place is not None
        capture = kept_capture(fetched.page, place, site)
        before = self._captures([each for each in archived if each[1] != place], site)
        target = fetched.page.url if fetched.hops or link.moved_to else None
        moved_to = None if fetched.outcome not in (None, "not_modified") else fetched.moved_to or link.moved_to
        if self._backlog is not None and is_readable(link.link, fetched):
            return Kept(
                link=link,
                captures=(*before, capture),
                owner=self.leases.owner,
                run=run.number,
                target=target,
                moved_to=moved_to,
            )
        return self._settler.settlement(
            link,
            fetched,
            capture,
            site,
            now=self._clock.now(),
            before=before,
            retry_after=self._rest(fetched.retry_after),
            target=target,
            moved_to=moved_to,
            tdmrep=self._fetcher.tdmrep(fetched.page.url, site.fetch),
        )

    def _captures(self, archived: Archived, site: Site) -> tuple[Capture, ...]:
        """Return the captures of what a fetch has archived, each named by what it is."""
        return tuple(
            capture_of(exchange, place, site, tdmrep=self._fetcher.tdmrep(exchange.url, site.fetch))
            for exchange, place in archived
        )

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

    def _failure(self, link: QueuedLink, error: FetchError, captures: tuple[Capture, ...]) -> Settlement:
        wait = self._rest(error.retry_after if isinstance(error, TransientError) else None)
        return failed(link, error, captures, now=self._clock.now(), retry_after=wait)
