"""The edges of the body: what stands at its beginning or end and is not its own text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from scraper.clean.body.features import holders
from scraper.clean.outline import Box, Inherited, Outline, TextBlock
from scraper.clean.signs import is_subscription_call
from scraper.text import ends_sentence

_COUNTER = re.compile(r"\D{2,24}[:：]\s*\d[\d.,]*")  # "Hits: 0", "Views: 1,204"
_LABEL_CHARS = 60
_REPEAT_CHARS = 60
_PLACEHOLDER_CHARS = 100
_PLACEHOLDERS = 3  # times that a line stands in a text before it is what a page puts in place of something else
_BIO_CHARS = 600
_BIO_FROM_END = 4  # blocks among which a text's closing words on its author stand
_LEAST_BEFORE = 3  # blocks of a text that has closing words
_NO_PLACEHOLDER = frozenset(("li", "td", "th", "pre", "dt", "dd"))


def trim(
    body: Collection[int],
    outline: Outline,
    *,
    known: Collection[str] = (),
    authors: Collection[str] = (),
    is_closing: Callable[[str], bool] = lambda _: False,
) -> frozenset[int]:
    """Return the body without what its edges do not need, each text once.

    Taken off are, at both ends, lines that say what the record says elsewhere (`known`: headline, dek, date, byline …),
    at the end also headings and labels with no text behind them, what `is_closing` knows (a source line), and words on
    one of the `authors`; everywhere repetitions of a whole paragraph, lines that stand in place of something else again
    and again, and calls to subscribe.
    """
    blocks = outline.blocks
    times = Counter(blocks[n].text for n in body if len(blocks[n].text) <= _PLACEHOLDER_CHARS)
    listed = Inherited(_is_listed)
    order = [
        n
        for n in sorted(body)
        if not _is_placeholder(blocks[n], times, listed) and not is_subscription_call(blocks[n].text)
    ]
    order = order[: _bio_at(order, outline, authors)]
    said = {text.casefold().rstrip(" :.") for text in known if text}
    start, end = 0, len(order)
    while start < end and _says_again(outline.blocks[order[start]], said):
        start += 1
    while end > start and _ends_nothing(outline.blocks[order[end - 1]], said, is_closing):
        end -= 1
    return frozenset(_once(order[start:end], outline))


def _is_listed(box: Box, above: bool | None) -> bool:
    return bool(above) or box.tag in _NO_PLACEHOLDER


def _is_placeholder(block: TextBlock, times: Counter[str], listed: Inherited[bool]) -> bool:
    """Tell whether a line stands in for something that is not there ("External content not available")."""
    if times[block.text] < _PLACEHOLDERS or ends_sentence(block.text) or block.text.endswith((":", "：")):
        return False
    return not listed.of(block.box)


def _bio_at(order: Sequence[int], outline: Outline, authors: Collection[str]) -> int:
    """Return the place in `order` from which the text speaks of its author, who signs or is introduced: its end, if nowhere."""
    names = [name.casefold() for name in authors if " " in name]
    for place in range(max(_LEAST_BEFORE, len(order) - _BIO_FROM_END), len(order)):
        text = outline.blocks[order[place]].text.casefold()
        if not ends_sentence(text):  # a signature is the text's own
            continue
        rest = order[place:]
        if any(text.startswith(name) and text[len(name) : len(name) + 1] not in (":", "：") for name in names) and all(
            len(outline.blocks[n].text) <= _BIO_CHARS for n in rest
        ):
            return place
    return len(order)


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
    holder_of = holders().of
    kept = []
    for n in order:
        block = outline.blocks[n]
        if len(block.text) >= _REPEAT_CHARS:
            holder = holder_of(block.box)
            if seen.setdefault(block.text, holder) is not holder:
                continue
        kept.append(n)
    return kept
