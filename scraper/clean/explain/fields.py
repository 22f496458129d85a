"""Which lines of a page say what a field of its record says: the headline, the dek, the byline, the date …"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scraper.clean.examine import Examination
from scraper.clean.metadata import is_source_line
from scraper.clean.outline import TextBlock
from scraper.model import Article, CleanedPage

_ABOVE = 25  # blocks before the body that may be its byline, date or dek
_BELOW = 12
_BEFORE = 6  # blocks before the headline: a section, a date
_BYLINE_CHARS = 160  # a longer text is more than a byline
_BESIDE_DATE = 80  # characters that may stand beside a date


class FieldLines:
    """The lines of a page that its record's fields repeat."""

    def __init__(self, page: Examination, record: CleanedPage, body: Collection[int]) -> None:
        self._fields: dict[int, str] = {}
        self._origins = record.provenance.origins
        if record.article is not None:
            first, last = (min(body), max(body)) if body else (_ABOVE, _ABOVE)
            at = page.facts.headline_at
            near = range(first - _ABOVE if at is None else min(at - _BEFORE, first), last + _BELOW)
            for block in page.outline.blocks:
                field = _field(block, record.article, at, near)
                if field is not None:
                    self._fields[block.index] = field

    def field_of(self, block: int) -> str | None:
        """Return the name of the field that a block's text gives; `None` for none."""
        return self._fields.get(block)

    def rules(self, block: int) -> tuple[str, ...]:
        """Return where the field's value came from."""
        field = self._fields[block]
        origin = self._origins.get(field)
        return (f"says {field}" + (f", which came from: {origin}" if origin else ""),)


def _field(block: TextBlock, article: Article, headline_at: int | None, near: range) -> str | None:
    if block.index == headline_at or (article.headline and _same(block.text, article.headline)):
        return "headline"
    if block.index not in near:
        return None
    return next(_fields(block.text, article), None)


def _fields(text: str, article: Article) -> Iterator[str]:
    if article.dek and _same(text, article.dek):
        yield "dek"
    shown = article.published_text
    if shown and shown in text and len(text) <= len(shown) + _BESIDE_DATE:
        yield "published_text"
    if len(text) <= _BYLINE_CHARS and any(name in text for name in article.authors):
        yield "authors"
    if article.source and article.source.name in text and is_source_line(text):
        yield "source"
    if article.section and _same(text, article.section):
        yield "section"
    if any(_same(text, tag) for tag in article.tags):
        yield "tags"


def _same(one: str, other: str) -> bool:
    return one.casefold().rstrip(" :.") == other.casefold().rstrip(" :.")
