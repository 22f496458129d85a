"""How listings lead to their next pages."""

from __future__ import annotations

import pytest

from scraper.dom import Tree
from scraper.survey.pagination import Rule, last_page, leads_on, rule_of, steps_of

AT = "https://paper.example/news"


@pytest.mark.parametrize(
    ("html", "selector", "target"),
    [
        ('<a rel="next" href="?page=1">Next ›</a>', "a[rel~='next']", f"{AT}?page=1"),
        ('<a class="btn pagination__next" href="/news/2">»</a>', "a.pagination__next", f"{AT}/2"),
        ('<li class="pager-next"><a href="/news/2">2</a></li>', ".pager-next a", f"{AT}/2"),
        ('<a aria-label="Next page" href="/news/2">»</a>', "a[aria-label='Next page']", f"{AT}/2"),
        ('<a href="/news/2">Older stories →</a>', None, f"{AT}/2"),
        ('<a href="/news/2">Ältere Artikel</a>', None, f"{AT}/2"),
        ('<b>1</b> <a href="/news/2">2</a> <a href="/news/3">3</a>', None, f"{AT}/2"),
        ('<link rel="next" href="/news/2">', "link[rel~='next']", f"{AT}/2"),
    ],
)
def test_the_next_page_is_known_by_its_link(html: str, selector: str | None, target: str) -> None:
    first = steps_of(Tree(f"<html><body>{html}</body></html>"), AT)[0]
    assert (first.selector, first.target) == (selector, target)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/news/how-to-go-on">What comes next for the bridge</a>',
        '<a class="prev" href="/news/0">Previous</a>',
        '<a rel="next" href="#top">Next</a>',
        '<a class="slider-next-arrow" href="/gallery/2">.</a>',
    ],
)
def test_other_links_are_none(html: str) -> None:
    assert steps_of(Tree(f"<html><body>{html}</body></html>"), AT) == []


def test_a_selector_that_leads_back_is_no_way_on() -> None:
    step = steps_of(Tree('<a class="next" href="/news/2">Next</a>'), AT)[0]
    assert leads_on(step, Tree('<a class="next" href="/news/3">Next</a>'), (AT, f"{AT}/2")) == f"{AT}/3"
    assert leads_on(step, Tree('<a class="next" href="/news">Back</a>'), (AT, f"{AT}/2")) is None
    assert leads_on(step, Tree("<p>the end</p>"), (AT, f"{AT}/2")) is None


@pytest.mark.parametrize(
    ("second", "third", "rule"),
    [
        (f"{AT}/page/2/", f"{AT}/page/3/", Rule("{listing}/page/{page}/")),
        (f"{AT}?page=1", f"{AT}?page=2", Rule("{listing}?page={offset}", 1)),
        (f"{AT}?start=20", f"{AT}?start=40", Rule("{listing}?start={offset}", 20)),
        (f"{AT}?page=2", None, Rule("{listing}?page={page}")),
        (
            "https://paper.example/archive?y=2024&p=2",
            "https://paper.example/archive?y=2024&p=3",
            Rule("https://paper.example/archive?y=2024&p={page}"),
        ),
        (f"{AT}?before=1700000000", f"{AT}?before=1690000000", None),
        (f"{AT}/older", None, None),
    ],
)
def test_the_rule_follows_from_the_addresses(second: str, third: str | None, rule: Rule | None) -> None:
    assert rule_of(AT, second, third) == rule


def test_the_last_page_is_that_of_the_highest_number() -> None:
    urls = [f"{AT}?page=1", f"{AT}?page=2", f"{AT}?page=11", "https://paper.example/other?page=40"]
    assert last_page(Rule("{listing}?page={offset}", 1), AT, urls) == 12
    assert last_page(Rule("{listing}?page={page}"), AT, urls) == 11
    assert last_page(Rule("{listing}?page={page}"), AT, []) is None
