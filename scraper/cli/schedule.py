"""`scraper schedule`: when sites are crawled, and crawling them then."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands import Command, LazyGroup, Row
from scraper.cli.console import Console, plural
from scraper.cli.options import config_option, data_option, private_option
from scraper.cli.times import duration, span, when

if TYPE_CHECKING:
    from scraper.schedule import Entry, Scheduler
    from scraper.site import Site

TABLE = {
    "list": Row("scraper.cli.schedule:list_schedule", "Show when each site is crawled next, and why."),
    "once": Row("scraper.cli.schedule:crawl_once", "Crawl what is due now, then end: for cron, timers and CronJobs."),
    "run": Row("scraper.cli.schedule:run_schedule", "Stay, and crawl each site when it is due."),
}
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143}
WORST_FIRST = (4, 2, 3)
"""Exit statuses of crawls that `once` hands on, the most urgent first; what else is not 0 makes it 1."""

LIST_EXAMPLES = """
scraper schedule list
scraper schedule list --config my-config --data /srv/news --json
"""
ONCE_EXAMPLES = """
scraper schedule once --config my-config --data /srv/news
scraper schedule once its.network --at-once 1
"""
RUN_EXAMPLES = """
scraper schedule run --config my-config --data /srv/news
scraper schedule run --at-once 8 --turn "10 min"
"""


@click.group(cls=LazyGroup, table=TABLE)
def schedule() -> None:
    """Crawl sites when they are due: list, once, run.

    A definition says when in its table [schedule] (docs/schedule.md).
    """


def _duration(_context: click.Context, _option: click.Parameter, value: str) -> timedelta:
    from scraper.site.values import parse_duration

    try:
        return parse_duration(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


sites_argument = click.argument(
    "sites",
    nargs=-1,
    metavar="[SITE]...",
    help="Names, hosts or addresses of definitions; all that are not off by default.",
)
at_once_option = click.option(
    "--at-once",
    type=click.IntRange(min=1),
    metavar="N",
    default=4,
    show_default=True,
    help="Most crawls that run at the same time, each a process of its own.",
)
turn_option = click.option(
    "--turn",
    metavar="TIME",
    default="30 min",
    show_default=True,
    callback=_duration,
    help="A crawl that has run for so long gives its place to a site that waits, and goes on behind it.",
)


@click.command("list", cls=Command, examples=LIST_EXAMPLES)
@sites_argument
@data_option
@config_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site and line.")
def list_schedule(sites: Collection[str], data: Path, config: Path | None, as_json: bool) -> int:
    """Show when each site is crawled next, and why.

    What is due first comes first. Columns: site, schedule, last crawl, next crawl. Exit status 2 if a definition is wrong; the
    others are shown.
    """
    from scraper.schedule import Definitions, look

    now, console = datetime.now(UTC), Console()
    definitions = Definitions(config, sites, console.fault)
    entries = look(definitions.sites, data, now)
    for line in [_json(entry, now) for entry in entries] if as_json else _columns(entries, now):
        console.result(line)
    running = sum(entry.running for entry in entries)
    due = sum(entry.due.at <= now and not entry.running for entry in entries)
    console.note(f"{plural(len(entries), 'site')}: {due} due now, {running} being crawled")
    return 2 if definitions.broken else 0


@click.command("once", cls=Command, examples=ONCE_EXAMPLES)
@sites_argument
@data_option
@config_option
@at_once_option
@turn_option
@private_option
def crawl_once(
    sites: Collection[str], data: Path, config: Path | None, at_once: int, turn: timedelta, allow_private: bool
) -> int:
    """Crawl what is due now, then end: for cron, timers and CronJobs.

    Each site is crawled once at most, and none that some other process crawls. Exit status 0 when all went well; 4 when there was no
    room, 2 when a definition is wrong, 3 when another run held the data folder, 1 when a crawl failed otherwise.
    """
    return _schedule(sites, data, config, at_once=at_once, turn=turn, allow_private=allow_private, once=True)


@click.command("run", cls=Command, examples=RUN_EXAMPLES)
@sites_argument
@data_option
@config_option
@at_once_option
@turn_option
@private_option
def run_schedule(
    sites: Collection[str], data: Path, config: Path | None, at_once: int, turn: timedelta, allow_private: bool
) -> int:
    """Stay, and crawl each site when it is due.

    Definitions are read again when their files change. SIGTERM and Ctrl-C stop the crawls, their state saved; a second one kills
    them. A data folder has one scheduler: a second one ends with status 3.
    """
    return _schedule(sites, data, config, at_once=at_once, turn=turn, allow_private=allow_private, once=False)


def _schedule(
    sites: Collection[str],
    data: Path,
    config: Path | None,
    *,
    at_once: int,
    turn: timedelta,
    allow_private: bool,
    once: bool,
) -> int:
    from scraper.schedule import Definitions, Scheduler, look, starter
    from scraper.store import hold_schedule, make_folder

    console = Console()

    def tell(site: str, what: str) -> None:
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        console.note(" ".join(part for part in (moment, f"{site}:" if site else "", what) if part))

    def plan() -> list[Entry]:
        definitions.refresh()
        return look(definitions.sites, data, datetime.now(UTC))

    definitions = Definitions(config, sites, lambda problem: tell("", problem))
    make_folder(data)
    with hold_schedule(data, command=f"schedule {'once' if once else 'run'}", shared=once):
        entries = plan()  # here a store that cannot be read ends the command
        if not once:
            tell("", f"{plural(len(entries), 'site')}, {at_once} at once; stop with Ctrl-C or SIGTERM")
        scheduler = Scheduler(
            plan,
            starter(_crawl(data, config, allow_private=allow_private), data),
            now=lambda: datetime.now(UTC),
            tell=tell,
            at_once=at_once,
            turn=turn.total_seconds(),
        )
        asyncio.run(_run(scheduler, once=once))
    if scheduler.stopped:
        return STATUS[scheduler.stopped]
    statuses = scheduler.statuses | ({2} if definitions.broken else set())
    return next((status for status in WORST_FIRST if status in statuses), int(any(statuses)))


def _crawl(data: Path, config: Path | None, *, allow_private: bool) -> list[str]:
    """Return the command line that crawls a site."""
    options = ["--data", str(data), *(["--config", str(config)] if config else [])]
    return ["crawl", "{site}", "--share", "--exclusive", *options, *(["--allow-private"] if allow_private else [])]


async def _run(scheduler: Scheduler, *, once: bool) -> None:
    loop = asyncio.get_running_loop()
    for number in STATUS:
        loop.add_signal_handler(number, scheduler.stop, number)
    try:
        await scheduler.run(once=once)
    finally:
        for number in STATUS:
            loop.remove_signal_handler(number)


def in_words(site: Site) -> str:
    """Return a site's schedule in words."""
    from scraper.due import longest_wait, zone_of

    rules = site.schedule
    if rules.cron is not None:
        text = f"{rules.cron.text} ({zone_of(site)})"
    elif rules.every is not None:
        text = f"every {duration(rules.every)}"
    else:
        text = f"as links are due, at least every {duration(longest_wait(site))}"
    if rules.jitter:
        text += f", up to {duration(rules.jitter)} later"
    if rules.quiet:
        text += f", not {', '.join(map(str, rules.quiet))} ({zone_of(site)})"
    return text


def _last(entry: Entry, now: datetime) -> str:
    last = entry.last
    if entry.running:
        late = ", late" if entry.is_late(now) else ""
        return f"runs since {span(now - entry.since)}{late}" if entry.since else "begins"
    if last is None:
        return "never crawled"
    took = f" after {span(last.ended - last.started)}" if last.ended else ""
    return f"{last.end}{took}, {when(last.started, now)}"


def _next(entry: Entry, now: datetime) -> str:
    if entry.running:
        return "when it has ended"
    moment = "now" if entry.due.at <= now else when(entry.due.at, now)
    return f"{moment}: {entry.due.why}"


def _columns(entries: list[Entry], now: datetime) -> Iterator[str]:
    rows = [
        (entry.site.name, in_words(entry.site), _last(entry, now), f"next {_next(entry, now)}") for entry in entries
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])


def _json(entry: Entry, now: datetime) -> str:
    last = entry.last
    facts: dict[str, Any] = {
        "site": entry.site.name,
        "schedule": in_words(entry.site),
        "last_run": last
        and {"started": last.started.isoformat(), "ended": last.ended and last.ended.isoformat(), "end": last.end},
        "running": entry.running,
        "late": entry.is_late(now),
        "next_due": entry.due.at.isoformat(),
        "due": entry.due.at <= now and not entry.running,
        "why": entry.due.why,
    }
    return json.dumps(facts, ensure_ascii=False)
