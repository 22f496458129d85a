"""Accepted cards -> related items, with the kind of list that each stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from scraper.clean.context import PAGING, POPULAR, SPONSOR
from scraper.clean.links import Links
from scraper.clean.outline import Outline
from scraper.clean.teasers.cards import Card
from scraper.clean.teasers.fields import Fields, card_fields
from scraper.clean.teasers.heading import Heading, named_kind
from scraper.clean.teasers.slots import Slots
from scraper.model import RelatedItem, RelatedKind

_NEIGHBOURS: Mapping[str, RelatedKind] = {"prev": "previous", "previous": "previous", "next": "next"}
_OUTSIDE = ("sponsored", "most_read", "previous", "next")  # kinds that a list between paragraphs keeps


def related_items(
    lists: Sequence[Sequence[Card]],
    outline: Outline,
    votes: Sequence[int],
    links: Links,
    *,
    headings: Mapping[int, Heading],
    inside: Collection[int],
) -> Iterator[tuple[int, RelatedItem]]:
    """Yield each card's first block and its item, positions not yet given.

    `headings`: what heads a card's list, by the card's first block. `inside`: the blocks between the body's first
    and last one; a list that begins there is inline.
    """
    slots = Slots([(card, n) for n, cards in enumerate(lists) for card in cards], outline, links)
    for cards in lists:
        read = [card_fields(card, votes, slots) for card in cards]
        reads_on = sum(fields.reads_on for fields in read) * 2 > len(read)
        for card, fields in zip(cards, read, strict=True):
            head = headings.get(card.start)
            heading = (head.text or None) if head else None
            inline = cards[0].start in inside
            kind = _kind(fields.label or heading, votes[card.box.index], _rel(card), inline=inline, reads_on=reads_on)
            if head and kind in ("previous", "next") and not votes[head.block.box.index] & PAGING:
                heading = None  # it heads something else, above the links to the neighbours
            yield card.start, _item(card, fields, heading, kind)


def _item(card: Card, fields: Fields, heading: str | None, kind: RelatedKind) -> RelatedItem:
    # "Previous post" says what the card is, not where it stands
    label = heading if heading and kind in ("previous", "next") else fields.label or heading
    return RelatedItem(
        position=0,
        title=fields.title,
        list=label,
        kind=kind,
        url=card.target.url,
        category=fields.category,
        excerpt=fields.excerpt,
        excerpt_truncated=fields.truncated,
        date_text=fields.date_text,
        published=fields.published,
        authors=fields.authors,
        image=fields.image,
    )


def _rel(card: Card) -> RelatedKind | None:
    """Return which neighbour of this page a link's `rel` says its target is (HTML, 4.6.7.16)."""
    words = card.main.rel.split()
    return next((kind for word, kind in _NEIGHBOURS.items() if word in words), None)


def _kind(
    heading: str | None, votes: int, neighbour: RelatedKind | None, *, inline: bool, reads_on: bool
) -> RelatedKind:
    """Return the kind of a card's list: by `rel`, by its heading, by its links to read on, by its class words and place."""
    named = named_kind(heading)
    if named in ("previous", "next") and not votes & PAGING:
        named = None
    named = neighbour or named
    if inline and named not in _OUTSIDE:
        return "inline"
    if named:
        return named
    if votes & SPONSOR:
        return "sponsored"
    if votes & POPULAR:
        return "most_read"
    return "read_more" if reads_on else "related" if heading is None else "other"


def as_listing(items: Sequence[RelatedItem]) -> tuple[RelatedItem, ...]:
    """Return the items of a page that is a listing: what stands in no list of another kind is an entry of it."""
    return tuple(
        item if item.kind in _OUTSIDE else replace(item, kind=named_kind(item.list) or "listing") for item in items
    )
