"""What ways in say of links that are known: that they have changed. Pure, over rows of the table of links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.engine import RowMapping

from scraper.frontier import priority
from scraper.model import Link
from scraper.polling import believed, is_after, is_newer
from scraper.revisits import is_wholesale
from scraper.store.records import QueuedLink
from scraper.store.types import key_of

Key = TypeVar("Key")

ASK_LOST = timedelta(days=7)
"""How long a sitemap that was given up is left alone while its index still names it."""


def believable(said: Mapping[Key, Mapping[str, Any]]) -> Mapping[Key, Mapping[str, Any]]:
    """Return what a way in says of all links that it names (`claimed`), without what makes them due where it says so of too many."""
    if not is_wholesale(sum("claim" in values for values in said.values()), of=len(said)):
        return said
    return {at: {name: value for name, value in values.items() if name == "modified"} for at, values in said.items()}


def claimed(row: RowMapping, link: Link, source: QueuedLink | None, *, now: datetime) -> Mapping[str, Any]:
    """Return what changes of a known link because a way in, `source`, names it: what it says of its last change, and that it is due.

    What a source says is acted upon as far as it has proved true. A sitemap that was given up comes back while its index names it.
    """
    values: dict[str, Any] = {"modified": link.modified} if is_newer(link.modified, row["modified"]) else {}
    if row["state"] not in ("waiting", "settled") or row["last_tried"] is None or source is None:
        return values
    due = {"due": now, "state": "ready", "failures": 0}
    is_sitemap = row["kind"] == "sitemap" and link.kind == "sitemap"
    # An index is asked whether something has changed since, a story's date once: each article that it dates today is no news tomorrow.
    acts = is_sitemap or (row["visits"] > 0 and values)
    if acts and is_after(link.modified, row["last_tried"]) and believed(source.claims_kept, source.claims_broken):
        return values | due | claim(row, source)
    if is_sitemap and row["state"] == "settled" and now - row["last_tried"] >= ASK_LOST:
        return values | due
    return values


def claim(row: RowMapping, source: QueuedLink) -> dict[str, Any]:
    """Return the columns that say which way in claims that a link has changed, and that it goes before those of the plan."""
    place = priority(row["kind"], revisit="claimed") if row["kind"] == "article" else row["priority"]
    return {"claim": key_of(source.link.url), "priority": place}
