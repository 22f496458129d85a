"""The network: names are looked up here, and each address is checked before it is dialled."""

from __future__ import annotations

import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from scraper.errors import FetchError
from scraper.fetch.guard import Guard
from scraper.fetch.library import httpcore
from scraper.fetch.sockets import dial
from scraper.fetch.tap import TapStream

_LOOKUPS = 32  # names that are looked up at the same time
_PATIENCE = 5.0  # seconds for one of several addresses of a host, the last one apart


class GuardedError(Exception):
    """The host has addresses that must not be dialled, and no others."""


class DnsError(Exception):
    """The host has no address. `temporary` tells whether the name server said so only for now."""

    def __init__(self, reason: str, *, temporary: bool) -> None:
        super().__init__(reason)
        self.temporary = temporary


class Network(httpcore.AsyncNetworkBackend):
    """Makes the connections of the client's pool."""

    def __init__(self, guard: Guard, *, is_proxy: bool = False) -> None:
        """`guard` says which addresses may be dialled; `is_proxy`, that those dialled are of a proxy."""
        self._guard = guard
        self._is_proxy = is_proxy
        self._lookups = ThreadPoolExecutor(
            _LOOKUPS, thread_name_prefix="dns"
        )  # a dead name server holds up these alone

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> TapStream:
        """Dial the first address of `host` that answers.

        Raises DnsError, GuardedError, and the client library's ConnectError and ConnectTimeout.
        """
        addresses = await self._addresses(host, port, timeout)
        failure: Exception | None = None
        for address in addresses:
            last = address == addresses[-1]
            patience = timeout if last or timeout is None else min(timeout, _PATIENCE)
            try:
                stream = await dial(
                    address, port, timeout=patience, local_address=local_address, options=socket_options
                )
            except httpcore.ConnectTimeout as error:
                failure = error
            except httpcore.ConnectError as error:
                failure = httpcore.ConnectError(_innermost(error))  # the pool drops what stands behind an error
            else:
                return TapStream(stream, None if self._is_proxy else address)
        assert failure is not None
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait; the pool does so between tries of its own, of which there are none."""
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Look up nothing any more."""
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def check_behind_proxy(self, url: str, timeout: float) -> None:  # noqa: ASYNC109
        """Look up what a proxy is about to dial, as far as it can be known here.

        Raises FetchError ("guarded") where only addresses are found that must not be dialled. A name without an
        address here is the proxy's to find.
        """
        host = urlsplit(url).hostname or ""
        try:
            await self._addresses(host, 0, timeout)
        except GuardedError as error:
            raise FetchError(url, "guarded", str(error)) from error
        except (DnsError, httpcore.ConnectTimeout):
            pass

    async def _addresses(self, host: str, port: int, timeout: float | None) -> list[str]:  # noqa: ASYNC109
        """Return the addresses of a host that may be dialled, in the order of the name service."""
        if _is_address(host):
            return self._allowed(host, [host])
        loop = asyncio.get_running_loop()
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            async with asyncio.timeout(timeout):
                found = await loop.run_in_executor(self._lookups, look_up)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no answer to the question for the address of {host}") from error
        except socket.gaierror as error:
            raise DnsError(error.strerror or str(error), temporary=error.errno == socket.EAI_AGAIN) from error
        except (UnicodeError, OSError) as error:
            raise DnsError(str(error), temporary=False) from error
        return self._allowed(host, list(dict.fromkeys(str(entry[4][0]) for entry in found)))

    def _allowed(self, host: str, addresses: list[str]) -> list[str]:
        allowed = [address for address in addresses if not self._guard.refuses(address)]
        if not allowed:
            raise GuardedError(f"{host} is {', '.join(addresses)}, which is no public address")
        return allowed


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _innermost(error: BaseException) -> str:
    """Return the words of the operating system, where there are some."""
    while error.__cause__ is not None:
        error = error.__cause__
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
