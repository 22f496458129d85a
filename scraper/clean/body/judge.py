"""Weights -> a score for each block -> the blocks that are the body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scraper.clean.body import learned
from scraper.clean.body.features import Facts, PageText, local_rows
from scraper.clean.body.mass import Mass, context_rows
from scraper.clean.body.shares import PROSE
from scraper.clean.context import CONSENT, FORM
from scraper.clean.outline import Box, Outline
from scraper.clean.signs import SIGNS
from scraper.clean.weights import Value, Weights

_SURE = 1.0  # score of a text that is surely body
_LONG = 1500  # characters of running text: shorter pages have no article to lose
_REFUSED = 0.25  # of the running text: an article has more
_BELOW_BEST = 1.0  # what may lie between the scores of an article's texts
_BRIEF = 150  # characters of running text of a page that says it is an article, and of which nothing was taken
_DOUBTED = -3.0  # score of the best text of such a page: below it is no article's
_BELOW_BRIEF = 0.5
_ARTICLE = 600  # characters of a text that is a whole article's
_NEARLY = -1.0  # score of a text that may be body
_FELLOWS = 3  # texts of one kind that tell what the others of that kind are
_NEARLY_ALL = 0.7  # of them
_FELLOW_TAGS = frozenset(("p", "li", "h2", "h3", "h4"))

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
    rows: Sequence[tuple[Value, ...]]
    """The local evidence of every block."""

    scores: Sequence[float]
    """Log odds of being body, by block number."""


def look_at(outline: Outline, votes: Sequence[int], facts: Facts) -> FirstLook:
    """Score every block by itself, its boxes and its neighbours."""
    page = PageText(outline, votes, facts)
    rows = local_rows(page)
    return FirstLook(page, rows, list(map(LOCAL.score, rows, page.votes)))


def judge_blocks(look: FirstLook, teasers: Collection[int]) -> Verdict:
    """Score every block of a page once more, in the light of all first scores and of the teasers, and pick the body.

    Where all of the body lies beside the element that says it is the article, readers' comments or boxes of the house have
    outweighed its text: that element is looked at once more, alone.
    """
    if not look.scores:
        return Verdict((), frozenset())
    verdict = _judge(look, teasers)
    article = _article_of(look.page)
    if article is None:
        return verdict
    inside = _within(article, verdict.body)
    if verdict.body and not inside:
        return _alone(article, look, teasers, verdict)
    return Verdict(verdict.scores, inside) if _chars(inside, look.page) >= _ARTICLE else verdict


def _judge(look: FirstLook, left_out: Collection[int]) -> Verdict:
    """Look a second time; `left_out` are blocks that cannot be body."""
    mass = Mass(look.page, look.scores, left_out)
    votes = look.page.votes
    final = list(map(CONTEXT.score, context_rows(mass, look.rows), votes))
    body = frozenset(n for n, score in enumerate(final) if score > 0 and not votes[n] & FORM)
    body |= _fellows(final, body, look.page, left_out) | _saved(final, look.page, left_out)
    return Verdict(final, _without_consent(body, look.page))


def _alone(article: Box, look: FirstLook, teasers: Collection[int], before: Verdict) -> Verdict:
    """Judge an article's element without what is around it; `before` where it has no text to speak of."""
    others = frozenset(n for n in range(len(look.scores)) if not article.start <= n < article.end)
    verdict = _judge(look, others.union(teasers))
    body = _within(article, verdict.body)
    return Verdict(verdict.scores, body) if _chars(body, look.page) >= _BRIEF else before


def _article_of(page: PageText) -> Box | None:
    """Return the outermost element around the headline that says it is the article; `None` if there is none."""
    at = page.facts.headline_at
    article = None
    for box in page.outline.blocks[at].box.ancestors() if at is not None else ():
        if box.tag == "article" or "Article" in (box.node.attributes.get("itemtype") or ""):
            article = box
    return article


def _within(article: Box, body: frozenset[int]) -> frozenset[int]:
    return frozenset(n for n in body if article.start <= n < article.end)


def _chars(body: Collection[int], page: PageText) -> int:
    return sum(page.sizes[n] for n in body)


def _fellows(scores: Sequence[float], body: frozenset[int], page: PageText, teasers: Collection[int]) -> frozenset[int]:
    """Return the blocks that were nearly taken for body and stand between or behind others of their kind that were.

    Paragraphs of one box that look alike in the page's code share one fate: what a short one among them says of itself
    counts for less.
    """
    kinds: dict[tuple[int, str, str], list[int]] = {}
    for block, holder in zip(page.outline.blocks, page.places.holders, strict=True):
        if block.box.tag in _FELLOW_TAGS:
            kinds.setdefault((holder.index, block.box.tag, block.box.names), []).append(block.index)
    found: set[int] = set()
    for alike in kinds.values():
        taken = [n for n in alike if n in body]
        if len(taken) >= _FELLOWS and len(taken) >= _NEARLY_ALL * len(alike):
            found.update(n for n in alike if taken[0] < n and scores[n] > _NEARLY and _says_nothing_else(n, page))
    return frozenset(found.difference(teasers))


def _says_nothing_else(n: int, page: PageText) -> bool:
    """Tell whether a text bears no sign of being something else than the story: a call to subscribe, a link to follow."""
    block = page.outline.blocks[n]
    return not page.votes[n] & SIGNS and 2 * block.link_chars < len(block.text)


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
        if block.own >= PROSE and block.index not in teasers
    }
    total = sum(texts.values())
    best = max((scores[n] for n in texts), default=_SURE)
    if total < _LONG and page.facts.says_article and total >= _BRIEF and _DOUBTED < best <= 0:
        return frozenset(n for n in texts if scores[n] > best - _BELOW_BRIEF)
    if best >= _SURE or total < _LONG or not (page.facts.says_article or not teasers):
        return frozenset()
    if sum(chars for n, chars in texts.items() if scores[n] > 0) >= _REFUSED * total:
        return frozenset()
    least = best - _BELOW_BEST
    kept = [n for n in texts if scores[n] > least]
    return frozenset(n for n in range(kept[0], kept[-1] + 1) if scores[n] > least)
