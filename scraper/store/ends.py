"""The end of a try, written to all tables that it touches, its captures apart. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from scraper.model import CleanedPage
from scraper.store import captures, links, moves, pages, runs, shapes, sources, ways
from scraper.store.records import Capture, QueuedLink, Settled, Settlement


def write(connection: Connection, link: QueuedLink, end: Settlement, run: int | None) -> Settled:
    """Write what a try came to, its captures apart."""
    page = end.page
    moved_to = end.target if link.is_revisit and end.moved_to is not None else None
    if moved_to is not None and moves.join(connection, link, moved_to):
        end = replace(end, due=None)  # another link leads to its new place
    if page is not None:
        save(connection, page, link.link.site, _capture_of(connection, page, end.captures))
    if link.is_revisit:
        pages.mark_gone(connection, link, end)
    source = link if end.poll is not None else None
    revived = shapes.note(connection, link.link.site, end.evidence, end.links, now=end.at) if end.evidence else 0
    answered = end.captures[-1].fetched_at if end.captures else None
    added = links.add(connection, end.links, now=end.at, source=source, since=answered)
    new = added.new + links.add_again(connection, end.again, now=end.at)
    sources.note(connection, link, end, found=new)
    again = revived + added.again + (ways.drop(connection, end.dropped, link, now=end.at) if end.dropped else 0)
    news = bool(new or again)
    links.end_try(connection, link, end, ways.polled(link, end, news=news))
    ways.note_claim(connection, link, proved=news if source is not None else end.proved)
    if run is not None:
        runs.count(connection, run, end.outcome)
    return Settled(stored=True, new_links=new, brings_links=bool(news or end.again))


def save(connection: Connection, page: CleanedPage, site: str, capture: Capture) -> bool:
    """Store a record that was made from a capture; return whether anything changed."""
    return pages.save(connection, page, site=site, capture_id=capture.id, fetched_at=capture.fetched_at)


def _capture_of(connection: Connection, page: CleanedPage, new: Sequence[Capture]) -> Capture:
    """Return the capture that a record was made from."""
    place = page.provenance.warc
    if place is None and new:
        return new[-1]
    known = next((each for each in new if place and (each.file, each.offset) == (place.file, place.offset)), None)
    if known is None and place is not None:
        known = captures.at(connection, place.file, place.offset)
    if known is None:
        raise ValueError(f"{page.url}: its record was made from no capture that is stored")
    return known
