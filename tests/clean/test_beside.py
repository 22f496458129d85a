"""Lines inside an article that are not the story: titles of films, boxes on the author, forms; and short promos."""

from __future__ import annotations

import pytest

from scraper import clean_page
from scraper.clean.links import Links
from tests.clean.pages import SENTENCES

URL = "https://news.test/2024/harbour-opens-again"
BEFORE, AFTER = SENTENCES[:4], SENTENCES[4:8]


def page_with(inset: str) -> str:
    def paragraphs(sentences: list[str]) -> str:
        return "".join(f"<p>{text}</p>" for text in sentences)

    return (
        "<html><head><title>The harbour opens again</title></head><body><article><h1>The harbour opens again</h1>"
        f"<div class='text'>{paragraphs(BEFORE)}{inset}{paragraphs(AFTER)}</div></article></body></html>"
    )


def texts(inset: str) -> list[str]:
    article = clean_page(page_with(inset), url=URL).article
    assert article is not None
    return [block.text for block in article.blocks]


@pytest.mark.parametrize(
    "inset",
    [
        "<div class='box'><h2>How do ships enter a harbour?</h2><video src='/film.mp4'></video></div>",
        "<div class='box'><h3>About the author</h3><p>Ann Miller has written on ships for twenty years.</p></div>",
        "<div class='box'><h3>Die Autorin</h3><p>Anna Müller schreibt seit zwanzig Jahren über Schiffe und Häfen.</p></div>",
        "<form class='box'><p>For 99 cents you can buy this article and read it to its end.</p><button>Buy</button></form>",
    ],
)
def test_what_stands_beside_the_story_is_no_text_of_it(inset: str) -> None:
    assert texts(inset) == [*BEFORE, *AFTER]


def test_a_heading_of_its_own_stays_with_the_film_below_it() -> None:
    inset = "<h2>The new gate</h2>"
    assert texts(inset) == [*BEFORE, "The new gate", *AFTER]


@pytest.mark.parametrize("label", ["Related: {}", "[Related: {}]", "Don’t miss: {}"])
def test_a_label_and_a_link_to_a_story_are_a_teaser_however_short_its_title(label: str) -> None:
    link = '<a href="https://news.test/2023/11/latvia-national-day">Latvia National Day</a>'
    page = clean_page(page_with(f"<p><strong>{label.format(link)}</strong></p>"), url=URL)
    assert page.article is not None
    assert [item.title for item in page.related] == ["Latvia National Day"]
    assert [block.text for block in page.article.blocks] == [*BEFORE, *AFTER]


@pytest.mark.parametrize(
    ("href", "own"),
    [
        ("/2024/harbour-opens-again/2", True),
        ("/2024/harbour-opens-again/page/12/", True),
        ("/2024/harbour-opens-again/comments", False),
        ("/2024/harbour-closes-again/2", False),
    ],
)
def test_the_pages_of_a_long_story_are_that_story(href: str, own: bool) -> None:
    target = Links(URL).resolve(href)
    assert target is not None
    assert target.own is own


@pytest.mark.parametrize(
    ("href", "gathers"),
    [
        ("/author/ann-miller-of-the-harbour", True),
        ("/category/crime-and-security-news/", True),
        ("/videos/category/history/how-the-harbour-was-built", False),
        ("/topics/2024/10/15/2003825325", False),
        ("/2024/harbour-opens-again", False),
    ],
)
def test_a_page_that_gathers_others_is_known_by_the_end_of_its_path(href: str, gathers: bool) -> None:
    target = Links(URL).resolve(href)
    assert target is not None
    assert target.gathers is gathers
