"""`scraper status`: where every crawled site stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, counts, plural
from scraper.cli.options import data_option
from scraper.cli.times import span, when

if TYPE_CHECKING:
    from scraper.politeness import HostState
    from scraper.store import Run, SiteStatus

EXAMPLES = """
scraper status
scraper status --data /srv/news --json
"""


@click.command(cls=Command, examples=EXAMPLES)
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site and line.")
def status(data: Path, as_json: bool) -> None:
    """Show where the crawled sites stand."""
    from scraper.politeness import PATIENCE
    from scraper.store import open_store

    now = datetime.now(UTC)
    console = Console()
    with open_store(data, read_only=True) as store:
        sites = store.status(now=now)
        hosts = store.hosts.notable(now=now, slower=PATIENCE)
    for site in sites:
        for line in [json.dumps(_record(site), ensure_ascii=False)] if as_json else _lines(site, now):
            console.result(line)
    for host in hosts:
        console.note(_host(host, now))
    due = [site.site for site in sites if site.due]
    console.note(
        f"{plural(len(sites), 'site')} in {data}; "
        + (f"next: scraper crawl {' '.join(due)}" if due else "nothing is due")
    )


def _lines(site: SiteStatus, now: datetime) -> Iterator[str]:
    yield site.site
    yield f"  last run  {_run(site.last_run, now) if site.last_run else 'never'}"
    yield f"  queued    {site.queued:,}, {site.due:,} of them due now"
    yield f"  stored    {counts(site.stored) or 'nothing'}"
    if site.unread:
        yield f"  kept      {plural(site.unread, 'answer')}, to be taken apart by the crawl that runs, or the next one"
    retried = f"; {site.retrying:,} will be tried again" if site.retrying else ""
    yield f"  failed    {counts(site.failed) or 'nothing'}{retried}"
    yield f"  next due  {when(site.next_due, now) if site.next_due else 'never'}"


def _host(host: HostState, now: datetime) -> str:
    """Name a host that is left alone for now, or that is asked so seldom that no run waits for it."""
    from scraper.politeness import is_slow

    parts = []
    if host.held_until is not None and host.held_until > now:
        parts.append(f"is left alone until {when(host.held_until, now)}: {host.why}")
    if is_slow(host):
        parts.append(f"slow: its robots.txt wants {host.crawl_delay:g} s between requests, a run asks it once")
    return f"{host.host}: {'; '.join(parts)}"


def _run(run: Run, now: datetime) -> str:
    took = f" after {span(run.ended - run.started)}" if run.ended else ""
    end = run.end or "running"
    return f"{when(run.started, now)}: {end}{took}" + (f", {counts(run.counts)}" if run.counts else "")


def _record(site: SiteStatus) -> Mapping[str, Any]:
    run = site.last_run
    return {
        "site": site.site,
        "last_run": run
        and {
            "started": run.started.isoformat(),
            "ended": run.ended and run.ended.isoformat(),
            "end": run.end,
            "counts": dict(run.counts),
        },
        "queued": site.queued,
        "due": site.due,
        "next_due": site.next_due and site.next_due.isoformat(),
        "stored": dict(site.stored),
        "kept": site.unread,
        "failed": dict(site.failed),
        "retrying": site.retrying,
    }
