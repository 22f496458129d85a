"""What the headers of an answer say of other addresses (RFC 8288), and of its encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.discover.findings import Headers
from scraper.urls import absolute_url

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Linked:
    """The `Link` headers of an answer that its way in goes by."""

    hubs: tuple[str, ...] = ()
    next: str | None = None

    @classmethod
    def of(cls, headers: Headers, url: str) -> Linked:
        """Read the headers of the answer from `url`."""
        found = list(links_of(headers, url))
        return cls(
            hubs=tuple(dict.fromkeys(target for rels, target in found if "hub" in rels)),
            next=next((target for rels, target in found if "next" in rels), None),
        )


def links_of(headers: Headers, url: str) -> Iterator[tuple[list[str], str]]:
    """Yield the relations and the target of each link in the headers of the answer from `url`."""
    for name, value in headers:
        for match in _LINK.finditer(value) if name == "link" else ():
            target = absolute_url(match[1], base=url)
            rels = _REL.search(match[2])
            if target is not None and rels:
                yield (rels[1] or rels[2] or "").lower().split(), target


def header(headers: Headers, name: str) -> str | None:
    """Return the first value of a header (its name in lower case)."""
    return next((value for key, value in headers if key == name), None)


def charset_of(headers: Headers) -> str | None:
    """Return the charset that the content type names."""
    match = _CHARSET.search(header(headers, "content-type") or "")
    return match[1] if match else None
