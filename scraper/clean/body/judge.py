"""Weights -> a score for each block -> the blocks that are the body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scraper.clean.body import learned
from scraper.clean.body.features import Facts, PageText, local_values
from scraper.clean.body.mass import Mass, context_values
from scraper.clean.outline import Outline
from scraper.clean.weights import Weights

LOCAL = Weights(**learned.LOCAL)
CONTEXT = Weights(**learned.CONTEXT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge thinks of every block of a page."""

    scores: Sequence[float]
    """Log odds of being body, by block number."""

    body: frozenset[int]
    """Numbers of the blocks that are the body."""


def judge_blocks(outline: Outline, votes: Sequence[int], teasers: Collection[int], facts: Facts) -> Verdict:
    """Score every block of a page and pick the body."""
    page = PageText(outline, votes, teasers, facts)
    local = local_rows(page)
    scores = [LOCAL.score(values, signs) for values, signs in zip(local, page.votes, strict=True)]
    if not scores:
        return Verdict((), frozenset())
    mass = Mass(page, scores)
    final = [CONTEXT.score([*values, *context_values(n, mass)], page.votes[n]) for n, values in enumerate(local)]
    return Verdict(final, frozenset(n for n, score in enumerate(final) if score > 0))


def local_rows(page: PageText) -> list[list[object]]:
    """Return the local evidence of every block."""
    return [local_values(n, page) for n in range(len(page.outline.blocks))]
