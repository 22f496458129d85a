"""What a crawl has stored is exported, counted, and shown by who promotes whom."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from scraper.cli.export import FORMATS
from scraper.export import FORMATS as ALL_FORMATS
from scraper.record import from_record
from tests.cli.command import Runner, run
from tests.cli.stored import DEAD, FIRST, FRONT, SECOND, SITE, make_data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data folder with three pages."""
    return make_data(tmp_path_factory.mktemp("data"))


class TestExport:
    def test_stored_pages_are_written_as_page_records(self, scraper: Runner, data: Path, tmp_path: Path) -> None:
        output = tmp_path / "news.jsonl"

        status, out, err = scraper("export", "--data", data, "--format", "jsonl", "--output", output)

        records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
        assert (status, out) == (0, "")
        assert [from_record(record).url for record in records] == [FIRST, SECOND, FRONT]
        assert f"wrote 3 pages with 4 related items: {output}" in err

    def test_tables_are_two_files_and_their_format_shows_in_the_name(
        self, scraper: Runner, data: Path, tmp_path: Path
    ) -> None:
        _, _, err = scraper("export", "--data", data, "--output", tmp_path / "news.csv")

        with (tmp_path / "news.related.csv").open(encoding="utf-8-sig", newline="") as file:
            teasers = list(csv.DictReader(file))
        assert len(teasers) == 4
        assert teasers[0]["target_id"], "a teaser of a stored page names it"
        assert f"{tmp_path}/news.csv, {tmp_path}/news.related.csv" in err

    def test_what_is_exported_can_be_chosen(self, scraper: Runner, data: Path) -> None:
        def urls(*options: str) -> list[str]:
            ended = scraper("export", "--data", data, "--format", "jsonl", "--output", "-", *options)
            return [json.loads(line)["url"] for line in ended.out.splitlines()]

        assert urls("--since", "2026-11-20", "--type", "article") == [SECOND]
        assert urls("--until", "2026-11-01") == [FIRST]
        assert urls("--site", SITE) == [FIRST, SECOND, FRONT]
        assert urls("--site", "nowhere") == []

    def test_that_nothing_fits_is_said(self, scraper: Runner, data: Path) -> None:
        ended = scraper("export", "--data", data, "--format", "jsonl", "--output", "-", "--site", "nowhere")

        assert ended.status == 0
        assert "no stored page fits" in ended.err

    @pytest.mark.parametrize(
        "options",
        [
            ["--output", "x.doc"],
            ["--output", "x.csv", "--since", "yesterday"],
            ["--output", "x.csv", "--since", "2026-02-01", "--until", "2026-01-01"],
            ["--format", "xml", "--output", "x"],
            ["--format", "csv"],
        ],
    )
    def test_wrong_usage_is_status_2(self, scraper: Runner, data: Path, options: list[str]) -> None:
        status, out, err = scraper("export", "--data", data, *options)

        assert (status, out) == (2, "")
        assert err

    def test_tables_cannot_go_to_standard_output(self, scraper: Runner, data: Path) -> None:
        status, out, err = scraper("export", "--data", data, "--format", "csv", "--output", "-")

        assert (status, out) == (1, "")
        assert err.startswith("scraper: csv makes two files")

    def test_an_output_without_room_is_status_4(self, scraper: Runner, data: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        ended = scraper("export", "--data", data, "--output", tmp_path / "file" / "news.jsonl")

        assert ended.status == 4
        assert len(ended.err.splitlines()) == 1

    def test_the_formats_are_those_that_there_are(self) -> None:
        assert set(FORMATS) == set(ALL_FORMATS)


class TestStatus:
    def test_every_site_is_shown_with_its_figures(self, scraper: Runner, data: Path) -> None:
        status, out, err = scraper("status", "--data", data)

        lines = out.splitlines()
        assert status == 0
        assert lines[0] == SITE
        assert lines[1].startswith("  last run  2026-11-24 12:00 UTC, ")
        assert lines[1].endswith(": limit after 3 min, 3 stored, 1 gone")
        assert lines[3] == "  stored    2 article, 1 listing"
        assert lines[4] == "  failed    1 gone"
        assert err == f"1 site in {data}; next: scraper crawl {SITE}\n"

    def test_the_figures_are_there_for_programs(self, scraper: Runner, data: Path) -> None:
        (record,) = map(json.loads, scraper("status", "--data", data, "--json").out.splitlines())

        assert record["site"] == SITE
        assert record["stored"] == {"article": 2, "listing": 1}
        assert record["last_run"]["counts"] == {"stored": 3, "gone": 1}
        assert record["failed"] == {"gone": 1}

    def test_the_data_folder_may_stand_in_the_environment(self, data: Path) -> None:
        assert run("status", env={"SCRAPER_DATA": str(data)}).out.startswith(SITE)

    @pytest.mark.parametrize("command", [["status"], ["export", "--output", "x.csv"], ["related", "https://a.org/"]])
    def test_a_folder_without_data_is_named_and_stays_as_it_is(
        self, scraper: Runner, tmp_path: Path, command: list[str]
    ) -> None:
        status, out, err = scraper(*command, "--data", tmp_path)

        assert (status, out) == (1, "")
        assert err.startswith(f"scraper: {tmp_path}")
        assert list(tmp_path.iterdir()) == []


class TestRelated:
    def test_what_a_page_promotes_and_who_promotes_it_is_shown(self, scraper: Runner, data: Path) -> None:
        status, out, err = scraper("related", FIRST, "--data", data)

        assert status == 0
        assert out == (
            "The first story\n"
            f"  {FIRST}  2026-11-01  (article, ok)\n"
            "\n"
            "promotes 2 stories\n"
            "  Read more (read_more)\n"
            "    1. The second story  [Crime]\n"
            "       What happened then …\n"
            f"       {SECOND}  2026-11-20T10:00:00+01:00  (article, ok)\n"
            "  without a heading (latest)\n"
            "    2. Another story\n"
            "       https://news.test/other/ (not stored)\n"
            "\n"
            "is promoted 2 times\n"
            "  Die zweite Geschichte\n"
            "     in 'Märchen' (related), place 1: The first story\n"
            f"     {SECOND}  2026-11-20T10:00:00+01:00  (article, ok)\n"
            "  listing\n"
            "     without a heading (listing), place 1: The first story\n"
            f"     {FRONT}  (listing, ok)\n"
        )
        assert err == "promotes 2 stories, is promoted 2 times\n"

    def test_it_is_there_for_programs(self, scraper: Runner, data: Path) -> None:
        record = json.loads(scraper("related", FIRST, "--data", data, "--json").out)

        assert record["page"]["headline"] == "The first story"
        assert [entry["title"] for entry in record["promotes"]] == ["The second story", "Another story"]
        assert [entry["target"] and entry["target"]["url"] for entry in record["promotes"]] == [SECOND, None]
        assert [entry["page"]["url"] for entry in record["promoted_by"]] == [SECOND, FRONT]

    def test_a_story_that_is_promoted_but_not_stored_has_its_promoters(self, scraper: Runner, data: Path) -> None:
        status, out, _ = scraper("related", "https://news.test/other/", "--data", data)

        assert status == 0
        assert "not stored here" in out
        assert "is promoted 1 time\n" in out

    @pytest.mark.parametrize("url", [DEAD, "https://nowhere.test/", "no address"])
    def test_an_address_that_nobody_knows_is_named(self, scraper: Runner, data: Path, url: str) -> None:
        status, out, err = scraper("related", url, "--data", data)

        assert (status, out) == (1, "")
        assert err == f"scraper: {url}: is not stored in {data}, and no page that is stored promotes it\n"
