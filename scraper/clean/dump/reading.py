"""Passages -> parts of the page: header, text, teasers, what stands below. Every passage gets one part.

lists        entries that repeat a shape; those that are framed or headed are teasers
header       from the top: lines of metadata and what stands between them
end          from the bottom: source, tags, neighbours, readers' comments, the page's last lines
text         what is left between the two; promos between its paragraphs are teasers
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scraper.clean.dump.below import read_below
from scraper.clean.dump.body import Promo, find_promos, is_repeated_lead
from scraper.clean.dump.header import Header, read_header
from scraper.clean.dump.headline import Top
from scraper.clean.dump.lists import find_lists
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.teasers import TeaserList, related_items, teaser_lists
from scraper.clean.dump.telling import names_shown
from scraper.clean.dump.vocabulary import Vocabulary
from scraper.model import RelatedItem
from scraper.text import ends_sentence

Part = Literal["metadata", "text", "teaser", "furniture"]


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

    other_lists: bool
    """Whether there are lists that were not taken for teasers."""

    source: str | None = None
    tags: tuple[str, ...] = ()
    section: str | None = None
    neighbours: tuple[tuple[Literal["previous", "next"], str, int], ...] = ()
    """Kind, title and passage of the posts before and after this one."""


def read_dump(
    passages: tuple[Passage, ...],
    vocabulary: Vocabulary,
    *,
    zone: str | None = None,
    locale: str | None = None,
    no_article: bool = False,
) -> Reading:
    """Give each passage its part. `no_article`: it is known that the page holds none."""
    vocabulary = replace(vocabulary, names=vocabulary.names | names_shown(passages, vocabulary))
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
    below = read_below(passages, behind, teasers, vocabulary, header.text_from)
    text = [n for n in behind if n < below.begins and not _is_furniture(passages[n].text, vocabulary)]
    text = _without_lead(passages, text, header)
    promos = find_promos(passages, text)
    in_promos = {n for promo in promos for n in promo.passages}
    text = [n for n in text if n not in in_promos and not vocabulary.is_more(passages[n].text)]
    told = text
    passages, text = _over_page_breaks(passages, text)
    parts: list[Part] = ["furniture"] * len(passages)
    for n in told:
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
        other_lists=len(lists) > len(teasers),
        source=below.source or header.meta.source,
        tags=below.tags,
        section=below.section,
        neighbours=tuple(below.neighbours),
    )


def _is_furniture(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a line between two paragraphs is none of the text: a counter, an advertisement's mark, the name."""
    return vocabulary.is_noise(text, in_body=True) or vocabulary.is_name(text)


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


def _over_page_breaks(passages: tuple[Passage, ...], text: Sequence[int]) -> tuple[tuple[Passage, ...], list[int]]:
    """Join a paragraph that the furniture of a page's end and the next one's beginning has broken in mid-sentence."""
    whole = list(passages)
    kept: list[int] = []
    for n in text:
        above = whole[kept[-1]] if kept else None
        broken = above is not None and kept[-1] < n - 1 and not ends_sentence(above.text) and len(above.lines) > 1
        if above is not None and broken and passages[n].text[0].islower():
            whole[kept[-1]] = Passage((*above.lines, *passages[n].lines), f"{above.text} {passages[n].text}")
        else:
            kept.append(n)
    return tuple(whole), kept
