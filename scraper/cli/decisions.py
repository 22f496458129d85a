"""A page's decisions as lines of text, alone or beside the gold: what `clean --explain` and `evaluate --page` print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from scraper.clean.explain import Decision, Explanation, Place, places, strongest
from scraper.cli.console import plural
from scraper.cli.terminal import Paint, cut, padded, printable, wrapped

if TYPE_CHECKING:
    from scraper.evaluate.beside import Beside, ItemBeside
    from scraper.model import Article, RelatedItem

WIDTH = 100
"""Columns of a line."""

_COLOURS: dict[Place, dict[str, object]] = {
    "body": {"fg": "green"},
    "teaser": {"fg": "cyan"},
    "metadata": {"fg": "yellow"},
    "furniture": {"dim": True},
}
_INDENT = " " * 12
_NUMBER = 9  # columns
_SAID = 11
_FIELDS = ("headline", "dek", "authors", "published", "modified", "section", "publisher", "source", "language")


class Said(Protocol):
    """What gold says of a block."""

    @property
    def said(self) -> str:
        """Its place there, "" for nothing."""

    @property
    def agrees(self) -> bool | None:
        """`None` where the gold leaves it open."""


def decision_lines(
    explanation: Explanation, paint: Paint, *, marks: Sequence[Said] | None = None, only_differences: bool = False
) -> Iterator[str]:
    """Yield the page's record in short, then each block with its place and why; `marks`: what gold says of each."""
    yield from _head(explanation)
    beside: Sequence[Said | None] = marks if marks is not None else [None] * len(explanation.decisions)
    shown = [
        (decision, mark)
        for decision, mark in zip(explanation.decisions, beside, strict=True)
        if not only_differences or (mark is not None and mark.agrees is False)
    ]
    for _, group in groupby(shown, _sameness):
        yield from _entry(list(group), paint)
    for text in () if only_differences else explanation.removed:
        yield paint(f"{'-':>{_NUMBER - 2}}  removed   {cut(printable(text), WIDTH - _NUMBER - 10)}", dim=True)
        yield f"{_INDENT}by article.remove of the definition"
    if not only_differences:
        yield from _teasers(explanation.page.related)


def _head(explanation: Explanation) -> Iterator[str]:
    page = explanation.page
    counts = ", ".join(f"{number:,} {place}" for place, number in places(explanation.decisions).items())
    yield printable(page.url or page.id or "")
    yield cut(
        f"{page.page_type}, {page.outcome}: {plural(len(explanation.decisions), 'text block')} ({counts}), "
        f"{plural(len(page.related), 'related item')}",
        WIDTH,
    )
    if page.provenance.rules:
        yield f"by the definition {page.provenance.rules}"
    if page.article is not None:
        for name in _FIELDS:
            value = _field(page.article, name)
            if value:
                origin = page.provenance.origins.get(name, "?")
                yield cut(f"{name:<10}  {printable(value)}", WIDTH - len(origin) - 3) + f"  ({origin})"
    yield ""


def _field(article: Article, name: str) -> str | None:
    value = getattr(article, name)
    if name == "source" and value is not None:
        value = value.name
    return ", ".join(value) if isinstance(value, tuple) else value


Shown = tuple[Decision, Said | None]


def _sameness(shown: Shown) -> object:
    """Return what blocks of furniture have in common that are told in one entry: their boxes, and what gold says."""
    decision, mark = shown
    if decision.place != "furniture" or (mark is not None and mark.agrees is False):
        return decision.index
    return decision.path, mark.said if mark else None, [rule.partition(":")[0] for rule in decision.rules]


def _entry(group: list[Shown], paint: Paint) -> Iterator[str]:
    """Yield the lines of a block, or of several that are furniture for the same reasons."""
    first, mark = group[0]
    last = group[-1][0]
    number = f"{first.index}" if len(group) == 1 else f"{first.index}-{last.index}"
    place = paint(padded(first.place, 10), **_COLOURS[first.place])
    beside = _said(mark, paint) if mark is not None else ""
    room = WIDTH - _NUMBER - 10 - (_SAID if mark is not None else 0)
    text = cut(" | ".join(printable(decision.text) for decision, _ in group), room)
    yield f"{number:>{_NUMBER - 2}}  {place}{beside}" + (paint(text, dim=True) if first.place == "furniture" else text)
    for line in wrapped(_reasons(first), WIDTH, indent=_INDENT):
        yield paint(line, dim=True)


def _said(mark: Said, paint: Paint) -> str:
    wrong = mark.agrees is False
    sign = "!" if wrong else "=" if mark.agrees else " "
    text = padded(f"{sign} {mark.said or ('none' if wrong else '')}", _SAID)
    return paint(text, fg="red", bold=True) if wrong else text


def _reasons(decision: Decision) -> list[str]:
    """Return why a block landed where it did: its role and boxes, the rules, the judge's score, its strongest evidence."""
    named = ", ".join(map(str, decision.items))
    role = f"{decision.role} of item {named}" if named else decision.role
    where = ", ".join(filter(None, (role.strip(), printable(decision.path))))
    reasons = [f"{part};" for part in (where, *map(printable, decision.rules)) if part]
    if decision.evidence:
        if decision.place != "teaser":
            reasons.append(f"body {decision.score:+.1f}:")
        reasons += [f"{printable(piece.name)} {piece.weight:+.1f}," for piece in strongest(decision)]
    if reasons:
        reasons[-1] = reasons[-1].rstrip(",:;")
    return reasons


def _teasers(items: Sequence[RelatedItem]) -> Iterator[str]:
    if items:
        yield ""
        yield "Related items"
    heading: tuple[object, ...] | None = None
    for item in items:
        if (item.list, item.kind) != heading:
            heading = (item.list, item.kind)
            yield cut(f"  {printable(item.list or '(no heading)')} [{item.kind}]", WIDTH)
        yield cut(f"{item.position:>6}  {printable(item.title)}", WIDTH)
        shown = {
            "category": item.category,
            "date": item.date_text,
            "by": ", ".join(item.authors),
            "excerpt": item.excerpt,
        }
        parts = [f"{name}: {printable(value)};" for name, value in shown.items() if value]
        if parts:
            yield cut("        " + " ".join(parts).rstrip(";"), WIDTH)


def beside_lines(gold: Beside, paint: Paint, *, only_differences: bool = False) -> Iterator[str]:
    """Yield items and fields beside the gold's."""
    bad = [
        item for item in gold.items if item.state in ("wrong", "missed") or not all(good for *_, good in item.fields)
    ]
    items = bad if only_differences else gold.items
    if items:
        yield ""
        yield f"Items beside the gold ({len(bad)} of {len(gold.items)} differ)"
    for item in items:
        yield from _item(item, paint)
    fields = [field for field in gold.fields if not (only_differences and field[3])]
    if fields:
        yield ""
        yield "Fields beside the gold"
    for name, mine, theirs, good in fields:
        yield from _compared(name, mine, theirs, good, paint, indent="  ")
    if gold.strings:
        yield ""
        yield "Strings of the gold"
    for what, string in gold.strings:
        yield paint(f"  ! {what:<7}", fg="red", bold=True) + cut(printable(string), WIDTH - 11)


def _item(item: ItemBeside, paint: Paint) -> Iterator[str]:
    wrong = item.state in ("wrong", "missed")
    state = f"  {'!' if wrong else ' '} {item.state:<7}"
    yield (paint(state, fg="red", bold=True) if wrong else state) + cut(printable(item.title), WIDTH - 11)
    if wrong and item.url:
        yield paint(cut(f"           {printable(item.url)}", WIDTH), dim=True)
    for name, mine, theirs, good in item.fields:
        if not good:
            yield from _compared(name, mine, theirs, good, paint, indent="           ")


def _compared(
    name: str, mine: str | None, theirs: str | None, good: bool, paint: Paint, *, indent: str
) -> Iterator[str]:
    room = WIDTH - len(indent) - 20
    sign = "=" if good else "!"
    line = f"{indent}{sign} {name:<10} ours  {cut(printable(mine or '-'), room)}"
    yield line if good else paint(line, fg="red")
    if not good:
        yield f"{indent}{'':<12} gold  {cut(printable(theirs or '-'), room)}"
