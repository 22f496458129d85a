"""The article among the nodes of a page's JSON-LD, and its properties as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scraper.text import fold

MAX_NODES = 4_000
"""Nodes that are looked at; a page has a few dozen."""

_RANKS = {
    "newsarticle": 9, "reportagenewsarticle": 9, "opinionnewsarticle": 9, "analysisnewsarticle": 9, "backgroundnewsarticle": 9,
    "reviewnewsarticle": 9, "askpublicnewsarticle": 9, "satiricalarticle": 9, "advertisercontentarticle": 9, "liveblogposting": 9,
    "report": 8, "article": 8, "blogposting": 8, "techarticle": 8, "scholarlyarticle": 8, "medicalscholarlyarticle": 8,
    "socialmediaposting": 6, "discussionforumposting": 6, "review": 5, "recipe": 5, "howto": 5, "newsitem": 8, "podcastepisode": 4,
    "videoobject": 3, "creativework": 3, "medicalwebpage": 2, "itempage": 2, "webpage": 1,
}  # fmt: skip
_LISTED = frozenset(
    ("itemListElement", "hasPart", "isPartOf", "relatedLink", "significantLink", "citation", "mentions", "about", "comment", "review",
     "blogPost", "blogPosts", "liveBlogUpdate", "video", "associatedMedia", "subjectOf", "recordedIn", "dataFeedElement", "itemReviewed")
)  # fmt: skip
"""Properties whose values are other stories, or parts: no main article is looked for in them."""


class Typed(NamedTuple):
    """A node with its types in lower case, without their vocabulary."""

    types: tuple[str, ...]
    values: dict[str, Any]

    @property
    def rank(self) -> int:
        """How much its type says that it is a page's main story: 9 for a news article, 0 for anything else."""
        return max([_RANKS.get(name, 0) for name in self.types], default=0)


@dataclass(slots=True)
class Graph:
    """All nodes of a page's JSON-LD: those that may be its article, and all by their `@id`."""

    nodes: list[Typed] = field(default_factory=list)
    """Nodes outside lists and parts, in document order."""

    listed: list[Typed] = field(default_factory=list)
    """Nodes inside lists and parts."""

    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)

    def follow(self, value: Any) -> Any:
        """Return the node that a bare reference (`{"@id": …}`) names, any other value as it is."""
        if isinstance(value, dict) and len(value) <= 2 and "name" not in value:
            target = self.by_id.get(str(value.get("@id")))
            if target is not None:
                return target
        return value

    def many(self, node: dict[str, Any], *keys: str) -> list[Any]:
        """Return the values of the first of `keys` that is not empty, references followed; always a list."""
        for key in keys:
            value = node.get(key)
            if value in (None, "", [], {}):
                continue
            values = value if isinstance(value, list) else [value]
            return [self.follow(item) for item in values[:200] if item not in (None, "", [], {})]
        return []

    def text(self, node: dict[str, Any], *keys: str) -> str | None:
        """Return the first text under the first of `keys` that is not empty, folded."""
        for value in self.many(node, *keys):
            if isinstance(value, dict):
                value = value.get("@value") or value.get("name") or value.get("url")
            if isinstance(value, str | int | float | bool) and (text := fold(str(value))):
                return text
        return None


def build_graph(values: list[Any]) -> Graph:
    """Gather the nodes of decoded JSON-LD scripts. Order is that of the page; depth and number are bounded."""
    graph = Graph()
    for node, listed in _walk(values):
        identity = node.get("@id")
        if isinstance(identity, str) and (len(node) > 2 or "name" in node):
            graph.by_id.setdefault(identity, node)
        if "@type" in node or "headline" in node:
            (graph.listed if listed else graph.nodes).append(Typed(types_of(node), node))
    return graph


def _walk(values: list[Any]) -> Iterator[tuple[dict[str, Any], bool]]:
    stack: list[tuple[Any, bool, int]] = [(value, False, 0) for value in reversed(values)]
    seen = 0
    while stack and seen < MAX_NODES:
        value, listed, depth = stack.pop()
        seen += 1
        if isinstance(value, list):
            stack.extend((item, listed, depth) for item in reversed(value[:MAX_NODES]) if isinstance(item, dict | list))
        elif isinstance(value, dict):
            yield value, listed
            if depth < 12:
                stack.extend(
                    (inner, listed or key in _LISTED, depth + 1)
                    for key, inner in reversed(value.items())
                    if isinstance(inner, dict | list)
                )


def types_of(node: dict[str, Any]) -> tuple[str, ...]:
    """Return a node's types in lower case without their vocabulary: "http://schema.org/NewsArticle" gives "newsarticle"."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return tuple(name.rpartition("/")[2].rpartition(":")[2].strip().lower() for name in names if isinstance(name, str))


def main_article(graph: Graph, *, addresses: set[str], titles: set[str]) -> dict[str, Any] | None:
    """Return the node of the page's own article; `None` if no node is one.

    addresses: the page's URLs (final, canonical, og:url) as `urls.normalize_url` spells them without scheme.
    titles: what the page calls itself (h1, og:title, title), in lower case.
    Of several articles the one with this page's address or headline counts; a node in a list only with one of both.
    """
    best: tuple[float, dict[str, Any]] | None = None
    for listed, nodes in ((False, graph.nodes), (True, graph.listed)):
        for typed in nodes:
            rank, node = typed.rank, typed.values
            if not rank and not ("headline" in node and "datePublished" in node):
                continue
            evidence = 4.0 * _is_at(graph, node, addresses) + 5.0 * _is_called(graph, node, titles)
            if listed and (evidence < 5 or rank < 5):
                continue
            score = rank + evidence + ("datePublished" in node) + ("author" in node) + ("headline" in node) - 3 * listed
            if best is None or score > best[0]:
                best = (score, node)
    return best[1] if best else None


def _is_at(graph: Graph, node: dict[str, Any], addresses: set[str]) -> bool:
    for key in ("mainEntityOfPage", "url", "@id"):
        value = graph.follow(node.get(key))
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and address_key(value) in addresses:
            return True
    return False


def address_key(url: str) -> str:
    """Return an address without scheme, "www.", query, fragment and closing slash: what two spellings of a page share."""
    bare = url.partition("#")[0].partition("?")[0].rpartition("://")[2].removeprefix("www.").rstrip("/")
    return bare.lower()


def _is_called(graph: Graph, node: dict[str, Any], titles: set[str]) -> bool:
    headline = (graph.text(node, "headline", "name") or "").lower()
    return bool(headline) and any(headline == title or (len(headline) > 20 and headline in title) for title in titles)
