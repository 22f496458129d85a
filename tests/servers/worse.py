"""What other servers do wrong: line ends, framing and statuses at the edge of the grammar, odd packing, heads full of rubbish.

Rows of the same table as those of `tests.servers.hostile`.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from importlib.util import find_spec

from tests.fetch.server import Line, answer, chunked, endless, then_close, then_reset, then_silence
from tests.servers.hostile import (
    CHUNKED,
    HINTS,
    HTML,
    OK,
    OPEN,
    PAGE,
    ZEROS,
    Misbehaviour,
    broken,
    encoded,
    huge,
    in_pieces,
    nonsense,
    page,
    raw_deflate,
    silent,
)
from tests.servers.odd import ends, head

HALF = len(PAGE) // 2


async def _half_closes(line: Line) -> None:
    await line.say(OPEN + PAGE)
    line.writer.write_eof()


def crossed(status: bytes, body: bytes = PAGE) -> bytes:
    """An answer whose status has no body, with one."""
    return head(status=status, body=body)


WORSE_HEADS: Mapping[str, Misbehaviour] = {
    "ends its lines with carriage returns": broken(
        then_close(b"HTTP/1.1 200 OK\rContent-Length: 5\r\rhello"), kept=None
    ),
    "mixes its line ends": page(b"HTTP/1.1 200 OK\r\nX: 1\nContent-Length: %d\r\n\n" % len(PAGE) + PAGE),
    "says its status twice": nonsense(OK + head()),
    "separates its status by tabs": nonsense(b"HTTP/1.1\t200\tOK\r\n\r\n" + PAGE),
    "separates its status by two blanks": nonsense(b"HTTP/1.1  200 OK\r\n\r\n" + PAGE),
    "begins with a blank": nonsense(b" " + head(), kept=None),
    "folds its length": page(OK + b"Content-Length:\r\n %d\r\n\r\n" % len(PAGE) + PAGE),
    "folds a header a thousand times": page(head(b"X: a" + b"\r\n b" * 1000)),
    "folds with nothing": page(head(b"X: a\r\n \t")),
    "sends its head byte by byte": page(in_pieces(head(b"X: 1"), 1)),
    "sends a cookie of 90 KB": page(head(b"Set-Cookie: a=" + b"x" * 90_000)),
    "sends a cookie that never ends its date": page(head(b"Set-Cookie: a=b; expires=" + b"1" * 60_000)),
    "sends a version of 90 KB": page(head(b'ETag: "' + b"x" * 90_000 + b'"', b"Last-Modified: " + b"9" * 900)),
    "names dates that are none": page(head(b"Date: never", b"Age: -1", b"Expires: 0", b"Last-Modified: 1e9")),
    "has been there for ever": page(head(b"Date: Fri, 31 Dec 9999 23:59:59 -9999", b"Age: " + b"9" * 40)),
    "says where the page is, and gives it": page(head(b"Location: /elsewhere")),
    "links to 2,000 others in its head": page(head(b"Link: " + b", ".join([b"</x>; rel=preload"] * 2000))),
    "offers a download": page(head(b"Content-Disposition: attachment; filename=../../etc/passwd")),
    "wants to speak through a web socket": page(head(b"Connection: upgrade", b"Upgrade: websocket")),
    "keeps alive for no time": page(head(b"Keep-Alive: timeout=0, max=0")),
    "closes and keeps alive": page(head(b"Connection: close, keep-alive")),
    "says goodbye and stays": page(head(b"Connection: close")),
    "is of version 0.9": page(then_close(b"HTTP/0.9 200 OK\r\n\r\n" + PAGE)),
    "speaks of a version with two digits": nonsense(b"HTTP/1.10 200 OK\r\n\r\n" + PAGE),
    "asks for patience and falls silent": silent(then_silence(b"HTTP/1.1 100 Continue\r\n\r\n"), kept=None),
    "hints with 90 KB": page(b"HTTP/1.1 103 Early Hints\r\n" + b"Link: </a>\r\n" * 7500 + b"\r\n" + head()),
    "hints with what is no head": nonsense(b"HTTP/1.1 103 Early Hints\r\nno header\r\n\r\n" + head()),
    "resets behind its hints": broken(then_reset(HINTS * 2), kept=None),
    "answers in the language of mail": nonsense(b"220 mail.example ESMTP\r\n", kept=None),
    "answers with its own request": nonsense(b"GET /page HTTP/1.1\r\nHost: a\r\n\r\n", kept=None),
}

WORSE_FRAMING: Mapping[str, Misbehaviour] = {
    "tells a length of zero and sends a page": page(head(body=b"") + PAGE, body=b""),
    "tells a length with a line below it": nonsense(OK + b"Content-Length: 1_0\r\n\r\n0123456789"),
    "tells a length in other digits": nonsense(OK + "Content-Length: ٥\r\n\r\nhello".encode()),
    "tells a length beside a list of chunks": nonsense(
        HTML + b"Transfer-Encoding: ,chunked\r\nContent-Length: 3\r\n\r\n" + chunked(PAGE)
    ),
    "is chunked behind a tab": page(HTML + b"Transfer-Encoding:\tchunked\r\n\r\n" + chunked(PAGE)),
    "is chunked with a weight": nonsense(HTML + b"Transfer-Encoding: chunked;q=1\r\n\r\n" + chunked(PAGE)),
    "is chunked behind a vertical tab": nonsense(HTML + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + chunked(PAGE)),
    "is chunked and then is not": nonsense(HTML + b"Transfer-Encoding: chunked, identity\r\n\r\n" + chunked(PAGE)),
    "is packed on its way and not chunked": nonsense(HTML + b"Transfer-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)),
    "ends its last chunk with words": page(CHUNKED + b"3\r\nabc\r\n0;bye=1\r\n\r\n", body=b"abc"),
    "falls silent behind its last chunk": silent(then_silence(CHUNKED + b"3\r\nabc\r\n0\r\n")),
    "sends trailers that change its head": page(
        CHUNKED + b"3\r\nabc\r\n0\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\nLocation: /x\r\n\r\n", body=b"abc"
    ),
    "sends trailers that are none": nonsense(CHUNKED + b"3\r\nabc\r\n0\r\nno header\r\n\r\n"),
    "sends an extension of 90 KB": page(CHUNKED + b"3;" + b"x" * 90_000 + b"\r\nabc\r\n0\r\n\r\n", body=b"abc"),
    "sends ten thousand chunks with extensions": page(
        CHUNKED + b"1;a=b\r\nx\r\n" * 7_000 + b"0\r\n\r\n", body=b"x" * 7_000
    ),
    "sends a chunk of as many bytes as there are numbers": broken(then_close(CHUNKED + b"f" * 20 + b"\r\nabc")),
    "sends an empty chunk in the middle": page(CHUNKED + b"0\r\n\r\n3\r\nabc\r\n0\r\n\r\n", body=b""),
    "sends more than is taken, in chunks": huge(CHUNKED + b"1;a=b\r\nx\r\n" * 12_000 + b"0\r\n\r\n"),
    "sends a little more than is taken": huge(then_close(OPEN + b"x" * 120_000)),
    "sends as much as is taken": page(then_close(OPEN + b"x" * 100_000), body=b"x" * 100_000),
    "answers twice at once": page(head() + head(body=b"evil")),
    "answers for the next one, too, with its own head": page(head() + b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"),
    "answers and closes its side": page(_half_closes),
    "closes behind half a page of no length": page(then_close(OPEN + PAGE[:HALF]), body=PAGE[:HALF]),
    "resets behind a page of no length": broken(then_reset(OPEN + PAGE)),
}

WORSE_STATUSES: Mapping[str, Misbehaviour] = {
    "wants the form to be reset": page(crossed(b"205 Reset Content"), outcome="answered", body=PAGE),
    "has no content, in chunks": page(
        b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(PAGE), body=b""
    ),
    "has not changed, in chunks": Misbehaviour(
        does=(then_close(b"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(PAGE)),),
        outcome="bad_answer",
    ),
    "sends parts in parts": ends(
        b"206 Partial Content", "bad_answer", b"Content-Type: multipart/byteranges; boundary=a"
    ),
    "sends the whole as a part": ends(
        b"206 Partial Content", "bad_answer", b"Content-Range: bytes 0-%d/%d" % (len(PAGE) - 1, len(PAGE))
    ),
    "has made something": page(head(b"Location: /x", status=b"201 Created")),
    "has many states": page(head(status=b"207 Multi-Status")),
    "succeeds in a way of its own": page(head(status=b"299 Miscellaneous")),
    "offers a choice and names one": ends(b"300 Multiple Choices", "bad_answer", b"Location: /x"),
    "redirects with a status that is gone": ends(b"306 Switch Proxy", "bad_answer", b"Location: /x"),
    "redirects in a way of its own": ends(b"399 Elsewhere", "bad_answer", b"Location: /x"),
    "has not changed and is elsewhere": ends(b"304 Not Modified", "bad_answer", b"Location: /x"),
    "takes us for a proxy's client": ends(
        b"407 Proxy Authentication Required", "http_4xx", b"Proxy-Authenticate: Basic"
    ),
    "has no such range": ends(b"416 Range Not Satisfiable", "http_4xx", b"Content-Range: bytes */5"),
    "is the wrong one to ask": ends(b"421 Misdirected Request", "http_4xx"),
    "finds our head too large": ends(b"431 Request Header Fields Too Large", "http_4xx"),
    "wants a password": ends(b"401 Unauthorized", "forbidden", b'WWW-Authenticate: Basic realm="x"'),
    "is gone without end": Misbehaviour(
        does=(endless(b"HTTP/1.1 404 Not Found\r\n\r\n", b"x" * 9000),), outcome="gone", kept="length", body=None
    ),
    "is gone for good, packed as a bomb": Misbehaviour(
        does=(head(b"Content-Encoding: gzip", status=b"410 Gone", body=gzip.compress(ZEROS)),),
        outcome="gone",
        body=None,
    ),
    "is forbidden and breaks off": Misbehaviour(
        does=(then_close(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\nno"),),
        outcome="forbidden",
        kept="disconnect",
        transient=True,
        body=None,
    ),
}


def with_fields(data: bytes) -> bytes:
    """A gzip member with all fields that a header may have."""
    fields = b"\x05\0extra" + b"name\0" + b"comment\0"
    start = b"\x1f\x8b\x08\x1e" + b"\0" * 6 + fields
    start += (zlib.crc32(start) & 0xFFFF).to_bytes(2, "little")
    return start + raw_deflate(data) + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")


def with_dictionary(data: bytes) -> bytes:
    engine = zlib.compressobj(zdict=b"Der Hund im Haus" * 9)
    return engine.compress(data) + engine.flush()


WORSE_CODINGS: Mapping[str, Misbehaviour] = {
    "packs with zlib": page(encoded(zlib.compress(PAGE), "deflate")),
    "packs in two members": page(encoded(gzip.compress(PAGE[:HALF]) + gzip.compress(PAGE[HALF:]), "gzip")),
    "cuts its second member off": page(
        encoded(gzip.compress(PAGE[:HALF]) + gzip.compress(PAGE[HALF:])[:-9], "gzip"), body=None, fault="truncated"
    ),
    "puts zeros behind a member": page(encoded(gzip.compress(PAGE) + b"\0" * 5000, "gzip")),
    "puts another packing behind a member": page(encoded(gzip.compress(PAGE) + zlib.compress(PAGE), "gzip")),
    "names its packed page in every way": page(encoded(with_fields(PAGE), "gzip")),
    "packs with a flag that nobody knows": Misbehaviour(
        does=(encoded(b"\x1f\x8b\x08\xe0" + gzip.compress(PAGE)[4:], "gzip"),), outcome="bad_encoding", body=None
    ),
    "packs in a way that gzip does not know": Misbehaviour(
        does=(encoded(b"\x1f\x8b\x07" + gzip.compress(PAGE)[3:], "gzip"),), outcome="bad_encoding", body=None
    ),
    "packs with a dictionary of its own": Misbehaviour(
        does=(encoded(with_dictionary(PAGE), "deflate"),), outcome="bad_encoding", body=None
    ),
    "sends nothing but the head of a member": page(
        encoded(gzip.compress(PAGE)[:10], "gzip"), body=b"", fault="truncated"
    ),
    "puts rubbish behind deflate": page(encoded(raw_deflate(PAGE) + b"rubbish", "deflate")),
    "says gzip in capitals": page(encoded(gzip.compress(PAGE), "GZIP")),
    "says gzip with a weight": page(encoded(gzip.compress(PAGE), "gzip;q=1.0")),
    "says gzip among empty members": page(encoded(gzip.compress(PAGE), ", ,gzip,")),
    "packs four times": page(
        encoded(gzip.compress(gzip.compress(zlib.compress(gzip.compress(PAGE)))), "gzip, deflate, gzip, gzip")
    ),
    "packs a bomb and does not say so": huge(answer(gzip.compress(ZEROS), "Content-Type: text/html"), kept=""),
    "packs as nobody does any more": Misbehaviour(
        does=(encoded(b"\x1f\x9d\x90" + bytes(range(256)), "compress"),), outcome="bad_encoding", body=None
    ),
    "says that any packing will do": page(encoded(PAGE, "*"), fault="bad_encoding"),
    "says gzip and sends nothing": page(encoded(b"", "gzip"), body=b""),
    "breaks off in a packed page": broken(
        then_close(HTML + b"Content-Encoding: gzip\r\nContent-Length: 9000\r\n\r\n" + gzip.compress(PAGE)[:40])
    ),
}


def _packed() -> dict[str, Misbehaviour]:
    """What is unpacked only where the extra `encodings` is installed."""
    rows = {}
    if find_spec("brotli"):
        import brotli

        rows["packs with gzip, then brotli"] = page(encoded(brotli.compress(gzip.compress(PAGE)), "gzip, br"))
        rows["packs with brotli, then gzip"] = page(encoded(gzip.compress(brotli.compress(PAGE)), "br, gzip"))
        rows["puts rubbish behind brotli"] = page(encoded(brotli.compress(PAGE) + b"rubbish", "br"))
        rows["packs a bomb in two ways"] = huge(encoded(brotli.compress(gzip.compress(ZEROS)), "gzip, br"), kept="")
    if find_spec("zstandard"):
        import zstandard

        packed = zstandard.compress(PAGE)
        rows["cuts zstd off"] = page(encoded(packed[:-9], "zstd"), body=None, fault="truncated")
        rows["packs in two frames"] = page(
            encoded(zstandard.compress(PAGE[:HALF]) + zstandard.compress(PAGE[HALF:]), "zstd")
        )
        rows["puts rubbish behind zstd"] = page(encoded(packed + b"rubbish", "zstd"))
        rows["says zstd and sends gzip"] = page(encoded(gzip.compress(PAGE), "zstd"))
        rows["says zstd and sends text"] = page(encoded(PAGE, "zstd"), fault="bad_encoding")
        rows["skips a frame"] = page(encoded(b"\x50\x2a\x4d\x18\x05\0\0\0hello" + packed, "zstd"))
        wide = zstandard.ZstdCompressor(
            compression_params=zstandard.ZstdCompressionParameters(window_log=27)
        ).compressobj()
        rows["wants a window of 128 MB"] = Misbehaviour(
            does=(encoded(wide.compress(PAGE) + wide.flush(), "zstd"),), outcome="bad_encoding", body=None
        )
    return rows


WORSE: Mapping[str, Misbehaviour] = {
    **WORSE_HEADS,
    **WORSE_FRAMING,
    **WORSE_STATUSES,
    **WORSE_CODINGS,
    **_packed(),
}
