"""The HTTP client library, put to our use: httpx over connections that are ours (`tap`, `network`, `replay`)."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy

from scraper.fetch.library import httpcore, httpx

MAX_PER_HOST = 8
MAX_POOLS = 1000
KEEP_ALIVE = 60.0  # seconds; servers close sooner, mostly silently

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
Backends = Callable[[str | None], httpcore.AsyncNetworkBackend]
"""What makes the connections, straight ones (`None`) and those to a proxy."""


def make_client(
    backends: Backends, *, user_agent: str, encodings: str, tls: ssl.SSLContext | None
) -> httpx.AsyncClient:
    """Return the client of a run.

    It keeps no cookies, follows no redirects and reads no settings from the environment. Certificates are checked
    against `tls`, by default those that come with the client library.
    """
    return httpx.AsyncClient(
        transport=_Transport(backends, tls or httpx.create_ssl_context(trust_env=False)),
        headers={"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": encodings},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
    )


def settle_url(url: str) -> str:
    """Return an address as it goes over the wire: host in ASCII, everything else escaped that has to be.

    Raises ValueError for what is no address.
    """
    try:
        return str(httpx.URL(url).copy_with(fragment=None))
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error


class _Pool:
    """The connections to one host."""

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self.pool = pool
        self.busy = 0


class _Transport(httpx.AsyncBaseTransport):
    """Hands the client's requests to pools of connections. Errors stay those of httpcore and of the backend.

    Each host has its own pool: one for all would look at every kept connection for every request.
    """

    def __init__(self, backends: Backends, tls: ssl.SSLContext) -> None:
        self._backends = backends
        self._tls = tls
        self._pools: dict[tuple[object, ...], _Pool] = {}  # the longest unused first

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        pool = await self._pool(url, request.extensions.get("proxy"), http2=bool(request.extensions.get("http2")))
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        pool.busy += 1
        try:
            answer = await pool.pool.handle_async_request(asked)
        except BaseException:
            pool.busy -= 1
            raise
        # The client would judge where a redirect leads even if it is not to follow it, and stumble over some.
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"location"]
        extensions = {**answer.extensions, "headers": answer.headers}
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer, pool), extensions=extensions)

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.pool.aclose()

    async def _pool(self, url: httpx.URL, proxy: str | None, *, http2: bool) -> _Pool:
        key = (url.scheme, url.host, url.port, proxy, http2)
        pool = self._pools.pop(key, None) or _Pool(
            httpcore.AsyncConnectionPool(
                ssl_context=self._tls,
                proxy=_proxy(proxy) if proxy else None,
                max_connections=MAX_PER_HOST,
                max_keepalive_connections=MAX_PER_HOST,
                keepalive_expiry=KEEP_ALIVE,
                http2=http2,
                network_backend=self._backends(proxy),
            )
        )
        self._pools[key] = pool
        if len(self._pools) > MAX_POOLS:
            idle = next((key for key, other in self._pools.items() if not other.busy and other is not pool), None)
            if idle is not None:
                await self._pools.pop(idle).pool.aclose()
        return pool


def _proxy(address: str) -> httpcore.Proxy:
    """Read a proxy's address; a name and password in it are sent to the proxy alone."""
    url = httpx.URL(address)
    return httpcore.Proxy(
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/"),
        auth=(url.username, url.password) if url.username or url.password else None,
    )


class _Body(httpx.AsyncByteStream):
    """The body of an answer, as the pool gives it."""

    def __init__(self, answer: httpcore.Response, pool: _Pool) -> None:
        self._answer = answer
        self._pool: _Pool | None = pool

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.busy -= 1
        await self._answer.aclose()
