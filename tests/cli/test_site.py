"""`scraper site`: definitions are listed, shown and checked."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from scraper.config import builtin_folder
from scraper.site import parse_site
from tests.cli.command import Runner


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Make a config folder with one good definition."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "example.org.toml").write_text(
        'home = "https://example.org/"\nplatform = "wordpress"\n\n[fetch]\ndelay = "90 s"\n', "utf-8"
    )
    return tmp_path


def test_sites_are_listed_in_columns(scraper: Runner, config: Path) -> None:
    status, out, err = scraper("site", "list", "--config", config)

    assert status == 0
    row = next(line for line in out.splitlines() if line.startswith("example.org "))
    assert row.split() == [
        "example.org", "https://example.org/", "wordpress", "90", "s", f"{config}/sites/example.org.toml",
    ]  # fmt: skip
    assert "next: scraper site show NAME" in err


def test_sites_are_listed_for_programs(scraper: Runner) -> None:
    rows = [json.loads(line) for line in scraper("site", "list", "--json").out.splitlines()]

    assert {"its.network", "wp-a.test"} <= {row["name"] for row in rows}
    assert set(rows[0]) == {"name", "home", "platform", "delay", "file"}


@pytest.mark.parametrize("name", ["its.network", "https://its.network/2021/", "www.its.network"])
def test_a_site_is_shown_as_the_toml_that_makes_it(scraper: Runner, name: str) -> None:
    status, out, _ = scraper("site", "show", name)

    table = tomllib.loads(out)
    shown = parse_site(table, name="its.network")
    assert status == 0
    assert table["article"]["headline"], "what the platform says is part of it"
    assert f"its.network@{shown.version}" in out


def test_a_site_that_there_is_not_is_wrong_usage(scraper: Runner) -> None:
    status, out, err = scraper("site", "show", "nowhere")

    assert (status, out) == (2, "")
    assert err.startswith("scraper: no site 'nowhere'; there are: its.network")


def test_all_definitions_are_checked(scraper: Runner, config: Path) -> None:
    status, out, err = scraper("site", "check", "--config", config)

    assert status == 0
    assert f"{config}/sites/example.org.toml: ok, https://example.org/, each source in its time, delay 90 s\n" in out
    assert f"{builtin_folder()}/platforms/wordpress.toml: ok, platform\n" in out
    assert " 0 wrong" in err


def test_every_fault_of_every_file_is_named(scraper: Runner, config: Path) -> None:
    bad = config / "sites" / "bad.toml"
    bad.write_text('home = "https://bad.org/"\n\n[fetch]\ndelay = 10\nretries = 3\n\n[article]\nbody = "p["\n', "utf-8")
    (config / "sites" / "worse.toml").write_text("home = ", "utf-8")

    status, out, err = scraper("site", "check", "--config", config)

    assert status == 2
    lines = err.splitlines()
    assert f'{bad}:4: fetch.delay = 10: expected a duration such as "10 s", "30 min", "6 h" or "1 d"' in lines
    assert any(line.startswith(f"{bad}:5: fetch.retries: unknown key") and "allowed: delay," in line for line in lines)
    assert any(line.startswith(f"{bad}:8: article.body") for line in lines)
    assert any(line.startswith(f"{config}/sites/worse.toml: is no TOML") for line in lines)
    assert lines[-1].endswith(", 2 wrong")
    assert "example.org.toml: ok" in out


def test_single_files_and_folders_are_checked(scraper: Runner, config: Path) -> None:
    file = config / "sites" / "example.org.toml"

    for path in (file, file.parent, config):
        assert (
            scraper("site", "check", path).out
            == f"{file}: ok, https://example.org/, each source in its time, delay 90 s\n"
        )


def test_a_definition_builds_on_the_platforms_beside_it(scraper: Runner, config: Path) -> None:
    (config / "platforms").mkdir()
    (config / "platforms" / "own.toml").write_text('[discover]\nevery = "2 h"\n', "utf-8")
    file = config / "sites" / "b.org.toml"
    file.write_text('home = "https://b.org/"\nplatform = "own"\n', "utf-8")

    assert "every 2 h" in scraper("site", "check", file).out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing.toml", "cannot be read: No such file or directory"),
        ("empty", "holds no definition (sites/*.toml)"),
    ],
)
def test_what_cannot_be_checked_is_named(scraper: Runner, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()

    status, _, err = scraper("site", "check", tmp_path / name)

    assert status == 2
    assert f"{tmp_path / name}: {message}" in err


@pytest.mark.parametrize("command", [["list"], ["show", "its.network"], ["check"]])
def test_a_config_folder_that_is_none_is_wrong_usage(scraper: Runner, tmp_path: Path, command: list[str]) -> None:
    status, _, err = scraper("site", *command, "--config", tmp_path / "nothing")

    assert status == 2
    assert f"{tmp_path}/nothing: " in err
