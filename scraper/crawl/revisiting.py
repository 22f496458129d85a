"""What the answer to a stored article means: it has changed or not, moved, gone, or hides behind a wall. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from scraper.crawl.reading import Reading
from scraper.dates import instant_of
from scraper.model import Article, CleanedPage
from scraper.revisits import RECORDS, next_revisit
from scraper.store import QueuedLink
from scraper.versions import changes, makes_version

SHOWN = (*RECORDS, "not_modified")
"""Outcomes of answers that show the article."""

_GOOD = ("ok", "paywalled", "protected")


class Seen(NamedTuple):
    """An answer that was read, beside what was known."""

    reading: Reading
    proved: bool | None = None
    """Whether something had changed, as a way in said; `None`: the answer does not tell."""


def seen(link: QueuedLink, reading: Reading, known: CleanedPage | None, *, elsewhere: bool = False) -> Seen:
    """Hold the answer to an article against its stored record, `known`; `None`: there is none (any more).

    `elsewhere`: its address leads to another story, which was there while this one was, too.
    """
    if reading.outcome in ("gone", "not_modified"):
        return Seen(reading=reading, proved=reading.outcome == "gone")
    page = reading.page
    if elsewhere and page is not None:
        return Seen(reading=Reading(outcome="gone", reason=f"leads to another story, {page.url}"), proved=True)
    if reading.outcome != "stored" or page is None or known is None or known.article is None:
        return Seen(reading=reading)
    if page.article is None or (page.outcome != known.outcome and page.outcome != "ok"):
        return _hidden(link, page)
    if reading.links:  # its further pages: the whole is compared when they are here
        return Seen(reading=replace(reading, outcome="unchanged", page=None, links=(), again=reading.links))
    found = changes(known, page)
    outcome = "changed" if makes_version(found) else "unchanged"
    reason = ", ".join(found) or None
    return Seen(
        reading=replace(reading, outcome=outcome, reason=reason), proved=outcome == "changed" or "modified" in found
    )


def _hidden(link: QueuedLink, page: CleanedPage) -> Seen:
    """Return what an answer without the article comes to: the story is gone, or something stands before it."""
    moved = page.url is not None and page.url != link.link.url
    if page.outcome == "soft_404" or (moved and page.page_type != "article" and page.outcome in ("ok", "no_article")):
        where = f"leads to {page.url}, " if moved else ""
        reason = f"{where}{'a page that says so' if page.outcome == 'soft_404' else 'which is no article'}"
        return Seen(reading=Reading(outcome="gone", reason=reason), proved=True)
    return Seen(reading=Reading(outcome="kept", reason=f"{page.page_type}, {page.outcome}"))


def due_again(
    link: QueuedLink, outcome: str, article: Article | None, plan: Sequence[timedelta], *, now: datetime
) -> datetime | None:
    """Return when an article is asked for again by its plan; `None`: never, or what follows from a failure (`next_try`).

    `article` is the record's; `None`: there is none, and what is known of the link has to do.
    """
    if link.link.kind != "article" or (article is None and not link.is_revisit):
        return None
    if outcome not in SHOWN and outcome not in ("gone", "kept"):
        return None
    published = (article.published if article else None) or link.link.published
    begun = (instant_of(published) or instant_of(f"{published}T12:00:00+00:00")) if published else None
    if begun is None or begun > now:
        begun = link.first_seen or now
    return next_revisit(plan, begun=begun, now=now, changed=outcome == "changed")


def shows_article(link: QueuedLink, outcome: str, page: CleanedPage | None) -> bool:
    """Tell whether an answer shows the link's article, new or as it was."""
    if link.link.kind != "article" or outcome not in SHOWN:
        return False
    return link.is_revisit or (page is not None and page.article is not None and page.outcome in _GOOD)
