"""JSON-LD is read whole, mended where it is broken, and followed to the node of the page's own story."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.clean.metadata.graph import address_key, build_graph, main_article
from scraper.clean.metadata.jsonld import read_json_ld


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('{"a": 1,}', [{"a": 1}]),
        ('[{"a": 1,}, ]', [[{"a": 1}]]),
        ('<!-- {"a": 1} -->', [{"a": 1}]),
        ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
        ('/*<![CDATA[*/ {"a": 1} /*]]>*/', [{"a": 1}]),
        ('{"a": 1};', [{"a": 1}]),
        ('{"a": "two\nlines"}', [{"a": "two\nlines"}]),
        ('{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": "b"\n "c": "d"}', [{"a": "b", "c": "d"}]),
        (r'{"a": "it\'s", "b": "c:\dir"}', [{"a": "it's", "b": "c:\\dir"}]),
        ("{&quot;a&quot;: &quot;b&quot;}", [{"a": "b"}]),
        ('{"a": "http://x//y", // note\n "b": 1 /* more */}', [{"a": "http://x//y", "b": 1}]),
        ("", []),
        ("not json", []),
    ],
)
def test_broken_scripts_are_mended(script: str, values: list[Any]) -> None:
    assert read_json_ld(script) == values


def test_of_a_script_that_is_cut_off_the_telling_fields_are_picked_out() -> None:
    script = '{"@type": "NewsArticle", "headline": "A \\"big\\" day", "datePublished": "2021-10-21", "author": {"@type": "Person", "name": "Jane'
    assert read_json_ld(script) == [{"@type": "NewsArticle", "headline": 'A "big" day', "datePublished": "2021-10-21"}]


@pytest.mark.parametrize("piece", ['\\"', "/*", '"', "\n", ", ", "[", '{"a":', "//", "*/", "&quot;", '"a" '])
def test_long_rubbish_is_given_up_in_bounded_time(piece: str) -> None:
    read_json_ld('{"a": "' + piece * 100_000)
    read_json_ld("{" + piece * 100_000)


def chosen(*values: Any, addresses: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> dict[str, Any] | None:
    return main_article(build_graph(list(values)), addresses=set(map(address_key, addresses)), titles=set(titles))


def test_the_node_with_the_pages_address_or_headline_is_the_story() -> None:
    first = {"@type": "NewsArticle", "headline": "First story", "url": "https://x.example/1"}
    second = {
        "@type": "http://schema.org/Article",
        "headline": "Second story",
        "mainEntityOfPage": {"@id": "https://www.x.example/2/?a=b"},
    }
    assert chosen([first, second]) == first
    assert chosen([first, second], addresses=("http://x.example/2",)) == second
    assert chosen([first, second], titles=("second story",)) == second
    assert chosen({"@type": "WebSite", "name": "x"}) is None


def test_a_listed_story_counts_only_where_it_is_the_page() -> None:
    listed = {"@type": "NewsArticle", "headline": "A story of the list", "url": "https://x.example/1"}
    values = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": listed}]}
    assert chosen(values) is None
    assert chosen(values, titles=("a story of the list",)) == listed


def test_references_are_followed_and_names_read_in_any_shape() -> None:
    graph = build_graph(
        [
            {
                "@graph": [
                    {"@type": "Person", "@id": "#j", "name": "Jane Doe"},
                    {"@type": "Article", "author": [{"@id": "#j"}, "John Roe"]},
                ]
            }
        ]
    )
    article = main_article(graph, addresses=set(), titles=set())
    assert article is not None
    assert [graph.text({"x": value}, "x") for value in graph.many(article, "author")] == ["Jane Doe", "John Roe"]
    assert graph.text({"headline": {"@value": " A  story "}}, "headline") == "A story"
    assert graph.text({"n": ["", {"@id": "#j"}]}, "n") == "Jane Doe"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["@type", "@id", "@graph", "name", "headline", "author", "url", "itemListElement", "datePublished"]), inner, max_size=5),
)  # fmt: skip


@given(json_values)
def test_any_json_value_is_read_as_it_is_and_searched_without_harm(value: Any) -> None:
    assert read_json_ld(json.dumps(value)) == [value]
    graph = build_graph([value])
    article = main_article(graph, addresses={"x"}, titles={"y"})
    if article is not None:
        for key in ("headline", "author", "url"):
            text = graph.text(article, key)
            assert text is None or text == text.strip() != ""


@given(st.text(alphabet='{}[]":,\\ \n/*a1<!->&quot;') | st.text())
@example('{"a": "b" /* ')
def test_any_text_gives_values_and_never_a_fault(script: str) -> None:
    assert isinstance(read_json_ld(script), list)
