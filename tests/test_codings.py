"""Compressed bodies are undone as far as they go, within bounds."""

from __future__ import annotations

import gzip
import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.codings import inflate

NOISE = os.urandom(50_000)
WHOLE = gzip.compress(NOISE)


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"a page"),
        gzip.compress(b"a ") + gzip.compress(b"page"),
        gzip.compress(b"a page") + b"\0" * 512,
        gzip.compress(b"a page") + b"rubbish",
        zlib.compress(b"a page"),
        zlib.compress(b"a page")[2:-4],
    ],
    ids=["gzip", "two members", "padded", "rubbish behind", "zlib", "raw deflate"],
)
def test_every_usual_wrapping_is_undone(body: bytes) -> None:
    assert inflate(body, 1000) == (b"a page", None)


@given(st.integers(10, len(WHOLE) - 1))
def test_what_is_cut_off_comes_as_far_as_it_goes(cut: int) -> None:
    body, fault = inflate(WHOLE[:cut], 10**6)

    assert fault == "truncated"
    assert NOISE.startswith(body)


@given(st.integers(10, len(WHOLE) - 1))
def test_a_damaged_member_is_never_taken_for_a_whole_one(at: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] ^= 0x55

    assert inflate(bytes(damaged), 10**6)[1] in ("bad_encoding", "truncated")


def test_a_bomb_stops_at_the_limit() -> None:
    assert inflate(gzip.compress(b"\0" * 10**7), 1000) == (b"\0" * 1000, "too_large")


def test_a_million_empty_members_take_no_longer_than_their_bytes() -> None:
    assert inflate(gzip.compress(b"") * 200_000, 1000) == (b"", None)


@given(st.binary(min_size=1, max_size=200))
def test_no_bytes_are_too_odd(body: bytes) -> None:
    inflate(body, 1000)
