"""Entries of a list -> related items; the heading above a list, and what it says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scraper.clean.dump import words
from scraper.clean.dump.dating import read_meta
from scraper.clean.dump.entries import EntryList
from scraper.clean.dump.headings import heading_kind, heading_label
from scraper.clean.dump.lines import is_drawn
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import SHORT, Vocabulary, looks_like_a_label
from scraper.model import RelatedItem, RelatedKind
from scraper.text import cut_ellipsis, ends_sentence
from scraper.urls import absolute_url

_BARE_LABEL = 40  # characters of a category without a frame
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_a-z]|[A-Z]\.[A-Z]|Jr|Sr|Dr|Mr|Mrs|Ms|St|Gen|Adm|Sen|Rep|Gov|Prof|Rev|Lt|Sgt|Col|No|vs|Inc|Co|Corp|Ltd)\.$"
)
_TITLE_LINES = 5  # within which the category stands
_MOST = 0.6  # share of entries that must show a shape for the list to have it


@dataclass(frozen=True, slots=True)
class TeaserList:
    """A list of teasers with its heading."""

    entries: EntryList
    heading: str | None
    """As shown, without its colon."""

    heading_at: int | None
    """Index of the heading's passage."""

    kind: RelatedKind | None
    """What the heading says; `None` where it says nothing."""

    @property
    def start(self) -> int:
        """Index of its first passage, the heading included."""
        return self.entries.start if self.heading_at is None else self.heading_at

    @property
    def end(self) -> int:
        """Index behind its last passage."""
        return self.entries.end


def teaser_lists(
    lists: Sequence[EntryList], passages: Sequence[Passage], vocabulary: Vocabulary, *, no_article: bool = False
) -> tuple[TeaserList, ...]:
    """Return the lists that are teasers: their entries are framed, or their heading says it.

    On a page that is known to hold no article (`no_article`), every list of headlines is one.
    """
    found: list[TeaserList] = []
    floor = 0
    for entries in lists:
        if no_article and not entries.framed and entries.titles(passages):
            entries = replace(entries, framed=True)
        teasers = _with_heading(entries, passages, vocabulary, floor)
        if teasers is not None:
            found.append(teasers)
            floor = teasers.end
    return tuple(found)


def _with_heading(
    entries: EntryList, passages: Sequence[Passage], vocabulary: Vocabulary, floor: int
) -> TeaserList | None:
    at = entries.start - 1
    while at > floor and is_drawn(passages[at].text):
        at -= 1
    text = passages[at].text if at >= floor else ""
    if not text or len(text) > SHORT or passages[at].bullet:
        return TeaserList(entries, None, None, None) if entries.framed else None
    kind = heading_kind(text)
    if kind or vocabulary.is_name(text):
        return TeaserList(entries, heading_label(text), at, kind)
    if not entries.framed:
        return None
    is_heading = looks_like_a_label(text) and read_meta(text, vocabulary) is None and not vocabulary.source_in(text)
    is_heading = (
        is_heading and not vocabulary.is_more(text) and not vocabulary.is_noise(text) and not passages[at].tagged
    )
    return TeaserList(entries, heading_label(text), at, None) if is_heading else TeaserList(entries, None, None, None)


def related_items(
    lists: Sequence[TeaserList],
    passages: Sequence[Passage],
    vocabulary: Vocabulary,
    *,
    zone: str | None = None,
    locale: str | None = None,
) -> Iterator[tuple[int, RelatedItem]]:
    """Yield the items of all lists with the index of their first passage; positions are set by the caller."""
    for teasers in lists:
        is_own = teasers.entries.framed or vocabulary.is_name(teasers.heading or "")
        kind = teasers.kind or ("read_more" if is_own else "related")
        shape = _shape_of(teasers.entries, passages, vocabulary)
        for entry in teasers.entries.entries:
            texts = [passages[n].text for n in entry]
            framed = False
            if entry.stop == len(passages):
                texts[-1], framed = vocabulary.cut_partial(texts[-1])
            item = _item([text for text in texts if text], framed, vocabulary, shape, zone, locale)
            if item:
                yield entry.start, replace(item, list=teasers.heading, kind=kind)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the entries of a list have in common."""

    bare_category: bool = False
    """The second line is a category without a frame."""

    kicker: bool = False
    """The first line is a category, the second the title."""

    framed_category: bool = False
    """A category in its frame stands right below the title."""


def _shape_of(entries: EntryList, passages: Sequence[Passage], vocabulary: Vocabulary) -> _Shape:
    """Read from all entries what their second lines are."""
    texts = [[passages[n].text for n in entry] for entry in entries.entries]
    several = [lines for lines in texts if len(lines) > 2 and not vocabulary.is_more(lines[2])]
    bare = [
        lines
        for lines in several
        if _is_bare_label(lines[1], vocabulary) and (len(lines[2]) > len(lines[1]) or vocabulary.cut_more(lines[2])[1])
    ]
    firsts = [lines[0] for lines in texts if len(lines) > 1]
    repeats = len(firsts) > 3 and len(set(firsts)) <= _MOST * len(firsts)
    capitals = len(firsts) > 1 and all(text.isupper() for text in firsts)
    outlets = not entries.bulleted and all(
        len(lines) == 3 and len(lines[1]) > len(lines[0]) and read_meta(lines[2], vocabulary) for lines in texts
    )
    kicker = (repeats or capitals or outlets) and all(len(text) <= _BARE_LABEL for text in firsts)
    longer = [lines for lines in texts if len(lines) > 1]
    framed = sum(vocabulary.category_in(lines[1]) is not None for lines in longer)
    return _Shape(
        bare_category=not kicker and bool(several) and len(bare) >= max(2, _MOST * len(several)),
        kicker=kicker,
        framed_category=framed * 2 > len(longer),
    )


def _whole_title(texts: list[str], vocabulary: Vocabulary) -> list[str]:
    """Join the lines of a title that was broken: what stands above the category in a list whose titles have one below."""
    for n, text in enumerate(texts[1:_TITLE_LINES], 1):
        if vocabulary.category_in(text) is not None:
            return [" ".join(texts[:n]), *texts[n:]]
        if ends_sentence(text) or vocabulary.is_more(text) or read_meta(text, vocabulary):
            break
    return texts


def _is_bare_label(text: str, vocabulary: Vocabulary) -> bool:
    return len(text) <= _BARE_LABEL and looks_like_a_label(text) and read_meta(text, vocabulary) is None


def _item(
    texts: list[str],
    framed: bool,
    vocabulary: Vocabulary,
    shape: _Shape,
    zone: str | None,
    locale: str | None,
) -> RelatedItem | None:
    """Read the lines of one entry; `None` where it has no title. `framed`: a frame was cut off with the dump's end."""
    if not texts:
        return None
    category: str | None = None
    if shape.kicker and len(texts) > 1:
        category, texts = texts[0], texts[1:]
    elif shape.framed_category:
        texts = _whole_title(texts, vocabulary)
    title, _ = vocabulary.cut_more(texts[0])
    item = RelatedItem(position=0, title=title, category=category)
    told: list[str] = []
    for n, text in enumerate(texts[1:]):
        if vocabulary.is_more(text):
            continue
        if (not told or words.ADDRESS.fullmatch(text)) and (
            read := _about(item, text, n, vocabulary, shape, zone, locale)
        ):
            item = read
            continue
        text, tail = vocabulary.cut_more(text)
        framed = framed or tail
        if text and not vocabulary.is_noise(text):
            told.append(text)
    return _with_excerpt(item, " ".join(told), framed=framed) if title else None


def _about(
    item: RelatedItem, text: str, n: int, vocabulary: Vocabulary, shape: _Shape, zone: str | None, locale: str | None
) -> RelatedItem | None:
    """Return the item with what a line between title and excerpt says about it; `None` if the line is excerpt."""
    if not item.category and (category := vocabulary.category_in(text)):
        return replace(item, category=category)
    if words.ADDRESS.fullmatch(text):
        return replace(item, url=item.url or absolute_url(text.strip("<>"), base=None))
    meta = read_meta(text, vocabulary, zone=zone, locale=locale)
    if meta is not None:
        date = meta.published or meta.modified
        return replace(
            item,
            category=item.category or meta.section,
            date_text=item.date_text or (date.text if date else None),
            published=item.published or (date.moment if date else None),
            authors=item.authors or meta.authors,
        )
    if n == 0 and not item.category and shape.bare_category and _is_bare_label(text, vocabulary):
        return replace(item, category=text)
    return None


def _with_excerpt(item: RelatedItem, told: str, *, framed: bool) -> RelatedItem:
    """An excerpt is cut where dots say so or where it stops in mid-sentence.

    A "read more" frame on its line (`framed`) is put there by software that cuts by words, but also behind texts that
    were short enough: so only the dot of an abbreviation ("Helen R. [Read More…]") is then no end.
    """
    excerpt, dotted = cut_ellipsis(told)
    if not excerpt:
        return item
    cut = dotted or not ends_sentence(excerpt) or (framed and bool(_ABBREVIATED.search(excerpt)))
    return replace(item, excerpt=excerpt, excerpt_truncated=cut)
