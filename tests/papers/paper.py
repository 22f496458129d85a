"""What all papers share: pages with menus, teasers and footers, feeds, sitemaps, and a count of who asked for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit

from tests.papers.words import AUTHORS, SECTIONS, TAGS, Story
from tests.servers.loopback import Quiet, serving

Answer = tuple[int, str, bytes]
"""Status, content type, body."""

PRIVACY = "We keep no more of what you tell us than the law wants us to keep. " * 6
FEATURED = "Cookies help us to deliver this page."


@dataclass
class Request:
    """What was asked for."""

    path: str
    query: dict[str, str]

    def number(self, name: str, default: int) -> int:
        value = self.query.get(name, "")
        return int(value) if value.isdigit() else default


class Paper:
    """A paper: its stories, and what it answers. The shapes are subclasses."""

    name = "paper"
    title = "The Harbour Gazette"
    per_page = 10
    generator: str | None = None

    def __init__(self, stories: Sequence[Story]) -> None:
        self.stories = list(stories)
        self.home = ""
        self.asked: list[str] = []

    # What a shape says of itself.

    def story_path(self, story: Story) -> str:
        raise NotImplementedError

    def answer(self, request: Request) -> Answer | None:
        """Return what a path brings; `None`: nothing."""
        raise NotImplementedError

    def section_path(self, section: str) -> str:
        return f"/section/{section}"

    def tag_path(self, tag: str) -> str:
        return f"/tag/{tag}"

    def author_path(self, author: str) -> str:
        return f"/author/{author}"

    def static_pages(self) -> dict[str, str]:
        """Paths and titles of pages that are no stories."""
        return {
            "/about": "About us",
            "/contact": "Contact",
            "/privacy-policy": "Privacy policy",
            "/subscribe": "Subscribe",
        }

    def head(self, story: Story | None, path: str) -> str:
        return ""

    def sections(self) -> dict[str, str]:
        return SECTIONS

    # Pages.

    def url(self, path: str) -> str:
        return self.home.rstrip("/") + path

    def page(
        self, title: str, main: str, *, story: Story | None = None, path: str = "/", language: str = "en"
    ) -> Answer:
        menu = "".join(
            f'<li><a href="{self.section_path(key)}">{escape(name)}</a></li>' for key, name in self.sections().items()
        )
        extra = "".join(f'<li><a href="{path}">{escape(name)}</a></li>' for path, name in self.static_pages().items())
        cloud = " ".join(f'<a href="{self.tag_path(tag)}" rel="tag">{tag}</a>' for tag in TAGS)
        generator = f'<meta name="generator" content="{self.generator}">' if self.generator else ""
        body = (
            f'<header class="site-header"><a class="logo" href="/">{self.title}</a><nav class="main-menu"><ul>'
            f'<li><a href="/">Home</a></li>{menu}</ul></nav><form action="/search"><input name="q"></form></header>'
            f'<main id="content">{main}</main>'
            f'<aside class="sidebar"><h2>Topics</h2><div class="tagcloud">{cloud}</div></aside>'
            f'<footer class="site-footer"><ul>{extra}</ul><p>© 2023 {self.title}. {FEATURED}</p></footer>'
        )
        html = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)} | {self.title}</title>{generator}'
            f'<meta property="og:site_name" content="{self.title}">{self.head(story, path)}</head><body>{body}</body></html>'
        )
        return 200, "text/html; charset=utf-8", html.encode()

    def card(self, story: Story) -> str:
        return (
            f'<article class="card"><h2 class="card-title"><a href="{self.story_path(story)}">{escape(story.title)}</a></h2>'
            f'<p class="meta"><a href="{self.section_path(story.section)}">{escape(story.section_name)}</a> · <time datetime="'
            f'{story.published.isoformat()}">{story.date_shown}</time> · <a href="{self.author_path(story.author)}" rel="author">'
            f'{escape(story.author_name)}</a></p><p class="excerpt">{escape(story.excerpt)}</p>'
            f'<a class="more" href="{self.story_path(story)}">Read more</a></article>'
        )

    def listing(
        self, heading: str, stories: Iterable[Story], pager: str = "", *, path: str = "/", language: str = "en"
    ) -> Answer:
        cards = "".join(map(self.card, stories))
        return self.page(
            heading, f"<h1>{escape(heading)}</h1><div class='cards'>{cards}</div>{pager}", path=path, language=language
        )

    def story_page(self, story: Story) -> Answer:
        tags = " ".join(f'<a href="{self.tag_path(tag)}" rel="tag">{tag}</a>' for tag in story.tags)
        others = [each for each in self.stories if each.section == story.section and each is not story][:4]
        more = "".join(f'<li><a href="{self.story_path(each)}">{escape(each.title)}</a></li>' for each in others)
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
        main = (
            f'<article class="story"><p class="kicker"><a href="{self.section_path(story.section)}">{escape(story.section_name)}</a></p>'
            f'<h1>{escape(story.title)}</h1><p class="byline">By <a href="{self.author_path(story.author)}" rel="author">'
            f'{escape(story.author_name)}</a>, <time datetime="{story.published.isoformat()}">{story.date_shown}</time></p>'
            f'<div class="story-body">{text}</div><p class="tags">Tags: {tags}</p></article>'
            f'<section class="more-stories"><h3>More from {escape(story.section_name)}</h3><ul>{more}</ul></section>'
        )
        return self.page(story.title, main, story=story, path=self.story_path(story), language=story.language)

    def static_page(self, title: str) -> Answer:
        return self.page(title, f"<h1>{title}</h1><p>{PRIVACY}</p>")

    def portion(self, stories: Sequence[Story], page: int) -> Sequence[Story]:
        return stories[(page - 1) * self.per_page : page * self.per_page]

    def last_page(self, stories: Sequence[Story]) -> int:
        return max(1, -(-len(stories) // self.per_page))

    def of_section(self, section: str) -> list[Story]:
        return [story for story in self.stories if story.section == section]

    def of_tag(self, tag: str) -> list[Story]:
        return [story for story in self.stories if tag in story.tags]

    def of_author(self, author: str) -> list[Story]:
        return [story for story in self.stories if story.author == author]

    def by_path(self, path: str) -> Story | None:
        return next((story for story in self.stories if self.story_path(story) == path), None)

    # Feeds and sitemaps.

    def rss(self, stories: Iterable[Story], *, full: bool = False) -> Answer:
        items = "".join(
            f"<item><title>{escape(story.title)}</title><link>{self.url(self.story_path(story))}</link>"
            f"<guid>{self.url(self.story_path(story))}</guid><pubDate>{format_datetime(story.published)}</pubDate>"
            f"<description>{escape(' '.join(story.paragraphs) if full else story.excerpt)}</description></item>"
            for story in stories
        )
        text = (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{self.title}</title>'
            f"<link>{self.home}</link><description>News</description>{items}</channel></rss>"
        )
        return 200, "application/rss+xml", text.encode()

    def urlset(self, paths: Iterable[str], stories: Iterable[Story] = ()) -> Answer:
        entries = "".join(f"<url><loc>{escape(self.url(path))}</loc></url>" for path in paths)
        entries += "".join(
            f"<url><loc>{escape(self.url(self.story_path(story)))}</loc><lastmod>{story.published.date()}</lastmod></url>"
            for story in stories
        )
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return 200, "application/xml", f'<?xml version="1.0"?><urlset xmlns="{space}">{entries}</urlset>'.encode()

    def index(self, paths: Iterable[str]) -> Answer:
        entries = "".join(f"<sitemap><loc>{escape(self.url(path))}</loc></sitemap>" for path in paths)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return (
            200,
            "application/xml",
            f'<?xml version="1.0"?><sitemapindex xmlns="{space}">{entries}</sitemapindex>'.encode(),
        )

    def robots(self, *lines: str) -> Answer:
        return 200, "text/plain", "\n".join(("User-agent: *", "Disallow: /search", *lines, "")).encode()

    @property
    def truth(self) -> set[str]:
        """The addresses of all stories."""
        return {self.url(self.story_path(story)) for story in self.stories}


def respond(paper: Paper, target: str) -> Answer:
    """Return a paper's answer to a request line's target."""
    parts = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    found = paper.answer(Request(unquote(parts.path), query))
    if found is None:
        missing = paper.page("Not found", "<h1>Page not found</h1><p>There is nothing at this address.</p>")
        return 404, missing[1], missing[2]
    return found


@contextmanager
def serve(paper: Paper, on_request: Callable[[str], None] = lambda _: None) -> Iterator[Paper]:
    """Serve a paper on a free port of loopback."""

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 (the library's name)
            paper.asked.append(self.path)
            on_request(self.path)
            status, kind, body = respond(paper, self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(Handler) as paper.home:
        yield paper


__all__ = ["AUTHORS", "SECTIONS", "TAGS", "Answer", "Paper", "Request", "respond", "serve"]
