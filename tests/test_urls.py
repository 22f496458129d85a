"""Addresses as values."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.urls import MAX_CHARS, absolute_url, host_of, normalize_url, path_of

BASE = "https://its.network/2021/10/interview/?p=1"
HREFS = st.text(alphabet="/.:?#[]@%&=;\\ \t\nahtps-é0") | st.text()


@given(HREFS)
@example("http://[")
@example("0 ?#top")
@example("; ?")
@example("//:80")
@example("http://a:99999/")
def test_any_href_gives_one_settled_page_url_or_none(href: str) -> None:
    url = absolute_url(href, base=BASE)
    if url is not None:
        assert url.startswith(("http://", "https://"))
        assert "#" not in url
        assert absolute_url(url, base=BASE) == url


@pytest.mark.parametrize(
    "base", [BASE, "http://127.0.0.1:8101", "https://its.network/a//b/./c", "https://its.network/a;b/c"]
)
@given(href=st.text(alphabet="/.?#:&=%-aB1é", min_size=1).map(lambda href: f"{href}x"))
@example(href="b/c.html?d=1#e")
@example(href="../b")
@example(href="b/.")
@example(href="b?c=/../d")
@example(href="mailto:a")
def test_plain_links_lead_where_urllib_says(base: str, href: str) -> None:
    url = absolute_url(href, base=base)
    assert url is None or url.rstrip("?") == urljoin(base, href).partition("#")[0].rstrip("?")


@given(HREFS)
@example("/%2f%zz%41")
@example("/a?b&utm_source=x")
def test_normalising_twice_changes_nothing(href: str) -> None:
    url = absolute_url(href, base=BASE)
    if url is not None:
        assert normalize_url(normalize_url(url)) == normalize_url(url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTPS://Its.Network:443/a", "https://its.network/a"),
        ("https://its.network", "https://its.network/"),
        ("https://its.network/a#top", "https://its.network/a"),
        ("https://its.network/a?utm_source=feed&id=3", "https://its.network/a?id=3"),
        ("https://its.network/%7euser/%c3%a9", "https://its.network/~user/é"),
        ("https://its.network/a?fbclid=1", "https://its.network/a"),
    ],
)
def test_spellings_of_one_address_are_one(one: str, other: str) -> None:
    assert normalize_url(one) == normalize_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://its.network/a?id=1", "https://its.network/a?id=2"),
        ("https://its.network/A", "https://its.network/a"),
        ("https://its.network/a%2Fb", "https://its.network/a/b"),
        ("http://its.network/", "https://its.network/"),
        ("https://its.network:8443/", "https://its.network/"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert normalize_url(one) != normalize_url(other)


@pytest.mark.parametrize(
    "href",
    [
        "mailto:a@b",
        "javascript:void(0)",
        "tel:1",
        "ftp://a/b",
        "data:text/html,x",
        "http://",
        "http://[::1",
        "/?" + "x" * MAX_CHARS,
    ],
    ids=lambda href: href[:20],
)
def test_what_leads_to_no_page_is_none(href: str) -> None:
    assert absolute_url(href, base=BASE) is None


def test_host_and_path_are_read_as_definitions_write_them() -> None:
    assert host_of("http://127.0.0.1:8101/a") == "127.0.0.1:8101"
    assert host_of("https://WWW.Its.Network:443/") == "www.its.network"
    assert path_of("https://its.network/caf%C3%A9/?a=1") == "/café/?a=1"
    assert (host_of("http://["), path_of("http://[")) == ("", "")
