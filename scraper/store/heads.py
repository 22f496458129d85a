"""Stored pages without their text: heads, who promotes whom, which pages are meant. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scraper.model import PageType, RelatedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """The facts of a stored page, without its text."""

    id: str
    """Id of its record: that of the capture."""

    site: str
    url: str
    page_type: PageType
    outcome: str
    headline: str | None
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One teaser: the page it stands on, the item, and the stored page that it leads to."""

    page: PageHead
    item: RelatedItem
    target: PageHead | None
    """`None` where the target is not stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFilter:
    """Which stored pages are meant: all conditions that are not `None` hold."""

    site: str | None = None
    since: date | None = None
    """First day, by the day of publication as the page gives it, else the day of the fetch (UTC)."""

    until: date | None = None
    """Last day, included."""

    page_type: PageType | None = None
