"""`scraper versions`: an article as it stood at different times."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, plural
from scraper.cli.options import data_option
from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.model import CleanedPage
    from scraper.store import History, Version
    from scraper.versions import Passage

EXAMPLES = """
scraper versions https://its.network/2021/10/21/interview/
scraper versions https://its.network/2021/10/21/interview/ --diff
scraper versions https://its.network/2021/10/21/interview/ --json
"""


@click.command(cls=Command, examples=EXAMPLES)
@click.argument("url", help="Address of a page, as stored, as it redirects, or as pages link to it.")
@click.option("--site", "site", metavar="NAME", help="Only the page of this site.")
@data_option
@click.option("--diff", "diff", is_flag=True, help="Show word by word what each version has changed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each version, with its whole record.")
def versions(url: str, site: str | None, data: Path, diff: bool, as_json: bool) -> None:
    """Show how an article has changed: its versions, when each was there, and what each has changed."""
    from scraper.store import open_store

    with open_store(data, read_only=True) as store:
        history = store.histories.find(url, site)
    if history is None:
        raise InputError(url, f"is not stored in {data}")
    console = Console()
    for line in _json(history, diff=diff) if as_json else _lines(history, diff=diff):
        console.result(line)
    console.note(f"{plural(len(history.versions), 'version')} of {history.url}{_gone(history)}")


def _gone(history: History) -> str:
    return f", gone since {_when(history.gone_at)}" if history.gone_at else ""


def _lines(history: History, *, diff: bool) -> Iterator[str]:
    yield f"{'':>3} {'since':20} {'last seen':20} {'words':>6}  changed"
    for number, version in enumerate(history.versions, 1):
        changed = ", ".join(version.changes) or ("first version" if number == 1 else "nothing that is stored")
        words = len(_text(version.page).split())
        yield f"{number:>3} {_when(version.since):20} {_when(version.until):20} {words:>6,}  {changed}"
    if history.gone_at is not None:
        yield f"{'':>3} {_when(history.gone_at):20} {'gone':20}"
    if diff:
        for number, (old, new) in enumerate(pairwise(history.versions), 2):
            yield ""
            yield f"version {number}, {_when(new.since)}"
            yield from _marked(_passages(old, new))


def _json(history: History, *, diff: bool) -> Iterator[str]:
    from scraper.record import to_record

    for number, version in enumerate(history.versions):
        row: dict[str, Any] = {
            "version": number + 1,
            "since": version.since.isoformat(),
            "until": version.until.isoformat(),
            "changes": list(version.changes),
            "gone_at": history.gone_at.isoformat() if history.gone_at else None,
        }
        if diff:
            earlier = history.versions[number - 1] if number else None
            row["diff"] = [list(passage) for passage in _passages(earlier, version)] if earlier else []
        yield json.dumps({**row, "record": to_record(version.page)}, ensure_ascii=False)


def _passages(old: Version, new: Version) -> Iterator[Passage]:
    from scraper.versions import words_changed

    return words_changed(_text(old.page), _text(new.page))


def _text(page: CleanedPage) -> str:
    """Return what a reader reads: headline, standfirst, body, a paragraph on a line."""
    article = page.article
    if article is None:
        return ""
    return "\n".join(filter(None, (article.headline, article.dek, article.text)))


def _marked(passages: Iterator[Passage]) -> Iterator[str]:
    """Write the paragraphs that have changed as wdiff does, `[-out-]` and `{+in+}`, one on a line."""
    marks = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}
    line, is_changed = "", False
    for kind, words in passages:
        begin, end = marks[kind]
        for part in words.splitlines(keepends=True):
            bare = part.rstrip()
            line += f"{begin}{bare}{end}{part[len(bare) :]}"
            is_changed = is_changed or kind != "same"
            if part.endswith("\n"):
                if is_changed:
                    yield f"  {line.rstrip()}"
                line, is_changed = "", False


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
