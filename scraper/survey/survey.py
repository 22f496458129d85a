"""A site looked at, politely: robots.txt, front page, feeds, sitemaps, interfaces, listings, and a few pages to be sure.

Each step asks for no more than the steps before leave open; all requests go through the fetcher, so robots.txt, the delay and
the guard hold as in any crawl.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from zoneinfo import available_timezones

from scraper.discover.rest import posts_address, read_posts
from scraper.model import Page
from scraper.rights import Rights, rights_of
from scraper.robots import ROBOTS, TDMREP
from scraper.site import FetchRules, Site, parse_site
from scraper.survey.asking import Asker, Fetches, Log
from scraper.survey.coverage import is_covered
from scraper.survey.evidence import SeenListing, SeenRest, Survey
from scraper.survey.feeds import look_at_feeds
from scraper.survey.labels import Evidence, Verdict, judge, next_sample
from scraper.survey.listings import look_at_interfaces, look_at_listing
from scraper.survey.looks import Look
from scraper.survey.platforms import platform_of
from scraper.survey.sitemaps import look_at_sitemaps
from scraper.urls import authority_of, host_of, normalize_url, path_of, registered_host, settled_path

MOST_REQUESTS = 60
"""Requests that a look at a site takes at most."""

_MOST_LANGUAGES = 4
_MOST_UNSURE = 5
_SAMPLES = 2  # stories that are read to be sure
_MOST_SECTIONS = 15


async def survey(home: str, fetcher: Fetches, log: Log, *, rules: FetchRules, most: int = MOST_REQUESTS) -> Survey:
    """Look at a site whose front page is `home`. Raises FetchError where the front page cannot be had."""
    asker = Asker(fetcher, rules, log, most=most)
    page = await asker.must(home, "front page")
    return await _Surveyor(asker, Look(page)).survey()


class _Surveyor:
    """One survey."""

    def __init__(self, asker: Asker, front: Look) -> None:
        self.asker = asker
        self.front = front
        self.home = front.page.url
        self.site: Site = parse_site({"home": self.home}, name="new")
        self.evidence = Evidence()
        self.fronts = [front]

    async def survey(self) -> Survey:
        """Take the steps one after the other."""
        platform = platform_of(self.front.page)
        await self._languages()
        robots = self._policy(ROBOTS)
        feeds = await look_at_feeds(self.asker, self.home, self.fronts, platform.feeds if platform else ())
        hosts = self._adopt({story.url for feed in feeds for story in feed.stories})
        for feed in feeds:
            self.evidence.name(url for url in feed.urls if self.site.owns(url))
        rest = await self._rest(is_wordpress=platform is not None and platform.name == "WordPress")
        if rest is not None:
            self.evidence.name(rest.urls)
        sitemaps = await look_at_sitemaps(self.asker, self.home, robots, platform.sitemaps if platform else ())
        self.evidence.sitemaps = sitemaps
        for sitemap in sitemaps:
            if sitemap.is_news:
                self.evidence.name(sitemap.urls)
        verdict = await self._learn()
        front = await look_at_listing(self.asker, self.front, verdict.learnt, "the front page")
        if front is not None:
            self._note(front)
        found = Survey(
            home=self.home, hosts=hosts, platform=platform, publisher=self.front.publisher, feeds=tuple(feeds),
            sitemaps=tuple(sitemaps), rest=rest, listings=(front,) if front else (),
            languages=tuple(sorted({look.language for look in self.fronts if look.language})),
        )  # fmt: skip
        verdict = judge(self.evidence, self.site.owns)
        if not is_covered(found, verdict.stories):
            found = await self._search(found, verdict)
            verdict = judge(self.evidence, self.site.owns)
        return replace(
            found,
            has_robots=robots is not None,
            reserves=bool(self._rights().tdm_reservation),
            learnt=verdict.learnt,
            stories=verdict.stories,
            others=verdict.others,
            articles=dict(self.evidence.pages),
            asked=tuple(self.asker.asked),
            requests=self.asker.log.requests,
            is_spent=self.asker.is_spent,
        )

    async def _languages(self) -> None:
        """Look at the front pages in other languages."""
        others = [url for url in self.front.languages if self.site.owns(url) and not _same(url, self.home)]
        for url in list(dict.fromkeys(others))[:_MOST_LANGUAGES]:
            page = await self.asker.ask(url, "front page")
            if page is not None and page.body != self.front.page.body:
                self.fronts.append(Look(page))
        for look in self.fronts:
            self.evidence.see(look)

    def _adopt(self, urls: set[str]) -> tuple[str, ...]:
        """Take the hosts of stories that belong to whom the front page does."""
        own = registered_host(self.home)
        further = sorted({host_of(url) for url in urls if not self.site.owns(url) and registered_host(url) == own})
        if further:
            self.site = parse_site({"home": self.home, "hosts": further}, name="new")
        return tuple(further)

    async def _rest(self, *, is_wordpress: bool) -> SeenRest | None:
        root = self.front.offers.rest or (f"{self.home.rstrip('/')}/wp-json/" if is_wordpress else None)
        if root is None:
            return None
        url = posts_address(root)
        page = await self.asker.ask(url, "REST interface")
        found = read_posts(page.body, url=url, headers=page.headers) if page is not None else None
        if found is None or found.form != "wp_posts" or not found.stories:
            return None
        told = await self.asker.ask(f"{root}{'&' if '?' in root else '?'}_fields=timezone_string", "REST interface")
        urls = frozenset(story.url for story in found.stories if self.site.owns(story.url))
        return SeenRest(root=root, urls=urls, total=found.hints.total, timezone=_zone(told))

    async def _learn(self) -> Verdict:
        """Decide what stories are, and read pages where that is not clear."""
        verdict = judge(self.evidence, self.site.owns)
        for _ in range(_MOST_UNSURE):
            if not verdict.unsure:
                break
            if not await self._read(verdict.unsure[0]):
                self.evidence.look(verdict.unsure[0], is_article=False)
            verdict = judge(self.evidence, self.site.owns)
        for _ in range(_SAMPLES):
            url = next_sample(verdict, self.evidence)
            if url is None:
                break
            await self._read(url)
            verdict = judge(self.evidence, self.site.owns)
        return verdict

    async def _read(self, url: str) -> bool:
        """Read a page that may be a story; `False` where it cannot be had."""
        page = await self.asker.ask(url, "page")
        if page is None:
            return False
        look = Look(page)
        is_twin = look.stands_for is not None and self.evidence.knows(look.stands_for)
        self.evidence.look(url, look.is_article and not is_twin)
        self.evidence.see(look)
        return True

    def _note(self, listing: SeenListing) -> None:
        self.evidence.advertise(dict.fromkeys((*listing.stories, *listing.leads_to), ""))

    async def _search(self, found: Survey, verdict: Verdict) -> Survey:
        """Look for what leads to all stories where no way in does so far."""
        learnt, front = verdict.learnt, found.listings[0] if found.listings else None
        if any(feed.has_pages for feed in found.feeds) or (front is not None and front.has_pages):
            return found if len(self.fronts) == 1 else await self._sections(found, verdict)
        titles = {url: title for url, title in self.evidence.teasers.items() if title}
        api, rule = await look_at_interfaces(self.asker, self.fronts, learnt, self.site.owns, titles)
        if api is not None:
            self.evidence.name(api.urls)
            return replace(found, api=api)
        if rule is not None and front is not None:
            return replace(
                found, listings=(replace(front, rule=rule[0], page_size=len(front.stories)), *found.listings[1:])
            )
        return await self._sections(found, verdict)

    async def _sections(self, found: Survey, verdict: Verdict) -> Survey:
        """Look at the front pages in other languages, and at the pages of the menu."""
        listings = list(found.listings)
        for front in self.fronts[1:]:
            if listing := await look_at_listing(self.asker, front, verdict.learnt, "a front page"):
                self._note(listing)
                listings.append(listing)
        if len(listings) > 1 and all(each.has_pages for each in listings):
            return replace(found, listings=tuple(listings))
        for url in self._menu(verdict)[:_MOST_SECTIONS]:
            page = await self.asker.ask(url, "section")
            look = Look(page) if page is not None else None
            if look is None or any(_same(look.page.url, each.url) for each in listings):
                continue
            if listing := await look_at_listing(self.asker, look, verdict.learnt, "the menu leads to it"):
                self._note(listing)
                listings.append(listing)
        return replace(found, listings=tuple(listings))

    def _menu(self, verdict: Verdict) -> list[str]:
        """Return what the front page links to that may list stories, archives first: no tags, no authors, no pages of text."""
        found: dict[str, bool] = {}
        for anchor in self.front.anchors:
            url = normalize_url(anchor.url)
            is_archive = _ARCHIVE.search(f"{anchor.text} {path_of(url)}") is not None
            if anchor.rels & {"tag", "author", "nofollow"} or anchor.is_headline or not (anchor.in_menu or is_archive):
                continue
            if (
                self.site.owns(url)
                and not _same(url, self.home)
                and not verdict.learnt.fits(url)
                and not _STATIC.search(path_of(url))
            ):
                found[url] = found.get(url, False) or is_archive
        return sorted(found, key=lambda url: not found[url])

    def _policy(self, path: str) -> Page | None:
        return self.asker.log.policies.get(f"{authority_of(self.home)}{path}")

    def _rights(self) -> Rights:
        page, tdmrep = self.front.page, self._policy(TDMREP)
        return rights_of(page.url, page.headers, page.body, is_page=True, tdmrep=tdmrep.body if tdmrep else None)


_ARCHIVE = re.compile(
    r"\b(?:all|archives?|latest|news|more|older|index|stories|articles|blog|alle|archiv|aktuell|nachrichten|mehr|toutes?|todas?|tutte)\b",
    re.IGNORECASE,
)
_STATIC = re.compile(
    r"/(?:about|contact|imprint|impressum|privacy|datenschutz|terms|agb|legal|cookie|login|register|subscribe|abo|newsletter|advertis|jobs?|"
    r"careers?|help|faq|rss|feeds?|search|suche|shop|tags?|authors?|users?|people)\b",
    re.IGNORECASE,
)


def _same(one: str, other: str) -> bool:
    return settled_path(one).rstrip("/") == settled_path(other).rstrip("/") and host_of(one) == host_of(other)


def _zone(page: Page | None) -> str | None:
    try:
        zone = json.loads(page.body).get("timezone_string") if page is not None else None
    except (ValueError, AttributeError):
        return None
    return zone if zone in available_timezones() else None
