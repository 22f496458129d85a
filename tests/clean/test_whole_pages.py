"""Pages that hold little, or much that is not theirs: what is left is still the article."""

from __future__ import annotations

from scraper import clean_page
from scraper.clean.context import SHARE, own_votes
from tests.clean.pages import SENTENCES

URL = "https://news.test/2024/harbour-opens"


def texts(html: str) -> list[str]:
    article = clean_page(html, url=URL).article
    assert article is not None
    return [block.text for block in article.blocks]


def paragraphs(sentences: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in sentences)


def test_a_page_that_holds_one_short_text_and_nothing_else_is_that_text() -> None:
    line = "The harbour is closed for repairs until Friday, the mayor has said"
    page = clean_page(f"<html><body><ol><li><p>{line}</p></li></ol></body></html>", url=URL)
    assert (page.page_type, page.outcome) == ("article", "ok")
    assert texts(f"<html><body><ol><li><p>{line}</p></li></ol></body></html>") == [line]


def test_a_short_text_among_menus_is_no_article() -> None:
    menu = "".join(f'<li><a href="/{n}">Section of the paper {n}</a></li>' for n in range(8))
    page = clean_page(f"<html><body><nav><ul>{menu}</ul></nav><p>Please wait.</p></body></html>", url=URL)
    assert page.article is None


def test_headings_of_pictures_are_the_text_of_a_page_that_has_no_other() -> None:
    html = (
        "<html><body><article><h2>The old bridge</h2><img src='/1.jpg'><h2>The new bridge</h2><img src='/2.jpg'>"
        "</article></body></html>"
    )
    assert texts(html) == ["The old bridge", "The new bridge"]


def test_sentences_that_are_set_as_headings_are_text() -> None:
    lead = "The harbour opens again on Friday, after two years in which the walls were mended and the sea was kept out."
    rules = (
        "Whoever wants to sail in has to be on the list of the harbour master, and has to show the papers of the boat."
    )
    html = (
        f"<html><body><article><h1>Harbour opens</h1><div><h3>{lead}</h3><h4>{rules}</h4></div></article></body></html>"
    )
    assert texts(html) == [lead, rules]


def test_a_copy_of_the_text_for_another_width_is_left_out() -> None:
    sentences = [text for text in SENTENCES if len(text) >= 60][:5]
    body = f"<div class='wide'>{paragraphs(sentences)}</div><div class='narrow'>{paragraphs(sentences)}</div>"
    assert texts(f"<html><body><article><h1>Harbour opens</h1>{body}</article></body></html>") == sentences


def test_a_text_that_says_something_again_keeps_it() -> None:
    refrain = (
        "So the harbour stays closed until the council has found the money, and nobody knows where it shall come from."
    )
    first = [text for text in SENTENCES if len(text) >= 60][:3]
    second = [text for text in SENTENCES if len(text) >= 60][3:5]
    body = f"<div>{paragraphs([*first, refrain])}</div><div>{paragraphs([*second, refrain])}</div>"
    html = f"<html><body><article><h1>Harbour opens</h1>{body}</article></body></html>"
    assert texts(html) == [*first, refrain, *second, refrain]


def test_a_dialog_for_consent_is_no_text_however_much_it_says() -> None:
    story = [text for text in SENTENCES if len(text) >= 60][:4]
    asks = [
        f"Category {n} of our partners stores information on your device, such as unique identifiers, so that what you see can be"
        " measured and chosen for you. You can accept or refuse this at any time, and your choice is kept for a year."
        for n in range(3)
    ]
    html = (
        f"<html><body><article><h1>Harbour opens</h1><div class='text'>{paragraphs(story)}</div></article>"
        f"<div id='cookie-consent-sdk'><h2>Privacy</h2>{paragraphs(asks)}</div></body></html>"
    )
    assert texts(html) == story


def test_a_story_in_a_box_that_is_named_after_cookies_is_text() -> None:
    story = [text for text in SENTENCES if len(text) >= 60][:4]
    title = "Cookies that keep until the winter"
    html = (
        f"<html><head><title>{title}</title></head><body><article class='recipe cookies'><h1>{title}</h1>{paragraphs(story)}"
        "</article></body></html>"
    )
    assert texts(html) == story


def test_a_list_that_opens_over_a_name_is_no_part_of_the_sentence() -> None:
    story = [text for text in SENTENCES if len(text) >= 60][:5]
    row = (
        '<span class="over"><a href="/people/jane-doe">Jane Doe</a><span><a href="/people/jane-doe">Jane Doe</a>'
        '<a href="/2024/01/ferry-loses-half-its-passengers-101">Ferry to the island loses half its passengers</a> '
        '<a href="/2024/01/old-crane-becomes-a-stage-102">Old crane becomes a place for concerts</a> '
        '<a href="/people/jane-doe">MORE</a></span></span>'
    )
    told = "The decision was announced by the mayor, {}, who has worked on it for longer than anyone else in the town hall."
    html = (
        f"<html><head><title>Harbour opens after two years</title></head><body><article><h1>Harbour opens after two years</h1>"
        f"{paragraphs([*story[:2], told.format(row), *story[2:]])}</article></body></html>"
    )
    assert texts(html) == [*story[:2], told.format("Jane Doe"), *story[2:]]


def test_a_shown_post_of_a_network_is_no_bar_to_share() -> None:
    assert own_votes("div", "social-media-embed") & SHARE == 0
    assert own_votes("div", "social-media-links") & SHARE


def test_what_a_post_is_filed_under_says_nothing_of_its_text() -> None:
    assert own_votes("div", "post-12 hentry category-cookies tag-share format-gallery") == own_votes("div", "post-12")
    assert own_votes("div", "tag-share") != own_votes("div", "post-12")
