"""The pages in a WARC: answers that hold HTML. Everything else in it is counted by what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from typing import BinaryIO

from scraper.archive import Captured, Cut, page_of, read_warc
from scraper.errors import InputError
from scraper.inputs import sniff
from scraper.inputs.documents import Document, Event, PassedOver
from scraper.model import Page

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
UNKNOWN_TYPES = frozenset({"", "application/octet-stream", "application/unknown", "unknown/unknown", "*/*"})
"""Media types that say nothing: the content decides (WHATWG MIME Sniffing, 7)."""


def read_warc_pages(stream: BinaryIO, *, name: str, stem: str) -> Iterator[Event]:
    """Yield the pages of a WARC in the order of the file.

    A page is an answer with a status of 200, 203 or none at all (a `resource` record) whose media type is HTML, or
    says nothing while the content looks like HTML. Other answers are passed over, counted by status or media type.
    A record that is cut off or damaged is a fault; the whole ones around it count.

    Its id is the record's WARC-Record-ID, else `stem` and the record's place ("crawl@1024").
    """
    try:
        for item in read_warc(stream):
            if isinstance(item, Cut):
                yield InputError(name, f"the record at byte {item.offset} {item.reason}")
            else:
                yield _event(item, name, stem)
    except InputError as error:
        yield InputError(name, error.reason)


def _event(captured: Captured, name: str, stem: str) -> Document | PassedOver:
    where = f"{name} at byte {captured.place.offset}"
    page = page_of(captured)
    if page is None:
        return PassedOver(name=where, reason="no answer of a web server")
    reason = why_passed_over(page)
    if reason is not None:
        return PassedOver(name=where, reason=reason)
    number = captured.record.fields.get("warc-record-id", "").strip().removeprefix("<").removesuffix(">")
    return Document(
        name=where,
        id=number or f"{stem}@{captured.place.offset}",
        kind="html",
        body=page.body,
        url=page.url or None,
        charset=page.charset,
        fetched_at=page.fetched_at.astimezone(UTC).isoformat() if page.fetched_at else None,
        place=replace(captured.place, file="-") if captured.place.file == "<stdin>" else captured.place,
    )


def why_passed_over(page: Page) -> str | None:
    """Return why an archived answer is no page to clean, in a few words; `None` if it is one."""
    if page.status not in (200, 203):
        return f"status {page.status}"
    if not page.body:
        return "empty answer"
    if page.content_type in HTML_TYPES:
        reason = sniff.why_no_page(page.body)
        if reason is not None and page.header("content-encoding"):
            return f"content coding {page.header('content-encoding')} not undone"
        return reason
    if page.content_type in UNKNOWN_TYPES and sniff.is_html(page.body[: sniff.HEAD]):
        return None
    return page.content_type or "no media type"
