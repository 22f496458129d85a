"""`scraper related`: what a page promoted, and which pages promoted it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, plural
from scraper.cli.options import data_option
from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.store import PageHead, Promotion, Store

EXAMPLES = """
scraper related https://its.network/2021/10/21/interview/
scraper related https://its.network/2021/10/21/interview/ --json
"""
_WIDTH = 100


@click.command(cls=Command, examples=EXAMPLES)
@click.argument("url", help="Address of a page, as stored, as it redirects, or as pages link to it.")
@click.option("--site", "site", metavar="NAME", help="Only the pages of this site.")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def related(url: str, site: str | None, data: Path, as_json: bool) -> None:
    """Show what a page promoted, and which pages promoted it."""
    from scraper.store import open_store

    with open_store(data, read_only=True) as store:
        promotes, promoted = store.promoted_by(url, site), store.promoted_on(url, site)
        page = _head(store, url, site, promotes, promoted)
    if page is None and not promoted:
        raise InputError(url, f"is not stored in {data}, and no page that is stored promotes it")
    console = Console()
    if as_json:
        console.result(json.dumps(_record(url, page, promotes, promoted), ensure_ascii=False))
    else:
        for line in _lines(url, page, promotes, promoted):
            console.result(line)
    console.note(f"promotes {plural(len(promotes), 'story', 'stories')}, is promoted {plural(len(promoted), 'time')}")


def _head(
    store: Store, url: str, site: str | None, promotes: Sequence[Promotion], promoted: Sequence[Promotion]
) -> PageHead | None:
    """Return the facts of the page itself; `None` where it is not stored."""
    from scraper.store import PageHead

    if promotes:
        return promotes[0].page
    if promoted:
        return promoted[0].target
    page = store.find_page(url, site)
    if page is None:
        return None
    article = page.article
    return PageHead(
        id=page.id or "",
        site=page.site or site or "",
        url=page.url or url,
        page_type=page.page_type,
        outcome=page.outcome,
        headline=article.headline if article else None,
        published=article.published if article else None,
    )


def _lines(
    url: str, page: PageHead | None, promotes: Sequence[Promotion], promoted: Sequence[Promotion]
) -> Iterator[str]:
    yield (page.headline if page else None) or url
    yield f"  {_facts(page)}" if page else "  not stored here"
    if promotes:
        yield ""
        yield f"promotes {plural(len(promotes), 'story', 'stories')}"
    for (heading, kind), entries in groupby(promotes, key=lambda entry: (entry.item.list, entry.item.kind)):
        yield f"  {heading or 'without a heading'} ({kind})"
        for entry in entries:
            yield from _promoted(entry)
    if promoted:
        yield ""
        yield f"is promoted {plural(len(promoted), 'time')}"
    for entry in promoted:
        place = f"in {entry.item.list!r}" if entry.item.list else "without a heading"
        yield f"  {entry.page.headline or entry.page.page_type}"
        yield f"     {place} ({entry.item.kind}), place {entry.item.position + 1}: {entry.item.title}"
        yield f"     {_facts(entry.page)}"


def _promoted(entry: Promotion) -> Iterator[str]:
    item = entry.item
    yield f"  {item.position + 1:>3}. {item.title}" + (f"  [{item.category}]" if item.category else "")
    if item.excerpt:
        yield f"       {_short(item.excerpt + (' …' if item.excerpt_truncated else ''))}"
    yield f"       {_facts(entry.target)}" if entry.target else f"       {item.url or 'no address'} (not stored)"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 2].rstrip() + " …"


def _facts(page: PageHead) -> str:
    return "  ".join(filter(None, [page.url, page.published, f"({page.page_type}, {page.outcome})"]))


def _record(
    url: str, page: PageHead | None, promotes: Sequence[Promotion], promoted: Sequence[Promotion]
) -> dict[str, Any]:
    return {
        "url": url,
        "page": _flat(page),
        "promotes": [{**_flat(entry.item), "target": _flat(entry.target)} for entry in promotes],
        "promoted_by": [{**_flat(entry.item), "page": _flat(entry.page)} for entry in promoted],
    }


def _flat(value: Any) -> Any:
    return asdict(value) if value is not None else None
