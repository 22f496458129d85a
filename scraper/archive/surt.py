"""The key of an address in an index: sorted by domain, spelled as pywb and the wayback machines spell it. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_PORTS = {"http": 80, "https": 443}
_WWW = re.compile(r"www\d*\.(?=.)")
_SLASHES = re.compile("/{2,}")
_PLAIN = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_DEEPEST = 10  # escapes of escapes that are undone
_FORM_SESSION = re.compile(r"(?<=/)\((?:[a-z]\([0-9a-z]{24}\))+\)/(?=[^/]+\.aspx)", re.IGNORECASE)
_SESSION = re.compile(
    r"(?<![^&])(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)",
    re.IGNORECASE,
)


def surt(url: str) -> str:
    """Return the key of an address: "https://www.News.example/A?b=2&a=1" gives "example,news)/a?a=1&b=2".

    Of one key are addresses that differ in scheme, "www", case, order of the query, escapes, slashes, and session ids.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return re.sub(r"\s", "%20", url)
    place = f":{port}" if port not in (None, _PORTS.get(parts.scheme)) else ""
    query = _query(parts.query)
    return f"{_host(host)}{place}){_path(parts.path)}{f'?{query}' if query else ''}".lower()


def _host(host: str) -> str:
    host = _WWW.sub("", host.rstrip("."), count=1) if _WWW.match(host) else host.rstrip(".")
    if ":" in host:
        return host
    try:
        host = _spelled(host) if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        host = _spelled(host)
    return ",".join(reversed(host.split(".")))


def _path(path: str) -> str:
    steps: list[str] = []
    for step in _SLASHES.sub("/", _spelled(_FORM_SESSION.sub("", path))).split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)


def _query(query: str) -> str:
    kept = _SESSION.sub("", _spelled(query).lower())
    return "&".join(sorted(kept.split("&"), key=lambda part: part.split("=", 1)))


def _spelled(text: str) -> str:
    """Undo escapes, and those of escapes, and escape what has to be."""
    data = text.encode("utf-8", errors="replace")
    for _ in range(_DEEPEST):
        data, before = unquote_to_bytes(data), data
        if data == before:
            break
    return quote_from_bytes(data, safe=_PLAIN)
