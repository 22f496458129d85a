"""Fields of teaser cards, on lists made up in the shapes that sites use."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import clean_page
from scraper.clean.teasers import moment_words
from scraper.clean.teasers.moments import find_shown
from scraper.model import RelatedItem
from tests.clean.pages import Story, make_page, paragraph, paragraphs_as_p, story

SECTIONS = ("Politics", "Sport", "Culture", "Sport", "Politics", "Culture")
TIMES = ("2 hours ago", "3 hours ago", "May 4, 2024", "May 3, 2024", "5 hours ago", "May 1, 2024")


def stories(count: int = 6) -> list[Story]:
    rng = random.Random(5)
    return [story(rng, rich=True) for _ in range(count)]


def read(markup: str) -> list[RelatedItem]:
    """Return the teasers of an article page that has `markup` behind its text."""
    made = make_page(3, list_shape=lambda heading, entries: "", body_shape=paragraphs_as_p)
    page = clean_page(made.html.replace("</article>", f"</article>{markup}", 1), url=made.url)
    others = {entry.url for entry in made.stories}
    return [item for item in page.related if item.url not in others]


def cards(card: Callable[[int, Story], str], heading: str = "<h2>More news</h2>") -> list[RelatedItem]:
    """Return the teasers of a list of six cards."""
    inside = "".join(card(n, entry) for n, entry in enumerate(stories()))
    items = read(f'<section class="block">{heading}<div class="grid">{inside}</div></section>')
    assert [item.url for item in items] == [entry.url for entry in stories()]
    return items


def titles(items: list[RelatedItem]) -> list[str]:
    return [item.title for item in items]


TITLES = [entry.title for entry in stories()]
EXCERPTS = [entry.excerpt for entry in stories()]


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(
            lambda n, s: f'<div class="card"><h4>{SECTIONS[n]}</h4><h3><a href="{s.url}">{s.title}</a></h3></div>',
            id="as a smaller heading above",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="card"><a href="{s.url}"><h3><span class="kicker">{SECTIONS[n]}</span>{s.title}</h3></a></div>'
            ),
            id="as a kicker without space",
        ),
        pytest.param(
            lambda n, s: f'<div class="card"><strong>{SECTIONS[n]}:</strong> <a href="{s.url}">{s.title}</a></div>',
            id="as stressed words before the link",
        ),
        pytest.param(
            lambda n, s: f'<div class="card"><h3><a href="{s.url}"><b>{SECTIONS[n]}</b> {s.title}</a></h3></div>',
            id="as stressed words in every link",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="card"><h3><a href="{s.url}">{s.title}</a></h3><p class="meta"><a href="/{SECTIONS[n].lower()}/">{SECTIONS[n]}</a> / <span>{TIMES[n]}</span></p></div>'
            ),
            id="as a link to a section, before a date",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="card"><h3><a href="{s.url}">{s.title}</a></h3><p>In <a href="/category/{SECTIONS[n].lower()}/">{SECTIONS[n]}</a></p></div>'
            ),
            id="in a frame",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="card"><h3><a href="{s.url}">{s.title}</a></h3><p>{TIMES[n]} | {SECTIONS[n]}</p></div>'
            ),
            id="behind a date and a sign",
        ),
        pytest.param(
            lambda n, s: (
                f'<a class="card" href="{s.url}"><div class="card-label">{SECTIONS[n]}</div><div class="card-text">{s.title}</div></a>'
            ),
            id="as a label in a card that is a link",
        ),
    ],
)
def test_a_category_is_told_from_the_title(card) -> None:
    items = cards(card)
    assert titles(items) == TITLES
    assert [item.category for item in items] == list(SECTIONS)


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(
            lambda n, s: (
                f'<div class="tile"><div class="tile-name">{s.title}</div><a class="cover" href="{s.url}"></a></div>'
            ),
            id="a link laid over the card",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="tile"><a href="{s.url}"><img src="/{n}.jpg" alt=""></a><h3>{s.title}</h3><p>{s.excerpt}</p></div>'
            ),
            id="only the picture is linked",
        ),
        pytest.param(
            lambda n, s: f'<div class="tile"><h3>{s.title}</h3><p>{s.excerpt}</p><a href="{s.url}">Read more</a></div>',
            id="only the words to read on are linked",
        ),
        pytest.param(
            lambda n, s: (
                f'<a class="tile" href="{s.url}"><strong class="title">{s.title}</strong><em>{s.excerpt}</em></a>'
            ),
            id="title and excerpt touch each other in one link",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="tile"><span>0:5{n}</span><a href="{s.url}">{s.title}</a><span class="comments">{n + 2} comments</span></div>'
            ),
            id="between counters",
        ),
    ],
)
def test_a_title_is_found_wherever_the_link_is(card) -> None:
    assert titles(cards(card)) == TITLES


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(
            lambda n, s: f'<div class="card"><h3><a href="{s.url}">{s.title}</a></h3><p>{s.excerpt}</p></div>',
            id="a paragraph without a class word",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="card"><h3><a href="{s.url}">{s.title}</a></h3><p>{s.excerpt} <a href="{s.url}">Continue reading</a></p></div>'
            ),
            id="with a link to read on",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="card"><p><a href="{s.url}">{s.title}</a></p><p>{TIMES[n]}</p><p>{s.excerpt}</p></div>'
            ),
            id="behind a date",
        ),
        pytest.param(
            lambda n, s: (
                f'<div class="card"><figure><a href="{s.url}"><img src="/{n}.jpg" alt=""></a><figcaption>Photo: Agency {n}</figcaption></figure><h3><a href="{s.url}">{s.title}</a></h3><p>{s.excerpt}</p></div>'
            ),
            id="beside a caption",
        ),
    ],
)
def test_an_excerpt_needs_no_class_word(card) -> None:
    items = cards(card)
    assert titles(items) == TITLES
    assert [item.excerpt for item in items] == EXCERPTS
    assert {item.category for item in items} == {None}


def test_kickers_marked_up_as_headings_are_no_titles() -> None:
    kickers = ("Long wait", "Big plans", "No way", "Last call", "Old mill", "New hope")
    items = cards(
        lambda n, s: f'<div class="item"><a href="{s.url}"><h3>{kickers[n]}</h3><p class="sub">{s.title}</p></a></div>'
    )
    assert titles(items) == TITLES


def test_date_and_author_on_one_line_come_apart() -> None:
    items = cards(
        lambda n, s: (
            f'<div class="card"><h3><a href="{s.url}">{s.title}</a></h3>'
            f'<div class="meta"><span class="author">By Jane Doe</span> <span>{TIMES[n]}</span></div></div>'
        )
    )
    assert [item.date_text for item in items] == list(TIMES)
    assert {item.authors for item in items} == {("Jane Doe",)}
    assert items[2].published == "2024-05-04"


@pytest.mark.parametrize("badge", ["Video", "Live", "Exclusive", "4 min read", "12 comments", "3:45 min."])
def test_marks_of_form_are_no_category(badge) -> None:
    items = cards(lambda n, s: f'<div class="card"><span>{badge}</span><h3><a href="{s.url}">{s.title}</a></h3></div>')
    assert titles(items) == TITLES
    assert {(item.category, item.excerpt, item.date_text) for item in items} == {(None, None, None)}


def test_an_advertiser_is_no_category_but_a_sister_site_is() -> None:
    def card(n: int, s: Story) -> str:
        name, host = (("Weekly Garden", "weeklygarden.example"), ("Smart Shoes", "track.example"))[n % 2]
        return f'<div class="card"><p class="from">{name}</p><h3><a href="https://{host}/2024/05/{s.title.lower().replace(" ", "-")}-{n}9999.html">{s.title}</a></h3></div>'

    inside = "".join(card(n, entry) for n, entry in enumerate(stories()))
    items = read(f'<section><h2>More stories</h2><div class="grid">{inside}</div></section>')
    assert [item.category for item in items] == ["Weekly Garden", None] * 3


ROWS = "".join(f'<li><a href="{entry.url}">{entry.title}</a></li>' for entry in stories())


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("<h2>From the region</h2>", id="a heading"),
        pytest.param('<h2><a href="/region/">From the region</a></h2>', id="a heading that is a link"),
        pytest.param(
            "<header><div>From the region</div><a href='/region/'>All</a></header>", id="beside a link to all"
        ),
        pytest.param("<header><h2>From the region</h2><p>Last updated 10:15</p></header>", id="above a time"),
        pytest.param("<div>From the region</div><div>Advertisement</div>", id="above an advertisement's label"),
    ],
)
def test_a_list_is_headed_by(heading) -> None:
    items = read(f'<section class="box">{heading}<ul>{ROWS}</ul></section>')
    assert {item.list for item in items} == {"From the region"}


def test_tabs_name_their_panels() -> None:
    entries = stories()
    panels = "".join(
        f'<div id="{name}"><ul>'
        + "".join(f'<li><a href="{entry.url}">{entry.title}</a></li>' for entry in part)
        + "</ul></div>"
        for name, part in (("day", entries[:3]), ("week", entries[3:]))
    )
    items = read(f'<div><a href="#day">Today</a><a href="#week">This week</a></div>{panels}')
    assert [item.list for item in items] == ["Today"] * 3 + ["This week"] * 3


def test_columns_stand_under_one_heading() -> None:
    entries = stories()
    columns = "".join(
        f'<div class="col"><ul class="c{n}">'
        + "".join(f'<li><a href="{entry.url}">{entry.title}</a></li>' for entry in part)
        + "</ul></div>"
        for n, part in enumerate((entries[:3], entries[3:]))
    )
    items = read(f'<section><h2>From the region</h2><div class="cols">{columns}</div></section>')
    assert [item.list for item in items] == ["From the region"] * 6


def test_a_label_in_front_of_a_neighbour_is_its_list() -> None:
    entries = stories(2)
    items = read(
        f'<div class="post-navigation"><div>Previous article: <a rel="prev" href="{entries[0].url}">{entries[0].title}</a></div>'
        f'<div>Next article: <a rel="next" href="{entries[1].url}">{entries[1].title}</a></div></div>'
    )
    assert [(item.title, item.list, item.kind) for item in items] == [
        (entries[0].title, "Previous article", "previous"),
        (entries[1].title, "Next article", "next"),
    ]


def test_a_list_of_links_to_read_on_is_named_so() -> None:
    items = cards(
        lambda n, s: (
            f'<div class="card"><h3><a href="{s.url}">{s.title}</a></h3><p>{s.excerpt} <a href="{s.url}">[Read More…]</a></p></div>'
        ),
        heading="<h2>The Network</h2>",
    )
    assert {(item.list, item.kind) for item in items} == {("The Network", "read_more")}


def test_entries_of_a_listing_are_named_so() -> None:
    rng = random.Random(9)
    inside = "".join(
        f'<article class="post-{n}0"><h2><a href="{s.url}">{s.title}</a></h2><p>{paragraph(rng)}</p><footer>Published {TIMES[n]}</footer></article>'
        for n, s in enumerate(stories())
    )
    page = clean_page(
        f"<html><body><main><h1>Category: Region</h1>{inside}</main></body></html>",
        url="https://paper.example/category/region/",
    )
    assert page.page_type == "listing"
    assert [(item.title, item.kind) for item in page.related] == [(title, "listing") for title in TITLES]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2 hours ago", "2 hours ago"),
        ("5h ago", "5h ago"),
        ("5 h", "5 h"),
        ("an hour ago", "an hour ago"),
        ("vor 3 Std.", "vor 3 Std."),
        ("Gestern, 10:13", "Gestern, 10:13"),
        ("il y a 2 heures", "il y a 2 heures"),
        ("hace 20 minutos", "hace 20 minutos"),
        ("há 2 horas", "há 2 horas"),
        ("2 ore fa", "2 ore fa"),
        ("3 uur geleden", "3 uur geleden"),
        ("för 2 timmar sedan", "för 2 timmar sedan"),
        ("2 часа назад", "2 часа назад"),
        ("Вчера в 12:30", "Вчера в 12:30"),
        ("2 godz. temu", "2 godz. temu"),
        ("před 2 hodinami", "před 2 hodinami"),
        ("2 saat önce", "2 saat önce"),
        ("Prieš 24 min.", "Prieš 24 min."),
        ("2 jam yang lalu", "2 jam yang lalu"),
        ("3 giờ trước", "3 giờ trước"),
        ("πριν από 2 ώρες", "πριν από 2 ώρες"),
        ("منذ 3 ساعات", "منذ 3 ساعات"),
        ("לפני 2 שעות", "לפני 2 שעות"),
        ("2 घंटे पहले", "2 घंटे पहले"),
        ("3시간 전", "3시간 전"),
        ("15分前", "15分前"),
        ("3小时前", "3小时前"),
        ("12 มี.ค. 2567", "12 มี.ค. 2567"),
        ("Jane Doe | 2 hours ago", "2 hours ago"),
        ("Tuesday, May 3, 2024", "Tuesday, May 3, 2024"),
        ("Published May 3, 2024", "May 3, 2024"),
        ("3. Mai", "3. Mai"),
        ("19:43", "19:43"),
        ("Crime News", None),
        ("7 habits of good readers", None),
        ("Marathon 10", None),
        ("12 comments", None),
        ("4 min read", None),
    ],
)
def test_a_time_is_found_in_a_short_text(text, shown) -> None:
    found = find_shown(text)
    assert (text[found.start : found.end] if found else None) == shown


@given(st.from_regex(moment_words.AGO), st.from_regex(moment_words.DAY_WORD))
def test_every_distance_and_day_is_hinted_at(distance: str, day: str) -> None:
    assert moment_words.HINTS_AT_AGO.search(distance.lower())
    assert moment_words.HINTS_AT_DAY_WORD.search(day.lower())
