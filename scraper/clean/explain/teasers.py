"""Which blocks belong to teasers, by which rule or list, and what was seen as a card and refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scraper.clean.examine import Examination
from scraper.clean.explain.evidence import Piece, card_evidence
from scraper.clean.teasers.cards import Card
from scraper.clean.teasers.features import title_block
from scraper.clean.teasers.judge import JudgedCard, JudgedList
from scraper.model import RelatedItem
from scraper.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDecision:
    """A card: a link with what stands around it, and whether it is a teaser."""

    start: int
    """First block."""

    end: int
    """Block behind the last one."""

    title: str
    """The text that would be its title."""

    url: str
    accepted: bool
    score: float
    """Log odds of being a teaser, its list's mean weighed in."""

    threshold: float
    """What the score must be above."""

    item: int | None
    """Position of the related item that it became."""

    listed: int
    """Number of cards of its list."""

    evidence: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What a block is in a teaser."""

    role: str
    items: tuple[int, ...]
    """Positions of the related items; several where links to several stories stand in one block."""

    rules: tuple[str, ...]
    evidence: tuple[Piece, ...] = ()
    taken: bool = True
    """False where the card is none of the record's related items."""


class TeaserDecisions:
    """The teasers of an examined page, block by block."""

    def __init__(self, page: Examination) -> None:
        self._page = page
        self._items = page.found.items
        self._parts: dict[int, Part] = {}
        self._refused: dict[int, str] = {}
        positions = self._positions()
        self._note_rules(positions)
        cards: list[CardDecision] = []
        for judged, evidence in zip(page.found.lists, card_evidence(page), strict=True):
            cards += self._note_list(judged, evidence, positions)
        self.cards: tuple[CardDecision, ...] = tuple(sorted(cards, key=lambda card: (card.start, card.end)))
        self._note_headings()

    def part(self, block: int) -> Part | None:
        """Return what a block is in a teaser; `None` for a block that is in none."""
        return self._parts.get(block)

    def why_not(self, block: int) -> tuple[str, ...]:
        """Return why a block that was seen as a card, or as the heading of cards, is no teaser."""
        part = self._parts.get(block)
        refused = self._refused.get(block)
        return (*(part.rules if part is not None and not part.taken else ()), *([refused] if refused else ()))

    def _positions(self) -> dict[int, int]:
        """Return the position of the item that each rule's entry and each accepted card became, by `id`.

        Items come in document order; one without a title is left out, so an entry's item is the next that fits.
        """
        page = self._page
        placed: list[tuple[int, object, str | None]] = [
            (page.outline.span_of(entry)[0], item, item.url) for entry, item in page.ruled.teasers
        ]
        for judged in page.found.lists:
            good = (entry for entry in judged.accepted if not entry.card.target.own)
            placed += [(entry.card.start, entry, entry.card.target.url) for entry in good]
        placed.sort(key=lambda entry: entry[0])
        positions: dict[int, int] = {}
        following = 0
        for _, thing, url in placed:
            fits = (n for n in range(following, len(self._items)) if _fits(self._items[n], thing, url))
            found = next(fits, None)
            if found is not None:
                positions[id(thing)] = found
                following = found + 1
        return positions

    def _note_rules(self, positions: dict[int, int]) -> None:
        """Note the blocks that the definition's teaser rules claim."""
        page = self._page
        for node in page.ruled.lists:
            for n in range(*page.outline.span_of(node)):
                self._parts[n] = Part("part of a list", (), ("in a teaser list of the definition",))
        for (node, item), name in zip(page.ruled.teasers, page.ruled.teaser_rules, strict=True):
            position = positions.get(id(item))
            for n in range(*page.outline.span_of(node)):
                self._parts[n] = Part(self._role(n, position), _at(position), (self._rule(name),))

    def _rule(self, name: str) -> str:
        rules = self._page.site.teasers[name] if self._page.site else None
        if rules is None:
            return f"teasers.{name} of the definition"
        keys = ((key, getattr(rules, key)) for key in ("within", "item"))
        chosen = ", ".join(f"{key} = {' or '.join(value)}" for key, value in keys if value)
        return f"teasers.{name} of the definition ({chosen})"

    def _note_list(
        self, judged: JudgedList, evidence: list[list[Piece]], positions: dict[int, int]
    ) -> list[CardDecision]:
        decisions = []
        for entry, pieces in zip(judged.judged, evidence, strict=True):
            decision = self._decision(judged, entry, positions.get(id(entry)), tuple(pieces))
            decisions.append(decision)
            self._note_card(decision, entry.card)
        return decisions

    def _decision(
        self, judged: JudgedList, entry: JudgedCard, item: int | None, evidence: tuple[Piece, ...]
    ) -> CardDecision:
        card = entry.card
        title = title_block(card, self._page.outline)
        return CardDecision(
            start=card.start,
            end=min(card.end, len(self._page.outline.blocks)),
            title=title.text,
            url=card.target.url,
            accepted=entry.accepted,
            score=entry.score,
            threshold=entry.threshold,
            item=item,
            listed=len(judged.judged),
            evidence=evidence,
        )

    def _note_card(self, card: CardDecision, seen: Card) -> None:
        number = f"card of a list of {card.listed}" if card.listed > 1 else "card by itself"
        for n in range(card.start, card.end):
            if not card.accepted:
                beyond = card.score > card.threshold
                why = "the definition leaves no room for it" if beyond else f"not above {card.threshold:+.1f}"
                self._refused.setdefault(n, f"{number}, refused: {card.score:+.1f}, {why}")
            elif card.item is None:
                why = "leads to this page itself" if seen.target.own else "has no title"
                self._parts.setdefault(n, Part("", (), (f"{number}, but it {why}",), card.evidence, taken=False))
            else:
                above = card.score > card.threshold
                taken = "a story shown in full" if seen.whole else "taken with nearly all of its list"
                why = f"above {card.threshold:+.1f}" if above else taken
                self._parts[n] = self._with_card(n, card, f"{number}, {card.score:+.1f} {why}")

    def _with_card(self, block: int, card: CardDecision, rule: str) -> Part:
        """Return what a block of an accepted card is, what it is for other cards included."""
        known = self._parts.get(block)
        if known is None or not known.items:
            return Part(self._role(block, card.item), _at(card.item), (rule,), card.evidence)
        return replace(known, items=(*known.items, *_at(card.item)), rules=(*known.rules, rule))

    def _note_headings(self) -> None:
        """Note the headings of lists: blocks of teasers that are in no card."""
        accepted = [card for card in self.cards if card.accepted]
        for n in sorted(self._page.found.teasers - self._parts.keys()):
            headed = next((card for card in accepted if card.start > n), None)
            number = headed.listed if headed else 0
            item = headed.item if headed else None
            self._parts[n] = Part("list heading", _at(item), (f"heads a list of {number}",), taken=item is not None)

    def _role(self, block: int, position: int | None) -> str:
        """Return which part of its item a block is."""
        if position is None:
            return "part"
        item = self._items[position]
        text = fold(self._page.outline.blocks[block].text)
        shown = {
            "title": item.title,
            "excerpt": item.excerpt,
            "date": item.date_text,
            "category": item.category,
            **{f"author {n}": name for n, name in enumerate(item.authors)},
        }
        for role, value in shown.items():
            if value and (value in text or (len(text) >= _TELLING and text in value)):
                return role.partition(" ")[0]
        return "part"


_TELLING = 20  # characters of a block that may be a piece of a field


def _at(position: int | None) -> tuple[int, ...]:
    return () if position is None else (position,)


def _fits(item: RelatedItem, thing: object, url: str | None) -> bool:
    if isinstance(thing, RelatedItem):
        return replace(item, position=0) == thing
    return item.url == url
