"""What starting costs: a command loads what it needs, and importing the package touches nothing."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys

import click
import pytest

from scraper.cli.commands import COMMANDS, SETTINGS, LazyGroup, scraper
from tests.cli.command import environment

IMPORT = """
import json, os, sys
seen = []
def watch(event, args):
    if event == "open" or event.startswith(("socket.", "subprocess.", "os.listdir", "os.scandir")):
        seen.append([event, str(args[0]) if args else ""])
sys.addaudithook(watch)
import scraper
sys.stdout.write(json.dumps(seen))
"""
HEAVY = {
    "httpx",
    "sqlalchemy",
    "selectolax",
    "pydantic",
    "bs4",
    "feedparser",
    "tenacity",
    "warcio",
    "pyarrow",
    "asyncio",
}


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True, cwd="/")
    return done.stdout.decode()


def test_importing_the_package_opens_no_file_and_no_socket() -> None:
    seen = json.loads(python(IMPORT))

    # Python reads modules and lists the folders that it looks for them in; nothing else may happen.
    beyond = [pair for pair in seen if not (pair[0] == "open" and pair[1].endswith((".py", ".pyc")))]
    assert [pair for pair in beyond if pair[0] not in ("os.listdir", "os.scandir")] == []


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["clean", "--help"], ["site", "--help"], ["site", "list", "--help"]]
)
def test_help_loads_no_heavy_library(args: list[str]) -> None:
    code = f"import sys; from scraper.cli import main; main({args!r}); sys.stdout.write('\\n' + ' '.join(sys.modules))"

    assert not HEAVY & {name.partition(".")[0] for name in python(code).splitlines()[-1].split()}


def every_command(group: LazyGroup, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command, str]]:
    found: list[tuple[tuple[str, ...], click.Command, str]] = []
    for name, row in group.table.items():
        module, _, attribute = row.home.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        found.append(((*path, name), command, row.help))
        if isinstance(command, LazyGroup):
            found += every_command(command, (*path, name))
    return found


@pytest.mark.parametrize(
    ("path", "command", "line"),
    every_command(scraper),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_is_what_its_row_in_the_table_says(path: tuple[str, ...], command: click.Command, line: str) -> None:
    assert command.name == path[-1]
    assert command.help is not None
    assert command.help.splitlines()[0] == line

    with click.Context(command, info_name=" ".join(path), **SETTINGS) as context:
        text = command.get_help(context)
    if not isinstance(command, click.Group):
        assert "Examples:\n  scraper " in text, "a command shows how it is used"


def test_every_option_and_argument_is_explained() -> None:
    for path, command, _ in every_command(scraper):
        for parameter in command.params:
            assert parameter.help, f"{' '.join(path)}: {parameter.name}"


def test_the_table_names_each_command_once() -> None:
    assert len({row.home for row in COMMANDS.values()}) == len(COMMANDS)
