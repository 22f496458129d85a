"""Listings are paged to the end of what matters, and not without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scraper.site import Site, parse_site
from scraper.store import open_store
from tests.crawl.conftest import Crawl
from tests.papers.paper import Answer, Paper, Request, serve
from tests.papers.shapes import DrupalLike
from tests.papers.words import write_stories


class Deaf(DrupalLike):
    """Shows its first page whatever number is asked for."""

    def answer(self, request: Request) -> Answer | None:
        return super().answer(Request(request.path, {}) if request.path == "/" else request)


def defined(paper: Paper, **discover: Any) -> Site:
    rules = {"listings": ["/"], "pages": 50, "article": [r"^/[a-z-]+/[^/]+$"], "skip": ["^/(?:user|taxonomy)/"]}
    return parse_site({"home": paper.home, "discover": rules | discover, "fetch": {"delay": "0 s"}}, name="paper")


def pages(paper: Paper) -> list[str]:
    return [path for path in paper.asked if path == "/" or "page=" in path]


@pytest.mark.parametrize("rule", [{"next_address": "/?page={page}"}, {"next": ["a[rel='next']"]}])
def test_a_site_that_ignores_the_number_is_asked_for_one_page_more(
    crawl: Crawl, tmp_path: Path, rule: dict[str, Any]
) -> None:
    with serve(Deaf(write_stories(30, seed=3))) as paper:
        site = defined(paper, **rule)
        crawl(site, tmp_path)
        assert len(pages(paper)) == 2
        paper.asked.clear()
        crawl(defined(paper, every="0 s", **rule), tmp_path)
        assert len(pages(paper)) == 1


@pytest.mark.parametrize("rule", [{"next_address": "/?page={page}"}, {"next": ["a[rel='next']"]}])
def test_a_range_that_lies_behind_the_first_pages_is_reached_and_left(
    crawl: Crawl, tmp_path: Path, rule: dict[str, Any]
) -> None:
    """Ten stories a page, ten pages: those of the range stand on the fifth and sixth."""
    with serve(DrupalLike(write_stories(100, seed=3))) as paper:
        wanted = paper.stories[43:58]
        days = {"since": wanted[-1].published.date(), "until": wanted[0].published.date()}
        crawl(defined(paper, **rule, **days), tmp_path)
        asked = {path for path in paper.asked if paper.by_path(path)}
        assert {paper.story_path(story) for story in wanted} <= asked
        assert all(
            days["since"] <= story.published.date() <= days["until"] for path in asked if (story := paper.by_path(path))
        )
        assert 6 <= len(pages(paper)) <= 8


def test_stories_that_articles_promote_are_asked_for_where_the_definition_says_so(crawl: Crawl, tmp_path: Path) -> None:
    with serve(DrupalLike(write_stories(60, seed=3))) as paper:
        crawl(defined(paper, pages=1), tmp_path / "listed")
        listed = {path for path in paper.asked if paper.by_path(path)}
        paper.asked.clear()
        crawl(defined(paper, pages=1, related=True), tmp_path / "promoted")
        stories = [path for path in paper.asked if paper.by_path(path)]
        assert listed < set(stories)
        assert len(stories) == len(set(stories))
        with open_store(tmp_path / "promoted", read_only=True) as store:
            for path in set(stories) - listed:
                link = store.find_link(paper.url(path), "paper")
                assert link is not None
                assert (link.link.found_by, bool(link.link.title)) == ("related", True)
                assert link.link.found_on in {paper.url(other) for other in stories}
