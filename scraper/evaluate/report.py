"""Scored pages -> the whole report: figures by tool, set and language, costs, and the worst pages. What `--json` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from scraper.evaluate.bodies import BodyScore
from scraper.evaluate.run import OURS, Result, Scored
from scraper.evaluate.summary import Figures, article_figures, measure_of, teaser_figures
from scraper.version import CLEANER

SCHEMA = "evaluation/1"


def report(pages: Sequence[Scored], *, tools: Sequence[str], sites: str) -> dict[str, Any]:
    """Return everything that was measured: plain dicts, lists, texts and numbers."""
    return {
        "schema": SCHEMA,
        "cleaner": CLEANER,
        "sites": sites,
        "pages": len(pages),
        "tools": {tool: _tool(pages, tool) for tool in tools},
        "worst": [_worst(page, score) for score, page in worst_first(pages)],
    }


def _tool(pages: Sequence[Scored], tool: str) -> dict[str, Any]:
    teasers = [page for page in pages if page.page.kind == "teasers"]
    articles = _groups((page for page in pages if page.page.kind == "articles"), lambda page: page.page.set)
    return {
        "teasers": {
            name: _teaser_figures(group, tool) for name, group in _groups(teasers, lambda page: page.page.set).items()
        },
        "articles": {name: _article_figures(group, tool) for name, group in articles.items()},
        "languages": {
            name: _language(group, tool) for name, group in _groups(pages, lambda page: page.language).items()
        },
        "cost": _cost(pages, tool),
        "faults": [f"{page.page.id}: {fault}" for page in pages if (fault := page.results[tool].fault)],
    }


def _teaser_figures(pages: Iterable[Scored], tool: str) -> Figures:
    return teaser_figures([score for page in pages if (score := page.results[tool].teasers) is not None])


def _article_figures(pages: Iterable[Scored], tool: str) -> Figures:
    figures = article_figures(
        [(found.body, found.fields) for found in (page.results[tool] for page in pages) if found.body and found.fields]
    )
    return figures | {"measure": measure_of(figures)}


def _language(pages: Sequence[Scored], tool: str) -> Figures:
    """Return the figures of a language: teasers over all items, bodies as the mean of each page's own measure."""
    teasers = [score for page in pages if (score := page.results[tool].teasers) is not None]
    bodies = [measured for page in pages if (measured := body_measure(page, tool)) is not None]
    figures: Figures = {"pages": len(pages), "teaser_pages": len(teasers), "body_pages": len(bodies)}
    if teasers:
        whole = teaser_figures(teasers)
        figures |= {
            name: whole[name] for name in ("items", "item_f1_micro", "item_f1_macro", "leak_pages", "kept_strings")
        }
    if bodies:
        figures["body"] = sum(bodies) / len(bodies)
    return figures


def body_measure(page: Scored, tool: str) -> float | None:
    """Return a page's F1 by what its gold is: texts, snippets or both; `None` for none."""
    body = page.results[tool].body
    if body is None:
        return None
    both = body.shingles is not None and body.snippets is not None
    return body.word_f1 if both else body.f1 if body.shingles is not None else body.snippet_f1


def _cost(pages: Sequence[Scored], tool: str) -> Figures:
    """Return milliseconds a page, and the whole as a multiple of the bare parse of the same pages."""
    timed = [page for page in pages if page.results[tool].fault is None]
    seconds = sum(page.results[tool].seconds for page in timed)
    parse = sum(page.parse_seconds for page in timed)
    return {
        "pages": len(timed),
        "ms_a_page": seconds / len(timed) * 1000 if timed else None,
        "parse_ms_a_page": parse / len(timed) * 1000 if timed else None,
        "times_parse": seconds / parse if parse else None,
        "slowest_s": max((page.results[tool].seconds for page in timed), default=None),
    }


def worst_first(pages: Sequence[Scored]) -> list[tuple[float, Scored]]:
    """Return the pages that the cleaner does worst on first, each with its F1; leaks and lost strings count as faults."""
    scores = [(score, page) for page in pages if (score := page_score(page)) is not None and score < 1]
    return sorted(scores, key=lambda pair: (pair[0], pair[1].page.set, pair[1].page.id))


def page_score(page: Scored) -> float | None:
    """Return one number for a page: its F1, of a teaser page less a tenth for each string that leaked or was lost."""
    score = page.results[OURS].teasers
    if score is None:
        return body_measure(page, OURS)
    return score.f1 - 0.1 * (len(score.leaks) + len(score.lost))


def _worst(page: Scored, score: float) -> dict[str, Any]:
    return {
        "set": page.page.set,
        "id": page.page.id,
        "folder": page.page.folder,
        "score": score,
        "why": why(page.results[OURS]),
    }


def why(result: Result) -> str:
    """Return in a few words what a page lost its points by."""
    if result.fault:
        return result.fault
    if result.teasers is not None:
        score = result.teasers
        parts = (("wrong", score.wrong), ("missed", score.missed), ("leaked", score.leaks), ("lost", score.lost))
        return ", ".join(f"{len(found)} {name}" for name, found in parts if found)
    body = result.body or BodyScore()
    if body.empty:
        return "no text"
    if body.shingles is not None:
        common, surplus, missing = body.shingles
        return f"{surplus:,} surplus and {missing:,} missing runs of words, {common:,} in common"
    _, unwanted, missing, _ = body.snippets or (0, 0, 0, 0)
    return f"{missing} wanted snippets missing, {unwanted} unwanted there"


def _groups(pages: Iterable[Scored], key: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = {}
    for page in pages:
        groups.setdefault(key(page), []).append(page)
    return dict(sorted(groups.items()))
