"""Coverage as a picture: an SVG of bars by day, the band of what was expected behind them, gaps hatched. Pure.

The same coverage gives the same bytes. Colours follow the reader's light or dark scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape

from scraper.coverage.gaps import Gap
from scraper.coverage.report import Coverage, Day

_LEFT, _RIGHT = 150, 24  # room for names, and for the last label
_TALL, _LOW = 132, 44  # height of the site's rows, and of a source's
_BETWEEN = 34
_TOP = 66
_WIDEST = 18  # of a bar with its gap

_STYLE = """\
text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.head { font-size: 15px; font-weight: 600; }
.note { fill: var(--dim); }
.small { font-size: 10px; fill: var(--dim); }
.axis { stroke: var(--line); stroke-width: 1; }
.band { fill: var(--band); }
.middle { stroke: var(--dim); stroke-width: 1; fill: none; stroke-dasharray: 3 2; }
.stored { fill: var(--stored); }
.waiting { fill: var(--waiting); }
.dropped { fill: var(--dropped); }
.announced { fill: var(--announced); }
.gap { fill: url(#hatch); stroke: var(--dropped); stroke-width: 0.6; }
.hatching { stroke: var(--dropped); stroke-width: 1.4; }
.gapname { font-size: 10px; fill: var(--dropped); font-weight: 600; }
@media (prefers-color-scheme: light) { svg {
  --ink: #1f2328; --dim: #636c76; --line: #c8ced6; --band: #e6eaef; --paper: #ffffff;
  --stored: #2f81c1; --waiting: #b7c9da; --dropped: #c2410c; --announced: #6b8fb0; } }
@media (prefers-color-scheme: dark) { svg {
  --ink: #e6edf3; --dim: #9198a1; --line: #3d444d; --band: #262c36; --paper: #0d1117;
  --stored: #58a6e0; --waiting: #3f5468; --dropped: #f0883e; --announced: #5d82a5; } }
"""


def plot(coverage: Coverage) -> str:
    """Return the picture of a site's coverage: its days on top, a row for each source that is asked below."""
    rows = [each for each in coverage.sources if each.source.is_asked or each.total.announced]
    step = max(2.0, min(float(_WIDEST), 720 / max(1, len(coverage.days))))
    width = round(_LEFT + step * len(coverage.days) + _RIGHT)
    height = _TOP + _TALL + _BETWEEN + (_LOW + _BETWEEN) * len(rows) + 8
    width = max(width, 560)
    gaps = "; ".join(f"{gap.since} to {gap.until}: {gap.cause}" for gap in coverage.gaps) or "no gaps"
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-labelledby="title desc">'
        ),
        f'<title id="title">Coverage of {escape(coverage.site)}, {coverage.since} to {coverage.until}</title>',
        (
            f'<desc id="desc">Stories of each day that were stored, wait, or were dropped, before the band of what was expected. '
            f"{escape(gaps)}.</desc>"
        ),
        f"<style>\n{_STYLE}</style>",
        (
            '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            '<line class="hatching" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
        ),
        f'<rect width="{width}" height="{height}" style="fill: var(--paper)"/>',
        f'<text class="head" x="16" y="26">{escape(coverage.site)}: {coverage.since} to {coverage.until}, days in UTC</text>',
        *_legend(),
        *_row("the site", "stories", coverage.days, coverage.gaps, _TOP, _TALL, step, _of_site),
    ]
    top = _TOP + _TALL + _BETWEEN
    for each in rows:
        kind, _, path = each.source.name.partition(" ")
        lines += _row(kind, path, each.days, each.gaps, top, _LOW, step, _of_source)
        top += _LOW + _BETWEEN
    return "\n".join([*lines, "</svg>", ""])


def _legend() -> Iterator[str]:
    at = 16
    for style, text in (
        ("stored", "stored"), ("waiting", "waiting"), ("dropped", "dropped"), ("announced", "announced"),
        ("band", "expected"), ("gap", "nobody looked"),
    ):  # fmt: skip
        yield f'<rect class="{style}" x="{at}" y="38" width="11" height="11"/>'
        yield f'<text class="note" x="{at + 16}" y="48">{text}</text>'
        at += 30 + 7 * len(text)


def _of_site(day: Day) -> list[tuple[str, int]]:
    tally = day.tally
    return [("stored", tally.stored), ("waiting", tally.waiting), ("dropped", sum(tally.dropped.values()))]


def _of_source(day: Day) -> list[tuple[str, int]]:
    return [("announced", day.tally.announced)]


def _row(
    name: str,
    more: str,
    days: Sequence[Day],
    gaps: Sequence[Gap],
    top: int,
    height: int,
    step: float,
    parts: Callable[[Day], list[tuple[str, int]]],
) -> Iterator[str]:
    """Draw a row: its name, its band, its bars, its gaps, its axis."""
    most = max([1, *(sum(count for _, count in parts(day)) for day in days)], default=1)
    most = max([most, *(day.expected.high for day in days if day.expected)])
    foot = top + height

    def at(count: float) -> str:
        return _number(foot - height * min(count, most) / most)

    yield f'<text x="16" y="{top + 12}">{escape(name)}</text>'
    yield f'<text class="small" x="16" y="{top + 25}">{escape(more if len(more) <= 22 else more[:21] + "…")}</text>'
    yield f'<text class="small" x="{_LEFT - 6}" y="{top + 9}" text-anchor="end">{most:,}</text>'
    for number, day in enumerate(days):
        left = _number(_LEFT + step * number)
        if day.expected is not None:
            low, high = at(day.expected.low), at(day.expected.high)
            yield f'<rect class="band" x="{left}" y="{high}" width="{_number(step)}" height="{_number(float(low) - float(high))}"/>'
            middle, right = at(day.expected.count), _number(_LEFT + step * (number + 1))
            yield f'<path class="middle" d="M{left} {middle}H{right}"/>'
    for number, day in enumerate(days):
        done = 0
        for style, count in parts(day):
            if count:
                high, low = at(done + count), at(done)
                done += count
                yield (
                    f'<rect class="{style}" x="{_number(_LEFT + step * number + step * 0.15)}" y="{high}" '
                    f'width="{_number(step * 0.7)}" height="{_number(float(low) - float(high))}">'
                    f"<title>{day.day}: {count:,} {style}{_hint(day)}</title></rect>"
                )
    for gap in gaps:
        yield from _gap(gap, days[0].day, days[-1].day, top, height, step)
    yield f'<path class="axis" d="M{_LEFT} {foot}H{_number(_LEFT + step * len(days))}"/>'
    yield from _dates(days, foot, step)


def _hint(day: Day) -> str:
    return f", {day.expected.count:g} expected ({day.expected.low} to {day.expected.high})" if day.expected else ""


def _gap(gap: Gap, first: date, last: date, top: int, height: int, step: float) -> Iterator[str]:
    since, until = max(gap.since, first), min(gap.until, last)
    left, wide = _LEFT + step * (since - first).days, step * ((until - since).days + 1)
    dates = f"{since:%m-%d}" if since == until else f"{since:%m-%d} to {until:%m-%d}"
    yield f'<rect class="gap" x="{_number(left)}" y="{top}" width="{_number(wide)}" height="{height}"><title>{dates}: {escape(gap.cause)}</title></rect>'
    yield f'<text class="gapname" x="{_number(left)}" y="{top - 3}">{dates}</text>'


def _dates(days: Sequence[Day], foot: int, step: float) -> Iterator[str]:
    """Write the Mondays under the axis; where they stand too close, the first days of months."""
    is_close = step * 7 < 44
    form = "%Y-%m" if is_close else "%m-%d"
    for number, day in enumerate(days):
        if day.day.day == 1 if is_close else day.day.weekday() == 0:
            x = _number(_LEFT + step * number)
            yield f'<path class="axis" d="M{x} {foot}v4"/>'
            yield f'<text class="small" x="{x}" y="{foot + 14}">{day.day.strftime(form)}</text>'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
