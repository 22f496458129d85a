"""What stories look like, learnt from addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.shapes import cut, learn
from scraper.urls import settled_path

HOST = "https://paper.example"
TITLES = [f"council-votes-on-the-bridge-{word}" for word in "again today soon never late twice early".split()]


def urls(*paths: str) -> list[str]:
    return [f"{HOST}{path}" for path in paths]


@pytest.mark.parametrize(
    ("stories", "others", "regex"),
    [
        (
            [f"/2024/0{n}/{t}/" for n, t in enumerate(TITLES, 1)],
            ["/tag/bridge/", "/2024/01/"],
            r"^/\d{4}/\d{2}/[^/]+/?$",
        ),
        ([f"/posts/{t}/" for t in TITLES], ["/tags/bridge/", "/about/"], r"^/posts/[^/]+/?$"),
        ([f"/article.php?id={n}" for n in range(7)], ["/print.php?id=3"], r"^/article\.php\?id=\d+$"),
        ([f"/node/{n}" for n in range(10, 17)], ["/taxonomy/term/3"], r"^/node/\d+/?$"),
        ([f"/news/{t}-{n}.html" for n, t in enumerate(TITLES, 9000)], [], r"^/news/[^/]+[-_,.]\w?\d{2,}\.html$"),
        ([f"/{t}/" for t in TITLES], [f"/{w}/" for w in ("about", "contact")], r"^/(?:[^/_-]+[-_]+){1,}[^/]*/?$"),
    ],
)
def test_the_pattern_says_what_stories_share_and_no_more(stories: list[str], others: list[str], regex: str) -> None:
    assert [each.regex for each in learn(urls(*stories), urls(*others)).patterns] == [regex]


def test_each_language_has_its_pattern() -> None:
    stories = urls(*(f"/en/news/{t}" for t in TITLES), *(f"/de/nachrichten/{t}" for t in TITLES[:5]))
    learnt = learn(stories, urls("/en/section/politics", "/de/ressort/politik"))
    assert [each.regex for each in learnt.patterns] == ["^/en/news/[^/]+/?$", "^/de/nachrichten/[^/]+/?$"]


def test_a_few_pages_that_look_like_stories_are_left_out_by_name() -> None:
    learnt = learn(urls(*(f"/{t}" for t in TITLES)), urls("/how-we-work-and-why-we-do-it-so", "/about"))
    assert not learnt.fits(f"{HOST}/how-we-work-and-why-we-do-it-so")
    assert learnt.fits(f"{HOST}/a-story-that-nobody-has-seen-yet")


def test_a_section_that_was_not_seen_is_one_of_the_site_all_the_same() -> None:
    stories = urls(
        *(f"/{section}/{t}-{n}.html" for section in ("politics", "sport") for n, t in enumerate(TITLES, 9000))
    )
    learnt = learn(stories, urls("/politics/", "/sport/", "/about.html"))
    assert learnt.fits(f"{HOST}/culture/a-new-play-at-the-harbour-9321.html")


def test_how_a_reader_came_to_a_story_is_no_part_of_its_shape() -> None:
    stories = [f"{HOST}/posts/{t}?utm_source=rss&utm_medium=feed" for t in TITLES]
    assert [each.regex for each in learn(stories).patterns] == ["^/posts/[^/]+/?$"]


def test_nothing_is_learnt_from_nothing() -> None:
    learnt = learn([], urls("/about"))
    assert learnt.patterns == ()
    assert not learnt.fits(f"{HOST}/about")


SEGMENT = st.one_of(
    st.sampled_from(
        ("news", "en", "politics", "about", "2024", "05", "2024-05-01", "20240501", "17", "a+b (c)", "tag", "x.y")
    ),
    st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,5}){0,5}", fullmatch=True),
)
QUERY = st.sampled_from(("", "?id=7", "?id=9", "?page=x&sort=[y]", "?utm_source=z"))
PATHS = st.builds(
    lambda segments, end, query: f"/{'/'.join(segments)}{end if segments else ''}{query}",
    st.lists(SEGMENT, max_size=4),
    st.sampled_from(("", "/", ".html")),
    QUERY,
)


@given(st.lists(PATHS, max_size=40), st.lists(PATHS, max_size=40))
def test_stories_fit_and_others_do_not(stories: list[str], others: list[str]) -> None:
    learnt = learn(urls(*stories), urls(*others))
    own = {cut(url) for url in urls(*stories)}
    fitting = [
        url for url in urls(*stories) if any(re.search(each.regex, settled_path(url)) for each in learnt.patterns)
    ]
    assert len(fitting) >= 0.9 * len(stories)
    for url in urls(*others):
        assert cut(url) in own or not learnt.fits(url)


@given(st.lists(PATHS, max_size=30), st.lists(PATHS, max_size=30), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(stories: list[str], others: list[str], chance: object) -> None:
    learnt = learn(urls(*stories), urls(*others))
    chance.shuffle(stories)  # type: ignore[attr-defined]
    chance.shuffle(others)  # type: ignore[attr-defined]
    assert learn(urls(*stories), urls(*others)) == learnt
