"""What is known about a page beside its text and teasers, and what may help to know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scraper.model import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the caller knows about the site; `None` where it knows nothing."""

    zone: str | None = None
    """IANA zone of times that name none: "America/New_York"."""

    locale: str | None = None
    """BCP 47 tag that settles "03/04/2021"; by default what the page declares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleLine:
    """A line as a reader sees it."""

    text: str
    links: tuple[tuple[str, str], ...] = ()
    """Text and absolute address of each link in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """What the body finder saw, for the fields that stand in no head: lines, folded, in document order."""

    above: tuple[VisibleLine, ...] = ()
    """Lines between the page's top matter and the body, the headline among them or not: byline, date, dek, "16 min read"."""

    below: tuple[VisibleLine, ...] = ()
    """Lines right behind the body: credits, "More from: …", "via AP"."""

    text: str = ""
    """The body's text, for its language."""

    opening: tuple[str, ...] = ()
    """The body's first lines: a byline or a dateline may be among them."""

    last: str = ""
    """The body's last line: a name alone there is a signature."""

    first: str = ""
    """The body's first paragraph: a dek that opens the body is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The fields of `scraper.model.Article` but its blocks, and what else the page declares.

    All text is folded, all URLs are absolute, all times are those of `scraper.dates`. `None` and empty: not shown.
    """

    headline: str | None = None
    dek: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    source: Source | None = None
    published: str | None = None
    published_text: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    image: str | None = None
    reading_time_minutes: int | None = None

    canonical_url: str | None = None
    is_free: bool | None = None
    """Whether the page says that anyone may read it (`isAccessibleForFree`, `article:content_tier`); `None`: says nothing."""

    word_count: int | None = None
    """How many words the story has by JSON-LD `wordCount`: more than a page shows of what it sells."""

    kinds: tuple[str, ...] = ()
    """Votes for the kind of page, in lower case: "og:article", "ld:newsarticle", "ld:collectionpage"."""

    description: str | None = None
    """The page's own summary (JSON-LD, Open Graph, meta); often, not always, the dek."""

    declared_language: str | None = None
    """Main subtag that the page declares; the text may say otherwise."""

    article_body: str | None = None
    """JSON-LD `articleBody`, unfolded: a second opinion for the body finder, with the publisher's faults."""

    headline_node: int | None = None
    """`mem_id` of the element that shows the headline; `None` where it is taken from the head alone."""

    origins: Mapping[str, str] = field(default_factory=dict)
    """Field name -> where its value came from; docs/metadata.md has the names."""
