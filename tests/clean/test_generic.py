"""The generic cleaner on pages made up in the shapes that sites use."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import clean_page
from scraper.clean.examine import examine
from scraper.dom import Unparsable, parse_html
from tests.clean.pages import (
    BODY_SHAPES,
    LIST_SHAPES,
    MadePage,
    make_page,
    paragraph,
    paragraphs_as_br,
    paragraphs_as_p,
    plain_list,
    wrapped_cards,
)

SHAPES = [pytest.param(ls, bs, id=f"{ls.__name__}, {bs.__name__}") for ls in LIST_SHAPES for bs in BODY_SHAPES]


def check(made: MadePage) -> None:
    page = clean_page(made.html, url=made.url)
    assert page.article is not None
    assert [block.text for block in page.article.blocks] == made.paragraphs
    assert [(item.title, item.url) for item in page.related] == [(story.title, story.url) for story in made.stories]


@pytest.mark.parametrize(("list_shape", "body_shape"), SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_article_and_teasers_come_apart(list_shape, body_shape, seed) -> None:
    check(make_page(seed, list_shape=list_shape, body_shape=body_shape))


@pytest.mark.parametrize(("list_shape", "body_shape"), SHAPES)
def test_excerpts_stay_out_of_the_body(list_shape, body_shape) -> None:
    check(make_page(7, list_shape=list_shape, body_shape=body_shape, rich=True))


@pytest.mark.parametrize("seed", range(5))
def test_a_promo_between_paragraphs_is_a_teaser(seed) -> None:
    made = make_page(seed, list_shape=plain_list, body_shape=paragraphs_as_p, promo=True)
    check(made)
    first = clean_page(made.html, url=made.url).related[0]
    assert (first.list, first.kind) == ("Read also", "inline")


def test_a_list_says_its_heading_and_kind() -> None:
    made = make_page(1, list_shape=wrapped_cards, body_shape=paragraphs_as_p, rich=True)
    page = clean_page(made.html, url=made.url)
    assert {(item.list, item.kind) for item in page.related} == {
        ("Related stories", "related"),
        ("Latest news", "latest"),
    }
    assert [item.excerpt for item in page.related][:6] == [story.excerpt for story in made.stories[:6]]
    assert page.related[0].excerpt_truncated is False


def test_the_page_itself_is_no_teaser() -> None:
    made = make_page(2, list_shape=plain_list, body_shape=paragraphs_as_p)
    html = made.html.replace(
        "<h3>Latest news</h3><ul>", f"<h3>Latest news</h3><ul><li><a href='{made.url}'>{made.headline}</a></li>"
    )
    assert made.url not in [item.url for item in clean_page(html, url=made.url).related]


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from(LIST_SHAPES), st.sampled_from(BODY_SHAPES), st.booleans())
def test_every_block_is_in_one_place_and_order_is_kept(seed, list_shape, body_shape, rich) -> None:
    made = make_page(seed, list_shape=list_shape, body_shape=body_shape, rich=rich)
    tree = parse_html(made.html)
    assert not isinstance(tree, Unparsable)
    page = examine(tree, url=made.url)
    found = page.found
    assert not found.body & found.teasers
    assert found.body | found.teasers <= set(range(len(page.outline.blocks)))
    assert [item.position for item in found.items] == list(range(len(found.items)))


@settings(max_examples=60)
@given(
    st.integers(0, 10_000),
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(["", "<", ">", "</div>", "<a href='", "\0", "é", "<!--", "]]>"])),
        max_size=6,
    ),
)
def test_a_damaged_page_is_cleaned_all_the_same(seed, cuts) -> None:
    html = make_page(seed, list_shape=random.Random(seed).choice(LIST_SHAPES), body_shape=paragraphs_as_br).html
    for place, what in cuts:
        at = int(place * len(html))
        html = html[:at] + what + html[at + len(what) :]
    page = clean_page(html.encode(), url="https://paper.example/2024/01/x-10000.html")
    assert page == clean_page(html.encode(), url="https://paper.example/2024/01/x-10000.html")


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_anything_at_all_is_cleaned(html) -> None:
    clean_page(html)


def test_a_teaser_in_a_cell_of_a_data_table_is_not_repeated_as_body() -> None:
    cells = "".join(
        f"<tr><td>{text}</td><td>{text[::-1]}</td></tr>" for text in ("Rain in mm", "Wind in m/s", "Sun in hours")
    )
    title = "Harbour bridge opens again in spite of protests"
    teaser = f"<tr><td><h3><a href='/2024/05/harbour-bridge-opens-again-777.html'>{title}</a></h3></td></tr>"
    made = make_page(4, list_shape=plain_list, body_shape=paragraphs_as_p)
    first = made.paragraphs[0].partition(" ")[0]
    html = made.html.replace("<div class='text'>", f"<div class='text'><table>{cells}{teaser}</table>", 1)
    page = clean_page(html, url=made.url)
    assert page.article is not None
    assert first in page.article.text
    assert (title in page.article.text) != (title in [item.title for item in page.related])


def test_the_paragraphs_of_a_brief_are_no_excerpts_of_the_promo_among_them() -> None:
    paragraphs = [
        "The bridge over the harbour has been open to cars and bicycles again since Tuesday morning.",
        "“We have waited long enough,” said the mayor, who was the first to cross it on foot.",
        "The repairs cost 14 million euros, a third more than planned, and took two years.",
    ]
    promo = "<p>Read also: <a href='/2024/03/ferry-loses-half-its-passengers-123.html'>Ferry loses half its passengers</a></p>"
    body = promo.join(f"<p>{text}</p>" for text in paragraphs).replace(promo, "", 1)
    html = f"<html><body><article><h1>Harbour bridge opens again</h1><div>{body}</div></article></body></html>"
    page = clean_page(html, url="https://paper.example/2024/05/harbour-bridge-opens-again-777.html")
    assert page.article is not None
    assert [block.text for block in page.article.blocks] == paragraphs
    assert [(item.title, item.excerpt) for item in page.related] == [("Ferry loses half its passengers", None)]


def test_an_attribute_of_blanks_does_no_harm() -> None:
    card = "<li class=' '><a class=' ' href='/2026/a-story-of-its-own-{n}'>A story of its own, number {n}</a> <b class=' '>x</b></li>"
    page = "<ul class=' '>" + "".join(card.format(n=n) for n in range(5)) + "</ul>"
    assert len(clean_page(page, url="https://news.test/").related) == 5


def test_a_film_has_its_description_and_no_text_from_beside_its_article() -> None:
    rng = random.Random(3)
    said = paragraph(rng)
    page = clean_page(
        f'<meta property="og:type" content="article"><article><h1>Council rejects bridge</h1><video src="/f.mp4"></video>'
        f'<div class="item-caption"><p class="item-description">{said}</p></div></article>'
        f"<div>{paragraph(rng)} {paragraph(rng)}</div>",
        url="https://paper.example/2024/01/council-rejects-bridge-1234.html",
    )
    assert page.article is not None
    assert [(block.kind, block.text) for block in page.article.blocks] == [("paragraph", said)]
