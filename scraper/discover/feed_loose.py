"""Feeds that no XML parser reads, by feedparser: a hundred times slower, and content with anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.discover.findings import Announced, Findings, Form, Further, Hints, Tally, names
from scraper.discover.linked import Linked
from scraper.discover.words import plain
from scraper.urls import absolute_url

MOST_BYTES = 4_000_000
"""What is read so: 2 ms an entry add up."""


def read_loosely(body: bytes, *, form: Form, url: str, linked: Linked) -> Findings:
    """Return what a damaged feed announces, as far as it can be made out. Never raises."""
    import feedparser  # 100 ms that only damaged feeds cost

    tally = Tally()
    if len(body) > MOST_BYTES:
        tally.note("more than is read of a damaged feed: the rest was left out")
    try:
        feed = feedparser.parse(
            body[:MOST_BYTES],
            response_headers={"content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # noqa: BLE001 (it has raised AttributeError, TypeError, AssertionError … on broken markup)
        tally.note("no parser could read it")
        return Findings(form=form, hints=Hints(hubs=linked.hubs), faults=tally.faults)
    stories = tuple(story for entry in feed.entries if (story := _story(entry, url, tally)))
    links = [link for link in feed.feed.get("links", ()) if link.get("href")]
    hubs = [absolute_url(link["href"], base=url) for link in links if link.get("rel") == "hub"]
    following = [absolute_url(link["href"], base=url) for link in links if link.get("rel") == "next"]
    return Findings(
        form=form,
        stories=stories,
        further=tuple(Further(each) for each in following[:1] if each and each != url),
        hints=Hints(hubs=tuple(dict.fromkeys([*filter(None, hubs), *linked.hubs]))),
        faults=tally.faults,
    )


def _story(entry: Mapping[str, Any], url: str, tally: Tally) -> Announced | None:
    named = str(entry.get("link") or entry.get("id") or "").strip()
    address = absolute_url(named, base=url) if named else None
    if address is None or address == url:
        tally.note("entries without an address")
        return None
    if not tally.is_first(address):
        return None
    tags = names(tag.get("term") for tag in entry.get("tags") or ())
    content = [part.get("value") for part in entry.get("content") or ()]
    return Announced(
        address,
        title=plain(entry.get("title")),
        published=tally.moment(entry.get("published") if "published" in entry else None),
        modified=tally.moment(entry.get("updated") if "updated" in entry else None),
        section=tags[0] if tags else None,
        authors=names(author.get("name") for author in entry.get("authors") or ()),
        text=next(filter(None, content), None),
    )
