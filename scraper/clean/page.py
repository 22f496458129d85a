"""A page in, article and related items out: the steps in order.

bytes -> text -> tree          dom         within bounds
  examine
    what the page says         metadata    head, JSON-LD, the lines around the headline
    what the definition says   rules       the site's selectors, before any guess
    outline                    walk        one walk: blocks, boxes, links
    teasers, then body         separate    decided together, each block in one place
    kind of page, outcome      kind        article, listing or other, and the name of what came of it
  record                       assemble    typed blocks, fields, origins, provenance
"""

from __future__ import annotations

from scraper.clean.assemble import assemble, refused
from scraper.clean.examine import examine
from scraper.dom import Unparsable, decode, is_binary, parse_html
from scraper.model import CleanedPage
from scraper.site import Site


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
    return assemble(examine(tree, url=url, site=site))
