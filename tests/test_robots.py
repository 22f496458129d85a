"""robots.txt by the sections of RFC 9309, and against files that mean harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.robots import ALLOWED, FORBIDDEN, MAX_SIZE, UNREACHABLE, Robots, copy_of_answer, parse_robots, what_it_says

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOST = "https://a.example"


def read_robots(status: int, body: bytes) -> Robots:
    return what_it_says(copy_of_answer(None, HOST, status, {}, body, now=NOW), now=NOW)


def allowed(text: str, path: str) -> bool:
    return parse_robots(text.encode()).allowed(HOST + path)


@pytest.mark.parametrize("status", [200, 203, 206])
def test_2_3_1_1_a_file_that_is_there_is_followed(status: int) -> None:
    robots = read_robots(status, b"User-agent: *\nDisallow: /private\n")

    assert robots.allowed(f"{HOST}/public")
    assert not robots.allowed(f"{HOST}/private/page")
    assert robots.refusal == "robots"


@pytest.mark.parametrize("status", [301, 302, 308])
def test_2_3_1_2_a_redirect_that_leads_nowhere_counts_as_no_file(status: int) -> None:
    assert read_robots(status, b"") == ALLOWED


@pytest.mark.parametrize("status", [400, 404, 410, 418, 451])
def test_2_3_1_3_without_a_file_everything_is_allowed(status: int) -> None:
    assert read_robots(status, b"User-agent: *\nDisallow: /\n") == ALLOWED
    assert ALLOWED.allowed(f"{HOST}/page")


@pytest.mark.parametrize("status", [401, 403])
def test_a_file_that_is_kept_from_us_forbids_everything(status: int) -> None:
    assert replace(read_robots(status, b""), why=None) == FORBIDDEN
    assert not FORBIDDEN.allowed(f"{HOST}/page")
    assert FORBIDDEN.refusal == "robots"


@pytest.mark.parametrize("status", [304, 429, 500, 502, 503, 504, 599, 100, 999])
def test_2_3_1_4_a_server_in_trouble_forbids_everything_for_now(status: int) -> None:
    assert replace(read_robots(status, b"User-agent: *\nAllow: /\n"), why=None) == UNREACHABLE
    assert not UNREACHABLE.allowed(f"{HOST}/page")
    assert UNREACHABLE.refusal == "robots_unreachable"


@pytest.mark.parametrize(
    ("agents", "ours"),
    [
        ("User-agent: scraper", True),
        ("User-Agent: SCRAPER", True),
        ("user-agent : scraper  # that is us", True),
        ("User-agent: scraper/1.0", True),
        ("User-agent: scraper (+https://a.example)", True),
        ("User-agent: other\nUser-agent: scraper", True),
        ("User-agent: *", True),
        ("User-agent: * # everybody", True),
        ("User-agent: scrap", False),
        ("User-agent: s", False),
        ("User-agent: scrapers", False),
        ("User-agent: scraper-news", False),
        ("User-agent: scraper2", False),
        ("User-agent: my scraper", False),
        ("User-agent: *bot*", False),
        ("User-agent:", False),
    ],
)
def test_2_2_1_a_group_is_ours_by_the_whole_product_token(agents: str, ours: bool) -> None:
    assert allowed(f"{agents}\nDisallow: /\n", "/page") != ours


def test_2_2_1_groups_with_our_name_are_one_and_leave_the_others_out() -> None:
    text = (
        "User-agent: *\nDisallow: /everyone\n\nUser-agent: scraper\nDisallow: /a\n\nUser-agent: Scraper\nDisallow: /b\n"
    )

    assert [allowed(text, path) for path in ("/a", "/b", "/everyone")] == [False, False, True]


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a/b\nDisallow: /a", "/a/c", False),
        ("Allow: /page\nDisallow: /page", "/page", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x", True),
        ("Disallow: /a*z", "/abcz/d", False),
        ("Disallow: /%7Euser", "/~user", False),
        ("Disallow: /ärger", "/%C3%A4rger", False),
        ("Disallow: /Page", "/page", True),
        ("Disallow:", "/page", True),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow: /*?", "/page?id=1", False),
        ("nonsense\nDisallow: /a\n<html>", "/a", False),
    ],
)
def test_2_2_2_the_longest_match_decides(rules: str, path: str, expected: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_and_line_ends_of_every_kind_are_read(end: str, encoding: str) -> None:
    robots = parse_robots(f"User-agent: *{end}Disallow: /a{end}".encode(encoding))

    assert not robots.allowed(f"{HOST}/a")
    assert robots.allowed(f"{HOST}/b")


def test_2_5_half_a_mebibyte_is_read_and_no_half_line() -> None:
    start = b"User-agent: *\nDisallow: /a\n"
    filler = b"#" * (MAX_SIZE - len(start) - len(b"\nDisallow: /b")) + b"\nDisallow: /bcd\n"
    robots = parse_robots(start + filler)

    assert not robots.allowed(f"{HOST}/a")
    assert robots.allowed(f"{HOST}/b")


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: scraper\nCrawl-delay: 3", 3.0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: scraper\nDisallow: /a", None),
        ("User-agent: other\nCrawl-delay: 9", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: *\nCrawl-delay: inf", None),
        ("User-agent: *\nCrawl-delay: 99999999999", 1e9),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("", None),
    ],
)
def test_the_delay_of_our_group_counts(text: str, delay: float | None) -> None:
    assert parse_robots(text.encode()).crawl_delay == delay


def test_sitemaps_are_named() -> None:
    assert parse_robots(b"Sitemap: https://a.example/s.xml\n").sitemaps == ("https://a.example/s.xml",)


def test_a_file_of_a_thousand_names_is_read_in_no_time() -> None:
    names = "".join(f"User-agent: bot{number}x\n" for number in range(4000))
    assert not allowed(names + "User-agent: *\n" + "Disallow: /a\n" * 30_000, "/a")


def test_a_page_in_place_of_the_file_allows_everything() -> None:
    assert read_robots(200, b"<!doctype html><html><body>Not found</body></html>").allowed(f"{HOST}/page")


WORDS = st.sampled_from(
    ["User-agent:", "Disallow:", "Allow:", "Crawl-delay:", "*", "$", "/", "scraper", "\n", " ", "#", "%"]
)


@given(st.lists(WORDS | st.text(max_size=5), max_size=30).map("".join), st.text(max_size=30))
def test_no_file_and_no_address_is_too_odd(text: str, path: str) -> None:
    robots = parse_robots(text.encode("utf-8", errors="replace"))

    assert isinstance(robots, Robots)
    assert isinstance(robots.allowed(HOST + "/" + path), bool)
    assert isinstance(robots.allowed(path), bool)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(body: bytes) -> None:
    assert isinstance(parse_robots(body), Robots)


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_what_would_take_too_long_to_find_out_is_forbidden(end: str) -> None:
    robots = parse_robots(("User-agent: *" + end + f"Disallow: /*a*b{end}" * 20_000).encode())

    assert robots.allowed(HOST + "/page")
    assert not robots.allowed(HOST + "/" + "a" * 2_000)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_without_its_mark(encoding: str) -> None:
    assert not parse_robots("User-agent: *\nDisallow: /a\n".encode(encoding)).allowed(HOST + "/a")
