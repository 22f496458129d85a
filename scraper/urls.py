"""Addresses as values: resolved, normalised, compared. Nothing here asks the network."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit


def _patterns(text: str) -> re.Pattern[str]:
    lines = (line.strip() for line in text.splitlines())
    names = [re.escape(line).replace(r"\*", r"\w*") for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(names), re.IGNORECASE)


TRACKING = _patterns(files("scraper").joinpath("tracking.txt").read_text("utf-8"))
"""Parameters that say how a reader came to a page, or who is reading, never which page it is: scraper/tracking.txt."""

_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_BLANKS = "".join(map(chr, range(0x21)))
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "!$&'()*+,;=:@/~-._"


MAX_CHARS = 8_000
"""Longest address that leads anywhere: what servers and browsers are asked to support (RFC 9110, 4.1)."""


class Address(NamedTuple):
    """An absolute http(s) URL, taken apart once. Without a fragment."""

    url: str
    host: str
    """As `host_of` gives it: in lower case, with a port that is not the default one."""

    path: str
    query: str


def absolute_url(href: str, *, base: str | None) -> str | None:
    """Resolve a link as written in a page.

    `base` is the page's final URL (or its `<base href>`), absolute; without one only absolute links resolve.
    Returns an http(s) URL without its fragment, or `None` for what leads to no page (mailto:, javascript:,
    a malformed host, more than `MAX_CHARS`). An empty link is the page itself. Never raises.
    """
    address = _resolver(base).address(href)
    return address.url if address else None


class Resolver:
    """Resolves links against one base, as `absolute_url` does.

    Nearly all links of a page are absolute, begin with a slash or a name, and hold nothing that needs thought: one pattern
    takes those apart. The rest goes the long way through `urllib`.
    """

    def __init__(self, base: str | None) -> None:
        self._base = base if base and len(base) <= MAX_CHARS else ""
        root = _resolve("/", self._base)
        self._root = root.url[:-1] if root and root.url[-1] == "/" and _PLAIN.fullmatch(root.url) else None
        """Scheme, host and port of the base, where they are plain."""
        beside = _resolve("-", self._base) if self._root else None
        self._folder = beside.url[:-1] if beside and _PLAIN.fullmatch(beside.url) else None
        """What a name alone is put behind, likewise."""

    def address(self, href: str) -> Address | None:
        """Return the address a link leads to, `None` for what leads to no page."""
        if len(href) > MAX_CHARS:
            return None
        whole = href
        if self._root is not None and href[:1] == "/" and href[1:2] != "/" and "/." not in href:
            whole = self._root + href
        elif self._folder is not None and _NAME.fullmatch(href) and "/." not in href and "//" not in href:
            whole = self._folder + href
        match = _PLAIN.fullmatch(whole)
        if match is None:
            return _resolve(href, self._base)
        scheme, host, port, path, query = match.groups("")
        url = f"{scheme}://{host}{port}{path}?{query}" if query else f"{scheme}://{host}{port}{path}"
        return Address(url, _plain_host(match), path, query)


@lru_cache(maxsize=64)  # one page's links come one after the other
def _resolver(base: str | None) -> Resolver:
    return Resolver(base)


def _resolve(href: str, base: str) -> Address | None:
    href = href.strip(_BLANKS).translate(_LINE_BREAKS)
    try:
        parts = urlsplit(urljoin(base, href))
        _ = parts.port  # raises for what is no port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    whole = urlunsplit(parts._replace(fragment=""))
    url = whole.strip(_BLANKS)
    if not parts.query:
        url = url.rstrip(";")  # the empty parameters of a path
    if url != whole:  # what stood before may be a sign with nothing behind it now: "?", ";"
        return _resolve(url, base)
    parts = urlsplit(url)
    return Address(url, host_of(url), parts.path, parts.query)


_PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3})"  # without a zero in front; the last ones go the long way
# An http(s) URL that `urllib` would give back as it is: no user, no parameters (";"), no blank, nothing past ASCII in its host.
_PLAIN = re.compile(
    rf"(https?)://([A-Za-z0-9.-]+)(:{_PORT})?((?:/[^\x00-\x20?#;]*)?)(?:\?([^\x00-\x20#]*))?(?:#.*)?",
    re.ASCII | re.DOTALL,
)
# A path of names, without what could be a scheme.
_NAME = re.compile(r"[A-Za-z0-9_-][^\x00-\x20:?#;]*(?:\?[^\x00-\x20:#]+)?", re.ASCII)
# What `normalize_url` gives back as it is: host in lower case, no default port, no query, no session, nothing escaped.
_NORMAL = re.compile(
    rf"https?://[a-z0-9.-]+(?::(?!80/|443/){_PORT})?/[A-Za-z0-9!$&'()*+,=:@/~._-]*",
    re.ASCII,
)
_LINE_BREAKS = {ord(c): None for c in "\t\r\n"}  # dropped inside a URL (WHATWG URL, 4.4)


def normalize_url(url: str) -> str:
    """Return the one spelling under which an address is known: what the store and the frontier compare.

    Scheme and host in lower case, default port, fragment, tracking parameters and session ids dropped, escapes in upper case,
    unreserved characters unescaped, an empty path as "/". The order of other parameters stays.
    What cannot be parsed comes back as it is.
    """
    if _NORMAL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if not host:
        return url
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        netloc += f":{port}"
    query = parts.query
    if query:
        kept = [
            (key, value)
            for key, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
            if not TRACKING.fullmatch(key)
        ]
        if len(kept) != query.count("&") + 1:
            query = urlencode(kept, errors="surrogateescape")
    path = _SESSION.sub("", parts.path) if ";" in parts.path else parts.path
    return urlunsplit((parts.scheme, netloc, _settle_escapes(path) or "/", query, ""))


def _settle_escapes(path: str) -> str:
    if "%2f" in path.lower():  # an escaped slash is not a slash
        return re.sub("%[0-9a-fA-F]{2}", lambda match: match[0].upper(), path)
    plain = unquote(path, errors="surrogateescape") if "%" in path else path
    return quote(plain, safe=_SAFE, errors="surrogateescape")


def host_of(url: str) -> str:
    """Return host and port as written in lower case ("127.0.0.1:8101"), "" for what has none."""
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return _plain_host(plain)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    return f"{host}:{port}" if port is not None and port != _DEFAULT_PORTS.get(parts.scheme) else host


def _plain_host(match: re.Match[str]) -> str:
    scheme, host, port = match.group(1, 2, 3)
    return host.lower() + port if port and int(port[1:]) != _DEFAULT_PORTS[scheme] else host.lower()


def authority_of(url: str) -> str:
    """Return scheme, host and port of an absolute address as they are written: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=8192)
def registered_host(url: str) -> str:
    """Return what somebody has registered of an address's host, without port: "example.co.uk" for "news.example.co.uk".

    Addresses in digits, and names without a public suffix ("localhost"), stand for themselves; "" for what has none.
    """
    host = host_of(url)
    host = (
        host.rpartition(":")[0]
        if re.search(r":\d+$", host) and not host.endswith("]") and host.count(":") == 1
        else host
    )
    host = host.strip("[]").rstrip(".")
    if not host or ":" in host or re.fullmatch(r"[\d.]+|0x[0-9a-f.x]+", host):
        return host
    return str(_suffixes().privatesuffix(host) or host)


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList  # 100 ms that only crawls pay

    return PublicSuffixList()


def path_and_query(url: str) -> tuple[str, str] | None:
    """Return path and query as they are written; `None` for what cannot be parsed."""
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return plain[4], plain[5] or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.path, parts.query


def path_of(url: str) -> str:
    """Return path and query, unescaped: what the patterns of a definition are held against."""
    parts = path_and_query(url)
    if parts is None:
        return ""
    path, query = parts
    return unquote(path or "/") + (f"?{query}" if query else "")


def settled_path(url: str) -> str:
    """Return path and query of an address without what says only how a reader came to it."""
    return path_of(normalize_url(url) if "?" in url else url)
