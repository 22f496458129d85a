"""What an answer is, by its content: media types and names of files say little."""

from __future__ import annotations

import codecs
import re

from scraper.discover.findings import Findings, Form

HEAD = 8192
"""Characters from the start that the judgement rests on."""

GZIP = b"\x1f\x8b"

_ROOTS: dict[str, Form] = {
    "rss": "rss", "rdf": "rdf", "feed": "atom", "channel": "rss", "urlset": "urlset", "sitemapindex": "sitemap_index",
}  # fmt: skip
_SILENT = re.compile(r"\ufeff|\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(rss|rdf|feed|urlset|sitemapindex)(?=[\s>])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_MARKUP = frozenset(
    "a b body br center div font h1 h2 head html link meta p pre script span strong style table title".split()
)
_ADDRESS = re.compile(r"(?:\ufeff|\s)*https?://", re.IGNORECASE)
_ROBOTS = re.compile(r"^[ \t]*(?:user-?agent|sitemap)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def form_of(text: str) -> Form:
    """Tell what a text is by its beginning; rubbish before the root of a feed or sitemap is overlooked."""
    head = text[:HEAD]
    at = _start(head)
    start = head[at : at + 1]
    if not start:
        return "empty" if at >= len(text) else "text"
    if start in "{[":
        return "json_feed" if "jsonfeed.org/version" in text[: 4 * HEAD] else "json"
    tag = _TAG.match(head, at)
    if tag and (form := _ROOTS.get(tag[1].lower())):
        return form
    return _behind(head, at, tag[1].lower() if tag else None)


def no_json(text: str) -> Findings:
    """Return what a text comes to that should be JSON and cannot be read: damaged JSON, or something else."""
    is_damaged = text.lstrip().startswith(("[", "{"))
    return Findings(form=form_of(text), faults={"JSON that cannot be read": 1} if is_damaged else {})


def _behind(head: str, at: int, tag: str | None) -> Form:
    """Judge what does not begin with a root that is known."""
    root, page = _ROOT.search(head, at), _PAGE.search(head)
    if root and (page is None or root.start() < page.start()):
        return _ROOTS[root[1].lower()]
    if page or tag in _MARKUP:
        return "html"
    if tag is not None:
        return "xml"
    if len(_CONTROLS.findall(head)) * 50 > len(head):
        return "binary"
    if _ADDRESS.match(head, at):
        return "list"
    return "robots" if _ROBOTS.search(head) else "text"


def _start(head: str) -> int:
    """Return where white space, comments, declarations and processing instructions end."""
    at = 0
    while match := _SILENT.match(head, at):
        at = match.end()
    return at


def wide(body: bytes) -> str | None:
    """Return the encoding of a text whose characters have two bytes, by its mark or by its zeros; `None` for others."""
    for mark, name in _WIDE:
        if body.startswith(mark):
            return name
    if body[:4] == b"<\0?\0" or body[:2] == b"<\0":
        return "utf-16-le"
    return "utf-16-be" if body[:2] == b"\0<" else None
