"""The lines above the text: headline, date, site's name, section, byline, reading time, standfirst.

They come in any order and any of them may be missing. Lines of metadata say what they are; the headline stands among
them or right behind them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from scraper.clean.dump import words
from scraper.clean.dump.dating import Meta, is_person, laid_over, read_meta, read_names
from scraper.clean.dump.headline import Top, bare_title, choose_headline, is_text, names_office
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import SHORT, Vocabulary, looks_like_a_label
from scraper.text import ends_sentence

_FAR = 6  # passages without metadata after which the header is over
_NEAR = 2  # the same behind a headline that metadata has followed
_MOST_LABELS = 3  # short lines without metadata among which the headline may be: section, name, headline
_LONGEST_LABEL = 50  # characters
_LONGEST_DEK = 500
_SHORTEST_DEK = 40
_MENU_LINES = 60  # lines from the top among which menus stand
_LEAST_ENTRIES = 3  # of a menu
_MENU_ENTRY = (25, 3)  # characters and words of a place of the site, at most
_MENU = re.compile(r"[^|»›>·•]{1,30}(?:\s*[|»›>·•]\s*[^|»›>·•]{1,30}){2,}")


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

    def add(self, meta: Meta, n: int) -> None:
        """Lay in what a passage says."""
        self.meta = laid_over(self.meta, meta)
        self.metadata.add(n)

    def name(self, publisher: str, n: int) -> None:
        """Take a passage as the site's name."""
        self.publisher = publisher
        self.metadata.add(n)


def read_header(
    top: Top, free: Sequence[int], *, lists: Collection[int] = (), zone: str | None = None, locale: str | None = None
) -> Header:
    """Read the header from the passages `free` (indices, in order; those of teasers left out).

    `lists`: indices inside lists that are no teasers.
    """
    header = Header()
    between = _scan(top, free, header, lists, zone, locale)
    behind: list[int] = []
    for n in (n for n in free if n >= header.text_from and n not in lists):
        behind.append(n)
        if is_text(top.passages[n]) or len(behind) == (1 if between else _MOST_LABELS):
            break
    title = choose_headline(top, [*between, *behind], metadata=header.metadata, behind=header.text_from)
    if title is None:
        header.text_from = min([*between, header.text_from])
        return header
    header.headline = bare_title(top.passages[title].text, top.vocabulary)
    header.metadata.add(title)
    header.text_from = max(header.text_from, title + 1)
    _above_title(top, [n for n in [*between, *behind] if n < title], header)
    _below_title(top, title, [n for n in between if n > title], header)
    for n in [n for n in free if n >= header.text_from][:3]:
        if top.passages[n].text.casefold() == header.headline.casefold():
            header.furniture.add(n)
    return header


def _scan(
    top: Top, free: Sequence[int], header: Header, lists: Collection[int], zone: str | None, locale: str | None
) -> list[int]:
    """Follow lines of metadata as long as they come near each other; return what stands between them."""
    waiting: list[int] = []
    between: list[int] = []
    menus = _menus(top.passages[: free[0] + _MENU_LINES] if free else (), top.vocabulary)
    far = _FAR
    for n in free:
        passage = top.passages[n]
        if len(waiting) > far:
            break
        if n in lists:
            if (between or waiting or header.metadata) and not _is_menu_entry(passage.text):
                break
            header.furniture.add(n)
        elif _take(passage, n, top.vocabulary, header, zone, locale):
            between += waiting
            waiting = []
            header.text_from = n + 1
            far = _NEAR if any(len(top.passages[k].text) > _SHORTEST_DEK // 2 for k in between) else _FAR
        elif _says_nothing(passage.text, top.vocabulary) or n in menus:
            header.furniture.add(n)
            header.text_from = header.text_from if waiting else n + 1
        else:
            if is_text(passage) and any(is_text(top.passages[k]) for k in waiting):
                break
            waiting.append(n)
    return between


def _says_nothing(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a line near the top is a counter, a button, a menu or the way from the front page."""
    return (
        vocabulary.is_noise(text)
        or bool(_MENU.fullmatch(text[:SHORT]))
        or bool(words.BREADCRUMB.fullmatch(text[: SHORT * 2]))
    )


def _menus(passages: Sequence[Passage], vocabulary: Vocabulary) -> set[int]:
    """Return the lines near the top that are entries of a menu: three or more short ones close together."""
    found: set[int] = set()
    run: list[int] = []
    for n, passage in enumerate(passages):
        entry = _is_menu_entry(passage.text) and not passage.bullet
        close = bool(run) and not passage.gap and passage.indent == passages[run[-1]].indent
        if entry and close:
            run.append(n)
        else:
            run = [n] if entry else []
        places = [k for k in run if not vocabulary.is_noise(passages[k].text)]
        if len(run) >= _LEAST_ENTRIES and len(places) > 1:
            found.update(run)
    return found


def _is_menu_entry(text: str) -> bool:
    """Tell whether an entry of a list is a place of the site, not a point of the story: "Home", "World News"."""
    longest, most = _MENU_ENTRY
    return len(text) <= longest and len(text.split()) <= most and not ends_sentence(text)


def _take(
    passage: Passage, n: int, vocabulary: Vocabulary, header: Header, zone: str | None, locale: str | None
) -> bool:
    """Read a passage as metadata that the header does not have yet."""
    text = passage.text
    if vocabulary.is_name(text):
        if header.publisher:
            header.furniture.add(n)
        else:
            header.name(text, n)
        return True
    meta = None if passage.bullet else read_meta(text, vocabulary, zone=zone, locale=locale)
    if meta is None or (meta != Meta() and laid_over(header.meta, meta) == header.meta):
        return False
    header.add(meta, n)
    header.publisher = header.publisher or meta.name
    return True


def _above_title(top: Top, above: Sequence[int], header: Header) -> None:
    """Give the lines above the headline their part: section, publisher, or none."""
    title = (header.headline or "").casefold()
    labels = []
    for n in above:
        text = top.passages[n].text
        if text.casefold().startswith(title):  # the window's title: "Title – Site"
            header.furniture.add(n)
        elif not header.meta.section and (section := top.category_at(n) or top.vocabulary.category_in(text)):
            header.add(Meta(section=section), n)
        elif len(text) <= _LONGEST_LABEL and looks_like_a_label(text):
            labels.append(n)
        else:
            header.furniture.add(n)
    _give_parts(top, labels, header)
    header.furniture.update(n for n in labels if n not in header.metadata)


def _give_parts(top: Top, labels: Sequence[int], header: Header) -> None:
    """Take short lines as publisher and section: of two, the section stands first."""
    labels = list(labels)
    outlets = [n for n in labels if _is_outlet(top.passages[n].text)]
    opens = bool(labels) and not words.SECTION.fullmatch(top.passages[labels[0]].text)
    opens = opens and all(n in header.furniture for n in range(labels[0]))
    if labels and not header.publisher and (outlets or header.meta.section or len(labels) > 1 or opens):
        n = outlets[-1] if outlets else labels[-1]
        header.name(top.passages[n].text, n)
        labels.remove(n)
    if labels and not header.meta.section:
        n = labels.pop()
        header.add(Meta(section=top.passages[n].text), n)


def _is_outlet(text: str) -> bool:
    return bool(words.OUTLET.fullmatch(text)) and not words.SECTION.fullmatch(text)


def _below_title(top: Top, title: int, below: Sequence[int], header: Header) -> None:
    """Give the lines between headline and metadata their part: byline, publisher, standfirst; others stay with the text."""
    labels = []
    for n in below:
        text = top.passages[n].text
        named = is_person(text) or names_office(text)
        if named and not header.meta.authors and n + 1 in header.metadata and text.casefold() not in top.bylines:
            header.add(Meta(authors=read_names(text)), n)
        elif len(text) <= _LONGEST_LABEL and looks_like_a_label(text) and (_is_outlet(text) or top.category_at(n)):
            labels.append(n)
        elif not header.dek and n - 1 == title and _is_dek(text):
            header.dek = text
            header.metadata.add(n)
    _give_parts(top, labels, header)


def _is_dek(text: str) -> bool:
    return len(text) <= _LONGEST_DEK and (len(text) > _SHORTEST_DEK or ends_sentence(text))
