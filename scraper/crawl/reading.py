"""What an answer means: the links it leads to, the record it holds, the name of its outcome. Pure but for `untried`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scraper.crawl.answers import clean_answer, is_page
from scraper.discover import article_links, parse_feed, refusal
from scraper.fetch import Fetched
from scraper.model import CleanedPage, Link, Page
from scraper.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of an answer."""

    outcome: str
    """A name of `scraper.outcomes.LINK`."""

    reason: str | None = None
    page: CleanedPage | None = None
    links: tuple[Link, ...] = ()
    again: tuple[Link, ...] = ()
    """Links to ask for even if they are known: the next page of a listing that brought something new."""


def read_answer(link: Link, fetched: Fetched, site: Site, *, untried: Callable[[Link], bool]) -> Reading:
    """Read the answer to a link by the link's kind. `untried` tells whether a link has not been asked for yet."""
    if fetched.outcome is not None:
        return Reading(outcome=fetched.outcome, reason=f"status {fetched.page.status}")
    if fetched.fault == "truncated":
        return Reading(outcome="reset", reason="the answer is not whole")
    if link.kind == "feed":
        return _read_feed(link, fetched.page, site)
    if not is_page(fetched.page):
        return Reading(outcome="not_html", reason=f"is {fetched.page.content_type}")
    cleaned = clean_answer(fetched.page, site)
    if link.kind == "listing" or cleaned.page_type == "listing":
        return _read_listing(link, cleaned, site, untried)
    return Reading(outcome="stored", page=cleaned, links=_part_links(cleaned, site))


def _read_feed(link: Link, page: Page, site: Site) -> Reading:
    entries = parse_feed(page.body, url=page.url)
    if not entries and b"<" not in page.body:
        return Reading(outcome="not_feed", reason="holds no entries")
    links = tuple(
        Link(
            url=entry.url,
            site=site.name,
            kind="article",
            found_by="feed",
            found_on=link.url,
            title=entry.title,
            published=entry.published,
        )
        for entry in entries
        if refusal(entry.url, site) is None
    )
    return Reading(outcome="read", links=links)


def _read_listing(link: Link, cleaned: CleanedPage, site: Site, untried: Callable[[Link], bool]) -> Reading:
    """Read a front or section page: its stories, and its next page as long as it brings something new."""
    links = tuple(article_links(cleaned, site))
    following: tuple[Link, ...] = ()
    number = link.depth + 1
    if (
        cleaned.next_listing
        and site.owns(cleaned.next_listing)
        and number < site.discover.pages
        and any(map(untried, links))
    ):
        following = (
            Link(
                url=cleaned.next_listing,
                site=site.name,
                kind="listing",
                found_by="pagination",
                found_on=link.url,
                depth=number,
            ),
        )
    return Reading(outcome="stored", page=cleaned, links=links, again=following)


def _part_links(cleaned: CleanedPage, site: Site) -> tuple[Link, ...]:
    """Return the further pages of an article, if this is its first."""
    return tuple(
        Link(url=url, site=site.name, kind="part", found_by="part", found_on=cleaned.url)
        for url in cleaned.parts
        if site.owns(url)
    )
