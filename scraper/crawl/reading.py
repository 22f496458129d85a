"""What an answer means: the links it leads to, the record it holds, the name of its outcome. Pure but for `News`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from scraper.crawl.answers import clean_answer, is_page, page_rights
from scraper.discover import (
    WAYS,
    Findings,
    Form,
    Hints,
    article_links,
    following,
    headline_links,
    leads_of,
    next_listing,
    page_links,
    place_in_range,
    read_way,
    refused,
    related_links,
)
from scraper.fetch import Fetched
from scraper.model import CleanedPage, Link, Page
from scraper.site import Site
from scraper.traps import MOST_HOPS
from scraper.yields import shape_of

PASSING = ("blocked", "error_page")
"""Outcomes of pages that stand in for the one that was asked for, and will not for ever: these are no answer to keep."""


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

    form: Form | None = None
    """What the answer of a way in is; `None` where it is a page, or was not read."""

    hints: Hints | None = None
    """What it says about itself; likewise."""


class News(Protocol):
    """What is known of links while a run goes on."""

    def is_new(self, link: Link) -> bool:
        """Tell whether a link was unknown before this run, as far as fetching goes: first asked for in it, or not yet."""

    def are_named(self, links: Sequence[Link]) -> bool:
        """Tell whether the answer's source has named all of some stories of a site before."""

    def proven(self, site: str) -> Collection[str]:
        """Return the shapes of a site's addresses that have proved to be those of stories (`scraper.yields.shape_of`)."""


def is_readable(link: Link, fetched: Fetched) -> bool:
    """Tell whether an answer holds anything to be taken apart."""
    whole = fetched.outcome is None and fetched.fault != "truncated"
    return whole and (link.kind in WAYS or is_page(fetched.page))


def read_answer(link: Link, fetched: Fetched, site: Site, *, news: News, twin: str | None = None) -> Reading:
    """Read the answer to a link by the link's kind.

    `twin` is the address of another page of the site with the same bytes.
    """
    if fetched.outcome is not None:
        return Reading(outcome=fetched.outcome, reason=f"status {fetched.page.status}")
    if fetched.fault == "truncated":
        return Reading(outcome="reset", reason="the answer is not whole")
    if not is_readable(link, fetched):
        return Reading(outcome="not_html", reason=f"is {fetched.page.content_type}")
    if twin is not None:
        return Reading(outcome="duplicate", reason=f"the same bytes as {twin}")
    if link.kind in WAYS:
        return _read_way(link, read_way(link.kind, fetched.page, site), fetched.page, site, news)
    cleaned = clean_answer(fetched.page, site, kind=link.kind)
    if cleaned.outcome in PASSING:
        return Reading(outcome=cleaned.outcome, reason="the page says so, not its status")
    if link.kind == "listing" or cleaned.page_type == "listing":
        reading = _read_listing(link, cleaned, fetched.page, site, news)
        reserved = _reserved(fetched.page, site)
        # A listing that is not to be indexed is followed all the same: its stories speak for themselves.
        return replace(reading, outcome="read", page=None, reason=f"{reserved}: not stored") if reserved else reading
    reserved = _reserved(fetched.page, site)
    if reserved is not None:
        return Reading(outcome=reserved, reason="the page asks for it (X-Robots-Tag or meta robots)")
    return Reading(outcome="stored", page=cleaned, links=(*_part_links(cleaned, site), *related_links(cleaned, site)))


def _reserved(page: Page, site: Site) -> str | None:
    """Return why a page is left out of the store, as an outcome; `None` if it is not."""
    if site.fetch.rights == "note":
        return None
    rights = page_rights(page)
    return "noindex" if rights.forbids_index else "noarchive" if rights.forbids_archive else None


def _read_way(link: Link, found: Findings, page: Page, site: Site, news: News) -> Reading:
    """Read what a way in announces. What could not be read, and what is not wanted, is said in the reason."""
    why = refused(link.kind, found)
    if why is not None:
        return Reading(outcome=WAYS[link.kind].otherwise, reason=why)
    leads = leads_of(found, link, site, url=page.url)
    left_out = ", ".join(f"{count:,} {name}" for name, count in leads.left_out.items() if count)
    remarks = "; ".join(filter(None, (found.remarks, f"left out: {left_out}" if left_out else None)))
    sitemaps = tuple(each for each in leads.further if each.kind == "sitemap")
    return Reading(
        outcome="read",
        reason=remarks or None,
        links=(*sitemaps, *leads.stories),
        again=() if _repeats(link, leads.stories, news) else tuple(following(leads, is_new=news.is_new)),
        form=found.form,
        hints=found.hints,
    )


def _read_listing(link: Link, cleaned: CleanedPage, page: Page, site: Site, news: News) -> Reading:
    """Read a front or section page: its stories, and the way to its next page.

    The next page is followed if it has never been read, so that a listing is read to its end once; later only as long
    as a page brings something new. Of a range of days, pages ahead of it lead to it; behind it there is nothing to look for.
    """
    links = tuple(article_links(cleaned, site, _further_links(link, cleaned, page, site, news)))
    if link.kind == "article":  # a listing where a story was expected: such ways may lead on without end
        links = tuple(replace(each, depth=link.depth + 1) for each in links) if link.depth < MOST_HOPS else ()
    following = next_listing(link, cleaned, site)
    if following is None or _repeats(link, links, news):
        return Reading(outcome="stored", page=cleaned, links=links)
    place = place_in_range(cleaned, site)
    # Numbers go on for ever: a page by rule alone is no sign that there is one.
    wanted = (following.found_by != "rule" and news.is_new(following)) or any(map(news.is_new, links))
    wanted = place != "behind" and (wanted or (place == "ahead" and news.is_new(following)))
    return Reading(outcome="stored", page=cleaned, links=links, again=(following,) if wanted else ())


def _repeats(link: Link, stories: Sequence[Link], news: News) -> bool:
    """Tell whether a further page shows what those before it have shown: some sites answer any number with the same page."""
    return link.depth > 0 and bool(stories) and news.are_named(stories)


def _further_links(link: Link, cleaned: CleanedPage, page: Page, site: Site, news: News) -> Iterable[str]:
    """Return links of a listing that may be stories without being teasers.

    All, where the definition says which addresses are stories; else those like addresses that have proved to be, and on a listing
    that the definition names also those that read like headlines: the cleaner may not have seen that they are teasers.
    """
    if site.discover.article:
        return page_links(page)
    shapes = news.proven(site.name)
    known = [url for url in page_links(page) if shape_of(url) in shapes] if shapes else []
    is_read = link.kind != "listing" or any(item.kind == "listing" for item in cleaned.related)
    return known if is_read else [*headline_links(page), *known]


def _part_links(cleaned: CleanedPage, site: Site) -> tuple[Link, ...]:
    """Return the further pages of an article, if this is its first."""
    return tuple(
        Link(url=url, site=site.name, kind="part", found_by="part", found_on=cleaned.url)
        for url in cleaned.parts
        if site.owns(url)
    )
