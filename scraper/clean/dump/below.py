"""What stands below the text: where it ends, and the lines of metadata there.

The text ends at the source ("More from: …"), at a list of teasers behind which nothing more is told, where readers
begin to speak, or at the page's last lines, whichever comes first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from scraper.clean.dump import words
from scraper.clean.dump.body import is_promo_title
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.teasers import TeaserList
from scraper.clean.dump.telling import tells
from scraper.clean.dump.vocabulary import SHORT, Vocabulary

_SMALL_LIST = 5  # entries of a list that may stand inside a text
_LONG = SHORT * 4  # characters of a line of tags, at most


@dataclass(slots=True)
class Below:
    """What stands below the text."""

    begins: int
    """Index of the first passage behind the text."""

    source: str | None = None
    source_at: int | None = None
    tags: tuple[str, ...] = ()
    section: str | None = None
    neighbours: list[tuple[Literal["previous", "next"], str, int]] = field(default_factory=list)
    """Kind, title and passage of the posts before and after this one."""

    metadata: set[int] = field(default_factory=set)
    """Indices of the passages that went into a field."""


def read_below(
    passages: Sequence[Passage],
    behind: Sequence[int],
    teasers: Sequence[TeaserList],
    vocabulary: Vocabulary,
    text_from: int,
) -> Below:
    """Find where the text ends among the passages `behind` (indices, in order), and read the metadata below it."""
    text = [n for n in behind if n >= text_from]
    told = [n for n in text if tells(passages[n])]
    comments = next((n for n in text if told and n > told[0] and _opens_comments(passages[n].text)), len(passages))
    told = [n for n in told if n < comments]
    lists = [found.start for found in teasers if found.start >= text_from and _ends_text(found, told)]
    below = Below(min([comments, *lists]))
    for n in text:
        source = vocabulary.source_in(passages[n].text) if not told or n > told[0] else None
        late = below.begins > n and not passages[n].bullet and (not told or n > told[-1])
        if source and below.source is None and (source[1] or late):
            below.source, below.source_at = source[0], n
            below.begins = min(below.begins, n)
    _climb(passages, text, vocabulary, below)
    for n in text:
        if n >= below.begins:
            _read_line(passages[n], n, below, vocabulary)
    return below


def _opens_comments(text: str) -> bool:
    """Tell whether readers begin to speak below a line. A bare count of them may stand in the headline's shadow."""
    return len(text) <= SHORT * 2 and bool(words.COMMENTS.fullmatch(text))


def _ends_text(found: TeaserList, told: Sequence[int]) -> bool:
    """Tell whether the text is over where a list begins: nothing is told behind it, or little behind a long list."""
    after = [n for n in told if n >= found.end]
    before = [n for n in told if n < found.start]
    return not after or (bool(before) and len(found.entries.entries) > _SMALL_LIST and len(after) == 1)


def _climb(passages: Sequence[Passage], behind: Sequence[int], vocabulary: Vocabulary, below: Below) -> None:
    """Move the end of the text up over the lines that belong to the page: footer, tags, counters, the site's name."""
    for n in reversed([n for n in behind if n < below.begins]):
        text = passages[n].text
        if not (
            vocabulary.is_footer(text)
            or vocabulary.is_noise(text)
            or vocabulary.is_name(text)
            or words.TAGS.fullmatch(text[:_LONG])
            or _neighbour(text)
            or words.COMMENTS.fullmatch(text[:SHORT])
            or _filed_under(text, vocabulary)
        ):
            break
        below.begins = n


def _filed_under(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the category of a line below the text, without the tags behind it."""
    category = vocabulary.filed_under(text)
    return re.split(r"\s+(?:and\s+)?tagged\b", category, maxsplit=1, flags=re.IGNORECASE)[0] if category else None


def _neighbour(text: str) -> tuple[Literal["previous", "next"], str] | None:
    """Return kind and title of the post before or after this one, which a line names."""
    match = words.NEIGHBOUR.fullmatch(text) if len(text) <= _LONG else None
    if match is None or not is_promo_title(match["title"]):
        return None
    return ("previous" if match["previous"] else "next"), match["title"]


def _read_line(passage: Passage, n: int, below: Below, vocabulary: Vocabulary) -> None:
    text = passage.text
    if n == below.source_at:
        below.metadata.add(n)
    elif match := words.TAGS.fullmatch(text[:_LONG]):
        below.tags += tuple(tag for tag in map(str.strip, re.split(r"[,;|،、，#]", match["text"])) if tag)
        below.metadata.add(n)
    elif neighbour := _neighbour(text):
        below.neighbours.append((*neighbour, n))
    elif below.section is None and (section := _filed_under(text, vocabulary)):
        below.section = section
        below.metadata.add(n)
