"""From ways in to links: the addresses a definition begins with, and what an answer of a way in leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scraper.discover.api import api_address, rules_of
from scraper.discover.archives import archive_addresses
from scraper.discover.backfill import is_outside, out_of_range, period_of, ranged_posts
from scraper.discover.feeds import FEEDS
from scraper.discover.findings import Announced, Findings
from scraper.discover.rest import posts_address
from scraper.discover.sitemaps import SITEMAPS
from scraper.discover.wanted import refusal
from scraper.discover.ways import WAYS
from scraper.model import Link, LinkKind
from scraper.site import Site
from scraper.urls import path_of

_DAY = timedelta(days=1)


def seed_links(site: Site, *, today: date) -> list[Link]:
    """Return the addresses that a definition names, to be looked at again and again: feeds, sitemaps, interfaces, listings.

    Of date archives those of today and of yesterday are among them: the others do not change (`archive_links`).
    """
    rules = site.discover
    interfaces = (api_address(each, base=site.home) for each in rules.api.values())
    return [
        *_ways(site, "feed", map(site.address, rules.feeds)),
        *_ways(site, "sitemap", map(site.address, rules.sitemaps)),
        *_ways(site, "rest", (posts_address(site.address(path)) for path in rules.rest)),
        *_ways(site, "api", filter(None, interfaces)),
        *_ways(site, "listing", map(site.address, rules.listings)),
        *_archives(site, since=today - _DAY, until=today),
    ]


def archive_links(site: Site, *, today: date) -> list[Link]:
    """Return the pages of date archives that are read once, the newest first; of a range, also questions to WordPress."""
    if site.discover.since is None:
        return []
    lately = {link.url for link in _archives(site, since=today - _DAY, until=today)}
    pages = [link for link in _archives(site, since=site.discover.since, until=today) if link.url not in lately]
    return [*pages, *ranged_posts(site, today=today)]


def _ways(site: Site, kind: LinkKind, urls: Iterable[str]) -> Iterator[Link]:
    return (Link(url=url, site=site.name, kind=kind, found_by="definition") for url in urls)


def _archives(site: Site, *, since: date, until: date) -> Iterator[Link]:
    for pattern in site.discover.archives:
        last = min(until, site.discover.until or until)
        for path in archive_addresses(pattern, since=max(since, site.discover.since or since), until=last):
            yield Link(url=site.address(path), site=site.name, kind="listing", found_by="archive")


@dataclass(frozen=True, slots=True)
class Leads:
    """What an answer of a way in leads to."""

    stories: tuple[Link, ...]
    further: tuple[Link, ...]
    """Of the same way, in the answer's order."""

    left_out: Counter[str]
    """Why others are not followed, and how many: "off_site", "skipped", "older than 2024-01-01" …"""


def leads_of(found: Findings, link: Link, site: Site, *, url: str) -> Leads:
    """Return what the answer from `url` to the link of a way in leads to, as far as the definition wants it."""
    left_out: Counter[str] = Counter()
    stories = []
    for story in found.stories:
        why = _unwanted(story, site)
        if why is None:
            stories.append(_story(story, link, site))
        else:
            left_out[why] += 1
    return Leads(tuple(stories), tuple(_further(found, link, site, url, left_out)), left_out)


def _unwanted(story: Announced, site: Site) -> str | None:
    return refusal(story.url, site) or out_of_range(story.url, site, published=story.published, modified=story.modified)


def _story(story: Announced, link: Link, site: Site) -> Link:
    # A feed's date of change is near that of publication; a sitemap's may be that of its making.
    published = story.published or (story.modified if link.kind != "sitemap" else None)
    return Link(
        url=story.url,
        site=site.name,
        kind="article",
        found_by=link.kind,
        found_on=link.url,
        title=story.title,
        published=published,
        modified=story.modified,
    )


def _further(found: Findings, link: Link, site: Site, url: str, left_out: Counter[str]) -> Iterator[Link]:
    kind: LinkKind = "feed" if found.form in FEEDS else "sitemap" if found.form in SITEMAPS else link.kind
    addresses = [further.url for further in found.further]
    modified = {further.url: further.modified for further in found.further}
    if kind == "api" and not addresses and found.stories:
        rules = rules_of(url, site.discover.api.values(), base=site.home)
        ahead = api_address(rules, base=site.home, page=link.depth + 1) if rules and rules.next is None else None
        addresses = [ahead] if ahead else []
    deeper = link.depth + 1
    for address in addresses:
        if deeper >= WAYS[kind].pages(site):
            left_out["too deep"] += kind == "sitemap"
        elif not site.owns(address):
            left_out["off_site"] += 1
        elif kind == "sitemap" and any(pattern.search(path_of(address)) for pattern in site.discover.skip):
            left_out["skipped"] += 1
        elif kind == "sitemap" and _is_of_other_days(address, site):
            left_out["of other days"] += 1
        else:
            by = "sitemap" if kind == "sitemap" else "pagination"
            yield Link(
                url=address,
                site=site.name,
                kind=kind,
                found_by=by,
                found_on=link.url,
                modified=modified.get(address),
                depth=deeper,
            )


def _is_of_other_days(address: str, site: Site) -> bool:
    """Tell whether a sitemap cannot hold a day that matters, by its name. What it says of its changes is not believed."""
    period = period_of(address, is_list=True)
    return period is not None and is_outside(site, *period)


def following(leads: Leads, *, is_new: Callable[[Link], bool]) -> list[Link]:
    """Return the next pages of a feed or interface that are to be asked for now.

    One is, if it was never read or if this one brought something new. Sitemaps are sources of their own: each is due in its time.
    """
    pages = [link for link in leads.further if link.kind != "sitemap"]
    return pages if pages and any(map(is_new, leads.stories)) else [link for link in pages if is_new(link)]
