"""Feeds: RSS 0.9x to 2.0, RDF, Atom, JSON Feed, as the world sends them.

bytes -> text -> well-formed XML         feed_xml     nearly all feeds
                 mended, then XML        mend         bare "&", HTML's entities, control characters, undeclared prefixes, a DOCTYPE, the end cut off
                 feedparser              feed_loose   what no XML parser reads: tags that do not match
                 JSON                    feed_json
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from scraper.discover.feed_json import read_json_feed
from scraper.discover.feed_loose import read_loosely
from scraper.discover.feed_xml import read_tree
from scraper.discover.findings import Findings, Form, Headers, Hints
from scraper.discover.linked import Linked, charset_of
from scraper.discover.mend import mend
from scraper.discover.sniff import form_of
from scraper.discover.unpack import unpack
from scraper.dom import decode

FEEDS: frozenset[Form] = frozenset(("rss", "rdf", "atom", "json_feed"))
"""Forms that are read here."""

CUT_OFF = "cut off: read up to there"

MOST_BYTES = 50_000_000
"""Unpacked; what lies behind is cut off, and said to be."""


def read_feed(body: bytes, *, url: str, headers: Headers = ()) -> Findings:
    """Return what a feed announces. Never raises on bad input; of what is no feed only the form comes back.

    `url` is the feed's own address: relative links are resolved against it. Entities are never expanded beyond HTML's
    own names, and nothing outside the answer is asked for.
    """
    fields = tuple(headers)
    body, cut = unpack(body, MOST_BYTES)
    text = decode(body, charset=charset_of(fields)).lstrip("\ufeff")
    form = form_of(text)
    linked = Linked.of(fields, url)
    if form == "json_feed":
        return _also(read_json_feed(text, url=url, linked=linked), cut)
    if form not in FEEDS:
        return Findings(form=form, hints=Hints(hubs=linked.hubs))
    return _also(_read_xml(text, body, url, linked), cut)


def _read_xml(text: str, body: bytes, url: str, linked: Linked) -> Findings:
    root, fault = (None, "") if "<!DOCTYPE" in text else _parsed(text)
    if root is not None and fault is None:
        return read_tree(root, url=url, linked=linked)
    root, fault = _parsed(mend(text))
    mended = _also(read_tree(root, url=url, linked=linked), fault or "not well-formed") if root is not None else None
    if mended is not None and fault in (None, CUT_OFF):
        return mended
    loose = _also(read_loosely(body, form=form_of(text), url=url, linked=linked), "not well-formed")
    return mended if mended is not None and len(mended.stories) >= len(loose.stories) else loose


def _parsed(text: str) -> tuple[ElementTree.Element | None, str | None]:
    """Return the tree of a text without a DOCTYPE, as far as it can be read, and what is wrong with the rest."""
    builder = ElementTree.TreeBuilder()
    parser = ElementTree.XMLParser(target=builder)  # noqa: S314 (no entities come this far)
    fault = "not well-formed"
    try:
        parser.feed(text.lstrip())  # Unicode by now: what its declaration says of bytes does not count
        fault = CUT_OFF
        return parser.close(), None
    except (ElementTree.ParseError, ValueError):
        try:
            return builder.close(), fault
        except AssertionError:  # not even a root
            return None, fault


def _also(findings: Findings, fault: str | None) -> Findings:
    return replace(findings, faults={fault: 1, **findings.faults}) if fault else findings
