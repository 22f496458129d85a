"""RSS 0.9x to 2.0, RDF and Atom feeds, as the world sends them."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.dates import parse_moment
from scraper.text import fold_or_none
from scraper.urls import absolute_url


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One story that a feed names."""

    url: str
    """Absolute, without fragment."""

    title: str | None = None
    published: str | None = None
    """ISO 8601; `None` where the feed gives no date."""


def parse_feed(body: bytes, *, url: str) -> list[FeedEntry]:
    """Return the entries of a feed in its order, each address once; empty for what is no feed. Never raises on bad input.

    `url` is the feed's own address: relative links are resolved against it.
    """
    import feedparser  # 100 ms that only crawls pay

    feed = feedparser.parse(
        body, response_headers={"content-location": url}, sanitize_html=False, resolve_relative_uris=False
    )
    entries: dict[str, FeedEntry] = {}
    for entry in feed.entries:
        named = str(entry.get("link") or entry.get("id") or "")
        link = absolute_url(named, base=url) if named else None
        if link is not None and link != url and link not in entries:
            date = entry.get("published") or entry.get("updated") or ""
            entries[link] = FeedEntry(
                url=link, title=fold_or_none(entry.get("title")), published=parse_moment(date) if date else None
            )
    return list(entries.values())
