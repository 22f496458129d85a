"""When a story was published and changed: every date that a page gives, and the one to believe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scraper.clean.metadata.class_words import is_dated_box
from scraper.clean.metadata.graph import Graph
from scraper.clean.metadata.head import Head
from scraper.clean.metadata.record import Hints
from scraper.clean.metadata.zone import Line, Zone, is_far
from scraper.dates import find_moment, find_moments, instant_of, parse_moment, same_moment
from scraper.dom import Node, Tree
from scraper.text import fold

_PUBLISHED_METAS = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished", "date_published",
    "published_time", "publish_date", "publish-date", "publishdate", "publication_date", "publicationdate", "published_date", "published-date", "pubdate",
    "pub_date", "pubdate_iso", "dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.available", "dcterms.created", "dc.date.created", "dc.date.published", "dc.date", "dc:date", "dc:created",
    "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published", "article_date_original", "originalpublicationdate",
    "rnews:datepublished", "datecreated", "date_created", "created", "created_at", "citation_publication_date", "citation_online_date", "citation_date", "bt:pubdate",
    "vr:published_time", "shareaholic:article_published_time", "date.release", "releasedate", "uploaddate", "article-publish-date", "date", "pdate", "sort_date", "displaydate", "timestamp",
)  # fmt: skip
_VAGUE = frozenset(
    "date dc.date dc:date dc:created dcterms.date created created_at pdate sort_date timestamp uploaddate pubdate_iso".split()
)
"""Metas that may date anything about the page: believed after what the page shows."""

_ELSEWHERE = "[class*='date' i],[class*='time' i],[class*='publish' i],[class*='posted' i],[id*='date' i],[class*='meta' i],[class*='info' i]"
_MODIFIED_METAS = (
    "article:modified_time", "article:modified", "og:article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "date_modified", "last-modified",
    "lastmod", "last_modified", "modified_time", "dcterms.modified", "dc.date.modified", "dc.modified", "article.updated", "article:updated_time", "updated_time", "lastupdate", "last-updated", "vr:modified_time", "revision_date",
)  # fmt: skip
_UPDATED = re.compile(
    r"updat|modif|edited|changed|aktuali|geändert|bearbeitet|mis à jour|maj le|actuali|atualiz|aggiorna|bijgewerkt|gewijzigd|opdater|oppdater|uppdater|ändrad"
    r"|päivit|uuend|uppfær|zaktual|aktualiz|frissít|ažuri|posodob|обновл|изменен|оновлен|обноўл|ενημέρ|güncel|diperbarui|dikemas|cập nhật|更新|수정|업데이트|تحديث|تعديل|ویرایش|به‌روز|עודכן|עדכון|अपडेट|अद्यतन|হালনাগাদ|আপডেট",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_URL_DAY = re.compile(r"(?<!\d)(19[7-9]\d|20\d\d)([/_.-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_URL_DAY_LAST = re.compile(r"(?<!\d)(\d\d)[-_](\d\d)[-_](20\d\d)(?!\d)")
_NO_LINES = frozenset(("body", "html", "meta", "link", "script", "style", "img", "input", "article", "main"))
_LONGEST_LINE = 160
_MOST_LINES = 16


class Dated(NamedTuple):
    """A date of the page. `text` is how it shows it; `None` for what only machines see."""

    moment: str
    origin: str
    text: str | None = None


class When(NamedTuple):
    """The dates to believe; each `None` where the page tells none."""

    published: Dated | None
    published_text: str | None
    modified: Dated | None


def find_dates(
    tree: Tree, head: Head, graph: Graph, article: dict[str, Any] | None, zone: Zone, url: str | None, hints: Hints
) -> When:
    """Choose the dates of publication and change.

    Trust, first to last: JSON-LD of the main article, metas, microdata, `<time>` and dates in words near the headline,
    the address. A later one replaces a day by a moment of that day. A change is told only after publication.
    """
    published, vague, modified = _declared(head, graph, article, hints)
    shown, changed = _shown(head, zone, hints)
    published += [*shown, *vague]
    modified += changed
    if not published and url and (day := day_in_url(url)):
        published.append(day)
    if not published and not modified:
        published += _elsewhere(tree, hints)
    best = _most_precise(published)
    change = _most_precise(modified)
    if best is None and change is not None:
        best, change = change, None
    if best and change and not _is_later(change.moment, best.moment):
        change = None
    return When(best, _text_of(best, shown, changed), change)


def publication_in(lines: Iterable[str], hints: Hints) -> Dated | None:
    """Return the first date in short lines that is not one of a change."""
    for text in lines:
        if len(text) > _LONGEST_LINE:
            continue
        at = 0
        for found in find_moments(text, zone=hints.zone, locale=hints.locale)[:3]:
            if not _UPDATED.search(text[at : found.start]):
                return Dated(found.moment, "visible", text[found.start : found.end])
            at = found.end
    return None


def day_in_url(url: str) -> Dated | None:
    """Return the day that an address carries in its path: "/2021/10/21/", "/20211021-", and "/21-10-2021/"
    where only one order is possible; `None` without one."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    for match in _URL_DAY.finditer(path):
        if not match[2] and len(match[0]) != 8:
            continue
        if moment := parse_moment(f"{match[1]}-{match[3]:0>2}-{match[4]:0>2}"):
            return Dated(moment, "url")
    for match in _URL_DAY_LAST.finditer(path):
        if moment := parse_moment(f"{match[1]}-{match[2]}-{match[3]}"):
            return Dated(moment, "url")
    return None


def _declared(
    head: Head, graph: Graph, article: dict[str, Any] | None, hints: Hints
) -> tuple[list[Dated], list[Dated], list[Dated]]:
    """Return what is declared of publication, what may be of publication, and what is of change."""
    published: list[Dated] = []
    vague: list[Dated] = []
    modified: list[Dated] = []

    def add(found: list[Dated], text: str | None, origin: str) -> None:
        settled = found and instant_of(found[0].moment) is not None  # no later date comes before a moment
        if text and not settled and (moment := parse_moment(text, zone=hints.zone, locale=hints.locale)):
            found.append(Dated(moment, origin))

    if article is not None:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            add(published, graph.text(article, key), "json-ld")
        add(modified, graph.text(article, "dateModified"), "json-ld")
    for names, found in ((_PUBLISHED_METAS, published), (_MODIFIED_METAS, modified)):
        for name in head.present(names):
            for value in head.values(name, 1):
                add(
                    vague if name in _VAGUE else found,
                    value,
                    "opengraph" if name.startswith(("og:", "article:")) else "meta",
                )
    for props, found in ((("datepublished", "datecreated"), published), (("datemodified",), modified)):
        for prop in props:
            for node in head.props.get(prop, ())[:1]:
                add(found, _machine_time(node) or fold(node.text(deep=True, separator=" ")), "microdata")
    return published, vague, modified


def _shown(head: Head, zone: Zone, hints: Hints) -> tuple[list[Dated], list[Dated]]:
    """Return the dates that a reader sees near the headline: of publication, and of change."""
    published: list[Dated] = []
    changed: list[Dated] = []
    lines = [*zone.after[:_MOST_LINES], *zone.before]
    for line in lines:
        for dated, is_change in _in_line(line, hints):
            (changed if is_change else published).append(dated)
    for node in head.times[:12]:
        names = (node.attributes.get("class") or "").lower()
        if (
            "pubdate" in node.attributes
            or "published" in names
            or "entry-date" in names
            or "updated" in names
            or len(head.times) == 1
        ):
            found = _of_time(node, hints)
            if found is not None:
                (changed if "updated" in names and "published" not in names else published).append(found)
    return published, changed


def _elsewhere(tree: Tree, hints: Hints) -> list[Dated]:
    """Return a date that stands far from any headline: in an element called so, or the only one that the page shows."""
    for node in tree.css(_ELSEWHERE)[:60]:
        if node.tag in _NO_LINES:
            continue
        text = fold(node.text(deep=True, separator=" "))
        if 6 <= len(text) <= _LONGEST_LINE and not is_far(node):
            for found in find_moments(text, zone=hints.zone, locale=hints.locale)[:1]:
                return [Dated(found.moment, "visible", text[found.start : found.end])]
    seen: dict[str, Dated] = {}
    texts = tree.body.text(deep=True, separator="\n").split("\n") if tree.body is not None else []
    for text in texts[:5000]:
        if 6 <= len(text) <= 80 and _DIGIT.search(text):
            for found in find_moments(fold(text), zone=hints.zone, locale=hints.locale)[:1]:
                seen.setdefault(found.moment[:10], Dated(found.moment, "visible", fold(text)[found.start : found.end]))
    return list(seen.values()) if len(seen) == 1 else []


def _in_line(line: Line, hints: Hints) -> Iterator[tuple[Dated, bool]]:
    if len(line.text) > _LONGEST_LINE and not line.times:
        return
    is_change = False
    timed = False
    for node in line.times[:6]:
        dated = _of_time(node, hints)
        if dated is not None:
            timed = True
            before = line.text.partition(dated.text or "\0")[0][-40:]
            label = f"{before} {node.attributes.get('class') or ''} {node.attributes.get('itemprop') or ''}".lower()
            is_change = bool(_UPDATED.search(label)) and "published" not in label
            yield dated, is_change
    if timed or len(line.text) > _LONGEST_LINE or not _DIGIT.search(line.text):
        return
    at = 0
    for found in find_moments(line.text, zone=hints.zone, locale=hints.locale)[:3]:
        text = line.text[found.start : found.end]
        if len(line.text) - len(text) > 60 and not is_dated_box(line.names):
            return
        label = line.text[at : found.start]
        is_change = bool(_UPDATED.search(label)) or (not label.strip(" |–—-,(") and is_change)
        yield Dated(found.moment, "visible", text), is_change
        at = found.end


def _of_time(node: Node, hints: Hints) -> Dated | None:
    text = fold(node.text(deep=True, separator=" ")) or None
    machine = _machine_time(node)
    shown = (
        find_moments(text[:_LONGEST_LINE], zone=hints.zone, locale=hints.locale)[:1]
        if text and _DIGIT.search(text)
        else []
    )
    if text and shown:
        text = text[shown[0].start : shown[0].end]
    if machine and (moment := parse_moment(machine, zone=hints.zone, locale=hints.locale)):
        return Dated(moment, "visible", text)
    return Dated(shown[0].moment, "visible", text) if shown else None


def _machine_time(node: Node) -> str | None:
    attributes = node.attributes
    for key in ("datetime", "content", "data-datetime", "data-date", "data-timestamp", "data-time"):
        value = attributes.get(key)
        if value and value.strip():
            return value
    return None


def _most_precise(dates: Iterable[Dated]) -> Dated | None:
    """Return the first date, or a later one that gives the moment of the first one's day."""
    first: Dated | None = None
    for dated in dates:
        if first is None:
            first = dated
        elif (
            instant_of(first.moment) is None
            and instant_of(dated.moment) is not None
            and same_moment(first.moment, dated.moment)
        ):
            return dated
    return first


def _is_later(change: str, published: str) -> bool:
    one, other = instant_of(change), instant_of(published)
    if one and other:
        return one > other
    return change[:10] > published[:10]


def _text_of(best: Dated | None, shown: list[Dated], changed: list[Dated]) -> str | None:
    """Return how the page shows the date of publication."""
    if best is None:
        return None
    texts = [best.text] if best.text else []
    texts += [d.text for d in (*shown, *changed) if d.text and same_moment(d.moment, best.moment) and len(d.text) <= 80]
    return next(filter(find_moment, texts), texts[0] if texts else None)
