"""What the fetcher gives back, and how an answer is judged. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.errors import FetchError
from scraper.fetch.retry import TRANSIENT_STATUSES, read_retry_after
from scraper.model import Exchange, Page, WarcPlace
from scraper.urls import absolute_url
from scraper.wire import Fault, parse_response

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an earlier answer said of its version: sent back, it lets the server answer 304 (RFC 9110, 13)."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, page: Page) -> Validators:
        """Return those of an answer."""
        return cls(etag=page.header("etag"), last_modified=page.header("last-modified"))

    @property
    def headers(self) -> dict[str, str]:
        """The request headers that ask by them."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A redirect on the way to an answer."""

    url: str
    """The address that was asked for."""

    status: int
    place: WarcPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer to the question for an address, of any status."""

    page: Page
    """With its final address (`url`), its place in the archive and the time at which it was asked for."""

    hops: tuple[Hop, ...] = ()
    """The redirects that led there, in order; empty if there were none."""

    fault: Fault | None = None
    """What kept the body from being read whole: "truncated", "bad_encoding"; `None` for a whole one."""

    retry_after: float | None = None
    """Seconds after which the server wants to be asked again (429, 5xx), a day at most; `None` if it does not say."""

    @property
    def outcome(self) -> str | None:
        """The outcome that the status alone decides (docs/outcomes.md); `None` for a page to be read."""
        return status_outcome(self.page.status)


def status_outcome(status: int) -> str | None:
    """Return the outcome of a link that was answered with `status`; `None` for 2xx."""
    if 200 <= status < 300:
        return None
    named = {304: "not_modified", 401: "forbidden", 403: "forbidden", 404: "gone", 410: "gone", 451: "forbidden"}
    if status in named:
        return named[status]
    if 400 <= status < 600:
        return "http_4xx" if status < 500 else "http_5xx"
    return "bad_answer"  # a redirect that leads nowhere, a status that does not exist


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One archived answer, read."""

    page: Page
    fault: Fault | None = None
    retry_after: float | None = None
    cut: FetchError | None = field(default=None, compare=False)
    """Why only the beginning of it was taken; `None` if all was."""

    @property
    def status(self) -> int:
        """HTTP status."""
        return self.page.status

    @property
    def body(self) -> bytes:
        """Codings undone; of an answer that is too large, its beginning."""
        return self.page.body

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as written; `None` if it is none."""
        return self.page.header("location") if self.status in REDIRECTS else None

    @property
    def target(self) -> str | None:
        """Where a redirect leads, resolved. Whatever cannot be resolved comes as written."""
        if not self.location:
            return None
        return absolute_url(self.location, base=self.page.url) or self.location


def read_answer(exchange: Exchange, place: WarcPlace, *, max_size: int, cut: FetchError | None = None) -> Answer:
    """Read an archived exchange; `cut` says why it is not whole. Raises FetchError for what is no answer."""
    response = parse_response(exchange.response, limit=max_size)
    if response is None:
        raise FetchError(exchange.url, "bad_answer", "what came back is no HTTP")
    if response.fault == "too_large" and cut is None:
        cut = FetchError(exchange.url, "too_large", f"unpacked it has more than the {max_size} bytes that are allowed")
    page = Page(
        url=exchange.url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        fetched_at=exchange.fetched_at,
        place=place,
    )
    asked_for = page.header("retry-after") if response.status in TRANSIENT_STATUSES else None
    return Answer(
        page=page, fault=response.fault, retry_after=read_retry_after(asked_for, now=exchange.fetched_at), cut=cut
    )
