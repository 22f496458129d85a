"""The edges of the body: what is no part of the text, and what is."""

from __future__ import annotations

import pytest

from scraper import clean_page
from scraper.clean.explain import explain_page

PARAGRAPHS = [
    f"The council met on day {n} of the month and talked for hours about the bridge, the school and what both would cost."
    for n in range(6)
]
HEAD = (
    "<html><head><title>Council talks of bridge and school</title>"
    "<meta name='author' content='Mara Lindqvist'></head><body><article><h1>Council talks of bridge and school</h1>"
)


def text_of(*inner: str) -> list[str]:
    page = HEAD + "".join(f"<p>{text}</p>" for text in inner) + "</article></body></html>"
    article = clean_page(page, url="https://news.test/council-bridge").article
    assert article is not None
    return [block.text for block in article.blocks]


@pytest.mark.parametrize(
    "closing",
    [
        "Mara Lindqvist is the paper's correspondent for the city and writes on what it builds.",
        "Mara Lindqvist (mara@news.test) has won several prizes for her reporting on public works.",
        "Mara Lindqvist ist Redakteurin im Ressort Stadt und schreibt über Bauten und ihre Kosten.",
    ],
)
def test_closing_words_on_the_author_are_no_text(closing: str) -> None:
    assert text_of(*PARAGRAPHS, closing) == PARAGRAPHS


def test_the_author_may_speak_in_the_text() -> None:
    question = "Mara Lindqvist: What will the bridge cost, and who is going to pay for it in the end?"
    assert question in text_of(*PARAGRAPHS, question)


def test_what_stands_for_something_else_again_and_again_is_no_text() -> None:
    mixed = [part for text in PARAGRAPHS for part in (text, "External content not available")]
    assert text_of(*mixed) == PARAGRAPHS


@pytest.mark.parametrize(
    "call", ["SIGN UP FOR OUR NEWSLETTER", "Subscribe to our weekly newsletter", "Newsletter abonnieren"]
)
def test_a_call_to_subscribe_is_no_text(call: str) -> None:
    assert text_of(*PARAGRAPHS[:3], call, *PARAGRAPHS[3:]) == PARAGRAPHS


def test_a_sentence_on_newsletters_is_text() -> None:
    sentence = "Whoever wants to subscribe finds the council's newsletter, its minutes and its plans at the town hall from Monday."
    assert sentence in text_of(*PARAGRAPHS[:3], sentence, *PARAGRAPHS[3:])


def test_a_speaker_who_is_interrupted_again_and_again_says_so_each_time() -> None:
    lines = ["We have the bridge —", PARAGRAPHS[0], "We have the bridge —", PARAGRAPHS[1], "We have the bridge —"]
    assert text_of(*lines, *PARAGRAPHS[2:]) == [*lines, *PARAGRAPHS[2:]]


@pytest.mark.parametrize("line", ["Page 1 Page 2 Page 3", "Pages: 1 2 3", "1 | 2 | 3", "Hits: 12"])
def test_page_numbers_and_counters_end_no_text(line: str) -> None:
    assert text_of(*PARAGRAPHS, line) == PARAGRAPHS


def test_a_copy_of_the_whole_text_in_one_block_is_left_out() -> None:
    texts = [f"{text} Nobody from the press was let in on day number {n}." for n, text in enumerate(PARAGRAPHS)]
    markdown = "# Council talks of bridge and school\n\n" + "\n\n".join(texts)
    inner = "".join(f"<p>{text}</p>" for text in texts)
    article = clean_page(f"{HEAD}<div>{inner}</div><pre>{markdown}</pre></article></body></html>").article

    assert article is not None
    assert [block.text for block in article.blocks] == texts


def test_a_line_that_stands_beside_each_button_is_no_text() -> None:
    hint = "<div class='b'><b>{n}</b><div><p>You can react to this story. You have to be registered.</p><p>Register</p></div></div>"
    inner = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    article = clean_page(
        f"{HEAD}<div>{inner}</div>{''.join(hint.format(n=n) for n in 'abcd')}</article></body></html>"
    ).article

    assert article is not None
    assert not any("react" in block.text for block in article.blocks)


def test_what_was_trimmed_is_no_body_in_the_explanation_either() -> None:
    closing = "Mara Lindqvist is the paper's correspondent for the city and writes on what it builds."
    inner = "".join(f"<p>{text}</p>" for text in [*PARAGRAPHS, closing])
    told = explain_page(HEAD + inner + "</article></body></html>", url="https://news.test/council-bridge")
    (decision,) = (each for each in told.decisions if each.text == closing)
    assert decision.place != "body"
    assert "trimmed: words on the author behind the text" in decision.rules


def test_a_line_that_ends_the_page_twice_in_a_row_is_no_text() -> None:
    line = "You can react to this story once you are a member"
    assert text_of(*PARAGRAPHS, line, line) == PARAGRAPHS


def test_a_long_number_with_a_letter_ends_a_text_at_once() -> None:
    line = "1" * 50 + "x"
    assert text_of(*PARAGRAPHS, line)[: len(PARAGRAPHS)] == PARAGRAPHS


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        (
            'Follow us on <a href="https://facebook.com/paper">Facebook</a> and <a href="https://x.com/paper">X</a>',
            False,
        ),
        ('The mayor says so <a href="https://x.com/mayor/status/1790000000000">here</a>, and adds nothing', True),
    ],
)
def test_a_last_line_that_leads_to_profiles_is_no_text(line: str, is_text: bool) -> None:
    assert (len(text_of(*PARAGRAPHS, line)) > len(PARAGRAPHS)) == is_text


def test_times_above_the_entries_of_a_live_blog_are_no_text() -> None:
    entries = "".join(f"<div><time>1{n}:05</time><p>{text}</p></div>" for n, text in enumerate(PARAGRAPHS))
    article = clean_page(
        f"{HEAD}<div>{entries}</div></article></body></html>", url="https://news.test/council-bridge"
    ).article
    assert article is not None
    assert [block.text for block in article.blocks] == PARAGRAPHS
