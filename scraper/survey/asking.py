"""Questions to a site that is looked at: through the fetcher, counted, and no more than so many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from scraper.errors import FetchError
from scraper.fetch import Fetched
from scraper.model import Exchange, Page, WarcPlace
from scraper.robots import POLICY_FILES
from scraper.site import FetchRules
from scraper.urls import normalize_url
from scraper.wire import parse_response


class Fetches(Protocol):
    """What asks (`scraper.fetch.Fetcher`)."""

    async def fetch(self, url: str, rules: FetchRules) -> Fetched:
        """Return the answer; raises FetchError."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what came of it."""

    url: str
    outcome: str
    """"ok", or the outcome's name (docs/outcomes.md)."""

    for_what: str


class Log:
    """Keeps count of what goes over the wire. Its `keep` is the fetcher's: nothing is archived."""

    def __init__(self, show: Callable[[str], None] = lambda _: None) -> None:
        self.requests = 0
        self.policies: dict[str, Page] = {}
        """The robots.txt and tdmrep.json that were read, by address."""

        self._show = show

    async def keep(self, exchange: Exchange) -> WarcPlace:
        """Count an exchange."""
        self.requests += 1
        self._show(exchange.url)
        answer = parse_response(exchange.response) if urlsplit(exchange.url).path in POLICY_FILES else None
        if answer is not None and answer.status < 300:
            self.policies[exchange.url] = Page(
                url=exchange.url, status=answer.status, headers=answer.headers, body=answer.body
            )
        return WarcPlace(file="", offset=0)


class Asker:
    """Asks for addresses of one site, each once."""

    def __init__(self, fetcher: Fetches, rules: FetchRules, log: Log, *, most: int) -> None:
        """`most` is how many requests there may be."""
        self._fetcher = fetcher
        self._rules = rules
        self.log = log
        self._most = most
        self._answers: dict[str, Page | None] = {}
        self.asked: list[Asked] = []
        self.is_spent = False
        """Whether something was not asked for want of requests."""

    async def ask(self, url: str, for_what: str) -> Page | None:
        """Return the answer from an address; `None` where there is none, or no more may be asked."""
        try:
            return await self.must(url, for_what)
        except FetchError:
            return None

    async def must(self, url: str, for_what: str) -> Page:
        """Return the answer from an address. Raises FetchError where there is none."""
        key = normalize_url(url)
        if key in self._answers:
            answer = self._answers[key]
            if answer is None:
                raise FetchError(url, "gone", "has been asked for before")
            return answer
        if self.log.requests >= self._most:
            self.is_spent = True
            raise FetchError(url, "skipped", f"{self._most} requests are enough")
        self._answers[key] = None
        try:
            fetched = await self._fetcher.fetch(url, self._rules)
            if fetched.outcome is not None:
                raise FetchError(url, fetched.outcome, f"status {fetched.page.status}")
        except FetchError as error:
            self.asked.append(Asked(url, error.outcome, for_what))
            raise
        self.asked.append(Asked(url, "ok", for_what))
        self._answers[key] = self._answers[normalize_url(fetched.page.url)] = fetched.page
        return fetched.page
