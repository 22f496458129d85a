"""What others rely on: the public names, the types, the commands that the README shows."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import click
import pytest

import scraper
from scraper.cli.commands import LazyGroup
from scraper.cli.commands import scraper as group
from tests.conftest import ROOT

NAMES = [
    "Article",
    "Block",
    "CleanedPage",
    "ConfigError",
    "Provenance",
    "RelatedItem",
    "ScraperError",
    "Site",
    "Source",
    "WarcPlace",
    "__version__",
    "clean_page",
    "from_record",
    "parse_site",
    "to_json",
    "to_record",
]


def test_the_public_names_are_these() -> None:
    assert sorted(scraper.__all__) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_explained(name: str) -> None:
    value = getattr(scraper, name)

    assert name == "__version__" or value.__doc__
    assert name in dir(scraper)


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = scraper.nothing


def test_the_types_are_for_others_too() -> None:
    assert files("scraper").joinpath("py.typed").is_file()


def test_the_version_is_the_one_that_is_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert scraper.__version__ == project["version"]


def shown_commands(name: str) -> Iterator[list[str]]:
    """Yield the command lines in the code blocks of a page, up to the first pipe or redirection, as words."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    fenced = re.findall(r"^```(?:sh|console|bash|)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for line in "\n".join([*fenced, *re.findall(r"(?m)^ {4}(?=\S).*$", text)]).splitlines():
        command = re.sub(r"^\s*(?:\$ )?(?:\.venv/bin/)?", "", line)
        if command.startswith(("scraper ", "make ")):
            words = shlex.split(re.split(r"\s(?:[|<>#]|&&)", command)[0], comments=True)
            yield words


PAGES = sorted(
    str(path.relative_to(ROOT)) for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")] if path.exists()
)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_shows_can_be_typed(page: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8")))
    for words in shown_commands(page):
        if words[0] == "make":
            assert set(words[1:]) <= targets, f"{page}: {words}"
        else:
            check(words[1:], page)


def check(words: list[str], page: str) -> None:
    """Check that the subcommand is there and knows the options."""
    command: click.Command = group
    context = click.Context(group)
    while isinstance(command, LazyGroup) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        assert found is not None, f"{page}: there is no command {' '.join(words)}"
        command, words = found, words[1:]
    known = {"-h", "--help", *(option for parameter in command.params for option in parameter.opts)}
    used = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-" and not word[1:].isdigit()}
    assert used <= known, f"{page}: {command.name} has no {used - known}"
