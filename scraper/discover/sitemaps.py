"""Sitemaps (sitemaps.org, protocol 0.9) and Google's news extension, read in pieces: memory is that of what is found.

A sitemap is flat, so it is read entry by entry as text, and no XML parser has to agree: prefixes and namespaces may be
wrong, ampersands bare, the end cut off. No entity is expanded but HTML's own names. Images and videos are skipped.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scraper.discover.feeds import FEEDS, read_feed
from scraper.discover.findings import Announced, Findings, Form, Further, Headers, Tally
from scraper.discover.linked import charset_of
from scraper.discover.lists import read_lines
from scraper.discover.sniff import form_of, wide
from scraper.discover.unpack import Unpacked
from scraper.discover.words import plain, unescape, without
from scraper.model import Source
from scraper.text import fold_or_none
from scraper.urls import Resolver, absolute_url

SITEMAPS: frozenset[Form] = frozenset(("urlset", "sitemap_index", "robots", "list"))
"""Forms that are read here; a feed is a sitemap, too."""

MOST_BYTES = 52_428_800
"""Unpacked: the protocol's own limit."""

MOST_ENTRIES = 100_000
"""Twice the protocol's limit; what lies behind is counted, and left out."""

WELL_KNOWN = (
    "/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml", "/wp-sitemap.xml", "/sitemap.xml.gz", "/sitemap.txt",
    "/sitemap_news.xml", "/news-sitemap.xml", "/sitemap-news.xml", "/google-news-sitemap.xml", "/sitemaps/news.xml",
    "/arc/outboundfeeds/news-sitemap/?outputType=xml",
)  # fmt: skip
"""Where sitemaps are that no robots.txt names."""

_ENTRY = re.compile(r"<(?:([\w.-]+):)?(url|sitemap)(?=[\s>/])[^<>]*>", re.IGNORECASE)
_FIELD = re.compile(
    r"<(?:([\w.-]+):)?(loc|lastmod|publication_date|title|language|name)(?=[\s>])[^<>]*>\s*"
    r"(?:<!\[CDATA\[(.{0,4000}?)\]\]>|([^<]*))(?=<)",
    re.IGNORECASE | re.DOTALL,
)
_SIMPLE = re.compile(
    r"<url>\s*<loc>\s*([^<>&\s]+)\s*</loc>\s*(?:<lastmod>\s*([^<>&]{0,60}?)\s*</lastmod>\s*)?"
    r"(?:<changefreq>[^<>]*</changefreq>\s*)?(?:<priority>[^<>]*</priority>\s*)?</url>\s*"
)
"""An entry as nearly all are: read in a quarter of the time."""

_DECLARED = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_NAMED = re.compile(r"\ufeff?[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE)
_OF_SITEMAPS = (".xml", ".xml.gz")
_OTHER_MEDIA = frozenset(("image", "video"))
_LONGEST_ENTRY = 1 << 18
"""Characters; what is longer is no entry."""


def read_sitemap(body: bytes, *, url: str, headers: Headers = ()) -> Findings:
    """Return the stories and further sitemaps that a sitemap names. Never raises on bad input.

    `url` is its own address: relative addresses are resolved against it. Read are urlset, index and news sitemaps, lists of
    addresses, feeds, and the "Sitemap" lines of a robots.txt, each packed or not; of anything else only the form comes back.
    """
    unpacked = Unpacked(body, MOST_BYTES)
    texts = _decoded(unpacked, charset_of(headers))
    first = next(texts, "")
    form = form_of(first)
    if form in FEEDS:
        return read_feed(body, url=url, headers=headers)
    reader = _Reader(url, form)
    if form == "robots":
        reader.read_robots(_lines(first, texts))
    elif form == "list":
        reader.read_list(_lines(first, texts))
    elif form in ("urlset", "sitemap_index", "xml"):
        reader.read_entries(first, texts)
    if unpacked.fault is not None:
        reader.tally.note(unpacked.fault)
    return reader.findings()


def guesses(home: str) -> tuple[str, ...]:
    """Return the addresses under which a site with this front page may have sitemaps, robots.txt first."""
    places = ("/robots.txt", *WELL_KNOWN)
    return tuple(url for place in places if (url := absolute_url(place, base=home)) is not None)


class _Reader:
    """Reads one sitemap."""

    def __init__(self, url: str, form: Form) -> None:
        self.tally = Tally(seen={url})  # an index may name itself
        self._form = form
        self._resolver = Resolver(url)
        self._stories: list[Announced] = []
        self._further: list[Further] = []

    def findings(self) -> Findings:
        found: Form = "urlset" if self._form == "xml" and (self._stories or self._further) else self._form
        if found in ("urlset", "sitemap_index") and not self._stories and self._further:
            found = "sitemap_index"
        return Findings(
            form=found, stories=tuple(self._stories), further=tuple(self._further), faults=self.tally.faults
        )

    def read_robots(self, lines: Iterator[str]) -> None:
        for line in lines:
            if match := _NAMED.match(line):
                self._add(match[1], "sitemap")

    def read_list(self, lines: Iterator[str]) -> None:
        for line in read_lines(lines):
            if line.url is None:
                self.tally.note("lines that are no address")
            else:
                self._add(line.url, "url")

    def read_entries(self, first: str, texts: Iterator[str]) -> None:
        """Read the entries piece by piece; what may go on in the next piece waits for it."""
        held = first
        for text in texts:
            held = without(held, "<!--", "-->")
            cut = _settled_end(held)
            self._read(held[:cut])
            held = held[cut:] + text
        self._read(without(held, "<!--", "-->"))

    def _read(self, text: str) -> None:
        entry = _ENTRY.search(text)
        if "<loc" in (before := text[: entry.start() if entry else len(text)]):
            self._read_entry(None, "url", before)
        while entry:
            at = entry.start()
            while simple := _SIMPLE.match(text, at):
                self._add(simple[1], "url", simple[2])
                at = simple.end()
            if at > entry.start():
                entry = _ENTRY.search(text, at)
                continue
            following = _ENTRY.search(text, entry.end())
            inner = text[entry.end() : following.start() if following else len(text)]
            self._read_entry(entry[1], entry[2].lower(), inner)
            entry = following

    def _read_entry(self, prefix: str | None, kind: str, inner: str) -> None:
        """Read what stands between the start of an entry and that of the next."""
        addresses: list[tuple[str | None, str]] = []
        facts: dict[str, str] = {}
        for match in _FIELD.finditer(inner):
            space, name = match[1], match[2].lower()
            if space is not None and space.lower() in _OTHER_MEDIA:
                continue
            value = (match[3] if match[3] is not None else unescape(match[4])).strip()
            if name == "loc":
                addresses.append((space, value))
            else:
                facts.setdefault(name, value)
        own = [value for space, value in addresses if space == prefix] or [value for _, value in addresses[:1]]
        if not own:
            self.tally.note("entries without an address")
        if len(own) > 1 and ("<image" in inner or "<video" in inner):
            own = own[:1]
        for value in own:
            self._add(value, kind, facts.get("lastmod"), facts)

    def _add(self, told: str, kind: str, lastmod: str | None = None, facts: dict[str, str] | None = None) -> None:
        tally = self.tally
        address = self._resolver.address(told.replace("&amp;", "&") if "&" in told else told) if told else None
        if address is None:
            tally.note("entries without an address")
            return
        url = address.url
        if not tally.is_first(url):
            return
        if len(tally.seen) > MOST_ENTRIES + 1:
            tally.note(f"entries behind the first {MOST_ENTRIES:,}, left out")
            return
        moment = tally.moment(lastmod) if lastmod else None
        if kind == "sitemap" or self._form == "sitemap_index" or _is_sitemap(url):
            self._further.append(Further(url, moment))
        elif facts:
            self._stories.append(_story(url, moment, facts, tally))
        else:
            self._stories.append(Announced(url, None, None, moment))


def _story(url: str, modified: str | None, facts: dict[str, str], tally: Tally) -> Announced:
    name = fold_or_none(facts.get("name"))
    return Announced(
        url,
        title=plain(facts.get("title")),
        published=tally.moment(facts.get("publication_date")),
        modified=modified,
        source=Source(name=name) if name else None,
        language=fold_or_none(facts.get("language")),
    )


def _is_sitemap(url: str) -> bool:
    return url.endswith(_OF_SITEMAPS) or ("?" in url and urlsplit(url).path.endswith(_OF_SITEMAPS))


def _settled_end(text: str) -> int:
    """Return where the last entry of a piece begins, or a comment that is not closed: up to there nothing can change."""
    at = max(text.rfind("<url"), text.rfind("<sitemap"), text.rfind(":url"), text.rfind(":sitemap"), 0)
    at = max(text.rfind("<", 0, at + 1), 0)
    comment = text.rfind("<!--")
    if comment >= 0 and text.find("-->", comment) < 0:
        at = min(at, comment)
    if at == 0 and len(text) > _LONGEST_ENTRY:
        return max(text.rfind("<"), len(text) - _LONGEST_ENTRY)
    return at


def _decoded(pieces: Unpacked, charset: str | None) -> Iterator[str]:
    """Yield the pieces as text. UTF-8 wherever it is valid, else what is declared, else Windows-1252."""
    decoder: codecs.IncrementalDecoder | None = None
    for piece in pieces:
        if decoder is None:
            decoder = codecs.getincrementaldecoder(_encoding(piece, charset))(errors="replace")
        yield decoder.decode(piece)
    if decoder is not None:
        yield decoder.decode(b"", final=True)


def _encoding(piece: bytes, charset: str | None) -> str:
    if encoding := wide(piece):
        return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(piece)
    except UnicodeDecodeError:
        declared = _DECLARED.search(piece[:512])
        for name in (charset, declared[1].decode("ascii") if declared else None):
            try:
                if name and codecs.lookup(name).name not in ("utf-8", "utf-16", "utf-32"):
                    return name
            except (LookupError, ValueError):
                continue
        return "cp1252"
    return "utf-8"


def _lines(first: str, texts: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a text that comes in pieces."""
    held = first
    for text in texts:
        held += text
        if "\n" in text:
            whole, _, held = held.rpartition("\n")
            yield from whole.splitlines()
    yield from held.splitlines()
