"""A report -> lines of text tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Report = Mapping[str, Any]
Cell = str | int | float | None

_TEASERS = {
    "item_precision": "precision",
    "item_recall": "recall",
    "item_f1_micro": "F1 micro",
    "item_f1_macro": "F1 macro",
    "order": "order",
    "leak_pages": "leak pages",
    "kept_strings": "kept strings",
    "kept_pages": "kept pages",
}
_FIELDS = {f"field_{name}": name for name in ("title", "block", "category", "excerpt", "date")} | {
    "field_block": "list"
}
_METADATA = {
    "title": "headline",
    "title_loose": "loosely",
    "date": "date",
    "authors_acc": "authors",
    "authors_f1": "authors F1",
}
_MEASURES = {"f1": "F1 of 4-word runs", "word_f1": "F1 of words", "snip_f1": "F1 of snippets"}
_EXTRAS = {
    "precision": "precision",
    "recall": "recall",
    "acc": "exact",
    "page_f1_ge95": "pages >= 0.95",
    "page_f1_lt50": "pages < 0.50",
    "empty": "empty",
}


def lines_of(report: Report) -> Iterator[str]:
    """Yield all tables, each with a line above it that says what it shows."""
    yield from _teasers(report)
    yield from _bodies(report)
    yield from _metadata(report)
    yield from _languages(report)
    yield from _costs(report)


def _teasers(report: Report) -> Iterator[str]:
    for name in _sets(report, "teasers"):
        rows = {tool: found["teasers"][name] for tool, found in report["tools"].items()}
        first = next(iter(rows.values()))
        yield f"Teasers: {name}, {first['pages']:,} pages, {first['items']:,} items"
        yield from columns(["", *_TEASERS.values()], [[tool, *_cells(row, _TEASERS)] for tool, row in rows.items()])
        if len(rows) > 1:
            yield "  of the others, as teasers count all links that look like headlines and are not in their text"
        yield ""
        ours = next(iter(rows.items()))
        yield f"Fields of the teasers that were found: {name}"
        yield from columns(["", *_FIELDS.values()], [[ours[0], *_cells(ours[1], _FIELDS)]])
        yield ""


def _bodies(report: Report) -> Iterator[str]:
    tools = report["tools"]
    ours = next(iter(tools.values()), None)
    sets = [name for name in _sets(report, "articles") if ours and ours["articles"][name].get("measure")]
    if not sets or ours is None:
        return
    yield "Bodies"
    rows: list[list[Cell]] = []
    for name in sets:
        figures = ours["articles"][name]
        measure = figures["measure"]
        values = [found["articles"][name].get(measure) for found in tools.values()]
        rows.append(
            [
                name,
                figures["pages"],
                _MEASURES[measure],
                *values,
                *(_cells(figures, _EXTRAS) if len(tools) == 1 else ()),
            ]
        )
    yield from columns(["", "pages", "measure", *tools, *(_EXTRAS.values() if len(tools) == 1 else ())], rows)
    yield ""


def _metadata(report: Report) -> Iterator[str]:
    rows: list[list[Cell]] = []
    for name in _sets(report, "articles"):
        for tool, found in report["tools"].items():
            figures = found["articles"][name]
            cells = _cells(figures, _METADATA)
            if any(cells):
                rows.append([name, tool, *(cell or None for cell in cells)])  # what a tool never gives is no figure
    if rows:
        yield "Metadata: share of the pages whose gold states the field"
        yield from columns(["", "", *_METADATA.values()], rows)
        yield ""


def _languages(report: Report) -> Iterator[str]:
    tools = report["tools"]
    ours = next(iter(tools.values()), None)
    if ours is None:
        return
    rows: list[list[Cell]] = []
    by_size = sorted(ours["languages"].items(), key=lambda pair: (-pair[1]["pages"], pair[0]))
    for name, figures in by_size:
        rows.append(
            [
                name,
                figures["teaser_pages"],
                figures.get("items"),
                *_cells(figures, {"item_f1_micro": "", "item_f1_macro": "", "leak_pages": ""}),
                figures["body_pages"],
                *(found["languages"][name].get("body") for found in tools.values()),
            ]
        )
    yield "By language: teasers of scraper, and the mean F1 of the pages' bodies, by the measure of each page's gold"
    bodies = list(tools) if len(tools) > 1 else ["body F1"]
    yield from columns(["", "pages", "items", "F1 micro", "F1 macro", "leak pages", "bodies", *bodies], rows)
    yield ""


def _costs(report: Report) -> Iterator[str]:
    rows: list[list[Cell]] = []
    for tool, found in report["tools"].items():
        cost = found["cost"]
        times = f"{cost['times_parse']:.1f}" if cost["times_parse"] else None
        slowest = f"{cost['slowest_s']:.2f} s" if cost["slowest_s"] is not None else None
        each = f"{cost['ms_a_page']:.1f} ms" if cost["ms_a_page"] is not None else None
        rows.append([tool, times, each, slowest, len(found["faults"])])
    yield "Cost: processor time as a multiple of selectolax's bare parse of the same pages"
    yield from columns(["", "x parse", "a page", "slowest page", "failed"], rows)


def _sets(report: Report, kind: str) -> list[str]:
    return list(dict.fromkeys(name for found in report["tools"].values() for name in found[kind]))


def _cells(figures: Mapping[str, Any], names: Mapping[str, str]) -> list[Cell]:
    return [figures.get(name) for name in names]


def columns(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield aligned lines: texts to the left, numbers to the right, "-" for what there is none of."""
    cells = [[_shown(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    left = [any(isinstance(row[n], str) and not _is_number(row[n]) for row in rows) for n in range(len(head))]
    for line in ([*head], *cells):
        padded = (
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(line, widths, left, strict=True)
        )
        yield "  " + "  ".join(padded).rstrip()


def _shown(value: Cell) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else value


def _is_number(value: Cell) -> bool:
    return isinstance(value, str) and value[:1].isdigit()
