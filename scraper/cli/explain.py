"""`scraper explain`: the whole story of a link."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console
from scraper.cli.options import config_option, data_option

if TYPE_CHECKING:
    from scraper.crawl import Story

EXAMPLES = """
scraper explain https://its.network/2021/10/21/interview/
scraper explain https://its.network/2021/10/21/interview/ --json
"""


@click.command(cls=Command, examples=EXAMPLES)
@click.argument("url", metavar="URL", help="Address of the link, however it is spelt.")
@data_option
@config_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each site that knows the link.")
def explain(url: str, data: Path, config: Path | None, as_json: bool) -> int:
    """Tell the whole story of a link: how it was found, what rules apply, each try and its answer, and what comes next."""
    from scraper.config import load_configuration
    from scraper.crawl import tell
    from scraper.store import open_store

    configuration = load_configuration(config)
    console = Console()
    with open_store(data, read_only=True) as store:
        stories = tell(store, url, configuration.sites, now=datetime.now(UTC))
    for story in stories:
        for line in [json.dumps(_plain(asdict(story)), ensure_ascii=False)] if as_json else _lines(story):
            console.result(line)
    if not any(story.link for story in stories):
        console.fault(f"{url}: no site knows this link; it was never found, or its site was never crawled")
        return 1
    return 0


def _lines(story: Story) -> Iterator[str]:
    yield story.url
    yield f"  site      {story.site or 'none: no definition owns this address'}"
    link = story.link
    if link is not None:
        where = f" on {link.link.found_on}" if link.link.found_on else ""
        by = "named by the definition" if link.link.found_by == "definition" else f"by {link.link.found_by}{where}"
        yield f"  found     {by}, as {link.link.kind}" + (f": {link.link.title}" if link.link.title else "")
        if link.link.published:
            yield f"  dated     {link.link.published}"
    for rule in story.rules:
        yield f"  rule      {rule}"
    for attempt in story.tries:
        more = f": {attempt.reason}" if attempt.reason else ""
        yield f"  try       {_when(attempt.ended)} {attempt.outcome}{more}"
    for capture in story.captures:
        status = capture.status if capture.status is not None else "no HTTP"
        rights = f", reserves {capture.rights}" if capture.rights else ""
        yield f"  answer    {_when(capture.fetched_at)} {status} {capture.url} ({capture.file} at {capture.offset}){rights}"
    if link is not None and link.target:
        yield f"  leads to  {link.target}"
    if story.record:
        yield f"  stored    {story.record}"
    yield f"  next      {story.next}"


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _plain(value: Any) -> Any:
    """Return a value as JSON takes it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
