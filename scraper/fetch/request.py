"""What one request is: an address, what goes with it, and how much of an answer is taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Self

from scraper.model import Discovery, Earlier, Page
from scraper.site import FetchRules

FIELD_VALUE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
"""What may stand in a header, its bytes as characters (RFC 9110, 5.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an earlier answer said of its version: sent back, it lets the server answer 304 (RFC 9110, 13)."""

    etag: str | None = None
    last_modified: str | None = None
    earlier: Earlier | None = None
    """The capture of that answer: what a 304 refers to in the archive."""

    @classmethod
    def of(cls, page: Page) -> Validators:
        """Return those of an answer."""
        return cls(etag=page.header("etag"), last_modified=page.header("last-modified"))

    @property
    def headers(self) -> dict[str, str]:
        """The request headers that ask by them, their bytes as characters; what cannot stand in a header is left out."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        read = {
            name: value.encode().decode("latin-1") for name, value in named.items() if value and "\ufffd" not in value
        }
        return {name: value for name, value in read.items() if FIELD_VALUE.fullmatch(value)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One GET request."""

    url: str
    """Absolute; as a page or definition writes it."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Beside those that the client sends by itself: what the definition adds."""

    validators: Validators | None = None
    """Make it a conditional request."""

    cookies: CookieJar | None = None
    """Of the site, where its definition wants cookies: sent, and filled by the answer. `None`: neither."""

    ports: Collection[int] = ()
    """Ports that the definition opens beside 80 and 443."""

    proxy: str | None = None
    """Address of the proxy to go through; `None`: straight."""

    http2: bool = False
    """Whether HTTP/2 may be spoken where the server offers it."""

    wants_beginning: bool = False
    """Whether the beginning of an answer is of use that is larger than what is taken: else it is not read if it says so."""

    discovery: Discovery | None = None
    """How the address was found: archived beside the answer."""

    pause: Callable[[], Awaitable[None]] | None = None
    """Waits before the request goes out once more; `None`: nobody does."""

    permit: Callable[[], None] | None = None
    """Called right before the first byte of the request goes out; what it raises comes out of `Client.exchange`, and
    nothing is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a request may take, and how much of an answer is taken."""

    connect: float = 15.0
    """Seconds for the name's lookup, and again for the connection and for TLS."""

    read: float = 30.0
    """Seconds that the server may be silent."""

    deadline: float = 120.0
    """Seconds for all of it, from the lookup to the last byte."""

    wire: int = 20_000_000
    """Bytes of the body as it comes."""

    unpacked: int = 20_000_000
    """Bytes of the body with its codings undone."""

    @classmethod
    def of(cls, rules: FetchRules) -> Self:
        """Return those of a definition."""
        return cls(
            connect=min(rules.connect_timeout, rules.timeout).total_seconds(),
            read=rules.timeout.total_seconds(),
            deadline=rules.deadline.total_seconds(),
            wire=rules.max_size,
            unpacked=rules.max_size,
        )
