"""Further shapes of papers: addresses that tell little, twins of stories, pages counted by their first story."""

from __future__ import annotations

from collections.abc import Sequence

from tests.papers.paper import AUTHORS, SECTIONS, TAGS, Answer, Paper, Request
from tests.papers.words import Story


class PlainQuery(Paper):
    """WordPress without nice addresses: `/?p=123`; everything is a query of the root."""

    name = "plain queries"
    generator = "WordPress 6.4"

    def story_path(self, story: Story) -> str:
        return f"/?p={100 + 4 * story.number}"

    def section_path(self, section: str) -> str:
        return f"/?cat={list(SECTIONS).index(section) + 2}"

    def tag_path(self, tag: str) -> str:
        return f"/?tag={tag}"

    def author_path(self, author: str) -> str:
        return f"/?author={sorted(AUTHORS).index(author) + 1}"

    def static_pages(self) -> dict[str, str]:
        return {"/?page_id=2": "About us", "/?page_id=3": "Privacy policy"}

    def head(self, story: Story | None, path: str) -> str:
        return '<link rel="alternate" type="application/rss+xml" href="/?feed=rss2" title="Feed">'

    def answer(self, request: Request) -> Answer | None:
        query = request.query
        if request.path == "/robots.txt":
            return self.robots()
        if request.path != "/":
            return None
        if "feed" in query:
            return self.rss(self.stories[:10])
        if "p" in query:
            story = self.by_path(f"/?p={query['p']}")
            return self.story_page(story) if story else None
        if "page_id" in query:
            title = self.static_pages().get(f"/?page_id={query['page_id']}")
            return self.static_page(title) if title else None
        chosen: Sequence[Story] = self.stories
        base = "/?"
        if "cat" in query:
            chosen, base = self.of_section(list(SECTIONS)[request.number("cat", 2) - 2]), f"/?cat={query['cat']}&"
        elif "tag" in query:
            chosen, base = self.of_tag(query["tag"]), f"/?tag={query['tag']}&"
        elif "author" in query:
            chosen, base = (
                self.of_author(sorted(AUTHORS)[request.number("author", 1) - 1]),
                f"/?author={query['author']}&",
            )
        number = request.number("paged", 1)
        if number > self.last_page(chosen):
            return None
        older = (
            f'<div class="nav-previous"><a href="{base}paged={number + 1}">Older posts</a></div>'
            if number < self.last_page(chosen)
            else ""
        )
        return self.listing(self.title, self.portion(chosen, number), f"<nav>{older}</nav>")


class BareNumbers(Paper):
    """Stories at `/1234`; lists by `?start=20`; neither feed nor sitemap."""

    name = "bare numbers"
    per_page = 20

    def story_path(self, story: Story) -> str:
        return f"/{1000 + 3 * story.number}"

    def section_path(self, section: str) -> str:
        return f"/{section}"

    def tag_path(self, tag: str) -> str:
        return f"/t/{TAGS.index(tag) + 1}"

    def author_path(self, author: str) -> str:
        return f"/by/{author}"

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        parts = path.strip("/").split("/")
        chosen: Sequence[Story] | None = None
        if path == "/":
            chosen = self.stories
        elif parts[0] in SECTIONS:
            chosen = self.of_section(parts[0])
        elif parts[0] == "t" and len(parts) == 2:
            chosen = self.of_tag(TAGS[int(parts[1]) - 1])
        elif parts[0] == "by" and len(parts) == 2:
            chosen = self.of_author(parts[1])
        if chosen is not None:
            start = request.number("start", 0)
            shown = chosen[start : start + self.per_page]
            more = (
                f'<a href="{path}?start={start + self.per_page}">More</a>'
                if start + self.per_page < len(chosen)
                else ""
            )
            return self.listing(self.title, shown, f'<div class="foot">{more}</div>', path=path)
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None


class Twins(Paper):
    """Each story has an AMP page and one to print, which name it as theirs; cards and feed lead to all three."""

    name = "AMP twins"

    def story_path(self, story: Story) -> str:
        return f"/news/{story.slug}"

    def head(self, story: Story | None, path: str) -> str:
        feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        if story is None:
            return feed
        own = self.url(self.story_path(story))
        return f'{feed}<link rel="canonical" href="{own}"><link rel="amphtml" href="{own}/amp">'

    def card(self, story: Story) -> str:
        path = self.story_path(story)
        return (
            super().card(story)
            + f'<p class="tools"><a href="{path}/amp">Quick view of {story.title}</a> <a href="{path}/print">Print</a></p>'
        )

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots(f"Sitemap: {self.url('/sitemap.xml')}")
        if path == "/feed.xml":
            return self.rss(self.stories[:15])
        if path == "/sitemap.xml":
            twins = [f"{self.story_path(story)}/{kind}" for story in self.stories for kind in ("amp", "print")]
            return self.urlset(["/", *self.static_pages(), *twins], self.stories)
        if path == "/":
            number = request.number("page", 1)
            more = (
                f'<a class="next" href="/?page={number + 1}">Next</a>' if number < self.last_page(self.stories) else ""
            )
            return self.listing(self.title, self.portion(self.stories, number), more)
        parts = path.strip("/").split("/")
        if parts[0] in ("section", "tag", "author") and len(parts) == 2:
            choose = {"section": self.of_section, "tag": self.of_tag, "author": self.of_author}[parts[0]]
            return self.listing(parts[1].title(), choose(parts[1])[:12], path=path)
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path.removesuffix("/amp").removesuffix("/print"))
        return self.story_page(story) if story else None


FURTHER: tuple[type[Paper], ...] = (PlainQuery, BareNumbers, Twins)
