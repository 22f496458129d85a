"""What is never asked for: addresses inside a network, other schemes and ports, credentials.

A name says nothing: what counts is the address that is dialled, at every connection (`scraper.fetch.network`).
"""

from __future__ import annotations

import re
import socket
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self
from urllib.parse import urlsplit

from scraper.errors import FetchError

PORTS = frozenset({80, 443})
_HOST = re.compile(r"[0-9a-z._:-]+")  # settled: other letters have been put into these
_ENDS_IN_A_NUMBER = re.compile(r"(^|\.)([0-9]+|0x[0-9a-f]*)$")  # then it is an address or nothing (WHATWG URL, 3.5)
_USUAL = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_UNICAST = IPv6Network("2000::/3")  # all that IANA has given out for the public
_LATE = tuple(map(ip_network, ("192.88.99.0/24", "2001:2::/48", "2001:10::/28", "3fff::/20")))
"""Special addresses that Python's own table does not know, or no longer: RFC 7526, 5180, 4843, 9637."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What may be asked for."""

    allow_private: bool = False
    """Addresses inside networks too, on any port: for sites of one's own."""

    ports: Collection[int] | None = PORTS
    """Ports that may be asked; `None` for every one."""

    @classmethod
    def for_hosts(cls, hosts: Iterable[str], *, allow_private: bool = False) -> Self:
        """Return a guard that opens the ports of a definition's hosts ("news.example:8443"; `Site.all_hosts`) too."""
        ports = (urlsplit(f"//{host}").port for host in hosts)
        return cls(allow_private=allow_private, ports=PORTS.union(filter(None, ports)))

    def check_url(self, url: str, *, ports: Collection[int] = ()) -> None:
        """Raise FetchError with outcome "guarded" for an address that is refused as it is written.

        `ports` may be asked too.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or _USUAL.get(parts.scheme)
        except ValueError as error:
            raise FetchError(url, "guarded", f"is no address: {error}") from error
        if port is None or parts.scheme not in _USUAL:
            raise FetchError(url, "guarded", "only http and https are asked for")
        if not parts.hostname or not _HOST.fullmatch(parts.hostname):
            raise FetchError(url, "guarded", "names no host")
        if "@" in parts.netloc:
            raise FetchError(url, "guarded", "names a user or a password")
        name = parts.hostname.rstrip(".")
        if not self.allow_private and (name == "localhost" or name.endswith(".localhost")):  # RFC 6761, 6.3
            raise FetchError(url, "guarded", "is this machine")
        if _ENDS_IN_A_NUMBER.search(name) and self.refuses(_as_ipv4(name)):
            raise FetchError(url, "guarded", f"{name} is no public address")
        if self.ports is not None and not self.allow_private and port not in (*self.ports, *ports):
            allowed = ", ".join(map(str, sorted({*self.ports, *ports})))
            raise FetchError(url, "guarded", f"port {port} is not among those that may be asked ({allowed})")

    def refuses(self, address: str) -> bool:
        """Tell whether an IP address must not be dialled."""
        return not self.allow_private and not is_public(address)


def _as_ipv4(name: str) -> str:
    """Read a name whose last part is a number as resolvers do: "127.1", "0x7f000001". What is no address comes as it is."""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        return name


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet (IANA's registries of special addresses).

    An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4) counts as itself. What is no address is not public.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _UNICAST:
            return False
    if any(ip in network for network in _LATE):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
