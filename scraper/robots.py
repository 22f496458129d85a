"""What a host allows: its robots.txt, read as RFC 9309 has it. Pure; the file is fetched by `scraper.fetch`."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from protego import Protego

PRODUCT = "scraper"
"""Our product token (RFC 9309, 2.2.1): the name under which a robots.txt may speak to us."""

MAX_SIZE = 500 * 1024
"""Bytes that are read of a robots.txt (2.5)."""

MAX_REDIRECTS = 5
"""Redirects that are followed to it, across hosts too (2.3.1.2)."""

Refusal = Literal["robots", "robots_unreachable"]

_AGENT = re.compile(r"^([ \t]*user[- ]?agent[ \t]*[: \t])([^\r\n#]*)", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"[ \t:]*([a-zA-Z_-]+)(?![a-zA-Z0-9_-])")
_ANYBODY = re.compile(r"[ \t:]*\*[ \t]*")


@dataclass(frozen=True, slots=True)
class Robots:
    """What the robots.txt of one authority (scheme, host, port) says to us."""

    refusal: Refusal = "robots"
    """The outcome of a link that is not allowed."""

    crawl_delay: float | None = None
    """Seconds between two requests; not part of the RFC, obeyed. `None` if it names none that is a number."""

    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, as written."""

    rules: Protego | None = None
    """`None` where there is no file to read: then `allow_all` decides."""

    allow_all: bool = True
    why: str | None = None
    """What kept the file from being read; `None` if nothing did, or nobody has said."""

    def allowed(self, url: str) -> bool:
        """Tell whether `url` (absolute, of this authority) may be asked for. Never raises."""
        if self.rules is None:
            return self.allow_all
        try:
            return bool(self.rules.can_fetch(url, PRODUCT))
        except ValueError:  # no address
            return False


ALLOWED = Robots()
"""There is no robots.txt (2.3.1.3)."""

FORBIDDEN = Robots(allow_all=False)
"""The robots.txt itself is kept from us, and so, we take it, is the rest."""

UNREACHABLE = Robots(allow_all=False, refusal="robots_unreachable")
"""The robots.txt could not be read for now: complete disallow (2.3.1.4)."""


def read_robots(status: int, body: bytes) -> Robots:
    """Return what an answer to the request for a robots.txt means, by its status (2.3.1).

    2xx: the rules in `body`. 4xx: everything is allowed, except that 401 and 403 forbid everything, which is
    stricter than the RFC. 429, which asks for less, and 5xx: unreachable. A redirect that leads nowhere: as if
    there were none. For no answer at all there is `UNREACHABLE`.
    """
    if 200 <= status < 300:
        return parse_robots(body)
    if status in (401, 403):
        return FORBIDDEN
    if 300 <= status < 500 and status != 429:
        return ALLOWED
    return UNREACHABLE


def parse_robots(body: bytes) -> Robots:
    """Read the first 500 KiB of a robots.txt; every line that can be read counts (2.3.1.5). Never raises."""
    rules = Protego.parse(_AGENT.sub(_addressee, _decode(body)))
    return Robots(rules=rules, crawl_delay=rules.crawl_delay(PRODUCT), sitemaps=tuple(rules.sitemaps))


def _decode(body: bytes) -> str:
    whole = len(body) <= MAX_SIZE
    body = body[:MAX_SIZE]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", errors="replace")
    else:
        text = body.decode("utf-8-sig", errors="replace")
    if whole:
        return text
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1]  # half a line could say something else


def _addressee(match: re.Match[str]) -> str:
    """Name the one a group speaks to as us, anybody, or somebody else.

    The token is compared whole and without regard to case (2.2.1), where protego would take any beginning of our
    name for ours. And thousands of names cost it time in the square of their number.
    """
    value = match[2]
    name = _NAME.match(value)
    if name is not None:
        return match[1] + (PRODUCT if name[1].lower() == PRODUCT else "other")
    return match[1] + ("*" if _ANYBODY.fullmatch(value) else "other" if value.strip() else "")
