"""What pages reserve: X-Robots-Tag, meta robots, noai, TDMRep in its three places."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.rights import Rights, rights_of

URL = "https://a.example/news/story?page=2"


def rights(*headers: tuple[str, str], body: str = "", file: object = None) -> Rights:
    tdmrep = json.dumps(file).encode() if file is not None else None
    return rights_of(URL, headers, body.encode(), is_page=True, tdmrep=tdmrep)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("noindex", {"noindex"}),
        ("NoArchive, nofollow", {"noarchive", "nofollow"}),
        ("none", {"noindex", "nofollow"}),
        ("all", set()),
        ("otherbot: noindex", set()),
        ("scraper: noindex, noai", {"noindex", "noai"}),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST", set()),
        ("max-snippet: 20, noindex", {"noindex"}),
    ],
)
def test_x_robots_tag_speaks_to_everybody_or_to_us(value: str, words: set[str]) -> None:
    assert rights(("x-robots-tag", value)).words == words


def test_several_x_robots_tags_add_up() -> None:
    assert rights(("x-robots-tag", "noarchive"), ("x-robots-tag", "noai")).words == {"noarchive", "noai"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<meta name="robots" content="noindex,follow">', {"noindex"}),
        ("<META CONTENT='noarchive' NAME='ROBOTS'/>", {"noarchive"}),
        ("<meta name=robots content=noai>", {"noai"}),
        ('<meta name="scraper" content="noindex">', {"noindex"}),
        ('<meta name="googlebot" content="noindex">', set()),
        ('<!-- <meta name="robots" content="noindex"> -->', set()),
        ("<script>'<meta name=robots content=noindex>'</script>", set()),
        ('<meta name="robots" content="index, follow, max-image-preview:large">', set()),
    ],
)
def test_meta_robots_is_read_where_it_counts(body: str, words: set[str]) -> None:
    assert rights(body=f"<html><head>{body}</head></html>").words == words


def test_tdmrep_is_read_from_the_page_before_the_headers_before_the_file() -> None:
    file = [{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "https://a.example/file"}]
    headers = (("tdm-reservation", "1"), ("tdm-policy", "https://a.example/header"))
    meta = '<meta name="tdm-reservation" content="0">'
    assert (rights(file=file).tdm_reservation, rights(file=file).tdm_policy) == (True, "https://a.example/file")
    assert rights(*headers, file=file).tdm_policy == "https://a.example/header"
    both = rights(*headers, body=meta, file=file)
    assert (both.tdm_reservation, both.tdm_policy) == (False, None)
    assert rights(("tdm-reservation", "yes")).tdm_reservation is None


@pytest.mark.parametrize(
    ("location", "fits"),
    [
        ("/", True),
        ("/news/", True),
        ("/sport", False),
        ("*", True),
        ("/*story$", False),
        ("/*=2$", True),
        ("/n*y?p", True),
    ],
)
def test_a_rule_of_the_file_fits_as_in_robots_txt(location: str, fits: bool) -> None:
    found = rights(file=[{"location": location, "tdm-reservation": 1}]).tdm_reservation
    assert found is (True if fits else None)


@pytest.mark.parametrize(
    ("path", "location", "fits"),
    [
        ("/a%7Eb", "/a~b", True),
        ("/a~b", "/%61%7eb", True),
        ("/a%2fb", "/a%2Fb", True),
        ("/a/b", "/a%2Fb", False),
        ("/foo-$", "/foo-%24", True),
        ("/foo-*bar", "/foo-%2A", True),
        ("/stra%C3%9Fe", "/straße", True),
        ("/News", "/news", False),
    ],
)
def test_paths_and_rules_are_compared_in_one_spelling(path: str, location: str, fits: bool) -> None:
    file = json.dumps([{"location": location, "tdm-reservation": 1}]).encode()
    found = rights_of(f"https://a.example{path}", [], b"", is_page=True, tdmrep=file).tdm_reservation
    assert found is (True if fits else None)


@pytest.mark.parametrize(
    "rule",
    [
        {"location": "/"},
        {"tdm-reservation": 1},
        {"location": "/", "tdm-reservation": 2},
        {"location": "/", "tdm-reservation": None},
        {"location": 1, "tdm-reservation": 1},
        {"location": "/\ud800", "tdm-reservation": 1},
        "/",
    ],
)
def test_a_malformed_rule_says_nothing(rule: object) -> None:
    assert rights(file=[rule]) == Rights()
    assert rights(file=[rule, {"location": "/", "tdm-reservation": 1}]).tdm_reservation is True


def test_what_is_not_reserved_has_no_policy() -> None:
    policy = "https://a.example/policy"
    assert rights(("tdm-reservation", "0"), ("tdm-policy", policy)).tdm_policy is None
    assert rights(file=[{"location": "/", "tdm-reservation": 0, "tdm-policy": policy}]).tdm_policy is None


def test_the_first_rule_that_fits_counts() -> None:
    file = [{"location": "/news/story", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]
    assert rights(file=file).tdm_reservation is False


def test_what_is_reserved_is_kept_in_few_words() -> None:
    assert rights().to_json() is None
    told = rights(("x-robots-tag", "noai"), ("tdm-reservation", "1")).to_json()
    assert told == '{"robots": ["noai"], "tdm-reservation": 1}'


@pytest.mark.parametrize(
    "piece", [b"<meta ", b"<!--", b"<script", b"<meta " + b"a-" * 990 + b">", b"<meta " + b'a="' * 600 + b">"]
)
def test_a_head_that_is_made_to_be_slow_is_read_in_no_time(piece: bytes) -> None:
    assert rights_of(URL, [], piece * (1 << 16), is_page=True) == Rights()


@given(st.binary(max_size=300), st.text(max_size=40), st.binary(max_size=100))
def test_nothing_is_too_odd_to_be_read(body: bytes, value: str, file: bytes) -> None:
    found = rights_of(value, [("x-robots-tag", value), ("tdm-reservation", value)], body, is_page=True, tdmrep=file)
    assert isinstance(found, Rights)
