"""Section and tags of a story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scraper.clean.metadata.graph import Graph
from scraper.clean.metadata.head import Head, clean
from scraper.clean.metadata.zone import is_far
from scraper.dom import Node
from scraper.text import fold

MAX_TAGS = 60
_LONGEST = 80  # characters of a label
_SECTION_METAS = (
    "article:section", "og:article:section", "og:section", "parsely-section", "article.section", "sailthru.section", "cxenseparse:recs:category", "cxenseparse:section",
    "section", "articlesection", "news:section", "vr:category", "shareaholic:article_section", "dc.subject.section", "category",
)  # fmt: skip
_TAG_METAS = (
    "article:tag",
    "og:article:tag",
    "og:video:tag",
    "video:tag",
    "parsely-tags",
    "sailthru.tags",
    "news_keywords",
    "article.tags",
)
_HOME = re.compile(
    r"(?:home(?:page)?|start(?:seite)?|accueil|inicio|início|principal|portada|forsiden?|etusivu|hem|hjem|главная|головна|ana ?sayfa|beranda|trang chủ|首页|ホーム|トップ|홈|الرئيسية|news)",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(r"[=<>{}\[\]]|://|^\w+:\S|^\d+$|^[a-z0-9]+_[a-z0-9_]+$")
_PREFIX = re.compile(
    r"^(?:[a-z_-]+/(?=[a-z])|(?:categor(?:y|ies)|tags?|topics?|sections?|subjects?|keywords?)\s*:\s+)", re.IGNORECASE
)


class Labels(NamedTuple):
    """Section and tags with their origins; tags leave the section out."""

    section: str | None
    section_origin: str | None
    tags: tuple[str, ...]
    tags_origin: str | None


def find_labels(
    head: Head, graph: Graph, article: dict[str, Any] | None, headline: Node | None, title: str | None
) -> Labels:
    """Choose section and tags.

    Section: JSON-LD `articleSection`, section metas, rel=category links of the story, the last breadcrumb before the story.
    Tags: `article:tag` and the like, JSON-LD keywords, rel=tag links of the story, meta keywords.
    """
    categories, linked = _links(head, headline)
    section, section_origin = None, None
    for values, origin in _sections(head, graph, article, categories, title):
        found = [name for name in map(_label, values) if name]
        if found:
            section, section_origin = found[0], origin
            break
    for values, origin in _tags(head, graph, article, linked):
        tags = _unique(values, {(section or "").casefold(), *(name.casefold() for name in categories)})
        if tags:
            return Labels(section, section_origin, tags, origin)
    return Labels(section, section_origin, (), None)


def _sections(
    head: Head, graph: Graph, article: dict[str, Any] | None, categories: list[str], title: str | None
) -> Iterator[tuple[list[str], str]]:
    if article is not None:
        yield [text for value in graph.many(article, "articleSection") if (text := _text_of(value))], "json-ld"
    for name in head.present(_SECTION_METAS):
        yield head.values(name, 1), "opengraph" if ":" in name else "meta"
    yield categories, "visible"
    yield _breadcrumb(graph, title), "breadcrumb"


def _tags(
    head: Head, graph: Graph, article: dict[str, Any] | None, linked: list[str]
) -> Iterator[tuple[list[str], str]]:
    for name in head.present(_TAG_METAS):
        yield _split(head.values(name)), "opengraph" if ":" in name else "meta"
    if article is not None:
        yield _split([text for value in graph.many(article, "keywords") if (text := _text_of(value))]), "json-ld"
    yield linked, "visible"
    yield [_text(node) for node in head.props.get("keywords", ())[:MAX_TAGS]], "microdata"
    yield _split(head.values("keywords", 1)), "meta"


def _links(head: Head, headline: Node | None) -> tuple[list[str], list[str]]:
    """Return the texts of the story's own category and tag links: those in the box that holds the headline."""
    box = headline
    for _ in range(8):
        if box is None or box.tag in ("article", "main", "body"):
            break
        box = box.parent
    own = [
        node
        for node in head.tags[:200]
        if not is_far(node) and (box is None or box.tag == "body" or _inside(node, box))
    ]
    if box is not None and box.tag == "body" and len({node.parent.mem_id for node in own if node.parent}) > 2:
        own = []  # a list of stories, each with its labels
    categories = [_text(node) for node in own if "category" in (node.attributes.get("rel") or "").lower()]
    return categories, [_text(node) for node in own if "category" not in (node.attributes.get("rel") or "").lower()]


def _inside(node: Node, box: Node) -> bool:
    current: Node | None = node
    for _ in range(15):
        if current is None:
            return False
        if current.mem_id == box.mem_id:
            return True
        current = current.parent
    return False


def _breadcrumb(graph: Graph, title: str | None) -> list[str]:
    """Return the crumbs of the JSON-LD breadcrumb, the innermost first, without the story itself and the front page."""
    for types, node in graph.nodes:
        if "breadcrumblist" in types:
            names = []
            for item in graph.many(node, "itemListElement"):
                inner = item.get("item") if isinstance(item, dict) else None
                name = graph.text(item, "name") if isinstance(item, dict) else None
                if not name and isinstance(inner, dict):
                    name = graph.text(inner, "name")
                if name:
                    names.append(clean(name))
            own = (title or "").casefold()
            kept = [name for name in names[1:] if name.casefold() != own] if len(names) > 1 else []
            kept = kept[:-1] if len(kept) > 1 and len(kept[-1]) > 40 else kept
            return [name for name in reversed(kept) if not _HOME.fullmatch(name) and len(name) <= 40]
    return []


def _split(values: list[str]) -> list[str]:
    """Return the labels in what a page declares: one by one, or all in one text."""
    if len(values) > 1:
        return values
    labels: list[str] = []
    for value in values:
        mark = ";" if value.count(";") > value.count(",") else "|" if "|" in value and "," not in value else ","
        labels += [part for part in re.split(rf"[{mark}，、]", value) if part.strip()]
    return labels


def _unique(values: Iterable[str], without: set[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for value in values:
        label = _label(value)
        if label and label.casefold() not in without and not _TECHNICAL.search(label):
            seen.setdefault(label.casefold(), label)
    return tuple(seen.values())[:MAX_TAGS]


def _label(value: str) -> str | None:
    label = _PREFIX.sub("", clean(value)).strip(" ,;|#")
    return label if 1 <= len(label) <= _LONGEST else None


def _text_of(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name") or value.get("termCode")
    return fold(str(value)) if isinstance(value, str | int) else None


def _text(node: Node) -> str:
    return fold(node.text(deep=True, separator=" "))
