"""`scraper explain` tells everything that is known of a link; a crawl ends before the disk is full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.crawl.site import SmallSite
from tests.crawl.test_command import write_config


@pytest.mark.slow
def test_a_link_is_explained_from_how_it_was_found_to_what_comes_next(small: SmallSite, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(3)]
    small.answers[stories[0].path] = (403, {"Content-Type": "text/html"}, b"no")
    small.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /*number-1-\nCrawl-delay: 0.01\n")
    config, data = write_config(small, tmp_path / "config"), tmp_path / "data"
    options = ("--config", config, "--data", data)
    assert run("crawl", "small", "--allow-private", *options).status == 0
    home = small.home.rstrip("/")

    told = run("explain", home + stories[2].path + "?utm_source=x#top", *options)
    assert told.status == 0
    for part in (
        "site      small",
        "found     by feed on",
        stories[2].title,
        "definition small: is asked for",
        "robots.txt: allows it; rules at",
        "Crawl-delay 0.01 s",
        "host 127.0.0.1: 0.01 s between requests",
        " stored",
        " 200 ",
        ".warc.gz at ",
        "article, ok: Story number 2",
        "next      nothing: stored",
    ):
        assert part in told.out, part

    forbidden = run("explain", home + stories[1].path, *options).out
    assert "robots.txt: forbids it (robots)" in forbidden
    assert "robots: robots.txt forbids it" in forbidden
    refused = run("explain", home + stories[0].path, *options).out
    assert " forbidden: status 403" in refused
    assert "is asked for at" in refused
    assert "1 failures in a row" in refused
    [record] = map(json.loads, run("explain", home + stories[0].path, "--json", *options).out.splitlines())
    assert record["tries"][0]["outcome"] == record["captures"][0]["outcome"] == "forbidden"
    assert record["link"]["link"]["title"] == stories[0].title


@pytest.mark.slow
def test_what_nobody_knows_is_said_to_be_unknown(small: SmallSite, tmp_path: Path) -> None:
    small.publish()
    config, data = write_config(small, tmp_path / "config"), tmp_path / "data"
    options = ("--config", config, "--data", data)
    assert run("crawl", "small", "--allow-private", *options).status == 0
    unknown = run("explain", small.home + "2030/never-found/", *options)
    assert unknown.status == 1
    assert "no site knows this link" in unknown.err
    assert "it is asked for when a feed or listing names it" in unknown.out
    assert "no definition owns this address" in run("explain", "https://elsewhere.example/", *options).out


def test_a_crawl_ends_before_the_disk_is_full_and_says_so(small: SmallSite, tmp_path: Path) -> None:
    small.publish()
    config, data = write_config(small, tmp_path / "config"), tmp_path / "data"
    (config / "scraper.toml").write_text('min_free = "900000 GB"\n', "utf-8")
    crawl = ("crawl", "small", "--allow-private", "--config", config, "--data", data)
    ended = run(*crawl)
    assert ended.status == 4
    assert "make room and start again" in ended.err
    assert small.asked == []
    (config / "scraper.toml").write_text('min_free = "1 KB"\n', "utf-8")
    assert run(*crawl).status == 0
    assert small.asked
