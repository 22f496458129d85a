"""Whether a way in knows all stories, as far as the others can tell. Pure."""

from __future__ import annotations

from scraper.survey.evidence import Survey
from scraper.urls import normalize_url

_COVERS = 0.9
"""Share of the stories known otherwise that a way in must know to be taken for one that knows all."""

_COVERS_OF_SOME = 0.5
"""The same, where but a part of it was read."""


def is_covered(found: Survey, stories: frozenset[str]) -> bool:
    """Tell whether one way in knows all stories, as far as can be told."""
    return bool(complete_sitemaps(found, stories)) or (found.rest is not None and rest_covers(found, stories))


def complete_sitemaps(found: Survey, stories: frozenset[str]) -> list[str]:
    """Return the addresses of the sitemaps that together know all stories; empty where they do not."""
    maps = [each for each in found.sitemaps if not each.is_news]
    holds = {each.url: {normalize_url(url) for url in each.urls} & stories for each in maps}
    known = witnesses(found)
    told = {url for urls in holds.values() for url in urls}
    if not told:
        return []
    sampled = any(
        family.members and len(family.read) < len(family.members) for each in maps for family in each.families
    )
    if known and not sampled and len(known & told) < _COVERS * len(known):
        return []
    if known and sampled and not known & told:
        return []
    return [url for url, urls in holds.items() if urls]


def witnesses(found: Survey) -> set[str]:
    """Return the stories that listings and feeds have shown: what a way in that knows all must know."""
    shown = {url for listing in found.listings for url in (*listing.stories, *listing.leads_to)}
    return shown | {normalize_url(url) for feed in found.feeds for url in feed.urls}


def rest_covers(found: Survey, stories: frozenset[str]) -> bool:
    """Tell whether the REST interface knows the stories that listings show; of many posts only the newest were read."""
    assert found.rest is not None
    urls = {normalize_url(url) for url in found.rest.urls}
    shown = {url for listing in found.listings for url in listing.stories} & stories
    is_all = found.rest.total is not None and found.rest.total <= len(urls)
    return not shown or len(shown & urls) >= (_COVERS if is_all else _COVERS_OF_SOME) * len(shown)
