"""Lists without bullets: cards that end in a frame, show a category below their title, or end in a date.

Between two headings (or other lines that belong to no entry) the marks that repeat are looked for. A card begins behind
the last one's end; the first begins where the shape of the others says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from scraper.clean.dump.entries import LONGEST_ENTRY, EntryList, ends_entry, ends_list, is_dated, is_title
from scraper.clean.dump.headings import heading_kind
from scraper.clean.dump.lines import width_of
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import LINE, Vocabulary

_LEAST = 2
_LEAST_UNENDED = 3  # cards that no frame ends
_LONGEST_HEADED = 6  # passages of a card that only a category shows
_SHORTEST_TITLE = 12  # columns
_LONGEST_DATED = 4  # passages of a card that a date ends


def card_lists(passages: Sequence[Passage], vocabulary: Vocabulary, taken: Collection[int]) -> list[EntryList]:
    """Return the lists without bullets outside the passages `taken`."""
    found: list[EntryList] = []
    for stretch in _stretches(passages, vocabulary, taken):
        entries = (
            _ended(passages, stretch, vocabulary)
            or _headed(passages, stretch, vocabulary)
            or _dated(passages, stretch, vocabulary)
        )
        bare = [] if entries else _bare(passages, stretch, vocabulary, taken)
        if entries or bare:
            found.append(EntryList(tuple(entries or bare), framed=not bare, bulleted=False))
    return found


def _stretches(passages: Sequence[Passage], vocabulary: Vocabulary, taken: Collection[int]) -> Iterator[range]:
    """Yield what stands between lines that belong to no entry."""
    frames = Counter(frame for passage in passages if (frame := _frame_of(passage, vocabulary)))
    start = 0
    for n in range(len(passages)):
        if n in taken or _parts(passages, n, vocabulary, frames):
            if n > start:
                yield range(start, n)
            start = n + 1
    if start < len(passages):
        yield range(start, len(passages))


def _frame_of(passage: Passage, vocabulary: Vocabulary) -> str | None:
    """Return the "read more" frame that a passage is or ends in, casefolded."""
    if vocabulary.is_more(passage.text):
        return passage.text.casefold()
    rest, framed = vocabulary.cut_more(passage.text)
    return passage.text[len(rest) :].strip().casefold() if framed else None


def _parts(passages: Sequence[Passage], n: int, vocabulary: Vocabulary, frames: Mapping[str, int]) -> bool:
    """Tell whether a passage stands between lists.

    "Read more" ends cards where it comes again and again, or in brackets; else it is a heading. A heading with a category or a
    frame right below is the title of a card.
    """
    passage = passages[n]
    if not ends_list(passage, vocabulary):
        return False
    rest, framed = vocabulary.cut_more(passage.text)
    if framed and rest:
        return False
    if vocabulary.is_more(passage.text):
        return frames[passage.text.casefold()] == 1 and passage.text[-1].isalnum()
    below = passages[n + 1].text if n + 1 < len(passages) else ""
    return not (vocabulary.is_more(below) or vocabulary.category_in(below)) or vocabulary.is_name(passage.text)


def _marks(stretch: range, is_mark: Callable[[int], bool]) -> list[int]:
    """Return the last run of marks that follow each other within an entry's length."""
    runs: list[list[int]] = []
    for n in filter(is_mark, stretch):
        if runs and n - runs[-1][-1] <= LONGEST_ENTRY:
            runs[-1].append(n)
        else:
            runs.append([n])
    return max(runs, key=len, default=[])


def _ended(passages: Sequence[Passage], stretch: range, vocabulary: Vocabulary) -> list[range]:
    """Return entries that end in their "read more" frame."""
    ends = _marks(stretch, lambda n: not passages[n].bullet and ends_entry(passages[n], vocabulary))
    entries = [range(a + 1, b + 1) for a, b in pairwise(ends)]
    if not all(is_title(passages[entry.start], vocabulary) or len(entry) == 1 for entry in entries) or not ends:
        return []
    start = _first_start(passages, ends[0], entries, stretch, vocabulary)
    if start is not None:
        entries = [range(start, ends[0] + 1), *entries]
    return entries if len(entries) >= _LEAST else []


def _first_start(
    passages: Sequence[Passage], end: int, others: Sequence[range], stretch: range, vocabulary: Vocabulary
) -> int | None:
    """Return where the entry begins that ends at `end`; `None` where no title stands there."""
    size = Counter(map(len, others)).most_common(1)[0][0] if others else end + 1 - stretch.start
    floor = max(stretch.start, end + 1 - LONGEST_ENTRY)
    category = next((n for n in range(end, floor, -1) if _is_category(passages, n, vocabulary)), None)
    if category is not None and category > end - max(map(len, others), default=size):
        return category - 1
    start = max(floor, end + 1 - size)
    inner = max((passages[n].gap for entry in others for n in entry[1:]), default=0)
    between = min((passages[entry.start].gap for entry in others), default=0)
    if between > inner:
        start = next((n for n in range(end, floor - 1, -1) if passages[n].gap >= between), start)
    elif start - 1 == stretch.start and is_title(passages[stretch.start], vocabulary):
        start = stretch.start  # right below a heading: one line more than the others is its first line
    return start if is_title(passages[start], vocabulary) else None


def _is_category(passages: Sequence[Passage], n: int, vocabulary: Vocabulary) -> bool:
    return n > 0 and vocabulary.category_in(passages[n].text) is not None and is_title(passages[n - 1], vocabulary)


def _title_above(passages: Sequence[Passage], n: int, floor: int, vocabulary: Vocabulary) -> int | None:
    """Return where the title stands above a category: right above it, or above a date."""
    while n - 1 > floor and is_dated(passages[n - 1].text, vocabulary):
        n -= 1
    return n - 1 if n - 1 >= floor and is_title(passages[n - 1], vocabulary) else None


def _headed(passages: Sequence[Passage], stretch: range, vocabulary: Vocabulary) -> list[range]:
    """Return entries whose second line is a category; the last is as long as the others, at most."""
    marks = _marks(stretch, lambda n: n > stretch.start and vocabulary.category_in(passages[n].text) is not None)
    starts = [start for n in marks if (start := _title_above(passages, n, stretch.start, vocabulary)) is not None]
    entries = [range(a, b) for a, b in pairwise(starts)]
    size = max(map(len, entries), default=0)
    if len(starts) < _LEAST_UNENDED or size > _LONGEST_HEADED or min(map(len, entries)) < _LEAST:
        return []
    stop = marks[-1] + 1
    while stop < min(stretch.stop, starts[-1] + size) and not passages[stop].bullet:
        stop += 1
    return [*entries, range(starts[-1], stop)]


def _dated(passages: Sequence[Passage], stretch: range, vocabulary: Vocabulary) -> list[range]:
    """Return entries that end in a date and are all of one size: [outlet,] title, date."""
    dates = _marks(stretch, lambda n: is_dated(passages[n].text, vocabulary))
    if len(dates) < _LEAST_UNENDED:
        return []
    steps = {b - a for a, b in pairwise(dates)}
    size = next(iter(steps))
    first = dates[0] + 1 - size
    if len(steps) > 1 or not 2 <= size <= _LONGEST_DATED or first < stretch.start:
        return []
    entries = [range(n + 1 - size, n + 1) for n in dates]
    lines = [passages[n] for entry in entries for n in entry[:-1]]
    told = any(len(line.text) > LINE or line.bullet for line in lines)
    return [] if told or not all(is_title(passages[entry.start], vocabulary) for entry in entries) else entries


def _bare(passages: Sequence[Passage], stretch: range, vocabulary: Vocabulary, taken: Collection[int]) -> list[range]:
    """Return the lines below a heading that announces a list, where nothing but titles stands there."""
    at = stretch.start - 1
    if at < 0 or passages[at].bullet or heading_kind(passages[at].text) is None or at in taken:
        return []
    titles = [passages[n] for n in stretch]
    gap = titles[1].gap if len(titles) > 1 else 0
    alike = all(title.gap == gap for title in titles[1:])
    headlines = all(
        width_of(title.text) >= _SHORTEST_TITLE
        and not title.bullet
        and is_title(title, vocabulary)
        and not is_dated(title.text, vocabulary)
        for title in titles
    )
    if len(titles) < _LEAST or not alike or not headlines:
        return []
    return [range(n, n + 1) for n in stretch]
