"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from scraper.discover.findings import Announced, Findings, Further, Hints, Tally, names
from scraper.discover.linked import Linked
from scraper.text import fold_or_none
from scraper.urls import absolute_url


def read_json_feed(text: str, *, url: str, linked: Linked) -> Findings:
    """Return what a JSON Feed announces. Never raises on bad input."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return Findings(form="json_feed", faults={"JSON that cannot be read": 1})
    if not isinstance(feed, dict):
        return Findings(form="json")
    tally = Tally()
    items = feed.get("items")
    stories = [_story(item, url, tally) for item in (items if isinstance(items, list) else ())]
    following = _address(feed.get("next_url"), url) or linked.next
    hubs = [hub.get("url") for hub in _list(feed.get("hubs")) if isinstance(hub, dict)]
    return Findings(
        form="json_feed",
        stories=tuple(story for story in stories if story),
        further=(Further(following),) if following and following != url else (),
        hints=Hints(
            hubs=tuple(dict.fromkeys([*filter(None, (_address(hub, url) for hub in hubs)), *linked.hubs])),
            self_url=_address(feed.get("feed_url"), url),
        ),
        faults=tally.faults,
    )


def _story(item: Any, url: str, tally: Tally) -> Announced | None:
    if not isinstance(item, dict):
        tally.note("entries that are no entries")
        return None
    identity = item.get("id")
    told = _address(item.get("url"), url) or _address(item.get("external_url"), url)
    address = told or (_address(identity, None) if isinstance(identity, str) else None)
    if address is None or address == url:
        tally.note("entries without an address")
        return None
    if not tally.is_first(address):
        return None
    authors = _list(item.get("authors")) or _list(item.get("author"))
    tags = names(tag for tag in _list(item.get("tags")) if isinstance(tag, str))
    return Announced(
        address,
        title=fold_or_none(_text(item.get("title"))),
        published=tally.moment(_text(item.get("date_published"))),
        modified=tally.moment(_text(item.get("date_modified"))),
        section=tags[0] if tags else None,
        authors=names(_text(author.get("name")) for author in authors if isinstance(author, dict)),
        text=_text(item.get("content_html")),
        language=fold_or_none(_text(item.get("language"))),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _address(value: Any, base: str | None) -> str | None:
    return absolute_url(value, base=base) if isinstance(value, str) and value.strip() else None
