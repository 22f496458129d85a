"""Papers of many shapes, looked at and crawled with the definition that came of it."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path

import pytest

from scraper.fetch import Fetcher, Guard
from scraper.site import FetchRules, Site, parse_site
from scraper.survey import Draft, Log, Survey, choose, survey, to_text
from scraper.urls import normalize_url
from tests.crawl.conftest import Crawl
from tests.papers.paper import Answer, Paper, Request, serve
from tests.papers.shapes import SHAPES, DrupalLike, StaticBlog
from tests.papers.words import write_stories

STORIES = 40


def look(home: str, *, most: int = 60) -> tuple[Survey, Draft, Site]:
    """Look at a site; return what was seen, the draft, and the site that its text defines."""
    log = Log()

    async def main() -> Survey:
        async with Fetcher(keep=log.keep, contact="mailto:a@b.example", guard=Guard(allow_private=True)) as fetcher:
            return await survey(home, fetcher, log, rules=FetchRules.model_validate({"delay": "0 s"}), most=most)

    seen = asyncio.run(main())
    draft = choose(seen, delay="0 s", delay_why="a test waits for nobody")
    text = to_text(draft, name="new", requests=seen.requests, day="2024-05-01")
    return seen, draft, parse_site(tomllib.loads(text), name="new")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_draft_finds_the_stories_and_asks_for_little_else(shape: type[Paper], crawl: Crawl, tmp_path: Path) -> None:
    with serve(shape(write_stories(STORIES, seed=7))) as paper:
        seen, _, site = look(paper.home)
        assert len(paper.asked) == seen.requests
        paper.asked.clear()
        report = crawl(site, tmp_path)
    asked = {normalize_url(paper.url(path)) for path in paper.asked}
    found = asked & set(map(normalize_url, paper.truth))
    assert len(found) >= 0.95 * STORIES
    assert report.articles == len(found)
    assert len(paper.asked) <= 1.3 * STORIES


class Closed(StaticBlog):
    """Says in robots.txt what is not to be asked for."""

    def answer(self, request: Request) -> Answer | None:
        return (
            self.robots("Disallow: /sitemap.xml", "Disallow: /posts/")
            if request.path == "/robots.txt"
            else super().answer(request)
        )


def test_what_robots_forbids_is_not_asked_for() -> None:
    with serve(Closed(write_stories(20, seed=1))) as paper:
        look(paper.home)
    assert not [path for path in paper.asked if path.startswith(("/sitemap.xml", "/posts/", "/search"))]


class PartOnly(StaticBlog):
    """Its sitemap holds the newest stories alone."""

    def answer(self, request: Request) -> Answer | None:
        return self.urlset(["/"], self.stories[:25]) if request.path == "/sitemap.xml" else super().answer(request)


def test_a_sitemap_that_lacks_the_oldest_stories_is_not_taken_for_one_of_all() -> None:
    with serve(PartOnly(write_stories(STORIES, seed=1))) as paper:
        _, draft, site = look(paper.home)
    assert draft.complete == ("the front page with its pages",)
    assert site.discover.next


def test_no_more_requests_are_made_than_allowed_and_the_draft_says_so() -> None:
    with serve(DrupalLike(write_stories(20, seed=1))) as paper:
        seen, draft, _ = look(paper.home, most=6)
    assert len(paper.asked) == seen.requests <= 7
    assert any("the most requests" in each for each in draft.missing)


def test_the_same_site_gives_the_same_draft() -> None:
    with serve(DrupalLike(write_stories(30, seed=2))) as paper:
        assert look(paper.home)[1] == look(paper.home)[1]
