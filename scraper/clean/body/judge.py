"""Weights -> a score for each block -> the blocks that are the body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scraper.clean.body import learned
from scraper.clean.body.features import Facts, PageText, local_values
from scraper.clean.body.mass import Mass, context_values
from scraper.clean.body.shares import PROSE
from scraper.clean.context import CONSENT, FORM
from scraper.clean.outline import Outline
from scraper.clean.weights import Value, Weights

_SURE = 1.0  # score of a text that is surely body
_LONG = 1500  # characters of running text: shorter pages have no article to lose
_REFUSED = 0.25  # of the running text: an article has more
_BELOW_BEST = 2.0  # what may lie between the scores of an article's texts

LOCAL = Weights(**learned.LOCAL)
CONTEXT = Weights(**learned.CONTEXT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge thinks of every block of a page."""

    scores: Sequence[float]
    """Log odds of being body, by block number."""

    body: frozenset[int]
    """Numbers of the blocks that are the body."""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the first round thinks of a page's blocks, before anything is known of teasers."""

    page: PageText
    rows: Sequence[Sequence[Value]]
    """The local evidence of every block."""

    scores: Sequence[float]
    """Log odds of being body, by block number."""


def look_at(outline: Outline, votes: Sequence[int], facts: Facts) -> FirstLook:
    """Score every block by itself, its boxes and its neighbours."""
    page = PageText(outline, votes, facts)
    rows = local_rows(page)
    return FirstLook(page, rows, [LOCAL.score(values, signs) for values, signs in zip(rows, page.votes, strict=True)])


def judge_blocks(look: FirstLook, teasers: Collection[int]) -> Verdict:
    """Score every block of a page once more, in the light of all first scores and of the teasers, and pick the body."""
    if not look.scores:
        return Verdict((), frozenset())
    mass = Mass(look.page, look.scores, teasers)
    votes = look.page.votes
    final = [CONTEXT.score(context_values(n, mass, row), votes[n]) for n, row in enumerate(look.rows)]
    body = frozenset(n for n, score in enumerate(final) if score > 0 and not votes[n] & FORM) | _saved(
        final, look.page, teasers
    )
    return Verdict(final, _without_consent(body, look.page))


def _without_consent(body: frozenset[int], page: PageText) -> frozenset[int]:
    """Return the body without what boxes for consent say. A box that holds the headline is none, whatever its name."""
    asking = frozenset(n for n in body if page.votes[n] & CONSENT)
    at = page.facts.headline_at
    if at is None:
        chars = {n: len(page.outline.blocks[n].text) for n in body}
        named_by_chance = 2 * sum(chars[n] for n in asking) > sum(chars.values())
    else:
        named_by_chance = bool(page.votes[at] & CONSENT)
    return body if named_by_chance else body - asking


def _saved(scores: Sequence[float], page: PageText, teasers: Collection[int]) -> frozenset[int]:
    """Return the blocks of an article whose own text has nearly all been refused: its best texts and what is between them.

    Such an article is in a shape that no page of the training had; its best texts are still the best. Empty for all others.
    """
    texts = {
        block.index: len(block.text)
        for block in page.outline.blocks
        if len(block.text) - block.link_chars >= PROSE and block.index not in teasers
    }
    total = sum(texts.values())
    best = max((scores[n] for n in texts), default=_SURE)
    if best >= _SURE or total < _LONG or not (page.facts.says_article or not teasers):
        return frozenset()
    if sum(chars for n, chars in texts.items() if scores[n] > 0) >= _REFUSED * total:
        return frozenset()
    least = best - _BELOW_BEST
    kept = [n for n in texts if scores[n] > least]
    return frozenset(n for n in range(kept[0], kept[-1] + 1) if scores[n] > least)


def local_rows(page: PageText) -> list[list[Value]]:
    """Return the local evidence of every block."""
    return [local_values(n, page) for n in range(len(page.outline.blocks))]
