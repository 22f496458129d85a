"""Pages made up for the tests: a known article among known teasers, in the shapes that sites use."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

NOUNS = "council harbour bridge school river budget hospital market station library festival mayor court company railway forest".split()
VERBS = "opens closes delays approves rejects sells repairs plans reviews expands cuts defends questions joins leaves supports".split()
REST = "after long debate|in spite of protests|for the third year|as costs rise|before winter|with help from the state|despite doubts|next to the old mill".split(
    "|"
)
SENTENCES = (
    "The decision was taken late on Tuesday, after more than four hours of talks in the town hall.",
    "Nobody in the room had expected so close a vote, and several members asked for a recount.",
    "According to the report, costs have risen by 14 percent since the first plan was drawn up.",
    "Residents had collected signatures for months, and handed them over on the steps of the building.",
    "“We have waited long enough,” said the chair of the committee, who has followed the matter since 2019.",
    "The work is expected to begin in spring, if the weather allows it and the money is there.",
    "Critics point out that two earlier attempts had failed, and that the third may end no better.",
    "A spokesperson said that all options were still open, but that time was running out.",
)


@dataclass
class Story:
    """A teaser and what it should be read as."""

    title: str
    url: str
    excerpt: str | None = None
    category: str | None = None


@dataclass
class MadePage:
    """A page with its truth."""

    html: str
    url: str
    headline: str
    paragraphs: list[str]
    stories: list[Story] = field(default_factory=list)


def story(rng: random.Random, *, rich: bool = False) -> Story:
    """Make up a story of the site."""
    title = f"{rng.choice(NOUNS).capitalize()} {rng.choice(VERBS)} new {rng.choice(NOUNS)} {rng.choice(REST)} {rng.randrange(100)}"
    slug = title.lower().replace(" ", "-").replace("“", "")
    return Story(
        title,
        f"https://paper.example/2024/0{rng.randrange(1, 10)}/{slug}-{rng.randrange(10000, 99999)}.html",
        excerpt=rng.choice(SENTENCES) if rich else None,
    )


def paragraph(rng: random.Random) -> str:
    """Make up a paragraph of two to four sentences."""
    return " ".join(rng.sample(SENTENCES, rng.randrange(2, 5)))


ListShape = Callable[[str, Sequence[Story]], str]


def plain_list(heading: str, stories: Sequence[Story]) -> str:
    """A heading and a list of links."""
    entries = "".join(f'<li><a href="{s.url}">{escape(s.title)}</a></li>' for s in stories)
    return f"<section class='box'><h3>{heading}</h3><ul>{entries}</ul></section>"


def cards_with_parts(heading: str, stories: Sequence[Story]) -> str:
    """Cards whose picture, title and excerpt are separate elements, two of them links."""
    cards = "".join(
        f'<div class="item"><a href="{s.url}"><img src="/i/{n}.jpg" alt=""></a><h4><a href="{s.url}">{escape(s.title)}</a></h4>'
        + (f"<p>{escape(s.excerpt)}</p>" if s.excerpt else "")
        + "</div>"
        for n, s in enumerate(stories)
    )
    return f"<div class='related'><h2>{heading}</h2><div class='grid'>{cards}</div></div>"


def wrapped_cards(heading: str, stories: Sequence[Story]) -> str:
    """Cards that are links as a whole."""
    cards = "".join(
        f'<a class="tile" href="{s.url}"><article><h3>{escape(s.title)}</h3>'
        + (f"<p>{escape(s.excerpt)}</p>" if s.excerpt else "")
        + "</article></a>"
        for s in stories
    )
    return f"<aside><h2>{heading}</h2>{cards}</aside>"


def table_list(heading: str, stories: Sequence[Story]) -> str:
    """One table row a story, as old sites have it."""
    rows = "".join(
        f'<tr><td><img src="/t/{n}.gif"></td><td><a href="{s.url}">{escape(s.title)}</a></td></tr>'
        for n, s in enumerate(stories)
    )
    return f"<div><b>{heading}</b><table>{rows}</table></div>"


LIST_SHAPES: tuple[ListShape, ...] = (plain_list, cards_with_parts, wrapped_cards, table_list)


def paragraphs_as_p(paragraphs: Sequence[str]) -> str:
    """The body as most sites write it."""
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def paragraphs_as_div(paragraphs: Sequence[str]) -> str:
    """Paragraphs that are `div`s."""
    return "".join(f"<div class='x{n % 3}'>{escape(text)}</div>" for n, text in enumerate(paragraphs))


def paragraphs_as_br(paragraphs: Sequence[str]) -> str:
    """Paragraphs parted by double line breaks."""
    return "".join(f"{escape(text)}<br /><br />" for text in paragraphs)


BODY_SHAPES = (paragraphs_as_p, paragraphs_as_div, paragraphs_as_br)

MENU = (
    "<nav><ul>"
    + "".join(f'<li><a href="/{w}/">{w.capitalize()}</a></li>' for w in ("home", "news", "sport", "culture", "weather"))
    + "</ul></nav>"
)
FOOTER = '<footer><ul><li><a href="/about/">About us</a></li><li><a href="/privacy/">Privacy</a></li></ul><p>© 2024 The Paper. All rights reserved.</p></footer>'


def make_page(
    seed: int,
    *,
    list_shape: ListShape,
    body_shape: Callable[[Sequence[str]], str],
    rich: bool = False,
    promo: bool = False,
    length: int = 8,
) -> MadePage:
    """Make up a page: menu, headline, body, a list of related stories behind it, a sidebar, a footer."""
    rng = random.Random(seed)
    own = story(rng)
    paragraphs = list(dict.fromkeys(paragraph(rng) for _ in range(length)))
    related = [story(rng, rich=rich) for _ in range(6)]
    latest = [story(rng) for _ in range(5)]
    stories = [*related, *latest]
    middle = len(paragraphs) // 2
    inline = ""
    if promo:
        extra = story(rng)
        inline = f'<p><strong>Read also: <a href="{extra.url}">{escape(extra.title)}</a></strong></p>'
        stories = [extra, *stories]
    html = (
        f"<html lang='en'><head><title>{escape(own.title)} | The Paper</title><meta property='og:type' content='article'></head><body>"
        f"<header><a href='/'>The Paper</a>{MENU}</header><main><article><h1>{escape(own.title)}</h1>"
        f"<div class='byline'>By Jane Doe</div><div class='text'>{body_shape(paragraphs[:middle])}{inline}{body_shape(paragraphs[middle:])}</div></article>"
        f"{list_shape('Related stories', related)}</main><div class='sidebar'>{plain_list('Latest news', latest)}</div>{FOOTER}</body></html>"
    )
    return MadePage(html, own.url, own.title, paragraphs, stories)
