"""The config folders: built-in definitions, and a user's laid over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.config import builtin_folder, load_configuration, load_platform
from scraper.errors import ConfigError


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_definitions_that_come_with_the_package_are_right() -> None:
    sites = load_configuration().sites
    assert {"its.network", "wp-a.test"} <= set(sites)
    assert sites["its.network"].platform == "wordpress"
    assert builtin_folder().is_dir()


def test_a_site_is_found_by_name_host_and_address() -> None:
    configuration = load_configuration()
    for wanted in ("wp-a.test", "127.0.0.1:8101", "http://localhost:8101/2021/", "wp-a.test:8101"):
        assert configuration.find(wanted).name == "wp-a.test"
    assert configuration.owner_of("https://www.its.network/x") is configuration.sites["its.network"]
    assert configuration.owner_of("https://example.org/") is None
    assert configuration.owner_of(None) is None


def test_an_unknown_site_is_named_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r"no site 'nowhere'.*its\.network"):
        load_configuration().find("nowhere")


def test_a_users_file_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    write(tmp_path, "sites/its.network.toml", 'home = "https://its.network/"\npublisher = "Mine"\n')
    write(tmp_path, "sites/other.org.toml", 'home = "https://other.org/"\nplatform = "own"\n')
    write(tmp_path, "platforms/own.toml", '[article]\nheadline = "h2"\n')
    configuration = load_configuration(tmp_path)
    assert configuration.sites["its.network"].publisher == "Mine"
    assert configuration.sites["other.org"].article.headline is not None
    assert "wp-a.test" in configuration.sites
    assert configuration.origins["its.network"].parent == tmp_path / "sites"


def test_every_faulty_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, "sites/a.toml", "home = ")
    write(tmp_path, "sites/b.toml", 'home = "https://b.org/"\nplatform = "nothing"\n')
    write(tmp_path, "sites/c.toml", 'home = "https://c.org/"\nfoo = 1\n')
    (tmp_path / "sites/d.toml").write_bytes(b'home = "\xff"')
    write(tmp_path, "scraper.toml", "contakt = 1\n")
    with pytest.raises(ConfigError) as caught:
        load_configuration(tmp_path)
    text = str(caught.value)
    for part in (
        "a.toml: is no TOML",
        "b.toml:2: platform = 'nothing': no such platform (allowed: wordpress)",
        "c.toml:2: foo: unknown key",
        "d.toml: is not UTF-8",
        "scraper.toml: contakt",
    ):
        assert part in text


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is no folder"):
        load_configuration(tmp_path / "nowhere")
    write(tmp_path, "sites", "a file where a folder should be")
    with pytest.raises(ConfigError, match="sites: cannot be read"):
        load_configuration(tmp_path)


def test_the_contact_is_the_operators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRAPER_CONTACT", raising=False)
    assert load_configuration().contact()[1] is False
    write(tmp_path, "scraper.toml", 'contact = "mailto:crawl@example.org"\n')
    assert load_configuration(tmp_path).contact() == ("mailto:crawl@example.org", True)
    monkeypatch.setenv("SCRAPER_CONTACT", "https://example.org/bot")
    assert load_configuration(tmp_path).contact() == ("https://example.org/bot", True)


def test_a_fault_is_named_with_its_line_in_the_file_where_it_stands(tmp_path: Path) -> None:
    site = write(tmp_path, "sites/a.org.toml", 'home = "https://a.org/"\nplatform = "own"\n\n[fetch]\ndelay = 10\n')
    platform = write(tmp_path, "platforms/own.toml", '[article]\n# its theme\nheadlin = "h2"\n')
    with pytest.raises(ConfigError) as caught:
        load_configuration(tmp_path)
    assert caught.value.problems == (
        f'{site}:5: fetch.delay = 10: expected a duration such as "10 s", "30 min", "6 h" or "1 d"',
        next(
            problem
            for problem in caught.value.problems
            if problem.startswith(f"{platform}:3: article.headlin: unknown key")
        ),
    )


def test_definitions_outside_the_folder_of_sites_are_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.org.toml", 'home = "https://a.org/"\n')
    with pytest.raises(ConfigError, match=r"a\.org\.toml belongs into a folder sites/"):
        load_configuration(tmp_path)


def test_a_platform_is_checked_by_itself(tmp_path: Path) -> None:
    load_platform(write(tmp_path, "platforms/a.toml", '[article]\nheadline = "h2"\n'))
    with pytest.raises(ConfigError, match=r"b\.toml:2: article\.x: unknown key"):
        load_platform(write(tmp_path, "platforms/b.toml", "[article]\nx = 1\n"))
