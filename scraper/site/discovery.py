"""The keys of a definition that say where articles are found."""

from __future__ import annotations

from pydantic import Field, model_validator

from scraper.site.paths import JsonPath
from scraper.site.table import Strict
from scraper.site.values import Archives, Day, Duration, Path, Patterns, Selectors, Texts


class ApiRules(Strict):
    """A JSON interface that lists stories."""

    url: str
    """Its address, absolute or relative to `home`. `{page}` in it is the number of a page, `{offset}` the number of stories
    before it: "/api/stories?from={offset}&size=50"."""

    first: int = 1
    """Number of the first page."""

    step: int = Field(default=10, ge=1)
    """How many stories a page has, for `{offset}`."""

    items: Path = JsonPath((None,))
    """Where the stories are in the answer: "data.items[*]"; by default the answer is a list of them. Paths are names with dots
    between them, `[0]` for an entry of a list, `[*]` for all."""

    link: Path
    """Where the address of a story is, inside it; all the following too."""

    link_address: str | None = None
    """The address, where `link` is but a part of it: "/news/{link}/"."""

    title: Path | None = None
    published: Path | None = None
    modified: Path | None = None
    section: Path | None = None
    authors: Path | None = None
    text: Path | None = None
    """The full text, as HTML."""

    next: Path | None = None
    """Where the address of the next page is in the answer; without it pages are counted by `{page}` or `{offset}`."""


class DiscoverRules(Strict):
    """Where articles are found."""

    feeds: Texts = ()
    """Addresses of feeds (RSS, RDF, Atom, JSON Feed), absolute or relative to `home`."""

    feed_pages: int = Field(default=1, ge=1)
    """Most pages of one feed that are read, where it has several (RFC 5005; WordPress: `?paged=2`)."""

    sitemaps: Texts = ()
    """Addresses of sitemaps, indexes of sitemaps or lists of addresses, absolute or relative to `home`; "/robots.txt" stands for
    those that it names."""

    rest: Texts = ()
    """WordPress's REST interface: its root ("/wp-json/"), or a collection of posts in it ("/wp-json/wp/v2/news")."""

    api: dict[str, ApiRules] = Field(default_factory=dict)
    """Other JSON interfaces, by names of your own."""

    archives: Archives = ()
    """Patterns of date archives: "/%Y/%m/", "/archive/%Y-%m-%d"; `%-m` and `%-d` are without a zero before. Each address since
    `since` is read once as a listing; those of today and yesterday are looked at like any listing."""

    since: Day | None = None
    """The first day that matters: `archives` begin there, and what a way in dates before it is not asked for."""

    until: Day | None = None
    """The last day that matters: `archives` end there, and what a way in dates later is not asked for."""

    listings: Texts = ()
    """Addresses of listing pages (front page, sections), absolute or relative to `home`."""

    next: Selectors = ()
    """Link to the next page of a listing."""

    next_address: str | None = None
    """Address of a listing's next page where no link leads there: "{listing}page/{page}/", "/more?offset={offset}"; `{page}` is 2
    for the second, `{offset}` the number of stories before it. Pages are read until one brings nothing new."""

    page_size: int = Field(default=10, ge=1)
    """How many stories a page of a listing has, for `{offset}`."""

    pages: int = Field(default=10, ge=1)
    """Most pages of one listing or interface that are read. Once it has been read to its end, or so far, only pages that bring
    something new are read again."""

    article: Patterns = ()
    """Regular expressions searched in a URL's path and query: only what fits is an article. Empty: every link."""

    skip: Patterns = ()
    """Regular expressions of what is never asked for, searched in path and query."""

    related: bool = False
    """Whether the stories of the site that its stored articles promote are asked for, too: what no other way names may hang on them
    alone, and so does all of the past."""

    every: Duration | None = None
    """How often ways in are looked at. Without it each has an interval of its own, which follows from what it brings: from 10 minutes to
    a day (docs/revisits.md)."""

    @model_validator(mode="after")
    def _archives_begin(self) -> DiscoverRules:
        if self.archives and self.since is None:
            raise ValueError("archives need `since`, the day with which they begin")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError("`until` is before `since`")
        return self
