"""The HTTP client library, put to our use: its connections over a network that is ours (`tap`, `network`, `replay`).

Of httpx the addresses are used, of the httpcore below it the connections: what lies between the two would look at every
request once more, and costs as much again.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from scraper.fetch.library import httpcore, httpx
from scraper.fetch.request import Limits

MAX_PER_HOST = 8
MAX_HOSTS = 1000
"""Hosts to which connections are kept; those of the longest unused are closed beyond."""

_LAST_PORT = 65_535
_USUAL = (80, 443)
KEEP_ALIVE = 60.0  # seconds; servers close sooner, mostly silently

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
Backends = Callable[[str | None], httpcore.AsyncNetworkBackend]
"""What makes the connections, straight ones (`None`) and those to a proxy."""

Connection = httpcore.AsyncHTTPConnection | httpcore.AsyncConnectionPool
"""A connection to a host; with a proxy, the library's pool of them."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it goes over the wire: host in ASCII, everything else escaped that has to be."""

    url: str
    target: httpcore.URL
    host: bytes
    """The Host field: with a port that is not the usual one."""


_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_PLAIN = re.compile(
    rf"(https?)://((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)*[a-z]+|{_OCTET}(?:\.{_OCTET}){{3}})(?::([1-9][0-9]{{0,4}}))?"
    r"((?=/)(?:/[0-9A-Za-z_~!$&()*+,;=:@-][0-9A-Za-z_.~!$&()*+,;=:@-]*)*/?(?:\?[0-9A-Za-z_.~!$&()*+,;=:@/?-]+)?)"
)
"""An address that is written as it goes over the wire."""


@lru_cache(maxsize=4096)  # asked for again at each step of a request
def address_of(url: str) -> Address:
    """Take an address apart. Raises ValueError for what is none."""
    return as_written(url) or spelt(url)


def as_written(url: str) -> Address | None:
    """Take one apart of which nothing has to be escaped; `None` for others."""
    plain = _PLAIN.fullmatch(url)
    if plain is None:
        return None
    scheme, host, port, target = plain.groups()
    if port is not None and (int(port) > _LAST_PORT or int(port) in _USUAL):
        return None
    netloc = f"{host}:{port}" if port else host
    return Address(
        url,
        httpcore.URL(scheme=scheme, host=host, port=int(port) if port else None, target=target),
        netloc.encode(),
    )


def spelt(url: str) -> Address:
    """Have the library take one apart, which takes ten times as long."""
    try:
        parts = httpx.URL(url).copy_with(fragment=None)
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error
    target = httpcore.URL(scheme=parts.raw_scheme, host=parts.raw_host, port=parts.port, target=parts.raw_path)
    return Address(str(parts), target, parts.netloc)


@dataclass(slots=True)
class _Host:
    """The connections to a host that are open and not in use, the last used last."""

    idle: list[Connection] = field(default_factory=list)
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_PER_HOST))
    busy: int = 0


class Transport:
    """The connections of a run. Keeps no cookies, follows no redirects, reads no settings from the environment."""

    def __init__(self, backends: Backends, *, user_agent: str, encodings: str, tls: ssl.SSLContext | None) -> None:
        """Certificates are checked against `tls`, by default those that come with the client library."""
        self._backends = backends
        self._tls = tls or httpx.create_ssl_context(trust_env=False)
        own = {"Accept": ACCEPT, "Accept-Encoding": encodings, "Connection": "keep-alive", "User-Agent": user_agent}
        self._own = [(name.encode(), value.encode()) for name, value in own.items()]
        self._hosts: dict[tuple[object, ...], _Host] = {}  # the longest unused first

    @asynccontextmanager
    async def asking(
        self, url: str, headers: Mapping[str, str], limits: Limits, *, proxy: str | None, http2: bool
    ) -> AsyncIterator[tuple[httpcore.Request, httpcore.Response]]:
        """Send a GET request and yield it with its answer, whose body is read from it.

        `headers` are added to ours, or stand in their place. Errors are those of httpcore and of the backend.
        """
        address = address_of(url)
        silence = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": None}
        asked = httpcore.Request(
            "GET", address.target, headers=self._headers(address, headers), extensions={"timeout": silence}
        )
        key = (address.target.scheme, address.host, proxy, http2)
        host = self._hosts.pop(key, None) or _Host()
        self._hosts[key] = host
        host.busy += 1
        try:
            async with host.room:
                connection = await self._open(host) or self._connect(address, proxy, http2=http2)
                answer = await _ask(connection, asked)
                try:
                    yield asked, answer
                finally:
                    await answer.aclose()
                    if isinstance(connection, httpcore.AsyncConnectionPool) or connection.is_idle():
                        host.idle.append(connection)
                    else:
                        await connection.aclose()
        finally:
            host.busy -= 1
            await self._forget_the_oldest()

    async def aclose(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            await _close(host)

    def _headers(self, address: Address, added: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        # As latin-1: the bytes of a cookie or a validator go back as they came.
        fields = [(name.encode(), value.encode("latin-1")) for name, value in added.items()]
        names = {name.lower() for name, _ in fields}
        return [(b"Host", address.host), *(own for own in self._own if own[0].lower() not in names), *fields]

    async def _open(self, host: _Host) -> Connection | None:
        """Return a connection that is still open, if there is one."""
        while host.idle:
            connection = host.idle.pop()
            if isinstance(connection, httpcore.AsyncConnectionPool) or not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    def _connect(self, address: Address, proxy: str | None, *, http2: bool) -> Connection:
        if proxy is not None:
            return httpcore.AsyncConnectionPool(
                ssl_context=self._tls,
                proxy=_proxy(proxy),
                max_connections=1,
                keepalive_expiry=KEEP_ALIVE,
                http2=http2,
                network_backend=self._backends(proxy),
            )
        return httpcore.AsyncHTTPConnection(
            address.target.origin,
            ssl_context=self._tls,
            keepalive_expiry=KEEP_ALIVE,
            http2=http2,
            network_backend=self._backends(None),
        )

    async def _forget_the_oldest(self) -> None:
        if len(self._hosts) > MAX_HOSTS:
            key = next((key for key, host in self._hosts.items() if not host.busy), None)
            if key is not None:
                await _close(self._hosts.pop(key))


async def _ask(connection: Connection, asked: httpcore.Request) -> httpcore.Response:
    try:
        return await connection.handle_async_request(asked)
    except BaseException:
        await connection.aclose()
        raise


async def _close(host: _Host) -> None:
    while host.idle:
        await host.idle.pop().aclose()


def _proxy(address: str) -> httpcore.Proxy:
    """Read a proxy's address; a name and password in it are sent to the proxy alone."""
    url = httpx.URL(address)
    return httpcore.Proxy(
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/"),
        auth=(url.username, url.password) if url.username or url.password else None,
    )
