"""Bytes -> text -> DOM, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.dom import MAX_CHARS, MAX_TAGS, Unparsable, decode, node_text, parse_html

GERMAN = "Grüße aus Köln – „schön“"
PAGE = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "utf-8", "iso-8859-1"),
        ("Новости дня", "cp1251", "windows-1251"),
        ("Новости дня", "koi8-r", "koi8-r"),
        ("日本のニュース", "cp932", "Shift_JIS"),
        ("日本のニュース", "euc_jp", "euc-jp"),
        ("日本のニュース", "iso2022_jp", "iso-2022-jp"),
        ("中国新闻", "gb18030", "gb2312"),
        ("한국 소식", "cp949", "euc-kr"),
        ("Çağdaş haber", "cp1254", "iso-8859-9"),
    ],
)
def test_pages_are_read_in_the_encoding_they_are_in(text: str, encoding: str, label: str) -> None:
    assert text in decode(PAGE.format(label, text).encode(encoding))


def test_the_transport_says_what_the_page_does_not() -> None:
    assert "Новости" in decode("<p>Новости</p>".encode("cp1251"), charset="windows-1251")


def test_a_byte_order_mark_wins() -> None:
    assert decode("\ufeffé".encode("utf-16"), charset="utf-8").endswith("é")
    assert decode(b"\xef\xbb\xbf\xc3\xa9", charset="iso-8859-1") == "é"


@pytest.mark.parametrize("label", ["no-such-charset", "utf-16", "\x00", "base64", "rot13"])
def test_a_nonsense_declaration_does_no_harm(label: str) -> None:
    assert "Grüße" in decode(PAGE.format(label, GERMAN).encode("cp1252"))


@given(st.binary(), st.none() | st.text(max_size=12))
def test_any_bytes_are_text(body: bytes, charset: str | None) -> None:
    decode(body, charset=charset).encode("utf-8")


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<div>" * 70_000, "too_deep"),
        ("<div>" * 35_000 + "</div>" * 35_000, "too_deep"),
        ("<ul><li>" * 30_000, "too_deep"),
        ("<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">", "too_deep"),
        ("<p " + "".join(f"a{n}='1'" for n in range(30_000)) + ">", "too_deep"),
        ("word " * (MAX_CHARS // 5 + 1), "too_large"),
        ("<br>" * (MAX_TAGS + 1), "too_large"),
    ],
    ids=["open divs", "closed divs", "lists", "attributes", "attributes without blanks", "length", "number of tags"],
)
def test_what_would_take_quadratic_time_is_refused_by_name(page: str, outcome: str) -> None:
    assert parse_html(page) == Unparsable(outcome)


@pytest.mark.parametrize(
    "page",
    [
        "<ul>" + "<li>entry" * 20_000,
        "<p>one" * 20_000,
        "<table>" + "<tr><td>1<td>2" * 20_000,
        "<a href='/x'>link</a>" * 39_000,
        "<div data-state='" + "a b=c " * 200_000 + "'>text</div>",
        "<div><span>x</span></div>" * 20_000,
    ],
    ids=["list items", "paragraphs", "cells", "links", "a long attribute", "many divs"],
)
def test_long_flat_pages_are_parsed(page: str) -> None:
    assert not isinstance(parse_html(page), Unparsable)


def test_the_choices_of_a_form_never_reach_the_parser_in_numbers() -> None:
    years = "<select>" + "<option value=1>year</option>" * 100_000 + "</select>"
    tree = parse_html(f"<p>before</p>{years}<p>after</p>")
    assert not isinstance(tree, Unparsable)
    assert [node_text(node) for node in tree.css("p")] == ["before", "after"]
    assert not tree.css("option")


@pytest.mark.parametrize(
    "markup",
    [
        "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>を読む",
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rp>(</rp><rt class=a>じ</rt><rp>)</rp></ruby>を読む",
        "<ruby>漢<rt>かん<rb>字<rt>じ</ruby>を読む",
        "<RUBY>漢字<RT><span>かん<b>じ</b></span></RT></RUBY>を読む",
    ],
)
def test_how_a_word_is_read_is_not_read_twice(markup: str) -> None:
    tree = parse_html(f"<body><p>{markup}</p><p>5 <rt never closed")
    assert not isinstance(tree, Unparsable)
    paragraph = tree.css_first("p")
    assert paragraph is not None
    assert paragraph.text() == "漢字を読む"


def test_block_elements_part_words() -> None:
    tree = parse_html("<div><p>one</p><p>two<br>three</p><b>fo</b>ur</div>")
    assert not isinstance(tree, Unparsable)
    node = tree.css_first("div")
    assert node is not None
    assert node_text(node).split()[:3] == ["one", "two", "three"]
