"""What a page says of a site's ways in: feeds, sitemaps, the REST interface, a hub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scraper.discover.findings import Headers
from scraper.discover.linked import charset_of, links_of
from scraper.dom import Unparsable, decode, parse_html
from scraper.text import fold_or_none
from scraper.urls import absolute_url

_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/x.atom+xml",
     "application/x-atom+xml", "text/rss+xml", "text/rss", "application/rss")
)  # fmt: skip
_PERHAPS = frozenset(("application/xml", "text/xml", "application/json"))
_WORDS = ("feed", "rss", "atom")
_API = "https://api.w.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Ways in that a page names, in its order."""

    feeds: tuple[tuple[str, str | None], ...] = ()
    """Address and title. WordPress offers the comments as a feed as well, and those of one post on its page."""

    sitemaps: tuple[str, ...] = ()
    rest: str | None = None
    """Root of WordPress's REST interface."""

    hubs: tuple[str, ...] = ()


def offers_of(body: bytes, *, url: str, headers: Headers = ()) -> Offers:
    """Return what the `link` elements of a page and its `Link` headers offer. Never raises on bad input."""
    fields = tuple(headers)
    tree = parse_html(decode(body, charset=charset_of(fields)))
    found: list[tuple[list[str], str, str, str | None]] = [(rels, to, "", None) for rels, to in links_of(fields, url)]
    if not isinstance(tree, Unparsable):
        home = next((node.attributes.get("href") for node in tree.css("base[href]")), None)
        base = absolute_url(home, base=url) if home else None
        for node in tree.css("link[rel][href]"):
            told = {name.lower(): value or "" for name, value in node.attributes.items()}
            target = absolute_url(told["href"], base=base or url)
            if target is not None:
                kind = told.get("type", "").partition(";")[0].strip().lower()
                found.append((told["rel"].lower().split(), target, kind, told.get("title")))
    feeds: dict[str, str | None] = {}
    for rels, target, kind, title in found:
        if _is_feed(rels, target, kind):
            feeds.setdefault(target, fold_or_none(title))
    return Offers(
        feeds=tuple(feeds.items()),
        sitemaps=_each(target for rels, target, _, _ in found if "sitemap" in rels),
        rest=next((target for rels, target, _, _ in found if _API in rels), None),
        hubs=_each(target for rels, target, _, _ in found if "hub" in rels),
    )


def _each(targets: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(targets))


def _is_feed(rels: list[str], target: str, kind: str) -> bool:
    if "feed" in rels:
        return True
    if "alternate" not in rels:
        return False
    return kind in _FEED_TYPES or (
        kind in _PERHAPS and "/wp-json/" not in target and any(word in target for word in _WORDS)
    )
