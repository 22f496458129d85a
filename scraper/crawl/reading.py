"""What an answer means: the links it leads to, the record it holds, the name of its outcome. Pure but for `is_new`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from scraper.crawl.answers import clean_answer, is_page, page_rights
from scraper.discover import FeedEntry, article_links, parse_feed, refusal
from scraper.fetch import Fetched
from scraper.model import CleanedPage, Link, Page
from scraper.site import Site
from scraper.traps import MOST_HOPS


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


def is_readable(link: Link, fetched: Fetched) -> bool:
    """Tell whether an answer holds anything to be taken apart."""
    whole = fetched.outcome is None and fetched.fault != "truncated"
    return whole and (link.kind == "feed" or is_page(fetched.page))


def read_answer(
    link: Link, fetched: Fetched, site: Site, *, is_new: Callable[[Link], bool], twin: str | None = None
) -> Reading:
    """Read the answer to a link by the link's kind.

    `is_new` tells whether a link was unknown before this run, as far as fetching goes: never asked for, or
    first asked for in this run. `twin` is the address of another page of the site with the same bytes.
    """
    if fetched.outcome is not None:
        return Reading(outcome=fetched.outcome, reason=f"status {fetched.page.status}")
    if fetched.fault == "truncated":
        return Reading(outcome="reset", reason="the answer is not whole")
    if not is_readable(link, fetched):
        return Reading(outcome="not_html", reason=f"is {fetched.page.content_type}")
    if twin is not None:
        return Reading(outcome="duplicate", reason=f"the same bytes as {twin}")
    if link.kind == "feed":
        return _read_feed(link, parse_feed(fetched.page.body, url=fetched.page.url), fetched.page, site)
    cleaned = clean_answer(fetched.page, site)
    if link.kind == "listing" or cleaned.page_type == "listing":
        reading = _read_listing(link, cleaned, site, is_new)
        reserved = _reserved(fetched.page, site)
        # A listing that is not to be indexed is followed all the same: its stories speak for themselves.
        return replace(reading, outcome="read", page=None, reason=f"{reserved}: not stored") if reserved else reading
    reserved = _reserved(fetched.page, site)
    if reserved is not None:
        return Reading(outcome=reserved, reason="the page asks for it (X-Robots-Tag or meta robots)")
    return Reading(outcome="stored", page=cleaned, links=_part_links(cleaned, site))


def _reserved(page: Page, site: Site) -> str | None:
    """Return why a page is left out of the store, as an outcome; `None` if it is not."""
    if site.fetch.rights == "note":
        return None
    rights = page_rights(page)
    return "noindex" if rights.forbids_index else "noarchive" if rights.forbids_archive else None


def _read_feed(link: Link, entries: list[FeedEntry], page: Page, site: Site) -> Reading:
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


def _read_listing(link: Link, cleaned: CleanedPage, site: Site, is_new: Callable[[Link], bool]) -> Reading:
    """Read a front or section page: its stories, and the way to its next page.

    The next page is followed if it has never been read, so that a listing is read to its end once; later only as long
    as a page brings something new.
    """
    links = tuple(article_links(cleaned, site))
    if link.kind == "article":  # a listing where a story was expected: such ways may lead on without end
        links = tuple(replace(each, depth=link.depth + 1) for each in links) if link.depth < MOST_HOPS else ()
    following = _next_page(link, cleaned, site)
    wanted = following is not None and (is_new(following) or any(map(is_new, links)))
    return Reading(outcome="stored", page=cleaned, links=links, again=(following,) if following and wanted else ())


def _next_page(link: Link, cleaned: CleanedPage, site: Site) -> Link | None:
    url = cleaned.next_listing
    if url is None or not site.owns(url) or link.depth + 1 >= site.discover.pages:
        return None
    return Link(url=url, site=site.name, kind="listing", found_by="pagination", found_on=link.url, depth=link.depth + 1)


def _part_links(cleaned: CleanedPage, site: Site) -> tuple[Link, ...]:
    """Return the further pages of an article, if this is its first."""
    return tuple(
        Link(url=url, site=site.name, kind="part", found_by="part", found_on=cleaned.url)
        for url in cleaned.parts
        if site.owns(url)
    )
