"""What only the visible lines tell: dek, reading time, and who first published the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from scraper.clean.metadata.class_words import is_dek_box, is_no_dek_box
from scraper.clean.metadata.graph import Graph
from scraper.clean.metadata.head import Head
from scraper.clean.metadata.people import is_agency
from scraper.clean.metadata.people_words import FIRST_PUBLISHED, LABELS_OF_SOURCE
from scraper.clean.metadata.record import VisibleLine
from scraper.clean.metadata.zone import Line, Zone
from scraper.dates import find_moment
from scraper.model import Source
from scraper.text import fold
from scraper.urls import absolute_url, host_of

_MINUTES = r"(?:min(?:s|uten?|utes?|utos?|uti|uuttia|utter|uter|ut|\.)?(?![^\W\d_])|мин\w*|хв\w*|λεπτ\w*|dakika|dk\.?|menit|phút|dakika|分(?:钟|鐘|間)?|분|دقيقة|دقائق|دقیقه|דקות|मिनट|মিনিট|นาที)"
_READ = r"(?:read(?:ing)?(?: time)?|lese\w*|lecture|lectura|leitura|lettura|lees\w*|läs\w*|les(?:e)?tid|læse\w*|luku\w*|czytani\w*|čten\w*|olvas\w*|читан\w+|чита\w+|ανάγνωσ\w+|okuma|baca|đọc|阅读|閱讀|読\w*|읽\w*|قراءة|مطالعه|קריאה|पढ़\w*|อ่าน)"
_READING = re.compile(
    rf"(?<![\d.,:])(?P<a>\d{{1,3}})\s?[-–]?\s?{_MINUTES}\W{{0,3}}(?:\w+\s)?{_READ}|{_READ}\W{{0,3}}(?:\w+\W{{1,3}}){{0,3}}?(?:(?:ca|env|aprox|ok)\.?\s)?(?P<b>\d{{1,3}})\s?{_MINUTES}"
    rf"|^(?P<c>\d{{1,3}})\s?{_MINUTES}$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NOT_WORD = re.compile(r"[\W_]+")
_DURATION = re.compile(r"P(?:T)?(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?$", re.IGNORECASE)
_LONGEST_DEK = 700
_SHORTEST_DEK = 20
_SOURCE = re.compile(
    rf"(?:{LABELS_OF_SOURCE})\s*[:：]\s*(?P<name>.+)|(?:{FIRST_PUBLISHED})\s+(?:(?-i:the|de[nmr]?) )?(?P<bare>(?!\w+day\b)(?-i:[A-Z„“\"«]|[^\x00-\x7f]).+)",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s*(?:[.,;]\s|\s[-–—|]\s|\s\(|\s(?:under|on|in|at|and|with|unter|am|im|und|sous|le|et|bajo|el|y|sob|em|e|con|il)\s(?=[\da-zA-Z])).*|\s(?:erschienen|veröffentlicht|verschenen|gepubliceerd)\W*$|[.)\]\"”“»]+$"
)
_AGENCY_LINE = re.compile(
    r"[(\[]?\s*(?:©|\(c\))?\s*(?P<name>[^\W\d_][\w.-]*(?:[/,+&]\s?[^\W\d_][\w.-]*){0,3})(?:[-\s:]*\d[\d:-]*)?\s*[)\]]?"
)
_DATELINE = re.compile(
    r"(?=[^\W\d_])[^()\[\]:!?]{2,40}?,?\s*[(\[](?P<name>[^()\[\]\d]{2,30})[)\]]\s*(?:[-–—:]+\s|[.,]\s|$)"
    r"|(?-i:[A-ZÀ-Þ][\w .'’-]{1,30}), [\w. ]{3,20} \((?P<dated>[^()]{2,30})\)\s*[-–—]"
)
_LONGEST_SOURCE = 220
_LONGEST_CREDIT = 40
_SOURCE_METAS = (
    "syndication-source",
    "original-source",
    "article:original_source",
    "news:original_source",
    "dc.source",
    "dcterms.source",
    "content_source",
    "article:source",
)


def find_dek(zone: Zone, head: Head, graph: Graph, article: dict[str, Any] | None) -> tuple[str, str] | None:
    """Return the standfirst and its origin: a line between headline and body called so, or one that the page's summary repeats.

    A paragraph that has the next ones beside it in one box opens the body, and is none.
    """
    summaries = {_key(text) for text in _summaries(head, graph, article) if text} if zone.after else set()
    lengths = range(min(map(len, summaries), default=0), 2 * max(map(len, summaries), default=0))
    for at, line in enumerate(zone.after[:15]):
        if line.tag in ("h3", "h4", "h5") or (line.listed and len(line.text) > 60):
            break
        if (
            not _SHORTEST_DEK <= len(line.text) <= _LONGEST_DEK
            or line.tag in ("h1", "figcaption", "li", "td")
            or is_no_dek_box(line.names)
        ):
            continue
        called = is_dek_box(line.names)
        repeated = len(line.text) in lengths and _key(line.text) in summaries
        if (called or repeated) and not _tells_facts(line) and not _opens_body(zone.after, at, called=called):
            return line.text, "visible"
        if line.tag == "p" and len(line.text) > 200:
            break
    return None


def _tells_facts(line: Line) -> bool:
    """Tell whether a line gives a date: then it is a byline, whatever it is called."""
    return bool(line.times) or (
        len(line.text) < 200 and bool(_DIGIT.search(line.text)) and find_moment(line.text) is not None
    )


def _opens_body(lines: Sequence[Line], at: int, *, called: bool) -> bool:
    """Tell whether the next long line stands in the same box as this one, or none follows: then this one is all the body."""
    following = next((line for line in lines[at + 1 : at + 8] if len(line.text) > 60 and not line.listed), None)
    if following is None:
        return not called
    return lines[at].tag == "p" and following.tag == "p" and following.box == lines[at].box


def _summaries(head: Head, graph: Graph, article: dict[str, Any] | None) -> list[str | None]:
    declared = [head.first(name) for name in ("og:description", "description", "twitter:description")]
    if article is not None:
        declared += [graph.text(article, key) for key in ("description", "alternativeHeadline", "abstract")]
    return declared


def description_of(head: Head, graph: Graph, article: dict[str, Any] | None) -> str | None:
    """Return the page's own summary: JSON-LD, Open Graph, meta."""
    own = [graph.text(article, "description")] if article is not None else []
    return next(
        (text for text in (*own, head.first("og:description", "description", "twitter:description")) if text), None
    )


def minutes_in(texts: Iterable[str]) -> int | None:
    """Return the reading time that short lines tell: "16 min read", "Lesedauer: 5 Minuten"; `None` where none does."""
    for text in texts:
        if len(text) <= 120 and _DIGIT.search(text) and (match := _READING.search(text)):
            minutes = int(match["a"] or match["b"] or match["c"])
            if 0 < minutes <= 300:
                return minutes
    return None


def declared_minutes(head: Head, graph: Graph, article: dict[str, Any] | None) -> int | None:
    """Return the reading time that a page declares (`timeRequired`, Twitter labels)."""
    if (
        article is not None
        and (match := _DURATION.fullmatch(graph.text(article, "timeRequired") or ""))
        and match.lastindex
    ):
        return int(match[1] or 0) * 60 + int(match[2] or 0) or None
    for n in ("1", "2"):
        label, data = head.first(f"twitter:label{n}"), head.first(f"twitter:data{n}")
        if (
            label
            and data
            and (match := re.match(r"(\d{1,3})\s*\D", f"{data} "))
            and re.search(_READ, label, re.IGNORECASE)
        ):
            return int(match[1]) or None
    return None


def source_in(lines: Iterable[VisibleLine]) -> Source | None:
    """Return who first published the story, as a line says: "More from: Office of …", "via AP", "Quelle: dpa".

    Of several the last one counts, and one with a link before any without: sources of figures and pictures stand earlier.
    """
    found: Source | None = None
    for line in lines:
        source = _source_of(line)
        if source is not None and (found is None or source.url or not found.url):
            found = source
    return found


def _source_of(line: VisibleLine) -> Source | None:
    text = line.text.strip(" ()[]–—-")
    match = _SOURCE.fullmatch(text) if len(text) <= _LONGEST_SOURCE else None
    if match is None:
        return None
    said = match["name"] or match["bare"]
    linked = next(
        ((fold(label), address) for label, address in line.links if fold(label) and fold(label) in said), None
    )
    if match["bare"] and linked and len(linked[0]) <= 80 and said.startswith(linked[0]):
        return Source(name=linked[0], url=linked[1])
    name = (_NAME_ENDS.sub("", said) if match["bare"] else said).strip(' .()[]"„“”«»')
    if not name or len(name) > 80 or "://" in name or (match["bare"] and find_moment(said) is not None):
        return None
    return Source(name=name, url=linked[1] if linked else None)


def agency_in(opening: str, last: Iterable[str]) -> Source | None:
    """Return the news agency that a dateline or a closing line names: "WASHINGTON (AP) — …", "(dpa)", "© AFP"."""
    match = _DATELINE.match(opening[:_LONGEST_SOURCE])
    names = [match["name"] or match["dated"]] if match else []
    names += [
        match["name"] for text in last if len(text) <= _LONGEST_CREDIT and (match := _AGENCY_LINE.fullmatch(text))
    ]
    return next((Source(name=name.strip()) for name in names if name and is_agency(name)), None)


def declared_source(
    head: Head, graph: Graph, article: dict[str, Any] | None, base: str | None, own: Sequence[str]
) -> Source | None:
    """Return who first published the story, as the page declares: `isBasedOn`, `sourceOrganization`, source metas."""
    mine = {_key(name) for name in own}
    if article is not None:
        for key in ("isBasedOn", "isBasedOnUrl", "sourceOrganization"):
            for value in graph.many(article, key):
                name = graph.text(value, "name") if isinstance(value, dict) else None
                address = graph.text(value, "url", "@id") if isinstance(value, dict) else str(value)
                url = absolute_url(address, base=base) if address and "/" in address else None
                name = name or (
                    host_of(url).removeprefix("www.") if url else None if isinstance(value, dict) else address
                )
                if name and _key(name) not in mine and not (url and base and host_of(url) == host_of(base)):
                    return Source(name=fold(name), url=url)
    for name in _SOURCE_METAS:
        value = head.first(name)
        if not value:
            continue
        url = absolute_url(value, base=None)
        if url and not (base and host_of(url) == host_of(base)):
            return Source(name=host_of(url).removeprefix("www."), url=url)
        if (
            not url
            and "/" not in value
            and 2 < len(value) <= 80
            and _key(value) not in mine
            and not _DIGIT.search(value)
        ):
            return Source(name=value)
    return None


def is_source_line(text: str) -> bool:
    """Tell whether a line says where a story comes from, and is no part of its text."""
    return source_in((VisibleLine(text=text),)) is not None


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())
