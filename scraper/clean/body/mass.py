"""Where the first look saw the body: the evidence for the second look, which decides.

The second look sees which blocks are teasers, and what the first one thought of the whole page: where the body seems to
begin and end, and which box holds most of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate

from scraper.clean.body.features import PageText, shape_of
from scraper.clean.outline import Box
from scraper.clean.weights import Value, interval

CONTEXT_GROUPS = (
    "local",
    "mass_here",
    "mass_around",
    "side",
    "distance",
    "local_before",
    "local_after",
    "three_before",
    "three_after",
    "in_main",
    "side_mass",
    "shape_mass",
    "branch_score",
    "branch_size",
    "branch_links",
    "teaser",
    "teaser_near",
)

_MASSES = (0.001, 0.05, 0.2, 0.5, 0.8, 0.95)
_SCORES = (-4, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4)
_NEAR_SCORES = (-3, -1, 0, 1, 3)
_TEASER = -6.0  # score of what is a teaser
_OUTSIDE = -9.0  # score of what lies beyond the page's first and last block


class Mass:
    """Where the first round saw the body: how much of it each box holds, where it begins and ends.

    Teasers hold none of it, whatever the first round thought of them.
    """

    def __init__(self, page: PageText, first_look: Sequence[float], teasers: Collection[int]) -> None:
        self.page = page
        self.teasers = teasers
        blocks = page.outline.blocks
        scores = [_TEASER if n in teasers else score for n, score in enumerate(first_look)]
        self.scores = scores
        self.of_box: dict[int, float] = {}
        self.of_shape: dict[tuple[str, str, int], float] = {}
        for block, score in zip(blocks, scores, strict=True):
            if score > 0:
                weight = len(block.text) * score / (1 + score)
                shape = shape_of(page.holders[block.index])
                self.of_shape[shape] = self.of_shape.get(shape, 0.0) + weight
                for box in page.holders[block.index].ancestors():
                    self.of_box[box.index] = self.of_box.get(box.index, 0.0) + weight
        self.total = max(self.of_box.values(), default=0.0) or 1.0
        self.main = max((index for index, mass in self.of_box.items() if mass >= 0.75 * self.total), default=0)
        strong = [n for n, score in enumerate(scores) if score > 1 and len(blocks[n].text) >= 60]
        inside = [n for n in strong if self.in_main(n)] or strong or [max(range(len(scores)), key=scores.__getitem__)]
        self.first, self.last = inside[0], inside[-1]
        self.score_sums = list(accumulate((max(-6.0, min(6.0, score)) for score in scores), initial=0.0))
        self.links = list(accumulate((block.link_chars for block in blocks), initial=0))

    def branch(self, box: Box) -> tuple[str, str, str]:
        """Return what is said of the part of the main box that a box stands in: its mean score, size and share of links."""
        branch = box
        while branch.parent is not None and branch.parent.index != self.main:
            branch = branch.parent
        if branch.parent is None:
            return "outside", "", ""
        count = max(1, branch.end - branch.start)
        chars = max(1, self.page.chars[branch.end] - self.page.chars[branch.start])
        return (
            interval(
                (self.score_sums[branch.end] - self.score_sums[branch.start]) / count, (-3, -1.5, -0.5, 0.5, 1.5, 3)
            ),
            interval(count, (2, 3, 6, 12, 30)),
            interval((self.links[branch.end] - self.links[branch.start]) / chars, (0.01, 0.1, 0.3, 0.6, 0.9)),
        )

    def in_main(self, n: int) -> bool:
        """Tell whether block `n` stands in the innermost box that holds most of the body."""
        box = self.page.outline.boxes[self.main]
        return box.start <= n < box.end

    def share(self, box: Box | None) -> float:
        """Return the share of the body that a box holds."""
        return self.of_box.get(box.index, 0.0) / self.total if box else 1.0


def context_values(n: int, mass: Mass) -> list[Value]:
    """Return one value for each of `CONTEXT_GROUPS` for block number `n`."""
    scores = mass.scores
    count = len(scores)
    holder = mass.page.holders[n]
    side = "before" if n < mass.first else "behind" if n > mass.last else "within"
    here = mass.share(holder)
    return [
        interval(scores[n], _SCORES),
        interval(here, _MASSES),
        interval(mass.share(holder.parent), _MASSES),
        side,
        f"{side} {interval(max(mass.first - n, n - mass.last, 0), (1, 2, 3, 5, 9))}",
        interval(scores[n - 1] if n else _OUTSIDE, _NEAR_SCORES),
        interval(scores[n + 1] if n + 1 < count else _OUTSIDE, _NEAR_SCORES),
        interval(_mean(scores[max(0, n - 3) : n]), _NEAR_SCORES),
        interval(_mean(scores[n + 1 : n + 4]), _NEAR_SCORES),
        f"{side} {mass.in_main(n)}",
        f"{side} {interval(here, (0.001, 0.2, 0.8))}",
        interval(mass.of_shape.get(shape_of(holder), 0.0) / mass.total, _MASSES),
        *mass.branch(mass.page.outline.blocks[n].box),
        n in mass.teasers,
        ((n - 1) in mass.teasers) + 2 * ((n + 1) in mass.teasers),
    ]


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores) if scores else _OUTSIDE
