"""Site definitions: checked whole, merged over their platform."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from scraper.errors import ConfigError
from scraper.site import merge, parse_site

HOME = {"home": "https://its.network/"}


def faults(table: dict[str, Any]) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_site(table, name="x", where="sites/x.toml")
    return "\n".join(caught.value.problems)


def test_an_address_is_all_a_definition_needs() -> None:
    site = parse_site(HOME, name="its.network")
    assert (site.name, site.fetch.delay, site.discover.every) == (
        "its.network",
        timedelta(seconds=5),
        None,
    )
    assert site.owns("https://www.its.network/2021/")
    assert not site.owns("https://example.org/")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({}, "sites/x.toml: home: is missing"),
        (HOME | {"articel": {}}, "articel: unknown key; did you mean 'article'?"),
        (HOME | {"article": {"headlin": "h1"}}, "article.headlin: unknown key; did you mean 'headline'?"),
        (
            HOME | {"article": {"headline": {"selekt": "h1"}}},
            "article.headline.selekt: unknown key; did you mean 'select'?",
        ),
        (HOME | {"teasers": {"a": {"itm": "li"}}}, "teasers.a.itm: unknown key; did you mean 'item'?"),
        (HOME | {"teasers": {"a": {"kind": "foo"}}}, "'read_more', 'related'"),
        (HOME | {"fetch": {"delay": 10}}, 'fetch.delay = 10: expected a duration such as "10 s"'),
        (HOME | {"fetch": {"max_size": "20"}}, 'expected a size such as "500 KB"'),
        (HOME | {"article": {"body": "a["}}, "article.body = \"a[\": 'a[' is no CSS selector"),
        (HOME | {"article": {"body": 3}}, "expected a text"),
        (HOME | {"timezone": "Mars/Base"}, "'Mars/Base' is no time zone"),
        (HOME | {"discover": {"article": "("}}, "'(' is no regular expression"),
        (HOME | {"dump": {"more": "{text}"}}, "has no words of its own"),
        ({"home": "its.network"}, "no absolute URL"),
        (HOME | {"name": "x"}, "name: is set by the file"),
    ],
)
def test_a_fault_is_named_with_file_key_and_what_is_allowed(table: dict[str, Any], expected: str) -> None:
    text = faults(table)
    assert expected in text
    assert all(line.startswith("sites/x.toml: ") for line in text.splitlines())


def test_all_faults_are_named_at_once() -> None:
    text = faults({"home": "x", "fetch": {"delay": 1, "dely": 2}, "foo": 1})
    assert len(text.splitlines()) == 4


def test_a_site_is_laid_over_its_platform_key_by_key() -> None:
    platform = {"article": {"headline": "h1", "body": ".content"}, "teasers": {"recent": {"item": "li"}}}
    site = parse_site(
        HOME | {"article": {"body": ".text"}, "teasers": {"recent": {"off": True}}}, name="x", platform=platform
    )
    assert site.article.headline is not None
    assert site.article.headline.select == ("h1",)
    assert site.article.body == (".text",)
    assert site.teasers["recent"].off


def test_a_changed_rule_is_a_new_version() -> None:
    one = parse_site(HOME, name="x")
    same = parse_site(HOME, name="x", where="elsewhere.toml")
    other = parse_site(HOME, name="x", platform={"article": {"headline": "h1"}})
    assert one.version == same.version != other.version


def test_merging_leaves_both_tables_alone() -> None:
    base: dict[str, Any] = {"a": {"b": 1, "c": [1]}}
    over: dict[str, Any] = {"a": {"b": 2}}
    assert merge(base, over) == {"a": {"b": 2, "c": [1]}}
    assert base == {"a": {"b": 1, "c": [1]}}
