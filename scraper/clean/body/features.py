"""What a text block and its surroundings look like: the evidence that the learned weights are for.

Two rounds. The first sees a block, its boxes and its neighbours. The second sees what the first one thought of the
whole page: where the body seems to begin and end, and which box holds most of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scraper.clean.outline import Box, Outline, TextBlock
from scraper.clean.signs import signs_of
from scraper.clean.weights import Value, interval
from scraper.text import ends_sentence

LOCAL_GROUPS = (
    "length", "links", "tag", "holder", "ends", "commas", "before", "after", "share", "share_around", "place", "capitals", "digits",
    "lower_start", "sign", "purity", "crowd", "teaser", "teaser_near", "anchors", "stress", "repeats", "headline", "says", "declared", "picture",
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
    "shape_mass",
    "branch_score",
    "branch_size",
    "branch_links",
)

_LEAF_TAGS = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd pre blockquote summary caption figcaption legend".split())
_PASSED_TAGS = _LEAF_TAGS | {"ul", "ol", "dl", "tr", "tbody", "table"}
_SIGNS = (
    ("rights", re.compile(r"©|\(c\) ?\d{4}|all rights reserved|copyright", re.IGNORECASE)),
    ("mail", re.compile(r"\S@\S+\.\w")),
    ("address", re.compile(r"\bwww\.|https?://")),
    ("handle", re.compile(r"(?:^|\s)@\w{3,}")),
)
_NO_LETTER = re.compile(r"[\W_]+")
_REFRAIN = 100  # characters: a longer text that stands twice is a copy, no label
_LONGEST_SAYING = 500
_LONG_ENOUGH = 300  # characters of a declared body that is more than a summary
_PROSE = 80  # characters: a text of this length is a sentence or more

_LENGTHS = (1, 12, 25, 40, 60, 90, 140, 250)
_SHARES = (0.001, 0.1, 0.3, 0.6, 0.9)
_MASSES = (0.001, 0.05, 0.2, 0.5, 0.8, 0.95)
_SCORES = (-4, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4)
_NEAR_SCORES = (-3, -1, 0, 1, 3)
_OUTSIDE = -9.0  # score of what lies beyond the page's first and last block


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page's head says that tells about its blocks."""

    headline_at: int | None = None
    """The block that shows the headline."""

    headline: str | None = None
    summary: str | None = None
    """The page's own description."""

    article_body: str | None = None
    """JSON-LD `articleBody`."""


class PageText:
    """The page's text as sums, so that any box can be asked how much of it it holds."""

    def __init__(self, outline: Outline, votes: Sequence[int], teasers: Collection[int], facts: Facts) -> None:
        self.outline = outline
        self.facts = facts
        self.headline = _key(facts.headline)
        self.summary = _key(facts.summary)
        self.declared = _key(facts.article_body)
        self.times = Counter(block.text for block in outline.blocks if len(block.text) < _REFRAIN)
        self.votes = [votes[block.box.index] | signs_of(block.text) for block in outline.blocks]
        """Of each block: those of its box, and the signs of its words."""
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
        self.pictures = _sums(outline)
        """Number of pictures before each block."""
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


def _sums(outline: Outline) -> list[int]:
    at = Counter(picture.at for picture in outline.pictures)
    sums = [0]
    for n in range(len(outline.blocks) + 1):
        sums.append(sums[-1] + at[n])
    return sums


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
        block.stressed,
        min(page.times[text], 3) if len(text) < _REFRAIN else 0,
        _past_headline(n, page),
        _says(text, page),
        _is_declared(text, page),
        _picture_near(block, page),
    ]


def _picture_near(block: TextBlock, page: PageText) -> str:
    """Return whether a picture shares a small box with a block, as it does with its caption, or stands right before it."""
    n = block.index
    box = block.box
    for _ in range(3):
        if page.pictures[box.end] - page.pictures[box.start] > 0:
            return "same box"
        if box.parent is None or box.parent.end - box.parent.start > 3:
            break
        box = box.parent
    return "before" if page.pictures[n + 1] - page.pictures[n] > 0 else ""


def _past_headline(n: int, page: PageText) -> str:
    """Return where a block stands from the headline."""
    at = page.facts.headline_at
    if at is None:
        return "unknown"
    return "is" if n == at else "above" if n < at else "next" if n - at <= 8 else "below"


def _says(text: str, page: PageText) -> str:
    """Return whether a block repeats the headline or the page's own summary."""
    if len(text) > _LONGEST_SAYING:
        return ""
    key = _key(text)
    if len(key) < 10:
        return ""
    if page.headline and (key == page.headline or (len(key) > 20 and key in page.headline)):
        return "headline"
    return "summary" if page.summary and (key == page.summary or (len(key) > 40 and key in page.summary)) else ""


def _is_declared(text: str, page: PageText) -> str:
    """Return whether a block's beginning stands in the body that the page declares in its JSON-LD."""
    if len(page.declared) < _LONG_ENOUGH:
        return "none"
    key = _key(text[:80])
    return "short" if len(key) < 15 else "yes" if key in page.declared else "no"


def _key(text: str | None) -> str:
    """Return only the letters and digits of a text, in lower case."""
    return _NO_LETTER.sub("", text).lower() if text else ""


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
        inside = [n for n in strong if self.in_main(n)] or strong or [0]
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


def shape_of(box: Box) -> tuple[str, str, int]:
    """Return what boxes side by side have in common when a body is split over them."""
    return box.tag, box.names.partition(" ")[0], box.depth


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
    ]


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores) if scores else _OUTSIDE
