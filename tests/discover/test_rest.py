"""WordPress's REST interface, and JSON interfaces by definition."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.api import api_address, read_api, rules_of
from scraper.discover.findings import Announced, Findings, Further
from scraper.discover.rest import posts_address, read_posts
from scraper.site import ApiRules
from scraper.site.paths import parse_path

HOME = "https://paper.example/"
ROOT = HOME + "wp-json/"
URL = posts_address(ROOT)
POST = {
    "link": HOME + "2021/10/rain/",
    "date": "2021-10-21T09:25:04",
    "date_gmt": "2021-10-21T13:25:04",
    "modified_gmt": "2021-10-22T00:00:00",
    "title": {"rendered": "Rain &#8211; and <em>wind</em>"},
    "_embedded": {
        "author": [{"name": "Jane Doe"}, {"code": "rest_user_invalid_id"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "Weather &amp; Climate"}],
            [{"taxonomy": "post_tag", "name": "rain"}],
        ],
    },
}


def read(posts: Any, headers: Any = (), url: str = URL) -> Findings:
    return read_posts(json.dumps(posts).encode(), url=url, headers=headers)


def test_a_post_brings_exact_dates_with_the_sites_own_offset() -> None:
    found = read([POST])
    assert found.form == "wp_posts"
    assert found.stories == (
        Announced(
            HOME + "2021/10/rain/",
            title="Rain – and wind",
            published="2021-10-21T09:25:04-04:00",
            modified="2021-10-21T20:00:00-04:00",
            section="Weather & Climate",
            authors=("Jane Doe",),
        ),
    )
    assert not found.faults


@pytest.mark.parametrize(
    ("facts", "published", "modified"),
    [
        ({"modified_gmt": POST["date_gmt"]}, "2021-10-21T09:25:04-04:00", None),
        ({"date": None}, "2021-10-21T13:25:04+00:00", "2021-10-22T00:00:00+00:00"),
        ({"date_gmt": "0000-00-00T00:00:00"}, "2021-10-21", "2021-10-22T00:00:00+00:00"),
        ({"date": "2021-10-25T09:25:04"}, "2021-10-21T13:25:04+00:00", "2021-10-22T00:00:00+00:00"),
    ],
)
def test_dates_that_contradict_each_other_are_read_with_care(facts: Any, published: str, modified: str | None) -> None:
    (story,) = read([POST | facts]).stories
    assert (story.published, story.modified) == (published, modified)


def test_the_headers_lead_to_the_next_page() -> None:
    told = [("x-wp-total", "433"), ("x-wp-totalpages", "5")]
    found = read([POST], told)
    assert (found.hints.pages, found.hints.total) == (5, 433)
    assert found.further == (Further(posts_address(ROOT, page=2)),)
    assert not read([POST], told, url=posts_address(ROOT, page=5)).further
    linked = [*told, ("link", f'<{HOME}wp-json/x?page=2>; rel="next"')]
    assert read([POST], linked).further == (Further(HOME + "wp-json/x?page=2"),)
    assert not read([], told).further, "an empty page is the last"
    assert not read([POST]).further


@pytest.mark.parametrize(
    ("endpoint", "begins"),
    [
        (ROOT, HOME + "wp-json/wp/v2/posts?"),
        (HOME + "wp-json", HOME + "wp-json/wp/v2/posts?"),
        (HOME + "wp-json/wp/v2/news", HOME + "wp-json/wp/v2/news?"),
        (HOME + "?rest_route=/", HOME + "?"),
    ],
)
def test_posts_are_asked_for_a_hundred_at_a_time(endpoint: str, begins: str) -> None:
    address = posts_address(endpoint, page=3, after=date(2021, 1, 1), before=date(2021, 12, 31))
    assert address.startswith(begins)
    for part in (
        "per_page=100",
        "page=3",
        "after=2020-12-31T23:59:59",
        "before=2022-01-01T00:00:00",
        "_embed=wp:term,author",
    ):
        assert part in address
    if "rest_route" in endpoint:
        assert "rest_route=/wp/v2/posts" in address
    assert posts_address(address, page=4) == address.replace("page=3", "page=4")


def test_the_definitions_own_parameters_win() -> None:
    assert "per_page=20" in posts_address(HOME + "wp-json/wp/v2/posts?per_page=20&categories=3")


@pytest.mark.parametrize(
    ("body", "form", "fault"),
    [
        (b'{"code":"rest_no_route","message":"x"}', "json", "the server says: rest_no_route"),
        (b"<html><body>Not found</body></html>", "html", None),
        (b'[{"link": "', "json", "JSON that cannot be read"),
        (b"[1, null, {}]", "json", "entries without an address"),
        (b"[]", "wp_posts", None),
        (b"[" * 100_000, "json", "JSON that cannot be read"),
        (b"", "empty", None),
    ],
)
def test_what_is_no_list_of_posts_is_named(body: bytes, form: str, fault: str | None) -> None:
    found = read_posts(body, url=URL)
    assert found.form == form
    assert list(found.faults) == ([fault] if fault else [])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
ODD_POSTS = st.lists(
    st.fixed_dictionaries({"link": st.just(HOME) | JSON}, optional={name: JSON for name in POST if name != "link"})
)


@given(ODD_POSTS | JSON)
def test_no_answer_raises(data: Any) -> None:
    read(data)
    rules = ApiRules.model_validate({"url": "/x", "link": "link", "title": "title", "authors": "_embedded[*]"})
    read_api(json.dumps(data).encode(), rules, url=URL, base=HOME)


STORIES = {
    "data": {"items": [
        {"slug": "rain", "headline": {"text": "Rain"}, "when": 1634822704, "by": [{"name": "Jane"}, {"name": "Bob"}], "body": "<p>x</p>"},
        {"slug": None}, {"slug": "rain"}, {"slug": "wind"},
    ]},
    "paging": {"next": "?cursor=abc"},
}  # fmt: skip


def rules(**more: Any) -> ApiRules:
    paths = {"items": "data.items[*]", "link": "slug", "link_address": "/news/{link}/", "title": "headline.text",
             "published": "when", "authors": "by[*].name", "text": "body"}  # fmt: skip
    return ApiRules.model_validate({"url": "/api/stories?from={offset}&size=20", "step": 20} | paths | more)


def test_a_definitions_paths_read_an_interface() -> None:
    found = read_api(json.dumps(STORIES).encode(), rules(next="paging.next"), url=HOME + "api/stories", base=HOME)
    assert found.stories == (
        Announced(
            HOME + "news/rain/",
            title="Rain",
            published="2021-10-21T13:25:04+00:00",
            authors=("Jane", "Bob"),
            text="<p>x</p>",
        ),
        Announced(HOME + "news/wind/"),
    )
    assert found.further == (Further(HOME + "api/stories?cursor=abc"),)
    assert found.faults == {"entries without an address": 1, "addresses named again": 1}


def test_paths_that_lead_nowhere_are_told() -> None:
    found = read_api(json.dumps(STORIES).encode(), rules(items="data.stories[*]"), url=HOME, base=HOME)
    assert found.faults == {"nothing where `items` leads": 1}


def test_the_pages_of_an_interface_are_counted() -> None:
    assert api_address(rules(), base=HOME) == HOME + "api/stories?from=0&size=20"
    assert api_address(rules(), base=HOME, page=2) == HOME + "api/stories?from=40&size=20"
    numbered = rules(url="/api/{page}.json", first=0)
    assert api_address(numbered, base=HOME, page=2) == HOME + "api/2.json"
    assert api_address(rules(url="/api"), base=HOME, page=1) is None


def test_an_address_belongs_to_the_interface_whose_address_is_most_like_it() -> None:
    one, other = rules(url="/api/news?page={page}"), rules(url="/api/blog?page={page}")
    assert rules_of(HOME + "api/blog?page=7", [one, other], base=HOME) is other
    assert rules_of(HOME, [], base=HOME) is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", [{"a": [{"b": 1}, {"b": 2}], "c.d": {"e": None}}]),
        ("a[*].b", [1, 2]),
        ("a[0].b", [1]),
        ("a[-1].b", [2]),
        ("a[9].b", []),
        ("a.b", []),
        ('["c.d"].e', [None]),
        ("['c.d'][*]", [None]),
        ("x.y", []),
    ],
)
def test_a_path_leads_into_json(path: str, found: list[Any]) -> None:
    assert list(parse_path(path).find({"a": [{"b": 1}, {"b": 2}], "c.d": {"e": None}})) == found


@pytest.mark.parametrize("path", [".a", "a..b", "a[", "a[x]", "a]", "a."])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="is no path into JSON"):
        parse_path(path)


@given(st.text(alphabet="ab.[]*0-\"' "))
def test_a_text_is_a_path_or_refused(text: str) -> None:
    try:
        path = parse_path(text)
    except ValueError:
        return
    list(path.find({"a": [{"b": [1]}], "b": "a"}))
