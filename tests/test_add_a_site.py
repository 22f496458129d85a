"""docs/add-a-site.md, followed to the letter on the recorded aggregator."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scraper.config import merged_table
from scraper.site import merge, parse_site
from tests.cli.command import run
from tests.conftest import ROOT

CASSETTE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"


def definitions() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "add-a-site.md").read_text("utf-8"), re.DOTALL)


def crawled(text: str, folder: Path) -> list[dict[str, Any]]:
    """Write a definition, check it, crawl ten articles, export them."""
    path = folder / "my" / "sites" / "paper.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    assert run("site", "check", path).status == 0
    config, data, output = folder / "my", folder / "try", folder / "try.jsonl"
    assert run("crawl", "paper", "--config", config, "--limit", "10", "--data", data, "--replay", CASSETTE).status == 0
    assert run("reclean", "paper", "--config", config, "--data", data).status == 0
    assert run("export", "--data", data, "--output", output).status == 0
    records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    return [record for record in records if record["page_type"] == "article"]


def test_the_first_definition_crawls_at_once(tmp_path: Path) -> None:
    first, _ = definitions()
    articles = crawled(first, tmp_path)
    assert len(articles) == 10
    assert all(article["site"] == "paper" and article["article"]["headline"] for article in articles)


@pytest.mark.slow
def test_the_second_one_says_what_the_generic_cleaner_does_not_know(tmp_path: Path) -> None:
    first, more = definitions()
    top, end = more.split("# at the end\n")
    articles = crawled(f"{top}{first}{end}", tmp_path)
    for article in articles:
        network = [item for item in article["related"] if item["kind"] == "read_more"]
        assert len(network) == 20
        assert {item["list"] for item in network} == {"News Network"}
        assert not any((item["category"] or "").startswith("In ") for item in network)
        assert article["article"]["publisher"] == "News Network"
        assert article["article"]["source"]["name"]
        assert article["provenance"]["origins"]["published"] == "site:article.published"


def test_what_the_page_shows_is_what_the_checker_takes() -> None:
    first, more = definitions()
    table = merge(tomllib.loads(first), tomllib.loads(more))
    platform = {
        key: value
        for key, value in merged_table("its.network").items()
        if key in ("discover", "page", "article", "teasers")
    }
    assert parse_site(table, name="paper", platform=platform).teasers["network"].item == (".nn-item",)
