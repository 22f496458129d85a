"""Which addresses of a site are stories: what feeds name, what pages advertise, and what neither does. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from scraper.discover.shapes import Learnt, cut, learn
from scraper.survey.evidence import Family, SeenSitemap
from scraper.survey.looks import Look
from scraper.urls import normalize_url, settled_path

MOST = 2000
"""Addresses of a kind that are learnt from."""

_PAGES = 2  # pages whose menus have an address that is part of the site's menu
_ALIKE = 2  # stories of a kind without which none of it is taken for a story unseen
_GOOD = re.compile(r"post|article|artikel|stor(?:y|ies)|news|beitr|meldung|content", re.IGNORECASE)
_BAD = re.compile(
    r"(?:^|[^a-z])(?:pages?|tags?|categor\w*|kategor\w*|authors?|autor\w*|users?|taxonom\w*|topics?|themen|sections?|ressorts?|images?|"
    r"videos?|people|terms?|archives?|static|misc)(?:[^a-z]|$)",
    re.IGNORECASE,
)


def hint_of(family: Family) -> bool | None:
    """Return whether a sitemap's name says that it holds stories; `None` where it says nothing."""
    name = family.name.rpartition("/")[2] or family.name
    if _BAD.search(name):
        return _GOOD.search(name) is not None and not re.search(r"page|taxonom|tags|categor", name)
    return True if _GOOD.search(name) else None


@dataclass
class Evidence:
    """What is known of addresses, each in its one spelling."""

    named: set[str] = field(default_factory=set)
    """By feeds, interfaces, news sitemaps: stories."""

    teasers: dict[str, str] = field(default_factory=dict)
    """What pages advertise as stories, with the titles."""

    no_stories: set[str] = field(default_factory=set)
    """Tags, authors."""

    menus: Counter[str] = field(default_factory=Counter)
    """On how many pages an address stands in a menu."""

    seen: int = 0
    """Pages whose links were noted."""

    pages: dict[str, bool] = field(default_factory=dict)
    """What was read, and whether it is a story."""

    sitemaps: list[SeenSitemap] = field(default_factory=list)

    def name(self, urls: Iterable[str]) -> None:
        """Note stories."""
        self.named.update(map(normalize_url, urls))

    def see(self, look: Look) -> None:
        """Note what a page links to."""
        self.advertise(look.teasers)
        self.no_stories.update(map(normalize_url, look.no_stories))
        self.menus.update(set(map(normalize_url, look.menu)))
        self.seen += 1

    def advertise(self, teasers: Mapping[str, str]) -> None:
        """Note what is advertised as stories, and the titles as far as they are known."""
        for url, title in teasers.items():
            self.teasers[normalize_url(url)] = title or self.teasers.get(normalize_url(url), "")

    @property
    def excluded(self) -> set[str]:
        """Addresses that are no stories: tags and authors, and what is in the menu of more than one page."""
        return self.no_stories | {url for url, count in self.menus.items() if count >= min(self.seen, _PAGES)}

    def knows(self, url: str) -> bool:
        """Tell whether anything has named an address as that of a story."""
        key = normalize_url(url)
        mapped = (other for each in self.sitemaps for family in each.families for other in family.urls)
        return key in self.named or key in self.teasers or key in map(normalize_url, mapped)

    def look(self, url: str, is_article: bool) -> None:
        """Note what a page turned out to be."""
        self.pages[normalize_url(url)] = is_article


def kind_of(url: str) -> object:
    """Return what addresses of one kind share: their form, and the folder that they lie in."""
    pieces = cut(url)
    folder = pieces.segments[:1] if len(pieces.segments) > 1 and pieces.kinds[0] == "text" else ()
    script = pieces.segments if pieces.extension and pieces.query else ()
    return pieces.form, folder, script


@dataclass(frozen=True)
class Verdict:
    """Which addresses are stories."""

    stories: frozenset[str]
    others: frozenset[str]
    unsure: tuple[str, ...]
    """An address of each kind that nothing speaks for or against, the largest kinds first: worth a look."""

    learnt: Learnt


def next_sample(verdict: Verdict, evidence: Evidence) -> str | None:
    """Return the story that is to be read next: one of a kind of which none was, the largest first; else one in the middle. `None`: all were."""
    left = sorted(verdict.stories - evidence.pages.keys(), key=lambda url: (url in evidence.named, url))
    if not left:
        return None
    read = set(map(kind_of, evidence.pages))
    kinds: defaultdict[object, list[str]] = defaultdict(list)
    for url in left:
        kinds[kind_of(url)].append(url)
    fresh = [urls for kind, urls in kinds.items() if kind not in read]
    chosen = max(fresh, key=len) if fresh else left
    return chosen[len(chosen) // 2]


def judge(evidence: Evidence, owns: Callable[[str], bool]) -> Verdict:
    """Decide, kind by kind."""
    mapped = {
        normalize_url(url): family for each in evidence.sitemaps for family in each.families for url in family.urls
    }
    kinds: defaultdict[object, list[str]] = defaultdict(list)
    for url in sorted({*evidence.named, *evidence.teasers, *mapped, *evidence.pages}):
        if owns(url) and settled_path(url) != "/":
            kinds[kind_of(url)].append(url)
    stories: set[str] = set()
    excluded = evidence.excluded
    others = {url for url in excluded if owns(url)}
    unsure: list[tuple[int, str]] = []
    for urls in kinds.values():
        verdict = _judged(urls, evidence, excluded, mapped)
        if verdict is None:
            unsure.append((len(urls), urls[len(urls) // 2]))
        for url in urls:
            good = _is_story(url, verdict, evidence, excluded, mapped.get(url))
            if good is not None:
                (stories if good else others).add(url)
    others -= stories
    learnt = learn(_some(stories), _some(others))
    return Verdict(
        frozenset(stories),
        frozenset(others),
        tuple(url for _, url in sorted(unsure, key=lambda pair: (-pair[0], pair[1]))),
        learnt,
    )


def _judged(urls: list[str], evidence: Evidence, excluded: set[str], mapped: Mapping[str, Family]) -> bool | None:
    """Return whether addresses of a kind are stories; `None` where nothing tells."""
    if any(url in evidence.named for url in urls):
        return True
    read = [evidence.pages[url] for url in urls if url in evidence.pages]
    if read:
        return sum(read) * 2 > len(read)
    if sum(url in excluded for url in urls) * 2 >= len(urls):
        return False
    if sum(url in evidence.teasers for url in urls) >= _ALIKE:
        return True
    hints = {hint_of(mapped[url]) for url in urls if url in mapped}
    if hints == {False}:
        return False
    return None


def _is_story(
    url: str, verdict: bool | None, evidence: Evidence, excluded: set[str], family: Family | None
) -> bool | None:
    if url in evidence.pages:
        return evidence.pages[url]
    if url in evidence.named:
        return True
    if family is not None and hint_of(family) is False:
        return False
    if url in excluded:  # a menu may advertise a story
        return None if verdict and url in evidence.teasers else False
    return verdict


def _some(urls: set[str]) -> list[str]:
    """Return addresses spread evenly, no more than are worth learning from."""
    ordered = sorted(urls)
    return ordered[:: max(1, len(ordered) // MOST)]
