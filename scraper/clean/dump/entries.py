"""Entries of a list, and the signs by which lines show that they begin, end or frame one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.clean.dump.dating import read_meta
from scraper.clean.dump.headings import heading_kind
from scraper.clean.dump.lines import width_of
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.tables import has_cells
from scraper.clean.dump.vocabulary import LINE, Vocabulary

LONGEST_ENTRY = 12
"""Passages of an entry, at most."""

_LONGEST_TITLE = 300  # characters
_HEADLINE = 20  # columns of a headline, at least


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


def ends_entry(passage: Passage, vocabulary: Vocabulary) -> bool:
    """Tell whether a passage is or ends in a "read more" frame."""
    return vocabulary.is_more(passage.text) or vocabulary.cut_more(passage.text)[1]


def ends_list(passage: Passage, vocabulary: Vocabulary) -> bool:
    """Tell whether a passage belongs to no entry: the site's name, a heading, the source, the footer."""
    text = passage.text
    if passage.bullet or len(text) > LINE:
        return False
    if vocabulary.is_name(text) or vocabulary.is_footer(text) or heading_kind(text) is not None:
        return True
    source = vocabulary.source_in(text)
    return source is not None and source[1]


def is_framed(entry: Sequence[Passage], vocabulary: Vocabulary) -> bool:
    """Tell whether an entry shows that it is a teaser."""
    if any(ends_entry(passage, vocabulary) for passage in entry):
        return True
    return any(
        vocabulary.category_in(passage.text) is not None or is_dated(passage.text, vocabulary) for passage in entry[1:4]
    )


def is_dated(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a line is metadata with a date."""
    meta = read_meta(text, vocabulary)
    return meta is not None and (meta.published or meta.modified) is not None


def is_title(passage: Passage, vocabulary: Vocabulary) -> bool:
    """Tell whether a passage may be the title of an entry: not too long, not a sentence, frame or row."""
    text = passage.text
    return (
        len(text) <= _LONGEST_TITLE
        and not text.endswith((".", "。", "…", ":", "："))
        and not vocabulary.is_more(text)
        and not has_cells(passage.lines[0])
        and vocabulary.category_in(text) != text
    )
