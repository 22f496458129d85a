"""`scraper site new`: what it writes, says, and refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import Runner
from tests.papers.paper import Answer, Paper, Request, serve
from tests.papers.shapes import StaticBlog
from tests.papers.words import write_stories


@pytest.fixture
def paper() -> Iterator[Paper]:
    with serve(StaticBlog(write_stories(12, seed=3))) as paper:
        yield paper


def test_it_writes_a_definition_with_evidence_that_checks(paper: Paper, tmp_path: Path, scraper: Runner) -> None:
    done = scraper("site", "new", paper.home, "--name", "blog", "--config", tmp_path, "--allow-private")
    path = tmp_path / "sites" / "blog.toml"
    assert done.status == 0
    assert f"{path}: written" in done.out
    assert "Hugo (generator: Hugo 0.120.4)" in done.out
    assert f"next: scraper crawl blog --config {tmp_path} --limit 5 --allow-private" in done.err
    text = path.read_text("utf-8")
    assert "# 12 of 12 known stories have this shape\n" in text
    assert scraper("site", "check", path).status == 0


def test_a_definition_that_is_there_is_left_alone_unless_asked(paper: Paper, tmp_path: Path, scraper: Runner) -> None:
    path = tmp_path / "sites" / "blog.toml"
    path.parent.mkdir()
    path.write_text("mine", "utf-8")
    args = ("site", "new", paper.home, "--name", "blog", "--config", tmp_path, "--allow-private")
    done = scraper(*args)
    assert (done.status, paper.asked, path.read_text("utf-8")) == (2, [], "mine")
    assert "is there already" in done.err
    assert scraper(*args, "--force").status == 0
    assert "home = " in path.read_text("utf-8")


@pytest.mark.parametrize("url", ["mailto:a@b.example", "https://", "http://user:word@paper.example/", "no address", ""])
def test_what_is_no_address_is_named(url: str, tmp_path: Path, scraper: Runner) -> None:
    done = scraper("site", "new", url, "--config", tmp_path)
    assert done.status == 2
    assert "is no address" in done.err


@pytest.mark.parametrize("options", [("--name", "../x"), ("--name", ""), ("--delay", "often")])
def test_what_is_no_name_or_duration_is_named(options: tuple[str, str], tmp_path: Path, scraper: Runner) -> None:
    assert scraper("site", "new", "https://paper.example/", "--config", tmp_path, *options).status == 2


def test_a_private_address_has_to_be_allowed(paper: Paper, tmp_path: Path, scraper: Runner) -> None:
    done = scraper("site", "new", paper.home, "--config", tmp_path)
    assert (done.status, paper.asked) == (1, [])
    assert "guarded" in done.err
    assert not (tmp_path / "sites").exists()


class Shut(StaticBlog):
    """Forbids everything."""

    def answer(self, request: Request) -> Answer | None:
        return self.robots("Disallow: /") if request.path == "/robots.txt" else super().answer(request)


def test_a_site_that_forbids_its_front_page_gives_no_definition(tmp_path: Path, scraper: Runner) -> None:
    with serve(Shut(write_stories(5, seed=3))) as paper:
        done = scraper("site", "new", paper.home, "--config", tmp_path, "--allow-private")
    assert done.status == 1
    assert "robots.txt forbids it" in done.err
    assert paper.asked == ["/robots.txt"]
    assert not (tmp_path / "sites").exists()
