"""`scraper site`: list, show and check site definitions; `new` has a file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from scraper.cli.commands import Command, LazyGroup, Row
from scraper.cli.console import Console, plural
from scraper.cli.options import config_option
from scraper.cli.times import duration

TABLE = {
    "new": Row(
        "scraper.cli.site_new:new_site", "Look at a site and draft its definition, with the evidence for each line."
    ),
    "list": Row("scraper.cli.site:list_sites", "List the sites that there are definitions for."),
    "show": Row("scraper.cli.site:show_site", "Print a definition as it stands on its platform, as TOML."),
    "check": Row("scraper.cli.site:check_sites", "Check definitions and name every fault."),
}


@click.command(cls=LazyGroup, table=TABLE)
def site() -> None:
    """Site definitions: new, list, show, check."""


@click.command("list", cls=Command, examples="scraper site list\nscraper site list --config my-config --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@config_option
def list_sites(config: Path | None, as_json: bool) -> None:
    """List the sites that there are definitions for.

    Columns: name, front page, platform, pause between two requests, file.
    """
    from scraper.config import load_configuration

    configuration = load_configuration(config)
    rows = [
        {
            "name": site.name,
            "home": site.home,
            "platform": site.platform,
            "delay": duration(site.fetch.delay),
            "file": str(configuration.origins[site.name]),
        }
        for site in configuration.sites.values()
    ]
    console = Console()
    for line in map(_json, rows) if as_json else _columns(rows):
        console.result(line)
    console.note(f"{plural(len(rows), 'site')}; next: scraper site show NAME")


@click.command("show", cls=Command, examples="scraper site show its.network\nscraper site show its.network > mine.toml")
@click.argument("name", help="Name of a site, its host, or an address on it.")
@config_option
def show_site(name: str, config: Path | None) -> None:
    """Print a definition as it stands on its platform, as TOML.

    What is not printed is left to the generic cleaner, or stands at its default (docs/site-definitions.md).
    """
    from scraper.config import load_configuration, merged_table
    from scraper.site.toml import to_toml

    configuration = load_configuration(config)
    found = configuration.find(name)
    console = Console()
    console.result(f"# {found.name}: {configuration.origins[found.name]}")
    console.result(f"# rules of {found.name}@{found.version}, hosts: {', '.join(found.all_hosts)}")
    console.result(to_toml(merged_table(found.name, config)).rstrip("\n"))


@click.command("check", cls=Command, examples="scraper site check\nscraper site check my-config/sites/example.org.toml")
@click.argument(
    "paths",
    metavar="[PATH]...",
    nargs=-1,
    type=click.Path(path_type=Path),
    help="Definition files, or folders of them.",
)
@config_option
def check_sites(paths: tuple[Path, ...], config: Path | None) -> int:
    """Check definitions and name every fault.

    A fault is a line with file, key, what is wrong and what is allowed. Without PATH all definitions are checked:
    those that come with scraper and those of --config. Exit status 2 if one is wrong.
    """
    from scraper.config import builtin_folder
    from scraper.errors import ConfigError

    console = Console()
    folders = [builtin_folder(), *([config] if config else [])]
    good = bad = 0
    for path in _files(paths or folders):
        try:
            line = _check(path, config)
        except ConfigError as error:
            bad += 1
            for problem in error.problems:
                console.note(problem)
        else:
            good += 1
            console.result(f"{path}: ok, {line}")
    console.note(f"checked {plural(good + bad, 'definition')}: {good} ok, {bad} wrong")
    return 2 if bad else 0


def _check(path: Path, config: Path | None) -> str:
    """Check one file; a platform, which is no site by itself, with a front page lent to it. Raises ConfigError."""
    from scraper.config import load_platform, load_site

    beside = path.resolve().parent.parent  # config/sites/x.toml builds on config/platforms/
    if path.parent.name == "platforms":
        load_platform(path)
        return "platform"
    site = load_site(path, config or (beside if (beside / "platforms").is_dir() else None))
    every = f"every {duration(site.discover.every)}" if site.discover.every is not None else "each source in its time"
    return f"{site.home}, {every}, delay {duration(site.fetch.delay)}"


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the definition files that paths lead to. Raises ConfigError for a folder that holds none."""
    from scraper.errors import ConfigError

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inner = [path / kind for kind in ("platforms", "sites") if (path / kind).is_dir()] or [path]
        try:
            found = [file for folder in inner for file in sorted(folder.iterdir()) if file.suffix == ".toml"]
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
        if not found:
            raise ConfigError(f"{path}: holds no definition (sites/*.toml)")
        yield from found


def _json(row: dict[str, str | None]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _columns(rows: list[dict[str, str | None]]) -> Iterator[str]:
    """Yield the rows as aligned columns."""
    cells = [[value or "-" for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
