"""The keys of a site definition, with their meaning and defaults; where articles are found is in `discovery`.

docs/site-definitions.md is made from both.

`None` or an empty value means "the definition leaves it open": the generic cleaner answers.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from scraper.model import RelatedKind
from scraper.site.discovery import DiscoverRules
from scraper.site.revisits import RevisitRules
from scraper.site.schedule import ScheduleRules
from scraper.site.table import Strict
from scraper.site.values import Duration, Frames, ProxyUrl, Selectors, Size, Texts, Url, Zone
from scraper.urls import absolute_url, host_of


def _as_rule(value: Any) -> Any:
    return {"select": value} if isinstance(value, str | list) else value


class TextRule(Strict):
    """Where a text stands. A bare selector, or a list of them, stands for `{ select = … }`."""

    select: Selectors = ()
    """CSS selectors, tried in order; the first that finds something counts."""

    attr: str | None = None
    """Attribute to read instead of the text."""

    drop: Selectors = ()
    """What inside the found element is not part of the text."""

    frames: Frames = ()
    """Fixed words to take off: "In {text}", "[Read More…]", "Continue reading *"."""

    text: str | None = None
    """A constant, for what every page of the site has in common; wins over `select`. "": the site never shows it."""


class DateRule(TextRule):
    """Where a date stands and how it is written."""

    format: Texts = ()
    """`strptime` formats of the text, tried in order; without one every usual form is tried."""

    zone: Zone | None = None
    """Time zone of dates that name none; the site's `timezone` by default."""


Rule = Annotated[TextRule, BeforeValidator(_as_rule)]
Date = Annotated[DateRule, BeforeValidator(_as_rule)]


class FetchRules(Strict):
    """How politely to ask. robots.txt is always obeyed."""

    delay: Duration = timedelta(seconds=5)
    """Pause between two requests to the host; a longer Crawl-delay in robots.txt wins."""

    timeout: Duration = timedelta(seconds=30)
    """Longest silence of the server, while connecting and between two reads."""

    connect_timeout: Duration = timedelta(seconds=15)
    """Longest time for a connection to come about; never more than `timeout`."""

    deadline: Duration = timedelta(seconds=120)
    """Longest time for one answer as a whole."""

    max_size: Size = 20_000_000
    """Most bytes of one answer, on the wire and unpacked."""

    headers: dict[str, str] = Field(default_factory=dict)
    """Further request headers."""

    cookies: bool = False
    """Whether cookies are kept for the time of a run and sent back to the host that set them."""

    proxy: ProxyUrl | None = None
    """Proxy to go through: "http://proxy.example:3128", or "socks5://…" (extra `socks`). The guard checks addresses as far as they can be known here."""

    closed_robots: Literal["deny", "allow"] = "deny"
    """What a robots.txt that is kept from us (401, 403) means; RFC 9309 would allow everything."""

    rights: Literal["obey", "note"] = "obey"
    """What is done about a page that says noindex or noarchive: it is left out of the store, or noted and stored."""

    tdmrep: bool = True
    """Whether `/.well-known/tdmrep.json` is asked for, once a day: what the site reserves for text and data mining."""

    http2: bool = False
    """Whether HTTP/2 is spoken where the server offers it (extra `http2`)."""


class PageRules(Strict):
    """What kind of page it is: a page on which one of the selectors finds something."""

    article: Selectors = ()
    listing: Selectors = ()
    protected: Selectors = ()
    """A post behind a password."""


class ArticleRules(Strict):
    """Where the parts of the article stand."""

    headline: Rule | None = None
    dek: Rule | None = None
    authors: Rule | None = None
    publisher: Rule | None = None
    source: Rule | None = None
    """Who first published it; its link, if the element holds one, is the source's address."""

    published: Date | None = None
    published_text: Rule | None = None
    """The date as shown; by default the text of what `published` finds."""

    modified: Date | None = None
    section: Rule | None = None
    tags: Rule | None = None
    image: Rule | None = None
    reading_time: Rule | None = None
    body: Selectors = ()
    """The elements that hold the body, all of them in document order."""

    remove: Selectors = ()
    """What inside the body is not part of it."""

    parts: Selectors = ()
    """Links to the further pages of an article of several pages."""


class TeaserRules(Strict):
    """One teaser list of the site."""

    off: bool = False
    """Switch off a list that the platform defines."""

    within: Selectors = ()
    """The element that holds the list; every match is a list of its own. Empty: the page."""

    on: Literal["any", "article", "listing"] = "any"
    """On which kind of page the list is looked for."""

    kind: RelatedKind = "related"
    heading: Rule | None = None
    """The list's heading, searched inside `within`."""

    item: Selectors = ()
    """One entry, searched inside `within`; empty: `within` is the entry itself."""

    title: Rule | None = None
    """Searched inside the entry; by default the entry's first link with a text."""

    url: Rule | None = None
    """By default the address of the link in or around the title."""

    category: Rule | None = None
    excerpt: Rule | None = None
    more: Selectors = ()
    """The "read more" link inside the excerpt: left out, and the excerpt before it on the same line is cut."""

    date: Date | None = None
    authors: Rule | None = None
    image: Rule | None = None


class DumpRules(Strict):
    """The frames of the site's plain-text page dumps."""

    signature: Texts = ()
    """Texts that tell a dump of this site: one of them stands on a line of the footer."""

    name: Texts = ()
    """The site's name as it stands above the headline and above the teasers."""

    category: Frames = ()
    more: Frames = ()
    source: Frames = ()
    reading_time: Frames = ()
    footer: Frames = ()
    noise: Frames = ()
    """Lines that say nothing: "Hits: {number}"."""

    bullets: Texts = ()


class Site(Strict):
    """One site: where its articles are found, how to ask for them, how to take its pages apart."""

    name: str
    """Name of the definition: the file's name without its ending."""

    version: str
    """Digest of all rules that made it, platform included."""

    home: Url
    """Address of the front page."""

    hosts: Texts = ()
    """Further hosts (with port, where it is not the usual one) under which the site answers."""

    platform: str | None = None
    """File in `platforms/` that this definition builds on."""

    publisher: str | None = None
    """Name of the publisher as the site shows it."""

    language: str | None = None
    """Language of texts too short to tell, as in "en"."""

    timezone: Zone | None = None
    """Zone of dates that name none."""

    further_teasers: Literal["all", "inline", "none"] = "all"
    """What the generic cleaner may add to the teaser lists of the definition: everything it finds, only promos between
    the body's paragraphs, or nothing."""

    discover: DiscoverRules = DiscoverRules()
    revisit: RevisitRules = RevisitRules()
    fetch: FetchRules = FetchRules()
    page: PageRules = PageRules()
    article: ArticleRules = ArticleRules()
    teasers: dict[str, TeaserRules] = Field(default_factory=dict)
    dump: DumpRules = DumpRules()
    schedule: ScheduleRules = ScheduleRules()

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Hosts under which the site answers, the one of `home` first."""
        return _all_hosts(self.home, self.hosts)

    @property
    def ports(self) -> frozenset[int]:
        """Ports of these hosts, the usual ones apart."""
        named = (host.rpartition(":")[2] for host in self.all_hosts if ":" in host)
        return frozenset(int(port) for port in named if port.isdecimal())

    def owns(self, url: str) -> bool:
        """Tell whether an address is on this site; "www." makes no difference."""
        host = host_of(url).removeprefix("www.")
        return bool(host) and host in _bare_hosts(self.home, self.hosts)

    def address(self, path: str) -> str:
        """Return an address of the definition, absolute."""
        return absolute_url(path, base=self.home) or path


@lru_cache(maxsize=1024)  # each link of each page is held against them
def _all_hosts(home: str, further: tuple[str, ...]) -> tuple[str, ...]:
    return (host_of(home), *further)


@lru_cache(maxsize=1024)
def _bare_hosts(home: str, further: tuple[str, ...]) -> frozenset[str]:
    return frozenset(host.removeprefix("www.") for host in _all_hosts(home, further))
