"""Front and section pages: the stories they list, and the addresses a site's definition begins with."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.discover.wanted import refusal
from scraper.model import CleanedPage, Link
from scraper.site import Site


def seed_links(site: Site) -> list[Link]:
    """Return the addresses that a definition names: feeds, then listings, in its order."""
    feeds = [
        Link(url=site.address(path), site=site.name, kind="feed", found_by="definition") for path in site.discover.feeds
    ]
    listings = [
        Link(url=site.address(path), site=site.name, kind="listing", found_by="definition")
        for path in site.discover.listings
    ]
    return feeds + listings


def article_links(page: CleanedPage, site: Site) -> Iterator[Link]:
    """Yield links to the stories that a listing page lists and the definition wants, in the page's order.

    Where the definition says which teasers are the listing itself, only those count; else every teaser of the page does.
    """
    listed = [item for item in page.related if item.kind == "listing"] or list(page.related)
    for item in listed:
        if item.url is not None and refusal(item.url, site) is None:
            yield Link(
                url=item.url,
                site=site.name,
                kind="article",
                found_by="listing",
                found_on=page.url,
                title=item.title,
                published=item.published,
            )
