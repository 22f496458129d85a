"""The table of commands, and the group that imports each one when it runs.

A new command is a module here with a click command in it, and a row in `COMMANDS`.
"""

from __future__ import annotations

import importlib
import platform
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

import click

from scraper.version import __version__


class Row(NamedTuple):
    """One command: where it is, and its line in the list of commands (the first line of its own help)."""

    home: str
    """"module:name"; the module is imported when the command runs."""

    help: str


COMMANDS: Mapping[str, Row] = {
    "clean": Row("scraper.cli.clean:clean", "Take pages apart: page records to standard output, one a line."),
    "crawl": Row(
        "scraper.cli.crawl:crawl", "Crawl sites until nothing is due: find links, fetch, archive, clean, store."
    ),
    "reclean": Row(
        "scraper.cli.reclean:reclean", "Clean stored pages again from the archive, with the rules of today."
    ),
    "export": Row("scraper.cli.export:export", "Write stored pages to files, with their related items."),
    "related": Row("scraper.cli.related:related", "Show what a page promoted, and which pages promoted it."),
    "versions": Row(
        "scraper.cli.versions:versions",
        "Show how an article has changed: its versions, when each was there, and what each has changed.",
    ),
    "status": Row("scraper.cli.status:status", "Show where the crawled sites stand."),
    "coverage": Row(
        "scraper.cli.coverage:coverage",
        "Show for each day what was expected of a site, what came, and what is missing.",
    ),
    "explain": Row(
        "scraper.cli.explain:explain",
        "Tell the whole story of a link: how it was found, what rules apply, each try and its answer, and what comes next.",
    ),
    "archive": Row("scraper.cli.archive:archive", "The archive: check that it is whole, make its indexes anew."),
    "evaluate": Row(
        "scraper.cli.evaluate:evaluate", "Measure how well pages are taken apart, against gold that people wrote."
    ),
    "schedule": Row("scraper.cli.schedule:schedule", "Crawl sites when they are due: list, once, run."),
    "site": Row("scraper.cli.site:site", "Site definitions: new, list, show, check."),
}

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group whose commands are rows of a table; `--help` lists them without importing them."""

    def __init__(self, *args: Any, table: Mapping[str, Row], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.table = table

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names in the table's order."""
        return list(self.table)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name; `None` if there is none."""
        row = self.table.get(cmd_name)
        if row is None:
            return None
        module, _, name = row.home.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.help) for name, row in self.table.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the nearest."""
        if args[0] not in self.table and not args[0].startswith("-"):
            close = get_close_matches(args[0], self.table, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(self.table)}"
            ctx.fail(f"no such command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)


class Command(click.Command):
    """A command whose help ends in examples, one a line, as they are typed."""

    def __init__(self, *args: Any, examples: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = [line.strip() for line in examples.strip().splitlines()]

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples without breaking their lines."""
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples:
                    formatter.write(f"  {line}\n")


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"scraper {__version__} (Python {platform.python_version()})")
        context.exit()


@click.command(cls=LazyGroup, table=COMMANDS, context_settings=SETTINGS)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
def scraper() -> None:
    """Take news pages apart: the article on one side, the teasers around it on the other, kept as related items.

    Results go to standard output, everything else to standard error. Each command has its own --help, with examples.
    """
