"""A card taken apart: title, category, excerpt, date, authors, picture; and the heading of its list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.clean import context, words
from scraper.clean.links import Links
from scraper.clean.outline import Box, Outline, Placed, TextBlock
from scraper.clean.teasers.cards import Card
from scraper.clean.teasers.features import title_block
from scraper.clean.teasers.heading import bare_label
from scraper.dates import parse_moment
from scraper.dom import Node, attribute
from scraper.frames import take_off
from scraper.text import cut_ellipsis, ends_sentence, fold, is_cut

_RANK = re.compile(r"#?\d{1,3}[.)]?")
_DATE = re.compile(
    r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}\b|\b\d+\s*\S{1,10}\s+(?:ago|önce|temu|назад|geleden|sedan|siden|sitten|lalu)\b"
    r"|\b(?:vor|hace|il y a|há|fa|prieš|před|пре|منذ|قبل)\s+\d+|[年月日]\s*\d|\d\s*[年月日]|\d\s*(?:시간|분|일) ?전|前$|\b(?:today|yesterday|gestern|heute|hier|ayer|ontem|ieri)\b",
    re.IGNORECASE,
)
_TITLE_NOISE = context.BYLINE | context.TAGS | context.COMMENT | context.SHARE | context.SPONSOR
_KICKER_NAMES = re.compile(
    r"kicker|overline|eyebrow|supertitle|overtitle|pretitle|tagline|topline|dachzeile|rubri|flag|label|badge|category|section|tag\b|rank|number|counter|index|icon|time|date|duration|premium|plus|sr-only",
    re.IGNORECASE,
)
_EXCERPT_CHARS = 40


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


def card_fields(card: Card, outline: Outline, votes: Sequence[int], links: Links) -> Fields:
    """Take a card apart."""
    title = title_block(card, outline)
    fields = Fields(title="")
    fields.title = _title(card, title, fields)
    stamps = [stamp for stamp in outline.stamps if card.start <= stamp.at < card.end]
    for block in outline.blocks[card.start : card.end]:
        if block is not title:
            _sort_in(block, block.index < title.index, fields, votes[block.box.index], stamps, links, card)
    if stamps and fields.published is None:
        _read_stamp(stamps[0], fields)
    if fields.excerpts:
        text, dots = cut_ellipsis(" ".join(fields.excerpts))
        fields.excerpt = text or None
        fields.truncated = (dots or (is_cut(text) if fields.cut else not ends_sentence(text))) if text else None
    fields.image = _image(card, outline, links)
    if not fields.title and fields.image:
        fields.title = _alt(card, outline)
    return fields


def _title(card: Card, block: TextBlock, fields: Fields) -> str:
    """Return the title's text: that of the link, without kicker, rank, label or time in front of or behind it."""
    keys = {anchor.index for anchor in card.anchors}
    parts = [text for anchor, text in block.anchors if anchor.index in keys]
    if not parts or block.level or len(" ".join(parts)) >= len(block.text) - 3:
        node = card.main.node if parts and not block.level and card.main.end - card.main.start == 1 else block.box.node
        text = _without_kickers(node, block.text, fields)
    else:
        text = max(parts, key=len)
        before = block.text[: block.text.find(text)].strip()
        if before and len(before) < 60:
            _note_before(before, fields)
    label = words.PROMO_LABEL.match(text)
    if label and len(text) - label.end() >= 15:
        fields.label, text = bare_label(label[0]), text[label.end() :]
    return text


def _note_before(before: str, fields: Fields) -> None:
    """Sort in what stands before the link in its line: a promo's label, a time, a category."""
    if words.PROMO_LABEL.fullmatch(before + ":"):
        fields.label = bare_label(before)
    elif _DATE.search(before):
        fields.date_text, fields.published = before, parse_moment(before)
    elif not _RANK.fullmatch(before) and any(map(str.isalpha, before)):
        fields.category = bare_label(before)


def _without_kickers(node: Node, whole: str, fields: Fields) -> str:
    """Return the text of a title's element without inline parts that their class names as kicker, rank or time."""
    marked = list(node.css("span[class],small,em[class],strong[class],b[class],i[class],sup[class],time,label"))
    dropped: list[str] = []
    for part in marked:
        text = fold(part.text(deep=True))
        names = attribute(part, "class") or ""
        if (
            not text
            or len(text) > 40
            or len(text) * 2 > len(whole)
            or not (part.tag in ("time", "small") or _KICKER_NAMES.search(names))
        ):
            continue
        if any(text in known for known in dropped):
            continue
        dropped.append(text)
    for text in dropped:
        if whole.startswith(text) and len(whole) > len(text) + 10:
            whole = whole[len(text) :].lstrip(" :|–—-•/")
        elif whole.endswith(text) and len(whole) > len(text) + 10:
            whole = whole[: -len(text)].rstrip(" |–—-•/")
        else:
            continue
        if _DATE.search(text):
            fields.date_text, fields.published = text, parse_moment(text)
        elif not _RANK.fullmatch(text) and fields.category is None and any(map(str.isalpha, text)):
            fields.category = text
    return whole


def _sort_in(
    block: TextBlock, before: bool, fields: Fields, votes: int, stamps: list[Placed], links: Links, card: Card
) -> None:
    """Decide what a block beside the title is."""
    text = block.text
    if words.MORE_LABEL.fullmatch(text) or _RANK.fullmatch(text):
        return
    if any(stamp.at == block.index for stamp in stamps) and len(text) < 80:
        _read_stamp(next(stamp for stamp in stamps if stamp.at == block.index), fields)
        if len(text) > 60:
            return
    prefix = words.AUTHOR_PREFIX.match(text)
    linked = [links.resolve(anchor.href) for anchor, _ in block.anchors]
    to_index = any(target is not None and target.index_words for target in linked)
    if len(text) < 60 and (
        prefix
        or any(
            "author" in (anchor.node.attributes.get("rel") or "") or "/author/" in anchor.href
            for anchor, _ in block.anchors
        )
    ):
        fields.authors = fields.authors or (text[prefix.end() :] if prefix else text,)
    elif len(text) < 60 and _DATE.search(text) and not to_index:
        if fields.date_text is None:
            fields.date_text, fields.published = text, parse_moment(text)
    elif len(text) >= _EXCERPT_CHARS and not (block.link_chars >= len(text) * 0.9 and to_index):
        _add_excerpt(block, fields, card)
    elif fields.category is None and (before or to_index or votes & context.TAGS) and any(map(str.isalpha, text)):
        fields.category = take_off(words.CATEGORY_FRAMES, text) if to_index or text.lower().startswith("in “") else text
    elif not before and not fields.excerpts and len(text) >= 12 and not block.link_chars:
        _add_excerpt(block, fields, card)


def _add_excerpt(block: TextBlock, fields: Fields, card: Card) -> None:
    """Take a text as excerpt, or as a part of it, without the "read more" link behind it."""
    text = block.text
    if text == fields.title:
        return
    own = {anchor.index for anchor in card.anchors}
    for anchor, part in reversed(block.anchors):
        if (
            (anchor.index in own or anchor.href == card.main.href)
            and text.endswith(part)
            and words.MORE_LABEL.fullmatch(part)
        ):
            text = text[: -len(part)].rstrip()
            fields.cut = fields.cut or bool(text)
    bare = take_off(words.EXCERPT_FRAMES, text)
    if bare:
        fields.excerpts.append(bare)


def _read_stamp(stamp: Placed, fields: Fields) -> None:
    text = fold(stamp.node.text(deep=True))
    machine = attribute(stamp.node, "datetime")
    if fields.date_text is None or (text and text in fields.date_text):
        fields.date_text = text or fields.date_text or machine
    fields.published = (parse_moment(machine) if machine else None) or parse_moment(text) or fields.published


def _image(card: Card, outline: Outline, links: Links) -> str | None:
    """Return the address of the card's picture; lazy loading keeps it in other attributes than `src`."""
    for picture in outline.pictures:
        if card.start <= picture.at <= card.end and (picture.anchor in card.anchors or _inside(picture.box, card.box)):
            for name in ("data-src", "data-lazy-src", "data-original", "src"):
                value = attribute(picture.node, name)
                if value and not value.startswith("data:"):
                    target = links.resolve(value)
                    return target.url if target else None
    return None


def _inside(box: Box, holder: Box) -> bool:
    return any(above is holder for above in box.ancestors())


def _alt(card: Card, outline: Outline) -> str:
    for picture in outline.pictures:
        if picture.anchor in card.anchors:
            return attribute(picture.node, "alt") or ""
    return ""
