"""A small news site on loopback that a test can change while it runs, and its definition."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit

from scraper.site import Site, parse_site
from tests.servers.loopback import Quiet, serving

TEXT = "The council met on Tuesday and talked about the bridge for four hours before it came to a vote that nobody had expected."
PER_PAGE = 5


@dataclass
class Story:
    """A story of the site; `parts` are the texts of its pages."""

    number: int
    parts: list[str]

    @property
    def path(self) -> str:
        return f"/2024/05/story-number-{self.number}-about-the-old-bridge/"

    @property
    def title(self) -> str:
        return f"Story number {self.number} about the old bridge"


@dataclass
class SmallSite:
    """What the site serves, and what it was asked for."""

    stories: list[Story] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    """Answers that a test sets: status, headers, body; by path."""

    asked: list[str] = field(default_factory=list)
    etags: bool = True
    home: str = ""

    def publish(self, *parts: str) -> Story:
        """Add a story on top of all listings."""
        story = Story(len(self.stories), list(parts) or [f"{TEXT} Number {len(self.stories)}."])
        self.stories.append(story)
        return story

    def __post_init__(self) -> None:
        self._heard = threading.Condition()

    def hear(self, path: str) -> None:
        """Note a request."""
        with self._heard:
            self.asked.append(path)
            self._heard.notify_all()

    def wait_for(self, number: int) -> None:
        """Return when the site has been asked `number` times, or when nobody has asked for ten seconds."""
        with self._heard:
            while len(self.asked) < number and self._heard.wait(10):
                pass

    def counts(self) -> Counter[str]:
        return Counter(self.asked)

    def answer(self, path: str, match: str | None) -> tuple[int, dict[str, str], bytes]:
        if path in self.answers:
            status, headers, body = self.answers[path]
            return (
                (304, headers, b"") if match is not None and headers.get("ETag") == match else (status, headers, body)
            )
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /closed/\n"
        if path == "/feed/":
            etag = f'"{len(self.stories)}"'
            if self.etags and match == etag:
                return 304, {"ETag": etag}, b""
            return 200, {"Content-Type": "application/rss+xml", "ETag": etag}, self._feed().encode()
        parts = urlsplit(path).path.strip("/").split("/")
        if path == "/" or parts[0] == "page":
            return (
                200,
                {"Content-Type": "text/html; charset=utf-8"},
                self._listing(int(parts[1]) if parts[0] == "page" else 1).encode(),
            )
        for story in self.stories:
            if path.startswith(story.path):
                number = int(path.removeprefix(story.path).strip("/") or 1)
                if number <= len(story.parts):
                    return 200, {"Content-Type": "text/html; charset=utf-8"}, self._article(story, number).encode()
        return 404, {"Content-Type": "text/html"}, b"<h1>Nothing here</h1>"

    def _listing(self, number: int) -> str:
        newest = self.stories[::-1]
        shown = newest[(number - 1) * PER_PAGE : number * PER_PAGE]
        items = "".join(
            f'<article class="post"><h2><a href="{s.path}">{escape(s.title)}</a></h2><p>{TEXT}</p></article>'
            for s in shown
        )
        more = f'<a class="next" href="/page/{number + 1}/">Older</a>' if number * PER_PAGE < len(newest) else ""
        return f"<html><body class='list'><main>{items}</main>{more}</body></html>"

    def _article(self, story: Story, number: int) -> str:
        links = "".join(
            f'<a href="{story.path}{n if n > 1 else ""}{"/" if n > 1 else ""}">{n}</a> '
            for n in range(1, len(story.parts) + 1)
            if n != number
        )
        pages = f'<nav class="pages">{links}</nav>' if len(story.parts) > 1 else ""
        others = "".join(
            f'<li><a href="{s.path}">{escape(s.title)}</a></li>' for s in self.stories[:3] if s is not story
        )
        return (
            f"<html><body class='single'><h1>{escape(story.title)}</h1><div class='text'><p>{story.parts[number - 1]}</p>{pages}</div>"
            f"<aside class='more'><h3>More stories</h3><ul>{others}</ul></aside></body></html>"
        )

    def _feed(self) -> str:
        day = datetime(2024, 5, 1, tzinfo=UTC)
        items = "".join(
            f"<item><title>{escape(s.title)}</title><link>{self.home.rstrip('/')}{s.path}</link>"
            f"<pubDate>{format_datetime(day + timedelta(days=s.number))}</pubDate></item>"
            for s in self.stories[::-1][:3]
        )
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>"

    @property
    def definition(self) -> dict[str, object]:
        return {
            "home": self.home,
            "discover": {
                "feeds": "/feed/",
                "listings": "/",
                "next": "a.next",
                "pages": 50,
                "article": r"^/\d{4}/",
                "every": "0 s",
            },
            "fetch": {"delay": "0 s"},
            "page": {"article": "body.single", "listing": "body.list"},
            "article": {"headline": "h1", "body": ".text", "remove": ".pages", "parts": ".pages a"},
            "teasers": {
                "listing": {
                    "on": "listing",
                    "kind": "listing",
                    "within": "main",
                    "item": "article",
                    "title": "h2",
                    "excerpt": "p",
                },
                "more": {"on": "article", "within": ".more", "heading": "h3", "item": "li"},
            },
        }

    @property
    def site(self) -> Site:
        return parse_site(self.definition, name="small")


@contextmanager
def serve(small: SmallSite) -> Iterator[SmallSite]:
    """Serve the site on a free port of loopback."""

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 (the library's name)
            small.hear(self.path)
            status, headers, body = small.answer(self.path, self.headers.get("If-None-Match"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(Handler) as small.home:
        yield small
