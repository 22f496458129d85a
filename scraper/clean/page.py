"""A page in, article and related items out: the steps in order.

bytes -> text -> tree          dom         within bounds
  what the definition says     rules       the site's selectors, before any guess
  what the page says           metadata    head, JSON-LD, the lines around the headline
  outline                      walk        one walk: blocks, boxes, links
  teasers, then body           separate    decided together, each block in one place
  kind of page, outcome        kind        article, listing or other, and the name of what came of it
  record                       assemble    typed blocks, fields, origins, provenance
"""

from __future__ import annotations

from scraper.clean.assemble import assemble, refused
from scraper.clean.kind import kind_of
from scraper.clean.links import Links
from scraper.clean.metadata import Hints, find_metadata
from scraper.clean.rules import Ruled, apply_rules
from scraper.clean.separate import separate
from scraper.clean.walk import walk
from scraper.dom import Unparsable, decode, is_binary, parse_html
from scraper.model import CleanedPage
from scraper.site import Site
from scraper.urls import absolute_url


def clean_page(
    html: bytes | str, *, url: str | None = None, site: Site | None = None, charset: str | None = None
) -> CleanedPage:
    """Take a page apart. Pure: no network, no clock; the same bytes give the same record. Never raises on bad input.

    `url` is the page's final address: links are resolved against it. `site` is the definition to use; what it leaves open,
    and everything without one, is the generic cleaner's. `charset` is the transport's (Content-Type header).
    """
    if isinstance(html, bytes) and is_binary(html):
        return refused("not_html", url=url, site=site)
    tree = parse_html(html if isinstance(html, str) else decode(html, charset=charset))
    if isinstance(tree, Unparsable):
        return refused(tree.outcome, url=url, site=site)
    metadata = find_metadata(tree, url=url, hints=Hints(zone=site.timezone if site else None))
    base = tree.css_first("base[href]")
    href = base.attributes.get("href") if base is not None else None
    home = (absolute_url(href, base=url) if href else None) or url or metadata.canonical_url
    links = Links(home, page_url=url or metadata.canonical_url, canonical=metadata.canonical_url)
    own = links.resolve(url or metadata.canonical_url or "")
    ruled = apply_rules(tree, site, links) if site else Ruled()
    outline = walk(tree, leave_out=ruled.removed)
    found = separate(outline, links, own, ruled=ruled, site=site)
    kind = kind_of(found, metadata, ruled, own)
    return assemble(found, metadata, ruled, kind, links, url=url, site=site)
