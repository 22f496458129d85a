"""A page in, article and related items out: the steps in order.

bytes -> text -> tree          scraper.dom, within bounds
  what the definition says     rules       the site's selectors, before any guess
  outline                      outline     one walk: blocks, boxes, links
  teasers, then body           separate    decided together, each block in one place
  headline, dates, authors …   metadata    a stated order of trust
  kind of page, outcome        kind        article, listing or other; consent, paywall, login …
  record                       typed blocks, origins, provenance
"""

from __future__ import annotations

from typing import Any

from scraper.clean.body.typed import typed_blocks
from scraper.clean.links import Links
from scraper.clean.rules import Ruled, apply_rules
from scraper.clean.separate import Separation, separate
from scraper.clean.walk import walk
from scraper.dom import Tree, Unparsable, attribute, decode, parse_html
from scraper.model import Article, CleanedPage, Provenance
from scraper.site import Site
from scraper.version import __version__


def clean_page(
    html: bytes | str, *, url: str | None = None, site: Site | None = None, charset: str | None = None
) -> CleanedPage:
    """Take a page apart. Pure: no network, no clock; the same bytes give the same record. Never raises on bad input.

    `url` is the page's final address: links are resolved against it. `site` is the definition to use; what it leaves open,
    and everything without one, is the generic cleaner's. `charset` is the transport's (Content-Type header).
    """
    text = html if isinstance(html, str) else decode(html, charset=charset)
    tree = parse_html(text)
    provenance = Provenance(cleaner=f"scraper/{__version__}", rules=f"{site.name}@{site.version}" if site else None)
    if isinstance(tree, Unparsable):
        return CleanedPage(
            page_type="other", outcome=tree.outcome, provenance=provenance, url=url, site=site.name if site else None
        )
    links = Links(_base(tree, url), page_url=url)
    own = links.resolve(url) if url else None
    ruled = apply_rules(tree, site, links) if site else Ruled()
    outline = walk(tree, leave_out=ruled.removed)
    found = separate(outline, links, own, ruled=ruled, site=site)
    article = _article(ruled, found)
    return CleanedPage(
        page_type=ruled.page_type or "article",
        outcome="protected" if ruled.protected else "ok",
        provenance=provenance,
        url=url,
        site=site.name if site else None,
        article=article if (ruled.page_type or "article") == "article" else None,
        related=found.items,
        parts=ruled.parts,
        next_listing=ruled.next_listing,
    )


def _base(tree: Tree, url: str | None) -> str | None:
    """Return the address that links are resolved against."""
    base = tree.css_first("base[href]")
    href = attribute(base, "href") if base is not None else None
    if href and url:
        target = Links(url).resolve(href)
        return target.url if target else url
    return href or url


def _article(ruled: Ruled, found: Separation) -> Article:
    fields: dict[str, Any] = dict(ruled.fields)
    return Article(**fields, blocks=typed_blocks(found.outline, found.body))
