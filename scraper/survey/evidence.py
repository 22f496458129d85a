"""What was seen of a site: its ways in, each with where it was found and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scraper.discover import Announced
from scraper.discover.shapes import Learnt
from scraper.survey.asking import Asked
from scraper.survey.platforms import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFeed:
    """A feed."""

    url: str
    why: str
    """How it was found, in words."""

    stories: tuple[Announced, ...]
    has_pages: bool
    """Whether it says where it goes on."""

    @property
    def urls(self) -> frozenset[str]:
        """The addresses of its stories."""
        return frozenset(story.url for story in self.stories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Sitemaps of an index whose addresses differ in numbers alone."""

    name: str
    """Their path with "#" for numbers."""

    members: tuple[str, ...]
    read: tuple[str, ...]
    """Those that were read."""

    urls: tuple[str, ...]
    """What these hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSitemap:
    """A sitemap, or an index with what it leads to."""

    url: str
    why: str
    families: tuple[Family, ...]
    """One without members for the sitemap's own entries."""

    is_news: bool
    """Whether it holds the last days alone, with dates of publication."""

    @property
    def urls(self) -> frozenset[str]:
        """All addresses that were read."""
        return frozenset(url for family in self.families for url in family.urls)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRest:
    """WordPress's REST interface."""

    root: str
    urls: frozenset[str]
    """The stories of its first page."""

    total: int | None
    timezone: str | None
    """As the site sets it, where it is one of the IANA database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenApi:
    """A JSON interface."""

    url: str
    """With its holes."""

    keys: Mapping[str, str | int]
    """Those of `[discover.api.NAME]`."""

    why: str
    urls: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenListing:
    """A page that lists stories."""

    url: str
    why: str
    stories: tuple[str, ...]
    selector: str | None = None
    """Of the link to its next page."""

    rule: str | None = None
    """`next_address`, where no selector serves."""

    page_size: int | None = None
    last_page: int | None = None
    """As its links tell; `None` where they do not."""

    leads_to: tuple[str, ...] = ()
    """Stories of its second page."""

    @property
    def has_pages(self) -> bool:
        """Whether its next page is known to be found."""
        return self.selector is not None or self.rule is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All that was seen."""

    home: str
    hosts: tuple[str, ...] = ()
    """Further hosts on which its stories lie."""

    platform: Platform | None = None
    publisher: str | None = None
    languages: tuple[str, ...] = ()
    has_robots: bool = False
    """Whether there is a robots.txt."""

    reserves: bool = False
    """Whether text and data mining is reserved (TDMRep)."""

    feeds: tuple[SeenFeed, ...] = ()
    sitemaps: tuple[SeenSitemap, ...] = ()
    rest: SeenRest | None = None
    api: SeenApi | None = None
    listings: tuple[SeenListing, ...] = ()
    """The front page first, then sections."""

    learnt: Learnt = field(default_factory=Learnt)
    stories: frozenset[str] = frozenset()
    """Addresses known to be stories."""

    others: frozenset[str] = frozenset()
    articles: Mapping[str, bool] = field(default_factory=dict)
    """Pages that were read to see whether they are stories, and whether they are."""

    asked: tuple[Asked, ...] = ()
    requests: int = 0
    is_spent: bool = False
    """Whether something was left out for want of requests."""
