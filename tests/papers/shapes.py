"""The shapes of papers: how their stories are addressed, and by which ways in they can be found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from tests.papers.further import FURTHER
from tests.papers.paper import AUTHORS, SECTIONS, TAGS, Answer, Paper, Request
from tests.papers.words import ABTEILUNGEN, Story, write_stories


class StaticBlog(Paper):
    """Made by a generator: a feed of the newest, a sitemap of everything, tags and authors included."""

    name = "static blog"
    generator = "Hugo 0.120.4"

    def story_path(self, story: Story) -> str:
        return f"/posts/{story.slug}/"

    def section_path(self, section: str) -> str:
        return f"/categories/{section}/"

    def tag_path(self, tag: str) -> str:
        return f"/tags/{tag}/"

    def author_path(self, author: str) -> str:
        return f"/authors/{author}/"

    def head(self, story: Story | None, path: str) -> str:
        return '<link rel="alternate" type="application/rss+xml" href="/index.xml" title="All posts">'

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots()
        if path == "/index.xml":
            return self.rss(self.stories[:20])
        if path == "/sitemap.xml":
            folders = [*map(self.section_path, SECTIONS), *map(self.tag_path, TAGS), *map(self.author_path, AUTHORS)]
            return self.urlset(["/", "/posts/", *self.static_pages(), *folders], self.stories)
        first, _, rest = path.strip("/").partition("/")
        for name, choose in (("categories", self.of_section), ("tags", self.of_tag), ("authors", self.of_author)):
            if first == name and rest:
                return self._numbered(
                    rest.split("/")[0].title(), choose(rest.split("/")[0]), path, f"/{name}/{rest.split('/')[0]}/"
                )
        if path in ("/", "/posts/") or first == "page":
            return self._numbered(self.title, self.stories, path, "/")
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None

    def _numbered(self, heading: str, stories: Sequence[Story], path: str, base: str) -> Answer | None:
        number = int(path.rstrip("/").rpartition("/page/")[2]) if "/page/" in path else 1
        if number > self.last_page(stories):
            return None
        links = "".join(
            f'<li class="page-item"><a class="page-link" href="{base}page/{n}/">{n}</a></li>'
            for n in range(1, self.last_page(stories) + 1)
        )
        after = (
            f'<li class="page-item"><a class="page-link" aria-label="Next" href="{base}page/{number + 1}/">»</a></li>'
        )
        pager = f'<ul class="pagination">{links}{after if number < self.last_page(stories) else ""}</ul>'
        return self.listing(heading, self.portion(stories, number), pager, path=path)


class DrupalLike(Paper):
    """Pages counted from 0 by query; a feed of ten; node numbers beside nice addresses; no sitemap."""

    name = "Drupal-like"
    generator = "Drupal 10 (https://www.drupal.org)"

    def story_path(self, story: Story) -> str:
        return f"/{story.section}/{story.slug}"

    def section_path(self, section: str) -> str:
        return f"/{section}"

    def tag_path(self, tag: str) -> str:
        return f"/taxonomy/term/{TAGS.index(tag) + 1}"

    def author_path(self, author: str) -> str:
        return f"/user/{sorted(AUTHORS).index(author) + 1}"

    def head(self, story: Story | None, path: str) -> str:
        return '<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="">'

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots("Disallow: /admin/", "Disallow: /user/login")
        if path == "/rss.xml":
            return self.rss(self.stories[:10])
        parts = path.strip("/").split("/")
        chosen: Sequence[Story] | None = None
        if path == "/":
            chosen = self.stories
        elif len(parts) == 1 and parts[0] in SECTIONS:
            chosen = self.of_section(parts[0])
        elif path.startswith("/taxonomy/term/"):
            chosen = self.of_tag(TAGS[int(parts[2]) - 1])
        elif path.startswith("/user/"):
            chosen = self.of_author(sorted(AUTHORS)[int(parts[1]) - 1])
        if chosen is not None:
            number = request.number("page", 0) + 1
            last = self.last_page(chosen)
            after = (
                f'<li class="pager__item pager__item--next"><a href="?page={number}" title="Go to next page" rel="next"><span>Next ›</span></a></li>'
                if number < last
                else ""
            )
            ends = f'<li class="pager__item pager__item--last"><a href="?page={last - 1}"><span>Last »</span></a></li>'
            pager = f'<nav class="pager" role="navigation"><ul class="pager__items">{after}{ends}</ul></nav>'
            return self.listing(parts[-1].title() or self.title, self.portion(chosen, number), pager, path=path)
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None


class NoFeed(Paper):
    """Sections with pages, a front page without; neither feed nor sitemap."""

    name = "no feed"

    def story_path(self, story: Story) -> str:
        return f"/{story.section}/{story.slug}-{10000 + 7 * story.number}.html"

    def section_path(self, section: str) -> str:
        return f"/{section}/"

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/":
            return self.listing(self.title, self.stories[:15])
        parts = path.strip("/").split("/")
        if parts[0] in SECTIONS and (len(parts) == 1 or (len(parts) == 2 and parts[1].startswith("seite-"))):
            chosen, number = self.of_section(parts[0]), int(parts[1].removeprefix("seite-")) if len(parts) > 1 else 1
            if number > self.last_page(chosen):
                return None
            links = [
                f'<a href="/{parts[0]}/seite-{n}">{n}</a>' for n in range(2, self.last_page(chosen) + 1) if n != number
            ]
            if number < self.last_page(chosen):
                links.append(f'<a class="pagination__next" href="/{parts[0]}/seite-{number + 1}">Next page</a>')
            return self.listing(
                SECTIONS[parts[0]], self.portion(chosen, number), f"<div class='pagination'>{' '.join(links)}</div>"
            )
        if parts[0] in ("tag", "author") and len(parts) == 2:
            return self.listing(parts[1].title(), (self.of_tag if parts[0] == "tag" else self.of_author)(parts[1])[:30])
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None


class Excerpts(Paper):
    """A feed of twenty excerpts at a place that no page names; the front page goes on under "Older stories"."""

    name = "feed with excerpts only"

    def story_path(self, story: Story) -> str:
        return f"/{story.published:%Y}/{story.published:%m}/{story.published:%d}/{story.slug}"

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots("Crawl-delay: 0")
        if path == "/feed.xml":
            return self.rss(self.stories[:20])
        if path in ("/", "/archive"):
            number = request.number("page", 1)
            if number > self.last_page(self.stories):
                return None
            newer = f'<a href="/archive?page={number - 1}">← Newer stories</a>' if number > 1 else ""
            older = (
                f'<a href="/archive?page={number + 1}">Older stories →</a>'
                if number < self.last_page(self.stories)
                else ""
            )
            return self.listing(self.title, self.portion(self.stories, number), f"<p>{newer} {older}</p>")
        parts = path.strip("/").split("/")
        if parts[0] in ("section", "tag", "author") and len(parts) == 2:
            choose = {"section": self.of_section, "tag": self.of_tag, "author": self.of_author}[parts[0]]
            return self.listing(parts[1].title(), choose(parts[1])[:10])
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None


class SitemapOnly(Paper):
    """Pages that a script fills; robots.txt names an index of sitemaps, by month, beside those of tags and pages."""

    name = "sitemap only"

    def story_path(self, story: Story) -> str:
        return f"/story/{story.slug}"

    def sections(self) -> dict[str, str]:
        return {}

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots(f"Sitemap: {self.url('/sitemaps/index.xml')}")
        months = list(dict.fromkeys(f"{story.published:%Y-%m}" for story in self.stories))
        if path == "/sitemaps/index.xml":
            return self.index(
                ["/sitemaps/pages.xml", "/sitemaps/topics.xml", *(f"/sitemaps/stories-{month}.xml" for month in months)]
            )
        if path == "/sitemaps/pages.xml":
            return self.urlset(["/", *self.static_pages()])
        if path == "/sitemaps/topics.xml":
            return self.urlset([*map(self.tag_path, TAGS), *map(self.author_path, AUTHORS)])
        if path.startswith("/sitemaps/stories-"):
            month = path.removeprefix("/sitemaps/stories-").removesuffix(".xml")
            return self.urlset([], [story for story in self.stories if f"{story.published:%Y-%m}" == month])
        if path == "/" or path.startswith(("/tag/", "/author/")):
            shell = f'<!doctype html><html><head><title>{self.title}</title></head><body><div id="__next"></div><script src="/_next/static/chunks/main.js"></script></body></html>'
            return 200, "text/html; charset=utf-8", shell.encode()
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None


class ByQuery(Paper):
    """An old system: everything is a query, the stories too, and each has a page for printing."""

    name = "paginated by query"

    def story_path(self, story: Story) -> str:
        return f"/article.php?id={400 + 3 * story.number}"

    def section_path(self, section: str) -> str:
        return f"/index.php?section={section}"

    def tag_path(self, tag: str) -> str:
        return f"/search.php?topic={tag}"

    def author_path(self, author: str) -> str:
        return f"/author.php?name={author}"

    def card(self, story: Story) -> str:
        number = 400 + 3 * story.number
        return (
            super().card(story)
            + f'<p class="tools"><a href="/print.php?id={number}">Print</a> <a href="/mail.php?id={number}">Mail</a></p>'
        )

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path in ("/", "/index.php"):
            section = request.query.get("section")
            chosen = self.of_section(section) if section else self.stories
            number = request.number("page", 1)
            if number > self.last_page(chosen):
                return self.listing(self.title, [])
            base = f"/index.php?section={section}&page=" if section else "/index.php?page="
            links = [
                f'<a href="{base}{n}">{n}</a>' if n != number else f"<b>{n}</b>"
                for n in range(max(1, number - 3), min(self.last_page(chosen), number + 3) + 1)
            ]
            return self.listing(
                section or self.title, self.portion(chosen, number), f"<div class='pages'>Page: {' '.join(links)}</div>"
            )
        if path in ("/search.php", "/author.php"):
            chosen = self.of_tag(request.query.get("topic", "")) or self.of_author(request.query.get("name", ""))
            return self.listing("Results", chosen[:30])
        if path in ("/print.php", "/mail.php", "/article.php"):
            story = self.by_path(f"/article.php?id={request.query.get('id', '')}")
            return self.story_page(story) if story else None
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        return None


class Scroll(Paper):
    """The front page holds the newest; the rest comes as JSON while the reader scrolls."""

    name = "infinite scroll"
    per_page = 12

    def story_path(self, story: Story) -> str:
        return f"/news/{story.slug}-{0xA000 + story.number:x}"

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/api/v1/stories":
            offset, limit = request.number("offset", 0), min(request.number("limit", 12), 12)
            found = [
                {
                    "id": story.number,
                    "url": self.story_path(story),
                    "headline": story.title,
                    "teaser": story.excerpt,
                    "publishedAt": story.published.isoformat(),
                    "section": {"name": story.section_name, "url": self.section_path(story.section)},
                    "author": {"name": story.author_name, "url": self.author_path(story.author)},
                }
                for story in self.stories[offset : offset + limit]
            ]
            return 200, "application/json", json.dumps({"data": {"items": found}, "total": len(self.stories)}).encode()
        if path == "/":
            script = (
                "<button id='more' class='load-more'>Load more</button><script>let offset = 12;"
                "document.getElementById('more').onclick = async () => {const r = await fetch(`/api/v1/stories?offset=${offset}&limit=12`);"
                "const d = await r.json(); offset += d.data.items.length; d.data.items.forEach(render);};"
                "fetch('/api/v1/weather').then(w => w.json());</script>"
            )
            return self.listing(self.title, self.stories[:12], script)
        parts = path.strip("/").split("/")
        if parts[0] in ("section", "tag", "author") and len(parts) == 2:
            choose = {"section": self.of_section, "tag": self.of_tag, "author": self.of_author}[parts[0]]
            return self.listing(parts[1].title(), choose(parts[1])[:12])
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None


class TwoLanguages(Paper):
    """English and German side by side, each with front page, sections, pages and a feed of its own."""

    name = "two languages"

    def __init__(self, stories: Sequence[Story]) -> None:
        half = len(stories) // 2
        german = write_stories(len(stories) - half, seed=len(stories), language="de")
        super().__init__(sorted([*stories[:half], *german], key=lambda story: story.published, reverse=True))

    def story_path(self, story: Story) -> str:
        return f"/{story.language}/{'news' if story.language == 'en' else 'nachrichten'}/{story.slug}"

    def tag_path(self, tag: str) -> str:
        return f"/en/topics/{tag}"

    def author_path(self, author: str) -> str:
        return f"/en/people/{author}"

    def section_path(self, section: str) -> str:
        return f"/de/ressort/{section}" if section in ABTEILUNGEN and section != "sport" else f"/en/section/{section}"

    def static_pages(self) -> dict[str, str]:
        return {"/en/about-us": "About us", "/de/ueber-uns": "Über uns", "/en/": "English", "/de/": "Deutsch"}

    def head(self, story: Story | None, path: str) -> str:
        language = "de" if path.startswith("/de") else "en"
        return (
            '<link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" hreflang="de" href="/de/">'
            f'<link rel="alternate" type="application/atom+xml" href="/{language}/feed.atom" title="{language}">'
        )

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots()
        parts = path.strip("/").split("/")
        language = parts[0] if parts[0] in ("en", "de") else "en"
        own = [story for story in self.stories if story.language == language]
        if path == f"/{language}/feed.atom":
            return self._atom(own[:15])
        if path == "/" or len(parts) == 1:
            if path != "/" and parts[0] not in ("en", "de"):
                return None
            return self._pages(own, request, f"/{language}/", language)
        if len(parts) == 3 and parts[1] in ("ressort", "section"):
            return self._pages([story for story in own if story.section == parts[2]], request, path, language)
        if len(parts) == 3 and parts[1] in ("topics", "people"):
            return self._pages(
                [story for story in own if parts[2] in story.tags or parts[2] == story.author], request, path, language
            )
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None

    def _pages(self, stories: Sequence[Story], request: Request, path: str, language: str) -> Answer:
        number = request.number("p", 1)
        word = "Weiter" if language == "de" else "Next"
        link = f'<a class="next" href="{path}?p={number + 1}">{word}</a>' if number < self.last_page(stories) else ""
        return self.listing(self.title, self.portion(stories, number), link, path=path, language=language)

    def _atom(self, stories: Sequence[Story]) -> Answer:
        entries = "".join(
            f'<entry><title>{escape(story.title)}</title><link href="{self.url(self.story_path(story))}"/><id>urn:{story.language}:{story.number}</id>'
            f"<updated>{story.published.isoformat()}</updated><summary>{escape(story.excerpt)}</summary></entry>"
            for story in stories
        )
        return (
            200,
            "application/atom+xml",
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{self.title}</title>{entries}</feed>'.encode(),
        )


class RootSlugs(Paper):
    """Like Ghost: stories at the root beside its static pages; sitemaps by kind; a feed of fifteen full texts."""

    name = "slugs at the root"
    generator = "Ghost 5.70"

    def story_path(self, story: Story) -> str:
        return f"/{story.slug}/"

    def section_path(self, section: str) -> str:
        return f"/tag/{section}/"

    def tag_path(self, tag: str) -> str:
        return f"/tag/{tag}/"

    def author_path(self, author: str) -> str:
        return f"/author/{author}/"

    def static_pages(self) -> dict[str, str]:
        return {
            "/about/": "About us",
            "/how-we-work-and-why/": "How we work, and why",
            "/privacy-policy/": "Privacy policy",
            "/terms-and-conditions-of-use/": "Terms and conditions of use",
        }

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots(f"Sitemap: {self.url('/sitemap.xml')}")
        if path == "/rss/":
            return self.rss(self.stories[:15], full=True)
        if path == "/sitemap.xml":
            return self.index([f"/sitemap-{kind}.xml" for kind in ("pages", "posts", "authors", "tags")])
        if path == "/sitemap-posts.xml":
            return self.urlset([], self.stories)
        if path == "/sitemap-pages.xml":
            return self.urlset(["/", *self.static_pages()])
        if path == "/sitemap-authors.xml":
            return self.urlset(map(self.author_path, AUTHORS))
        if path == "/sitemap-tags.xml":
            return self.urlset([*map(self.tag_path, TAGS), *map(self.section_path, SECTIONS)])
        parts = path.strip("/").split("/")
        if parts[0] in ("tag", "author") and len(parts) >= 2:
            chosen = self.of_author(parts[1]) or self.of_section(parts[1]) or self.of_tag(parts[1])
            return self._numbered(
                parts[1].title(), chosen, f"/{parts[0]}/{parts[1]}/", int(parts[3]) if len(parts) > 3 else 1
            )
        if path == "/" or parts[0] == "page":
            return self._numbered(self.title, self.stories, "/", int(parts[1]) if parts[0] == "page" else 1)
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None

    def _numbered(self, heading: str, stories: Sequence[Story], base: str, number: int) -> Answer:
        older = (
            f'<a class="older-posts" href="{base}page/{number + 1}/">Older Posts →</a>'
            if number < self.last_page(stories)
            else ""
        )
        head = f'<nav class="pagination" role="navigation">{older}<span>Page {number} of {self.last_page(stories)}</span></nav>'
        return self.listing(heading, self.portion(stories, number), head, path=base)

    def head(self, story: Story | None, path: str) -> str:
        return '<link rel="alternate" type="application/rss+xml" title="Gazette" href="/rss/">'


class Blogger(Paper):
    """Like Blogger: an Atom feed with pages; the older posts lie behind a search that robots.txt forbids."""

    name = "feed with pages"
    generator = "blogger"

    def story_path(self, story: Story) -> str:
        return f"/{story.published:%Y}/{story.published:%m}/{story.slug[:40].rstrip('-')}-{story.number % 100:02}.html"

    def tag_path(self, tag: str) -> str:
        return f"/search/label/{tag}"

    def section_path(self, section: str) -> str:
        return f"/search/label/{section}"

    def author_path(self, author: str) -> str:
        return f"/p/{author}.html"

    def static_pages(self) -> dict[str, str]:
        return {"/p/about.html": "About us", "/p/contact-us.html": "Contact"}

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/robots.txt":
            return self.robots()
        if path == "/feeds/posts/default":
            return self._atom(request.number("start-index", 1), min(request.number("max-results", 25), 25))
        if path == "/":
            older = (
                '<a class="blog-pager-older-link" href="/search?updated-max=2023-05-01&max-results=10">Older Posts</a>'
            )
            return self.listing(self.title, self.stories[:10], older)
        if path in self.static_pages():
            return self.static_page(self.static_pages()[path])
        story = self.by_path(path)
        return self.story_page(story) if story else None

    def _atom(self, start: int, most: int) -> Answer:
        entries = "".join(
            f"<entry><id>tag:blogger,{story.number}</id><title>{escape(story.title)}</title><published>{story.published.isoformat()}</published>"
            f'<link rel="alternate" type="text/html" href="{self.url(self.story_path(story))}"/><content type="html">{escape(story.paragraphs[0])}</content></entry>'
            for story in self.stories[start - 1 : start - 1 + most]
        )
        after = f'<link rel="next" href="{self.url("/feeds/posts/default")}?start-index={start + most}&amp;max-results={most}"/>'
        after = after if start + most <= len(self.stories) else ""
        return (
            200,
            "application/atom+xml",
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>{after}{entries}</feed>'.encode(),
        )

    def head(self, story: Story | None, path: str) -> str:
        return '<link rel="alternate" type="application/atom+xml" title="Atom" href="/feeds/posts/default">'


SHAPES: tuple[type[Paper], ...] = (
    StaticBlog, DrupalLike, NoFeed, Excerpts, SitemapOnly, ByQuery, Scroll, TwoLanguages, RootSlugs, Blogger,
    *FURTHER,
)  # fmt: skip
