"""The pages of docs/ are what the code says, and lead where they say."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from scraper import outcomes
from scraper.cli.commands import COMMANDS
from tests.cli.command import run
from tests.conftest import ROOT
from tests.evaluate.material import write_bench


def load(script: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(script, ROOT / "scripts" / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS = load("make_docs")


@pytest.mark.parametrize("name", DOCS.PAGES)
def test_a_made_page_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == DOCS.PAGES[name](), "run `make docs`"


PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_file_of_the_package_that_a_page_names_is_there(page: Path) -> None:
    names = re.findall(
        r"`((?:scraper|scripts|tests|cassettes|docs)/[\w./-]+\.(?:py|md|toml|svg|txt|sh))`", page.read_text("utf-8")
    )
    assert not [name for name in names if not (ROOT / name).exists()]


@pytest.mark.parametrize("name", [*outcomes.PAGE, *outcomes.LINK])
def test_an_outcome_stands_in_the_table_and_is_expected_by_some_test(name: str) -> None:
    assert f"| `{name}` |" in (ROOT / "docs" / "outcomes.md").read_text("utf-8")
    tests = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    tests += [path.read_text("utf-8") for path in (ROOT / "tests" / "servers").glob("*.py")]
    assert any(re.search(rf"""["' ]{name}["'\\]""", text) for text in tests)


def test_the_steps_of_the_cleaner_are_files_that_are_there() -> None:
    names = re.findall(r"`([\w/]+\.py)`", (ROOT / "docs" / "cleaning.md").read_text("utf-8"))
    cleaner = ROOT / "scraper" / "clean"
    found = {path.relative_to(cleaner).as_posix() for path in cleaner.rglob("*.py")}
    missing = [
        name for name in names if not any(known.endswith(name) for known in found) and not (ROOT / name).exists()
    ]
    assert not missing


@pytest.mark.parametrize("name", ["cleaning.svg", "coverage.svg"])
def test_the_picture_is_readable_in_light_and_dark(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert all(f"prefers-color-scheme: {scheme}" in text for scheme in ("light", "dark"))
    assert all(f"<{part} id=" in text for part in ("title", "desc"))


def test_every_step_that_the_docs_name_as_a_command_exists() -> None:
    text = (ROOT / "docs" / "cleaning.md").read_text("utf-8")
    for command in re.findall(r"`scraper (\w+)", text):
        assert command in COMMANDS
    for script in re.findall(r"python (scripts/\w+\.py)", text):
        assert (ROOT / script).exists()


def test_the_figures_are_written_from_a_report(tmp_path: Path) -> None:
    write_bench(tmp_path / "gold", 2)
    report = json.loads(run("evaluate", tmp_path / "gold", "--json").out)
    page = load("make_figures").page(report, "make figures ARGS=gold", "1 May 2024")
    assert "1 May 2024, scraper/" in page
    assert "| scraper | 1.000 | 1.000 | 1.000 | 1.000 |" in page
    assert "| paper | 2 | F1 of runs of four words | 1.000 |" in page
