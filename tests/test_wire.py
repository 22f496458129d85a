"""Messages of the wire: whatever their codings and faults, they are read within bounds and never raise."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.codings import accepted_encodings
from scraper.wire import final_response, parse_headers, parse_response, response_end, unchunk

PAGE = "<p>Grüße aus dem Süden</p>".encode()


def chunked(body: bytes, size: int = 7) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def message(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def brotli(body: bytes) -> bytes:
    return bytes(pytest.importorskip("brotli").compress(body))


def zstd(body: bytes) -> bytes:
    return bytes(pytest.importorskip("zstandard").ZstdCompressor().compress(body))


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli,
    "zstd": zstd,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("in_chunks", [False, True], ids=["by length", "in chunks"])
def test_a_body_is_read_through_its_codings(coding: str, in_chunks: bool) -> None:
    body = CODINGS[coding](PAGE)
    framing = "Transfer-Encoding: chunked" if in_chunks else f"Content-Length: {len(body)}"
    answer = parse_response(message(chunked(body) if in_chunks else body, framing, f"Content-Encoding: {coding}"))

    assert answer is not None
    assert (answer.status, answer.body, answer.fault) == (200, PAGE, None)


def test_codings_on_top_of_each_other_are_undone_in_turn() -> None:
    body = chunked(gzip.compress(zlib.compress(brotli(PAGE))))
    answer = parse_response(
        message(body, "Content-Encoding: br, deflate", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked")
    )

    assert answer is not None
    assert (answer.body, answer.fault) == (PAGE, None)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_stops_at_the_limit(coding: str) -> None:
    answer = parse_response(message(CODINGS[coding](b"\0" * 10**7), f"Content-Encoding: {coding}"), limit=1000)

    assert answer is not None
    assert (answer.body, answer.fault) == (b"\0" * 1000, "too_large")


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_takes_no_memory(coding: str) -> None:
    bomb = message(CODINGS[coding](b"\0" * 20_000_000), f"Content-Encoding: {coding}")
    tracemalloc.start()
    try:
        parse_response(bomb, limit=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", CODINGS)
def test_a_compressed_body_that_is_cut_off_says_so(coding: str) -> None:
    body = CODINGS[coding](PAGE * 50)[:-9]
    answer = parse_response(message(body, f"Content-Encoding: {coding}"))

    assert answer is not None
    assert answer.fault in ("truncated", "bad_encoding")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "compress", "gzip, " * 50])
def test_a_body_that_is_not_coded_as_it_says_comes_as_it_is(coding: str) -> None:
    answer = parse_response(message(PAGE, f"Content-Encoding: {coding}"))

    assert answer is not None
    assert (answer.body, answer.fault) == (PAGE, "bad_encoding")


def test_interim_answers_are_no_answer() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    assert final_response(hints * 2 + message(PAGE)) == message(PAGE)
    assert final_response(b"HTTP/1.1 100 Continue\r\n\r\n" + message(PAGE)) == message(PAGE)
    assert final_response(hints[:-2]) == hints[:-2]


def test_a_great_many_interim_answers_take_no_longer_than_their_bytes() -> None:
    assert final_response(b"HTTP/1.1 100\r\n\r\n" * 300_000 + message(PAGE)) == message(PAGE)


@pytest.mark.parametrize(
    ("raw", "status", "body", "fault"),
    [
        (message(PAGE, "Content-Length: 99"), 200, PAGE, "truncated"),
        (message(PAGE, "Content-Length: 3"), 200, PAGE, None),
        (message(PAGE, "Content-Length: ²"), 200, PAGE, None),
        (message(PAGE, "Content-Length: " + "9" * 5000), 200, PAGE, None),
        (message(b"", "Content-Length: 99", status="304 Not Modified"), 304, b"", None),
        (message(PAGE, "Transfer-Encoding: chunked"), 200, PAGE, None),
        (message(chunked(PAGE)[:-3], "Transfer-Encoding: chunked"), 200, PAGE, "truncated"),
        (message(chunked(PAGE)[:-9], "Transfer-Encoding: chunked"), 200, PAGE[:-1], "truncated"),
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n", 200, b"", "truncated"),
        (b"HTTP/1.0 200\nServer: x\n\npage", 200, b"page", None),
        (b"HTTP/2 200\r\n\r\npage", 200, b"page", None),
        (b"HTTP/1.1 200 \r\n\r\npage", 200, b"page", None),
    ],
    ids=[
        "too short",
        "too long",
        "no digit",
        "a length without end",
        "304 has no body",
        "chunks undone by an archive",
        "last chunk cut",
        "chunk cut",
        "no blank line",
        "bare line ends",
        "http/2",
        "no reason",
    ],
)
def test_framing_that_lies_is_named(raw: bytes, status: int, body: bytes, fault: str | None) -> None:
    answer = parse_response(raw)

    assert answer is not None
    assert (answer.status, answer.body, answer.fault) == (status, body, fault)


@pytest.mark.parametrize("raw", [b"", b"SSH-2.0-OpenSSH\r\n", b"<html>", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200"])
def test_what_does_not_begin_like_an_answer_is_none(raw: bytes) -> None:
    assert parse_response(raw) is None


def test_headers_keep_their_order_and_lose_their_folds() -> None:
    block = b"Set-Cookie: a=1\r\nset-cookie: b=2\r\nX-Long: one\r\n\ttwo\r\n  three\r\nno header\r\n: nameless\r\nEmpty:\r\n"

    assert parse_headers(block) == [
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("x-long", "one two three"),
        ("empty", ""),
    ]


def test_many_small_chunks_take_no_more_memory_than_their_content() -> None:
    assert unchunk(b"1\r\nx\r\n" * 300_000 + b"0\r\n\r\n") == (b"x" * 300_000, 6 * 300_000 + 5)


@given(st.binary(max_size=300), st.integers(1, 50), st.binary(max_size=20))
def test_chunks_come_back_whole_and_end_where_they_end(body: bytes, size: int, behind: bytes) -> None:
    assert unchunk(chunked(body, size) + behind) == (body, len(chunked(body, size)))


@pytest.mark.parametrize(
    ("raw", "end"),
    [
        (message(b"page and more", "Content-Length: 4"), 4),
        (message(b"pag", "Content-Length: 4"), None),
        (message(b"page"), None),
        (message(chunked(PAGE) + b"more", "Transfer-Encoding: chunked"), len(chunked(PAGE))),
        (message(b"0\r\nX-Trailer: 1\r\n\r\nmore", "Transfer-Encoding: chunked"), len(b"0\r\nX-Trailer: 1\r\n\r\n")),
        (message(b"0\r\nX-Trailer: 1", "Transfer-Encoding: chunked"), None),
        (message(b"more", "Content-Length: 4", status="304 Not Modified"), 0),
    ],
    ids=["length", "shorter", "until closed", "chunks", "trailers", "trailers cut", "no body"],
)
def test_an_answer_ends_where_its_framing_says(raw: bytes, end: int | None) -> None:
    head = raw.index(b"\r\n\r\n") + 4

    assert response_end(raw) == (None if end is None else head + end)


def test_what_is_accepted_can_be_undone() -> None:
    codings = accepted_encodings().split(", ")

    assert codings[:2] == ["gzip", "deflate"]
    for coding in codings:
        answer = parse_response(message(CODINGS[coding](PAGE), f"Content-Encoding: {coding}"))
        assert answer is not None
        assert answer.body == PAGE


HEADERS = [b"Content-Length: 3\r\n", b"Content-Encoding: gzip, br\r\n", b"Transfer-Encoding: chunked\r\n"]
PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 103\r\n\r\n",
        *HEADERS,
        b" fold\r\n",
        b"\r\n",
        b"3\r\nabc\r\n",
        b"0\r\n",
        b"\x1f\x8b\x08",
    ]
)


@given(st.lists(PIECES | st.binary(max_size=8), max_size=12).map(b"".join))
@example(b"HTTP/1.1 200 OK\r\nContent-Length: \xc2\xb2\r\n\r\n")
def test_no_message_is_too_odd(raw: bytes) -> None:
    answer = parse_response(raw, limit=50)
    end = response_end(final_response(raw))

    assert answer is None or len(answer.body) <= 50
    assert end is None or 0 < end <= len(raw)


# The beginning of a stream of brotli has no mark: one in a hundred of these passes for a stream that breaks off.
@given(st.integers(0, 2**31 - 1), st.text("abcdefgh <>/=\n", max_size=200), st.booleans())
def test_what_is_said_to_be_brotli_and_is_not_comes_as_it_was_sent(moment: int, text: str, packed: bool) -> None:
    pytest.importorskip("brotli")
    page = f"<!doctype html><body><p>{text}</p></body>".encode()
    body = gzip.compress(page, mtime=moment) if packed else page
    response = parse_response(message(body, "Content-Type: text/html", "Content-Encoding: br"))
    assert response is not None
    assert (response.body, response.fault) == (page, None if packed else "bad_encoding")
