"""What the fetcher gives back, and how an answer is judged. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from scraper.codings import Fault
from scraper.errors import FetchError
from scraper.fetch.request import Limits
from scraper.fetch.retry import TRANSIENT_STATUSES, read_retry_after
from scraper.model import Exchange, Page, WarcPlace
from scraper.moments import http_date
from scraper.urls import absolute_url
from scraper.wire import Response, parse_response

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
_SAMPLE = 4096  # bytes that tell text from what is still packed
_CONDITION = re.compile(rb"\r\nif-(none-match|modified-since):", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A redirect on the way to an answer."""

    url: str
    """The address that was asked for."""

    status: int
    place: WarcPlace
    target: str
    """Where it leads, absolute; what cannot be resolved as written."""

    @property
    def is_permanent(self) -> bool:
        """Whether the address has moved for good (301, 308): the target is to be asked for from now on."""
        return self.status in PERMANENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer to the question for an address, of any status."""

    page: Page
    """With its final address (`url`), its place in the archive and the time at which it was asked for."""

    hops: tuple[Hop, ...] = ()
    """The redirects that led there, in order; empty if there were none."""

    moved_to: str | None = None
    """Where the address has moved for good (`Chain.moved_to`); `None` if it has not."""

    fault: Fault | None = None
    """What kept the body from being read whole: "truncated", "bad_encoding"; `None` for a whole one."""

    retry_after: float | None = None
    """Seconds after which the server wants to be asked again (429, 5xx), a day at most; `None` if it does not say."""

    @property
    def outcome(self) -> str | None:
        """The outcome that the status alone decides (docs/outcomes.md); `None` for a page to be read."""
        return status_outcome(self.page.status)


def status_outcome(status: int) -> str | None:
    """Return the outcome of a link that was answered with `status`; `None` for 2xx but 206, a part that nobody asked for."""
    if 200 <= status < 300 and status != 206:
        return None
    named = {304: "not_modified", 401: "forbidden", 403: "forbidden", 404: "gone", 410: "gone", 451: "forbidden"}
    if status in named:
        return named[status]
    if 400 <= status < 600:
        return "http_4xx" if status < 500 else "http_5xx"
    return "bad_answer"  # a redirect that leads nowhere, a part, a status that does not exist


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one request."""

    url: str
    """As it went over the wire; as it was handed in where it was refused."""

    page: Page | None = None
    """The archived answer, read: its beginning where `error` says that it is not whole. `None` if no answer came."""

    error: FetchError | None = None
    """Why there is no answer or no whole one; `None` for a whole one of any status."""

    fault: Fault | None = None
    """What kept the body from being unpacked whole: "truncated", "bad_encoding"; `None` if nothing did."""

    retry_after: float | None = None
    """Seconds after which the server wants to be asked again, a day at most; `None` if it does not say."""

    latency: float | None = None
    """Seconds from the request sent to the first byte of the answer; `None` if none came."""

    seconds: float = 0.0
    """Seconds that all of it took."""

    ended_at: datetime | None = None
    """When its last byte had come, or it was broken off; `None` where nothing was asked."""

    @property
    def status(self) -> int | None:
        """HTTP status; `None` if no answer came."""
        return self.page.status if self.page else None

    @property
    def body(self) -> bytes:
        """Codings undone, as far as it came."""
        return self.page.body if self.page else b""

    @property
    def place(self) -> WarcPlace | None:
        """Where it is archived; `None` if no answer came."""
        return self.page.place if self.page else None

    @property
    def outcome(self) -> str | None:
        """Its name (docs/outcomes.md); `None` for a page to be read. An error status counts, however the body ended."""
        if self.error is not None and (self.page is None or self.page.status < 400):
            return self.error.outcome
        return status_outcome(self.page.status) if self.page else None

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as written; `None` if it is none."""
        return self.page.header("location") if self.page and self.status in REDIRECTS else None

    @property
    def target(self) -> str | None:
        """Where a redirect leads, resolved. Whatever cannot be resolved comes as written."""
        if not self.location:
            return None
        return absolute_url(self.location, base=self.url) or self.location


def _misfit(exchange: Exchange, response: Response, limits: Limits) -> FetchError | None:
    """Return why a whole answer is of no use; `None` if it may be."""
    url = exchange.url
    if response.fault == "too_large":
        return FetchError(url, "too_large", f"unpacked it has more than the {limits.unpacked} bytes that are allowed")
    if response.fault == "bad_encoding" and b"\0" in response.body[:_SAMPLE]:
        return FetchError(url, "bad_encoding", f"cannot be unpacked: {response.header('content-encoding')}")
    if response.status == 304 and not _CONDITION.search(exchange.request):
        return FetchError(url, "bad_answer", "says that nothing has changed, which was not asked")
    return None


def _rest(page: Page, asked_at: datetime) -> float | None:
    """Return how long a server wants to be left alone, in seconds: the longest time that it names.

    A date counts by the server's own clock where that is behind ours.
    """
    now = min(asked_at, http_date(page.header("date")) or asked_at)
    named = (read_retry_after(value, now=now) for name, value in page.headers if name == "retry-after")
    return max(filter(None, named), default=None)


def read_answer(
    exchange: Exchange,
    place: WarcPlace,
    *,
    limits: Limits,
    error: FetchError | None = None,
    latency: float | None = None,
    ended_at: datetime | None = None,
) -> Answer:
    """Read an archived exchange; `error` says why it is not whole, `ended_at` when its last byte had come."""
    url, seconds = exchange.url, exchange.seconds
    response = parse_response(exchange.response, limit=limits.unpacked)
    if response is None:
        error = error or FetchError(url, "bad_answer", "what came back is no HTTP")
        return Answer(url=url, error=error, latency=latency, seconds=seconds, ended_at=ended_at)
    error = error or _misfit(exchange, response, limits)
    page = Page(
        url=url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        fetched_at=exchange.fetched_at,
        place=place,
    )
    return Answer(
        url=url,
        page=page,
        error=error,
        fault=response.fault,
        retry_after=_rest(page, exchange.fetched_at) if response.status in TRANSIENT_STATUSES else None,
        latency=latency,
        seconds=seconds,
        ended_at=ended_at,
    )
