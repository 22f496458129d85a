"""One request, from its address to its archived answer.

    async with Client(keep=archive.keep, contact="mailto:desk@example.org") as client:
        answer = await client.exchange(Request(url=url), Limits.of(site.fetch))

Neither politeness nor redirects nor retries: who calls decides about those (`scraper.fetch.fetcher`). With a tape the
same call is answered from a recording.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from scraper.codings import accepted_encodings
from scraper.errors import FetchError
from scraper.fetch.answer import Answer, read_answer
from scraper.fetch.clock import Clock, SkippingClock, SystemClock
from scraper.fetch.exchange import asking
from scraper.fetch.guard import Guard
from scraper.fetch.library import httpcore
from scraper.fetch.network import Network
from scraper.fetch.replay import Replay, Tape
from scraper.fetch.request import Limits, Request
from scraper.fetch.transport import Transport, address_of
from scraper.model import Exchange, WarcPlace
from scraper.version import CLEANER

LARGE_AT_ONCE = 2
"""Large answers (`scraper.fetch.tap.LARGE`) that are held in memory at the same time."""

Keep = Callable[[Exchange], Awaitable[WarcPlace]]
"""Archives an exchange and returns its place, once it is on the disk (`Archive.keep`)."""


def user_agent(contact: str) -> str:
    """Return the honest name: software, version, and where its operator is reached."""
    return f"{CLEANER} (+{contact})"


class Client:
    """Sends requests and archives what comes back. An async context manager; one for a run.

    Any number of tasks may call `exchange` at the same time.
    """

    def __init__(
        self,
        *,
        keep: Keep,
        contact: str,
        guard: Guard | None = None,
        tape: Tape | None = None,
        clock: Clock | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Make a client; nothing is opened before the first request.

        Every exchange is handed to `keep`, redirects, error answers and broken ones too. `contact` is where the
        operator is reached. `guard` says what is never asked for. With a `tape` it answers everything and no socket
        is opened. `clock` is for tests, `tls` for authorities of one's own.
        """
        self._keep = keep
        # A recording was made under a guard of its own, and nothing of it is dialled.
        self._guard = (guard or Guard()) if tape is None else Guard(allow_private=True)
        self._clock = clock or (SkippingClock(datetime.now(UTC)) if tape is not None else SystemClock())
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._network = Network(self._guard)
        self._networks = [self._network]
        self._tape = tape
        self._transport = Transport(
            self._backend,
            user_agent=user_agent(contact),
            encodings=accepted_encodings(),
            tls=tls or (ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if tape is not None else None),
        )

    @property
    def clock(self) -> Clock:
        """The clock of the client: that of the machine, or one on which waiting takes no time."""
        return self._clock

    def checked(self, request: Request) -> str:
        """Return the address as it goes over the wire. Raises FetchError ("guarded") where it is refused as written."""
        try:
            url = address_of(request.url).url
        except ValueError as error:
            raise FetchError(request.url, "guarded", f"is no address: {error}") from error
        self._guard.check_url(url, ports=request.ports)
        return url

    async def exchange(self, request: Request, limits: Limits) -> Answer:
        """Send one request and archive what comes back; the answer is on the disk, whole, when this returns.

        Always returns an answer: `Answer.error` says what went wrong. Raises StorageError alone, where the archive
        cannot be written.
        """
        if self._tape is not None:
            request = replace(request, proxy=None)  # a recording is of the host
        try:
            url = self.checked(request)
            if request.proxy:
                await self._network.check_behind_proxy(url, limits.connect)
        except FetchError as error:
            return Answer(url=request.url, error=error)
        async with asking(self._transport, url, request, limits, self._clock, large=self._large) as attempt:
            if attempt.exchange is None:
                return Answer(url=url, error=attempt.error, seconds=attempt.seconds, ended_at=attempt.ended_at)
            place = await self._keep(attempt.exchange)
            return read_answer(
                attempt.exchange,
                place,
                limits=limits,
                error=attempt.error,
                latency=attempt.latency,
                ended_at=attempt.ended_at,
            )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()
        for network in self._networks:
            network.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _backend(self, proxy: str | None) -> httpcore.AsyncNetworkBackend:
        if self._tape is not None:
            return Replay(self._tape)
        if proxy is None:
            return self._network
        self._networks.append(Network(Guard(allow_private=True), is_proxy=True))
        return self._networks[-1]
