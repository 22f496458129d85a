"""`scraper coverage`: what was expected of each day, what came, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, counts, plural
from scraper.cli.days import Day, check_range
from scraper.cli.options import data_option

if TYPE_CHECKING:
    from scraper.coverage import Alarm, Coverage, Facts, Gap, Tally
    from scraper.coverage import Day as CoveredDay
    from scraper.store import Store

EXAMPLES = """
scraper coverage its.network
scraper coverage its.network --since 2026-11-01 --until 2026-11-30
scraper coverage its.network --json | jq .gaps
scraper coverage its.network --svg coverage.svg
scraper coverage --check || echo "somebody should look"
"""
DAYS = 30
ALARM = 5


@click.command(cls=Command, examples=EXAMPLES)
@click.argument("sites", nargs=-1, metavar="[SITE]...", help="Names of definitions that were crawled.")
@click.option(
    "--since", type=Day(), metavar="YYYY-MM-DD", help=f"First day; by default {DAYS} days before the last one."
)
@click.option("--until", type=Day(), metavar="YYYY-MM-DD", help="Last day, included; by default today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site and line.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Draw it, too: a picture of one site.")
@click.option("--check", is_flag=True, help=f"End with status {ALARM} if there is an alarm.")
@data_option
def coverage(
    sites: Sequence[str],
    since: date | None,
    until: date | None,
    as_json: bool,
    svg: Path | None,
    check: bool,
    data: Path,
) -> int:
    """Show for each day what was expected of a site, what came, and what is missing.

    A story counts for the day of its publication as it was announced, else as its page gives it, else for the day it was
    first seen; days are in UTC. Without SITE all sites are shown that were crawled. What is expected comes from the same weekdays of the
    eight weeks before. Days on which nobody looked are gaps; alarms name sources that fall silent, yield less, or
    announce what is never fetched.
    """
    check_range(since, until)
    from scraper.coverage import alarms, plot, to_record
    from scraper.store import open_store

    today = datetime.now(UTC).date()
    last = until or today
    first = since or last - timedelta(days=DAYS - 1)
    check_range(first, last)
    console = Console()
    found = 0
    with open_store(data, read_only=True) as store:
        names = _chosen(store, sites, data)
        if svg is not None and len(names) != 1:
            raise click.UsageError(f"--svg draws one site: name it ({', '.join(names) or 'none was crawled'})")
        for name in names:
            facts, covered = _judge(store, name, first, last, today)
            told = alarms(covered, facts, today=today)
            found += len(told)
            if as_json:
                console.result(json.dumps(to_record(covered, told), ensure_ascii=False))
            else:
                for line in coverage_lines(covered, told):
                    console.result(line)
            if svg is not None:
                _write(svg, plot(covered))
                console.note(f"drawn: {svg}")
    return ALARM if check and found else 0


def _chosen(store: Store, sites: Sequence[str], data: Path) -> list[str]:
    from scraper.errors import InputError

    known = store.coverage.sites()
    unknown = [site for site in sites if site not in known]
    if unknown:
        there = f"there are: {', '.join(known)}" if known else "nothing was"
        raise InputError(", ".join(unknown), f"was not crawled into {data} ({there})")
    return list(dict.fromkeys(sites)) or known


def _judge(store: Store, site: str, since: date, until: date, today: date) -> tuple[Facts, Coverage]:
    from scraper.coverage import BEFORE, judge

    facts = store.coverage.facts(site, since=since, until=until, before=BEFORE)
    return facts, judge(facts, since=since, until=until, today=today)


def _write(path: Path, text: str) -> None:
    from scraper.export import whole_files

    with whole_files([path]) as (stream,):
        stream.write(text.encode())


def coverage_lines(covered: Coverage, told: Sequence[Alarm]) -> Iterator[str]:
    """Yield the table of a site: its days, its sources, its gaps and alarms."""
    yield f"{covered.site}, {covered.since} to {covered.until} (days in UTC)"
    yield ""
    yield f"  {'day':<14} {'expected':>13} {'announced':>9} {'known':>7} {'fetched':>7} {'stored':>7} {'waiting':>7}  dropped"
    for day in covered.days:
        if day.tally.known or day.expected or day.is_gap or day.looks:
            yield _day(day)
    yield f"  {'in all':<14} {'':>13} {_figures(covered.total)}"
    yield ""
    width = max([6, *(len(each.source.name) for each in covered.sources)])
    yield f"  {'source':<{width}} {'looks':>7} {'failed':>7} {'new':>7} {'announced':>9} {'stored':>7} {'only it':>7} {'missed':>7}"
    for each in covered.sources:
        looks, failed, first = (sum(getattr(day, name) for day in each.days) for name in ("looks", "failed", "first"))
        yield (
            f"  {each.source.name:<{width}} {looks:>7,} {failed:>7,} {first:>7,} {each.total.announced:>9,} {each.total.stored:>7,} "
            f"{each.only:>7,} {each.missing:>7,}"
        )
    yield ""
    for gap in covered.gaps:
        open_ = ", until now" if gap.is_open else ""
        yield f"  gap: {gap.since} to {gap.until} ({plural(gap.days, 'day')}{open_}): {gap.cause}{_came(covered, gap)}"
    for alarm in told:
        yield f"  alarm: {alarm.text}"
    if not told:
        yield "  no alarm"


def _came(covered: Coverage, gap: Gap) -> str:
    """Tell how many stories of a gap came later, of how many that were expected."""
    days = [day for day in covered.days if day.day in gap]
    expected = [day.expected.count for day in days if day.expected]
    if len(expected) < len(days) or not days:
        return ""
    return f"; {sum(day.got for day in days):,} of about {sum(expected):,.0f} stories came later"


def _day(day: CoveredDay) -> str:
    expectation = day.expected
    expected = f"{expectation.count:g} ({expectation.low}-{expectation.high})" if expectation else ""
    return f"  {day.day} {_mark(day):<3} {expected:>13} {_figures(day.tally)}".rstrip()


def _mark(day: CoveredDay) -> str:
    """Return "gap" where nobody looked, an arrow where more or fewer stories came than usual."""
    if day.is_gap:
        return "gap"
    if day.expected is None or not day.is_over or day.got in day.expected:
        return ""
    return "<" if day.got < day.expected.low else ">"


def _figures(tally: Tally) -> str:
    return f"{tally.announced:>9,} {tally.known:>7,} {tally.fetched:>7,} {tally.stored:>7,} {tally.waiting:>7,}  {counts(tally.dropped) or '-'}"
