"""`scraper crawl --since --until`: a range of days, announced before, stopped and taken up again."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import run
from tests.crawl.site import SmallSite
from tests.crawl.test_command import write_config


def test_only_stories_of_the_range_are_fetched_and_a_stopped_range_goes_on(small: SmallSite, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(12)]  # one a day from 1 May 2024
    base = small.home.rstrip("/")
    items = "".join(
        f"<item><title>{story.title}</title><link>{base}{story.path}</link>"
        f"<pubDate>{number + 1:02} May 2024 09:00:00 GMT</pubDate></item>"
        for number, story in enumerate(stories)
    )
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>"
    small.answers["/feed/"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())
    config = write_config(small, tmp_path / "config")
    definition = config / "sites" / "small.toml"
    definition.write_text(definition.read_text("utf-8").replace('listings = "/"\n', ""), "utf-8")
    options = ("--config", config, "--data", tmp_path / "data", "--allow-private")
    ranged = ("crawl", "small", "--since", "2024-05-04", "--until", "2024-05-08", *options)
    ended = run(*ranged, "--limit", "2")
    assert ended.status == 0, ended.err
    assert "small: 2024-05-04 to 2024-05-08: 1 list to read" in ended.err
    assert run(*ranged).status == 0
    asked = [path for path in small.asked if path.startswith("/2024")]
    assert sorted(asked) == sorted(story.path for story in stories[3:8])


def test_a_range_that_ends_before_it_begins_is_wrong_usage(tmp_path: Path) -> None:
    ended = run("crawl", "its.network", "--since", "2024-05-04", "--until", "2024-05-01", "--data", tmp_path)
    assert ended.status == 2
