"""The lines above the text: headline, date, site's name, section, byline, reading time, standfirst.

They come in any order and any of them may be missing. Lines of metadata say what they are; between and behind them
stand the headline and others that do not, and those are told apart by length, neighbours and repetition.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from scraper.clean.dump import words
from scraper.clean.dump.dating import Meta, is_person, laid_over, read_meta, read_names
from scraper.clean.dump.lines import width_of
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import SHORT, Vocabulary, looks_like_a_label
from scraper.text import ends_sentence

_FAR = 6  # passages without metadata after which the header is over
_NEAR = 2  # the same behind a headline that metadata has followed
_BEHIND = 1.0  # by which a line behind all metadata must look more like a headline than one between
_LONGEST_TITLE = 300  # characters
_LONGEST_DEK = 500
_LONGEST_ENTRY = 25  # of a menu
_TITLE_TAIL = re.compile(r"\s+[|–—•·»:-]+\s+")
_MENU = re.compile(r"[^|»›>·•]{1,30}(?:\s*[|»›>·•]\s*[^|»›>·•]{1,30}){2,}")
_TURN = re.compile(r"(?:[A-Z][A-Z.'’\s-]{1,40}|Q|A):\s")
_ABBREVIATED = re.compile(r"\b(?:Inc|Jr|Sr|Co|Corp|Ltd|[A-Z](?:\.[A-Z])*|a\.m|p\.m|etc|vs|No|St|Dr|Mr|Ms)\.$")


@dataclass(slots=True)
class Header:
    """What stands above the text; which passages said so, and where the text begins."""

    headline: str | None = None
    dek: str | None = None
    publisher: str | None = None
    meta: Meta = field(default_factory=Meta)
    metadata: set[int] = field(default_factory=set)
    """Indices of the passages that went into a field."""

    furniture: set[int] = field(default_factory=set)
    """Indices of those that say nothing about the article: menus, counters, repeated lines."""

    text_from: int = 0
    """Index of the first passage behind the header. Passages before it that are in neither set belong to the text."""

    @property
    def section(self) -> str | None:
        """The section the page names."""
        return self.meta.section


def read_header(
    passages: Sequence[Passage],
    free: Sequence[int],
    vocabulary: Vocabulary,
    *,
    lists: Collection[int] = (),
    categories: Collection[str] = (),
    bylines: Collection[str] = (),
    zone: str | None = None,
    locale: str | None = None,
) -> Header:
    """Read the header from the passages `free` (indices, in order; those of teasers left out).

    `lists`: indices inside lists that are no teasers. `categories`: those of the teasers, casefolded.
    `bylines`: texts that name the source or a speaker, casefolded: never a headline.
    """
    header = Header()
    between = _scan(passages, free, vocabulary, header, lists, zone, locale)
    behind = [n for n in free if n >= header.text_from and n not in lists][: 1 if header.metadata else 2]
    if any(_is_text(passages[n]) for n in behind):
        behind = behind[:1]
    title = _choose(passages, [*between, *behind], header, vocabulary, categories, bylines)
    if title is None:
        header.text_from = min([*between, header.text_from], default=header.text_from)
        return header
    header.headline = _bare_title(passages[title].text, vocabulary)
    header.metadata.add(title)
    header.text_from = max(header.text_from, title + 1)
    _above_title(passages, [n for n in [*between, *behind] if n < title], header, vocabulary, categories)
    _below_title(passages, title, [n for n in between if n > title], header, bylines)
    _drop_repeats(passages, free, header)
    return header


def _scan(
    passages: Sequence[Passage],
    free: Sequence[int],
    vocabulary: Vocabulary,
    header: Header,
    lists: Collection[int],
    zone: str | None,
    locale: str | None,
) -> list[int]:
    """Follow lines of metadata as long as they come near each other; return what stands between them."""
    waiting: list[int] = []
    between: list[int] = []
    seen_title = False
    for n in free:
        passage = passages[n]
        far = _NEAR if seen_title else _FAR
        if len(waiting) > far or passage.gap > 30:
            break
        if n in lists:
            if (between or waiting or header.metadata) and not _is_menu_entry(passage):
                break
            header.furniture.add(n)
        elif _take(passage, n, vocabulary, header, zone, locale):
            seen_title = seen_title or any(len(passages[k].text) > 20 for k in [*between, *waiting])
            between += waiting
            waiting = []
            header.text_from = n + 1
        elif (
            vocabulary.is_noise(passage.text)
            or _MENU.fullmatch(passage.text[:SHORT])
            or words.BREADCRUMB.fullmatch(passage.text[: SHORT * 2])
        ):
            header.furniture.add(n)
            header.text_from = header.text_from if waiting else n + 1
        else:
            if _is_text(passage) and any(_is_text(passages[k]) for k in waiting):
                break
            waiting.append(n)
    return between


def _is_menu_entry(passage: Passage) -> bool:
    """Tell whether an entry of a list is a place of the site, not a point of the story: "Home", "World News"."""
    return len(passage.text) <= _LONGEST_ENTRY and len(passage.text.split()) <= 3 and not ends_sentence(passage.text)


def _take(
    passage: Passage, n: int, vocabulary: Vocabulary, header: Header, zone: str | None, locale: str | None
) -> bool:
    """Read a passage as metadata that the header does not have yet."""
    text = passage.text
    if vocabulary.is_name(text):
        (header.furniture if header.publisher else header.metadata).add(n)
        header.publisher = header.publisher or text
        return True
    if passage.bullet:
        return False
    meta = read_meta(text, vocabulary, zone=zone, locale=locale)
    if meta is None:
        return False
    if laid_over(header.meta, meta) == header.meta and meta != Meta():
        return False
    header.meta = laid_over(header.meta, meta)
    header.metadata.add(n)
    header.publisher = header.publisher or meta.name
    return True


def _is_text(passage: Passage) -> bool:
    """Tell whether a passage is written in sentences or spoken."""
    text = passage.text
    return (
        len(text) > _LONGEST_TITLE
        or (width_of(text) > 60 and text.endswith((".", "。", "…", "।")))
        or bool(_TURN.match(text))
    )


def _choose(
    passages: Sequence[Passage],
    candidates: Sequence[int],
    header: Header,
    vocabulary: Vocabulary,
    categories: Collection[str],
    bylines: Collection[str],
) -> int | None:
    """Return the passage that is the headline."""
    best, most = None, 0.0
    for n in candidates:
        score = _score(passages, n, header, vocabulary, categories, bylines)
        if best is not None and n >= header.text_from and passages[n].text.endswith((".", "。", "।")):
            continue
        if score > most + (_BEHIND if best is not None and n >= header.text_from else 0):
            best, most = n, score
    return best


def _score(
    passages: Sequence[Passage],
    n: int,
    header: Header,
    vocabulary: Vocabulary,
    categories: Collection[str],
    bylines: Collection[str],
) -> float:
    text = passages[n].text
    if len(text) > _LONGEST_TITLE or passages[n].tagged or not any(c.isalpha() for c in text):
        return 0.0
    score = 0.4 + min(width_of(text), 80) / 20
    if text.endswith((".", "。", "।")) and not (len(text) <= 100 and _ABBREVIATED.search(text)):
        below = passages[n + 1].text if n + 1 < len(passages) else ""
        score -= 2.5 if len(text) > 100 or len(below) < 2 * len(text) else 0.5
    if _TURN.match(text) or text.endswith((":", "…", ",")):
        score -= 1.5
    category = vocabulary.category_in(text)
    if text.casefold() in categories or (category and category.casefold() in categories):
        score -= 4
    elif category:
        score -= 1
    if text.casefold() in bylines or _names_office(text):
        score -= 3
    if len(text.split()) <= 4 and words.OUTLET.fullmatch(text):
        score -= 1.5
    if is_person(text):
        score -= 1.0
    above = n - 1
    if above in header.metadata and vocabulary.is_name(passages[above].text):
        score += 1.5
    if n + 1 in header.metadata:
        score += 1.0
    if n == 0:
        score += 0.5
    return score


def _names_office(text: str) -> bool:
    """Tell whether a line is written as "Jane Doe, Secretary of State"."""
    name, comma, office = text.partition(", ")
    return bool(comma) and is_person(name) and len(office.split()) <= 8 and not ends_sentence(text)


def _bare_title(text: str, vocabulary: Vocabulary) -> str:
    """Return a title without the site's name behind it: "Title – News Network"."""
    for match in reversed(list(_TITLE_TAIL.finditer(text))):
        if vocabulary.is_name(text[match.end() :]):
            return text[: match.start()]
        break
    return text


def _above_title(
    passages: Sequence[Passage],
    above: Sequence[int],
    header: Header,
    vocabulary: Vocabulary,
    categories: Collection[str],
) -> None:
    """Give the lines above the headline their part: section, publisher, or none."""
    title = (header.headline or "").casefold()
    rest = []
    for n in above:
        text = passages[n].text
        if _bare_title(text, vocabulary).casefold() == title or (title and text.casefold().startswith(title)):
            header.furniture.add(n)
        elif not header.meta.section and (text.casefold() in categories or vocabulary.category_in(text)):
            _set_section(header, vocabulary.category_in(text) or text, n)
        else:
            rest.append(n)
    labels = [n for n in rest if len(passages[n].text) <= 50 and looks_like_a_label(passages[n].text)]
    header.furniture.update(n for n in rest if n not in labels)
    outlets = [
        n for n in labels if words.OUTLET.fullmatch(passages[n].text) and not words.SECTION.fullmatch(passages[n].text)
    ]
    first = bool(labels) and labels[0] == 0 and not words.SECTION.fullmatch(passages[0].text)
    if labels and not header.publisher and (outlets or header.meta.section or len(labels) > 1 or first):
        n = outlets[-1] if outlets else labels[-1]
        header.publisher = passages[n].text
        header.metadata.add(n)
        labels.remove(n)
    if labels and not header.meta.section:
        _set_section(header, passages[labels[-1]].text, labels.pop())
    header.furniture.update(labels)


def _set_section(header: Header, section: str, n: int) -> None:
    header.meta = laid_over(header.meta, Meta(section=section))
    header.metadata.add(n)


def _below_title(
    passages: Sequence[Passage], title: int, below: Sequence[int], header: Header, bylines: Collection[str]
) -> None:
    """Give the lines between headline and metadata their part: byline, standfirst; others stay with the text."""
    for n in below:
        text = passages[n].text
        named = is_person(text) or _names_office(text)
        is_byline = named and not header.meta.authors and n + 1 in header.metadata and n - 1 == title
        if is_byline and text.casefold() not in bylines:
            header.meta = laid_over(header.meta, Meta(authors=read_names(text)))
            header.metadata.add(n)
        elif (
            not header.dek and n - 1 == title and len(text) <= _LONGEST_DEK and (len(text) > 40 or ends_sentence(text))
        ):
            header.dek = text
            header.metadata.add(n)


def _drop_repeats(passages: Sequence[Passage], free: Sequence[int], header: Header) -> None:
    """Take out the headline where the text repeats it on its first lines."""
    behind = [n for n in free if n >= header.text_from][:3]
    for n in behind:
        if header.headline and passages[n].text.casefold() == header.headline.casefold():
            header.furniture.add(n)
