"""Lines of metadata: dates with their labels, bylines, reading times, and several of them on one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from scraper.clean.dump import words
from scraper.clean.dump.vocabulary import LINE, SHORT, Vocabulary
from scraper.dates import find_moment, parse_moment
from scraper.text import ends_sentence, fold

_SEPARATOR = re.compile(r"\s*[|·•‧∙◦⋅/]\s+|\s+[|·•‧∙◦⋅/]\s*|\s+[–—-]\s+|\s*;\s+")
_BAR = re.compile(r"\s*[|·•‧∙◦⋅]\s*")
_FIGURES = re.compile(
    r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}(?:,?\s+\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?)?", re.IGNORECASE
)
_GLUE = re.compile(
    r"(?:\b(?:at|on|à|um|le|el|il|vom|em|den|a las|às|alle|om|kl|в|على|في|h|uhr|the|of|de|del|den|am|o|of)\b|[\s,.:：|·•()\[\]–—-])+",
    re.IGNORECASE,
)
_NAME_SEPARATOR = re.compile(
    r"\s*(?:,|;|&|、|，|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b|\bи\b|(?<=\s)و(?=\s))\s*(?!\s*(?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D|Esq)\b)",
    re.IGNORECASE,
)
_ROLE_WORDS = re.compile(
    r"\b(?:secretary|minister|president|editor|writer|reporter|correspondent|staff|contributor|columnist|analyst|chief|director|spokes\w+|ambassador|envoy|officer|department|office|desk|redakteur\w*|korrespondent\w*|journalist\w*|envoyé\w*|redactor\w*|special|senior|assistant|associated|press|news|agency|agencies|bureau|service|reuters|afp|dpa|ap)\b",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w.’'\-]*$")
_BEHIND_NAME = re.compile(r"\s*[(\[<].*$|\s+\S+@\S+$")
_JUNIOR = re.compile(r"\b(?:Jr|Sr)\.$")
_PARTICLES = frozenset("de da di del der den van von la le el al bin ibn dos du ten ter y e zu af av".split())


class DateLine(NamedTuple):
    """A date as a line shows it."""

    moment: str | None
    """ISO 8601; `None` where the words do not settle the day ("03/04/2021", "2 hours ago")."""

    text: str
    """As shown, without its label."""

    updated: bool
    """Whether the label says that it is the date of a change."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a line of metadata says."""

    published: DateLine | None = None
    modified: DateLine | None = None
    authors: tuple[str, ...] = ()
    reading_time: int | None = None
    section: str | None = None
    name: str | None = None
    """The site's name, where it stands among the others."""

    source: str | None = None


def read_date(text: str, *, zone: str | None = None, locale: str | None = None) -> DateLine | None:
    """Read a line that is a date, with its label and the day of the week; `None` for any other line."""
    if len(text) > SHORT or not text:
        return None
    bare = text.strip("[]() ")
    if words.AGO.fullmatch(bare):
        return DateLine(None, bare, updated=False)
    if not any(map(str.isdecimal, text)):
        return None
    label = words.DATE_LABEL.match(text)
    start = label.end() if label and not text[label.end() : label.end() + 1].isalnum() else 0
    updated = bool(start and label and label["updated"])
    rest = _GLUE.sub("", text[start:], count=1) if start and _GLUE.match(text[start:]) else text[start:]
    found = find_moment(rest, zone=zone, locale=locale)
    if found is None:
        match = _FIGURES.search(rest)
        if match is None or not _is_nothing(rest[: match.start()] + " " + rest[match.end() :]):
            return None
        return DateLine(parse_moment(match[0], zone=zone, locale=locale), match[0], updated)
    if not _is_nothing(rest[: found.start] + " " + rest[found.end :]):
        return None
    return DateLine(found.moment, fold(rest).strip(" |·•"), updated)


def _is_nothing(rest: str) -> bool:
    """Tell whether what stands beside a date adds nothing to it: the day of the week, "at", a comma."""
    left = _GLUE.sub(" ", rest).split()
    return len(left) <= 1 and not any(c.isdecimal() for word in left for c in word)


def read_names(text: str) -> tuple[str, ...]:
    """Return the persons that a byline names, without their offices: "Jane Doe, Staff Writer" gives "Jane Doe"."""
    names: list[str] = []
    for part in _NAME_SEPARATOR.split(fold(text).strip(" |,;:")):
        part = _BEHIND_NAME.sub("", part).strip(" ,|")
        if not _JUNIOR.search(part):
            part = part.rstrip(". ")
        if not part or len(part) > 60:
            continue
        if names and _ROLE_WORDS.search(part):
            continue
        names.append(part)
    return tuple(dict.fromkeys(names))


def is_person(text: str) -> bool:
    """Tell whether a text is written as a person's name: two to five capitalised words, no office, no outlet.

    Scripts without case show no names.
    """
    parts = text.split()
    if not 2 <= len(parts) <= 5 or len(text) > 50 or words.OUTLET.fullmatch(text) or text.lower() == text.upper():
        return False
    return all(_CAPITALISED.match(part) or part.casefold() in _PARTICLES for part in parts) and not any(
        c.isdecimal() for c in text
    )


def read_byline(text: str) -> tuple[str, ...]:
    """Return the names of a line "By Jane Doe and John Roe"; empty for any other line."""
    match = words.BYLINE.fullmatch(text) if len(text) <= LINE else None
    if match is None:
        return ()
    if ends_sentence(match["names"].rstrip(".")):
        return ()
    names = read_names(match["names"])
    sure = ":" in match["colon"] or "：" in match["colon"]
    if not names or len(names) > 8:
        return ()
    cased = any(c.isupper() or c.islower() for c in match["names"])
    if not sure and cased and not all(_looks_named(name) for name in names):
        return ()
    return names


def _looks_named(name: str) -> bool:
    """Tell whether a name in a byline may be one: capitalised words, or a handle of one word."""
    parts = name.split()
    return len(parts) <= 6 and (
        len(parts) == 1 or all(_CAPITALISED.match(p) or p.casefold() in _PARTICLES or p == "&" for p in parts)
    )


def read_meta(text: str, vocabulary: Vocabulary, *, zone: str | None = None, locale: str | None = None) -> Meta | None:
    """Read a line of which every part is metadata; `None` for a line that says anything else."""
    if len(text) > LINE or not text:
        return None
    if (minutes := vocabulary.reading_time_in(text)) is not None:
        return Meta(reading_time=minutes)
    if date := read_date(text, zone=zone, locale=locale):
        return Meta(modified=date) if date.updated else Meta(published=date)
    if both := _two_dates(text, zone, locale):
        return both
    if ago := _distance_in(text):
        return Meta(published=ago)
    whole = _with_date_inside(text, vocabulary, zone, locale)
    if whole:
        return whole
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) > 1:
        barred = len([part for part in _BAR.split(text) if part]) == len(parts)
        return _read_parts(parts, vocabulary, zone, locale, barred=barred)
    names = read_byline(text)
    return Meta(authors=names) if names else None


def _two_dates(text: str, zone: str | None, locale: str | None) -> Meta | None:
    """Read "Published October 21, 2021, updated October 22, 2021"."""
    for label in words.DATE_LABEL.finditer(text, 8):
        first = read_date(text[: label.start()].rstrip(" ,;|·•–—-(."), zone=zone, locale=locale)
        second = read_date(text[label.start() :].rstrip(" )"), zone=zone, locale=locale) if first else None
        if first and second and label["updated"]:
            return Meta(published=first, modified=second)
    return None


def _distance_in(text: str) -> DateLine | None:
    """Read the line of counters under a headline: "112 points by ada 3 hours ago | 40 comments"."""
    match = words.AGO.search(text) if len(text) <= SHORT and _BAR.search(text) and not ends_sentence(text) else None
    return DateLine(None, match[0].strip(), updated=False) if match and match[0].strip()[0].isdecimal() else None


def _read_parts(
    parts: list[str], vocabulary: Vocabulary, zone: str | None, locale: str | None, *, barred: bool
) -> Meta | None:
    """Read a line of several parts. Behind bars, not dashes, a part may be a bare name or section beside a date."""
    meta = Meta()
    unknown: list[str] = []
    for part in parts:
        read = _read_part(part, vocabulary, zone, locale)
        if read is None:
            unknown.append(part)
        else:
            meta = laid_over(meta, read)
    certain = meta.published or meta.modified or meta.reading_time is not None
    if unknown and (not certain or len(unknown) > 2 or not barred):
        return None
    for part in unknown:
        if is_person(part) and not meta.authors:
            meta = laid_over(meta, Meta(authors=read_names(part)))
        elif len(part.split()) <= 4 and words.OUTLET.fullmatch(part) and not meta.name:
            meta = laid_over(meta, Meta(name=part))
        elif len(part.split()) <= 2 and len(part) <= 30 and not meta.section:
            meta = laid_over(meta, Meta(section=part))
        else:
            return None
    return meta


def _read_part(part: str, vocabulary: Vocabulary, zone: str | None, locale: str | None) -> Meta | None:
    if (minutes := vocabulary.reading_time_in(part)) is not None:
        return Meta(reading_time=minutes)
    if date := read_date(part, zone=zone, locale=locale):
        return Meta(modified=date) if date.updated else Meta(published=date)
    if vocabulary.is_name(part):
        return Meta(name=part)
    if source := vocabulary.source_in(part):
        return Meta(source=source[0])
    if vocabulary.is_noise(part) or words.COMMENTS.fullmatch(part):
        return Meta()
    if names := read_byline(part):
        return Meta(authors=names)
    if whole := _with_date_inside(part, vocabulary, zone, locale):
        return whole
    category = vocabulary.category_in(part)
    return Meta(section=category) if category else None


def _with_date_inside(text: str, vocabulary: Vocabulary, zone: str | None, locale: str | None) -> Meta | None:
    """Read "Posted on October 21, 2021 by admin in Crime News", "October 21, 2021 16 min read"."""
    found = find_moment(text, zone=zone, locale=locale) if any(map(str.isdecimal, text)) else None
    if found is None:
        return None
    before, after = text[: found.start].strip(" ,|·•–—-:"), text[found.end :].strip(" ,|·•–—-")
    date = read_date(f"{before} {text[found.start : found.end]}".strip(), zone=zone, locale=locale)
    lead = Meta()
    if date is None:
        names = read_byline(re.sub(r"\s+on$", "", before))
        if not names:
            return None
        lead, date = Meta(authors=names), DateLine(found.moment, text[found.start : found.end], updated=False)
    else:
        date = date._replace(text=fold(text[found.start : found.end]))
    meta = laid_over(lead, Meta(modified=date) if date.updated else Meta(published=date))
    if not after:
        return meta
    if (minutes := vocabulary.reading_time_in(after)) is not None:
        return laid_over(meta, Meta(reading_time=minutes))
    if source := vocabulary.source_in(after):
        return laid_over(meta, Meta(source=source[0]))
    by, _, section = after.partition(" in ")
    if after.startswith("in "):
        by, section = "", after[3:]
    names = read_byline(by) if by else ()
    if (by and not names) or len(section) > 50:
        return None
    return laid_over(meta, Meta(authors=names, section=section or None))


def laid_over(below: Meta, above: Meta) -> Meta:
    """Return `below` with what it lacks taken from `above`."""
    return Meta(
        published=below.published or above.published,
        modified=below.modified or above.modified,
        authors=below.authors or above.authors,
        reading_time=below.reading_time if below.reading_time is not None else above.reading_time,
        section=below.section or above.section,
        name=below.name or above.name,
        source=below.source or above.source,
    )
