"""An address in, an archived answer out: robots.txt, the host's turn, limits, redirects, retries."""

from __future__ import annotations

import logging
import random
import re
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from http.cookiejar import CookieJar
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from scraper.errors import ConfigError, FetchError, TransientError
from scraper.fetch.answer import Answer, Fetched
from scraper.fetch.client import Client, Keep
from scraper.fetch.clock import Clock
from scraper.fetch.cookies import cookie_header
from scraper.fetch.guard import Guard
from scraper.fetch.hosts import HostPolicies, Policies
from scraper.fetch.redirects import Chain
from scraper.fetch.replay import Tape
from scraper.fetch.request import Limits, Request, Validators
from scraper.fetch.retry import is_last, retrying
from scraper.fetch.throttle import Book, Throttle
from scraper.model import Discovery
from scraper.site import FetchRules

OURS = frozenset(
    "accept-encoding connection content-length expect host if-modified-since if-none-match keep-alive te"
    " transfer-encoding upgrade user-agent".split()
)
"""Request headers that a definition does not set: the fetcher does."""

logger = logging.getLogger(__name__)


class Fetcher:
    """Asks for addresses, politely, and keeps every answer before it is read. An async context manager.

    One for a run: it knows the hosts' turns and their robots.txt, which is asked for once. Any number of tasks may
    call `fetch` at the same time; each host still gets one request at a time.
    """

    def __init__(
        self,
        *,
        keep: Keep,
        contact: str,
        guard: Guard | None = None,
        tape: Tape | None = None,
        clock: Clock | None = None,
        book: Book | None = None,
        policies: Policies | None = None,
        random: Callable[[], float] = random.random,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Make a fetcher; nothing is opened before the first request.

        `keep` archives an exchange and returns its place (`Archive.keep`): each one is handed to it, robots files,
        redirects, error answers and failed tries too. `contact` is where the operator is reached. `guard` says what
        is never asked for. With a `tape` it answers everything, no socket is opened and nothing waits.
        `book` and `policies` keep what is known of hosts beyond the run (`scraper.crawl.leases`).
        `clock` and `random` (numbers from 0 up to 1) are for tests, `tls` is for authorities of one's own.
        """
        self.replays = tape is not None
        """Whether everything is answered from a recording."""

        self._client = Client(keep=keep, contact=contact, guard=guard, tape=tape, clock=clock, tls=tls)
        self._clock = self._client.clock
        self.throttle = Throttle(self._clock, book, random)
        """The turns of the hosts."""

        self._retrying = retrying(self._clock.sleep, random)
        self._cookies: dict[str, CookieJar] = {}
        self._policies = HostPolicies(self._ask_for_policy, self._clock, policies)

    async def fetch(
        self,
        url: str,
        rules: FetchRules,
        *,
        validators: Validators | None = None,
        check: Callable[[str], str | None] | None = None,
        ports: Collection[int] = (),
        discovery: Discovery | None = None,
    ) -> Fetched:
        """Fetch an address and follow its redirects, ten at most.

        `rules` are the site's. `validators` make the request a conditional one. `check` is asked before each hop,
        the first too, and may refuse an address by the name of an outcome ("off_site", "skipped"). `ports` may be asked beside
        80 and 443. `discovery` is archived beside the answers.

        Returns the final answer, whatever its status: `Fetched.outcome` names what the status decides. Transient
        errors have been retried by then (`scraper.fetch.retry`). Raises FetchError with the outcome's name where no
        answer came or none was wanted, TransientError where asking again later may help; StorageError where the
        answer could not be archived; ConfigError for headers in `rules` that a definition must not set.
        """
        own = _own_headers(rules)
        host = urlsplit(self._checked(url, None, ports=ports)).netloc
        jar = self._cookies.setdefault(host, CookieJar()) if rules.cookies else None
        chain = Chain(cookies=lambda url: "" if jar is None else cookie_header(jar, url).get("Cookie", ""))
        while True:
            url = self._checked(url, check, ports=ports)
            await self._allowed(url, rules)
            # What a definition sends to its site, tokens perhaps, is nothing for other hosts.
            asks = urlsplit(url).netloc == host
            chain.ask(url)
            request = Request(
                url=url,
                headers=own if asks else {},
                validators=validators if asks and not chain.hops else None,
                ports=ports,
                proxy=rules.proxy,
                http2=rules.http2,
                cookies=jar,
                discovery=discovery,
            )
            answer = await self._answered(request, rules)
            target = chain.follow(answer)
            if target is None:
                return _fetched(answer, chain)
            url = target

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _checked(self, url: str, check: Callable[[str], str | None] | None, *, ports: Collection[int] = ()) -> str:
        """Return an address as it goes over the wire, if it may be asked for."""
        url = self._client.checked(Request(url=url, ports=ports))
        outcome = check(url) if check else None
        if outcome is not None:
            raise FetchError(url, outcome, "the site's definition does not ask for it")
        return url

    def tdmrep(self, url: str, rules: FetchRules) -> bytes | None:
        """Return the tdmrep.json that speaks of an address that was asked for; `None` where there is none, or `rules` want none."""
        return self._policies.tdmrep(url) if rules.tdmrep else None

    async def _allowed(self, url: str, rules: FetchRules) -> None:
        """Raise FetchError where robots.txt forbids the address; keep to its Crawl-delay."""
        robots = await self._policies.robots(url, rules)
        if not robots.allowed(url):
            if robots.refusal == "robots_unreachable":
                raise TransientError(url, robots.refusal, f"robots.txt could not be read ({robots.why})")
            raise FetchError(
                url, robots.refusal, (robots.why and f"robots.txt is closed ({robots.why})") or "robots.txt forbids it"
            )
        if not self.replays:
            self.throttle.crawl_delay(url, robots.crawl_delay)
            # What a site reserves is known before its first page is asked for: so TDMRep has it, and so it stands in the archive.
            if rules.tdmrep:
                with suppress(FetchError):
                    await self._policies.ask_what_is_reserved(url, rules)

    async def _ask_for_policy(self, url: str, rules: FetchRules, ports: Collection[int], retry: bool) -> Answer:
        url = self._checked(url, None, ports=ports)
        request = Request(url=url, ports=ports, proxy=rules.proxy, http2=rules.http2, wants_beginning=True)
        return await (self._answered if retry else self._ask)(request, rules)

    async def _answered(self, request: Request, rules: FetchRules) -> Answer:
        """Ask by the retry policy, a copy of it, as it keeps the state of its tries in itself.

        It is set up only where a first try is not to be the last one.
        """
        first: Answer | FetchError
        try:
            first = await self._ask(request, rules)
        except FetchError as error:
            if is_last(error, tried=1):
                raise
            first = error
        if isinstance(first, Answer) and is_last(first, tried=1):
            return first
        begun: list[Answer | FetchError] = [first]

        async def go_on() -> Answer:
            if not begun:
                return await self._ask(request, rules)
            end = begun.pop()
            if isinstance(end, FetchError):
                raise end
            return end

        answer: Answer = await self._retrying.copy()(go_on)
        return answer

    async def _ask(self, request: Request, rules: FetchRules) -> Answer:
        """Send one request in the host's turn, archive what comes, and read it."""
        if self.replays:
            answer = await self._client.exchange(request, Limits.of(rules))
        else:
            async with self.throttle.turn(request.url, rules.delay.total_seconds()) as turn:
                answer = await self._client.exchange(
                    replace(request, permit=turn.permit, pause=turn.pause), Limits.of(rules)
                )
                turn.end(answer)
        logger.debug("%s: %s", request.url, answer.status or answer.error)
        if answer.error is not None and (answer.page is None or _is_broken(answer)):
            raise answer.error
        return answer


def _is_broken(answer: Answer) -> bool:
    """Tell whether the beginning of an answer is of no use: of an error or a redirect the status says all."""
    assert answer.status is not None
    assert answer.error is not None
    return 200 <= answer.status < 300 and answer.error.outcome != "too_large"


def _fetched(answer: Answer, chain: Chain) -> Fetched:
    assert answer.page is not None
    if answer.error is not None and answer.page.status < 400:  # of an error the status says all
        raise answer.error
    return Fetched(
        page=answer.page,
        hops=tuple(chain.hops),
        moved_to=chain.moved_to,
        fault=answer.fault,
        retry_after=answer.retry_after,
    )


def _own_headers(rules: FetchRules) -> Mapping[str, str]:
    """Return the headers that a definition adds to the requests to its site."""
    for name, value in rules.headers.items():
        if name.lower() in OURS:
            raise ConfigError(f"fetch.headers: {name}: is set by the fetcher, not by a definition")
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or not re.fullmatch(r"[\t\x20-\x7e]*", value):
            raise ConfigError(f"fetch.headers: {name!r}: is no header: a name and ASCII text are expected")
    return rules.headers
