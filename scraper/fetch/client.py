"""The HTTP client: httpx over connections that are ours (`tap`, `network`, `replay`)."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from http.cookiejar import CookieJar, DefaultCookiePolicy

from scraper.fetch.library import httpcore, httpx

MAX_CONNECTIONS = 1000
MAX_KEPT = 200
KEEP_ALIVE = 60.0  # seconds; servers close sooner, mostly silently

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def make_client(
    backend: httpcore.AsyncNetworkBackend, *, user_agent: str, encodings: str, tls: ssl.SSLContext | None
) -> httpx.AsyncClient:
    """Return the client of a run.

    It keeps no cookies, follows no redirects and reads no settings from the environment. Certificates are checked
    against `tls`, by default those that come with the client library.
    """
    return httpx.AsyncClient(
        transport=_Transport(backend, tls or httpx.create_ssl_context(trust_env=False)),
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


class _Transport(httpx.AsyncBaseTransport):
    """Hands the client's requests to a pool of connections. Errors stay those of httpcore and of the backend."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=MAX_KEPT,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        # The client would judge where a redirect leads even if it is not to follow it, and stumble over some.
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"location"]
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer), extensions=answer.extensions)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    """The body of an answer, as the pool gives it."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()
