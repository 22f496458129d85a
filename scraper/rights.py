"""What a page reserves: X-Robots-Tag, meta robots, noai, and the TDM Reservation Protocol. Pure.

Read and kept with every capture. `noindex` and `noarchive` are obeyed by default for what they forbid: the page is left
out of the store, from which exports are made. Machine-readable reservations of text and data mining are for exports to heed.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, urlsplit

from scraper.version import CLEANER

_PRODUCT = CLEANER.partition("/")[0]
"""The name under which a page may speak to us, as in robots.txt."""

WORDS = frozenset({"noindex", "noarchive", "nofollow", "nosnippet", "noai", "noimageai", "nocache"})
"""Directives that are kept; others say how a search engine shows a page."""

_HEAD = 64 * 1024  # bytes of a page in which its meta elements are looked for
_META = re.compile(rb"<meta\s[^>]{1,2000}>", re.IGNORECASE)
_OPENING = re.compile(rb"<!--|<script\b", re.IGNORECASE)
_CLOSING = {b"<!--": re.compile(rb"-->"), b"<script": re.compile(rb"</script\s*>", re.IGNORECASE)}
_ATTRIBUTE = re.compile(r"""(?<![a-z-])([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_AGENT = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*:\s*(.*)$", re.DOTALL)
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What one answer reserves."""

    words: frozenset[str] = frozenset()
    """Directives of X-Robots-Tag and meta robots, of `WORDS`."""

    tdm_reservation: bool | None = None
    """Whether text and data mining is reserved (TDMRep); `None` where nothing says."""

    tdm_policy: str | None = None
    """Address of the policy under which it is allowed."""

    @property
    def forbids_index(self) -> bool:
        """Whether the page is not to be found or exported."""
        return "noindex" in self.words

    @property
    def forbids_archive(self) -> bool:
        """Whether no copy of the page is to be offered."""
        return bool(self.words & {"noarchive", "nocache"})

    def to_json(self) -> str | None:
        """Return it as the store keeps it; `None` if nothing is reserved or said."""
        told: dict[str, object] = {}
        if self.words:
            told["robots"] = sorted(self.words)
        if self.tdm_reservation is not None:
            told["tdm-reservation"] = int(self.tdm_reservation)
        if self.tdm_policy:
            told["tdm-policy"] = self.tdm_policy
        return json.dumps(told, sort_keys=True) if told else None


def signals(kept: str) -> list[str]:
    """Return what the store keeps of an answer's rights (`Rights.to_json`) as names: "noai", "tdm-reservation: 1"."""
    told = json.loads(kept)
    words = [str(word) for word in told.pop("robots", ())]
    return [*words, *(f"{name}: {value}" for name, value in sorted(told.items()))]


@dataclass(slots=True)
class _Found:
    words: set[str] = field(default_factory=set)
    reservation: bool | None = None
    policy: str | None = None


def rights_of(
    url: str, headers: Iterable[tuple[str, str]], body: bytes, *, is_page: bool, tdmrep: bytes | None = None
) -> Rights:
    """Return what an answer reserves. Never raises.

    `headers` have names in lower case; `body` is read for meta elements if it `is_page`. `tdmrep` is the site's
    /.well-known/tdmrep.json, of whose rules the first that fits counts. Of TDMRep (W3C Community Group report, "Processing
    priority") the page itself comes before the headers, and those before the file; what is malformed says nothing.
    """
    found = _Found()
    if tdmrep:
        _read_file(found, url, tdmrep)
    fields = list(headers)
    named = dict(fields)
    _tdm(found, named.get("tdm-reservation"), named.get("tdm-policy"))
    for name, value in fields:
        if name == "x-robots-tag":
            found.words |= _directives(value)
    if is_page:
        _read_meta(found, body)
    return Rights(words=frozenset(found.words), tdm_reservation=found.reservation, tdm_policy=found.policy)


def _tdm(found: _Found, reservation: str | None, policy: str | None) -> None:
    if reservation is not None and reservation.strip() in ("0", "1"):
        found.reservation = reservation.strip() == "1"
        # What is not reserved needs no policy.
        found.policy = policy.strip() or None if policy and found.reservation else None


def _directives(value: str) -> set[str]:
    """Return the directives of an X-Robots-Tag that speak to everybody or to us; "none" is noindex and nofollow."""
    match = _AGENT.match(value)
    if match is not None and match[1].lower() not in _VALUED:
        if match[1].lower() != _PRODUCT:
            return set()
        value = match[2]
    return _words(value)


def _words(value: str) -> set[str]:
    words = {word.strip().lower() for word in value.split(",")}
    if "none" in words:
        words |= {"noindex", "nofollow"}
    return words & WORDS


def _read_meta(found: _Found, body: bytes) -> None:
    metas: dict[str, str] = {}
    for name, content in _metas(body[:_HEAD]):
        if name in ("robots", _PRODUCT):
            found.words |= _words(content)
        elif name in ("tdm-reservation", "tdm-policy"):
            metas.setdefault(name, content)
    _tdm(found, metas.get("tdm-reservation"), metas.get("tdm-policy"))


@lru_cache(maxsize=1)  # whether a page may be stored is asked first, and what it reserves when it is
def _metas(head: bytes) -> tuple[tuple[str, str], ...]:
    """Return the meta elements in the head of a page, name and content, in their order."""
    found = []
    for tag in _META.findall(_shown(head)):
        text = html.unescape(tag.decode("utf-8", "replace"))
        attributes = {
            m[1].lower(): next((v for v in m.groups()[1:] if v is not None), "") for m in _ATTRIBUTE.finditer(text)
        }
        found.append((attributes.get("name", "").strip().lower(), attributes.get("content", "")))
    return tuple(found)


def _shown(head: bytes) -> bytes:
    """Return the head of a page without comments and scripts; one that is not closed is none.

    Once a kind has no end ahead it is not looked for again: thousands of openings would each be followed to the end.
    """
    pieces, at = [], 0
    unclosed: set[bytes] = set()
    for opening in _OPENING.finditer(head):
        kind = opening[0].lower()
        if opening.start() < at or kind in unclosed:
            continue
        closing = _CLOSING[kind].search(head, opening.end())
        if closing is None:
            unclosed.add(kind)
            continue
        pieces.append(head[at : opening.start()])
        at = closing.end()
    return b"".join([*pieces, head[at:]])


def _read_file(found: _Found, url: str, tdmrep: bytes) -> None:
    """Follow the first rule of a tdmrep.json that fits an address."""
    try:
        rules = json.loads(tdmrep)
    except (ValueError, RecursionError):
        return
    parts = urlsplit(url)
    path = _spelled((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    path = path.replace("$", "%24").replace("*", "%2A")  # as a pattern has to name them
    for rule in rules if isinstance(rules, list) else []:
        if not isinstance(rule, Mapping) or not isinstance(rule.get("location"), str):
            continue
        reservation, policy = rule.get("tdm-reservation"), rule.get("tdm-policy")
        if reservation in (0, 1, "0", "1") and _fits(_spelled(rule["location"]), path):
            _tdm(found, str(int(reservation)), policy if isinstance(policy, str) else None)
            return


def _spelled(text: str) -> str:
    """Spell a path or pattern in one way: letters, digits and "-._~" as they are, other escapes in capitals, text as UTF-8."""
    whole = quote(text, safe="%/:?#[]@!$&'()*+,;=~\"<>\\^`{|}", errors="replace")
    return _ESCAPE.sub(
        lambda match: char if (char := chr(int(match[1], 16))) in _UNRESERVED else match[0].upper(), whole
    )


def _fits(location: str, path: str) -> bool:
    """Match as robots.txt does: from the beginning, "*" for anything, "$" for the end."""
    ends = location.endswith("$")
    pieces = (location[:-1] if ends else location).split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1] if len(pieces) > 1 else []:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if len(pieces) == 1:
        return not ends or at == len(path)
    last = pieces[-1]
    return path.endswith(last) and len(path) - len(last) >= at if ends else path.find(last, at) >= 0
