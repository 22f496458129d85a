"""Stories shown in full, one below the other, are entries of a listing; an article among the next ones is still an article."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean import clean_page
from scraper.model import CleanedPage
from tests.clean.pages import Story, paragraph, story

SECTION = "https://paper.example/crime/"
PAGER = '<nav class="pagination"><a href="/crime/page/2/">2</a> <a href="/crime/page/3/">3</a></nav>'
MENU = "".join(f'<li><a href="/{name}/">{name.title()}</a></li>' for name in ("world", "crime", "sport"))


def made_post(shown: Story, texts: list[str], shape: str = "article", level: str = "h2") -> str:
    body = "".join(f"<p>{text}</p>" for text in texts)
    title = f'<{level} class="entry-title"><a href="{shown.url}">{shown.title}</a></{level}>'
    return f'<{shape} class="post-{len(body)} post">{title}<div class="meta">March 3, 2024</div><div class="entry-content">{body}</div></{shape}>'


def cleaned(main: str, url: str | None = SECTION, head: str = "") -> CleanedPage:
    return clean_page(
        f'<html lang="en"><head><title>Crime – The Paper</title>{head}</head><body><header><ul>{MENU}</ul></header>'
        f"<main>{main}</main><footer><p>© The Paper</p></footer></body></html>",
        url=url,
    )


def stories(seed: int, count: int) -> list[tuple[Story, list[str]]]:
    rng = random.Random(seed)
    return [(story(rng), [paragraph(rng) for _ in range(rng.randrange(3, 8))]) for _ in range(count)]


@given(
    st.integers(0, 999),
    st.integers(3, 12),
    st.sampled_from(["article", "div", "section"]),
    st.sampled_from(["h1", "h2", "h3"]),
    st.booleans(),
    st.sampled_from([SECTION, "https://paper.example/", "https://paper.example/2024/03/", None]),
)
def test_stories_in_full_are_entries_of_a_listing(
    seed: int, count: int, shape: str, level: str, headed: bool, url: str | None
) -> None:
    shown = stories(seed, count)
    head = "<h1>Category: Crime</h1>" if headed else ""
    page = cleaned(head + "".join(made_post(*each, shape, level) for each in shown) + PAGER, url)

    assert (page.page_type, page.article) == ("listing", None)
    entries = [(item.title, item.url, item.excerpt, item.excerpt_truncated) for item in page.related]
    assert entries == [(each.title, each.url, texts[0], True) for each, texts in shown]


def test_an_article_above_the_next_ones_is_an_article() -> None:
    shown = stories(1, 4)
    own, texts = shown[0]
    page = cleaned("".join(made_post(*each) for each in shown), own.url)

    assert page.page_type == "article"
    assert page.article is not None
    assert page.article.text.startswith(texts[0])


def test_a_page_that_says_it_is_an_article_is_one() -> None:
    rng = random.Random(2)
    texts = [paragraph(rng) for _ in range(6)]
    body = "".join(f"<p>{text}</p>" for text in texts)
    head = '<meta property="og:type" content="article">'
    page = cleaned(
        f"<article><h1>Council rejects bridge</h1>{body}</article>" + made_post(*stories(3, 1)[0]), head=head
    )

    assert page.page_type == "article"
    assert page.article is not None
    assert "\n\n".join(texts) in page.article.text


@pytest.mark.parametrize("headed", [True, False])
@pytest.mark.parametrize("excerpt", [True, False])
def test_three_stories_and_no_text_are_a_listing(headed: bool, excerpt: bool) -> None:
    shown = [(each, texts[0][:120]) for each, texts in stories(4, 3)]
    cards = "".join(
        f'<article class="card"><h2><a href="{each.url}">{each.title}</a></h2><time datetime="2024-03-03">March 3, 2024</time>'
        f' by <a href="/author/ann/">Ann Lee</a>{f"<p>{text} […]</p>" if excerpt else ""}</article>'
        for each, text in shown
    )
    page = cleaned(("<h1>Crime</h1>" if headed else "") + cards + PAGER)

    assert (page.page_type, page.article) == ("listing", None)
    assert [item.url for item in page.related if item.kind == "listing"] == [each.url for each, _ in shown]
