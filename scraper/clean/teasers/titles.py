"""The line of a card's title: what of it is the title, and what stands before and behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scraper.clean import words
from scraper.clean.teasers.class_words import KICKER, TITLE, signs_of_names
from scraper.clean.teasers.parts import STRESS_TAGS, Part
from scraper.clean.teasers.slots import Opened, Slots

_ASIDE_TAGS = frozenset(("time", "small", "label", "sup"))
_KICKER_TAGS = STRESS_TAGS | {"span"}
_LONGEST_ASIDE = 60  # characters
_LONGEST_KICKER = 40
_LEAST_TITLE = 20
_EDGES = " \t:|•·–—/-"
_ARROWS = "←→‹›▸►▶◄◀"


def split_title(opened: Opened, slots: Slots) -> tuple[str, list[Part], list[Part]]:
    """Return a card's title, and the parts of its block that stand before and behind it: a kicker, a date, an excerpt."""
    block, card = opened.title, opened.card
    parts = opened.parts
    if len(parts) < 2:
        return bare_title(block.text), [], []
    own = {anchor.index for anchor in card.anchors}
    linked = sum(len(part.text) for part in parts if part.anchor is not None and part.anchor.index in own)
    aside: list[bool] = []
    for n, part in enumerate(parts):
        set_off = not any(aside[-1:]) and _is_set_off(n, parts)
        aside.append(_is_aside(part, set_off, parts, opened, slots, own, linked))
    named = [bool(signs_of_names(part.names) & TITLE) for part in parts]
    if any(named):
        aside = [off or not own_name for off, own_name in zip(aside, named, strict=True)]
    spans = list(_stretches(aside))
    if not spans:
        return bare_title(block.text), [], []
    first, last = max(spans, key=lambda span: _weight(parts[span[0] : span[1]], own))
    title = block.text[parts[first].start : parts[last - 1].end]
    if len(title) < 3 or (len(title) < 8 and len(block.text) > 20 + len(title) * 2):
        return bare_title(block.text), [], []
    return bare_title(title.lstrip(_EDGES) if first else title), parts[:first], parts[last:]


def bare_title(text: str) -> str:
    """Return a title without the arrows that links to neighbours have around it: "← Older story", "Newer story »"."""
    text = text.strip(_ARROWS + " ")
    if text[:1] == "«" and "»" not in text:
        text = text[1:].lstrip()
    elif text[-1:] == "»" and "«" not in text:
        text = text[:-1].rstrip()
    return text


def _weight(parts: Sequence[Part], own: set[int]) -> float:
    size = sum(len(part.text) for part in parts)
    linked = any(part.anchor is not None and part.anchor.index in own for part in parts)
    if any(signs_of_names(part.own_names) & TITLE for part in parts):
        size += 200
    return min(size, 120) + 200 * linked if size >= 12 else size


def _stretches(aside: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """Yield the ranges of parts that belong to one text."""
    first: int | None = None
    for n, off in enumerate([*aside, True]):
        if off and first is not None:
            yield first, n
            first = None
        elif not off and first is None:
            first = n


def _is_aside(
    part: Part, set_off: bool, parts: Sequence[Part], opened: Opened, slots: Slots, own: set[int], linked: int
) -> bool:
    """Tell whether a part of the title's block is no part of the title."""
    whole = len(opened.title.text)
    mine = part.anchor is not None and part.anchor.index in own
    if linked and not mine and (linked * 2 >= whole or not opened.title.level):
        return True
    if len(part.text) > _LONGEST_ASIDE or len(part.text) * 2 > whole:
        return set_off and part is not parts[0] and len(parts[0].text) >= _LEAST_TITLE
    inner = part.tags[-1] if part.tags else ""
    if inner in _ASIDE_TAGS or words.COUNT.fullmatch(part.text):
        return True
    signs = signs_of_names(part.own_names)
    if signs & TITLE:
        return False
    if signs & KICKER:
        return True
    if (
        inner in _KICKER_TAGS
        and part is parts[0]
        and (slots.always_leads(opened.card, part) or part.text.endswith((":", "|")))
    ):
        return True
    return set_off and (part is parts[0] or len(part.text) < _LONGEST_KICKER)


def _is_set_off(n: int, parts: Sequence[Part]) -> bool:
    """Tell whether a part touches its neighbour without a space: it is shown apart by its looks."""
    if n > 0 and parts[n].glued:
        left, right = parts[n - 1].text[-1], parts[n].text[0]
    elif n == 0 and len(parts) > 1 and parts[1].glued:
        left, right = parts[0].text[-1], parts[1].text[0]
    else:
        return False
    return len(parts[n].text) > 2 and (left.isalnum() or left in ".!?…:") and right.isupper()
