"""The whole story of a link, out of the store: how it was found, what rules apply, each try, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from scraper.crawl.learning import learns
from scraper.crawl.sources import is_named, is_source
from scraper.discover import refusal
from scraper.politeness import delay_of, free_from, is_slow
from scraper.robots import ROBOTS, what_it_says
from scraper.site import Site
from scraper.store import Capture, QueuedLink, Store, Try
from scraper.urls import authority_of, normalize_url, registered_host
from scraper.yields import shape_of, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is known of a link to one site."""

    url: str
    site: str | None
    """`None`: no definition owns the address, and no site knows it."""

    link: QueuedLink | None
    """`None`: it was never found."""

    rules: tuple[str, ...]
    """Each rule that says something about it, in a line."""

    tries: tuple[Try, ...]
    captures: tuple[Capture, ...]
    record: str | None
    """The stored record that it leads to, in a line."""

    next: str
    """What happens next, in a line."""


def tell(store: Store, url: str, sites: Mapping[str, Site], *, now: datetime) -> list[Story]:
    """Return the story of an address for each site that knows it; else that of the site which would own it."""
    owner = next((site for site in sites.values() if site.owns(url)), None)
    known = store.find_links(url)
    if not known:
        return [_story(store, url, owner, None, now=now)]
    return [_story(store, url, sites.get(link.link.site), link, now=now) for link in known]


def _story(store: Store, url: str, site: Site | None, link: QueuedLink | None, *, now: datetime) -> Story:
    page = store.find_page(url, link.link.site if link else None)
    record = None
    if page is not None:
        headline = f": {page.article.headline}" if page.article and page.article.headline else ""
        record = f"{page.page_type}, {page.outcome}{headline} ({page.url}, record {page.id})"
    return Story(
        url=url,
        site=link.link.site if link else site.name if site else None,
        link=link,
        rules=tuple(_rules(store, link.link.url if link else url, site, link, now=now)),
        tries=tuple(store.tries(link)) if link else (),
        captures=tuple(store.captures_of(url, link)),
        record=record,
        next=_next(link, site, url, now=now),
    )


def _rules(store: Store, url: str, site: Site | None, link: QueuedLink | None, *, now: datetime) -> Iterator[str]:
    if normalize_url(url) != url:
        yield f"is known as {normalize_url(url)}"
    if site is not None and (link is None or not is_named(link)):
        named = refusal(url, site)
        yield f"definition {site.name}: " + (named or "is asked for")
    if site is not None and learns(site) and (link is None or link.link.kind == "article"):
        past = store.lessons.past_of(url, site.name)
        if past.stories or past.others:
            yield f"learnt: {told(shape_of(url), past)}"
    if link is not None and is_source(link):
        law = site.discover.every if site and is_named(link) else None
        why = f"definition {link.link.site}" if law is not None else "by what it brings"
        yield (
            f"{why}: is looked at every {link.every}"
            if link.every or law is not None
            else f"{why}: is looked at again and again"
        )
    if link is not None and link.claim is not None:
        yield f"{link.claim} says that it has changed, or names it no more"
    copy = store.hosts.find_policy(authority_of(url), ROBOTS)
    if copy is None:
        yield "robots.txt: was never asked for"
    else:
        says = what_it_says(copy, now=now, closed_allows=site is not None and site.fetch.closed_robots == "allow")
        state = f"{copy.kind}{f' ({copy.why})' if copy.why else ''} at {copy.asked_at:%Y-%m-%d %H:%M} UTC"
        delay = f", Crawl-delay {says.crawl_delay:g} s" if says.crawl_delay else ""
        yield f"robots.txt: {'allows it' if says.allowed(url) else f'forbids it ({says.refusal})'}; {state}{delay}"
    host = store.hosts.find(registered_host(url))
    if host is not None:
        own = site.fetch.delay.total_seconds() if site else 0.0
        yield f"host {host.host}: {delay_of(host, own):.3g} s between requests" + (
            ", slow: a request a run" if is_slow(host) else ""
        )
        free = free_from(host)
        if free is not None and free > now:
            yield f"host {host.host}: left alone until {free:%Y-%m-%d %H:%M:%S} UTC" + (
                f", as {host.why}" if host.held_until == free and host.why else ""
            )


def _next(link: QueuedLink | None, site: Site | None, url: str, *, now: datetime) -> str:
    if link is None:
        if site is None:
            return "nothing: no definition owns this address"
        named = refusal(url, site)
        return f"nothing, should it be found: {named}" if named else "it is asked for when a feed or listing names it"
    if link.is_unread:
        return "its answer is in the archive, and waits to be taken apart"
    if link.due is None:
        return f"nothing: {link.outcome or 'its site no longer names it'}"
    if link.due <= now:
        return "is due, and asked for in its turn"
    return f"is asked for at {link.due:%Y-%m-%d %H:%M:%S} UTC" + (
        f", {link.failures} failures in a row" if link.failures else ""
    )
