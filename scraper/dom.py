"""Bytes -> text -> DOM, within bounds.

The tree is selectolax's (Lexbor). It is read, never changed: a walk over an unchanged tree is what the library
is stable at.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.text import fold

Node = LexborNode
Tree = LexborHTMLParser

MAX_CHARS = 16_000_000
"""Longest page that is parsed; news pages have 0.05 to 2 MB."""

MAX_TAGS = 80_000
"""Most tags, start and end tags counted, of a page that is parsed: four times the most of 1,155 news pages. A page costs up to
20 µs a tag, and formatting tags that are closed in the wrong order cost the parser the square of their number."""

MAX_OPTIONS = 2_000
"""Most choices of forms that reach the parser: its time grows with the square of their number (110,000 take 20 s)."""

MAX_DEPTH = 2_000
"""Deepest nesting that is parsed: the parser's time grows with the square of the depth (40,000 levels take 2.6 s)."""

MAX_ATTRIBUTES = 4_000
"""Most attributes of one tag: time grows with the square here too."""

# WHATWG Encoding: what these labels mean on the web is a superset of what they say.
_WEB_NAMES = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "x-euc-jp": "euc_jp", "windows-874": "cp874", "utf8": "utf-8", "unicode": "utf-8",
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",  # a meta tag that could be read is not UTF-16
}  # fmt: skip
_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
    b"OggS",
    b"ID3",
    b"\x00\x00\x00",
    b"wOF",
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BLOCK_TAGS = re.compile(rb"<(/?)([a-z][a-z0-9]*)(?=[\s/>])[^<>]*?(/?)>", re.IGNORECASE)
# Tags that hold nothing, and tags whose end may be left out: open ones of these do not nest.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option tbody thead".split()
)
_PIECES = 32
_CLOSING = (b"</div>", b"</span>", b"</a>", b"</script>", b"</path>", b"</svg>", b"</button>")
_NESTING = (b"div", b"span", b"section", b"ul", b"ol", b"li", b"table", b"blockquote", b"font", b"b>", b"i>", b"a ")
_STRETCH = 10_000  # bytes
_LONG_TAG = re.compile(rb"<[a-z][^<>]{%d,}" % (2 * _STRETCH), re.IGNORECASE)
_OPTION = re.compile(rb"</?[oO][pP][tT](?:[iI][oO][nN]|[gG][rR][oO][uU][pP])\b[^<>]*>")
_RUBY_TAG = rb"</?(?:ruby|rb|rtc?|rp)\b"
_READING = re.compile(rb"<r[tp]\b[^<>]*>(?:[^<]|<(?!/?(?:ruby|rb|rtc?|rp)\b)){0,300}?(?=%s)" % _RUBY_TAG, re.IGNORECASE)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Why a page is not parsed; `outcome` is its name in the table of outcomes."""

    outcome: str


def decode(body: bytes, *, charset: str | None = None) -> str:
    """Decode a page's bytes; `charset` is the transport's (the Content-Type header). Never raises.

    In the order of WHATWG HTML, 13.2.3: byte order mark, transport, what the page declares; UTF-8 that is
    valid wins over a wrong declaration, and a declaration that fits nowhere gives way to what the bytes look like.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    stateful = charset is not None and charset.lower().startswith("iso-2022")
    if not stateful and (b"\x1b$" not in body[:4096]):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return _decode_declared(body, charset)


def _decode_declared(body: bytes, charset: str | None) -> str:
    from bs4.dammit import EncodingDetector  # 60 ms that pages in UTF-8 do not pay

    declared = EncodingDetector.find_declared_encoding(body[:8192], is_html=True, search_entire_document=True)
    names = [name for name in (charset, declared) if name]
    text = body.decode("utf-8", errors="replace")
    begin = text[:200_000]
    letters = len(begin) - len(begin.encode("ascii", errors="ignore"))
    if begin.count("\ufffd") * 10 < letters:  # UTF-8 with a few broken bytes, whatever was declared
        return text
    best: tuple[int, str] | None = None
    for name in (*names, "utf-8"):
        try:
            text = body.decode(_WEB_NAMES.get(name.strip().lower(), name.strip()), errors="replace")
        except (LookupError, ValueError):
            continue
        faults = text.count("\ufffd")
        if not faults and name in names:
            return text
        if best is None or faults < best[0]:
            best = (faults, text)
    if best and best[0] <= len(best[1]) // 1000 + 3:  # a few broken bytes in a page that is otherwise what it says
        return best[1]
    return body.decode("cp1252", errors="replace")


def is_binary(body: bytes) -> bool:
    """Tell whether bytes are no text at all: a PDF, a picture, an archive, by how they begin."""
    return body.startswith(_MAGIC) or (
        body.count(0, 0, 1024) > len(body[:1024]) // 3 and not body.startswith(_WIDE_MARKS)
    )


def parse_html(text: str) -> Tree | Unparsable:
    """Parse a page, or say why it is not parsed: its length, depth or number of tags are past the bounds above.

    The tree has neither the choices of forms with very many nor the readings of ruby (HTML Living Standard, 4.5.12): a word
    stands in it as it is written.
    """
    if len(text) > MAX_CHARS:
        return Unparsable("too_large")
    page = text.encode(errors="ignore")  # as the parser would; to count in bytes is faster than in wide characters
    tags = page.count(b"<")
    if tags > MAX_OPTIONS and len(_OPTION.findall(page)) > MAX_OPTIONS:
        page = _OPTION.sub(b" ", page)  # nobody reads a page for the choices of its forms
        tags = page.count(b"<")
    if tags > MAX_TAGS:
        return Unparsable("too_large")
    if b"<rt" in page or b"<RT" in page:
        page = _READING.sub(
            b"", page
        )  # how words are read, set above them (ruby): in running text each would stand twice
    if _too_deep(page, tags) or any(_attributes(tag) > MAX_ATTRIBUTES for tag in _long_tags(page)):
        return Unparsable("too_deep")
    return LexborHTMLParser(page)


def _too_deep(page: bytes, tags: int) -> bool:
    """Tell whether tags are nested past what the parser takes in bounded time. `tags`: at least the number of tags."""
    if tags <= MAX_DEPTH or tags - page.count(b"</") <= MAX_DEPTH:
        return False
    return _depth_at_most(page) > MAX_DEPTH and _depth(page) > MAX_DEPTH


def _depth_at_most(page: bytes) -> int:
    """Bound `_depth` from above by counting, piece by piece of the page: what opens, and the commonest of what closes."""
    depth = deepest = 0
    size = len(page) // _PIECES + 1
    for start in range(0, len(page), size):
        end = start + size
        opened = page.count(b"<", start, end) - page.count(b"</", start, end)
        deepest = max(deepest, depth + opened)
        depth = max(0, depth - sum(page.count(tag, start, end) for tag in _CLOSING)) + opened
    return deepest


def _long_tags(page: bytes) -> Iterator[bytes]:
    """Yield the tags that are long enough to have too many attributes.

    Such a tag is the last one to begin in a stretch of half its length: few places of a page are looked at.
    """
    for end in range(_STRETCH, len(page), _STRETCH):
        begin = page.rfind(b"<", end - _STRETCH, end)
        if begin >= 0 and (tag := _LONG_TAG.match(page, begin)):
            yield tag[0]


def _attributes(tag: bytes) -> int:
    """Upper estimate of the number of attributes: values in quotes (scripts' data may fill megabytes) do not count."""
    return len(_QUOTED.sub(b" ", tag).replace(b"/", b" ").split())


def _depth(page: bytes) -> int:
    """Upper estimate of the nesting depth: opened minus closed tags, at its highest."""
    lowered = page.lower()
    if sum(lowered.count(b"<" + tag) for tag in _NESTING) <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for close, name, closed in _BLOCK_TAGS.findall(lowered):
        if name in _FLAT or closed:
            continue
        if close:
            depth = max(0, depth - 1)
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def select_all(root: Node | Tree, selectors: tuple[str, ...]) -> list[Node]:
    """Return what the first fitting selector finds below `root`, in document order; empty if none fits."""
    for selector in selectors:
        found = root.css(selector)
        if found:
            return found
    return []


def select_first(root: Node | Tree, selectors: tuple[str, ...]) -> Node | None:
    """Return the first node that the first fitting selector finds below `root`."""
    for selector in selectors:
        found = root.css_first(selector)
        if found is not None:
            return found
    return None


def attribute(node: Node, name: str) -> str | None:
    """Return an attribute's folded value; `None` if it is missing or blank."""
    value = node.attributes.get(name)
    return (fold(value) or None) if value else None


def node_text(node: Node) -> str:
    """Return all text below `node`, folded. Block elements inside count as gaps between words."""
    return fold(node.text(deep=True, separator=" " if node.css_first("p,div,li,br,h1,h2,h3,h4,h5,h6,td") else ""))
