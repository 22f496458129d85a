"""What the learned judges weighed: each piece of evidence of a block or a card with its weight.

A judge's score is a sum, so its pieces are the whole truth: they add up to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scraper.clean import context
from scraper.clean.body import learned as body_learned
from scraper.clean.body.judge import FirstLook, look_at
from scraper.clean.body.mass import Mass, context_rows
from scraper.clean.examine import Examination
from scraper.clean.signs import sign_names
from scraper.clean.teasers import judge as teaser_judge
from scraper.clean.teasers import learned as teaser_learned
from scraper.clean.teasers.features import PageView
from scraper.clean.weights import Learned, Value

TYPICAL = "typical"
"""Name of the piece that all blocks or cards of a page have: the bias, and the mean weight of each group."""


class Piece(NamedTuple):
    """One piece of evidence."""

    name: str
    """Group and value ("length=250+"), or what a vote bit stands for ("box: nav", "words: more in a line")."""

    weight: float
    """Log odds that it adds; of a group's value measured from the page's mean, for what all have tells nothing."""


def contributions(
    learned: Learned, rows: Sequence[Sequence[Value]], votes: Sequence[int], names: Mapping[int, str]
) -> list[list[Piece]]:
    """Return for each thing of a page all evidence that counts, the heaviest first.

    `rows` has one value for each table of the weights, `votes` the bits. The pieces of a thing add up to its score.
    """
    tables = learned["tables"]
    weights = [[table.get(value, 0.0) for table, value in zip(tables.values(), row, strict=True)] for row in rows]
    means = [math.fsum(column) / len(column) for column in zip(*weights, strict=True)]
    typical = Piece(TYPICAL, learned["bias"] + math.fsum(means))
    described = []
    for row, own, bits in zip(rows, weights, votes, strict=True):
        pieces = [
            Piece(f"{group}={'none' if value == '' else value}", weight - mean)
            for group, value, weight, mean in zip(tables, row, own, means, strict=True)
        ]
        pieces += [Piece(names.get(bit, f"bit {bit}"), weight) for bit, weight in learned["bits"].items() if bits & bit]
        described.append(by_weight([typical, *pieces]))
    return described


def by_weight(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces with the heaviest first, whichever way they weigh."""
    return sorted(pieces, key=lambda piece: (-abs(piece.weight), piece.name))


def vote_names() -> dict[int, str]:
    """Return what each vote bit stands for."""
    boxes = {
        value: f"box: {name.lower()}"
        for name, value in vars(context).items()
        if name.isupper() and isinstance(value, int) and not name.startswith("_")
    }
    return boxes | {bit: f"words: {name}" for bit, name in sign_names().items()}


_NAMES = vote_names()


def block_evidence(page: Examination) -> list[list[Piece]]:
    """Return what spoke for and against each block of a page being body, by block number."""
    look = _first_look(page)
    if not look.scores:
        return []
    mass = Mass(look.page, look.scores, page.found.teasers)
    return contributions(body_learned.CONTEXT, context_rows(mass, look.rows), look.page.votes, _NAMES)


def card_evidence(page: Examination) -> list[list[list[Piece]]]:
    """Return what spoke for and against each card being a teaser, by list; the mean of its list is a part of its score."""
    view = card_view(page)
    lists = [judged.cards for judged in page.found.lists]
    rows = [row for cards in lists for row in teaser_judge.card_rows(cards, view)]
    votes = [teaser_judge.votes_of(card, view) for cards in lists for card in cards.cards]
    pieces = iter(contributions(teaser_learned.CARD, rows, votes, _NAMES))
    return [[next(pieces) for _ in cards.cards] for cards in lists]


def card_view(page: Examination) -> PageView:
    """Return the page as the judge of cards sees it."""
    return PageView(page.outline, page.found.votes, page.own, _first_look(page).scores)


def _first_look(page: Examination) -> FirstLook:
    return look_at(page.outline, page.found.votes, page.facts)
