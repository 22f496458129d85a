"""Why each block of a page landed where it did: a list of decisions, one a text block, each with its reasons.

Every block is in exactly one place:

    body        it is text of the record's article
    teaser      it belongs to a related item: title, excerpt, date …, or heads a list of them
    metadata    a field of the record says the same: headline, dek, byline, date …
    furniture   everything else: menus, calls to subscribe, comments, legal lines

Pure. What is shown is what `clean_page` did: the record comes from the same examination.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scraper.clean.assemble import assemble, refused
from scraper.clean.examine import Examination, examine
from scraper.clean.explain.body import BodyDecisions
from scraper.clean.explain.evidence import TYPICAL, Piece, block_evidence
from scraper.clean.explain.fields import FieldLines
from scraper.clean.explain.teasers import CardDecision, TeaserDecisions
from scraper.clean.outline import Box, TextBlock
from scraper.dom import Unparsable, decode, is_binary, node_text, parse_html
from scraper.model import CleanedPage
from scraper.site import Site

Place = Literal["body", "teaser", "metadata", "furniture"]

PLACES: tuple[Place, ...] = ("body", "teaser", "metadata", "furniture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where a text block landed, and why."""

    index: int
    """0-based number of the block, in document order."""

    text: str
    path: str
    """Its innermost elements, the outer one first: "article.story > div.text > p"."""

    place: Place
    role: str
    """What it is there: a block's kind, a teaser's part, a field's name; "" for furniture."""

    items: tuple[int, ...]
    """Positions of the related items that it belongs to, or of the first one of the list that it heads."""

    score: float | None
    """What the judge of the body thinks of it: log odds; `None` for a line of a text dump, which no judge has seen."""

    rules: tuple[str, ...]
    """What settled it beside the judge: a definition's selector, a list, an edge that was trimmed."""

    evidence: tuple[Piece, ...]
    """What the judge weighed, the heaviest first: of a teaser the judge of cards, else the judge of the body; empty where
    a rule alone decided."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page's record with the decisions behind it."""

    page: CleanedPage
    decisions: tuple[Decision, ...] = ()
    """One for each text block; none for a page that was not parsed."""

    cards: tuple[CardDecision, ...] = ()
    """Everything that might have been a teaser, in document order."""

    removed: tuple[str, ...] = ()
    """Texts that the definition's `article.remove` took out before anything was decided."""


def explain_page(
    html: bytes | str, *, url: str | None = None, site: Site | None = None, charset: str | None = None
) -> Explanation:
    """Take a page apart as `clean_page` does, and keep the reasons. Arguments are those of `clean_page`. Never raises."""
    if isinstance(html, bytes) and is_binary(html):
        return Explanation(refused("not_html", url=url, site=site))
    tree = parse_html(html if isinstance(html, str) else decode(html, charset=charset))
    if isinstance(tree, Unparsable):
        return Explanation(refused(tree.outcome, url=url, site=site))
    return explain(examine(tree, url=url, site=site))


def explain(page: Examination) -> Explanation:
    """Return the decisions on an examined page."""
    record = assemble(page)
    teasers = TeaserDecisions(page)
    body = BodyDecisions(page, record)
    lines = FieldLines(page, record, body.blocks)
    decisions = tuple(
        _decide(block, page, teasers, body, lines, tuple(evidence))
        for block, evidence in zip(page.outline.blocks, block_evidence(page), strict=True)
    )
    return Explanation(record, decisions, teasers.cards, tuple(_removed(page)))


def _removed(page: Examination) -> Iterator[str]:
    for node in page.ruled.body:
        for selector in page.site.article.remove if page.site else ():
            yield from filter(None, map(node_text, node.css(selector)))


def _decide(
    block: TextBlock,
    page: Examination,
    teasers: TeaserDecisions,
    body: BodyDecisions,
    lines: FieldLines,
    evidence: tuple[Piece, ...],
) -> Decision:
    n = block.index
    place: Place = "furniture"
    role = ""
    items: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    part = teasers.part(n)
    if part is not None and part.taken:
        place, role, items, rules = "teaser", part.role, part.items, part.rules
        evidence = part.evidence
    elif n in body.blocks:
        place, role, rules = "body", body.role(n), body.rules(n)
    elif (field := lines.field_of(n)) is not None:
        place, role, rules = "metadata", field, (*lines.rules(n), *body.why_not(n))
    else:
        rules = body.why_not(n)
    if place != "teaser":
        rules = (*rules, *teasers.why_not(n))
    return Decision(
        index=n,
        text=block.text,
        path=path_of(block.box),
        place=place,
        role=role,
        items=items,
        score=page.found.verdict.scores[n],
        rules=rules,
        evidence=evidence,
    )


def strongest(decision: Decision, most: int = 4) -> list[Piece]:
    """Return the evidence that speaks loudest for where a block landed, and the one that speaks loudest against it."""
    wanted = 1.0 if decision.place in ("body", "teaser") else -1.0
    pieces = [piece for piece in decision.evidence if piece.name != TYPICAL and not piece.name.startswith(_AGAIN)]
    with_it = [piece for piece in pieces if piece.weight * wanted >= TELLING][: most - 1]
    against = [piece for piece in pieces if piece.weight * wanted <= -TELLING]
    return [*with_it, *against[: most - len(with_it) if not with_it else 1]]


TELLING = 0.3
"""Log odds: evidence of less weight is not shown."""

_AGAIN = "local="  # the second round's correction for what the first has counted already


def path_of(box: Box, depth: int = 3) -> str:
    """Return the innermost elements around a block, with the first class word or id of each."""
    names = (_named(around) for around in _inner(box, depth))
    return " > ".join(reversed(list(names)))


def _inner(box: Box, depth: int) -> Iterator[Box]:
    for n, around in enumerate(box.ancestors()):
        if n == depth or (n and around.tag in ("body", "html")):
            return
        yield around


def _named(box: Box) -> str:
    word = box.names.split(" ", 1)[0]
    return f"{box.tag}.{word}" if word else box.tag


def places(decisions: Sequence[Decision]) -> dict[Place, int]:
    """Return how many blocks each place has."""
    return {place: sum(decision.place == place for decision in decisions) for place in PLACES}
