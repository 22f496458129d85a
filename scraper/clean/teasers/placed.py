"""What stands among a card's blocks without being text: pictures and `<time>` elements."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from scraper.clean.links import Links
from scraper.clean.outline import Outline, Placed
from scraper.clean.teasers.cards import Card
from scraper.dom import attribute

_ADDRESSES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "src",
)  # lazy loading keeps the address in another than `src`
_SETS = ("data-srcset", "srcset")


class PlacedFinder:
    """Finds pictures and times by their place among the blocks."""

    def __init__(self, outline: Outline, links: Links) -> None:
        self._links = links
        self._pictures = outline.pictures
        self._picture_places = [picture.at for picture in outline.pictures]
        self._stamps = outline.stamps
        self._stamp_places = [stamp.at for stamp in outline.stamps]

    def stamps(self, card: Card) -> Sequence[Placed]:
        """Return the `<time>` elements of a card."""
        first, last = (bisect_left(self._stamp_places, at) for at in (card.start, card.end))
        return self._stamps[first:last]

    def picture(self, card: Card) -> tuple[str | None, str]:
        """Return the address of a card's first picture, `None` if it has none, and its alternative text."""
        first, last = (bisect_left(self._picture_places, at) for at in (card.start, card.end + 1))
        for picture in self._pictures[first:last]:
            linked = picture.anchor in card.anchors
            if (linked or card.box.holds(picture.box)) and (url := self._address(picture)):
                return url, (attribute(picture.node, "alt") or "") if linked else ""
        return None, ""

    def _address(self, picture: Placed) -> str | None:
        attributes = picture.node.attributes
        for name in _ADDRESSES:
            value = (attributes.get(name) or "").strip()
            if value and not value.startswith("data:"):
                return self._links.absolute(value.split()[0].rstrip(",") if name in _SETS else value)
        return None
