"""The headline is the heading that agrees with what the page calls itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean.metadata.head import read_head
from scraper.clean.metadata.headline import Shown, find_headline
from scraper.clean.metadata.titles import Title, cut_site, key_of, site_keys
from scraper.dom import Unparsable, parse_html

STORY = "Council agrees on new bridge over the river"


def headline(
    html: str, *, json_ld: str | None = None, names: tuple[str, ...] = (), url: str | None = None
) -> Shown | None:
    tree = parse_html(html)
    assert not isinstance(tree, Unparsable)
    return find_headline(tree, read_head(tree), json_ld, names, url)


def text(html: str, *, json_ld: str | None = None, names: tuple[str, ...] = (), url: str | None = None) -> str | None:
    shown = headline(html, json_ld=json_ld, names=names, url=url)
    return shown.text if shown else None


def test_the_heading_that_the_declared_titles_agree_with_is_chosen() -> None:
    html = (
        f"<title>{STORY} | The Daily</title><h1>The Daily</h1><h1>Weather: sunny spells all week</h1><h1>{STORY}</h1>"
    )
    shown = headline(html, names=("The Daily",))
    assert shown is not None
    assert (shown.text, shown.origin) == (STORY, "visible")
    assert shown.node is not None


def test_a_heading_in_other_words_is_what_readers_see() -> None:
    assert text(f"<title>New bridge: council says yes - live</title><h1>{STORY}</h1>") == STORY


def test_a_heading_that_shares_no_word_with_the_titles_is_no_headline() -> None:
    assert text(f"<title>{STORY}</title><h1>Original translation widget</h1>") == STORY


def test_a_headline_in_a_lesser_heading_or_in_no_heading_is_found_by_its_text() -> None:
    assert text(f"<title>{STORY} - The Daily</title><h1>The Daily</h1><h2>{STORY}</h2>", names=("The Daily",)) == STORY
    shown = headline(f"<title>{STORY} - The Daily</title><td><b>{STORY}</b></td>")
    assert shown is not None
    assert (shown.text, shown.origin) == (STORY, "visible")


@pytest.mark.parametrize(
    ("h1", "title", "shown"),
    [
        ("<span class=kicker>Politics</span> Council agrees on bridge", "Council agrees on bridge", "Council agrees on bridge"),
        ("<span>Politics</span><span>Council agrees on bridge</span>", "Politics - Council agrees on bridge", "Council agrees on bridge"),
        ("<span>Vote in town</span> <span>Council agrees on bridge</span>", "Vote in town: Council agrees on bridge", "Vote in town: Council agrees on bridge"),
        ("<span>Vote in town<span>:</span></span><span>Council agrees</span>", "Council and bridge: a vote in town", "Vote in town: Council agrees"),
        ("Council agrees on bridge <span>Premium</span>", "Council agrees on bridge", "Council agrees on bridge"),
        ("Council agrees<br>on bridge", "Council agrees on bridge", "Council agrees on bridge"),
        ("Council : a bridge at last", "Council: a bridge at last", "Council: a bridge at last"),
        ("Conseil : un pont enfin", "Conseil : un pont enfin", "Conseil : un pont enfin"),
        ("BREAKING: Council agrees on bridge", "BREAKING: Council agrees on bridge", "BREAKING: Council agrees on bridge"),
    ],
)  # fmt: skip
def test_a_kicker_in_the_heading_is_told_by_its_box_and_the_declared_titles(h1: str, title: str, shown: str) -> None:
    assert (
        text(
            f"<title>{title} | The Daily</title><meta property=og:title content='{title}'><h1>{h1}</h1>",
            names=("The Daily",),
        )
        == shown
    )


@pytest.mark.parametrize(
    ("title", "names", "url"),
    [
        (f"{STORY} - News Network", ("News Network",), None),
        (f"News Network » {STORY}", ("News Network",), None),
        (f"{STORY} | Region | Daily News", ("Daily News",), None),
        (f"{STORY} | daily.example", (), "https://www.daily.example/x"),
        (f"{STORY} — The Daily Herald", (), "https://dailyherald.example/x"),
    ],
)
def test_a_sites_name_is_cut_off_by_evidence(title: str, names: tuple[str, ...], url: str | None) -> None:
    assert cut_site(Title(title), site_keys(names, url)).removesuffix(" | Region") == STORY


def test_what_nothing_speaks_against_stays() -> None:
    title = "One year on - what has changed - and what has not"
    assert cut_site(Title(title), site_keys(("The Daily",), "https://daily.example/")) == title
    assert cut_site(Title(f"{STORY} | Anything"), frozenset(), [Title(STORY)]) == STORY


def test_a_page_with_any_title_has_a_headline() -> None:
    assert text("<title>The Daily</title>", names=("The Daily",)) == "The Daily"
    assert text("<meta property='og:title' content='Only here'>") == "Only here"
    assert text("", json_ld="Only there") == "Only there"
    assert text("<p>nothing</p>") is None


titles = st.text(alphabet="ab c-|:é中 »", min_size=1, max_size=30)


@given(titles, titles)
def test_cutting_a_site_never_invents_and_never_empties(title: str, name: str) -> None:
    cut = cut_site(Title(title), site_keys((name,), None))
    assert cut in title
    if key_of(title) not in ("", key_of(name)):
        assert cut_site(Title(cut), site_keys((name,), None)) == cut


@given(titles, titles)
def test_agreement_is_whole_for_one_title_and_within_bounds_for_two(one: str, other: str) -> None:
    assert Title(one).agreement(Title(one)) == 1
    assert 0 <= Title(one).agreement(Title(other)) <= 1


def test_a_heading_that_is_a_link_titles_another_story() -> None:
    html = (
        "<title>Where to bike in Springfield | The Daily</title><h1>The best trails in Springfield for your bike</h1>"
        "<h1><a href='/kayak'>Where to kayak in Springfield</a></h1><a href='/run'><h1>Where to run in Springfield</h1></a>"
    )
    assert text(html) == "The best trails in Springfield for your bike"
    assert text(f"<title>{STORY}</title><h1><a href='/this'>{STORY}</a></h1>") == STORY


def test_cutting_stops_before_a_title_is_empty() -> None:
    assert cut_site(Title("a|a|"), site_keys(("a",), None)) == "a|"
