"""The columns of tables: name, type, meaning, and where the value comes from. docs/export.md is made from this file.

One table holds the pages, one their teasers; CSV and Parquet write both. The page record's JSON holds more: see `scraper.record`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, Literal, TypeVar

from scraper.model import Article, Block, CleanedPage, RelatedItem

Type = Literal["text", "texts", "integer", "boolean", "date", "timestamp", "blocks"]

TYPES: dict[Type, str] = {
    "text": "text",
    "texts": "several texts: a list in Parquet, one a line in a CSV cell",
    "integer": "whole number",
    "boolean": "true or false",
    "date": "day, YYYY-MM-DD",
    "timestamp": "instant in UTC, to the microsecond",
    "blocks": "list of {kind, text, level, speaker, rows}; in Parquet only",
}


@dataclass(frozen=True, slots=True)
class TeaserRow:
    """A teaser with the page it stands on."""

    page: CleanedPage
    item: RelatedItem
    target_id: str | None
    """The `id` of the stored page that it leads to; `None` where that is not stored."""


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column."""

    name: str
    type: Type
    meaning: str
    value: Callable[[Row], Any]
    """Row -> the value: of the Python type that `type` names, or `None`."""


def _article(get: Callable[[Article], Any]) -> Callable[[CleanedPage], Any]:
    return lambda page: get(page.article) if page.article else None


def day(text: str | None) -> date | None:
    """Return the day of an ISO 8601 date or time, in its own zone; `None` for what is none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def instant(text: str | None) -> datetime | None:
    """Return an ISO 8601 time with a zone in UTC; `None` for a date alone, a time without zone, and what is none."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    names = ("kind", "text", "level", "speaker", "rows")
    return [{name: getattr(block, name) for name in names} for block in blocks]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


PAGE_COLUMNS: tuple[Column[CleanedPage], ...] = (
    Column("id", "text", "Id of the capture that the record was made from.", lambda p: p.id),
    Column("site", "text", "Name of the site definition; empty: the generic cleaner alone.", lambda p: p.site),
    Column("url", "text", "Final address, after redirects.", lambda p: p.url),
    Column("canonical_url", "text", "Address that the page declares as its own.", lambda p: p.canonical_url),
    Column("page_type", "text", "article, listing or other.", lambda p: p.page_type),
    Column("outcome", "text", "ok, or why there is no whole article (docs/outcomes.md).", lambda p: p.outcome),
    Column("headline", "text", "Headline as shown.", _article(lambda a: a.headline)),
    Column("dek", "text", "Standfirst between headline and body; not part of the text.", _article(lambda a: a.dek)),
    Column("authors", "texts", "Authors.", _article(lambda a: a.authors)),
    Column("publisher", "text", "Publisher.", _article(lambda a: a.publisher)),
    Column(
        "source_name",
        "text",
        "Who first published it, where the page says so.",
        _article(lambda a: a.source and a.source.name),
    ),
    Column("source_url", "text", "Address of that source.", _article(lambda a: a.source and a.source.url)),
    Column(
        "published",
        "text",
        "Publication as in the record, ISO 8601: a date alone, or a time with the page's own offset.",
        _article(lambda a: a.published),
    ),
    Column("published_date", "date", "Its day, in the page's own zone.", _article(lambda a: day(a.published))),
    Column(
        "published_at",
        "timestamp",
        "Its instant; empty where the page gives a date alone.",
        _article(lambda a: instant(a.published)),
    ),
    Column("published_text", "text", "The date as shown.", _article(lambda a: a.published_text)),
    Column(
        "modified",
        "text",
        "Last change as in the record; empty where the page tells of none.",
        _article(lambda a: a.modified),
    ),
    Column(
        "modified_at",
        "timestamp",
        "Its instant; empty where the page gives a date alone.",
        _article(lambda a: instant(a.modified)),
    ),
    Column("section", "text", "Section.", _article(lambda a: a.section)),
    Column("tags", "texts", "Tags.", _article(lambda a: a.tags)),
    Column("language", "text", "Language of the text, such as en.", _article(lambda a: a.language)),
    Column("image", "text", "Address of the lead image.", _article(lambda a: a.image)),
    Column("reading_time_minutes", "integer", "Reading time as shown.", _article(lambda a: a.reading_time_minutes)),
    Column("is_free", "boolean", "Whether the page says that anyone may read it.", _article(lambda a: a.is_free)),
    Column(
        "text",
        "text",
        "The body: paragraphs joined by blank lines, captions left out.",
        _article(lambda a: a.text or None),
    ),
    Column("blocks", "blocks", "The body block by block.", _article(lambda a: _blocks(a.blocks))),
    Column("related_count", "integer", "How many teasers the page shows.", lambda p: len(p.related)),
    Column("fetched_at", "timestamp", "When the page was asked for.", lambda p: instant(p.provenance.fetched_at)),
    Column("cleaner", "text", "What made the record: scraper/<version>.", lambda p: p.provenance.cleaner),
    Column("rules", "text", "Site definition and digest of its rules.", lambda p: p.provenance.rules),
    Column("warc_file", "text", "WARC file of the answer.", lambda p: p.provenance.warc and p.provenance.warc.file),
    Column(
        "warc_offset",
        "integer",
        "Place of its record in that file, in bytes.",
        lambda p: p.provenance.warc and p.provenance.warc.offset,
    ),
    Column(
        "payload_digest",
        "text",
        "sha256 of the answer's body as it came.",
        lambda p: p.provenance.warc and p.provenance.warc.payload_digest,
    ),
    Column(
        "pages",
        "texts",
        "Addresses of an article of several pages that were joined, in order.",
        lambda p: p.provenance.pages,
    ),
    Column(
        "origins",
        "text",
        "Where each field came from, as a JSON object.",
        lambda p: _json(dict(sorted(p.provenance.origins.items()))),
    ),
)

RELATED_COLUMNS: tuple[Column[TeaserRow], ...] = (
    Column("page_id", "text", "The page it stands on: its id in the table of pages.", lambda r: r.page.id),
    Column("site", "text", "Site of that page.", lambda r: r.page.site),
    Column("page_url", "text", "Address of that page.", lambda r: r.page.url),
    Column(
        "position", "integer", "Place among the page's teasers, from 0, in document order.", lambda r: r.item.position
    ),
    Column("list", "text", "Heading of the list it stands in.", lambda r: r.item.list),
    Column(
        "kind",
        "text",
        "read_more, related, most_read, latest, section, inline, previous, next, sponsored, listing or other.",
        lambda r: r.item.kind,
    ),
    Column("title", "text", "Headline of the story that it advertises.", lambda r: r.item.title),
    Column("url", "text", "Address of that story.", lambda r: r.item.url),
    Column(
        "target_id",
        "text",
        "That story's id in the table of pages, where it is stored: found by final address, redirect or canonical address.",
        lambda r: r.target_id,
    ),
    Column("category", "text", "Category, its frame taken off.", lambda r: r.item.category),
    Column("excerpt", "text", "Excerpt, its frame taken off.", lambda r: r.item.excerpt),
    Column("excerpt_truncated", "boolean", "Whether the excerpt was cut.", lambda r: r.item.excerpt_truncated),
    Column("date_text", "text", "Date as shown.", lambda r: r.item.date_text),
    Column("published", "text", "Date, ISO 8601.", lambda r: r.item.published),
    Column("published_at", "timestamp", "Its instant; empty for a date alone.", lambda r: instant(r.item.published)),
    Column("authors", "texts", "Authors.", lambda r: r.item.authors),
    Column("image", "text", "Address of its picture.", lambda r: r.item.image),
)
