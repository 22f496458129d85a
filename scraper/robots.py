"""What a host allows: its robots.txt, read as RFC 9309 has it. Pure; the file is fetched by `scraper.fetch`."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf
from typing import Literal

from protego import Protego

from scraper.moments import http_date

PRODUCT = "scraper"
"""Our product token (RFC 9309, 2.2.1): the name under which a robots.txt may speak to us."""

ROBOTS = "/robots.txt"
TDMREP = "/.well-known/tdmrep.json"
"""What a site reserves (`scraper.rights`): a file of the same authority, kept in the same way."""

POLICY_FILES = (ROBOTS, TDMREP)

MAX_SIZE = 500 * 1024
"""Bytes that are read of a robots.txt (2.5)."""

MAX_REDIRECTS = 5
"""Redirects that are followed to it, across hosts too (2.3.1.2)."""

LONGEST_USE = timedelta(hours=24)
"""How long a copy is used at most (2.4)."""

SHORTEST_USE = timedelta(minutes=1)
"""How long a copy is used at least, whatever its caching headers say: it precedes every request to the host."""

LAST_GOOD = timedelta(days=30)
"""How long the last copy that could be read is used while the file cannot be read (2.3.1.4)."""

PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), LONGEST_USE)
"""When a file that could not be read is asked for again: behind the first failure in a row, the second …"""

SLOW = 120.0
"""Seconds: a Crawl-delay beyond it is kept, but no run waits for it."""

Refusal = Literal["robots", "robots_unreachable"]
Kind = Literal["rules", "none", "closed", "unreachable"]

_LONGEST = 1e9  # seconds; who asks for more gets as much as a date can hold
_MOST_WORK = 10_000_000
"""Rules with wildcards, times characters of an address: beyond it nobody waits to hear whether one of them fits."""

_QUESTION = re.compile("%3f", re.IGNORECASE)
"""An escaped question mark begins no query (RFC 3986, 2.2); protego would unescape it, but not what is escaped twice."""

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

    wild: int = 0
    """How many of its lines have wildcards: each may be compared with the whole of an address."""

    allow_all: bool = True
    why: str | None = None
    """What kept the file from being read; `None` if nothing did, or nobody has said."""

    def allowed(self, url: str) -> bool:
        """Tell whether `url` (absolute, of this authority) may be asked for. Never raises.

        What would take too long to find out is forbidden: megabytes of wildcards over an address of kilobytes.
        """
        if self.rules is None:
            return self.allow_all
        if self.wild * len(url) > _MOST_WORK:
            return False
        try:
            return bool(self.rules.can_fetch(_QUESTION.sub("%253F", url), PRODUCT))
        except ValueError:  # no address
            return False


ALLOWED = Robots()
"""There is no robots.txt (2.3.1.3)."""

FORBIDDEN = Robots(allow_all=False)
"""The robots.txt itself is kept from us, and so, we take it, is the rest."""

UNREACHABLE = Robots(allow_all=False, refusal="robots_unreachable")
"""The robots.txt could not be read for now: complete disallow (2.3.1.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """What is known of the robots.txt of one authority: what the store keeps between runs."""

    authority: str
    """Scheme, host and port: "https://news.example"."""

    kind: Kind
    """What the last try brought: the file, the word that there is none, a closed door, or nothing."""

    asked_at: datetime
    ask_again: datetime
    """When the copy has aged (2.4), or when a file that could not be read is tried again."""

    body: bytes | None = None
    """The last file that could be read, as far as it is parsed; `None` if there was none, or if it is gone."""

    good_at: datetime | None = None
    """When `body` was fetched."""

    failures: int = 0
    """Tries in a row that could not read it."""

    why: str | None = None
    """What kept it from being read; `None` if nothing did."""

    def is_aged(self, now: datetime) -> bool:
        """Tell whether it has to be asked for again before it is used."""
        return now >= self.ask_again


def copy_of_answer(
    before: RobotsCopy | None, authority: str, status: int, headers: Mapping[str, str], body: bytes, *, now: datetime
) -> RobotsCopy:
    """Return what is known behind an answer to the request for a robots.txt (2.3.1), redirects followed.

    `headers` have names in lower case: their caching decides how long the copy is used (2.4); those of a trouble's
    Retry-After when it is asked for again.
    """
    if _is_unreachable(status):
        return copy_of_failure(before, authority, f"status {status}", now=now)
    kind: Kind = "rules" if 200 <= status < 300 else "closed" if status in (401, 403) else "none"
    again = now + min(max(_freshness(headers, now), SHORTEST_USE), LONGEST_USE)
    kept = body[: MAX_SIZE + 1] if kind == "rules" else None  # one byte more tells that it was cut
    good_at = now if kind == "rules" else None
    why = f"status {status}" if kind == "closed" else None
    return RobotsCopy(
        authority=authority, kind=kind, asked_at=now, ask_again=again, body=kept, good_at=good_at, why=why
    )


def copy_of_policy(
    before: RobotsCopy | None,
    authority: str,
    path: str,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: datetime,
) -> RobotsCopy:
    """Return what is known behind an answer for one of `POLICY_FILES`: a tdmrep.json is used for a day, whatever its headers."""
    return copy_of_answer(before, authority, status, headers if path == ROBOTS else {}, body, now=now)


def copy_of_failure(
    before: RobotsCopy | None, authority: str, why: str, *, now: datetime, retry_after: float | None = None
) -> RobotsCopy:
    """Return what is known behind a try that could not read the file: the last good copy is kept (2.3.1.4).

    `retry_after` is what the server asked for, in seconds.
    """
    failures = (before.failures if before else 0) + 1
    pause = max(PAUSES[min(failures, len(PAUSES)) - 1], timedelta(seconds=retry_after or 0.0))
    known = before if before is not None and before.body is not None else None
    return RobotsCopy(
        authority=authority,
        kind="unreachable",
        asked_at=now,
        ask_again=now + min(pause, LONGEST_USE),
        body=known.body if known else None,
        good_at=known.good_at if known else None,
        failures=failures,
        why=why,
    )


def what_it_says(copy: RobotsCopy, *, now: datetime, closed_allows: bool = False) -> Robots:
    """Return what a copy allows at `now`.

    `closed_allows`: whether a robots.txt that is kept from us (401, 403) allows everything, as the RFC has it
    (2.3.1.3); by default it forbids everything.
    """
    if copy.kind == "none":
        return ALLOWED
    if copy.kind == "closed":
        return ALLOWED if closed_allows else replace(FORBIDDEN, why=copy.why)
    if copy.body is not None and (copy.kind == "rules" or _is_good(copy, now)):
        return replace(parse_robots(copy.body), why=copy.why)
    return replace(UNREACHABLE, why=copy.why)


def _is_good(copy: RobotsCopy, now: datetime) -> bool:
    return copy.good_at is not None and now - copy.good_at <= LAST_GOOD


def _is_unreachable(status: int) -> bool:
    # 304 answers a question that was not asked: what the file says is not known.
    return status in (304, 429) or not 200 <= status < 500


def _freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Return how long an answer is fresh by its own headers (RFC 9111, 4.2.1); as long as may be, where they are silent."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:store|cache)\b", control):
        return timedelta(0)
    if match := re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", control):
        return timedelta(seconds=max(int(match[1]) - _number(headers.get("age")), 0))
    expires = headers.get("expires")
    if expires is None:
        return LONGEST_USE
    until, since = http_date(expires), http_date(headers.get("date")) or now
    return min(until - since, LONGEST_USE) if until else timedelta(0)


def _number(text: str | None) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else 0


def parse_robots(body: bytes) -> Robots:
    """Read the first 500 KiB of a robots.txt; every line that can be read counts (2.3.1.5). Never raises."""
    text = _AGENT.sub(_addressee, _QUESTION.sub("%253F", _decode(body)))
    rules = Protego.parse(text)
    delay = rules.crawl_delay(PRODUCT)
    return Robots(
        rules=rules,
        wild=sum("*" in line or "$" in line for line in text.splitlines()),
        crawl_delay=min(delay, _LONGEST) if delay and 0 < delay < inf else None,
        sitemaps=tuple(rules.sitemaps),
    )


def _decode(body: bytes) -> str:
    whole = len(body) <= MAX_SIZE
    body = body[:MAX_SIZE]
    text = body.decode(_encoding(body), errors="replace")
    if whole:
        return text
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1]  # half a line could say something else


def _encoding(body: bytes) -> str:
    """Return the encoding of a file: UTF-8, as it has to be (2.3), or UTF-16, also without its mark: text has no zeros."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = body[:64]
    if len(start) > 1 and start[1::2].strip(b"\0") == b"":
        return "utf-16-le"
    return "utf-16-be" if len(start) > 1 and start[::2].strip(b"\0") == b"" else "utf-8-sig"


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
