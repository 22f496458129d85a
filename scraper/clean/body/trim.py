"""The edges of the body: what stands at its beginning or end and is not its own text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from scraper.clean.body.features import holder_of
from scraper.clean.outline import Box, Outline, TextBlock

_COUNTER = re.compile(r"\D{2,24}[:：]\s*\d[\d.,]*")  # "Hits: 0", "Views: 1,204"
_LABEL_CHARS = 60
_REPEAT_CHARS = 60


def trim(
    body: Collection[int],
    outline: Outline,
    *,
    known: Collection[str] = (),
    is_closing: Callable[[str], bool] = lambda _: False,
) -> frozenset[int]:
    """Return the body without what its edges do not need, each text once.

    Taken off are, at both ends, lines that say what the record says elsewhere (`known`: headline, dek, date, byline …),
    at the end also headings and labels with no text behind them and what `is_closing` knows (a source line); and
    repetitions of a whole paragraph.
    """
    order = sorted(body)
    said = {text.casefold().rstrip(" :.") for text in known if text}
    start, end = 0, len(order)
    while start < end and _says_again(outline.blocks[order[start]], said):
        start += 1
    while end > start and _ends_nothing(outline.blocks[order[end - 1]], said, is_closing):
        end -= 1
    return frozenset(_once(order[start:end], outline))


def _says_again(block: TextBlock, said: Collection[str]) -> bool:
    return block.text.casefold().rstrip(" :.") in said


def _ends_nothing(block: TextBlock, said: Collection[str], is_closing: Callable[[str], bool]) -> bool:
    return _says_again(block, said) or _hangs(block) or bool(_COUNTER.fullmatch(block.text)) or is_closing(block.text)


def _hangs(block: TextBlock) -> bool:
    """Tell whether a block announces something that does not follow: a heading, a label with a colon."""
    return bool(block.level) or (len(block.text) <= _LABEL_CHARS and block.text.endswith((":", "：")))


def _once(order: list[int], outline: Outline) -> list[int]:
    """Leave out paragraphs that have stood before, word for word, in another box: copies for another width or for print."""
    seen: dict[str, Box] = {}
    kept = []
    for n in order:
        block = outline.blocks[n]
        if len(block.text) >= _REPEAT_CHARS:
            holder = holder_of(block)
            if seen.setdefault(block.text, holder) is not holder:
                continue
        kept.append(n)
    return kept
