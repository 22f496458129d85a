"""The small site, and a crawl of it in this process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import pytest

from scraper.archive import Archive, Tape
from scraper.crawl import Cleaners, Crawler, SiteReport, Work
from scraper.crawl.finishing import LONGEST
from scraper.fetch import Clock, Fetcher, Guard, SkippingClock, SystemClock
from scraper.site import Site
from scraper.store import make_folder, open_store
from tests.crawl.site import SmallSite, serve

Crawl = Callable[..., SiteReport]


@pytest.fixture
def small() -> Iterator[SmallSite]:
    with serve(SmallSite()) as site:
        yield site


@pytest.fixture
def crawl(monkeypatch: pytest.MonkeyPatch) -> Crawl:
    """Crawl a site into a folder: `crawl(site, data, limit=…, tape=…)` gives its report."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no waiting for the disk

    def run(
        site: Site,
        data: Path,
        *,
        limit: int | None = None,
        tape: Path | None = None,
        record: Path | None = None,
        cleaners: int = 0,
        room: Callable[[], None] = lambda: None,
        longest: float = LONGEST,
        clock: Clock | None = None,
        now: datetime | None = None,
    ) -> SiteReport:
        clock = clock or (SkippingClock(now) if now else SystemClock())
        make_folder(data)
        work = Work(data, data / "archive", {site.name: site}, clock.now(), longest)
        with (
            Cleaners(work, cleaners) if cleaners else nullcontext() as beside,
            open_store(data) as store,
            Archive.open(
                data / "archive", operator="mailto:a@b", user_agent="test", now=clock.now, record_to=record
            ) as archive,
        ):
            crawler = Crawler(store=store, archive=archive, clock=clock, cleaners=beside, room=room)
            guard = Guard.for_hosts(site.all_hosts, allow_private=True)
            fetcher = Fetcher(
                keep=crawler.keep,
                contact="mailto:a@b",
                guard=guard,
                clock=clock,
                tape=Tape(tape) if tape else None,
                book=None if tape else crawler.leases,
                policies=None if tape else store.hosts,
            )
            report = SiteReport(site.name)

            async def main() -> None:
                async with fetcher:
                    await crawler.crawl([site], fetcher, [report], limit=limit)

            asyncio.run(main())
        return report

    return run
