"""A page of gold -> what each tool makes of it, scored and timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from scraper.clean.page import clean_page
from scraper.config import Configuration
from scraper.dom import Tree, decode
from scraper.errors import InputError
from scraper.evaluate.bodies import BodyScore, score_body
from scraper.evaluate.fields import FieldScore, score_fields
from scraper.evaluate.foldings import tight
from scraper.evaluate.gold import GoldPage
from scraper.evaluate.rivals import load
from scraper.evaluate.teasers import TeaserScore, score_teasers
from scraper.record import to_record

OURS = "scraper"
"""Name of this project's own cleaner among the tools."""

HEADLINE_WORDS = 4
"""Words from which on a link looks like a headline, for tools that return no teasers."""

HEADLINE_CHARS = 20
"""The same for scripts without spaces, and for long words."""

Record = Mapping[str, Any]
Tool = Callable[[str, str | None], Record]


@dataclass(frozen=True, slots=True)
class Result:
    """What one tool made of one page."""

    seconds: float
    """Processor time, the shortest of the rounds."""

    teasers: TeaserScore | None = None
    """`None` on a page whose gold is of articles."""

    body: BodyScore | None = None
    fields: FieldScore | None = None
    fault: str | None = None
    """The exception that ended it; the page then counts as unanswered."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A page, scored."""

    page: GoldPage
    language: str
    parse_seconds: float
    """Processor time of selectolax's bare parse of the same text."""

    results: Mapping[str, Result] = field(default_factory=dict)
    """By the tool's name."""


def score_page(page: GoldPage, tools: Mapping[str, Tool], *, rounds: int = 1) -> Scored:
    """Let each tool read a page and score what it says. Raises InputError for a page that cannot be read."""
    document = page.document()
    if isinstance(document, InputError):
        raise document
    text = decode(document.body, charset=document.charset)
    Tree(text)  # the first reading of a text is slower, whoever does it
    results = {name: _result(page, tool, text, rounds) for name, tool in tools.items()}
    parse, _ = _timed(lambda: Tree(text), rounds)
    return Scored(page, page.language, parse, results)


def _result(page: GoldPage, tool: Tool, text: str, rounds: int) -> Result:
    try:
        seconds, record = _timed(lambda: tool(text, page.url), rounds)
    except Exception as error:  # noqa: BLE001 (other people's libraries raise what they like; it is named and counted)
        return _scored(page, 0.0, None, f"{type(error).__name__}: {error}")
    return _scored(page, seconds, record, None)


def _scored(page: GoldPage, seconds: float, record: Record | None, fault: str | None) -> Result:
    if page.kind == "teasers":
        return Result(seconds, teasers=score_teasers(page.id, page.gold, record), fault=fault)
    article: Record = (record or {}).get("article") or {}
    body = score_body(page.gold, article.get("text"), set_name=str(page.gold.get("set") or page.set))
    return Result(seconds, body=body, fields=score_fields(page.gold, article), fault=fault)


def _timed(job: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Return the shortest processor time of the rounds, and what the last one gave."""
    times = []
    result = None
    for _ in range(max(1, rounds)):
        began = time.process_time()
        result = job()
        times.append(time.process_time() - began)
    return min(times), result


def make_tools(names: Sequence[str], configuration: Configuration | None) -> Mapping[str, Tool]:
    """Return the tools of these names, this project's own first. `configuration`: definitions to use, `None` for none.

    Raises ImportError for a rival that is not installed.
    """
    return {OURS: partial(_clean, configuration)} | {
        name: partial(_extract, load(name)) for name in names if name != OURS
    }


def _clean(configuration: Configuration | None, html: str, url: str | None) -> Record:
    site = configuration.owner_of(url) if configuration is not None else None
    return to_record(clean_page(html, url=url, site=site))


def _extract(extract: Tool, html: str, url: str | None) -> Record:
    """Return what a rival finds as a record; as teasers count all links that look like headlines and are not in its text."""
    article = extract(html, url)
    return {"article": article, "related": _further_links(html, article.get("text"))}


def _further_links(html: str, text: object) -> list[Record]:
    body = Tree(html).body
    inside = tight(text)
    found: list[Record] = []
    for link in body.css("a[href]") if body is not None else ():
        title = " ".join(link.text().split())
        if (len(title.split()) >= HEADLINE_WORDS or len(title) >= HEADLINE_CHARS) and tight(title) not in inside:
            found.append({"title": title, "url": link.attributes.get("href")})
    return found
