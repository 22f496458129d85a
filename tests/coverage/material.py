"""A site of three sources, its days written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from scraper.coverage import Alarm, Coverage, Facts, Looks, Source, Stories, alarms, judge

MONDAY = date(2026, 3, 2)
FEED, SITEMAP = 1, 2


def later(days: int) -> date:
    return MONDAY + timedelta(days=days)


def source(number: int = FEED, kind: str = "feed", **facts: object) -> Source:
    values = {"url": f"https://paper.example/{kind}", "is_asked": True, "first_day": MONDAY, "last_day": MONDAY} | facts
    return Source(id=number, kind=kind, **values)  # type: ignore[arg-type]


def looks(days: Iterable[int], number: int = FEED, outcome: str = "read") -> list[Looks]:
    return [Looks(number, later(day), outcome, 2, 20, 1) for day in days]


def stories(counts: Mapping[int, int], *numbers: int, stage: str = "stored", is_fetched: bool = True) -> list[Stories]:
    return [
        Stories(later(day), frozenset(numbers or (FEED,)), stage, is_fetched, count) for day, count in counts.items()
    ]


def facts(*, known: list[Stories], looked: list[Looks], runs: Iterable[int] = (), **more: object) -> Facts:
    values = {"site": "paper.example", "sources": [source()]} | more
    return Facts(stories=known, looks=looked, runs=frozenset(map(later, runs)), **values)  # type: ignore[arg-type]


def judged(told: Facts, since: int, until: int) -> tuple[Coverage, list[Alarm]]:
    """Judge some days on the day after the last of them."""
    span = {"since": later(since), "until": later(until)}
    coverage = judge(told, today=later(until + 1), **span)
    return coverage, alarms(coverage, told, today=later(until + 1))
