"""The decisions on a page: every block in one place, in order, for reasons that are the judges' own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import clean_page
from scraper.clean.body import learned as body_learned
from scraper.clean.dump import clean_dump
from scraper.clean.examine import Examination, examine
from scraper.clean.explain import PLACES, Decision, explain, explain_dump, explain_page, meanings, places, strongest
from scraper.clean.explain.evidence import card_evidence, contributions
from scraper.clean.teasers import learned as teaser_learned
from scraper.clean.teasers.judge import LIST_SHARE
from scraper.clean.weights import Learned
from scraper.config import load_configuration
from scraper.dom import Unparsable, parse_html
from scraper.evaluate.gold import read_gold
from scraper.inputs import Document, read_inputs
from scraper.model import Article, Block
from tests.clean.pages import BODY_SHAPES, LIST_SHAPES, make_page, paragraphs_as_p, plain_list
from tests.clean.trees import pages
from tests.conftest import ROOT

URL = "https://paper.example/2024/03/the-story-of-the-page-777.html"
DUMPS = sorted((Path(__file__).parent / "dumps").glob("*.txt"))


def examined(html: str, url: str | None = URL) -> Examination:
    tree = parse_html(html)
    assert not isinstance(tree, Unparsable)
    return examine(tree, url=url)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def check(html: str, url: str | None = URL) -> tuple[Decision, ...]:
    """Check what holds for every page."""
    page = examined(html, url)
    explanation = explain(page)
    decisions = explanation.decisions
    assert explanation.page == clean_page(html, url=url)
    # every block has one decision, in order
    assert [(decision.index, decision.text) for decision in decisions] == [
        (block.index, block.text) for block in page.outline.blocks
    ]
    assert {decision.place for decision in decisions} <= set(PLACES)
    assert sum(places(decisions).values()) == len(decisions)
    # the body is the record's text, in order
    article = explanation.page.article
    body = [decision.text for decision in decisions if decision.place == "body"]
    told = [text for block in article.blocks for text in _texts(block)] if article else []
    assert letters("".join(body)) == letters("".join(told))
    # every related item has its blocks, and they stand in the items' order; none is body
    related = explanation.page.related
    assert all(decision.place == "teaser" for decision in decisions if decision.items)
    assert {n for decision in decisions for n in decision.items} == set(range(len(related)))
    return decisions


def _texts(block: Block) -> list[str]:
    return [cell for row in block.rows for cell in row] if block.rows is not None else [block.text]


@settings(max_examples=150)
@given(pages)
def test_every_block_of_any_page_is_in_one_place_and_in_order(html: str) -> None:
    check(html)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(LIST_SHAPES), st.sampled_from(BODY_SHAPES), st.booleans(), st.booleans())
def test_every_block_of_a_news_page_is_in_one_place_and_in_order(seed, list_shape, body_shape, rich, promo) -> None:
    made = make_page(seed, list_shape=list_shape, body_shape=body_shape, rich=rich, promo=promo)
    decisions = check(made.html, made.url)
    count = places(decisions)
    assert count["body"] == len(made.paragraphs)
    assert count["teaser"] >= len(made.stories)
    assert {decision.role for decision in decisions if decision.place == "metadata"} == {"headline", "authors"}


@settings(max_examples=60)
@given(pages)
def test_the_evidence_adds_up_to_the_scores(html: str) -> None:
    page = examined(html)
    for decision in explain(page).decisions:
        if decision.place != "teaser":
            assert decision.score is not None
            assert sum(piece.weight for piece in decision.evidence) == pytest.approx(decision.score)
    assert all(card.accepted == (card.score > card.threshold) for card in explain(page).cards)
    for judged, evidence in zip(page.found.lists, card_evidence(page), strict=True):
        alone = [sum(piece.weight for piece in pieces) for pieces in evidence]
        mean = sum(alone) / len(alone)
        for entry, score in zip(judged.judged, alone, strict=True):
            assert (1 - LIST_SHARE) * score + LIST_SHARE * mean == pytest.approx(entry.score)


def test_weights_are_measured_from_the_page() -> None:
    learned: Learned = {"bias": -1.0, "tables": {"size": {"big": 2.0, "small": -2.0}}, "bits": {1: 0.5}}
    big, small = contributions(learned, [["big"], ["small"]], [1, 0], {1: "box: nav"})
    assert [tuple(piece) for piece in big] == [("size=big", 2.0), ("typical", -1.0), ("box: nav", 0.5)]
    assert [tuple(piece) for piece in small] == [("size=small", -2.0), ("typical", -1.0)]


def rendered(article: Article) -> str:
    """Return an article as the simplest page that holds it."""
    headline = escape(article.headline or "")
    return (
        f'<!doctype html><html lang="{article.language or ""}"><head><title>{headline}</title><meta property="og:type" content="article">'
        f"</head><body><main><article><h1>{headline}</h1>{''.join(_elements(article.blocks))}</article></main></body></html>"
    )


def _elements(blocks: tuple[Block, ...]) -> Iterator[str]:
    for kind, group in groupby(blocks, lambda block: block.kind):
        texts = [(escape(block.text), block) for block in group]
        if kind == "list_item":
            yield f"<ul>{''.join(f'<li>{text}</li>' for text, _ in texts)}</ul>"
            continue
        for text, block in texts:
            if kind == "heading":
                yield f"<h{block.level}>{text}</h{block.level}>"
            elif kind == "quote":
                yield f"<blockquote><p>{text}</p></blockquote>"
            elif kind == "table":
                rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows or ())
                yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
            elif kind == "code":
                yield f"<pre>{text}</pre>"
            else:
                yield f"<p>{text}</p>"


def again(article: Article, url: str | None) -> list[tuple[str, str]]:
    """Return the blocks that cleaning an article's own text gives."""
    page = clean_page(rendered(article), url=url)
    return [(block.kind, block.text) for block in page.article.blocks] if page.article else []


def texts(article: Article) -> list[tuple[str, str]]:
    """Return the blocks of an article's text; a caption is not part of it."""
    return [(block.kind, block.text) for block in article.blocks if block.kind != "caption"]


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from(LIST_SHAPES), st.sampled_from(BODY_SHAPES), st.booleans())
def test_cleaning_a_cleaned_body_changes_nothing(seed, list_shape, body_shape, promo) -> None:
    made = make_page(seed, list_shape=list_shape, body_shape=body_shape, promo=promo)
    article = clean_page(made.html, url=made.url).article
    assert article is not None
    assert again(article, made.url) == texts(article)


def test_cleaning_cleaned_real_pages_adds_nothing_and_loses_next_to_nothing(shared: Path) -> None:
    kept = of = 0
    for folder in ("teasers", "articles/scrapinghub", "articles/fundus"):
        for gold in read_gold(str(shared / "bench" / folder), limit=10):
            document = gold.document()
            assert isinstance(document, Document)
            article = clean_page(document.body, url=gold.url).article
            assert article is not None
            first = texts(article)
            second = again(
                Article(headline=article.headline, blocks=tuple(b for b in article.blocks if b.kind != "caption")),
                gold.url,
            )
            assert not [block for block in second if block not in first]
            kept += sum(block in second for block in first)
            of += len(first)
    assert kept >= 0.99 * of


def test_the_headline_of_a_page_is_metadata_though_it_links_to_itself() -> None:
    made = make_page(3, list_shape=plain_list, body_shape=paragraphs_as_p)
    html = made.html.replace(f"<h1>{made.headline}</h1>", f"<h1><a href='{made.url}'>{made.headline}</a></h1>")
    headline = next(decision for decision in check(html, made.url) if decision.text == made.headline)
    assert (headline.place, headline.role) == ("metadata", "headline")
    assert any("leads to this page itself" in rule for rule in headline.rules)


def test_a_card_that_is_refused_says_by_how_much() -> None:
    made = make_page(3, list_shape=plain_list, body_shape=paragraphs_as_p)
    menu = next(decision for decision in check(made.html, made.url) if decision.text == "Sport")
    assert menu.place == "furniture"
    assert any("refused" in rule for rule in menu.rules)
    assert strongest(menu)[0].weight < 0


def test_what_a_definition_decides_names_its_selector() -> None:
    site = load_configuration().sites["wp-a.test"]
    for item in read_inputs([str(ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz")]):
        if not isinstance(item, Document):
            continue
        explanation = explain_page(item.body, url=item.url, site=site)
        body = [decision for decision in explanation.decisions if decision.place == "body"]
        if explanation.page.page_type == "article" and body and explanation.page.related:
            assert body[0].rules[0].startswith("article.body = ")
            item_rules = [decision.rules for decision in explanation.decisions if 0 in decision.items]
            assert any(rule.startswith("teasers.") for rules in item_rules for rule in rules)
            return
    raise AssertionError("no article with teasers on the tape")


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_every_passage_of_a_dump_is_in_one_place(path: Path) -> None:
    text = path.read_text("utf-8")
    explanation = explain_dump(text)
    assert explanation.page == clean_dump(text)
    assert [decision.index for decision in explanation.decisions] == list(range(len(explanation.decisions)))
    body = [decision for decision in explanation.decisions if decision.place == "body"]
    assert bool(body) == bool(explanation.page.article and explanation.page.article.blocks)
    items = {n for decision in explanation.decisions for n in decision.items}
    assert items <= set(range(len(explanation.page.related)))


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_anything_at_all_is_explained(html: bytes | str) -> None:
    assert explain_page(html).page == clean_page(html)


def test_a_page_past_the_bounds_has_its_outcome_and_no_decisions() -> None:
    deep = "<div>" * 5000 + "text"
    assert (explain_page(deep).page.outcome, explain_page(deep).decisions) == ("too_deep", ())
    assert explain_page(b"%PDF-1.7 ...").page.outcome == "not_html"


def test_a_trimmed_edge_says_why() -> None:
    made = make_page(5, list_shape=plain_list, body_shape=paragraphs_as_p)
    rng = random.Random(5)
    tail = rng.choice(["See also:", "Further details:"])
    html = made.html.replace(
        f"<p>{escape(made.paragraphs[-1])}</p>", f"<p>{escape(made.paragraphs[-1])}</p><p>{tail}</p>"
    )
    decision = next(found for found in check(html, made.url) if found.text == tail)
    assert decision.place == "furniture"


def test_every_kind_of_evidence_has_a_meaning() -> None:
    assert set(meanings.BLOCKS) >= set(body_learned.CONTEXT["tables"]), "say in explain/meanings.py what it tells"
    assert set(meanings.CARDS) >= set(teaser_learned.CARD["tables"]), "say in explain/meanings.py what it tells"
