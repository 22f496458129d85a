"""JSON interfaces: found in scripts, and understood by their answers."""

from __future__ import annotations

import pytest

from scraper.survey.endpoints import endpoints_of, interface_of

HOME = "https://paper.example/"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("fetch(`/api/stories?offset=${offset}&limit=12`)", "api/stories?offset={offset}&limit=12"),
        ("fetch('/api/stories?page=' + page)", "api/stories?page={page}"),
        ('<div data-url="/api/latest.json?page=2&amp;size=10">', "api/latest.json?page={page}&size=10"),
        ('load("https:\\/\\/paper.example\\/api\\/more")', "api/more"),
        ("get(`/api/list/${page}`)", "api/list/{page}"),
    ],
)
def test_addresses_in_scripts_become_addresses_with_holes(text: str, url: str) -> None:
    assert [each.url for each in endpoints_of(text, HOME, lambda url: url.startswith(HOME))] == [HOME + url]


@pytest.mark.parametrize(
    "text",
    [
        "import '/api/client.js'",
        "'https://other.example/api/stories'",
        "'/api/login'",
        "<a href='/latest'>",
        "'/static/more.css'",
    ],
)
def test_others_are_not_asked_for(text: str) -> None:
    assert endpoints_of(text, HOME, lambda url: url.startswith(HOME)) == []


def is_story(url: str) -> bool:
    return url.startswith(f"{HOME}news/")


def test_an_answer_tells_where_stories_titles_and_dates_are() -> None:
    data = {
        "data": {
            "items": [
                {
                    "url": f"/news/{n}",
                    "author": {"url": "/a/1"},
                    "headline": f"Title {n}",
                    "publishedAt": "2024-05-01T10:00:00Z",
                }
                for n in range(3)
            ]
        }
    }
    found = interface_of(data, base=HOME, is_story=is_story, known=(), titles=())
    assert found is not None
    assert found.keys == {"items": "data.items[*]", "link": "url", "title": "headline", "published": "publishedAt"}
    assert found.stories == tuple(f"{HOME}news/{n}" for n in range(3))


def test_part_of_an_address_is_completed_by_a_story_that_is_known() -> None:
    data = [{"id": n, "slug": f"the-bridge-{n}", "t": f"The bridge {n}"} for n in range(3)]
    found = interface_of(
        data,
        base=HOME,
        is_story=is_story,
        known=[f"{HOME}news/the-bridge-1/"],
        titles=[f"The bridge {n}" for n in range(3)],
    )
    assert found is not None
    assert found.keys == {"items": "[*]", "link": "slug", "link_address": "/news/{link}/", "title": "t"}


def test_where_no_story_is_known_the_names_of_keys_tell() -> None:
    data = {"list": [{"permalink": f"/x/{n}", "title": "T"} for n in range(3)], "next": "/api?page=2"}
    found = interface_of(data, base=HOME, is_story=lambda _: True, known=(), titles=(), by_name=True)
    assert found is not None
    assert (found.keys["link"], found.keys["next"]) == ("permalink", "next")


@pytest.mark.parametrize(
    "data", [None, [], {}, [1, 2], {"items": [{"a": 1}, 2]}, [{"url": "/about"}], "text", {"a": [[]]}]
)
def test_what_lists_no_stories_is_no_interface(data: object) -> None:
    assert interface_of(data, base=HOME, is_story=is_story, known=(), titles=()) is None
