"""Passages -> parts of the page: header, text, teasers, what stands below. Every passage gets one part.

lists        entries that repeat a shape; those that are framed or headed are teasers
header       from the top: lines of metadata and what stands between them
end          from the bottom: source, tags, neighbours, readers' comments, the page's last lines
text         what is left between the two; promos between its paragraphs are teasers
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from scraper.clean.dump import words
from scraper.clean.dump.body import Promo, find_promos, is_promo_title, is_repeated_lead
from scraper.clean.dump.header import Header, read_header
from scraper.clean.dump.headline import Top
from scraper.clean.dump.lines import width_of
from scraper.clean.dump.lists import find_lists
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.teasers import TeaserList, related_items, teaser_lists
from scraper.clean.dump.vocabulary import SHORT, Vocabulary
from scraper.model import RelatedItem
from scraper.text import ends_sentence

Part = Literal["metadata", "text", "teaser", "furniture"]

_TOP = 12  # passages among which the site's name may stand
_LONGEST_NAME = 50
_TELLS = 50  # columns of a sentence that tells a story
_SMALL_LIST = 5  # entries of a list that may stand inside a text
_ADDRESSED = re.compile(
    r"\b(?:subscri\w+|newsletters?|cookies?|sign(?:ed)? up|log(?:ged)? in|follow us|privacy|rights reserved|copyright|your (?:email|e-mail|inbox)|javascript|advertis\w+|terms of \w+|unsubscribe|wordpress)\b",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright)?\s*(?:(?:19|20)\d\d\s*(?:[–-]\s*(?:(?:19|20)\d\d)?)?)?\s*,?\s*(?P<after>[^.|©]{3,50}?)\s*(?:[.|,©]|all rights|$)|(?P<before>[^.|©]{3,50}?)\s*©",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A dump, read: which passage is what."""

    passages: tuple[Passage, ...]
    parts: tuple[Part, ...]
    """The part of each passage."""

    vocabulary: Vocabulary
    header: Header
    teasers: tuple[TeaserList, ...]
    items: tuple[tuple[int, RelatedItem], ...]
    """The teasers of the lists, each with the index of its first passage."""

    promos: tuple[Promo, ...]
    text: tuple[int, ...]
    """Indices of the passages of the text, in order."""

    source: str | None = None
    tags: tuple[str, ...] = ()
    section: str | None = None
    neighbours: tuple[tuple[Literal["previous", "next"], str, int], ...] = ()
    """Kind, title and passage of the posts before and after this one."""


@dataclass(slots=True)
class _Below:
    """What stands below the text."""

    begins: int
    source: str | None = None
    source_at: int | None = None
    tags: tuple[str, ...] = ()
    section: str | None = None
    neighbours: list[tuple[Literal["previous", "next"], str, int]] = field(default_factory=list)
    metadata: set[int] = field(default_factory=set)


def read_dump(
    passages: tuple[Passage, ...],
    vocabulary: Vocabulary,
    *,
    zone: str | None = None,
    locale: str | None = None,
    no_article: bool = False,
) -> Reading:
    """Give each passage its part. `no_article`: it is known that the page holds none."""
    vocabulary = replace(vocabulary, names=vocabulary.names | _names_shown(passages, vocabulary))
    lists = find_lists(passages, vocabulary)
    teasers = teaser_lists(lists, passages, vocabulary, no_article=no_article)
    items = tuple(related_items(teasers, passages, vocabulary, zone=zone, locale=locale))
    in_teasers = {n for found in teasers for n in range(found.start, found.end)}
    in_lists = {n for found in lists for n in range(found.start, found.end)} - in_teasers
    free = [n for n in range(len(passages)) if n not in in_teasers]
    sources = {kept[0].casefold() for n in free if (kept := vocabulary.source_in(passages[n].text)) and kept[1]}
    categories = {item.category.casefold() for _, item in items if item.category}
    header = read_header(
        Top(passages, vocabulary, categories=categories, bylines=sources),
        free,
        lists=in_lists,
        zone=zone,
        locale=locale,
    )
    behind = [n for n in free if n not in header.metadata and n not in header.furniture]
    below = _read_below(passages, behind, teasers, vocabulary, header.text_from)
    text = [n for n in behind if n < below.begins and not vocabulary.is_noise(passages[n].text, in_body=True)]
    text = _without_lead(passages, text, header)
    promos = find_promos(passages, text)
    in_promos = {n for promo in promos for n in promo.passages}
    text = [n for n in text if n not in in_promos and not vocabulary.is_more(passages[n].text)]
    parts: list[Part] = ["furniture"] * len(passages)
    for n in text:
        parts[n] = "text"
    for n in in_teasers | in_promos | {at for _, _, at in below.neighbours}:
        parts[n] = "teaser"
    for n in header.metadata | below.metadata:
        parts[n] = "metadata"
    return Reading(
        passages=passages,
        parts=tuple(parts),
        vocabulary=vocabulary,
        header=header,
        teasers=teasers,
        items=items,
        promos=promos,
        text=tuple(text),
        source=below.source or header.meta.source,
        tags=below.tags,
        section=below.section,
        neighbours=tuple(below.neighbours),
    )


def _names_shown(passages: Sequence[Passage], vocabulary: Vocabulary) -> frozenset[str]:
    """Return what must be the site's name: a short line near the top that comes again behind the text or above a list,
    or that the copyright names.
    """
    short = [n for n, p in enumerate(passages) if len(p.text) <= _LONGEST_NAME and not p.bullet]
    free = [n for n in short if not n or not passages[n - 1].bullet]  # not the second line of an entry
    top = {passages[n].text for n in short if n < _TOP}
    top = {t.casefold() for t in top if not ends_sentence(t) and t[-1] != ":" and not vocabulary.category_in(t)}
    told = next((n for n, passage in enumerate(passages) if _tells(passage)), 0)
    above = {passages[n].text.casefold() for n in free if n < told}
    below = {passages[n].text.casefold() for n in free if n > told}
    heads = {passages[n].text.casefold() for n in short if n + 1 < len(passages) and passages[n + 1].bullet}
    again = Counter(passages[n].text.casefold() for n in short)
    outlets = {t for t in above & below if words.OUTLET.fullmatch(t) and not words.SECTION.fullmatch(t)}
    names = {t for t in top if t in outlets or (t in heads and again[t] > 1)}
    for passage in passages[-_TOP:]:
        match = _HOLDER.search(passage.text) if len(passage.text) <= 300 else None
        holder = (match["after"] or match["before"] or "").strip().casefold() if match else ""
        names |= {text for text in top if holder and (text == holder or text == holder.removeprefix("by "))}
    return frozenset(names)


def _tells(passage: Passage) -> bool:
    """Tell whether a passage is a sentence of a story, not one that the page says to its reader."""
    text = passage.text
    return width_of(text) >= _TELLS and ends_sentence(text) and not (len(text) < 400 and _ADDRESSED.search(text))


def _read_below(
    passages: Sequence[Passage],
    behind: Sequence[int],
    teasers: Sequence[TeaserList],
    vocabulary: Vocabulary,
    text_from: int,
) -> _Below:
    """Find where the text ends, and read the lines of metadata there."""
    below = _Below(len(passages))
    told = [n for n in behind if n >= text_from and _tells(passages[n])]
    first, last = (told[0], told[-1]) if told else (text_from, text_from - 1)
    after_lists = [found for found in teasers if found.start >= text_from and _ends_text(found, told)]
    if after_lists:
        below.begins = after_lists[0].start
    for n in behind:
        if n < text_from or n >= below.begins:
            continue
        text = passages[n].text
        source = vocabulary.source_in(text)
        if source and (source[1] or (n > last and not passages[n].bullet)) and (n > first or not told):
            below.begins, below.source, below.source_at = n, source[0], n
        elif n > first and words.COMMENTS.fullmatch(text[: SHORT * 2]) and _only_readers(passages, behind, n):
            below.begins = n
    _climb(passages, behind, vocabulary, below)
    for n in behind:
        if n >= below.begins:
            _read_line_below(passages[n], n, below, vocabulary)
    return below


def _ends_text(found: TeaserList, told: Sequence[int]) -> bool:
    """Tell whether the text is over where a list begins: nothing is told behind it, or little behind a long list."""
    after = [n for n in told if n >= found.end]
    before = [n for n in told if n < found.start]
    if not after:
        return True
    return bool(before) and len(found.entries.entries) > _SMALL_LIST and len(after) == 1


def _only_readers(passages: Sequence[Passage], behind: Sequence[int], n: int) -> bool:
    """Tell whether a line that announces comments stands behind most of the text."""
    before = sum(len(passages[k].text) for k in behind if k < n)
    return before > 0 and passages[n].gap + 1 > 0


def _climb(passages: Sequence[Passage], behind: Sequence[int], vocabulary: Vocabulary, below: _Below) -> None:
    """Move the end of the text up over the lines that belong to the page: footer, tags, counters, the site's name."""
    for n in reversed([n for n in behind if n < below.begins]):
        text = passages[n].text
        if not (
            vocabulary.is_footer(text)
            or vocabulary.is_noise(text)
            or vocabulary.is_name(text)
            or words.TAGS.fullmatch(text[: SHORT * 4])
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
    match = words.NEIGHBOUR.fullmatch(text) if len(text) <= SHORT * 4 else None
    if match is None or not is_promo_title(match["title"]):
        return None
    return ("previous" if match["previous"] else "next"), match["title"]


def _read_line_below(passage: Passage, n: int, below: _Below, vocabulary: Vocabulary) -> None:
    text = passage.text
    if n == below.source_at:
        below.metadata.add(n)
    elif match := words.TAGS.fullmatch(text[: SHORT * 4]):
        below.tags += tuple(tag for tag in map(str.strip, re.split(r"[,;|،、，#]", match["text"])) if tag)
        below.metadata.add(n)
    elif neighbour := _neighbour(text):
        below.neighbours.append((*neighbour, n))
    elif below.section is None and (section := _filed_under(text, vocabulary)):
        below.section = section
        below.metadata.add(n)


def _without_lead(passages: Sequence[Passage], text: Sequence[int], header: Header) -> list[int]:
    """Leave out a lead in literal tags that the text repeats, above or below the lines of metadata."""
    kept = [n for n in text if not passages[n].tagged]
    for n in sorted(header.metadata):
        if header.dek == passages[n].text and is_repeated_lead(passages, n, kept):
            header.dek = None
            header.metadata.discard(n)
    return [
        n
        for rank, n in enumerate(text)
        if not (passages[n].tagged and rank < 6 and is_repeated_lead(passages, n, [k for k in text if k > n]))
    ]
