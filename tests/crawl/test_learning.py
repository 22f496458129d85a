"""A crawl whose definition does not say which addresses are stories learns it from what comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.fetch import SystemClock
from scraper.site import Site, parse_site
from scraper.urls import normalize_url
from scraper.yields import ENOUGH
from tests.cli.command import run
from tests.crawl.conftest import Crawl
from tests.papers.paper import Answer, Paper, Request, serve
from tests.papers.shapes import DrupalLike
from tests.papers.words import Story, write_stories

TOPICS = 90
STORIES = 40


class Topical(DrupalLike):
    """Its sitemap names more topics than stories."""

    turned: Story | None = None
    """What the topics have become."""

    def head(self, story: Story | None, path: str) -> str:
        return ""

    def answer(self, request: Request) -> Answer | None:
        path = request.path
        if path == "/sitemap.xml":
            topics = (f"/topics/topic-{n}" for n in range(TOPICS))
            return self.urlset(["/", *self.static_pages(), *topics], self.stories)
        if path == "/rss.xml":
            return self.rss([])
        if path.startswith("/topics/"):
            if self.turned is not None:
                return self.story_page(replace(self.turned, title=f"{path} and what became of it"))
            start = int(path.rpartition("-")[2]) % 20
            return self.listing(path, self.stories[start : start + 12], path=path)
        return super().answer(request)


def defined(paper: Paper, **discover: Any) -> Site:
    return parse_site({"home": paper.home, "discover": discover, "fetch": {"delay": "0 s"}}, name="paper")


def topics(paper: Paper) -> list[str]:
    return [path for path in paper.asked if path.startswith("/topics/")]


def found(paper: Paper) -> set[str]:
    return {normalize_url(paper.url(path)) for path in paper.asked} & set(map(normalize_url, paper.truth))


def test_topics_are_asked_for_until_they_have_proved_to_be_none(crawl: Crawl, tmp_path: Path) -> None:
    with serve(Topical(write_stories(STORIES, seed=3))) as paper:
        report = crawl(defined(paper, sitemaps=["/sitemap.xml"]), tmp_path)
    assert len(found(paper)) == STORIES
    assert ENOUGH <= len(topics(paper)) <= ENOUGH + 2
    assert report.outcomes["no_story"] == TOPICS - len(topics(paper))
    assert len(paper.asked) <= 1.3 * STORIES + ENOUGH


def test_one_a_week_is_asked_for_and_all_when_it_has_become_a_story(crawl: Crawl, tmp_path: Path) -> None:
    paper = Topical(write_stories(STORIES, seed=3))
    with serve(paper):
        site, now = defined(paper, sitemaps=["/sitemap.xml"]), SystemClock().now()
        passed = crawl(site, tmp_path).outcomes["no_story"]
        for week in (1, 2):
            paper.asked.clear()
            if week == 2:
                paper.turned = write_stories(1, seed=9)[0]
            crawl(site, tmp_path, now=now + week * timedelta(days=8))
            assert len(topics(paper)) == (1 if week == 1 else passed - 1)


@pytest.mark.slow
def test_a_feed_that_names_one_of_them_is_believed(crawl: Crawl, tmp_path: Path) -> None:
    class Fed(Topical):
        def answer(self, request: Request) -> Answer | None:
            if request.path == "/feed.xml":
                text = f"<rss version='2.0'><channel><item><link>{self.url('/topics/topic-89')}</link></item></channel></rss>"
                return 200, "application/rss+xml", text.encode()
            return super().answer(request)

    with serve(Fed(write_stories(STORIES, seed=3))) as paper:
        crawl(defined(paper, sitemaps=["/sitemap.xml"]), tmp_path)
        assert "/topics/topic-89" not in paper.asked
        crawl(defined(paper, feeds=["/feed.xml"]), tmp_path)
        assert "/topics/topic-89" in paper.asked


def test_links_like_proven_stories_count_without_a_teaser(crawl: Crawl, tmp_path: Path) -> None:
    class Bare(DrupalLike):
        """From its second page on, a listing has plain links beside its cards."""

        def story_path(self, story: Story) -> str:
            return f"/story/{story.slug}"

        def portion(self, stories: Any, page: int) -> Any:
            self.bare = stories[page * 10 - 1 : page * 10] if page > 1 else []
            return stories[(page - 1) * 10 : page * 10 - (page > 1)]

        def listing(self, heading: str, stories: Any, pager: str = "", **options: Any) -> Answer:
            links = "".join(f'<p><a href="{self.story_path(story)}">More</a></p>' for story in self.bare)
            return super().listing(heading, stories, links + pager, **options)

    with serve(Bare(write_stories(STORIES, seed=3))) as paper:
        crawl(defined(paper, listings=["/"], next=[".pager__item--next a"]), tmp_path)
        assert len(found(paper)) == STORIES


@pytest.mark.slow
def test_a_definition_that_says_what_a_story_is_is_taken_at_its_word(crawl: Crawl, tmp_path: Path) -> None:
    with serve(Topical(write_stories(STORIES, seed=3))) as paper:
        report = crawl(defined(paper, sitemaps=["/sitemap.xml"], article=["^/topics/"]), tmp_path)
        assert len(topics(paper)) == TOPICS
        assert not report.outcomes["no_story"]


@pytest.mark.slow
def test_explain_says_why_an_address_was_passed_over(tmp_path: Path) -> None:
    with serve(Topical(write_stories(STORIES, seed=3))) as paper:
        config, data = tmp_path / "config", tmp_path / "data"
        (config / "sites").mkdir(parents=True)
        text = f'home = "{paper.home}"\n[discover]\nsitemaps = ["/sitemap.xml"]\n[fetch]\ndelay = "0 s"\n'
        (config / "sites" / "paper.toml").write_text(text)
        assert run("crawl", "paper", "--allow-private", "--config", config, "--data", data).status == 0
        told = run("explain", paper.url("/topics/topic-89"), "--config", config, "--data", data).out
    assert "/topics/{} have brought no story" in told
    assert "next      nothing: no_story" in told
