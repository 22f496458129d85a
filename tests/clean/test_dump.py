"""Plain-text dumps of pages: the seed, its siblings, and what any text gives."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.clean.dump import clean_dump, recognise_site
from scraper.config import load_configuration
from scraper.model import Article, CleanedPage
from scraper.record import to_json
from scraper.site import Site, parse_site
from scraper.text import fold

SITES = tuple(load_configuration().sites.values())
NETWORK = next(site for site in SITES if site.name == "its.network")


def article_of(page: CleanedPage) -> Article:
    assert page.page_type == "article"
    assert page.article is not None
    return page.article


def seed(shared: Path) -> tuple[str, dict[str, Any]]:
    folder = shared / "seed"
    return (folder / "news-network-page.txt").read_text("utf-8"), json.loads((folder / "expected.json").read_text())


@pytest.mark.parametrize("site", [NETWORK, None], ids=["with its definition", "as an unknown site"])
def test_the_seed_gives_its_record(shared: Path, site: Site | None) -> None:
    text, expected = seed(shared)
    page = clean_dump(text, site=site)
    article = article_of(page)
    assert (article.headline, article.publisher) == (expected["headline"], expected["publisher"])
    assert (article.published, article.published_text) == (expected["published"], expected["published_text"])
    assert list(article.authors) == expected["authors"]
    assert article.source
    assert article.source.name == expected["source_name"]
    assert article.reading_time_minutes == expected["reading_time_minutes"]
    assert [block.text for block in article.blocks] == expected["body_paragraphs"]
    assert (page.outcome, article.language) == ("ok", "en")


@pytest.mark.parametrize("site", [NETWORK, None], ids=["with its definition", "as an unknown site"])
def test_all_teasers_of_the_seed_are_exact_and_none_of_them_is_text(shared: Path, site: Site | None) -> None:
    text, expected = seed(shared)
    page = clean_dump(text, site=site)
    assert [
        (item.position, item.list, item.title, item.url, item.category, item.excerpt, item.excerpt_truncated)
        for item in page.related
    ] == [
        (
            item["position"],
            item["list"],
            item["title"],
            item["url"],
            item["category"],
            fold(item["excerpt"]),
            item["read_more_on_excerpt_line"],
        )
        for item in expected["related"]
    ]
    assert {item.kind for item in page.related} == {"read_more"}
    body = article_of(page).text
    assert not [item.title for item in page.related if item.title in body]


def test_the_speaker_turns_of_the_seed_are_turns(shared: Path) -> None:
    article = article_of(clean_dump(seed(shared)[0], site=NETWORK))
    assert {block.speaker for block in article.blocks} == {None, "QUESTION", "SECRETARY BLINKEN"}
    assert all(block.text.startswith(f"{block.speaker}: ") for block in article.blocks if block.kind == "turn")
    begins = seed(shared)[0].count("\nQUESTION:") + seed(shared)[0].count("\nSECRETARY BLINKEN:")
    assert sum(block.kind == "turn" for block in article.blocks) == begins


@pytest.mark.parametrize("known", [True, False], ids=["with its definition", "as an unknown site"])
def test_the_dumps_of_the_local_wordpress_are_right_by_their_truth(shared: Path, tmp_path: Path, known: bool) -> None:
    records = tmp_path / "records.jsonl"
    with records.open("w", encoding="utf-8") as lines:
        for path in sorted((shared / "wordpress" / "textdump").glob("*.txt")):
            text = path.read_text("utf-8")
            page = clean_dump(text, site=recognise_site(text, SITES) if known else None)
            lines.write(to_json(replace(page, id=path.stem)) + "\n")
    script = shared / "wordpress" / "score.py"
    done = subprocess.run([sys.executable, str(script), str(records), "--json"], capture_output=True, check=True)
    score = json.loads(done.stdout)
    assert score["counts"]["scored"] == 5
    for part in ("article", "body", "related"):
        assert {name: share for name, share in score[part].items() if share not in (None, 1.0)} == {}


def test_a_site_is_recognised_by_its_signature_near_the_end(shared: Path) -> None:
    text, _ = seed(shared)
    assert recognise_site(text, SITES) == NETWORK
    assert recognise_site(text.replace("Area.Control.Network™", "Somebody"), SITES) is None
    assert recognise_site(text + "The end.\n" * 100, SITES) is None
    assert recognise_site("", SITES) is None


def test_what_made_a_record_is_in_its_provenance(shared: Path) -> None:
    page = clean_dump(seed(shared)[0], site=NETWORK, url="https://its.network/a/")
    assert page.provenance.cleaner.startswith("scraper/")
    assert page.provenance.rules == f"its.network@{NETWORK.version}"
    assert page.provenance.origins["headline"] == "visible"
    assert (page.site, page.url) == ("its.network", "https://its.network/a/")
    assert clean_dump(seed(shared)[0]).provenance.rules is None


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "\f\f", "\x00", "\u200b\n"])
def test_a_text_of_nothing_is_empty(text: str) -> None:
    page = clean_dump(text)
    assert (page.page_type, page.outcome, page.article, page.related) == ("other", "empty", None, ())


@pytest.mark.parametrize("text", ["Hello", "x" * 5000, "404", "• one\n• two\n", "2021-10-21", "-----\n-----"])
def test_a_text_without_article_and_teasers_is_other(text: str) -> None:
    page = clean_dump(text)
    assert (page.page_type, page.outcome, page.article) == ("other", "no_article", None)


def test_teasers_alone_are_a_listing() -> None:
    page = clean_dump(
        "News Network\n\n"
        "  • Something Happened in Ohio\n    In Crime News\n    It happened today. [Read More…]\n"
        "  • Something Else Happened\n    In Travel\n    It happened yesterday.\n    [Read More…]\n"
    )
    assert (page.page_type, page.outcome, page.article) == ("listing", "ok", None)
    assert [(item.kind, item.title, item.category) for item in page.related] == [
        ("listing", "Something Happened in Ohio", "Crime News"),
        ("listing", "Something Else Happened", "Travel"),
    ]


def test_a_post_behind_a_password_says_so() -> None:
    page = clean_dump(
        "March 26, 2021\n\nNews Network\n\nProtected: Contracts for December 1\n\n1 min read\n\n"
        "This content is password protected. Please enter a password to view.\n\nMore from: Desk\n"
    )
    assert page.outcome == "protected"
    assert article_of(page).headline == "Protected: Contracts for December 1"
    assert article_of(page).blocks == ()


def test_the_frames_of_a_definition_are_taken_off() -> None:
    site = parse_site(
        {
            "home": "https://example.org/",
            "dump": {
                "name": "Der Bote",
                "category": "unter <{text}>",
                "more": "~ ganz lesen ~",
                "source": "Zuerst bei {text}",
                "reading_time": "Dauer {number}'",
                "bullets": "~>",
            },
        },
        name="example.org",
    )
    page = clean_dump(
        "Der Bote\n\nEin Titel über dem Text\n\nDauer 4'\n\nDer Text steht hier und sagt in einem Satz, was gewesen ist.\n\n"
        "Zuerst bei Anna Amsel\n\nDer Bote\n\n"
        "~> Erster Titel\n  unter <Sport>\n  Der erste Satz dazu. ~ ganz lesen ~\n"
        "~> Zweiter Titel\n  unter <Kultur>\n  Und ein angefangener ~ ganz lesen ~\n"
        "~> Dritter Titel\n  unter <Kultur>\n  Der dritte Satz.\n  ~ ganz lesen ~\n",
        site=site,
    )
    article = article_of(page)
    assert article.publisher == "Der Bote"
    assert article.reading_time_minutes == 4
    assert article.source
    assert article.source.name == "Anna Amsel"
    assert [(i.title, i.category, i.excerpt, i.excerpt_truncated) for i in page.related] == [
        ("Erster Titel", "Sport", "Der erste Satz dazu.", False),
        ("Zweiter Titel", "Kultur", "Und ein angefangener", True),
        ("Dritter Titel", "Kultur", "Der dritte Satz.", False),
    ]


LINES = st.sampled_from(
    "||News Network|  • Title of a story|    In Crime News|[Read More…]|(more)|- x|1. x|2. y|Related: A Title Here|October 21, 2021"
    "|5 min read|By Jane Doe|More from: Desk|Most Read|© 2021 X. All rights reserved.|<p>Lead.</p>|a\tb|a\tc|QUESTION: Why?|====="
    "|A sentence that is long enough to be told as a story, with a verb in it.|\u00a0\u00a0•\u00a0x|عنوان|標題|\ufeff|\f|\r|\x00|[|References"
    "|1. http://x.org/|[1]Home|Tags: a, b|Next: Another Title|   |…|Hits: 0|\ud800".split("|")
)
TEXTS = st.text() | st.lists(LINES | st.text(max_size=20), max_size=40).map("\n".join)


@given(TEXTS)
@example("  •0\r0\r  •\r-\r-")
def test_no_text_raises_and_each_gives_a_whole_record(text: str) -> None:
    for site in (None, NETWORK):
        page = clean_dump(text, site=site)
        assert [item.position for item in page.related] == list(range(len(page.related)))
        assert (page.article is None) == (page.page_type != "article")
        for value in _texts(page):
            assert value
            assert value == value.strip()
        assert to_json(page) == to_json(clean_dump(text, site=site))


def _texts(page: CleanedPage) -> Iterable[str]:
    for item in page.related:
        yield from (t for t in (item.title, item.list, item.category, item.excerpt, item.date_text) if t is not None)
    if page.article:
        a = page.article
        yield from (
            t for t in (a.headline, a.dek, a.publisher, a.published, a.published_text, a.section) if t is not None
        )
        yield from (block.text for block in a.blocks)
        yield from (*a.authors, *a.tags)
