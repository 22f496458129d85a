"""What a text block and its surroundings look like: the evidence that the learned weights are for.

Two rounds. The first sees a block, its boxes and its neighbours. The second sees what the first one thought of the
whole page: where the body seems to begin and end, and which box holds most of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from scraper.clean.outline import Box, Outline, TextBlock
from scraper.clean.weights import Value, interval
from scraper.text import ends_sentence

LOCAL_GROUPS = (
    "length", "links", "tag", "holder", "ends", "commas", "before", "after", "share", "share_around", "place", "capitals", "digits",
    "lower_start", "sign", "purity", "crowd", "teaser", "teaser_near", "anchors",
)  # fmt: skip
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
)

_LEAF_TAGS = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd pre blockquote summary caption figcaption legend".split())
_PASSED_TAGS = _LEAF_TAGS | {"ul", "ol", "dl", "tr", "tbody", "table"}
_SIGNS = (
    ("rights", re.compile(r"©|\(c\) ?\d{4}|all rights reserved|copyright", re.IGNORECASE)),
    ("mail", re.compile(r"\S@\S+\.\w")),
    ("address", re.compile(r"\bwww\.|https?://")),
    ("handle", re.compile(r"(?:^|\s)@\w{3,}")),
)
_PROSE = 80  # characters: a text of this length is a sentence or more

_LENGTHS = (1, 12, 25, 40, 60, 90, 140, 250)
_SHARES = (0.001, 0.1, 0.3, 0.6, 0.9)
_MASSES = (0.001, 0.05, 0.2, 0.5, 0.8, 0.95)
_SCORES = (-4, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4)
_NEAR_SCORES = (-3, -1, 0, 1, 3)
_OUTSIDE = -9.0  # score of what lies beyond the page's first and last block


class PageText:
    """The page's text as sums, so that any box can be asked how much of it it holds."""

    def __init__(self, outline: Outline, votes: Sequence[int], teasers: Collection[int]) -> None:
        self.outline = outline
        self.votes = votes
        self.teasers = teasers
        """Blocks that belong to teasers."""
        self.prose = [0]
        self.chars = [0]
        for block in outline.blocks:
            own = len(block.text) - block.link_chars
            counts = own >= _PROSE and block.index not in teasers and not block.box.hidden
            self.prose.append(self.prose[-1] + (own if counts else 0))
            self.chars.append(self.chars[-1] + len(block.text))
        self.total = max(1, self.prose[-1])
        self.holders = [holder_of(block) for block in outline.blocks]
        self._holder_values: dict[int, tuple[str, str, str, str, str]] = {}

    def holder_values(self, holder: Box) -> tuple[str, str, str, str, str]:
        """Return what is the same for all blocks of a holder: tag, shares of the page's prose, purity, crowd."""
        known = self._holder_values.get(holder.index)
        if known is None:
            around = holder.parent or holder
            inside = self.prose[holder.end] - self.prose[holder.start]
            known = self._holder_values[holder.index] = (
                holder.tag,
                interval(inside / self.total, _SHARES),
                interval((self.prose[around.end] - self.prose[around.start]) / self.total, _SHARES),
                interval(inside / max(1, self.chars[holder.end] - self.chars[holder.start]), (0.05, 0.3, 0.6, 0.85)),
                interval(holder.end - holder.start, (2, 4, 8, 16)),
            )
        return known


def holder_of(block: TextBlock) -> Box:
    """Return the box that holds a paragraph: the innermost one that is no paragraph, list or heading itself."""
    box = block.box
    while box.parent is not None and (box.tag in _PASSED_TAGS or box.end - box.start <= 1):
        box = box.parent
    return box


def local_values(n: int, page: PageText) -> list[Value]:
    """Return one value for each of `LOCAL_GROUPS` for block number `n`."""
    blocks = page.outline.blocks
    block = blocks[n]
    text = block.text
    own = len(text) - block.link_chars
    holder = page.holders[n]
    tag, share, share_around, purity, crowd = page.holder_values(holder)
    return [
        interval(own, _LENGTHS),
        interval(block.link_chars / len(text), (0.01, 0.2, 0.5, 0.9)),
        block.box.tag if block.box.tag in _LEAF_TAGS else "div",
        tag,
        "sentence" if ends_sentence(text) else "colon" if text.endswith(":") else "open",
        interval(text.count(",") + text.count("،") + text.count("、") + text.count("，"), (1, 2, 4)),
        _neighbour(blocks[n - 1] if n else None, page, holder),
        _neighbour(blocks[n + 1] if n + 1 < len(blocks) else None, page, holder),
        share,
        share_around,
        interval(n / len(blocks), (0.1, 0.3, 0.5, 0.7, 0.9)),
        text.isupper(),
        own < _PROSE and sum(map(str.isdigit, text[:80])) > 8,
        text[0].islower(),
        next((name for name, sign in _SIGNS if sign.search(text)), "") if own < 400 else "",
        purity,
        crowd,
        n in page.teasers,
        (n - 1) in page.teasers or (n + 1) in page.teasers,
        min(len(block.anchors), 3),
    ]


def _neighbour(block: TextBlock | None, page: PageText, holder: Box) -> str:
    """Return what kind of text stands before or behind, and whether it is in the same holder."""
    if block is None:
        return "none"
    if block.index in page.teasers:
        return "teaser"
    own = len(block.text) - block.link_chars
    kind = "prose" if own >= _PROSE else "line" if own >= 25 else "short" if own else "link"
    return kind if holder.start <= block.index < holder.end else kind + "-away"


class Mass:
    """Where the first round saw the body: how much of it each box holds, where it begins and ends."""

    def __init__(self, page: PageText, scores: Sequence[float]) -> None:
        self.page = page
        self.scores = scores
        blocks = page.outline.blocks
        self.of_box: dict[int, float] = {}
        for block, score in zip(blocks, scores, strict=True):
            if score > 0:
                weight = len(block.text) * score / (1 + score)
                for box in page.holders[block.index].ancestors():
                    self.of_box[box.index] = self.of_box.get(box.index, 0.0) + weight
        self.total = max(self.of_box.values(), default=0.0) or 1.0
        self.main = max((index for index, mass in self.of_box.items() if mass >= 0.75 * self.total), default=0)
        strong = [n for n, score in enumerate(scores) if score > 1 and len(blocks[n].text) >= 60]
        inside = [n for n in strong if self.in_main(n)] or strong or [0]
        self.first, self.last = inside[0], inside[-1]

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
    ]


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores) if scores else _OUTSIDE
