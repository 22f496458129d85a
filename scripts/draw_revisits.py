"""Draw docs/revisits.svg: how often typical sources are looked at, and when typical articles come back, by the functions that decide it.

`scripts/make_docs.py` writes the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import log10

from scraper.polling import BOUNDS, Poll, gap_of, next_every
from scraper.revisits import next_revisit
from scraper.site import RevisitRules

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = 60
LEFT, RIGHT, TOP, HEIGHT = 90, 700, 40, 250
COLOURS = ("#2f6fb3", "#c2562d", "#4b8b3b", "#8a5fb0", "#a08a1e")
TICKS = (
    (timedelta(minutes=10), "10 min"),
    (HOUR, "1 h"),
    (6 * HOUR, "6 h"),
    (DAY, "1 d"),
    (7 * DAY, "7 d"),
    (30 * DAY, "30 d"),
)

SOURCES: Sequence[tuple[str, str, timedelta | None, int | None]] = (
    ("feed, 40 stories a day", "feed", DAY / 40, None),
    ("feed, 2 stories a day", "feed", DAY / 2, None),
    ("feed, silent from day 20", "feed", DAY / 8, 20),
    ("robots.txt", "robots", None, None),
    ("sitemap of an index, old", "old sitemap of an index", None, None),
)
"""Name, what it is, time between its stories (`None`: it never has a new one), the day from which it is silent."""

STORIES: Sequence[tuple[str, tuple[timedelta, ...]]] = (
    ("never changes", ()),
    ("corrected after 3 h", (3 * HOUR,)),
    ("changes for a day", tuple(HOUR * n for n in range(1, 25))),
)
"""Name, and the ages at which it changes."""


def looks(kind: str, pace: timedelta | None, silent: int | None) -> Iterator[tuple[float, timedelta]]:
    """Yield the days on which a source is looked at, each with the interval that follows."""
    now, last, every = BEGIN, BEGIN - DAY, None
    while now < BEGIN + DAYS * DAY:
        end = min(now, BEGIN + silent * DAY) if silent is not None else now
        newest = BEGIN + (end - BEGIN) // pace * pace if pace else BEGIN - 90 * DAY
        shown = [(newest - n * pace).isoformat() for n in range(20)] if pace else []
        gap = gap_of(shown, now=now)
        every = next_every(every, Poll(bounds=BOUNDS[kind], gap=gap), news=newest > last)
        last = now
        yield (now - BEGIN) / DAY, every
        now += every


def visits(changes: Iterable[timedelta]) -> Iterator[tuple[timedelta, bool]]:
    """Yield the ages at which an article is asked for, each with whether it had changed."""
    age, left = timedelta(minutes=5), sorted(changes)
    plan = RevisitRules().after
    while True:
        changed = bool(left) and left[0] <= age
        left = [each for each in left if each > age]
        yield age, changed
        due = next_revisit(plan, begun=BEGIN, now=BEGIN + age, changed=changed)
        if due is None:
            return
        age = due - BEGIN


def picture() -> str:
    """Return the picture as SVG."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {TOP + HEIGHT + 240}" role="img" aria-labelledby="t">',
        '<title id="t">How often sources are looked at, and when articles come back</title>',
        "<style>text { fill: #6e7b8a; font: 12px system-ui, sans-serif; } .a { stroke: #6e7b8a; stroke-opacity: .3; } path { fill: none; stroke-width: 2; }</style>",
        f'<text x="{LEFT}" y="22" font-weight="600">How often a source is looked at: interval, by day</text>',
        *_axis(),
    ]
    for number, (name, *source) in enumerate(SOURCES):
        colour = COLOURS[number]
        lines.append(f'<path d="{_steps(list(looks(*source)))}" stroke="{colour}"/>')
        y = TOP + 20 + 22 * number
        lines += [
            f'<path d="M{RIGHT + 20} {y - 4}h24" stroke="{colour}"/>',
            f'<text x="{RIGHT + 52}" y="{y}">{name}</text>',
        ]
    lines += _stories(TOP + HEIGHT + 70)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _axis() -> Iterator[str]:
    for every, name in TICKS:
        y = _height(every)
        yield f'<path class="a" d="M{LEFT} {y:.1f}H{RIGHT}"/><text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{name}</text>'
    for day in range(0, DAYS + 1, 10):
        yield f'<text x="{_across(day):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{day}</text>'


def _steps(found: Sequence[tuple[float, timedelta]]) -> str:
    at, every = found[0]
    parts = [f"M{_across(at):.1f} {_height(every):.1f}"]
    for at, every in found[1:]:
        step = f"H{_across(at):.1f}V{_height(every):.1f}"
        if step.partition("V")[0] != parts[-1].partition("V")[0]:
            parts.append(step)
    return "".join([*parts, f"H{RIGHT}"])


def _stories(top: int) -> Iterator[str]:
    yield f'<text x="{LEFT}" y="{top - 14}" font-weight="600">When an article is asked for again, by its age (filled: it had changed)</text>'
    for age, name in ((timedelta(minutes=5), "5 min"), *TICKS[1:]):
        x = _age(age)
        yield f'<path class="a" d="M{x:.1f} {top}V{top + 110}"/><text x="{x:.1f}" y="{top + 128}" text-anchor="middle">{name}</text>'
    for number, (name, changes) in enumerate(STORIES):
        y, colour = top + 25 + 32 * number, COLOURS[number]
        yield f'<text x="{RIGHT + 20}" y="{y + 4}">{name}</text>'
        for age, changed in visits(changes):
            fill = colour if changed else "none"
            yield f'<circle cx="{_age(age):.1f}" cy="{y}" r="5" fill="{fill}" stroke="{colour}" stroke-width="2"/>'


def _across(day: float) -> float:
    return LEFT + (RIGHT - LEFT) * day / DAYS


def _height(every: timedelta) -> float:
    return TOP + HEIGHT - HEIGHT * log10(every / timedelta(minutes=8)) / log10(45 * DAY / timedelta(minutes=8))


def _age(age: timedelta) -> float:
    least = timedelta(minutes=5)
    return LEFT + (RIGHT - LEFT) * log10(age / least) / log10(40 * DAY / least)
