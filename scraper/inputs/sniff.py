"""What bytes are, by their content: a page, a text dump, a WARC, or nothing that can be cleaned. Pure."""

from __future__ import annotations

import codecs
import json
import re
from typing import Literal

Sort = Literal["html", "dump", "warc", "gzip"]

HEAD = 65_536
"""Bytes from the start of a file that the judgement rests on."""

GZIP = b"\x1f\x8b"
_MAGIC = tuple(
    (re.compile(pattern, re.DOTALL | re.MULTILINE), reason)
    for pattern, reason in (
        (rb"%PDF-", "is a PDF"),
        (rb"%!PS", "is a PostScript file"),
        (rb"\{\\rtf", "is an RTF file"),
        (rb"\x89PNG", "is a PNG image"),
        (rb"\xff\xd8\xff", "is a JPEG image"),
        (rb"GIF8[79]a", "is a GIF image"),
        (rb"II\*\0|MM\0\*", "is a TIFF image"),
        (rb"RIFF....(?:WEBP|WAVE|AVI )", "is an image, a sound or a film (RIFF)"),
        (rb"\0\0..ftyp", "is a film or an image (MP4)"),
        (rb"OggS\0", "is a sound or a film (Ogg)"),
        (rb"ID3[\x02-\x04]", "is a sound (MP3)"),
        (rb"PK\x03\x04", "is a ZIP archive (or a file made of one: docx, epub, wacz)"),
        (rb"PK\x05\x06", "is an empty ZIP archive"),
        (rb".{257}ustar", "is a tar archive"),
        (rb"7z\xbc\xaf", "is a 7z archive"),
        (rb"Rar!\x1a", "is a RAR archive"),
        (rb"\xfd7zXZ\0", "is packed with xz, which is not unpacked here"),
        (rb"BZh[1-9]1AY&SY", "is packed with bzip2, which is not unpacked here"),
        (rb"\x28\xb5\x2f\xfd", "is packed with zstd, which is not unpacked here"),
        (rb"\x7fELF", "is a program"),
        (rb"\xd0\xcf\x11\xe0", "is an old Office file"),
        (rb"SQLite format 3\0", "is an SQLite database"),
        (rb"PAR1\x15", "is a Parquet file"),
        (rb"bplist00", "is a property list (Safari's web archive)"),
        (rb"[^<]{0,1000}^%PDF-\d", "is a PDF"),
    )
)
# Atomic groups: a page may begin with a thousand comments.
_PRELUDE = rb"(?>\s+|<!--.*?-->|<\?.*?\?>|<\?xml[^>]*>)*+"
_HTML_START = re.compile(
    _PRELUDE
    + rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|iframe|div|main|article|section|h1|table"
    rb"|font|center|p|a|br|b)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_SOMEWHERE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ROOT = re.compile(_PRELUDE + rb"(?:<!doctype[^>]*>\s*)?<(?:[a-z][\w.-]*:)?([a-z][\w.-]*)", re.IGNORECASE | re.DOTALL)
_FEEDS = {
    b"rss": "a feed",
    b"feed": "a feed",
    b"rdf": "a feed",
    b"urlset": "a sitemap",
    b"sitemapindex": "a sitemap",
    b"svg": "an SVG image",
}
_MHTML = re.compile(rb"multipart/related", re.IGNORECASE)
_JSON_START = re.compile(r"\s*[\[{]\s*[\"\[{\]}\d]")
# All but the bytes that stand in no text of an encoding that keeps ASCII (WHATWG MIME Sniffing, 3: binary data byte).
_TEXT_BYTES = bytes(b for b in range(0x100) if b >= 0x20 or b in b"\t\n\r\x0b\x0c\x1b")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def sort_of(head: bytes) -> Sort:
    """Tell what a file is that no extension names; what is no page, WARC or gzip is taken for a dump."""
    if head.startswith(GZIP):
        return "gzip"
    if is_warc(head):
        return "warc"
    return "html" if is_html(head) else "dump"


def is_warc(head: bytes) -> bool:
    """Tell whether a (plain) WARC begins here."""
    return head.lstrip(b"\r\n").startswith(b"WARC/")


def is_html(head: bytes) -> bool:
    """Tell whether a page begins here, or is declared further on: behind a banner, in UTF-16."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head.count(0) > len(head) // 4:
        head = head.replace(b"\0", b"")
    head = head.lstrip(b"\xef\xbb\xbf\xff\xfe\0")
    return bool(_HTML_START.match(head) or _HTML_SOMEWHERE.search(head[:4096]))


def is_declared_html(head: bytes) -> bool:
    """Tell whether a file begins with the declaration of a page: enough to overrule the extension of a dump."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def why_no_page(body: bytes) -> str | None:
    """Return why these bytes are no page in any encoding; `None` if they may be one."""
    if not body.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c"):
        return "is empty" if not body else "holds nothing but white space"
    start = body[:4096]
    for magic, reason in _MAGIC:
        if magic.match(start):
            return reason
    if start.startswith((b"MIME-Version:", b"From: <Saved by")) and _MHTML.search(start):
        return "is a web archive in MIME form (MHTML); save the page as HTML"
    return "is binary" if is_binary(body[:HEAD]) else None


def is_binary(head: bytes) -> bool:
    """Tell whether control bytes are too many, and too many different ones, for a text in any encoding.

    What says that it is a page is one; a text with the same few controls strewn in is a damaged text.
    """
    controls = head.translate(None, _TEXT_BYTES)
    if len(controls) * 100 <= len(head) or head.startswith(_WIDE_MARKS) or is_html(head) or wide_encoding(head):
        return False
    if len(controls) * 3 > len(head):
        return True
    return len(set(controls)) > 3 and (len(controls) * 20 > len(head) or not _is_utf8(head))


def wide_encoding(body: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """Recognise UTF-16 without a byte order mark by its zeros: markup and spaces have one in each pair."""
    head = body[: HEAD // 4 * 2]
    pairs = len(head) // 2
    if pairs < 8 or head.startswith(_WIDE_MARKS):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 3 > pairs and even * 20 < pairs:
        return "utf-16-le"
    if even * 3 > pairs and odd * 20 < pairs:
        return "utf-16-be"
    return None


def why_no_dump(body: bytes) -> str | None:
    """Return why a text is no text dump of a page: it is data. `None` if it may be one."""
    root = _ROOT.match(body[:4096])
    if root and root[1].lower() in _FEEDS:
        return f"is {_FEEDS[root[1].lower()]}, not a page"
    text = body[:4_000_000].decode("utf-8", errors="replace").lstrip("\ufeff")
    if _JSON_START.match(text):
        if _is_json(text):
            return "is JSON, not a page"
        if _is_json(text.lstrip().partition("\n")[0]):
            return "is JSON lines, not a page; a list of pages is given with --manifest"
    return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
