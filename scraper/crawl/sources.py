"""What is known of a source when it has been looked at. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scraper.crawl.reading import Reading
from scraper.discover import WAYS, Hints
from scraper.model import Page
from scraper.polling import BOUNDS, NAMED, Poll, floor_of, gap_of, is_after, skip_of
from scraper.robots import ROBOTS
from scraper.site import Site
from scraper.store import QueuedLink

ONCE_A_RUN = timedelta(days=1)
"""How long a source rests inside a run, however often it is to be looked at: a run ends when nothing is due."""

_LATELY = timedelta(days=7)


def is_named(link: QueuedLink) -> bool:
    """Tell whether a link is a way in that the definition names."""
    return link.every is not None and link.link.found_by in NAMED


def is_source(link: QueuedLink) -> bool:
    """Tell whether a link is looked at again and again: a way in of the definition, or a sitemap that one leads to.

    Further pages of feeds, interfaces and listings are none: they are asked for when the first one brings something.
    """
    return link.every is not None or link.link.kind == "sitemap"


def comes_back(link: QueuedLink) -> bool:
    """Tell whether a link may be asked for with its validators."""
    return is_source(link) or link.link.kind in WAYS or link.is_revisit


def poll_of(
    link: QueuedLink, reading: Reading, page: Page, site: Site, *, now: datetime, rest: timedelta
) -> Poll | None:
    """Return what is known of a source by its answer; `None` for a link that is none. `rest` is its least rest from now on."""
    if not is_source(link):
        return None
    bounds = BOUNDS[_role(link, reading, now)]
    if reading.outcome == "not_modified" and link.every is not None:  # an answer without its form: an index, perhaps
        bounds = replace(bounds, most=max(bounds.most, link.every))
    told = reading.hints
    dates = (story.modified or story.published for story in reading.links if story.kind == "article")
    return Poll(
        bounds=bounds,
        law=site.discover.every if is_named(link) or _is_robots(link.link.found_on) else None,
        floor=floor_of(_rest(told, now) if told else None, page.headers, now=now),
        gap=gap_of(dates, now=now),
        rest=rest,
    )


def _rest(told: Hints, now: datetime) -> timedelta | None:
    rests = (told.rest, skip_of(told.skip_hours, told.skip_days, now=now))
    return max((rest for rest in rests if rest is not None), default=None)


def _role(link: QueuedLink, reading: Reading, now: datetime) -> str:
    known = link.link
    if known.kind != "sitemap":
        return known.kind
    if reading.form in ("robots", "sitemap_index"):
        return reading.form
    if _is_robots(known.url):
        return "robots"
    if known.found_by == "sitemap" and not _is_robots(known.found_on):
        dated = link.modified is not None and not is_after(link.modified, now - _LATELY)
        return "old sitemap of an index" if dated else "sitemap of an index"
    return "sitemap"


def _is_robots(url: str | None) -> bool:
    return url is not None and urlsplit(url).path == ROBOTS
