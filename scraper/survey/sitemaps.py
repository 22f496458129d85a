"""Sitemaps looked at: an index by samples of each kind of sitemap that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from scraper.discover import Announced, Findings, Further
from scraper.discover.sitemaps import SITEMAPS, WELL_KNOWN, read_sitemap
from scraper.model import Page
from scraper.survey.asking import Asker
from scraper.survey.evidence import Family, SeenSitemap
from scraper.urls import absolute_url, path_of

_FEW = 8  # sitemaps of an index that are all read
_OF_A_FAMILY = 2
_MOST_FAMILIES = 8
_NUMBER = re.compile(r"\d+")


async def look_at_sitemaps(asker: Asker, home: str, robots: Page | None, usual: Iterable[str]) -> list[SeenSitemap]:
    """Return the sitemaps of a site: those of robots.txt, else what stands at `usual` and well-known places."""
    named = [each.url for each in _read(robots).further] if robots else []
    seen = []
    for url in named[:_FEW]:
        page = await asker.ask(url, "sitemap")
        if page is not None and (sitemap := await _seen(asker, page, url, "robots.txt names it")):
            seen.append(sitemap)
    if seen:
        return seen
    for place in dict.fromkeys([*usual, *WELL_KNOWN]):
        url = absolute_url(place, base=home) or home
        page = await asker.ask(url, "sitemap")
        if page is not None and (sitemap := await _seen(asker, page, url, "it stands at a usual place")):
            return [sitemap]
    return []


def _read(page: Page) -> Findings:
    return read_sitemap(page.body, url=page.url, headers=page.headers)


async def _seen(asker: Asker, page: Page, url: str, why: str) -> SeenSitemap | None:
    found = _read(page)
    if found.form not in SITEMAPS:
        return None
    families: list[Family] = []
    stories: list[Announced] = list(found.stories)
    if found.stories:
        families.append(
            Family(name=path_of(url), members=(), read=(url,), urls=tuple(story.url for story in found.stories))
        )
    groups: defaultdict[str, list[Further]] = defaultdict(list)
    for further in found.further:
        groups[_NUMBER.sub("#", path_of(further.url))].append(further)
    for name, members in list(groups.items())[:_MOST_FAMILIES]:
        chosen = members if len(found.further) <= _FEW else _samples(members)
        read, urls = [], []
        for member in chosen:
            answer = await asker.ask(member.url, "sitemap")
            inner = _read(answer) if answer is not None else None
            if inner is not None and inner.form in SITEMAPS:
                read.append(member.url)
                urls += [story.url for story in inner.stories]
                stories += inner.stories
        families.append(
            Family(name=name, members=tuple(each.url for each in members), read=tuple(read), urls=tuple(urls))
        )
    if not any(family.urls for family in families):
        return None
    is_news = bool(stories) and all(story.published and story.title for story in stories)
    return SeenSitemap(url=url, why=why, families=tuple(families), is_news=is_news)


def _samples(members: Sequence[Further]) -> Sequence[Further]:
    """Return the newest sitemap of a family, and its oldest or first."""
    if len(members) <= _OF_A_FAMILY:
        return members
    dated = [each for each in members if each.modified]
    newest = max(dated, key=lambda each: each.modified or "") if dated else members[-1]
    other = members[0] if members[0] != newest else members[-1]
    return [newest, other]
