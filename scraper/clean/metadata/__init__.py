"""The metadata of a page, for any page: what it declares, what it shows, and which of both to believe.

    find_metadata(tree, url=…)          head, JSON-LD and the lines around the headline; needs no body
      read_head                         one pass: metas, links, JSON-LD, microdata, h1, time
      read_json_ld | build_graph        broken JSON-LD mended, references followed
      main_article                      the node of this page's story, not of a teaser's
      find_headline -> read_zone        the heading that the declared titles agree with; the lines around it
      find_dates, find_authors, find_labels, choose_*, find_dek     one decision a field, each with its order of trust
    complete(metadata, visible=…)       what the body finder saw: credits below the text, the text's own language

Every field that is filled has its origin in `Metadata.origins`; docs/metadata.md holds the orders of trust. Pure; never
raises on what a page holds; work is bounded by the page's size.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scraper.clean.metadata.authors import find_authors
from scraper.clean.metadata.graph import Graph, address_key, build_graph, main_article
from scraper.clean.metadata.head import Head, read_head
from scraper.clean.metadata.headline import Shown, find_headline, heading_text
from scraper.clean.metadata.jsonld import read_json_ld
from scraper.clean.metadata.labels import find_labels
from scraper.clean.metadata.people import is_person, is_signature, name_key, names_in
from scraper.clean.metadata.people_words import is_byline
from scraper.clean.metadata.record import Hints, Metadata, Visible, VisibleLine
from scraper.clean.metadata.site_facts import (
    canonical_url,
    choose_image,
    choose_publisher,
    declared_language,
    is_free,
    kinds_of,
    site_names,
)
from scraper.clean.metadata.visible import (
    agency_in,
    declared_minutes,
    declared_source,
    description_of,
    find_dek,
    is_source_line,
    minutes_in,
    source_in,
)
from scraper.clean.metadata.when import find_dates, publication_in
from scraper.clean.metadata.zone import Zone, read_zone
from scraper.dom import Tree
from scraper.language import detect_language
from scraper.urls import absolute_url, host_of

__all__ = ["Hints", "Metadata", "Visible", "VisibleLine", "complete", "find_metadata", "is_source_line"]


_ENOUGH_TEXT = 200
"""Characters of a body that tell its language alone; with fewer, headline and dek are read too."""

_LONGEST_BYLINE = 120
_DATELINE = 60
"""Characters at the beginning of a text, or of a line below it, in which its date stands."""


def find_metadata(tree: Tree, *, url: str | None = None, hints: Hints | None = None) -> Metadata:
    """Return what a page says about itself in its head, its JSON-LD and around its headline.

    `url`: the page's final address; without one, only absolute addresses resolve.
    """
    head = read_head(tree)
    graph = build_graph([value for script in head.scripts for value in read_json_ld(script)])
    article = _main(head, graph, url)
    language, tag = declared_language(tree, head, graph, article)
    hints = hints or Hints()
    hints = replace(hints, locale=hints.locale or tag)
    names = site_names(head, graph, article)
    shown = find_headline(
        tree, head, graph.text(article, "headline") if article else None, [name for name, _ in names], url
    )
    zone = read_zone(shown.node) if shown is not None and shown.node is not None else Zone()
    base = absolute_url(head.base, base=url) if head.base else url
    fields = _Fields()
    if shown is not None:
        fields.put("headline", shown.text, shown.origin)
    _add_story(fields, tree, head, graph, article, zone, shown, url, hints, [name for name, _ in names])
    _add_site(fields, tree, head, graph, article, names, zone, base)
    fields.put("language", language, "declared")
    if free := is_free(head, graph, article):
        fields.put("is_free", *free)
    return Metadata(
        **fields.values,
        declared_language=language,
        word_count=_count(graph.text(article, "wordCount")) if article else None,
        kinds=kinds_of(tree, head, graph),
        description=description_of(head, graph, article),
        article_body=_body_of(article),
        headline_node=shown.node.mem_id if shown is not None and shown.node is not None else None,
        origins=fields.origins,
    )


def complete(metadata: Metadata, *, visible: Visible, hints: Hints | None = None) -> Metadata:
    """Fill what is left open from what the body finder saw, and let the text decide its language.

    Added where missing: authors ("By Jane Doe"), date, reading time, source. A dek that opens the body is taken back.
    """
    hints = hints or Hints()
    fields = _Fields(dict(metadata.origins))
    above = [line.text for line in visible.above]
    if not _has_person(metadata) and (names := _byline_in(visible, lone=not metadata.authors)):
        fields.put("authors", names, "visible")
    if metadata.published is None and (dated := publication_in(_dated_lines(visible), hints)):
        fields.put("published", dated.moment, "visible")
        fields.put("published_text", dated.text, "visible")
    if metadata.reading_time_minutes is None:
        fields.put("reading_time_minutes", minutes_in(above), "visible")
    source = (
        source_in(visible.below)
        or source_in(line for line in visible.above if line.links)
        or (
            None
            if metadata.source
            else agency_in(visible.first, (visible.last, *(line.text for line in visible.below)))
        )
    )
    if source and not _is_own(source.name, metadata):
        fields.put("source", source, "visible")
    spoken = (
        visible.text
        if len(visible.text) >= _ENOUGH_TEXT
        else f"{metadata.headline or ''}\n{metadata.dek or ''}\n{visible.text}"
    )
    if language := detect_language(spoken):
        fields.put("language", language, "text")
    if metadata.dek is not None and metadata.dek == visible.first:
        fields.values["dek"] = None
        fields.origins.pop("dek", None)
    return replace(metadata, **fields.values, origins=fields.origins)


def _is_own(name: str, metadata: Metadata) -> bool:
    """Tell whether a source is the page's own publisher or host: it says nothing of another one."""
    host = host_of(metadata.canonical_url).removeprefix("www.") if metadata.canonical_url else ""
    own = {name_key(text) for text in (metadata.publisher, host) if text}
    key = name_key(name)
    return any(mine and (mine in key or (len(key) >= 3 and mine.startswith(key))) for mine in own)


class _Fields:
    """Values found so far, each with its origin."""

    def __init__(self, origins: dict[str, str] | None = None) -> None:
        self.values: dict[str, Any] = {}
        self.origins = origins or {}

    def put(self, name: str, value: Any, origin: str | None) -> None:
        """Keep a value that is there."""
        if value is not None and value != "" and value != () and origin is not None:
            self.values[name] = value
            self.origins[name] = origin


def _main(head: Head, graph: Graph, url: str | None) -> dict[str, Any] | None:
    own = (url, head.first("og:url"), *head.links.get("canonical", ())[:1])
    titles = (head.first("og:title"), head.title, *(heading_text(node) for node in head.h1s[:3]))
    return main_article(
        graph,
        addresses={address_key(address) for address in own if address},
        titles={title.lower() for title in titles if title},
    )


def _add_story(
    fields: _Fields, tree: Tree, head: Head, graph: Graph, article: dict[str, Any] | None, zone: Zone, shown: Shown | None, url: str | None, hints: Hints, names: list[str],
) -> None:  # fmt: skip
    node = shown.node if shown is not None else None
    when = find_dates(tree, head, graph, article, zone, url, hints)
    if when.published:
        fields.put("published", when.published.moment, when.published.origin)
        fields.put("published_text", when.published_text, "visible")
    if when.modified:
        fields.put("modified", when.modified.moment, when.modified.origin)
    authors = find_authors(tree, head, graph, article, zone, node, [*names, *_host_names(url)])
    fields.put("authors", authors.names, authors.origin)
    labels = find_labels(head, graph, article, node, shown.text if shown is not None else None)
    fields.put("section", labels.section, labels.section_origin)
    fields.put("tags", labels.tags, labels.tags_origin)
    if dek := find_dek(zone, head, graph, article):
        introduced = {name.split()[0] for name in authors.names}
        if dek[0].split()[0] not in introduced:  # else it introduces the author
            fields.put("dek", *dek)


def _add_site(
    fields: _Fields, tree: Tree, head: Head, graph: Graph, article: dict[str, Any] | None, names: list[tuple[str, str]], zone: Zone, base: str | None,
) -> None:  # fmt: skip
    for name, chosen in (
        ("publisher", choose_publisher(names, fields.values.get("headline"), head.title, base)),
        ("image", choose_image(tree, head, graph, article, base)),
        ("canonical_url", canonical_url(head, base)),
    ):
        if chosen:
            fields.put(name, *chosen)
    own = [name for name, _ in names]
    lines = [*zone.after[:20], *zone.before]
    fields.put("source", declared_source(head, graph, article, base, own), "json-ld" if article else "meta")
    minutes = minutes_in(line.text for line in lines)
    fields.put(
        "reading_time_minutes", minutes or declared_minutes(head, graph, article), "visible" if minutes else "meta"
    )


def _host_names(url: str | None) -> list[str]:
    host = host_of(url).partition(":")[0].removeprefix("www.") if url else ""
    labels = host.split(".")
    return [host, labels[-2]] if len(labels) > 1 and not labels[-1].isdecimal() else [host]


def _has_person(metadata: Metadata) -> bool:
    """Tell whether somebody signs the story; a newsroom or a publisher may stand in where nobody is named."""
    own = {name_key(metadata.publisher)} if metadata.publisher else set()
    return any(is_person(name, own) for name in metadata.authors)


def _byline_in(visible: Visible, *, lone: bool) -> tuple[str, ...]:
    """Return the names in the first line that a word makes a byline: above the text, in its first lines, at its end.

    lone: whether a last line that is nothing but a name may be a signature.
    """
    lines = [*(line.text for line in visible.above), *visible.opening, *(line.text for line in visible.below)]
    for text in lines:
        if len(text) <= _LONGEST_BYLINE and is_byline(text) and (names := names_in(text, lone=False)):
            return tuple(names)
    if lone and is_signature(visible.last):
        return (visible.last,)
    return ()


def _dated_lines(visible: Visible) -> list[str]:
    """Return the lines that may date a story: those above it, the beginnings of its first ones, short ones below."""
    return [
        *(line.text for line in visible.above),
        *(text[:_DATELINE] for text in visible.opening),
        *(line.text for line in visible.below if len(line.text) <= _DATELINE),
    ]


def _count(text: str | None) -> int | None:
    digits = (text or "").partition(".")[0]
    return int(digits) if digits.isdecimal() and len(digits) < 8 else None


def _body_of(article: dict[str, Any] | None) -> str | None:
    body = article.get("articleBody") if article else None
    return body if isinstance(body, str) and body.strip() else None
