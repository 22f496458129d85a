"""Teasers and body decided together: a page's blocks, each in one place.

    first look     what each block is by itself
    teasers        by their structure, their targets, and what the first look thinks of their text
    second look    the body, in the light of the teasers: what is a teaser cannot be body

What a site's definition claims is not asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from scraper.clean.body.features import Facts
from scraper.clean.body.judge import Verdict, judge_blocks, look_at
from scraper.clean.body.typed import whole_structures
from scraper.clean.context import box_votes
from scraper.clean.links import Links, Target
from scraper.clean.outline import Outline
from scraper.clean.rules import Ruled
from scraper.clean.teasers.cards import find_lists
from scraper.clean.teasers.features import PageView
from scraper.clean.teasers.gathered import as_gathered, whole_lists
from scraper.clean.teasers.heading import Heading, headings_of
from scraper.clean.teasers.items import related_items
from scraper.clean.teasers.judge import JudgedList, judge_lists, teaser_blocks
from scraper.clean.teasers.posts import find_posts
from scraper.model import RelatedItem
from scraper.site import Site


@dataclass(frozen=True, slots=True)
class Separation:
    """A page's blocks, sorted."""

    outline: Outline
    votes: list[int]
    verdict: Verdict
    """What the judge thinks of each block, whatever a definition says."""

    body: frozenset[int]
    """Blocks of the article's body."""

    teasers: frozenset[int]
    """Blocks that belong to teasers."""

    items: tuple[RelatedItem, ...]
    """The teasers, in document order, positions given."""

    lists: tuple[JudgedList, ...]
    """All lists that the generic cleaner saw, accepted or not."""


def separate(
    outline: Outline, links: Links, own: Target | None, *, ruled: Ruled, site: Site | None, facts: Facts
) -> Separation:
    """Sort the blocks of a page into body, teasers and the rest."""
    votes = box_votes(outline)
    claimed = _claimed(outline, ruled)
    ruled_body = _span_blocks(outline, ruled.body)
    look = look_at(outline, votes, facts)
    may_gather = not (ruled.body or facts.says_article)
    posts = find_posts(outline, links, claimed) if may_gather and not (own and own.tells_story) else []
    lists = judge_lists(find_lists(outline, links, claimed, posts), PageView(outline, votes, own, look.scores))
    lists = whole_lists(lists, outline)
    if may_gather:
        lists = as_gathered(lists, outline)
    further = site.further_teasers if site else "all"
    lists = _allowed(lists, further, ruled_body)
    cards = frozenset(claimed) | teaser_blocks(lists, outline)
    good = [[judged.card for judged in entry.accepted] for entry in lists]
    headings = headings_of(good, outline, links, cards)
    teasers = cards | {heading.block.index for heading in headings.values()}
    verdict = judge_blocks(look, teasers)
    if ruled.body:
        # The definition says what the text is: of it only a marked heading can be a list's, a plain line is the text's own.
        plain = {heading.block.index for heading in headings.values() if not heading.block.level}
        teasers -= plain & ruled_body
        body = frozenset(ruled_body - teasers)
    else:
        body = whole_structures(outline, verdict.body - teasers, verdict.scores, teasers)
    return Separation(
        outline,
        votes,
        verdict,
        body,
        teasers,
        _items(outline, votes, links, ruled, lists, headings, ruled_body or _stretch(body)),
        tuple(lists),
    )


def _claimed(outline: Outline, ruled: Ruled) -> set[int]:
    """Return the blocks of everything that the definition's teaser lists hold."""
    return _span_blocks(outline, [*ruled.lists, *(entry for entry, _ in ruled.teasers)])


def _span_blocks(outline: Outline, nodes: Collection[object]) -> set[int]:
    return {n for node in nodes for n in range(*outline.span_of(node))}  # type: ignore[arg-type]


def _allowed(lists: list[JudgedList], further: str, body: Collection[int]) -> list[JudgedList]:
    """Refuse the cards that the definition leaves no room for."""
    if further == "all":
        return lists
    kept = []
    for entry in lists:
        judged = tuple(
            replace(
                good,
                accepted=good.accepted
                and further == "inline"
                and good.card.start in body
                and good.card.target.same_site,
            )
            for good in entry.judged
        )
        kept.append(replace(entry, judged=judged))
    return kept


def _items(
    outline: Outline,
    votes: list[int],
    links: Links,
    ruled: Ruled,
    lists: list[JudgedList],
    headings: Mapping[int, Heading],
    inside: Collection[int],
) -> tuple[RelatedItem, ...]:
    """Return all teasers in document order; `inside` are the blocks between the body's first and last one."""
    placed = [(outline.span_of(entry)[0], item) for entry, item in ruled.teasers]
    good = [[judged.card for judged in entry.accepted if not judged.card.target.own] for entry in lists]
    placed += related_items(list(filter(None, good)), outline, votes, links, headings=headings, inside=inside)
    placed.sort(key=lambda pair: pair[0])
    return tuple(
        replace(item, position=n) for n, (_, item) in enumerate(item_pair for item_pair in placed if item_pair[1].title)
    )


def _stretch(body: Collection[int]) -> Collection[int]:
    return range(min(body), max(body)) if body else ()
