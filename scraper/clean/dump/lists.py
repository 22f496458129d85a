"""Entries that repeat one shape: lists with bullets, and cards without.

    • Title                      a bullet, or the place behind the last entry's end
      In Crime News              a category, a date, a byline
      What is told below it      an excerpt
      [Read More…]               a frame that every entry ends in

An entry ends where the next begins, where the left margin falls back, or at its "read more" frame. What a list is
(teasers, or a part of the text) follows from what its entries repeat, not from the bullets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scraper.clean.dump.dating import read_meta
from scraper.clean.dump.headings import heading_kind
from scraper.clean.dump.lines import WEAK_BULLETS, number_of, width_of
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import LINE, Vocabulary
from scraper.text import ends_sentence

_LONGEST_ENTRY = 12  # passages
_LEAST_CARDS = 2
_LEAST_UNENDED = 3  # cards that no frame ends
_LONGEST_HEADED = 6  # passages of an entry that only a category shows
_LONGEST_DATED = 4  # passages of an entry that a date ends
_HEADLINE = 20  # columns of a headline, at least

_Reader = Callable[[Sequence[Passage], Sequence[int], Vocabulary, Collection[int]], list[range]]


@dataclass(frozen=True, slots=True)
class EntryList:
    """A list: for each entry the range of its passages, title first."""

    entries: tuple[range, ...]
    framed: bool
    """Whether its entries show that they are teasers: "read more", a category, a date."""

    bulleted: bool = True

    def titles(self, passages: Sequence[Passage]) -> bool:
        """Tell whether its entries read like headlines: several words, not a sentence."""
        firsts = [passages[entry.start].text for entry in self.entries]
        headlines = sum(width_of(text) >= _HEADLINE and not text.endswith((".", ";", ",", "。")) for text in firsts)
        return len(firsts) > 2 and headlines * 3 >= len(firsts) * 2

    @property
    def start(self) -> int:
        """Index of its first passage."""
        return self.entries[0].start

    @property
    def end(self) -> int:
        """Index behind its last passage."""
        return self.entries[-1].stop


def find_lists(passages: Sequence[Passage], vocabulary: Vocabulary) -> tuple[EntryList, ...]:
    """Return all lists in order; those without bullets only where their entries are framed."""
    bulleted = [part for found in _bullet_lists(passages, vocabulary) for part in _split(found, passages, vocabulary)]
    taken = {n for found in bulleted if found.framed for n in range(found.start, found.end)}
    cards = _card_lists(passages, vocabulary, taken)
    covered = {n for found in cards for n in range(found.start, found.end)}
    kept = [found for found in bulleted if not covered.intersection(range(found.start, found.end))]
    return tuple(sorted([*kept, *cards], key=lambda found: found.start))


def _bullet_lists(passages: Sequence[Passage], vocabulary: Vocabulary) -> Iterator[EntryList]:
    n = 0
    while n < len(passages):
        if not passages[n].bullet:
            n += 1
            continue
        entries = _entries_from(passages, n, vocabulary)
        evidence = [_is_framed(passages[e.start : e.stop], vocabulary) for e in entries]
        framed = sum(evidence) >= max(1, len(entries) * 0.3) or sum(evidence) > 2
        if len(entries) > 1 or framed or passages[n].bullet not in WEAK_BULLETS:
            yield EntryList(tuple(entries), framed)
        n = entries[-1].stop


def _entries_from(passages: Sequence[Passage], start: int, vocabulary: Vocabulary) -> list[range]:
    """Read entries from a bullet on, as long as the same bullet comes again."""
    entries: list[range] = []
    while True:
        stop = _entry_stop(passages, start, entries, vocabulary)
        entries.append(range(start, stop))
        if stop >= len(passages) or not _is_next(passages[start], passages[stop]):
            return entries
        start = stop


def _is_next(bullet: Passage, other: Passage) -> bool:
    """Tell whether `other` is the next entry of the list that `bullet` belongs to."""
    if other.bullet != bullet.bullet or abs(other.indent - bullet.indent) > 1:
        return False
    return bullet.bullet != "1" or number_of(other.lines[0].raw) == number_of(bullet.lines[0].raw) + 1


def _entry_stop(passages: Sequence[Passage], start: int, before: Sequence[range], vocabulary: Vocabulary) -> int:
    """Return where the entry ends whose bullet stands at `start`."""
    bullet = passages[start]
    n = start + 1
    done = vocabulary.cut_more(bullet.text)[1]
    single = bool(before) and all(len(entry) == 1 for entry in before)
    while n < len(passages) and passages[n].indent > bullet.indent and not _is_next(bullet, passages[n]):
        if single and passages[n].gap and not passages[n].bullet:
            return n
        if done and (passages[n].gap > passages[n - 1].gap or vocabulary.is_footer(passages[n].text)):
            return n
        done = done or _ends_entry(passages[n], vocabulary)
        n += 1
    if n > start + 1 or n == len(passages) or passages[n].bullet or done:
        return n
    if single and passages[n].gap > bullet.gap:
        return n
    return _flat_stop(passages, start, before, vocabulary)


def _flat_stop(passages: Sequence[Passage], start: int, before: Sequence[range], vocabulary: Vocabulary) -> int:
    """Return where an entry ends whose further lines are no deeper than its bullet."""
    bullet = passages[start]
    limit = min(len(passages), start + 1 + _LONGEST_ENTRY)
    following = next((n for n in range(start + 1, limit) if passages[n].bullet), limit)
    for n in range(start + 1, following):
        if _ends_entry(passages[n], vocabulary):
            return n + 1
        if _ends_list(passages[n], vocabulary):
            following = n
            break
    again = following < len(passages) and _is_next(bullet, passages[following])
    has_category = any(vocabulary.category_in(passages[n].text) for n in range(start + 1, min(start + 3, following)))
    longest = max((len(entry) for entry in before), default=0)
    if again and (has_category or _is_regular(passages, start, following)):
        return following
    if has_category or longest > 1:
        return min(following, start + max(longest, 2 if not before else 1))
    return start + 1


def _is_regular(passages: Sequence[Passage], start: int, following: int) -> bool:
    """Tell whether the two entries that follow have as many lines as this one."""
    size = following - start
    marks = [start + size * k for k in range(4)]
    return size <= 4 and all(
        b < len(passages) and _is_next(passages[a], passages[b]) and not any(p.bullet for p in passages[a + 1 : b])
        for a, b in pairwise(marks[: 3 if marks[3] >= len(passages) else 4])
    )


def _ends_entry(passage: Passage, vocabulary: Vocabulary) -> bool:
    return vocabulary.is_more(passage.text) or vocabulary.cut_more(passage.text)[1]


def _ends_list(passage: Passage, vocabulary: Vocabulary) -> bool:
    text = passage.text
    if passage.bullet or len(text) > LINE:
        return False
    if vocabulary.is_name(text) or vocabulary.is_footer(text) or heading_kind(text) is not None:
        return True
    source = vocabulary.source_in(text)
    return source is not None and source[1]


def _is_framed(entry: Sequence[Passage], vocabulary: Vocabulary) -> bool:
    """Tell whether an entry shows that it is a teaser."""
    if any(_ends_entry(passage, vocabulary) for passage in entry):
        return True
    return any(
        vocabulary.category_in(passage.text) is not None or _is_dated(passage.text, vocabulary)
        for passage in entry[1:4]
    )


def _is_dated(text: str, vocabulary: Vocabulary) -> bool:
    meta = read_meta(text, vocabulary)
    return meta is not None and (meta.published or meta.modified) is not None


def _split(found: EntryList, passages: Sequence[Passage], vocabulary: Vocabulary) -> list[EntryList]:
    """Part a list of the text from the teasers that follow it with the same bullet and nothing between."""
    if not found.framed or len(found.entries) < 2:
        return [found]
    first = next(n for n, e in enumerate(found.entries) if _is_framed(passages[e.start : e.stop], vocabulary))
    lead = [passages[e.start] for e in found.entries[:first]]
    plain = all(len(entry) == 1 for entry in found.entries[:first])
    told = sum(ends_sentence(passage.text) for passage in lead)
    introduced = found.start > 0 and passages[found.start - 1].text.endswith((":", "："))
    apart = first and passages[found.entries[first].start].gap > max((p.gap for p in lead[1:]), default=0)
    if not lead or not plain or not (introduced or told * 2 > len(lead) or apart):
        return [found]
    return [EntryList(found.entries[:first], framed=False), EntryList(found.entries[first:], framed=True)]


def _card_lists(passages: Sequence[Passage], vocabulary: Vocabulary, taken: Collection[int]) -> list[EntryList]:
    """Return lists of entries without bullets, read from the frames that end them, from categories, or from dates."""
    ways: tuple[tuple[Callable[[int], bool], _Reader, int], ...] = (
        (lambda n: _ends_entry(passages[n], vocabulary), _entries_ended, _LEAST_CARDS),
        (lambda n: _is_category(passages, n, vocabulary), _entries_headed, _LEAST_UNENDED),
        (lambda n: _is_dated(passages[n].text, vocabulary), _entries_dated, _LEAST_UNENDED),
    )
    found: list[EntryList] = []
    covered = set(taken)
    for is_mark, read, least in ways:
        marks = [n for n in range(len(passages)) if n not in covered and is_mark(n)]
        for group in _groups(marks, covered):
            entries = read(passages, group, vocabulary, covered)
            if len(entries) >= least:
                found.append(EntryList(tuple(entries), framed=True, bulleted=False))
                covered.update(range(entries[0].start, entries[-1].stop))
    return found


def _groups(marks: Sequence[int], covered: Collection[int]) -> list[list[int]]:
    """Return the marks that follow each other within an entry's length."""
    groups: list[list[int]] = []
    for n in marks:
        if groups and n - groups[-1][-1] <= _LONGEST_ENTRY and not any(k in covered for k in range(groups[-1][-1], n)):
            groups[-1].append(n)
        else:
            groups.append([n])
    return [group for group in groups if len(group) >= _LEAST_CARDS]


def _is_category(passages: Sequence[Passage], n: int, vocabulary: Vocabulary) -> bool:
    return n > 0 and vocabulary.category_in(passages[n].text) is not None and _is_title(passages[n - 1], vocabulary)


def _is_title(passage: Passage, vocabulary: Vocabulary) -> bool:
    text = passage.text
    return len(text) <= LINE + 60 and not text.endswith((".", "。", "…", ":")) and not vocabulary.is_more(text)


def _entries_ended(
    passages: Sequence[Passage], ends: Sequence[int], vocabulary: Vocabulary, covered: Collection[int]
) -> list[range]:
    """Return entries that end in their "read more" frame; the first begins where the others' shape says."""
    entries = [range(a + 1, b + 1) for a, b in pairwise(ends)]
    entries = [entry for entry in entries if _is_title(passages[entry.start], vocabulary) or len(entry) == 1]
    if len(entries) != len(ends) - 1:
        return []
    size = Counter(map(len, entries)).most_common(1)[0][0]
    last = ends[0]
    floor = max((n for n in covered if n < last), default=-1) + 1
    category = next(
        (n for n in range(last, max(floor, last - size), -1) if _is_category(passages, n, vocabulary)), None
    )
    start = category - 1 if category is not None else last + 1 - size
    gaps = [passages[n].gap for entry in entries for n in range(entry.start + 1, entry.stop)]
    between = min(passages[entry.start].gap for entry in entries)
    if category is None and between > max(gaps, default=0):
        start = next((n for n in range(last, floor - 1, -1) if passages[n].gap >= between or n == 0), start)
    return [range(max(floor, start, 0), last + 1), *entries]


def _entries_dated(
    passages: Sequence[Passage], dates: Sequence[int], vocabulary: Vocabulary, covered: Collection[int]
) -> list[range]:
    """Return entries that end in a date and are all of one size: [outlet,] title, date."""
    steps = Counter(b - a for a, b in pairwise(dates))
    size, often = steps.most_common(1)[0]
    if not 2 <= size <= _LONGEST_DATED or often != len(dates) - 1:
        return []
    if any(len(passages[n].text) > LINE for a in dates for n in range(max(0, a - size + 1), a)):
        return []
    return _entries_ended(passages, dates, vocabulary, covered)


def _entries_headed(
    passages: Sequence[Passage], categories: Sequence[int], vocabulary: Vocabulary, covered: Collection[int]
) -> list[range]:
    """Return entries whose second line is a category; the last is as long as the others, at most."""
    starts = [n - 1 for n in categories]
    entries = [range(a, b) for a, b in pairwise(starts)]
    size = max(map(len, entries))
    if size > _LONGEST_HEADED:
        return []
    stop = starts[-1] + 2
    while (
        stop < min(len(passages), starts[-1] + size)
        and stop not in covered
        and not passages[stop].bullet
        and not _ends_list(passages[stop], vocabulary)
    ):
        stop += 1
    return [*entries, range(starts[-1], stop)]
