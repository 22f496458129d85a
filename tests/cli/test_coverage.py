"""`scraper coverage`, and the manifest beside an export."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scraper.export.manifest import MEANINGS
from scraper.model import Link
from scraper.store import Settlement, open_store
from tests.cli.command import Runner
from tests.cli.stored import BASE, FIRST, NOW, SECOND, SITE, make_data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_data(tmp_path / "data")


def look(folder: Path, at: datetime, *paths: str) -> None:
    """Look at the feed of the site, which announces some stories."""
    feed = Link(url=f"{BASE}/feed/", site=SITE, kind="feed", found_by="definition")
    stories = tuple(
        Link(url=url, site=SITE, kind="article", found_by="feed", found_on=feed.url, published=at.isoformat())
        for url in paths
    )
    with open_store(folder) as store:
        store.seed(SITE, [feed], every=timedelta(days=1), now=at)
        link = store.find_link(feed.url)
        assert link is not None
        store.settle(link, Settlement(outcome="read", at=at, due=None, links=stories))


@pytest.fixture
def watched(data: Path) -> Path:
    look(data, NOW, FIRST, SECOND)
    return data


@pytest.mark.parametrize("name", ["news.jsonl", "news.csv"])
def test_a_manifest_stands_beside_the_files_with_their_checksums(
    name: str, data: Path, tmp_path: Path, scraper: Runner
) -> None:
    output = tmp_path / "out" / name
    ended = scraper("export", "--data", data, "--output", output)
    assert ended.status == 0
    assert "manifest.json" in ended.err
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert list(told) == list(MEANINGS)
    assert {file["name"] for file in told["files"]} | {"manifest.json"} == {
        path.name for path in (tmp_path / "out").iterdir()
    }
    for file in told["files"]:
        content = (tmp_path / "out" / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert told["pages"] == sum(told["page_types"].values()) == sum(told["outcomes"].values())
    (site,) = told["coverage"]
    assert site["site"] == SITE
    assert site["total"]["known"] >= site["total"]["stored"] > 0


def test_the_same_store_gives_the_same_bytes(data: Path, tmp_path: Path, scraper: Runner) -> None:
    for folder in ("one", "two", "two"):
        assert scraper("export", "--data", data, "--output", tmp_path / folder / "news.jsonl").status == 0
    one, two = ((tmp_path / folder / "manifest.json").read_bytes() for folder in ("one", "two"))
    assert one == two


def test_a_gap_reaches_to_the_day_that_was_asked_for(watched: Path, tmp_path: Path, scraper: Runner) -> None:
    until = NOW.date() + timedelta(days=9)
    options = ("--data", watched, "--output", tmp_path / "news.jsonl")
    for more, gaps in (((), []), (("--until", str(until)), [(str(NOW.date() + timedelta(days=1)), str(until), True)])):
        assert scraper("export", *options, *more).status == 0
        (site,) = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["coverage"]
        assert [(gap["since"], gap["until"], gap["is_open"]) for gap in site["gaps"]] == gaps
    assert [each["source"] for each in site["sources"]] == ["feed /feed/"]


def test_a_file_of_that_name_that_is_not_ours_is_left_alone(data: Path, tmp_path: Path, scraper: Runner) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "an app"}', "utf-8")
    ended = scraper("export", "--data", data, "--output", tmp_path / "news.jsonl")
    assert ended.status == 1
    assert "export into a folder of its own" in ended.err
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8")) == {"name": "an app"}
    assert not (tmp_path / "news.jsonl").exists()


def test_standard_output_has_no_manifest(
    data: Path, tmp_path: Path, scraper: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = scraper("export", "--data", data, "--format", "jsonl", "--output", "/dev/null")
    assert ended.status == 0
    assert not (tmp_path / "manifest.json").exists()
    assert "manifest" not in ended.err


def test_the_table_and_the_json_tell_the_same(watched: Path, scraper: Runner) -> None:
    options = ("coverage", SITE, "--data", watched, "--since", "2026-11-01", "--until", "2026-11-24")
    table, told = scraper(*options), scraper(*options, "--json")
    assert (table.status, told.status) == (0, 0)
    record = json.loads(told.out)
    assert record["schema"] == "coverage/1"
    assert record["total"] | {"dropped": {}} == {
        "announced": 2, "known": 5, "fetched": 4, "stored": 3, "waiting": 1, "dropped": {},
    }  # fmt: skip
    assert record["total"]["dropped"] == {"gone": 1}
    (feed,) = record["sources"]
    assert (feed["source"], feed["only"], feed["missed"]) == ("feed /feed/", 2, 3)
    lines = table.out.splitlines()
    assert any(line.split()[:3] == ["in", "all", "2"] for line in lines)
    assert any(line.startswith("  feed /feed/") for line in lines)


def test_the_picture_is_written(watched: Path, tmp_path: Path, scraper: Runner) -> None:
    ended = scraper("coverage", "--data", watched, "--svg", tmp_path / "x.svg", "--until", "2026-11-24")
    assert ended.status == 0
    assert ElementTree.fromstring((tmp_path / "x.svg").read_text("utf-8")).tag.endswith("svg")


def test_an_alarm_ends_a_check_with_a_status_of_its_own(data: Path, scraper: Runner) -> None:
    now = datetime.now(UTC)
    for day in range(30, 10, -1):
        look(data, now - timedelta(days=day), FIRST)
    ended = scraper("coverage", SITE, "--data", data)
    assert ended.status == 0
    assert "alarm: nobody has looked at the site since" in ended.out
    assert scraper("coverage", SITE, "--data", data, "--check").status == 5


def test_a_site_that_was_never_crawled_is_named(data: Path, scraper: Runner) -> None:
    ended = scraper("coverage", "elsewhere.test", "--data", data)
    assert (ended.status, SITE in ended.err) == (1, True)
    assert scraper("coverage", SITE, "--data", data, "--since", "2026-12-01", "--until", "2026-11-01").status == 2
