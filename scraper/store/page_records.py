"""What comes out of the store about pages, beside the records of `scraper.model`. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scraper.model import CleanedPage, PageType, RelatedItem
from scraper.versions import Change


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
class Version:
    """An article as it stood for a while."""

    since: datetime
    """When the first answer with it was asked for."""

    until: datetime
    """When the last one was."""

    page: CleanedPage
    """The record of the last one."""

    changes: tuple[Change, ...] = ()
    """What it changed; empty for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All versions of a stored page."""

    site: str
    url: str
    versions: tuple[Version, ...]
    """The first first."""

    gone_at: datetime | None
    """When the page was first found to be gone; `None`: it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFilter:
    """Which stored pages are meant: all conditions that are not `None` hold."""

    site: str | None = None
    since: date | None = None
    """First day, by the day of publication as the page gives it, else the day of the fetch (UTC)."""

    until: date | None = None
    """Last day, included."""

    page_type: PageType | None = None
    versions: bool = False
    """The earlier versions of each page too, before it, the first first."""
