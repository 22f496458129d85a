"""Who wrote a story: every name that a page gives, and the ones to believe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from scraper.clean.metadata.class_words import is_byline_box, is_picture_box
from scraper.clean.metadata.graph import Graph
from scraper.clean.metadata.head import Head, clean
from scraper.clean.metadata.people import is_agency, is_person, name_key, names_declared, names_in, strip_by
from scraper.clean.metadata.people_words import announces_byline, is_byline
from scraper.clean.metadata.zone import Line, Zone, is_far
from scraper.dom import Node, Tree
from scraper.text import fold

_METAS = (
    "author", "article:author", "article:author_name", "og:article:author", "og:author", "parsely-author", "sailthru.author", "byl", "byline", "dc.creator", "dc.creator.name",
    "dcterms.creator", "dc:creator", "dcsext.author", "article.author", "cxenseparse:author", "rbauthors", "authors", "creator", "article:author:name",
    "citation_author", "shareaholic:article_author_name", "vr:author", "twitter:data1", "cxense-author", "contentauthor", "lp:author",
)  # fmt: skip
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|people|person(?:en)?|by|profiles?|profil|contributors?|staff|writers?|journalists?|reporters?|redaktion|byline"
    r"|team|columnists?|users?|member|blogger|creator|producers?|penulis|yazar)(?:/|=)",
    re.IGNORECASE,
)
_LONGEST_LINE = 200
_MOST_LINES = 20
_NICKNAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}")
_FALLBACK = "[class*='author' i],[class*='byline' i],[class*='autor' i],[id*='author' i],[id*='byline' i],.vcard .fn"


class Authors(NamedTuple):
    """Names as the page spells them, and where they came from."""

    names: tuple[str, ...]
    origin: str | None


Offer = tuple[list[str], str]


def find_authors(
    tree: Tree,
    head: Head,
    graph: Graph,
    article: dict[str, Any] | None,
    zone: Zone,
    headline: Node | None,
    own: Sequence[str],
) -> Authors:
    """Choose the authors. `own`: the names of the site, which signs nothing where a person does.

    Trust, first to last: the main article's JSON-LD, author metas, microdata and rel=author, the byline near the headline,
    a byline elsewhere. A later one that names the same people and more is more complete. People come before single
    names, these before organisations and agencies.
    """
    mine = {key for name in own if (key := name_key(name))}
    offers = [*_declared(head, graph, article), *_visible(head, zone, headline)]
    people = _best(offers, lambda name: is_person(name, mine))
    if not people:
        people = _best(offers, lambda name: name_key(name) not in mine) or _best(offers, bool)
    if not people:
        people = _best(_elsewhere(tree), lambda name: is_person(name, mine)) or _best(_nicknames(zone), bool)
    return Authors(_as_shown(people[0], offers), people[1]) if people else Authors((), None)


def _as_shown(names: list[str], offers: list[Offer]) -> tuple[str, ...]:
    """Return names as a reader sees them, where they are declared in lower case."""
    shown = {name.casefold(): name for found, origin in offers if origin == "visible" for name in found}
    return tuple(shown.get(name.casefold(), name) if name.islower() else name for name in names)


def _best(offers: Iterable[Offer], wanted: Any) -> Offer | None:
    """Return the first offer with names that are wanted, or a later one that has the same and more."""
    best: Offer | None = None
    for names, origin in offers:
        kept = [name for name in names if wanted(name)]
        if kept and (best is None or (len(kept) > len(best[0]) and _covers(kept, best[0]))):
            best = (kept, origin)
    return best


def _declared(head: Head, graph: Graph, article: dict[str, Any] | None) -> Iterator[Offer]:
    if article is not None:
        values = graph.many(article, "author") or graph.many(article, "creator")
        yield _unique(name for value in values for name in _of_value(graph, value)), "json-ld"
    for name in head.present(_METAS):
        values = [value for value in head.values(name) if _may_be_names(head, name, value)]
        if values:
            yield _unique(found for value in values for found in names_declared(value)), "meta"


def _of_value(graph: Graph, value: Any) -> list[str]:
    if isinstance(value, dict):
        inner = value.get("name")
        values = inner if isinstance(inner, list) else [graph.text(value, "name")]
    else:
        values = [value]
    return [name for text in values if isinstance(text, str) for name in names_declared(clean(text))]


def _may_be_names(head: Head, name: str, value: str) -> bool:
    if "://" in value or value.startswith("/") or not any(c.isalpha() for c in value):
        return False
    if name == "twitter:data1":
        label = (head.first("twitter:label1") or "").lower()
        return any(word in label for word in ("by", "author", "autor", "von", "par", "auteur", "escrito", "skriv"))
    return True


def _visible(head: Head, zone: Zone, headline: Node | None) -> Iterator[Offer]:
    around = _around(headline)
    props = [node for node in head.props.get("author", ())[:20] if _belongs(node, around)]
    yield _unique(name for node in props for name in _in_node(node)), "microdata"
    lines = [*zone.after[:_MOST_LINES], *zone.before]
    linked = [
        node for line in lines for node in line.links if "author" in (node.attributes.get("rel") or "").lower().split()
    ]
    yield _unique(name for node in linked for name in names_declared(_text(node))), "visible"
    announced = False
    for line in lines:
        names = names_in(line.text, lone=False) if announced and len(line.text) < 80 else _in_line(line)
        announced = announces_byline(line.text)
        if names:
            yield names, "visible"
            break
    signed = [node for node in head.authors[:12] if not is_far(node)]
    together = [node for node in signed if _box(node) == _box(signed[0])]
    yield _unique(name for node in together for name in names_declared(_text(node))), "visible"


def _in_line(line: Line) -> list[str]:
    """Return the names in a line that is a byline: by its class words and links, or by its first word."""
    if len(line.text) > _LONGEST_LINE or line.tag in ("h1", "figcaption", "figure"):
        return []
    called = is_byline_box(line.names)
    said = is_byline(line.text)
    linked = [node for node in line.links if _AUTHOR_HREF.search(node.attributes.get("href") or "")]
    if linked and (called or said or len(line.text) < 80):
        names = _unique(name for node in linked for name in names_in(_text(node)))
        if names:
            return names
    for node, names_of_part in line.parts:
        if is_byline_box(names_of_part) and (names := names_in(_text(node), lone=False)):
            return names
    if not said and not called:
        return []
    names = names_in(line.text, lone=False)
    bare = strip_by(line.text).strip(" .,|")
    return names or ([bare] if is_agency(bare) else [])


def _nicknames(zone: Zone) -> Iterator[Offer]:
    """Yield what a line near the headline has behind "by", whatever it looks like: blogs are signed "by ibby"."""
    for line in zone.after[:_MOST_LINES]:
        if is_byline(line.text) and _NICKNAME.fullmatch(bare := strip_by(line.text).strip(" .,|")):
            yield [bare], "visible"
            return


def _elsewhere(tree: Tree) -> Iterator[Offer]:
    """Yield the names in elements called bylines anywhere on the page: below the text, beside it."""
    for node in tree.css(_FALLBACK)[:40]:
        if (
            node.tag in ("body", "html", "meta", "link", "script", "img", "article", "main", "input")
            or is_far(node)
            or _of_picture(node)
        ):
            continue
        text = _text(node)
        names = names_in(text, lone=False) if 4 <= len(text) <= _LONGEST_LINE else []
        if names and (is_byline(text) or sum(map(len, names)) * 4 > len(text)):
            yield names, "visible"
            return


def _of_picture(node: Node) -> bool:
    current: Node | None = node
    for _ in range(4):
        if current is None:
            break
        names = (current.attributes.get("class") or "").lower()
        if current.tag in ("figure", "figcaption", "picture") or is_picture_box(names):
            return True
        current = current.parent
    return False


def _in_node(node: Node) -> list[str]:
    inner = node.css_first("[itemprop~='name']")
    if inner is not None:
        return names_declared(inner.attributes.get("content") or _text(inner))
    return names_declared(node.attributes.get("content") or _text(node))


def _around(headline: Node | None) -> set[int]:
    """Return the elements around the headline, up to the fifth that are no wrappers of the page."""
    found: set[int] = set()
    node = headline.parent if headline is not None else None
    while node is not None and len(found) < 5 and node.tag not in ("body", "html"):
        found.add(node.mem_id)
        if node.tag in ("article", "main"):
            break
        node = node.parent
    return found


def _belongs(node: Node, around: set[int]) -> bool:
    """Tell whether an element stands in one of the boxes around the headline, and in no teaser or comment."""
    if is_far(node):
        return False
    current: Node | None = node
    for _ in range(12):
        if current is None:
            return False
        if current.mem_id in around:
            return True
        current = current.parent
    return False


def _box(node: Node) -> int:
    return node.parent.mem_id if node.parent is not None else 0


def _covers(names: list[str], others: list[str]) -> bool:
    have = {name.casefold() for name in names}
    return all(name.casefold() in have for name in others)


def _unique(names: Iterable[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return list(seen.values())


def _text(node: Node) -> str:
    return fold(node.text(deep=True, separator=" "))
