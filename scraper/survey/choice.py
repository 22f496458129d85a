"""Which ways in a definition names: one that knows all stories, what is new at once, and where they are advertised. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.survey.coverage import complete_sitemaps, rest_covers
from scraper.survey.evidence import SeenFeed, SeenListing, SeenSitemap, Survey
from scraper.survey.labels import hint_of
from scraper.urls import normalize_url, path_of

_MOST_FEEDS = 6
_DEEP = 100  # pages of a listing that are read at least, where nobody tells how many there are
_SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A key of a definition."""

    key: str
    value: Any
    why: tuple[str, ...]
    """The evidence, a sentence each."""


@dataclass(slots=True)
class Draft:
    """A definition to be written."""

    notes: list[str] = field(default_factory=list)
    """What stands above it."""

    tables: dict[str, list[Line]] = field(default_factory=dict)
    """"" for the top, "discover", "discover.api.stories", "fetch"."""

    complete: tuple[str, ...] = ()
    """The ways in that know all stories, in words; empty: none is known to."""

    missing: list[str] = field(default_factory=list)
    """What was looked for and not found."""

    def add(self, table: str, key: str, value: Any, *why: str) -> None:
        """Add a key."""
        self.tables.setdefault(table, []).append(Line(key, value, why))


def choose(seen: Survey, *, delay: str | None, delay_why: str) -> Draft:
    """Return the definition that a survey leads to. `delay` is for `[fetch]`; `None`: the usual one."""
    draft = Draft()
    _top(draft, seen)
    _ways(draft, seen)
    _addresses(draft, seen)
    if delay is not None:
        draft.add("fetch", "delay", delay, delay_why)
    if seen.reserves:
        draft.notes.append("The site reserves text and data mining (TDMRep): ask before you use what you collect.")
    _missing(draft, seen)
    return draft


def _top(draft: Draft, seen: Survey) -> None:
    draft.add("", "home", seen.home, "where the front page is")
    if seen.hosts:
        draft.add("", "hosts", list(seen.hosts), "stories of its feeds lie there too")
    if seen.publisher:
        draft.add("", "publisher", seen.publisher, "og:site_name of the front page")
    if len(seen.languages) == 1:
        draft.add("", "language", seen.languages[0], "lang of the front page")
    if seen.rest is not None and seen.rest.timezone:
        draft.add("", "timezone", seen.rest.timezone, "as the site's REST interface says")


def _ways(draft: Draft, seen: Survey) -> None:
    maps = complete_sitemaps(seen, seen.stories)
    complete: list[str] = []
    if seen.rest is not None and rest_covers(seen, seen.stories):
        total = f"{seen.rest.total:,} posts" if seen.rest.total is not None else "posts"
        draft.add(
            "discover",
            "rest",
            [_short(seen.rest.root, seen)],
            f"WordPress's REST interface answers: {total}, with exact dates",
        )
        complete.append("the REST interface")
    elif maps:
        complete.append("the sitemap" if len(maps) == 1 else "the sitemaps")
    if not complete or "the REST interface" not in complete:
        _sitemaps(draft, seen, maps)
    if seen.api is not None and not complete:
        complete.append("the JSON interface")
        for key, value in seen.api.keys.items():
            why = seen.api.why if key == "url" else _WHY_API.get(key, "")
            draft.add(
                "discover.api.stories", key, _short(str(value), seen) if key == "url" else value, *filter(None, (why,))
            )
    feeds = _feeds(seen)
    if feeds:
        draft.add(
            "discover", "feeds", [_short(feed.url, seen) for feed in feeds], *(_of_feed(feed, seen) for feed in feeds)
        )
    if not complete and any(feed.has_pages for feed in feeds):
        draft.add("discover", "feed_pages", 1000, "the feed says where it goes on, to the oldest story")
        complete.append("the feed with its pages")
    listings = _listings(draft, seen, complete=bool(complete))
    if listings and not complete:
        complete.append(
            "the front page with its pages"
            if listings[0].url == seen.home and len(listings) == 1
            else "the listings with their pages"
        )
    _pages(draft, seen, listings)
    draft.complete = tuple(complete)


_WHY_API = {
    "step": "entries of an answer",
    "items": "where the stories are in the answer",
    "link": "the address of each",
    "first": "pages are counted from 0",
}


def _sitemaps(draft: Draft, seen: Survey, maps: Sequence[str]) -> None:
    chosen = [each for each in seen.sitemaps if each.url in maps or each.is_news]
    if not chosen and not maps:  # it does not know all, and may know what nothing else does
        chosen = [each for each in seen.sitemaps if {normalize_url(url) for url in each.urls} & seen.stories]
    if not chosen:
        return
    numbered = [each for each in chosen if re.search(r"\d", path_of(each.url)) and each.why.startswith("robots")]
    addresses = ["/robots.txt"] if len(numbered) > _SAMPLE else [_short(each.url, seen) for each in chosen]
    draft.add("discover", "sitemaps", addresses, *(_of_sitemap(each, seen) for each in chosen[:_SAMPLE]))


def _of_sitemap(sitemap: SeenSitemap, seen: Survey) -> str:
    urls = {normalize_url(url) for url in sitemap.urls}
    members, read = (
        sum(len(family.members) for family in sitemap.families),
        sum(len(family.read) for family in sitemap.families),
    )
    index = f"an index of {members} sitemaps, of which {read} were read: " if members else ""
    news = "the last days, with titles: " if sitemap.is_news else ""
    return f"{sitemap.why}; {index}{news}{len(urls & seen.stories):,} stories of {len(urls):,} addresses"


def _feeds(seen: Survey) -> list[SeenFeed]:
    """Return the feeds of the site's stories, without those that bring nothing of their own."""
    chosen: list[SeenFeed] = []
    known: set[str] = set()
    for feed in seen.feeds:
        urls = {normalize_url(url) for url in feed.urls} & seen.stories
        if urls - known and len(chosen) < _MOST_FEEDS:
            chosen.append(feed)
            known |= urls
    return chosen


def _of_feed(feed: SeenFeed, seen: Survey) -> str:
    urls = {normalize_url(url) for url in feed.urls}
    full = sum(story.text is not None for story in feed.stories)
    text = "full texts" if full * 2 > len(feed.stories) else "excerpts"
    return f"{feed.why}; {len(urls & seen.stories)} stories, with {text}"


def _listings(draft: Draft, seen: Survey, *, complete: bool) -> list[SeenListing]:
    """Name the listings, and return those that are followed to their ends."""
    front = [each for each in seen.listings if each.url == seen.home]
    chosen = front if complete else _covering(seen)
    if (
        not complete and len([each for each in chosen if each.rule]) > 1
    ):  # the rule holds for all listings that are named
        chosen = [each for each in chosen if each.has_pages]
    if chosen:
        why = [
            f"{each.why}: {len(each.stories)} stories" + (f", {each.last_page} pages" if each.last_page else "")
            for each in chosen[:_SAMPLE]
        ]
        draft.add(
            "discover",
            "listings",
            [_short(each.url, seen) for each in chosen],
            *why,
            *(["…"] if len(chosen) > _SAMPLE else []),
        )
    return [] if complete else [each for each in chosen if each.has_pages]


def _covering(seen: Survey) -> list[SeenListing]:
    """Return the listings that together lead to all stories: one that has the others' pages, else all."""
    paged = [each for each in seen.listings if each.has_pages]
    front = [each for each in seen.listings if each.url == seen.home]
    whole = [each for each in paged if each.last_page]
    if len(whole) > 1 and len(whole) == len(paged):
        largest = max(whole, key=lambda each: each.last_page or 0)
        others = sum((each.last_page or 0) for each in whole if each is not largest)
        if (largest.last_page or 0) >= 0.8 * others and len(whole) > _SAMPLE:
            return list(dict.fromkeys((*front, largest)))
    if front and front[0].has_pages and len({(each.selector, each.rule) for each in paged}) == 1 and len(paged) == 1:
        return front
    return list(seen.listings)


def _pages(draft: Draft, seen: Survey, listings: Sequence[SeenListing]) -> None:
    selectors = list(dict.fromkeys(each.selector for each in listings if each.selector))
    rules = [each for each in listings if each.rule and not each.selector]
    if selectors:
        draft.add("discover", "next", selectors, "the link to the next page; it leads on from the second page as well")
    elif rules:
        first = rules[0]
        alone = (
            len(rules) == 1 and len(seen.listings) > 1
        )  # other listings would be asked for pages that they do not have
        assert first.rule is not None
        draft.add(
            "discover",
            "next_address",
            first.rule.replace("{listing}", _short(first.url, seen)) if alone else first.rule,
            f"how page 2 of {_short(first.url, seen)} is addressed; no element marks its link",
        )
        if first.page_size is not None:
            counted = "pages are counted from 0" if first.page_size == 1 else "the address counts stories"
            draft.add("discover", "page_size", first.page_size, counted)
    if listings or "discover.api.stories" in draft.tables:
        last = max((each.last_page or 0 for each in listings), default=0)
        draft.add(
            "discover",
            "pages",
            max(_DEEP, 2 * last),
            "most pages of a listing that are read" + (f"; its links tell of {last}" if last else ""),
        )


def _addresses(draft: Draft, seen: Survey) -> None:
    learnt = seen.learnt
    if learnt.patterns:
        why = [
            f"{each.support:,} of {learnt.stories:,} known stories have this shape"
            for each in learnt.patterns[:_SAMPLE]
        ]
        astray = sum(each.others for each in learnt.patterns)
        if seen.others:
            why.append(
                f"{astray or 'none'} of {len(seen.others):,} addresses of menus, tags and the like {'have' if astray > 1 else 'has'} it"
            )
        draft.add("discover", "article", [each.regex for each in learnt.patterns], *why)
    skip = [*learnt.skip, *_idle_sitemaps(draft, seen)]
    if skip:
        draft.add("discover", "skip", skip, "what looks like a story, or holds stories, and does not")


def _idle_sitemaps(draft: Draft, seen: Survey) -> Iterable[str]:
    """Yield patterns of the sitemaps without stories, of the indexes that are named."""
    named = next((line.value for line in draft.tables.get("discover", ()) if line.key == "sitemaps"), ())
    for sitemap in seen.sitemaps if named else ():
        for family in sitemap.families:
            urls = {normalize_url(url) for url in family.urls}
            if family.members and not urls & seen.stories and (family.read or hint_of(family) is False):
                yield "^" + re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", family.name).replace("#", r"\d+") + "$"


def _missing(draft: Draft, seen: Survey) -> None:
    if not seen.has_robots:
        draft.missing.append("no robots.txt")
    if not seen.feeds:
        draft.missing.append("no feed")
    if not seen.sitemaps:
        draft.missing.append("no sitemap")
    if not seen.listings:
        draft.missing.append("no page that lists stories")
    if not draft.complete:
        draft.missing.append("no way in that is known to lead to all stories: what is found are the newest")
    if not seen.learnt.patterns:
        draft.missing.append("no story: the definition has no `article`, and a crawl would take every link for one")
    if not any(seen.articles.values()) and seen.learnt.patterns:
        draft.missing.append("no page that could be read as a story")
    if seen.is_spent:
        draft.missing.append("time for everything: the most requests that one look may take were made")


def _short(url: str, seen: Survey) -> str:
    """Return an address as a definition names it best: from the site's root."""
    root = re.match(r"https?://[^/]+", seen.home)
    return url[len(root[0]) :] or "/" if root and url.startswith(f"{root[0]}/") else url
