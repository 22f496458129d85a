"""More of what servers send: heads that bend the grammar, framing that contradicts itself, statuses that say little.

Rows of the same table as those of `tests.servers.hostile`.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from importlib.util import find_spec

from tests.fetch.server import chunked, endless, then_close
from tests.servers.hostile import CHUNKED, HTML, OK, PAGE, Misbehaviour, broken, encoded, huge, nonsense, page


def head(*lines: bytes, status: bytes = b"200 OK", version: bytes = b"HTTP/1.1", body: bytes = PAGE) -> bytes:
    """An answer whose head is written byte by byte; its length is right."""
    told = [version + b" " + status, *lines, b"Content-Length: %d" % len(body), b"", body]
    return b"\r\n".join(told)


def ends(status: bytes, outcome: str, *lines: bytes) -> Misbehaviour:
    return Misbehaviour(does=(head(*lines, status=status),), outcome=outcome)


ODD_HEADS: Mapping[str, Misbehaviour] = {
    "folds a header": page(head(b"Content-Type: text/html;\r\n charset=utf-8", b"X: a\r\n\tb")),
    "folds its first header": nonsense(OK + b" folded: x\r\n\r\n"),
    "puts a blank before the colon": nonsense(head(b"Content-Type : text/html")),
    "puts a blank into a name": nonsense(head(b"X Y: 1")),
    "puts a zero into a value": nonsense(head(b"X: a\0b")),
    "puts a zero into a name": nonsense(head(b"X\0Y: b")),
    "ends a header with half a line end": nonsense(head(b"X: a\rY: b")),
    "names a header in no ASCII": nonsense(head(b"X-\xff: b")),
    "says something in no ASCII": page(head(b"X: \xff\xfe", status=b"200 \xff")),
    "tells two types": page(head(b"Content-Type: text/html", b"Content-Type: image/png")),
    "sends nine thousand headers": page(head(*[b"X: 1"] * 9000)),
    "gives a reason of 90 KB": page(head(status=b"200 " + b"x" * 90_000)),
    "speaks of version 9": page(head(version=b"HTTP/9.9")),
    "speaks of half a version": nonsense(head(version=b"HTTP/2")),
    "speaks in small letters": nonsense(head(version=b"http/1.1"), kept=None),
    "plays music": nonsense(head(version=b"ICY"), kept=None),
    "answers in frames of HTTP/2": nonsense(b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80\0\x04\0\x01\0\0", kept=None),
    "changes to HTTP/2": nonsense(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n\0\0\0\x04\0\0\0\0\0"),
    "sends an alert of TLS": nonsense(b"\x15\x03\x01\0\x02\x02\x28", kept=None),
    "begins with an empty line": nonsense(b"\r\n\r\n" + head(), kept=None),
    "begins with a mark of byte order": nonsense(b"\xef\xbb\xbf" + head(), kept=None),
    "sends empty lines without end": Misbehaviour(does=(endless(b"", b"\r\n" * 900),), outcome="bad_answer", kept=None),
    "asks for patience 200 times": page(b"HTTP/1.1 102 Processing\r\n\r\n" * 200 + head()),
    "says how long its patience is": page(b"HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\n" + head()),
    "wants the page to be loaded again at once": page(head(b"Refresh: 0; url=/page")),
    "says that the page is elsewhere": page(head(b"Content-Location: http://169.254.169.254/")),
    "offers another way": page(head(b'Alt-Svc: h3=":22"; ma=9')),
}

FRAMING: Mapping[str, Misbehaviour] = {
    "tells the same length twice in a line": page(
        OK + b"Content-Length: %d, %d\r\n\r\n" % (len(PAGE), len(PAGE)) + PAGE
    ),
    "tells two lengths in a line": nonsense(OK + b"Content-Length: 5, 6\r\n\r\nhello!"),
    "tells a length with a sign": nonsense(OK + b"Content-Length: +5\r\n\r\nhello"),
    "tells a length with a point": nonsense(OK + b"Content-Length: 5.0\r\n\r\nhello"),
    "tells a length in another base": nonsense(OK + b"Content-Length: 0x5\r\n\r\nhello"),
    "tells a length of nothing": nonsense(OK + b"Content-Length: \r\n\r\nhello"),
    "says chunked twice": nonsense(
        HTML + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(PAGE)
    ),
    "is chunked twice": nonsense(HTML + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + chunked(chunked(PAGE))),
    "transfers as it is": nonsense(HTML + b"Transfer-Encoding: identity\r\n\r\n" + PAGE),
    "is chunked in capitals": page(HTML + b"Transfer-Encoding: CHUNKED\r\n\r\n" + chunked(PAGE)),
    "is nearly chunked": nonsense(HTML + b"Transfer-Encoding: xchunked\r\n\r\n" + chunked(PAGE)),
    "is chunked in 1996": page(then_close(b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(PAGE))),
    "writes 0x before a chunk's size": nonsense(CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n"),
    "writes a sign before a chunk's size": nonsense(CHUNKED + b"+3\r\nabc\r\n0\r\n\r\n"),
    "writes a blank behind a chunk's size": page(CHUNKED + b"3 \r\nabc\r\n0\r\n\r\n", body=b"abc"),
    "writes zeros before a chunk's size": page(CHUNKED + b"0000000003\r\nabc\r\n0\r\n\r\n", body=b"abc"),
    "sends a chunk of a size beyond all numbers": nonsense(CHUNKED + b"f" * 40 + b"\r\nabc"),
    "leaves a chunk's size out": nonsense(CHUNKED + b"\r\nabc\r\n0\r\n\r\n"),
    "ends chunks with line feeds": broken(then_close(CHUNKED + b"3\nabc\n0\n\n")),
    "hides a chunk in an extension": nonsense(CHUNKED + b'3;a="\r\n0\r\n";b\r\nabc\r\n0\r\n\r\n'),
    "sends each byte as a chunk": page(CHUNKED + b"".join(b"1\r\n%c\r\n" % byte for byte in PAGE) + b"0\r\n\r\n"),
    "sends nothing": page(head(body=b""), body=b""),
    "sends a body with status 304": Misbehaviour(
        does=(then_close(head(status=b"304 Not Modified", body=b"hello")),), outcome="bad_answer"
    ),
}

STATUSES: Mapping[str, Misbehaviour] = {
    "sends a part that nobody asked for": ends(b"206 Partial Content", "bad_answer", b"Content-Range: bytes 0-99/5000"),
    "offers a choice": ends(b"300 Multiple Choices", "bad_answer"),
    "wants a proxy to be used": ends(b"305 Use Proxy", "bad_answer", b"Location: http://127.0.0.1:1/"),
    "wants money": ends(b"402 Payment Required", "http_4xx"),
    "wants another protocol": ends(b"426 Upgrade Required", "http_4xx", b"Upgrade: h2c"),
    "may not say": ends(b"451 Unavailable For Legal Reasons", "forbidden"),
    "wants to be logged in to the network": ends(b"511 Network Authentication Required", "http_5xx"),
    "has an error of its own": ends(b"529 Site is overloaded", "http_5xx"),
    "answers beyond all classes": ends(b"600 x", "bad_answer"),
    "answers before all classes": nonsense(head(status=b"099 x")),
    "answers with two digits": nonsense(head(status=b"20 x")),
    "answers with four digits": nonsense(head(status=b"1000 x")),
    "answers below zero": nonsense(head(status=b"-200 x")),
    "has a second kind of success": page(head(status=b"203 Non-Authoritative Information")),
}

ODD_CODINGS: Mapping[str, Misbehaviour] = {
    "names its coding in an old way": page(encoded(gzip.compress(PAGE), "x-gzip")),
    "names no coding beside one": page(encoded(gzip.compress(PAGE), "identity, gzip")),
    "names a coding of nothing": page(encoded(PAGE, "")),
    "names two codings in two lines": page(
        head(b"Content-Encoding: gzip", b"Content-Encoding: gzip", body=gzip.compress(gzip.compress(PAGE)))
    ),
    "gives gzip a name of 90 KB": page(
        encoded(b"\x1f\x8b\x08\x08" + b"\0" * 6 + b"x" * 90_000, "gzip"), body=b"", fault="truncated"
    ),
}


def _packed() -> dict[str, Misbehaviour]:
    """Bombs and cuts of what is unpacked only where the extra `encodings` is installed."""
    rows = {}
    if find_spec("brotli"):
        import brotli

        rows["sends a brotli bomb"] = huge(encoded(brotli.compress(b"\0" * 10**7), "br"), kept="")
        rows["cuts brotli off"] = page(encoded(brotli.compress(PAGE)[:-4], "br"), body=None, fault="truncated")
    if find_spec("zstandard"):
        import zstandard

        rows["sends a zstd bomb"] = huge(encoded(zstandard.compress(b"\0" * 10**7), "zstd"), kept="")
    return rows


ODD: Mapping[str, Misbehaviour] = {**ODD_HEADS, **FRAMING, **STATUSES, **ODD_CODINGS, **_packed()}
