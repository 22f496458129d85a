"""What a page says of its site and of itself as a document: publisher, picture, address, language, access, kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scraper.clean.metadata.graph import Graph
from scraper.clean.metadata.head import Head, clean
from scraper.dom import Tree
from scraper.urls import absolute_url, host_of

_NO_PICTURE = re.compile(
    r"(?<![a-z])(?:logos?|placeholder|favicon|sprite|blank|default|avatar|icon|spacer|dummy|no-?image)(?![a-z])",
    re.IGNORECASE,
)
_DATA_PICTURE = re.compile(r"\.(?:svg|ico)(?:\?|$)", re.IGNORECASE)
_SCALED = re.compile(r"-\d{2,4}x\d{2,4}(\.\w{3,4})$")
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜»]\s*")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_CRUMBS = frozenset(
    (
        "breadcrumblist",
        "listitem",
        "person",
        "imageobject",
        "searchaction",
        "entrypoint",
        "organization",
        "newsmediaorganization",
        "readaction",
    )
)

_FREE = {
    "true": True, "yes": True, "1": True, "free": True,
    "false": False, "no": False, "0": False, "locked": False, "paid": False, "premium": False,
}  # fmt: skip

Chosen = tuple[str, str] | None
"""A value and its origin."""


def site_names(head: Head, graph: Graph, article: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return what the site calls itself, each with its origin: Open Graph, JSON-LD publisher, WebSite node, metas."""
    names = [(head.first("og:site_name"), "opengraph")]
    for node in (article, *(typed.values for typed in graph.nodes if typed.rank)):
        publishers = graph.many(node, "publisher", "sourceOrganization") if node is not None else []
        names += [(graph.text(one, "name") if isinstance(one, dict) else str(one), "json-ld") for one in publishers]
        if any(name for name, _ in names[1:]):
            break
    names += [(graph.text(node, "name"), "json-ld") for types, node in graph.nodes if "website" in types]
    names += [
        (head.first(name), "meta")
        for name in (
            "application-name",
            "apple-mobile-web-app-title",
            "al:ios:app_name",
            "dc.publisher",
            "dcterms.publisher",
            "publisher",
            "cre",
            "copyright",
        )
    ]
    seen: dict[str, tuple[str, str]] = {}
    for name, origin in names:
        if name and 1 < len(text := clean(name)) <= 80 and "://" not in text:
            seen.setdefault(text.casefold(), (text, origin))
    return list(seen.values())


def choose_publisher(names: list[tuple[str, str]], headline: str | None, title: str | None, url: str | None) -> Chosen:
    """Return the name that readers know the publisher by.

    The first name that `<title>` carries too, else `og:site_name`, else JSON-LD, else a part of `<title>` that names the
    host. App names and copyright lines count only where the title has them too.
    """
    names = [(name, origin) for name, origin in names if not headline or _key(name) != _key(headline)]
    parts = [part.strip() for part in _SEPARATOR.split(title)] if title else []
    keys = {_key(part): part for part in parts if part}
    for name, origin in names:
        if _key(name) in keys and not _is_host(name):
            return name, origin
    for name, origin in names:
        if origin != "meta" and not _is_host(name):
            return name, origin
    label = _label_of(url)
    if label and len(parts) > 1:
        for part in (parts[-1], parts[0]):
            if (key := _key(part)) and len(part) <= 40 and (key in label or label in key):
                return part, "title"
    return next(((name, origin) for name, origin in names if origin != "meta"), None)


def choose_image(tree: Tree, head: Head, graph: Graph, article: dict[str, Any] | None, base: str | None) -> Chosen:
    """Return the absolute address of the lead picture: JSON-LD, Open Graph, Twitter, microdata; a logo is none."""
    logos = set(_logos(graph))
    for address, origin in _images(head, graph, article):
        url = absolute_url(address.replace("&amp;", "&"), base=base) if address not in logos else None
        if url and not _NO_PICTURE.search(url.rpartition("/")[2]) and not _DATA_PICTURE.search(url):
            return _whole(tree, url, base), origin
    return None


def _whole(tree: Tree, url: str, base: str | None) -> str:
    """Return the picture that the page shows where `url` is a scaled copy of it ("img-06-1024x576.png" of "img-06.png")."""
    whole = _SCALED.sub(r"\1", url)
    name = whole.rpartition("/")[2]
    if whole == url or '"' in name or "\\" in name:
        return url
    shown = (node.attributes.get("src") or "" for node in tree.css(f'img[src$="/{name}"]')[:5])
    return whole if any(absolute_url(address, base=base) == whole for address in shown) else url


def _images(head: Head, graph: Graph, article: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    if article is not None:
        for value in graph.many(article, "image", "thumbnailUrl"):
            if address := _address(graph, value):
                yield address, "json-ld"
    for name in ("og:image", "og:image:secure_url", "og:image:url"):
        for address in head.values(name, 3):
            yield address, "opengraph"
    for name in (
        "twitter:image",
        "twitter:image:src",
        "parsely-image-url",
        "sailthru.image.full",
        "thumbnail",
        "image",
        "thumbnailurl",
    ):
        for address in head.values(name, 1):
            yield address, "meta"
    for address in head.links.get("image_src", ())[:1]:
        yield address, "link"
    for node in head.props.get("image", ())[:3]:
        attributes = node.attributes
        address = attributes.get("src") or attributes.get("href") or attributes.get("content")
        if address and not address.startswith("data:"):
            yield address, "microdata"


def _address(graph: Graph, value: Any) -> str | None:
    if isinstance(value, dict):
        value = graph.text(value, "url", "contentUrl", "@id")
    return value if isinstance(value, str) and value else None


def _logos(graph: Graph) -> Iterator[str]:
    for _, node in graph.nodes:
        for value in graph.many(node, "logo") if "logo" in node else ():
            if address := _address(graph, value):
                yield address


def canonical_url(head: Head, base: str | None) -> Chosen:
    """Return the page's own address as it declares it, absolute."""
    for address, origin in ((_first(head.links.get("canonical")), "link"), (head.first("og:url"), "opengraph")):
        if address and (url := absolute_url(address, base=base)):
            return url, origin
    return None


def declared_language(
    tree: Tree, head: Head, graph: Graph, article: dict[str, Any] | None
) -> tuple[str | None, str | None]:
    """Return the main subtag that a page declares, and its whole tag ("en", "en-US")."""
    root = tree.root
    tags = [root.attributes.get("lang") or root.attributes.get("xml:lang") if root is not None else None]
    tags += [head.first("content-language", "og:locale", "language", "dc.language", "dcterms.language", "inlanguage")]
    if article is not None:
        tags.append(graph.text(article, "inLanguage"))
    for tag in tags:
        match = _TAG.fullmatch((tag or "").strip().partition(",")[0])
        if match and match[1].lower() not in ("und", "mul", "zxx"):
            return match[1].lower(), match[0].replace("_", "-")
    return None, None


def is_free(head: Head, graph: Graph, article: dict[str, Any] | None) -> tuple[bool, str] | None:
    """Return whether the page says that anyone may read it, and where; `None` where it does not say."""
    said = graph.text(article, "isAccessibleForFree") if article is not None else None
    for word, origin in (
        ((said or "").rpartition("/")[2], "json-ld"),
        (head.first("article:content_tier", "og:article:content_tier") or "", "opengraph"),
    ):
        free = _FREE.get(word.lower())
        if free is not None:
            return free, origin
    return None


def kinds_of(tree: Tree, head: Head, graph: Graph) -> tuple[str, ...]:
    """Return the votes for the kind of page: "og:article", "ld:newsarticle", "md:webpage"."""
    votes = [f"og:{kind.lower()}" for kind in head.values("og:type", 1)]
    votes += [f"ld:{name}" for types, _ in graph.nodes for name in types if name not in _CRUMBS]
    for node in (tree.root, tree.body):
        kind = node.attributes.get("itemtype") if node is not None else None
        if kind:
            votes.append(f"md:{kind.strip().rpartition('/')[2].lower()}")
    return tuple(dict.fromkeys(votes))[:20]


def _first(values: list[str] | None) -> str | None:
    return next((value for value in values or () if value), None)


def _is_host(name: str) -> bool:
    return " " not in name and "." in name and "/" not in name and name.rpartition(".")[2].isalpha() and name.islower()


def _label_of(url: str | None) -> str:
    host = host_of(url).partition(":")[0].removeprefix("www.") if url else ""
    labels = host.split(".")
    return _key(labels[-2]) if len(labels) > 1 else ""


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())
