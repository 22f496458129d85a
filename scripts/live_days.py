"""Let thirty days pass on the local WordPress, crawl once a day, and hold what comes of it against what happened.

    python scripts/live_days.py [--days 30] [--data FOLDER]

The site comes from the folder in WORDPRESS (default: ../shared/wordpress), which must be running; what it writes goes to WPFARM_RUN. Its
`tick.sh` is a day: three stories are published, one is corrected, one touched (its date of change alone), one deleted, one moved. The
teasers of its pages are others at every request (`tick.sh random`). The clock is handed in; nothing waits. The site is put back at the
end. Prints a line for each day and the figures; status 1 if a story, a correction, a deletion or a move was missed, or a version is false.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scraper.archive import Archive
from scraper.config import load_configuration
from scraper.crawl import Crawler, SiteReport, reclean
from scraper.fetch import Fetcher, Guard, SkippingClock
from scraper.site import Site
from scraper.store import History, Store, open_store

ROOT = Path(__file__).resolve().parent.parent
WORDPRESS = Path(os.environ.get("WORDPRESS", ROOT.parent / "shared" / "wordpress"))
BEGIN = datetime(2023, 1, 2, 4, 30, tzinfo=UTC)
"""Half an hour before midnight in New York, on the day before the first tick."""

DAY = timedelta(days=1)
WAYS: dict[str, Any] = {
    "feeds": ("/feed/",),
    "sitemaps": ("/robots.txt",),
    "rest": ("/wp-json/",),
    "listings": (),
    "every": None,
}


@dataclass
class Truth:
    """What has happened on the site."""

    published: list[str] = field(default_factory=list)
    corrected: dict[str, int] = field(default_factory=dict)
    """Address -> how often."""

    touched: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def take(self, day: dict[str, Any]) -> None:
        """Add what a day has brought. A story that moves takes its past along."""
        self.published += [story["url"] for story in day["published"]]
        for story in day["modified"]:
            if story["appended"]:
                self.corrected[story["url"]] = self.corrected.get(story["url"], 0) + 1
            else:
                self.touched.append(story["url"])
        self.gone += [story["url"] for story in day["gone"]]
        for story in day["renamed"]:
            self.moved[story["from"]] = story["to"]

    def now_at(self, url: str) -> str:
        """Return where a story is by now."""
        while url in self.moved:
            url = self.moved[url]
        return url


def main(days: int, data: Path) -> int:
    """Let the days pass; return the exit status."""
    site = load_configuration(ROOT / "config").find("wp-a.test")
    site = site.model_copy(update={"discover": site.discover.model_copy(update=WAYS)})
    truth, wrong = Truth(), 0
    with restored():
        wordpress("tick.sh", "random")
        report, asked, _ = crawl(site, data, BEGIN)
        print(f"day  0: {len(asked):>4} requests, {dict(report.outcomes)}", flush=True)
        for hours in (0, 6, 12):
            report, asked, conditional = crawl(site, data, BEGIN + timedelta(minutes=30, hours=hours))
            others = sum(not url.endswith("/robots.txt") for url in asked)
            print(
                f"quiet, {hours} h later: {len(asked)} requests, {conditional} of {others} conditional: {' '.join(map(short, asked))}"
            )
        total = time.perf_counter()
        requests = 0
        for day in range(1, days + 1):
            happened = json.loads(wordpress("tick.sh").splitlines()[-1])
            truth.take(happened)
            report, asked, _ = crawl(site, data, BEGIN + day * DAY)
            requests += len(asked)
            missed = misses(happened, data)
            wrong += len(missed)
            print(f"day {day:>2}: {len(asked):>4} requests, {dict(report.outcomes)}{''.join(missed)}", flush=True)
        print(f"{days} days: {requests / max(days, 1):.0f} requests a day, {time.perf_counter() - total:.0f} s")
        wrong += judge(truth, data, "at the end")
        with open_store(data) as store, archive_of(data, BEGIN + days * DAY) as archive:
            done = reclean(store, archive, {site.name: site})
        print(f"all cleaned again: {done.pages} pages, {done.changed} changed")
        wrong += judge(truth, data, "after that")
    return 1 if wrong else 0


def misses(happened: dict[str, Any], data: Path) -> list[str]:
    """Return what of a day its crawl has not brought, in words."""
    with open_store(data, read_only=True) as store:
        found = {
            **{story["url"]: store.find_page(story["url"]) is not None for story in happened["published"]},
            **{story["url"]: is_gone(store, story["url"]) for story in happened["gone"]},
            **{story["from"]: leads_to(store, story["from"], story["to"]) for story in happened["renamed"]},
        }
        for story in happened["modified"]:
            if story["appended"] and story["url"] not in found:
                found[story["url"]] = shows(store, story["url"], story["appended"])
    return [f"\n    missed: {url}" for url, is_there in found.items() if not is_there]


def judge(truth: Truth, data: Path, when: str) -> int:
    """Hold all versions, deletions and moves against what happened; return how much is wrong."""
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    corrected = Counter[str]()
    for url, times in truth.corrected.items():
        corrected[truth.now_at(url)] += times
    with open_store(data, read_only=True) as store:
        for page in store.pages():
            if page.page_type != "article" or page.url is None:
                continue
            history = store.histories.find(page.url)
            assert history is not None
            counts["pages"] += 1
            due = corrected.pop(page.url, 0)
            counts["versions"] += len(history.versions) - 1
            counts["corrections"] += due
            if len(history.versions) - 1 != due:
                wrong.append(f"{page.url}: {due} corrections, but {len(history.versions) - 1}: {told(history)}")
            counts["gone"] += history.gone_at is not None
        wrong += [f"{url}: not recorded as gone" for url in truth.gone if not is_gone(store, truth.now_at(url))]
        for old, new in truth.moved.items():
            if not leads_to(store, old, truth.now_at(new)):
                wrong.append(f"{old}: does not lead to {new}")
        extra = counts["gone"] - len(truth.gone)
        wrong += [f"{extra} more are gone than were deleted"] if extra else []
        teasers = store.status(now=datetime.now(UTC))[0].stored
    wrong += [f"{url}: corrected, and not stored" for url in corrected]
    print(f"{when}: {dict(counts)}, {len(truth.moved)} moved, {len(truth.touched)} touched, stored {dict(teasers)}")
    for line in wrong[:20]:
        print(f"    wrong: {line}")
    return len(wrong)


def told(history: History) -> str:
    """Return what each version has changed."""
    return "; ".join(", ".join(version.changes) for version in history.versions[1:])


def is_gone(store: Store, url: str) -> bool:
    """Tell whether a page is recorded as gone, its record kept; one that was gone before it was stored has none."""
    history = store.histories.find(url)
    link = store.find_link(url)
    return history.gone_at is not None if history else link is not None and link.outcome == "gone"


def leads_to(store: Store, old: str, new: str) -> bool:
    """Tell whether one record is left of a story that has moved, at its new place."""
    page = store.find_page(old)
    return page is not None and page.url == new


def shows(store: Store, url: str, text: str) -> bool:
    """Tell whether the stored record of a story has a text in it."""
    page = store.find_page(url)
    return page is not None and page.article is not None and text in page.article.text


@contextmanager
def archive_of(data: Path, now: datetime) -> Iterator[Archive]:
    """Open the archive of a data folder."""
    with Archive.open(
        data / "archive", operator="mailto:a@b.example", user_agent="live_days", now=lambda: now
    ) as archive:
        yield archive


def crawl(site: Site, data: Path, now: datetime) -> tuple[SiteReport, list[str], int]:
    """Crawl once, at a time of day; return the report, the addresses that were asked for, and how many of them by their validators."""
    clock, report = SkippingClock(now), SiteReport(site.name)
    asked: list[str] = []
    conditional = 0
    with open_store(data) as store, archive_of(data, now) as archive:
        crawler = Crawler(store=store, archive=archive, clock=clock)

        async def keep(exchange: Any) -> Any:
            nonlocal conditional
            asked.append(exchange.url)
            conditional += b"\r\nif-" in exchange.request.lower()
            return await crawler.keep(exchange)

        async def run() -> None:
            guard = Guard.for_hosts(site.all_hosts, allow_private=True)
            fetcher = Fetcher(
                keep=keep,
                contact="mailto:a@b.example",
                guard=guard,
                clock=clock,
                book=crawler.leases,
                policies=store.hosts,
            )
            async with fetcher:
                await crawler.crawl([site], fetcher, [report])

        asyncio.run(run())
    return report, asked, conditional


def short(url: str) -> str:
    """Return the path of an address, and the beginning of its query."""
    return url.removeprefix("http://127.0.0.1:8101")[:40]


@contextmanager
def restored() -> Iterator[None]:
    """Put the site back at the end, whatever happens."""
    try:
        yield
    finally:
        wordpress("tick.sh", "frozen")
        wordpress("up.sh", "--reset")


def wordpress(script: str, *args: str) -> str:
    """Run one of the site's scripts; return what it prints."""
    done = subprocess.run([WORDPRESS / script, *args], check=True, capture_output=True, text=True)
    return done.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        sys.exit(main(given.days, given.data or Path(own)))
