"""`scraper crawl`: sites, from their ways in to their stored articles."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, counts, plural
from scraper.cli.days import Day, check_range
from scraper.cli.options import config_option, data_option, private_option
from scraper.cli.times import span
from scraper.cli.urls import read_urls

if TYPE_CHECKING:
    from scraper.config import Configuration
    from scraper.crawl import Cleaners, Crawler, SiteReport
    from scraper.fetch import Fetcher
    from scraper.model import Link
    from scraper.site import Site
    from scraper.store import Hold, Store

EXAMPLES = """
scraper crawl its.network
scraper crawl its.network --limit 20 --data /srv/news
scraper crawl its.network --since 2021-01-01 --until 2021-12-31
scraper crawl its.network --urls missed.txt
scraper crawl its.network --record tape.warc.gz
scraper crawl its.network --replay tape.warc.gz --data replayed
"""
ARCHIVE = "archive"
INDEXES = "indexes"
_STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143}


@click.command(cls=Command, examples=EXAMPLES)
@click.argument("sites", nargs=-1, metavar="[SITE]...", help="Names, hosts or addresses of definitions.")
@data_option
@config_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop each site after N stored articles.")
@click.option(
    "--urls",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Ask for the addresses in this file, too: one on a line, # begins a comment; - is standard input.",
)
@click.option("--since", type=Day(), metavar="YYYY-MM-DD", help="First day of stories to look for, back in time, too.")
@click.option("--until", type=Day(), metavar="YYYY-MM-DD", help="Last day of stories to look for, included.")
@click.option(
    "--record", type=click.Path(path_type=Path), metavar="FILE", help="Keep every answer in this WARC file too."
)
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Answer every request from this WARC file; no socket is opened.",
)
@click.option("--share", is_flag=True, help="Work on the data folder beside other crawls that say the same.")
@click.option(
    "--exclusive",
    is_flag=True,
    help="With --share: be the only crawl of these sites, as `scraper schedule` wants it.",
)
@click.option(
    "--lease",
    type=click.FloatRange(min=1.0),
    metavar="SECONDS",
    default=30.0,
    show_default=True,
    help="With --share: how long a host stays with a crawl that stands still.",
)
@private_option
def crawl(
    sites: Sequence[str],
    data: Path,
    config: Path | None,
    limit: int | None,
    urls: Path | None,
    since: date | None,
    until: date | None,
    record: Path | None,
    replay: Path | None,
    share: bool,
    exclusive: bool,
    lease: float,
    allow_private: bool,
) -> int:
    """Crawl sites until nothing is due: find links, fetch, archive, clean, store.

    SITE is the name, host or address of a definition (see "scraper site list"); without one, all are crawled. A further
    run fetches only what is new or due. robots.txt is obeyed, and each host gets one request at a time.

    With --since and --until date archives, WordPress's interface and sitemaps are asked for these days, and what is dated otherwise
    is left out. A range that was stopped goes on when it is asked for again.
    """
    check_range(since, until)
    from scraper.config import load_configuration
    from scraper.store import hold, make_folder

    console = Console()
    configuration = load_configuration(config, broken=console.fault if sites else None)
    chosen = [configuration.find(name) for name in dict.fromkeys(sites)] or list(configuration.sites.values())
    links, bad_lines = read_urls(urls, chosen) if urls else ([], [])
    for bad_line in bad_lines:
        console.note(bad_line)
    if since or until:
        from scraper.discover import with_range

        chosen = [with_range(site, since, until) for site in chosen]
    names = list(dict.fromkeys(site.name for site in chosen))
    make_folder(data)
    with (
        _cleaners(chosen, data) if replay is None else nullcontext() as cleaners,
        hold(
            data, command=f"crawl {' '.join(names)}", shared=share, sites=names, sites_shared=share and not exclusive
        ) as held,
    ):
        status = _crawl(
            chosen,
            configuration,
            console,
            data,
            cleaners=cleaners,
            links=links,
            ranged=since is not None or until is not None,
            limit=limit,
            record=record,
            replay=replay,
            hold=held if share else None,
            lease=lease,
            allow_private=allow_private,
        )
    return status or (1 if bad_lines else 0)


def _crawl(
    sites: list[Site],
    configuration: Configuration,
    console: Console,
    data: Path,
    *,
    cleaners: Cleaners | None,
    links: Sequence[Link],
    ranged: bool,
    limit: int | None,
    record: Path | None,
    replay: Path | None,
    hold: Hold | None,
    lease: float,
    allow_private: bool,
) -> int:
    from scraper.archive import Archive, Tape
    from scraper.crawl import Crawler, room_check
    from scraper.fetch import Fetcher, Guard, SystemClock, check_installed, user_agent
    from scraper.store import open_store

    contact, is_set = configuration.contact()
    tape = Tape(replay) if replay else None
    if not is_set and tape is None and not allow_private:
        console.note(f"no contact is set: sites will see {contact} (SCRAPER_CONTACT, or contact in scraper.toml)")
    for site in sites if tape is None else ():
        check_installed(site.name, proxy=site.fetch.proxy, http2=site.fetch.http2)
    clock = SystemClock()
    with (
        open_store(data) as store,
        Archive.open(
            data / ARCHIVE,
            operator=contact,
            user_agent=user_agent(contact),
            now=clock.now,
            ends=store.files.known_ends(),
            record_to=record,
            indexes=data / INDEXES,
            shared=hold is not None,
        ) as archive,
    ):
        for note in [*archive.notes, *(tape.notes if tape else ())]:
            console.note(note)
        store.add_links(links, now=clock.now())
        for site in sites if ranged else ():
            console.note(_estimate(store, site, now=clock.now()))
        crawler = Crawler(
            store=store,
            archive=archive,
            clock=clock,
            show=lambda report: console.progress(_progress(report)),
            room=room_check(data, configuration.settings.min_free),
            hold=hold,
            lease=timedelta(seconds=lease),
            cleaners=cleaners,
        )
        fetcher = Fetcher(
            keep=crawler.keep,
            contact=contact,
            guard=Guard(allow_private=allow_private),
            tape=tape,
            book=None if tape else crawler.leases,
            policies=None if tape else store.hosts,
        )
        reports, stopped = asyncio.run(_run(crawler, fetcher, sites, limit))
    _summarise(console, reports, data, replay)
    return _STATUS.get(stopped, 0) if stopped else 0


def _cleaners(sites: list[Site], data: Path) -> AbstractContextManager[Cleaners | None]:
    """Start the processes that clean beside a crawl, where there are to be any: before it opens anything."""
    from scraper.crawl import Cleaners, Work, cleaning_workers
    from scraper.fetch import SystemClock

    count = cleaning_workers(sum(len(site.all_hosts) for site in sites))
    named = {site.name: site for site in sites}
    return Cleaners(Work(data, data / ARCHIVE, named, SystemClock().now()), count) if count else nullcontext()


def _estimate(store: Store, site: Site, *, now: datetime) -> str:
    """Tell what a range of days will cost at least, as far as it is known before anything is asked."""
    from scraper.discover import archive_links, seed_links

    rules, today = site.discover, now.date()
    lists = [*seed_links(site, today=today), *archive_links(site, today=today)]
    known = [store.find_link(link.url, site.name) for link in lists]
    left = sum(link is None or link.last_tried is None for link in known)
    due = store.count_due(site.name, now=now) - sum(link is not None and link.last_tried is None for link in known)
    seconds = site.fetch.delay.total_seconds() * (left + max(0, due))
    return (
        f"{site.name}: {f'{rules.since} to ' if rules.since else 'until '}{rules.until or today}: {plural(left, 'list')} to read, "
        f"{plural(max(0, due), 'known link')} due, {span(timedelta(seconds=seconds))} at least, and for each story found "
        f"{span(site.fetch.delay)} more"
    )


async def _run(
    crawler: Crawler, fetcher: Fetcher, sites: list[Site], limit: int | None
) -> tuple[list[SiteReport], signal.Signals | None]:
    """Crawl until done or until a signal comes; a stop ends between two transactions."""
    from scraper.crawl import SiteReport

    reports = [SiteReport(site.name) for site in sites]
    task = asyncio.ensure_future(crawler.crawl(sites, fetcher, reports, limit=limit))
    got: list[signal.Signals] = []

    def stop(number: signal.Signals) -> None:
        got.append(number)
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in _STATUS:
        loop.add_signal_handler(number, stop, number)
    try:
        async with fetcher:
            await task
    except asyncio.CancelledError:
        if not got:
            raise
    finally:
        for number in _STATUS:
            loop.remove_signal_handler(number)
    return reports, got[0] if got else None


def _progress(report: SiteReport) -> str:
    return f"{report.site}: {plural(report.articles, 'article')}, {plural(sum(report.outcomes.values()), 'request')}, {report.current}"


def _summarise(console: Console, reports: list[SiteReport], data: Path, replay: Path | None) -> None:
    console.clear()
    for report in reports:
        console.note(f"{report.site}: {_story(report)}")
    articles = sum(report.articles for report in reports)
    where = f"--data {data}" if data != Path("data") else ""
    console.note(f"{plural(articles, 'article')} stored in {data}" + (f" from {replay}" if replay else ""))
    if articles:
        console.note(f"next: scraper export {where} --output news.jsonl".replace("  ", " "))
    elif any(report.outcomes.get("guarded") for report in reports):
        console.note("guarded: what is on no public address is asked only with --allow-private")
    else:
        console.note(f"next: scraper status {where}".rstrip())


def _story(report: SiteReport) -> str:
    """Tell in a line what happened to a site."""
    parts = []
    if report.recovered:
        parts.append(f"{plural(report.recovered, 'answer')} of a stopped run found in the archive")
    if report.taken_up:
        parts.append(f"{plural(report.taken_up, 'answer')} of an earlier run taken apart first")
    if report.outcomes:
        parts.append(
            f"{plural(report.articles, 'article')} ({counts(report.outcomes)}), {plural(report.new_links, 'new link')}"
        )
    elif report.end == "done":
        parts.append("nothing is due")
    if report.end in ("stopped", "limit", "failed"):
        ends = {"stopped": "stopped, state saved", "limit": "limit reached", "failed": "failed"}
        parts.append(f"{ends[report.end]}, {plural(report.queued, 'link')} still due")
    parts += [f"{host} is left to a later run: {why}" for host, why in report.resting.items()]
    if report.next_due is not None and not report.queued:
        parts.append(f"next look at {report.next_due.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    return "; ".join(parts) or "nothing to do"
