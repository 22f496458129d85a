"""A card taken apart: title, category, excerpt, date, authors, picture.

The title's place is settled over all cards of one shape (`scraper.clean.teasers.slots`). What stands beside it is cut into
fragments, and each fragment is one field or nothing: by what it is (a date, a name, a sentence), where its link leads, what
its class words say, and what stands at its place in the other cards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.clean import words
from scraper.clean.links import Links
from scraper.clean.metadata.people import names_in
from scraper.clean.outline import Anchor, Placed, TextBlock
from scraper.clean.teasers.cards import Card
from scraper.clean.teasers.category import Fragment, category_score
from scraper.clean.teasers.class_words import AUTHOR, DURATION, EXCERPT, signs_of_names
from scraper.clean.teasers.heading import bare_label, named_kind
from scraper.clean.teasers.moments import find_shown
from scraper.clean.teasers.parts import Part
from scraper.clean.teasers.slots import Opened, Slots
from scraper.clean.teasers.titles import split_title
from scraper.clean.weights import word_units
from scraper.dates import parse_moment
from scraper.dom import attribute
from scraper.frames import take_off, unwrap_any
from scraper.text import cut_ellipsis, ends_sentence, fold, is_cut

_SEPARATOR = re.compile(r"\s*[|•·‧∙▪/]\s+|\s+[|•·‧∙▪/]\s*|\s+[–—-]\s+|\s*»\s*")
_EDGES = " \t,;:|•·‧∙▪/–—-»›>()[]"
_EXCERPT_CHARS = 40
_EXCERPT_UNITS = 4  # words
_LABEL_CHARS = 30
_LINE = 90  # characters: a longer block beside a title is read as a whole


@dataclass(slots=True)
class Fields:
    """What a card says of its story."""

    title: str
    label: str | None = None
    """A label in front of the title that names the list: "Related:"."""

    category: str | None = None
    excerpt: str | None = None
    truncated: bool | None = None
    date_text: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    image: str | None = None
    excerpts: list[str] = field(default_factory=list)
    cut: bool = False
    """The link to read on stands on the excerpt's last line."""

    reads_on: bool = False
    """A link says "read more"."""

    score: float = 0.0
    """How sure the category is."""


def card_fields(card: Card, votes: Sequence[int], slots: Slots) -> Fields:
    """Take a card apart."""
    opened = slots.opened(card)
    title, before, behind = split_title(opened, slots)
    fields = Fields(title=title)
    stamps = slots.placed.stamps(card)
    reader = _Reader(card, opened, votes, slots, stamps, fields)
    for part in before:
        if not part.tags and part.text[-1].isalnum() and not slots.always_leads(card, part):
            continue  # the words of a sentence that leads to a link: "Have a look at"
        reader.read_line(part.text, part.place, part.names, opened.title, part.anchor, ahead=True)
    for block, place in opened.blocks:
        if block is not opened.title:
            reader.read_block(block, place)
        else:
            reader.read_behind(behind)
    if stamps and fields.published is None:
        _read_stamp(stamps[0], fields)
    _take_label(fields, alone=slots.stands_alone(card))
    if fields.excerpts:
        shown = fields.excerpts[:1] if card.whole else fields.excerpts  # of a story in full, its first paragraph
        text, dots = cut_ellipsis(" ".join(shown))
        fields.excerpt = text or None
        cut = dots or len(shown) < len(fields.excerpts) or (is_cut(text) if fields.cut else not ends_sentence(text))
        fields.truncated = cut if text else None
    fields.image, alt = slots.placed.picture(card)
    fields.title = fields.title or alt
    return fields


def _take_label(fields: Fields, *, alone: bool) -> None:
    """Take a promo's label off the title's front; "Watch:" and the like belong to a title that stands in a list."""
    label = words.PROMO_LABEL.match(fields.title)
    if label and len(fields.title) - label.end() >= 15 and (alone or named_kind(label[0])):
        fields.label, fields.title = bare_label(label[0]), fields.title[label.end() :]


class _Reader:
    """Sorts what stands beside a card's title into its fields."""

    def __init__(
        self, card: Card, opened: Opened, votes: Sequence[int], slots: Slots, stamps: Sequence[Placed], fields: Fields
    ) -> None:
        self.card = card
        self.opened = opened
        self.votes = votes
        self.slots = slots
        self.links: Links = slots.links
        self.stamps = stamps
        self.fields = fields
        self.own = {anchor.index for anchor in card.anchors}

    def read_block(self, block: TextBlock, place: str) -> None:
        """Read a block beside the title."""
        text = block.text
        if block.box.tag == "figcaption" and not (block.box.parent or block.box).holds(self.opened.title.box):
            return
        ahead = block.index < self.opened.title.index
        names = self.opened.names(block)
        stamp = next((stamp for stamp in self.stamps if stamp.at == block.index), None)
        if stamp is not None and len(text) < _LINE:
            _read_stamp(stamp, self.fields)
        labels = self._is_row_of_labels(block)
        if not labels and len(text) > _LINE:
            self._add_excerpt(block)
            return
        parts = _joined(self.slots.reader.parts(block, place))
        if not labels and not ahead and self._is_excerpt(text, place, names, parts):
            self._add_excerpt(block)
            return
        if len(parts) == 1 or _is_framed(parts):
            anchor = block.anchors[0][0] if block.anchors else None
            self.read_line(text, place, names, block, anchor, ahead=ahead)
            return
        for part in parts:
            self.read_line(part.text, part.place, f"{names} {part.names}", block, part.anchor, ahead=ahead)

    def read_behind(self, parts: list[Part]) -> None:
        """Read what stands behind the title in its block: an excerpt as a whole, else part by part."""
        if not parts:
            return
        block = self.opened.title
        text = block.text[parts[0].start : parts[-1].end]
        if len(text) >= _EXCERPT_CHARS and not any(
            len(part.text) < _EXCERPT_CHARS and find_shown(part.text) for part in parts
        ):
            self._add_text(text.lstrip(_EDGES))
            return
        for part in parts:
            self.read_line(part.text, part.place, part.names, block, part.anchor, ahead=False)

    def read_line(
        self, text: str, place: str, names: str, block: TextBlock, anchor: Anchor | None, *, ahead: bool
    ) -> None:
        """Read a short text, fragment by fragment."""
        if ahead and self._is_label(text, place, block):
            self.fields.label = bare_label(text)
            return
        linked = anchor is not None and anchor.index not in self.own
        if linked and (framed := unwrap_any(words.CATEGORY_FRAMES, text)):
            text = framed
        shown = find_shown(text) if not (linked and self._index_link(anchor)) else None
        if shown is not None and shown.moment is None and signs_of_names(names) & DURATION:
            return
        if shown is not None:
            self._take_date(text[shown.start : shown.end], shown.moment)
            rest = [text[: shown.start].strip(_EDGES), text[shown.end :].strip(_EDGES)]
        else:
            rest = [text]
        for piece in rest:
            for bit in [piece] if linked else _SEPARATOR.split(piece):
                if any(map(str.isalpha, bit)) and not words.GLUE.fullmatch(bit):
                    self._read(Fragment(bit, place, names, block, anchor if linked else None, ahead))

    def _is_label(self, text: str, place: str, block: TextBlock) -> bool:
        """Tell whether a text in front of the title names the list that the card stands in."""
        if any(anchor.index not in self.own for anchor, _ in block.anchors):
            return False
        kind = named_kind(text) if len(text) <= _LABEL_CHARS and not words.BADGE.fullmatch(text) else None
        if kind not in (None, "sponsored"):
            return True
        if block is self.opened.title:
            return bool(words.PROMO_LABEL.fullmatch(f"{text.rstrip(_EDGES)}:"))
        title = self.opened.title
        heads = block.level and (not title.level or block.level < title.level) and self.slots.stands_alone(self.card)
        return bool(heads) or self.slots.heads_lone(self.card, place)

    def _read(self, fragment: Fragment) -> None:
        """Decide what a fragment is."""
        text, fields = fragment.text, self.fields
        if words.MORE_LABEL.fullmatch(text) or words.COUNT.fullmatch(text) or text == fields.title:
            fields.reads_on |= named_kind(text) == "read_more"
            return
        if self._read_author(fragment):
            return
        if len(text) >= _EXCERPT_CHARS and not self._index_link(fragment.anchor):
            if not fragment.ahead:
                self._add_text(text)
            return
        score = category_score(fragment, self.card, self.slots, self.votes[fragment.block.box.index])
        if score > fields.score:
            fields.score, fields.category = score, take_off(words.CATEGORY_FRAMES, text).strip(_EDGES) or None
        elif (
            score <= 0
            and not fragment.ahead
            and not fields.excerpts
            and word_units(text) >= _EXCERPT_UNITS
            and fragment.anchor is None
        ):
            self._add_text(text)

    def _read_author(self, fragment: Fragment) -> bool:
        text, anchor = fragment.text, fragment.anchor
        if len(text) > 60:
            return False
        prefix = words.AUTHOR_PREFIX.match(text)
        profile = anchor is not None and ("author" in anchor.rel or "/author/" in anchor.href)
        if not (prefix or profile or signs_of_names(fragment.names) & AUTHOR):
            return False
        bare = text[prefix.end() :] if prefix else text
        self.fields.authors = self.fields.authors or tuple(names_in(bare)) or ((bare,) if profile else ())
        return True

    def _index_link(self, anchor: Anchor | None) -> bool:
        target = self.links.resolve(anchor.href) if anchor is not None else None
        return target is not None and target.index_words

    def _is_row_of_labels(self, block: TextBlock) -> bool:
        """Tell whether a line is links to sections and tags: "Categorized as Crime News, Sanctions Tagged fraud"."""
        return block.link_chars * 2 >= len(block.text) and all(self._index_link(anchor) for anchor, _ in block.anchors)

    def _is_excerpt(self, text: str, place: str, names: str, parts: Sequence[Part]) -> bool:
        """Tell whether a text behind the title is its excerpt by its class words, or by what its place holds in other cards."""
        shown = find_shown(text) if len(text) < _EXCERPT_CHARS else None
        if shown and shown.end - shown.start > len(text) * 0.7:
            return False
        if signs_of_names(names) & EXCERPT or (len(text) >= _EXCERPT_CHARS and ends_sentence(text)):
            return True
        return not shown and len(parts) == 1 and self.slots.mostly_tells(self.card, place)

    def _take_date(self, text: str, moment: str | None) -> None:
        if self.fields.date_text is None:
            self.fields.date_text = text
            self.fields.published = self.fields.published or moment

    def _add_excerpt(self, block: TextBlock) -> None:
        """Take a block as excerpt, or as a part of it, without the "read more" link behind it."""
        text = block.text
        for anchor, part in reversed(block.anchors):
            if (
                (anchor.index in self.own or anchor.href == self.card.main.href)
                and text.endswith(part)
                and words.MORE_LABEL.fullmatch(part)
            ):
                text = text[: -len(part)].rstrip()
                self.fields.cut = self.fields.cut or bool(text)
                self.fields.reads_on |= named_kind(part) == "read_more"
        self._add_text(text)

    def _add_text(self, text: str) -> None:
        bare = take_off(words.EXCERPT_FRAMES, text)
        if bare and bare != self.fields.title and bare not in self.fields.excerpts:
            self.fields.excerpts.append(bare)


def _joined(parts: list[Part]) -> list[Part]:
    """Return the parts of a line with words that are only stressed put back into their text."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is not None and last.anchor is part.anchor and last.element == part.element:
            last.text = last.block.text[last.start : part.end]
        else:
            joined.append(part)
    return joined


def _is_framed(parts: Sequence[Part]) -> bool:
    """Tell whether a line is a link in its frame: "In Crime News"."""
    return len(parts) == 2 and parts[1].anchor is not None and bool(words.GLUE.fullmatch(parts[0].text))


def _read_stamp(stamp: Placed, fields: Fields) -> None:
    text = fold(stamp.node.text(deep=True))
    machine = attribute(stamp.node, "datetime")
    if fields.date_text is None or (text and text in fields.date_text):
        fields.date_text = text or fields.date_text or machine
    fields.published = (parse_moment(machine) if machine else None) or parse_moment(text) or fields.published
