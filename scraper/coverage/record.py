"""Coverage as JSON: what `scraper coverage --json` prints, and what a manifest holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scraper.coverage.alarms import Alarm
from scraper.coverage.gaps import Gap
from scraper.coverage.report import Coverage, Day, SourceCoverage, Tally


def to_record(coverage: Coverage, alarms: Sequence[Alarm]) -> dict[str, Any]:
    """Return a site's coverage as a JSON object (schema coverage/1)."""
    names = {each.source.id: each.source.name for each in coverage.sources}
    return {
        "schema": "coverage/1",
        "site": coverage.site,
        "since": coverage.since.isoformat(),
        "until": coverage.until.isoformat(),
        "total": _tally(coverage.total),
        "days": [_day(day) for day in coverage.days],
        "sources": [_source(each, names) for each in coverage.sources],
        "gaps": [gap_record(gap) for gap in coverage.gaps],
        "alarms": [
            {
                "kind": alarm.kind,
                "source": names.get(alarm.source) if alarm.source is not None else None,
                "since": alarm.since.isoformat(),
                "text": alarm.text,
            }
            for alarm in alarms
        ],
    }


def site_record(coverage: Coverage) -> dict[str, Any]:
    """Return what a manifest says of a site: totals, sources and gaps, without the days."""
    return {
        "site": coverage.site,
        "since": coverage.since.isoformat(),
        "until": coverage.until.isoformat(),
        "total": _tally(coverage.total),
        "gaps": [gap_record(gap) for gap in coverage.gaps],
        "sources": [_head(each) for each in coverage.sources],
    }


def gap_record(gap: Gap) -> dict[str, Any]:
    """Return a gap as a JSON object."""
    return {
        "since": gap.since.isoformat(),
        "until": gap.until.isoformat(),
        "days": gap.days,
        "cause": gap.cause,
        "is_open": gap.is_open,
    }


def _source(each: SourceCoverage, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        **_head(each),
        "missed_but_announced_by": [
            {"source": names[other], "count": count} for other, count in sorted(each.missed.items())
        ],
        "days": [_day(day) for day in each.days],
    }


def _head(each: SourceCoverage) -> dict[str, Any]:
    source = each.source
    return {
        "source": source.name,
        "kind": source.kind,
        "url": source.url,
        "is_asked": source.is_asked,
        "first_look": source.first_day.isoformat() if source.first_day else None,
        "last_look": source.last_day.isoformat() if source.last_day else None,
        "total": _tally(each.total),
        "only": each.only,
        "missed": each.missing,
        "gaps": [gap_record(gap) for gap in each.gaps],
    }


def _day(day: Day) -> dict[str, Any]:
    expectation = day.expected
    return {
        "day": day.day.isoformat(),
        "looks": day.looks,
        "failed": day.failed,
        "first": day.first,
        **_tally(day.tally),
        "expected": {"count": expectation.count, "low": expectation.low, "high": expectation.high}
        if expectation
        else None,
        "is_gap": day.is_gap,
        "is_over": day.is_over,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "announced": tally.announced,
        "known": tally.known,
        "fetched": tally.fetched,
        "stored": tally.stored,
        "waiting": tally.waiting,
        "dropped": dict(tally.dropped),
    }
