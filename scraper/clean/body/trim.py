"""The edges of the body: what stands at its beginning or end and is not its own text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate

from scraper.clean.body.shares import holders, shape_of
from scraper.clean.body.wording import letters
from scraper.clean.links import leads_to_profile
from scraper.clean.outline import Box, Inherited, Outline, TextBlock
from scraper.clean.signs import is_beside_heading, is_subscription_call
from scraper.text import ends_sentence, fold

_COUNTER = re.compile(r"\D{2,24}[:：]\s*\d[\d.,]*")  # "Hits: 0", "Views: 1,204"
_PAGES = (
    re.compile(  # "Page 1 Page 2", "Pages: 1 2 3": two digits or more; each run of numbers can be read in one way only
        r"(?=(?:\D*\d){2})(?:[^\W\d]+[:.]?\s)?(?:[^\W\d]+\s)?\d[\d\s|·,]*(?:[^\W\d]+\s\d[\d\s|·,]*)*"
    )
)
_LABEL_CHARS = 60
_HEADING_CHARS = 100  # a heading of this length that ends as a sentence does is text in large letters
_REPEAT_CHARS = 60
_DIGEST_CHARS = 1000
_DIGEST_SHARE = 0.4  # of a long block: found in other blocks of the text
_LEAST_STAMP, _LONGEST_STAMP = 20, 200  # characters
_LINE_CHARS = 20  # of a line that a text would not end with twice in a row
_PLACEHOLDER_CHARS = 100
_PLACEHOLDERS = 3  # times that a line stands in a text before it is what a page puts in place of something else
_BIO_CHARS = 600
_BIO_FROM_END = 4  # blocks among which a text's closing words on its author stand
_BOX_CHARS = 1500  # of a box beside the story
_FILM_TAGS = frozenset(("video", "audio"))
_LEAST_BEFORE = 3  # blocks of a text that has closing words
_GOES_ON = (":", "：", "—", "–", "-", "…")  # a line that announces something, or a speaker who is interrupted
_HolderOf = Callable[[Box], Box]
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
    and again, titles of films, boxes on the author or with a note of the house, and calls to subscribe.
    """
    blocks = outline.blocks
    times = Counter(blocks[n].text for n in body if len(blocks[n].text) <= _PLACEHOLDER_CHARS)
    listed = Inherited(_is_listed)
    holder_of = holders().of
    stamped = _stamped(body, outline, listed, holder_of)
    played = _played(outline)
    dropped = stamped | _bare_times(body, outline, listed)
    order = [
        n
        for n in sorted(body)
        if not (n in dropped or _is_placeholder(blocks[n], times, listed) or is_subscription_call(blocks[n].text))
        and not (blocks[n].level and played[blocks[n].box.index])
    ]
    beside = _beside(order, outline, holder_of)
    order = [n for n in order if n not in beside]
    order = order[: _bio_at(order, outline, authors)]
    said = {text.casefold().rstrip(" :.") for text in known if text}
    start, end = 0, len(order)
    while start < end and _says_again(outline.blocks[order[start]], said):
        start += 1
    while end > start and _ends_nothing(outline.blocks[order[end - 1]], said, is_closing):
        end -= 1
    if end - start > _LEAST_BEFORE and _stands_twice(outline.blocks[order[end - 2]], outline.blocks[order[end - 1]]):
        end -= 2
    if start == end:  # nothing but headings: of pictures, if anything
        return _over_pictures(order[start:], outline)
    return frozenset(_once(order[start:end], outline, holder_of))


def _is_listed(box: Box, above: bool | None) -> bool:
    return bool(above) or box.tag in _NO_PLACEHOLDER


def _is_placeholder(block: TextBlock, times: Counter[str], listed: Inherited[bool]) -> bool:
    """Tell whether a line stands in for something that is not there ("External content not available")."""
    if times.get(block.text, 0) < _PLACEHOLDERS or ends_sentence(block.text) or block.text.endswith(_GOES_ON):
        return False
    return not listed.of(block.box)


def _played(outline: Outline) -> list[bool]:
    """Return for each box whether it stands alone with a film or a sound: both are all that some box around it holds."""
    holds = [False] * len(outline.boxes)
    for player in outline.players:
        if player.node.tag in _FILM_TAGS:
            holds[player.box.index] = True
    if not any(holds):
        return holds
    for box in reversed(outline.boxes):
        if box.parent is not None and holds[box.index]:
            holds[box.parent.index] = True
    played: list[bool] = []
    for box in outline.boxes:
        alone = box.end - box.start <= 1
        around = box.parent is not None and box.parent.end - box.parent.start <= 1 and played[box.parent.index]
        played.append(alone and (holds[box.index] or around))
    return played


def _beside(order: Sequence[int], outline: Outline, holder_of: _HolderOf) -> set[int]:
    """Return the blocks of small boxes, and of a short end, whose heading says that they are not on the story."""
    found: set[int] = set()
    blocks = outline.blocks
    sums = list(accumulate((len(blocks[n].text) for n in order), initial=0))
    for place, n in enumerate(order):
        if not is_beside_heading(blocks[n].text):
            continue
        holder = holder_of(blocks[n].box)
        stop = bisect_left(order, holder.end)
        upto = next((at for at in range(place + 1, stop) if blocks[order[at]].level), stop)
        ends = upto == len(order)
        chars = sums[upto] - sums[place + 1]
        around = sums[stop] - sums[bisect_left(order, holder.start)]
        if chars <= _BOX_CHARS and chars * 3 <= sums[-1] and (ends or around * 3 <= sums[-1]):
            found.update((n, *order[place + 1 : upto]))
    return found


def _stamped(body: Collection[int], outline: Outline, listed: Inherited[bool], holder_of: _HolderOf) -> frozenset[int]:
    """Return the lines that stand on the page again and again, each time in a box of its own: hints at buttons, labels.

    A text's refrain stands in one box with what it follows.
    """
    times = Counter(block.text for block in outline.blocks if _LEAST_STAMP <= len(block.text) <= _LONGEST_STAMP)
    often = [n for n in body if times[outline.blocks[n].text] >= _PLACEHOLDERS]
    if not often:
        return frozenset()
    texts = {outline.blocks[n].text for n in often}
    places: dict[str, set[int]] = {text: set() for text in texts}
    for block in outline.blocks:
        if block.text in texts:
            places[block.text].add(holder_of(block.box).index)
    return frozenset(
        n
        for n in often
        if len(places[outline.blocks[n].text]) >= _PLACEHOLDERS and not listed.of(outline.blocks[n].box)
    )


def _bare_times(body: Collection[int], outline: Outline, listed: Inherited[bool]) -> frozenset[int]:
    """Return the lines that are a time and nothing else, as above each entry of a live blog."""
    blocks = outline.blocks
    return frozenset(
        stamp.at
        for stamp in outline.stamps
        if stamp.at in body
        and len(blocks[stamp.at].text) <= _LABEL_CHARS
        and blocks[stamp.at].text == fold(stamp.node.text())
        and not listed.of(blocks[stamp.at].box)
    )


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
    text = block.text
    if len(text) <= _LABEL_CHARS and (_COUNTER.fullmatch(text) or _PAGES.fullmatch(text)):
        return True
    return _says_again(block, said) or _hangs(block) or is_closing(text) or _leads_to_profiles(block)


def _leads_to_profiles(block: TextBlock) -> bool:
    """Tell whether a line is there for its links to the house's pages on social networks."""
    if not block.anchors or len(block.text) > _LABEL_CHARS:
        return False
    return all(leads_to_profile(anchor.href) for anchor, _ in block.anchors)


def _stands_twice(one: TextBlock, other: TextBlock) -> bool:
    """Tell whether two lines in a row are the same: a page's own, shown for two widths or at two places of a bar."""
    return one.text == other.text and _LINE_CHARS <= len(one.text) <= _REPEAT_CHARS and one.box is not other.box


def _hangs(block: TextBlock) -> bool:
    """Tell whether a block announces something that does not follow: a heading, a label with a colon."""
    if block.level:
        return len(block.text) < _HEADING_CHARS or not ends_sentence(block.text)
    return len(block.text) <= _LABEL_CHARS and block.text.endswith((":", "："))


def _over_pictures(numbers: Sequence[int], outline: Outline) -> frozenset[int]:
    """Return the headings that a picture follows before the next text does."""
    after = {picture.at - 1 for picture in outline.pictures}
    return frozenset(n for n in numbers if outline.blocks[n].level and n in after)


def _once(order: list[int], outline: Outline, holder_of: _HolderOf) -> list[int]:
    """Leave out paragraphs that have stood before, word for word, in another box: copies for another width or for print.

    Two parts of one text, boxes of one shape side by side, may say the same, unless one is little else than the other.
    """
    seen: dict[str, Box] = {}
    again: dict[int, Box] = {}
    elsewhere: dict[int, Box] = {}
    whole: Counter[int] = Counter()
    for n in order:
        block = outline.blocks[n]
        if len(block.text) >= _REPEAT_CHARS:
            holder = holder_of(block.box)
            whole[holder.index] += 1
            first = seen.setdefault(block.text, holder)
            if first is not holder:
                parts = first.parent is holder.parent and shape_of(first) == shape_of(holder)
                (again if parts else elsewhere)[n] = holder
    order = _without_digest(order, outline)
    copied = Counter(holder.index for holder in again.values())
    copies = {index for index, count in copied.items() if 2 * count > whole[index]}
    return [n for n in order if n not in elsewhere and (n not in again or again[n].index not in copies)]


def _without_digest(order: list[int], outline: Outline) -> list[int]:
    """Leave out one long block that says again what the others say: the text as Markdown or plain, for copying."""
    longest = max(order, key=lambda n: len(outline.blocks[n].text), default=None)
    if longest is None or len(outline.blocks[longest].text) < _DIGEST_CHARS:
        return order
    key = letters(outline.blocks[longest].text)
    found = 0
    for n in order:
        text = outline.blocks[n].text
        if n != longest and len(text) >= _REPEAT_CHARS and letters(text[:_REPEAT_CHARS]) in key:
            found += len(text)
    return [n for n in order if n != longest] if found > _DIGEST_SHARE * len(outline.blocks[longest].text) else order
