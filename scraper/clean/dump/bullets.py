"""Lists with bullets: an entry goes on to the next bullet, to where the left margin falls back, or to its frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scraper.clean.dump.entries import LONGEST_ENTRY, EntryList, ends_entry, ends_list, is_framed
from scraper.clean.dump.lines import WEAK_BULLETS, number_of
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import Vocabulary
from scraper.text import ends_sentence

_SHARE = 0.3  # of the entries of a list that are framed, for it to be teasers
_ENOUGH = 3  # framed entries of any list


def bullet_lists(passages: Sequence[Passage], vocabulary: Vocabulary) -> list[EntryList]:
    """Return all lists with bullets, in order."""
    return [part for found in _bullet_lists(passages, vocabulary) for part in _split(found, passages, vocabulary)]


def _bullet_lists(passages: Sequence[Passage], vocabulary: Vocabulary) -> Iterator[EntryList]:
    n = 0
    while n < len(passages):
        if not passages[n].bullet:
            n += 1
            continue
        entries = _entries_from(passages, n, vocabulary)
        evidence = [is_framed(passages[e.start : e.stop], vocabulary) for e in entries]
        framed = sum(evidence) >= max(1, len(entries) * _SHARE) or sum(evidence) >= _ENOUGH
        if len(entries) > 1 or framed or passages[n].bullet not in WEAK_BULLETS:
            yield EntryList(tuple(entries), framed)
        n = entries[-1].stop


def _entries_from(passages: Sequence[Passage], start: int, vocabulary: Vocabulary) -> list[range]:
    """Read entries from a bullet on, as long as the same bullet comes again."""
    entries: list[range] = []
    longest = 0
    while True:
        stop = _entry_stop(passages, start, longest, vocabulary)
        entries.append(range(start, stop))
        longest = max(longest, stop - start)
        if stop >= len(passages) or not _is_next(passages[start], passages[stop]):
            return entries
        start = stop


def _is_next(bullet: Passage, other: Passage) -> bool:
    """Tell whether `other` is the next entry of the list that `bullet` belongs to."""
    if other.bullet != bullet.bullet or abs(other.indent - bullet.indent) > 1:
        return False
    return bullet.bullet != "1" or number_of(other.lines[0].raw) == number_of(bullet.lines[0].raw) + 1


def _entry_stop(passages: Sequence[Passage], start: int, longest: int, vocabulary: Vocabulary) -> int:
    """Return where the entry ends whose bullet stands at `start`; those before it have `longest` passages at most."""
    bullet = passages[start]
    n = start + 1
    done = vocabulary.cut_more(bullet.text)[1]
    single = longest == 1
    while n < len(passages) and passages[n].indent > bullet.indent and not _is_next(bullet, passages[n]):
        if single and passages[n].gap and not passages[n].bullet:
            return n
        if done and (passages[n].gap > passages[n - 1].gap or vocabulary.is_footer(passages[n].text)):
            return n
        done = done or ends_entry(passages[n], vocabulary)
        n += 1
    if n > start + 1 or n == len(passages) or passages[n].bullet or done:
        return n
    if single and passages[n].gap > bullet.gap:
        return n
    return _flat_stop(passages, start, longest, vocabulary)


def _flat_stop(passages: Sequence[Passage], start: int, longest: int, vocabulary: Vocabulary) -> int:
    """Return where an entry ends whose further lines are no deeper than its bullet."""
    bullet = passages[start]
    limit = min(len(passages), start + 1 + LONGEST_ENTRY)
    following = next((n for n in range(start + 1, limit) if passages[n].bullet), limit)
    for n in range(start + 1, following):
        if ends_entry(passages[n], vocabulary):
            return n + 1
        if ends_list(passages[n], vocabulary):
            following = n
            break
    again = following < len(passages) and _is_next(bullet, passages[following])
    has_category = any(vocabulary.category_in(passages[n].text) for n in range(start + 1, min(start + 3, following)))
    if again and (has_category or _is_regular(passages, start, following)):
        return following
    if has_category or longest > 1:
        return min(following, start + max(longest, 1 if longest else 2))
    return start + 1


def _is_regular(passages: Sequence[Passage], start: int, following: int) -> bool:
    """Tell whether the two entries that follow have as many lines as this one."""
    size = following - start
    marks = [start + size * k for k in range(4)]
    return size <= 4 and all(
        b < len(passages) and _is_next(passages[a], passages[b]) and not any(p.bullet for p in passages[a + 1 : b])
        for a, b in pairwise(marks[: 3 if marks[3] >= len(passages) else 4])
    )


def _split(found: EntryList, passages: Sequence[Passage], vocabulary: Vocabulary) -> list[EntryList]:
    """Part a list of the text from the teasers that follow it with the same bullet and nothing between."""
    if not found.framed or len(found.entries) < 2:
        return [found]
    first = next(n for n, e in enumerate(found.entries) if is_framed(passages[e.start : e.stop], vocabulary))
    lead = [passages[e.start] for e in found.entries[:first]]
    plain = all(len(entry) == 1 for entry in found.entries[:first])
    told = sum(ends_sentence(passage.text) for passage in lead)
    introduced = found.start > 0 and passages[found.start - 1].text.endswith((":", "："))
    apart = first and passages[found.entries[first].start].gap > max((p.gap for p in lead[1:]), default=0)
    if not lead or not plain or not (introduced or told * 2 > len(lead) or apart):
        return [found]
    return [EntryList(found.entries[:first], framed=False), EntryList(found.entries[first:], framed=True)]
