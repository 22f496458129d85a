"""The registry of ways in: what reads the answers of each, which forms it takes, and how it ends when it is none of them.

A new way in is a file with one function from bytes to `Findings`, and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from scraper.discover.api import read_api, rules_of
from scraper.discover.feeds import FEEDS, read_feed
from scraper.discover.findings import Findings, Form
from scraper.discover.offers import offers_of
from scraper.discover.rest import read_posts
from scraper.discover.sitemaps import SITEMAPS, read_sitemap
from scraper.model import LinkKind, Page
from scraper.site import Site


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of way in."""

    read: Callable[[Page, Site], Findings]
    forms: frozenset[Form]
    """What its answers may be."""

    otherwise: str
    """The outcome of an answer that is anything else (`scraper.outcomes.LINK`)."""

    pages: Callable[[Site], int]
    """Most addresses in a row that are followed, one page leading to the next."""


MOST_NESTED = 4
"""How deep indexes of sitemaps may lie in each other; the protocol knows one level."""


def _feed(page: Page, _: Site) -> Findings:
    found = read_feed(page.body, url=page.url, headers=page.headers)
    if found.form in SITEMAPS:  # named as a feed, and has what was wanted all the same
        return read_sitemap(page.body, url=page.url, headers=page.headers)
    return found


def _sitemap(page: Page, _: Site) -> Findings:
    return read_sitemap(page.body, url=page.url, headers=page.headers)


def _rest(page: Page, _: Site) -> Findings:
    return read_posts(page.body, url=page.url, headers=page.headers)


def _api(page: Page, site: Site) -> Findings:
    rules = rules_of(page.url, site.discover.api.values(), base=site.home)
    if rules is None:  # the definition has changed since
        return Findings(form="json", faults={"no interface of the definition has this address": 1})
    return read_api(page.body, rules, url=page.url, base=site.home, headers=page.headers)


_LISTS: frozenset[Form] = FEEDS | SITEMAPS

WAYS: Mapping[LinkKind, Way] = MappingProxyType(
    {
        "feed": Way(_feed, _LISTS, "not_feed", lambda site: site.discover.feed_pages),
        "sitemap": Way(_sitemap, _LISTS, "not_sitemap", lambda _: MOST_NESTED),
        "rest": Way(_rest, frozenset(("wp_posts",)), "not_api", lambda site: site.discover.pages),
        "api": Way(_api, frozenset(("json",)), "not_api", lambda site: site.discover.pages),
    }
)
"""Kind of link -> way in. Listings are ways in, too; they are pages, and read by the cleaner."""

_WORDS: Mapping[Form, str] = MappingProxyType(
    {
        "rss": "a feed", "rdf": "a feed", "atom": "a feed", "json_feed": "a feed", "urlset": "a sitemap",
        "sitemap_index": "a sitemap", "robots": "a robots.txt", "list": "a list of addresses", "wp_posts": "posts of WordPress",
        "json": "JSON", "html": "a page", "xml": "XML of another kind", "text": "text", "binary": "no text", "empty": "empty",
    }
)  # fmt: skip


def read_way(kind: LinkKind, page: Page, site: Site) -> Findings:
    """Read an answer to a link of a kind in `WAYS`. Never raises on bad input.

    Of a page where a feed was expected the feeds that it offers are told among the faults.
    """
    found = WAYS[kind].read(page, site)
    if found.form == "html" and kind == "feed":
        offered = [url for url, _ in offers_of(page.body, url=page.url, headers=page.headers).feeds]
        return replace(
            found, faults={**found.faults, f"it offers {', '.join(offered[:3])}": 1} if offered else found.faults
        )
    return found


def refused(kind: LinkKind, found: Findings) -> str | None:
    """Return why an answer is none of what a way in gives, in words; `None` if it is."""
    if found.form in WAYS[kind].forms:
        return None
    return "; ".join(filter(None, (f"is {_WORDS[found.form]}", found.remarks)))
