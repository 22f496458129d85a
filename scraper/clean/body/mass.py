"""Where the first look saw the body: the evidence for the second look, which decides.

The second look sees which blocks are teasers, and what the first one thought of the whole page: where the body seems to
begin and end, and which box holds most of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from scraper.clean.body.features import OWN_GROUPS, PageText
from scraper.clean.body.shares import Shares, shape_of
from scraper.clean.outline import Box
from scraper.clean.weights import Value, fine_scale, scale

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
    "peers_mass",
    "among_peers",
)

_of_mass = fine_scale(0.001, 0.05, 0.2, 0.5, 0.8, 0.95)
_of_side_mass = fine_scale(0.001, 0.2, 0.8)
_of_score = fine_scale(-4, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4)
_of_near_score = fine_scale(-3, -1, 0, 1, 3)
_of_distance = scale(1, 2, 3, 5, 9)
_of_branch_score = fine_scale(-3, -1.5, -0.5, 0.5, 1.5, 3)
_of_branch_size = scale(2, 3, 6, 12, 30)
_of_branch_links = fine_scale(0.01, 0.1, 0.3, 0.6, 0.9)
_of_peers = scale(2, 4, 8)
_TEASER = -6.0  # score of what is a teaser
_OUTSIDE = -9.0  # score of what lies beyond the page's first and last block


class Mass:
    """Where the first look saw the body: how much of it each box holds, where it begins and ends.

    Teasers hold none of it, whatever the first look thought of them.
    """

    def __init__(self, page: PageText, first_look: Sequence[float], teasers: Collection[int]) -> None:
        self.page = page
        self.teasers = teasers
        self.shares = Shares(page.places, teasers) if teasers else page.shares
        scores = [_TEASER if n in teasers else score for n, score in enumerate(first_look)]
        self.scores = scores
        blocks = page.outline.blocks
        self.of_box: dict[int, float] = {}
        self.of_shape: dict[tuple[str, str, int], float] = {}
        for block, score in zip(blocks, scores, strict=True):
            if score > 0:
                weight = len(block.text) * score / (1 + score)
                holder = page.places.holders[block.index]
                shape = shape_of(holder)
                self.of_shape[shape] = self.of_shape.get(shape, 0.0) + weight
                self.of_box[holder.index] = self.of_box.get(holder.index, 0.0) + weight
        for box in reversed(page.outline.boxes):  # what a box holds, the boxes around it hold as well
            if box.parent is not None and box.index in self.of_box:
                around = box.parent.index
                self.of_box[around] = self.of_box.get(around, 0.0) + self.of_box[box.index]
        self.total = max(self.of_box.values(), default=0.0) or 1.0
        self.main = max((index for index, mass in self.of_box.items() if mass >= 0.75 * self.total), default=0)
        self.main_start, self.main_end = page.outline.boxes[self.main].start, page.outline.boxes[self.main].end
        """The blocks of the innermost box that holds most of the body."""
        strong = [n for n, score in enumerate(scores) if score > 1 and len(blocks[n].text) >= 60]
        inside = [n for n in strong if self.main_start <= n < self.main_end] or strong
        inside = inside or [max(range(len(scores)), key=scores.__getitem__)]
        self.first, self.last = inside[0], inside[-1]
        self.of_peers: dict[tuple[int, str, str], list[float]] = {}
        """Of boxes side by side that are alike: the number of their blocks, their characters, and how many of these the first look took."""
        self.reach: dict[int, tuple[int, int]] = {}
        """Of each box: the first and the last strong block right in it."""
        for block, score in zip(blocks, scores, strict=True):
            sums = self.of_peers.setdefault(page.places.peers[block.index], [0, 0, 0])
            sums[0] += 1
            sums[1] += len(block.text)
            sums[2] += len(block.text) if score > 0 else 0
        for n in strong:
            around = page.places.peers[n][0]
            self.reach[around] = (self.reach.get(around, (n, n))[0], n)
        self.score_sums = list(accumulate((max(-6.0, min(6.0, score)) for score in scores), initial=0.0))
        self.links = list(accumulate((block.link_chars for block in blocks), initial=0))
        self.near = [*map(_of_near_score, scores), _of_near_score(_OUTSIDE)]
        """What each block's score is to its neighbours; one more for what lies behind the last."""
        self._holder_values: dict[int, tuple[float, str, str, str]] = {}

    def holder_values(self, holder: Box) -> tuple[float, str, str, str]:
        """Return what is the same for all blocks of a holder: the share of the body in it (as a number and as a value),
        around it, and in boxes of its shape.
        """
        known = self._holder_values.get(holder.index)
        if known is None:
            here = self.share(holder)
            known = self._holder_values[holder.index] = (
                here,
                _of_mass(here),
                _of_mass(self.share(holder.parent)),
                _of_mass(self.of_shape.get(shape_of(holder), 0.0) / self.total),
            )
        return known

    def side(self, n: int) -> tuple[str, int]:
        """Return on which side of the strong blocks a block stands, and how many blocks away from them."""
        if n < self.first:
            return "before", self.first - n
        return ("behind", n - self.last) if n > self.last else ("within", 0)

    def branches(self) -> list[tuple[str, str, str]]:
        """Return for every box what is said of the part of the main box that it stands in: its mean score, size and
        share of links.
        """
        found: list[tuple[str, str, str]] = []
        for box in self.page.outline.boxes:
            around = box.parent
            found.append(self._branch(box) if around is None or around.index == self.main else found[around.index])
        return found

    def _branch(self, branch: Box) -> tuple[str, str, str]:
        if branch.parent is None:
            return "outside", "", ""
        count = max(1, branch.end - branch.start)
        chars = max(1, self.page.outline.chars_in(branch.start, branch.end))
        return (
            _of_branch_score((self.score_sums[branch.end] - self.score_sums[branch.start]) / count),
            _of_branch_size(count),
            _of_branch_links((self.links[branch.end] - self.links[branch.start]) / chars),
        )

    def share(self, box: Box | None) -> float:
        """Return the share of the body that a box holds."""
        return self.of_box.get(box.index, 0.0) / self.total if box else 1.0


def context_rows(mass: Mass, local: Sequence[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """Return for every block of a page its values, one for each of `LOCAL_GROUPS` and `CONTEXT_GROUPS`.

    Of the `local` evidence, shares are counted anew: teasers have none.
    """
    own = len(OWN_GROUPS)
    context = zip(*_columns(mass), strict=True)
    return [row[:own] + shares + more for row, shares, more in zip(local, mass.shares.rows(), context, strict=True)]


def _columns(mass: Mass) -> list[Iterable[Value]]:
    """Return for each of `CONTEXT_GROUPS` its value for every block."""
    scores, near, teasers = mass.scores, mass.near, mass.teasers
    numbers = range(len(scores))
    blocks = mass.page.outline.blocks
    here, of_here, of_around, of_shape = zip(*map(mass.holder_values, mass.page.places.holders), strict=True)
    sides = [mass.side(n) for n in numbers]
    branches = mass.branches()
    branch_score, branch_size, branch_links = zip(*[branches[block.box.index] for block in blocks], strict=True)
    peers, among = zip(*_peers(mass), strict=True)
    is_teaser = [n in teasers for n in numbers]
    return [
        map(_of_score, scores),
        of_here,
        of_around,
        [side for side, _ in sides],
        [f"{side} {_of_distance(distance)}" for side, distance in sides],
        [_of_near_score(_OUTSIDE), *near[:-2]],
        near[1:],
        [
            _of_near_score((scores[n - 3] + scores[n - 2] + scores[n - 1]) / 3 if n > 2 else _mean(scores[:n]))
            for n in numbers
        ],
        [_of_near_score(_mean(scores[n + 1 : n + 4])) for n in numbers],
        [f"{side} {mass.main_start <= n < mass.main_end}" for n, (side, _) in enumerate(sides)],
        [f"{side} {_of_side_mass(share)}" for (side, _), share in zip(sides, here, strict=True)],
        of_shape,
        branch_score,
        branch_size,
        branch_links,
        is_teaser,
        map(_beside, [False, *is_teaser[:-1]], [*is_teaser[1:], False]),
        peers,
        among,
    ]


def _beside(before: bool, behind: bool) -> int:
    """Return on which sides of a block there is a teaser."""
    return before + 2 * behind


def _peers(mass: Mass) -> Iterator[tuple[str, str]]:
    """Yield for each block how much of the boxes like its own the first look took, and where it stands among the strong
    ones beside it.
    """
    places, sizes = mass.page.places, mass.page.sizes
    for n, (peers, own, score, named) in enumerate(zip(places.peers, sizes, mass.scores, places.named, strict=True)):
        count, chars, taken = mass.of_peers[peers]
        share = _of_mass((taken - (own if score > 0 else 0)) / max(1, chars - own)) if count > 1 else "alone"
        first, last = mass.reach.get(peers[0], (-1, -1))
        place = "none" if first < 0 else "above" if n < first else "below" if n > last else "between"
        yield f"{share} {_of_peers(count)} {named}", f"{place} {named}"


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores) if scores else _OUTSIDE
