"""RSS, RDF and Atom as a tree of elements. Namespaces decide, as far as feeds have them right."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, tostring

from scraper.discover.findings import Announced, Findings, Form, Further, Hints, Tally, names
from scraper.discover.linked import Linked
from scraper.discover.words import person, plain
from scraper.model import Source
from scraper.text import fold_or_none
from scraper.urls import Resolver, absolute_url

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_CORE = ""
_SPACES = {
    "www.w3.org/2005/atom": _CORE, "purl.org/atom/ns": _CORE, "purl.org/rss/1.0": _CORE, "purl.org/net/rss1.1": _CORE,
    "my.netscape.com/rdf/simple/0.9": _CORE, "channel.netscape.com/rdf/simple/0.9": _CORE,
    "backend.userland.com/rss2": _CORE, "backend.userland.com/rss": _CORE, "blogs.law.harvard.edu/tech/rss": _CORE,
    "purl.org/dc/elements/1.1": "dc", "purl.org/dc/elements/1.0": "dc", "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content", "purl.org/rss/1.0/modules/syndication": "sy",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner", "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "atom": _CORE, "rss": _CORE, "dc": "dc", "dcterms": "dcterms", "content": "content", "sy": "sy",
    "feedburner": "feedburner", "itunes": "itunes",
}  # fmt: skip
"""Namespace, without scheme and in lower case -> how its names are written here; last the prefixes that nobody declared, which
stand for themselves. Atom's names are those of RSS, since each stands in the other."""

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_LONGEST_REST = timedelta(days=7)
_OTHER_RELS = frozenset(
    ("self", "enclosure", "edit", "replies", "hub", "next", "previous", "first", "last", "license", "related")
)
_WORDPRESS = re.compile(r"wordpress\.(?:org|com)", re.IGNORECASE)
_HTTP = re.compile(r"https?://", re.IGNORECASE)

Fields = dict[str, list[Element]]


def read_tree(root: Element, *, url: str, linked: Linked) -> Findings:
    """Return what the tree of a feed announces."""
    return _Reader(root, url, linked).read()


class _Names(dict[str, str]):
    """Tag of ElementTree -> name as it is used here: "title", "dc:creator"; of unknown namespaces "?:name"."""

    def __init__(self, root: str) -> None:
        self._root = root if "rdf-syntax" not in root else None

    def __missing__(self, tag: str) -> str:
        space, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
        prefix = _CORE
        if space and space != self._root:
            prefix = _SPACES.get(space.rpartition("://")[2].lower().rstrip("/#"), "?")
        name = f"{prefix}:{local.lower()}" if prefix else local.lower()
        self[tag] = name
        return name


class _Reader:
    """Reads one feed."""

    def __init__(self, root: Element, url: str, linked: Linked) -> None:
        self._root = root
        self._names = _Names(root.tag[1:].rpartition("}")[0] if root.tag[0] == "{" else "")
        self._url = url
        self._linked = linked
        self._tally = Tally()
        self._base = absolute_url(root.get(_BASE, ""), base=url) or url
        self._resolver = Resolver(self._base)

    def read(self) -> Findings:
        root, names_ = self._root, self._names
        entries = [element for element in root.iter() if names_[element.tag] in ("item", "entry")]
        kind = names_[root.tag]
        channel = root if kind in ("feed", "channel") else next((c for c in root if names_[c.tag] == "channel"), root)
        if channel is not root and channel.get(_BASE):
            self._base = absolute_url(channel.get(_BASE, ""), base=self._base) or self._base
            self._resolver = Resolver(self._base)
        about = self._fields(channel)
        home = self._address(about.get("link", ()))
        stories = tuple(story for entry in entries if (story := self._story(entry, home)) is not None)
        form: Form = "atom" if kind == "feed" else "rdf" if kind.endswith("rdf") else "rss"
        return Findings(
            form=form,
            stories=stories,
            further=self._further(about, has_entries=bool(entries)),
            hints=self._hints(about),
            faults=self._tally.faults,
        )

    def _fields(self, element: Element) -> Fields:
        found: Fields = {}
        names_ = self._names
        for child in element:
            name = names_[child.tag]
            if name in found:
                found[name].append(child)
            else:
                found[name] = [child]
        return found

    def _story(self, entry: Element, home: str | None) -> Announced | None:
        fields = self._fields(entry)
        url = self._story_address(entry, fields, home)
        if url is None or url == self._url:
            self._tally.note("entries without an address")
            return None
        if not self._tally.is_first(url):
            return None
        sections = fields.get("category") or fields.get("dc:subject") or ()
        moment = self._tally.moment
        return Announced(
            url,
            plain(_text(fields, "title", "dc:title")),
            moment(
                _text(
                    fields, "pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created"
                )
            ),
            moment(_text(fields, "updated", "modified", "dcterms:modified", "lastmod")),
            plain(next(filter(None, (_term(each) for each in sections)), None)),
            self._authors(fields),
            self._source(fields),
            _full_text(fields),
            fold_or_none(_text(fields, "dc:language") or entry.get(_LANG)),
        )

    def _story_address(self, entry: Element, fields: Fields, home: str | None) -> str | None:
        """Return where a story is: its link; its permanent link where it has none, or where all lead to the front page."""
        own = entry.get(_BASE)
        base = absolute_url(own, base=self._base) if own else None
        told = _text(fields, "feedburner:origlink")
        url = self._resolved(told, base) if told else None
        url = url or self._address(fields.get("link", ()), base)
        if url is None or url in (home, self._url):
            url = self._permalink(entry, fields) or url
        return url

    def _permalink(self, entry: Element, fields: Fields) -> str | None:
        for guid in fields.get("guid", ()):
            says = next((value for name, value in guid.items() if name.lower() == "ispermalink"), "true")
            text = (guid.text or "").strip()
            if _HTTP.match(text) and says.strip().lower() != "false":
                return self._resolved(text)
        told = (_text(fields, "id", "dc:identifier") or "", entry.get(_ABOUT, entry.get("about", "")))
        return next((self._resolved(text.strip()) for text in told if _HTTP.match(text.strip())), None)

    def _address(self, links: list[Element] | tuple[Element, ...], base: str | None = None) -> str | None:
        """Return where the links of an entry lead: what RSS writes as text, or Atom's "alternate", a page before other types."""
        second = None
        for link in links:
            href = link.get("href")
            if href is None:
                text = (link.text or "").strip()
                if text and (url := self._resolved(text, base)):
                    return url
                continue
            rel = link.get("rel", "alternate").lower()
            if rel in _OTHER_RELS:
                continue
            inner = link.get(_BASE)
            url = self._resolved(href, absolute_url(inner, base=base or self._base) if inner else base)
            if url is None:
                continue
            if rel.endswith("alternate") and "html" in link.get("type", "text/html"):
                return url
            second = second or url
        return second

    def _resolved(self, href: str, base: str | None = None) -> str | None:
        address = (Resolver(base) if base else self._resolver).address(href)
        return address.url if address else None

    def _authors(self, fields: Fields) -> tuple[str, ...]:
        found: list[str | None] = []
        for author in fields.get("author", ()):
            name = next((child.text for child in author if self._names[child.tag] == "name"), None)
            found.append(person(name or author.text))
        if not any(found):
            found = [person(creator.text) for creator in fields.get("dc:creator", ())]
        if not any(found):
            found = [person(author.text) for author in fields.get("itunes:author", ())]
        return names(found)

    def _source(self, fields: Fields) -> Source | None:
        for source in fields.get("source", ()):
            inner = self._fields(source)
            name = plain(_text(inner, "title") or source.text)
            if name:
                told = source.get("url")
                return Source(name=name, url=self._resolved(told) if told else self._address(inner.get("link", ())))
        return None

    def _further(self, about: Fields, *, has_entries: bool) -> tuple[Further, ...]:
        """Return the feed's next page: as it says (RFC 5005, 3 and 4), or as WordPress numbers them."""
        for url in (*self._related(about, "next"), *self._related(about, "prev-archive")):
            if url != self._url:
                return (Further(url),)
        if self._linked.next and self._linked.next != self._url:
            return (Further(self._linked.next),)
        if has_entries and any(
            _WORDPRESS.search(f"{generator.text} {generator.get('uri')}") for generator in about.get("generator", ())
        ):
            return (Further(next_of_wordpress(self._url)),)
        return ()

    def _related(self, about: Fields, rel: str) -> list[str]:
        found = (
            self._resolved(link.get("href", ""))
            for link in about.get("link", ())
            if link.get("href") and rel in link.get("rel", "").lower().split()
        )
        return [url for url in found if url]

    def _hints(self, about: Fields) -> Hints:
        def inside(name: str) -> list[str]:
            return [(child.text or "").strip() for outer in about.get(name, ()) for child in outer]

        hours = (int(text) for text in inside("skiphours") if text.isdecimal() and len(text) < 3)
        return Hints(
            rest=_rest(about),
            skip_hours=tuple(dict.fromkeys(hour % 24 for hour in hours if hour <= 24)),
            skip_days=names(inside("skipdays")),
            hubs=tuple(dict.fromkeys([*self._related(about, "hub"), *self._linked.hubs])),
            self_url=next(iter(self._related(about, "self")), None),
            updated=self._tally.moment(_text(about, "lastbuilddate", "pubdate", "updated", "modified", "dc:date")),
        )


def next_of_wordpress(url: str) -> str:
    """Return the address of a WordPress feed's next page: `?paged=2` and on."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    page = next((int(value) for name, value in query if name == "paged" and value.isdecimal()), 1)
    kept = [(name, value) for name, value in query if name != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*kept, ("paged", str(page + 1))])))


def _text(fields: Fields, *wanted: str) -> str | None:
    """Return the first text that one of the names has."""
    for name in wanted:
        for element in fields.get(name, ()):
            text = element.text if not len(element) else "".join(element.itertext())
            if text and not text.isspace():
                return text
    return None


def _term(category: Element) -> str | None:
    """Return the name of a category: RSS writes it as text, Atom as a label for readers or a term."""
    told: str | None = category.text
    return told if told and not told.isspace() else category.get("label") or category.get("term")


def _full_text(fields: Fields) -> str | None:
    for element in (*fields.get("content:encoded", ()), *fields.get("content", ())):
        if len(element):
            return _markup(element)
        text: str | None = element.text
        if text and not text.isspace():
            return text
    return None


def _markup(element: Element) -> str | None:
    """Return XHTML as HTML, without its namespace."""
    for inner in element.iter():
        inner.tag = inner.tag.rpartition("}")[2]
    try:
        markup: str = (element.text or "") + "".join(tostring(child, "unicode", method="html") for child in element)
    except (RecursionError, ValueError, TypeError):
        return None
    return markup


def _rest(about: Fields) -> timedelta | None:
    """Return how long a feed says that it rests, a week at most; `None` where it says nothing that can be read."""
    rests = []
    minutes = (_text(about, "ttl") or "").strip()
    if minutes.isdecimal() and len(minutes) < 8:
        rests.append(timedelta(minutes=int(minutes)))
    period = _PERIODS.get((_text(about, "sy:updateperiod") or "").strip().lower())
    if period is not None:
        often = (_text(about, "sy:updatefrequency") or "1").strip()
        times = int(often) if often.isdecimal() and 0 < len(often) < 6 and int(often) else 1
        rests.append(timedelta(hours=period) / times)
    return min(max(rests), _LONGEST_REST) if rests else None
