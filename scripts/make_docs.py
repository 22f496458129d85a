"""Write the pages of docs/ that are made from the code, or check that they are what the code says.

    python scripts/make_docs.py            writes them
    python scripts/make_docs.py --check    status 1 if one is out of date, and which

A page is a function that returns its text, and a line in `PAGES`.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by scripts/make_docs.py from {}: change that and run `make docs`. -->\n\n"


def commands_page() -> str:
    """Return the help text of every command."""
    from scraper.cli.commands import SETTINGS, LazyGroup, scraper

    def pages(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
        context = click.Context(command, info_name=name, parent=parent, terminal_width=100, **SETTINGS)
        yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
        if isinstance(command, LazyGroup):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield from pages(found, inner, context)

    statuses = ast.get_docstring(ast.parse((ROOT / "scraper/cli/run.py").read_text("utf-8"))) or ""
    return (
        "# Commands\n\n"
        + MADE.format("the commands' own --help")
        + "Results go to standard output, everything else to standard error; progress is shown on a terminal only.\n\n"
        + statuses.partition("\n\n")[2]
        + "\n\n"
        + "\n".join(pages(scraper, "scraper", None))
    )


def outcomes_page() -> str:
    """Return the table of outcomes."""
    from scraper import outcomes

    def table(names: Mapping[str, str]) -> str:
        return "| outcome | meaning |\n|---|---|\n" + "".join(
            f"| `{name}` | {text} |\n" for name, text in names.items()
        )

    return (
        "# Outcomes\n\n"
        + MADE.format("scraper/outcomes.py")
        + "Every page and every link ends with one of these names; they are stored, counted and shown.\n\n"
        + f"## Of a page\n\nThe field `outcome` of a page record.\n\n{table(outcomes.PAGE)}\n"
        + f"## Of a link\n\nHow following a link ended: `scraper status` counts them.\n\n{table(outcomes.LINK)}"
    )


def export_page() -> str:
    """Return the columns of exported tables."""
    from scraper.export import FORMATS
    from scraper.export.columns import PAGE_COLUMNS, RELATED_COLUMNS, TYPES

    def table(columns: Iterable[Any]) -> str:
        rows = "".join(f"| `{column.name}` | {column.type} | {_cell(column.meaning)} |\n" for column in columns)
        return "| column | type | meaning |\n|---|---|---|\n" + rows

    formats = "".join(f"- `{name}`: {way.meaning}\n" for name, way in FORMATS.items())
    types = "".join(f"- {name}: {_cell(meaning)}\n" for name, meaning in TYPES.items())
    return (
        "# Exports\n\n"
        + MADE.format("scraper/export/columns.py")
        + "`scraper export --format FORMAT --output PATH` writes the stored pages.\n\n"
        + f'{formats}\nTables make two files, "news.csv" and "news.related.csv", joined by `page_id` and `target_id`.\n\n'
        + f"## Types\n\n{types}\n## Pages\n\n{table(PAGE_COLUMNS)}\n## Teasers\n\n{table(RELATED_COLUMNS)}"
    )


def store_page() -> str:
    """Return the tables of the store."""
    from scraper.store.schema import metadata

    def columns(table: Any) -> str:
        rows = "".join(
            f"| `{column.name}` | {'' if column.nullable else 'not null'} | {_cell(column.comment or '')} |\n"
            for column in table.columns
        )
        return f"## {table.name}\n\n{table.comment}\n\n| column | | meaning |\n|---|---|---|\n{rows}"

    return (
        "# The store\n\n"
        + MADE.format("scraper/store/schema.py")
        + "One SQL data base in the data folder, `store.sqlite` by default. Read it with whatever reads SQLite.\n\n"
        + "\n".join(columns(table) for table in metadata.tables.values())
    )


def definitions_page() -> str:
    """Return every key of a site definition."""
    from scraper.site import schema

    tree = ast.parse((ROOT / "scraper/site/schema.py").read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    places = {
        "Site": "Top of the file", "DiscoverRules": "[discover]", "FetchRules": "[fetch]", "PageRules": "[page]",
        "ArticleRules": "[article]", "TeaserRules": "[teasers.NAME]", "DumpRules": "[dump]",
        "TextRule": "A text rule", "DateRule": "A date rule: a text rule, and",
    }  # fmt: skip
    assert set(classes) - set(places) == {"Strict"}, "every table of a definition has a heading here"
    parts = [_keys(classes[name], getattr(schema, name), heading) for name, heading in places.items()]
    return (
        "# Site definitions\n\n"
        + MADE.format("scraper/site/schema.py")
        + "A file `sites/<host>.toml` over a file of `platforms/`. What it leaves open comes from the generic cleaner.\n"
        + "`scraper site check` names every wrong key and value with its line.\n\n"
        + "\n".join(parts)
    )


def _keys(node: ast.ClassDef, model: Any, heading: str) -> str:
    rows = []
    for field, following in pairwise([*node.body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            name = field.target.id
            text = following.value.value if _is_text(following) else ""  # type: ignore[attr-defined]
            if heading != "Top of the file" or name not in ("name", "version"):
                kind = ast.unparse(field.annotation).removesuffix(" | None")
                rows.append(f"| `{name}` | {_kind(kind)} | {_default(model.model_fields[name])} | {_cell(text)} |\n")
    about = _cell(ast.get_docstring(node) or "")
    return f"## {heading}\n\n{about}\n\n| key | value | default | meaning |\n|---|---|---|---|\n{''.join(rows)}"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _kind(annotation: str) -> str:
    known = {
        "Selectors": "selector(s)", "Selector": "selector", "Rule": "text rule", "Date": "date rule", "Texts": "text(s)",
        "Patterns": "regular expression(s)", "Frames": "frame(s)", "Duration": "duration", "Size": "size", "Zone": "time zone",
        "Url": "address", "str": "text", "bool": "true or false", "int": "number", "RelatedKind": "kind of related items",
    }  # fmt: skip
    if annotation.startswith("Literal["):
        return " or ".join(f"`{value}`" for value in ast.literal_eval("[" + annotation.removeprefix("Literal[")))
    return known.get(annotation, "table")


def _default(field: Any) -> str:
    value = field.default
    if field.is_required():
        return "required"
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} s"
    if isinstance(value, bool | int | str):
        return f"`{json.dumps(value)}`"
    return ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": commands_page,
    "docs/export.md": export_page,
    "docs/outcomes.md": outcomes_page,
    "docs/site-definitions.md": definitions_page,
    "docs/store.md": store_page,
}


def stale() -> list[str]:
    """Return the names of the pages that are not what the code says."""
    return [name for name, make in PAGES.items() if _read(ROOT / name) != make()]


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def main(args: list[str]) -> int:
    """Write the pages, or check them."""
    if args == ["--check"]:
        names = stale()
        for name in names:
            print(f"{name}: is out of date; run `make docs`", file=sys.stderr)
        return 1 if names else 0
    if args:
        print(__doc__, file=sys.stderr)
        return 2
    for name, make in PAGES.items():
        (ROOT / name).write_text(make(), "utf-8")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
