"""Answers as captures, and as pages to clean."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC
from urllib.parse import urlsplit

from scraper.clean import clean_page
from scraper.fetch import status_outcome
from scraper.model import CleanedPage, Exchange, Link, LinkKind, Page, WarcPlace
from scraper.rights import Rights, rights_of
from scraper.robots import POLICY_FILES, TDMREP
from scraper.site import Site
from scraper.store import Capture, Store
from scraper.urls import authority_of
from scraper.wire import Response, parse_response

PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml", ""))


def capture_of(exchange: Exchange, place: WarcPlace, site: Site, *, tdmrep: bytes | None = None) -> Capture:
    """Return the capture of an archived exchange, named by what it is: robots.txt, a redirect, or what its status says.

    `tdmrep` is the tdmrep.json of its authority.
    """
    response = parse_response(exchange.response)
    status = response.status if response else None
    return Capture(
        site=site.name,
        url=exchange.url,
        fetched_at=exchange.fetched_at,
        file=place.file,
        offset=place.offset,
        outcome=_outcome(exchange.url, status),
        status=status,
        content_type=response.header("content-type") if response else None,
        payload_digest=place.payload_digest,
        rights=_rights(exchange.url, response, None if is_policy(exchange.url) else tdmrep).to_json()
        if response
        else None,
        content_digest=f"sha256:{hashlib.sha256(response.body).hexdigest()}" if response else None,
    )


def kept_capture(page: Page, place: WarcPlace, site: Site) -> Capture:
    """Return the capture of an archived answer that is yet to be taken apart: `read_capture` completes it."""
    assert page.fetched_at is not None
    return Capture(
        site=site.name,
        url=page.url,
        fetched_at=page.fetched_at,
        file=place.file,
        offset=place.offset,
        outcome="unread",
        status=page.status,
        content_type=page.header("content-type"),
        payload_digest=place.payload_digest,
    )


def read_capture(capture: Capture, page: Page, *, outcome: str, tdmrep: bytes | None) -> Capture:
    """Return the capture of an answer with what reading it has told. `tdmrep` is the tdmrep.json of its authority."""
    return replace(
        capture,
        outcome=outcome,
        rights=rights_of(page.url, page.headers, page.body, is_page=is_page(page), tdmrep=tdmrep).to_json(),
        content_digest=f"sha256:{hashlib.sha256(page.body).hexdigest()}",
    )


def reserved_by(url: str, site: Site, store: Store) -> bytes | None:
    """Return the tdmrep.json that speaks of an address, as it is known by now; `None`: none, or the definition wants none."""
    copy = store.hosts.find_policy(authority_of(url), TDMREP) if site.fetch.tdmrep else None
    return copy.body if copy else None


def twin_of(link: Link, page: Page, store: Store) -> str | None:
    """Return the address of another page of the site that is the same, byte by byte; `None` if there is none."""
    if link.kind != "article" or page.status != 200:
        return None
    return store.same_content(page.url, link.site, f"sha256:{hashlib.sha256(page.body).hexdigest()}")


def _rights(url: str, response: Response, tdmrep: bytes | None) -> Rights:
    media = (response.header("content-type") or "").split(";")[0].strip().lower()
    return rights_of(url, response.headers, response.body, is_page=media in PAGE_TYPES, tdmrep=tdmrep)


def page_rights(page: Page) -> Rights:
    """Return what a page reserves by itself."""
    return rights_of(page.url, page.headers, page.body, is_page=is_page(page))


def _outcome(url: str, status: int | None) -> str:
    if is_policy(url):
        return urlsplit(url).path.rpartition("/")[2]
    if status is None:
        return "bad_answer"
    return "redirected" if 300 <= status < 400 and status != 304 else status_outcome(status) or "unread"


def is_policy(url: str) -> bool:
    """Tell whether an address is that of a robots.txt or tdmrep.json."""
    return urlsplit(url).path in POLICY_FILES


def is_page(page: Page) -> bool:
    """Tell whether an answer is HTML, by its media type; a missing type is believed to be."""
    return page.content_type in PAGE_TYPES


def clean_answer(page: Page, site: Site, *, kind: LinkKind | None = None) -> CleanedPage:
    """Clean an archived answer with a site's definition; the record says when it was fetched and where it lies.

    What the definition names as a listing is none of the articles that it looks like: `kind` is that of the link which led to the
    page. Only a rule of the definition says otherwise.
    """
    cleaned = clean_page(page.body, url=page.url, site=site, charset=page.charset)
    if kind == "listing" and cleaned.page_type == "article" and not site.page.article:
        cleaned = replace(cleaned, page_type="listing", outcome="ok", article=None)
    fetched_at = (
        page.fetched_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        if page.fetched_at
        else None
    )
    return replace(cleaned, provenance=replace(cleaned.provenance, fetched_at=fetched_at, warc=page.place))
