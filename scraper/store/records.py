"""What goes into the store and comes out of it, beside the records of `scraper.model`. Frozen values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from scraper.model import CleanedPage, Link
from scraper.politeness import HostState
from scraper.polling import Poll
from scraper.store.types import key_of, moment_text
from scraper.yields import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedLink:
    """A link as the store knows it: handed out by `take_due`, handed back to `settle`."""

    id: int
    """Number in the order the links were found."""

    link: Link
    every: timedelta | None = None
    """How often a way in of the definition is looked at; `None` for links that are asked for once."""

    part_of: str | None = None
    """Key of the article that this is a further page of; `None` for other kinds."""

    due: datetime | None = None
    """When it is asked for; `None`: never again."""

    asked: int = 0
    """How often it has been tried."""

    failures: int = 0
    """How many tries have failed since the last that did not."""

    outcome: str | None = None
    """How the last try ended; `None` before the first."""

    reason: str | None = None
    last_tried: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    target: str | None = None
    """Where the address redirected to, the last time."""

    moved_to: str | None = None
    """Where it has moved for good: asked for in its place."""

    is_unread: bool = False
    """Whether its answer is in the archive and waits to be taken apart."""

    source: int | None = None
    """Of a way in, and what it leads to of its own kind: the source for which it counts; `None` for other links."""

    first_seen: datetime | None = None
    """When it was found."""

    modified: str | None = None
    """When it was last changed, by the latest date that a way in gives; ISO 8601."""

    claim: str | None = None
    """Key of the way in that says it has changed since it was asked for; `None`: none says so."""

    claims_kept: int = 0
    claims_broken: int = 0
    """Of a way in: how often something had changed that it said had, and how often it had not."""

    visits: int = 0
    """How many of its answers have shown its article."""

    @property
    def is_revisit(self) -> bool:
        """Whether its article is stored: what is asked for is whether that has changed."""
        return self.link.kind == "article" and self.visits > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right of one process to ask a host, until it runs out."""

    host: str
    owner: str
    """Name of the process."""

    fence: int
    """How often the host had changed hands then: who finds another number there has lost it."""


class Claim(NamedTuple):
    """A host that was taken."""

    lease: Lease
    state: HostState
    left_behind: bool
    """Whether whoever had it never gave it back: it may have been asked without a word of it in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try of a link."""

    ended: datetime
    outcome: str
    reason: str | None
    due: datetime | None
    """When the link was to be asked for again, as it looked then; `None`: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An answer in the archive: what it was, and where its record lies."""

    site: str
    url: str
    fetched_at: datetime
    """When it was asked for; aware."""

    file: str
    """Name of the WARC file, relative to the archive's folder."""

    offset: int
    """Bytes from the start of the file to the response record."""

    outcome: str
    """What the answer came to: an outcome of links, or a name of the caller's for what no link led to ("robots.txt")."""

    status: int | None = None
    content_type: str | None = None
    payload_digest: str | None = None
    """"sha256:<hex>" of the body as it came over the wire."""

    content_digest: str | None = None
    """"sha256:<hex>" of the body with all codings undone."""

    rights: str | None = None
    """What it reserves (`scraper.rights.Rights.to_json`); `None`: nothing."""

    @property
    def id(self) -> str:
        """Digest of address, time and place in the archive: the same whenever the store is made from this archive."""
        facts = f"{key_of(self.url)}\n{moment_text(self.fetched_at)}\n{self.file}\n{self.offset}"
        return hashlib.sha256(facts.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A capture with the link that led to it."""

    capture: Capture
    link: Link | None = None
    """`None` for what no link led to."""

    part_of: str | None = None
    """Key of the article that this is a further page of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A further page of an article, as far as it is known."""

    url: str
    outcome: str | None
    """How its last try ended; `None` before the first."""

    pending: bool
    """Whether it will be asked for (again)."""

    capture: Capture | None
    """Its newest answer that brought a page ("stored" or "joined"); `None` where there is none."""


class Evidence(NamedTuple):
    """What an address says of others of its shape (`scraper.yields`)."""

    shape: str
    found: Found | None
    """What it brought, its links apart; `None`: it was passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The end of a try: everything that becomes true at once."""

    outcome: str
    """A name of `scraper.outcomes.LINK`."""

    at: datetime
    """When the try ended; aware."""

    due: datetime | None
    """When the link is asked for again (`scraper.frontier.next_try`, `scraper.revisits.next_revisit`); `None`: never."""

    reason: str | None = None
    etag: str | None = None
    """Validator of the answer; `None` keeps the known one where the outcome is a failure or "not_modified"."""

    last_modified: str | None = None
    target: str | None = None
    """Where the address redirects to."""

    moved_to: str | None = None
    """Where it has moved for good; forgotten when that brings nothing any more."""

    captures: tuple[Capture, ...] = ()
    """Every answer of this try that the archive holds, in order: hops of a redirect too."""

    page: CleanedPage | None = None
    """The record to store; replaces the one of the same address. Its capture is the one at its `provenance.warc`,
    else the last of `captures`."""

    links: tuple[Link, ...] = ()
    """What the page leads to; known links are kept as they are."""

    again: tuple[Link, ...] = ()
    """Links to ask for even if they are known: the next page of a listing that brought something new."""

    poll: Poll | None = None
    """Of a source that is looked at again: how often, by what it brought; `due` then follows from it."""

    dropped: tuple[Link, ...] = ()
    """What the source names no more: stored articles among them are due."""

    shows_article: bool = False
    """Whether the answer shows the link's article, new or as it was."""

    proved: bool | None = None
    """Whether the link's article had changed, as a way in said (`QueuedLink.claim`); `None`: the answer does not tell."""

    gone_at: datetime | None = None
    """When a stored page was found to be gone; `None`: it is not, or was not asked for."""

    evidence: Evidence | None = None
    """What it says of other addresses; `None`: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What `settle` did."""

    stored: bool
    """`False`: the archive's answers of this try were settled before, and nothing was changed."""

    new_links: int = 0
    """How many links were not known."""

    brings_links: bool = False
    """Whether there is more to ask for now: new links, or known ones that are due again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A try whose answer is in the archive, and is to be taken apart later."""

    link: QueuedLink
    captures: tuple[Capture, ...]
    """Every answer of this try that the archive holds, in order; the last one is what is to be taken apart."""

    owner: str
    """Name of the process that will."""

    run: int | None = None
    target: str | None = None
    """Where the address redirects to."""

    moved_to: str | None = None
    """Where it has moved for good."""

    lease: Lease | None = None
    """Of the link's host; where it has been lost, only the captures are stored."""

    state: HostState | None = None
    """What the try made of the host; `None` leaves it as it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A kept answer whose turn has come."""

    link: QueuedLink
    capture: Capture
    run: int | None
    target: str | None
    moved_to: str | None
