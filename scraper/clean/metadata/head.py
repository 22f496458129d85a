"""One pass over a page for what it declares: metas, links, title, JSON-LD, microdata, and the few elements that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from scraper.dom import Node, Tree
from scraper.text import fold

_WANTED = "meta,title,base,h1,time,[itemprop],[rel]"
_SCRIPTS = "script[type*='ld+json' i]"
MAX_META_CHARS = 20_000
"""Longest value of a meta that is read."""

MAX_VALUES = 200
"""Values of one meta that are kept."""

MAX_ELEMENTS = 5_000
"""Elements that are looked at; a page has about a hundred."""


_NAMING = frozenset(("property", "name", "itemprop", "http-equiv"))


@dataclass(slots=True)
class Head:
    """What a page declares about itself."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    """Name, property or itemprop of a meta in lower case -> its values as written, in document order."""

    links: dict[str, list[str]] = field(default_factory=dict)
    """Rel of a link in lower case -> addresses as written."""

    scripts: list[str] = field(default_factory=list)
    """Texts of the JSON-LD scripts."""

    title: str | None = None
    base: str | None = None
    h1s: list[Node] = field(default_factory=list)
    times: list[Node] = field(default_factory=list)
    props: dict[str, list[Node]] = field(default_factory=dict)
    """Itemprop -> the elements that carry it, metas left out."""

    authors: list[Node] = field(default_factory=list)
    """Elements with rel=author."""

    tags: list[Node] = field(default_factory=list)
    """Links with rel=tag or rel=category."""

    _firsts: dict[str, str] = field(default_factory=dict)

    def values(self, name: str, most: int = 200) -> list[str]:
        """Return the values of a meta that hold text, folded, in document order."""
        written = self.metas.get(name)
        return [text for value in written[:most] if (text := clean(value))] if written else []

    def present(self, names: tuple[str, ...]) -> Iterator[str]:
        """Yield those of `names` that the page has a meta for, in the order given."""
        metas = self.metas
        return (name for name in names if name in metas)

    def first(self, *names: str) -> str | None:
        """Return the first value of the first of these metas that holds text."""
        for name in names:
            if name in self.metas and (text := self._first(name)):
                return text
        return None

    def _first(self, name: str) -> str:
        """Return the first value of a meta that holds text, "" if none does; worked out once."""
        text = self._firsts.get(name)
        if text is None:
            text = next((text for value in self.metas[name] if (text := clean(value))), "")
            self._firsts[name] = text
        return text


def read_head(tree: Tree) -> Head:
    """Gather what a page declares, wherever it stands: a stray tag ends many a head early."""
    head = Head()
    titles: list[Node] = []
    for node in tree.css(_WANTED)[:MAX_ELEMENTS]:
        tag = node.tag
        if tag == "meta":
            _meta(head, node)
        elif tag == "link":
            attributes = node.attributes
            for rel in (attributes.get("rel") or "").lower().split():
                head.links.setdefault(rel, []).append((attributes.get("href") or "").strip())
        elif tag == "title":
            titles.append(node)
        elif tag == "base":
            head.base = head.base or node.attributes.get("href")
        else:
            _element(head, node, tag)
    head.scripts = [node.text(deep=True) for node in tree.css(_SCRIPTS)[:MAX_ELEMENTS]]
    own = [node for node in titles if node.parent is not None and node.parent.tag == "head"] or titles
    head.title = clean(own[0].text(deep=True)) if own else None
    return head


def _meta(head: Head, node: Node) -> None:
    attributes = node.attributes
    content = attributes.get("content") or attributes.get("value")
    if not content:
        return
    for key in attributes.keys() & _NAMING:
        if name := attributes[key]:
            values = head.metas.setdefault(name.strip().lower(), [])
            if len(values) < MAX_VALUES:
                values.append(content[:MAX_META_CHARS])


def _element(head: Head, node: Node, tag: str | None) -> None:
    attributes = node.attributes
    if tag == "h1":
        head.h1s.append(node)
    elif tag == "time":
        head.times.append(node)
    for prop in (attributes.get("itemprop") or "").split():
        head.props.setdefault(prop.lower(), []).append(node)
    rel = attributes.get("rel")
    if rel:
        rels = rel.lower().split()
        if "author" in rels:
            head.authors.append(node)
        if "tag" in rels or "category" in rels:
            head.tags.append(node)


def clean(text: str) -> str:
    """Return declared text folded, entities that were encoded twice decoded: "Q&amp;amp;A" reads "Q&A"."""
    if "&" in text:
        text = unescape(text)
        if "&" in text and ";" in text:
            text = unescape(text)
    return fold(text)
