"""The stories that pages list: front and section pages, with the way to their next page, and articles with their teasers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from scraper.discover.anchors import page_links
from scraper.discover.archives import page_address
from scraper.discover.backfill import out_of_range, period_of
from scraper.discover.wanted import refusal
from scraper.model import CleanedPage, Link, Page, RelatedItem
from scraper.site import Site


def article_links(page: CleanedPage, site: Site, links: Iterable[str] = ()) -> Iterator[Link]:
    """Yield links to the stories that a listing page lists and the definition wants, in the page's order.

    What lies outside of its range of days is left out. Where the definition says which teasers are the listing itself, only those
    count; else every teaser of the page does. So do further links of the page (`links`, their addresses), as far as they fit what the
    definition says of the addresses of stories.
    """
    listed = [item for item in page.related if item.kind == "listing"] or list(page.related)
    teasers = {item.url: item for item in listed if item.url is not None}
    for url in {**teasers, **dict.fromkeys(links)}:
        link = _story_link(url, teasers.get(url), site, found_by="listing", found_on=page.url)
        if link is not None:
            yield link


def related_links(page: CleanedPage, site: Site) -> Iterator[Link]:
    """Yield links to the stories of the site that an article promotes, where the definition asks for them, in the page's order."""
    if site.discover.related:
        for item in page.related:
            url = item.url
            link = _story_link(url, item, site, found_by="related", found_on=page.url) if url is not None else None
            if link is not None:
                yield link


def shaped_links(page: Page, site: Site) -> Iterator[Link]:
    """Yield those links of a listing that `article_links` finds in it by their addresses, without a look at anything else."""
    if site.discover.article:
        for url in dict.fromkeys(page_links(page)):
            link = _story_link(url, None, site, found_by="listing", found_on=page.url)
            if link is not None:
                yield link


def _story_link(url: str, item: RelatedItem | None, site: Site, *, found_by: str, found_on: str | None) -> Link | None:
    """Return the link to a story, with what its teaser tells; `None` for one that the definition does not want."""
    published = item.published if item else None
    if refusal(url, site) is not None or out_of_range(url, site, published=published) is not None:
        return None
    return Link(
        url=url,
        site=site.name,
        kind="article",
        found_by=found_by,
        found_on=found_on,
        title=item.title if item else None,
        published=published,
    )


def place_in_range(page: CleanedPage, site: Site) -> Literal["ahead", "behind"] | None:
    """Return where a page of a listing lies by the days of its teasers, newest first: most later than the definition's range, or all before it.

    `None`: neither, or nothing is dated. A list beside it may hold old stories; one with new ones leads to a page more at worst.
    """
    days = sorted(day for item in page.related if (day := _day_of(item)) is not None)
    since, until = site.discover.since, site.discover.until
    if days and until is not None and days[len(days) // 2] > until.isoformat():
        return "ahead"
    return "behind" if days and since is not None and days[-1] < since.isoformat() else None


def _day_of(item: RelatedItem) -> str | None:
    """Return the day of a teaser: its own, else the last one of the day or month that its address names."""
    if item.published:
        return item.published[:10]
    period = period_of(item.url) if item.url else None
    return period[1].isoformat() if period else None


def next_listing(link: Link, page: CleanedPage, site: Site) -> Link | None:
    """Return the next page of a listing: where its link leads, else where the definition's rule puts it.

    `None` where there is none, or no more are read.
    """
    rules = site.discover
    first = link.url if link.depth == 0 else link.found_on or link.url
    url = page.next_listing
    if url is None and rules.next_address is not None:
        url = page_address(rules.next_address, listing=first, pages=link.depth + 1, step=rules.page_size)
    if url is None or not site.owns(url) or link.depth + 1 >= rules.pages:
        return None
    by_link = page.next_listing is not None
    return Link(
        url=url,
        site=site.name,
        kind="listing",
        found_by="pagination" if by_link else "rule",
        found_on=link.url if by_link else first,
        depth=link.depth + 1,
    )
