"""The records that every stage passes on. Frozen; `None` means "the page does not show it", never "".

Links lead to pages, pages are cleaned, a cleaned page holds an article, related items, or both:

    Link -> Exchange (what went over the wire) -> Page (an answer, read) -> CleanedPage(Article, RelatedItem …)

Names of fields are those of the page record `page/1`; `scraper.record` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

PageType = Literal["article", "listing", "other"]
BlockKind = Literal["paragraph", "heading", "list_item", "quote", "table", "caption", "code", "turn"]
RelatedKind = Literal[
    "read_more",
    "related",
    "most_read",
    "latest",
    "section",
    "inline",
    "previous",
    "next",
    "sponsored",
    "listing",
    "other",
]
LinkKind = Literal["listing", "feed", "sitemap", "rest", "api", "article", "part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of an article's body, in document order."""

    kind: BlockKind
    text: str
    """Folded text. Lines of a table and of code are kept apart by line breaks, cells of a row by " | "."""

    level: int | None = None
    """Of a heading 1 to 6, of a list item 1 for the outermost list; `None` for other kinds."""

    speaker: str | None = None
    """Who speaks a turn, as written: "QUESTION". The text of a turn begins with it: "QUESTION: Why?"."""

    rows: tuple[tuple[str, ...], ...] | None = None
    """The cells of a table, row by row; `None` for other kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who first published the story, where the page says so ("More from: …", "via AP")."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The main story of a page."""

    headline: str | None = None
    """As shown on the page, kicker and site name left out."""

    dek: str | None = None
    """The standfirst between headline and body; not part of the text."""

    authors: tuple[str, ...] = ()
    publisher: str | None = None
    source: Source | None = None
    published: str | None = None
    """ISO 8601: a date alone where the page gives no time, with the page's own offset where it gives one."""

    published_text: str | None = None
    """The date as the page shows it."""

    modified: str | None = None
    """Like `published`; `None` where the page tells of no change after publication."""

    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    """Language of the text, BCP 47 main subtag: "en"."""

    image: str | None = None
    """Absolute URL of the lead image."""

    reading_time_minutes: int | None = None
    is_free: bool | None = None
    """Whether the page says that anyone may read it (schema.org `isAccessibleForFree`); `None` where it does not say."""

    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """The blocks' text joined by blank lines, captions left out."""
        return "\n\n".join(block.text for block in self.blocks if block.kind != "caption")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedItem:
    """A teaser: an entry of the page that advertises another story by its headline."""

    position: int
    """0-based rank among the page's teasers, in document order."""

    title: str
    list: str | None = None
    """Heading of the list it stands in."""

    kind: RelatedKind = "other"
    url: str | None = None
    """Absolute URL of the story; `None` in a text dump."""

    category: str | None = None
    """Label without its frame: "In Crime News" gives "Crime News"."""

    excerpt: str | None = None
    """Without the frame behind it ("[Read More…]") and without the dots of a cut."""

    excerpt_truncated: bool | None = None
    """Whether the excerpt was cut before its end; `None` without an excerpt."""

    date_text: str | None = None
    """The date as shown."""

    published: str | None = None
    """ISO 8601, like `Article.published`."""

    authors: tuple[str, ...] = ()
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPlace:
    """Where an answer is kept: the response record in a WARC file."""

    file: str
    """Name of the WARC file, relative to the archive's folder."""

    offset: int
    """Bytes from the start of the file to the record (its gzip member)."""

    payload_digest: str | None = None
    """"sha256:<hex>" of the answer's body as it came (`WARC-Payload-Digest`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a record was made from, and by what."""

    cleaner: str
    """Name and version of this package: "scraper/0.1.0"."""

    rules: str | None = None
    """Site definition and the digest of its rules: "its.network@3f9c2b1a"; `None` for the generic cleaner alone."""

    fetched_at: str | None = None
    """ISO 8601 in UTC."""

    warc: WarcPlace | None = None
    pages: tuple[str, ...] = ()
    """Addresses of an article of several pages, in order, when they were joined; empty otherwise."""

    origins: Mapping[str, str] = field(default_factory=dict)
    """Field name -> where it came from: "site:<rule>", "json-ld", "opengraph", "meta", "visible", "feed" …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedPage:
    """A page taken apart: what `clean_page` returns and what a line of an export holds (schema `page/1`)."""

    page_type: PageType
    outcome: str
    """"ok", or a named reason: docs/outcomes.md has the table."""

    provenance: Provenance
    id: str | None = None
    url: str | None = None
    """Final URL after redirects; `None` for a text dump that has none."""

    canonical_url: str | None = None
    """As the page declares it, resolved."""

    site: str | None = None
    """Name of the site definition that was used; `None` for the generic cleaner alone."""

    article: Article | None = None
    """`None` unless `page_type` is "article"."""

    related: tuple[RelatedItem, ...] = ()
    parts: tuple[str, ...] = ()
    """Addresses of an article's further pages, as linked from this one. Not part of the record."""

    next_listing: str | None = None
    """Address of a listing's next page. Not part of the record."""

    schema: str = "page/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address to ask for, and how it was found."""

    url: str
    site: str
    kind: LinkKind
    found_by: str
    """The way in: "definition", "feed", "sitemap", "rest", "api", "listing", "related", "archive", "list", "pagination", "rule", "part"."""

    found_on: str | None = None
    """Address of the page that named it; `None` for the definition."""

    title: str | None = None
    published: str | None = None
    """As the feed or listing says; ISO 8601."""

    modified: str | None = None
    """When it was last changed, as the way in says; ISO 8601."""

    depth: int = 0
    """Number of pages of a way in before this one; of a sitemap the number of indexes above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """How an address was found: kept beside its capture, as a WARC `metadata` record."""

    via: str | None = None
    """Address of the page that named it; `None` for the definition."""

    hops: int | None = None
    """Links from the definition to it; `None` where nobody counted."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """What else is known: "site", "kind", "found-by", "title", "published" …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A capture that a later one refers to: nothing has changed since, or the payload is the same."""

    url: str
    fetched_at: datetime
    """Aware, UTC."""

    place: WarcPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer, as they went over the wire."""

    url: str
    request: bytes
    """HTTP/1.1 request, head and body."""

    response: bytes
    """HTTP/1.1 response as received: status line, headers, body with its transfer and content codings."""

    fetched_at: datetime
    """When the request was sent; aware, UTC."""

    seconds: float = 0.0
    """From sending the request to the last byte of the answer."""

    ip: str | None = None
    """Address that was dialled; `None` where a proxy or a replay stood between."""

    truncated: Literal["length", "time", "disconnect"] | None = None
    """Why the answer was cut off (`WARC-Truncated`); `None` when it is whole."""

    protocol: str | None = None
    """"h2" where HTTP/2 was spoken, whose frames `request` and `response` tell in the form of HTTP/1.1."""

    discovery: Discovery | None = None
    """How the address was found; `None` where nobody said."""

    earlier: Earlier | None = None
    """The capture that a 304 refers to; `None` where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer, read: what an archived exchange holds for the cleaner."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """In order, names in lower case."""

    body: bytes
    """Transfer and content codings undone."""

    fetched_at: datetime | None = None
    place: WarcPlace | None = None

    def header(self, name: str) -> str | None:
        """Return the first value of header `name` (lower case)."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def content_type(self) -> str:
        """Media type in lower case without parameters, "" if none was sent."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """Charset parameter of the content type."""
        for part in (self.header("content-type") or "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None
