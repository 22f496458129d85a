"""Scores of pages -> the figures of a set: means, shares, precision and recall."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from scraper.evaluate.bodies import BodyScore
from scraper.evaluate.fields import FieldScore
from scraper.evaluate.teasers import FIELDS, TeaserScore

Figures = dict[str, Any]
"""Name -> number, `None` where there is nothing to measure."""

GOOD = 0.95
"""A page's F1 from which on hardly anything is wrong with it."""

BAD = 0.5
"""A page's F1 below which another text was taken, or none."""

Thing = TypeVar("Thing")


def teaser_figures(pages: Sequence[TeaserScore]) -> Figures:
    """Return the figures of teaser pages.

    micro: over all items; macro: mean over pages. "leak_pages": share of pages whose text holds a string that must not
    be there; "kept_strings": share of the strings that must be there; "field_…": of matched items whose gold states it.
    """
    right, wrong, missed = (sum(len(getattr(page, name)) for page in pages) for name in ("hit", "wrong", "missed"))
    texts = [page for page in pages if page.wanted]
    wanted = sum(page.wanted for page in texts)
    figures: Figures = {
        "pages": len(pages),
        "answered": sum(page.answered for page in pages),
        "items": right + missed,
        "item_precision": right / (right + wrong) if right + wrong else 0.0,
        "item_recall": right / (right + missed) if right + missed else 0.0,
        "item_f1_micro": 2 * right / (2 * right + wrong + missed) if right else 0.0,
        "item_f1_macro": sum(page.f1 for page in pages) / len(pages) if pages else 0.0,
        "order": _share(pages, lambda page: page.ordered),
        "leak_pages": _share(pages, lambda page: bool(page.leaks)),
        "kept_strings": sum(page.wanted - len(page.lost) for page in texts) / max(1, wanted),
        "kept_pages": sum(not page.lost for page in texts) / max(1, len(texts)),
    }
    for name in FIELDS:
        counts = [page.fields.get(name, (0, 0)) for page in pages]
        stated = sum(of for _, of in counts)
        figures[f"field_{name}"] = sum(good for good, _ in counts) / stated if stated else None
    return figures


def article_figures(pages: Sequence[tuple[BodyScore, FieldScore]]) -> Figures:
    """Return the figures of article pages: only those that the gold has something to say on."""
    figures: Figures = {"pages": len(pages)}
    bodies = [body for body, _ in pages]
    texts = [body for body in bodies if body.shingles is not None]
    snippets = [body.snippets for body in bodies if body.snippets is not None]
    if texts:
        figures |= _text_figures(texts)
    if snippets:
        found, unwanted, missing, left = (sum(counts) for counts in zip(*snippets, strict=True))
        figures["snip_p"] = found / (found + unwanted) if found + unwanted else 0.0
        figures["snip_r"] = found / (found + missing) if found + missing else 0.0
        together = 2 * found + unwanted + missing
        figures["snip_f1"] = 2 * found / together if together else 0.0
        figures["snip_acc"] = (found + left) / (found + unwanted + missing + left)
    if texts or snippets:
        figures["empty"] = sum(body.empty for body in bodies)
    return figures | _field_figures([fields for _, fields in pages])


def _text_figures(texts: Sequence[BodyScore]) -> Figures:
    precision = _mean(body.precision for body in texts) or 0.0
    recall = _mean(body.recall for body in texts) or 0.0
    return {
        "f1": 2 * precision * recall / (precision + recall) if precision and recall else 0.0,
        "precision": precision,
        "recall": recall,
        "acc": _share(texts, lambda body: body.exact),
        "page_f1": _mean(body.f1 for body in texts),
        "word_f1": _mean(body.word_f1 for body in texts),
        "page_f1_ge95": _share(texts, lambda body: (body.f1 or 0.0) >= GOOD),
        "page_f1_lt50": _share(texts, lambda body: (body.f1 or 0.0) < BAD),
    }


def _field_figures(pages: Sequence[FieldScore]) -> Figures:
    figures: Figures = {}
    for name in ("title", "title_loose", "date"):
        values = [value for page in pages if (value := getattr(page, name)) is not None]
        if values:
            figures[name] = sum(values) / len(values)
            figures[f"{name}_n"] = len(values)
    authors = [page for page in pages if page.authors is not None]
    if authors:
        common, surplus, missing = (
            sum(counts) for counts in zip(*(page.names or (0, 0, 0) for page in authors), strict=True)
        )
        together = 2 * common + surplus + missing
        figures["authors_acc"] = _share(authors, lambda page: bool(page.authors))
        figures["authors_f1"] = 2 * common / together if together else 0.0
        figures["authors_n"] = len(authors)
    return figures


def measure_of(figures: Figures) -> str | None:
    """Return the name of the figure that a set is judged by, `None` for one without texts.

    Runs of words where the gold is texts, snippets where it is snippets, single words where it has both (as WCXB, the
    set that has, does it itself).
    """
    if "f1" in figures and "snip_f1" in figures:
        return "word_f1"
    return next((name for name in ("f1", "snip_f1") if name in figures), None)


def _share(things: Sequence[Thing], test: Callable[[Thing], bool]) -> float:
    return sum(map(test, things)) / len(things) if things else 0.0


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
