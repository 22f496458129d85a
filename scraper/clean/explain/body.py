"""Which blocks are the record's body, by which rule beside the judge, and what was taken off its edges."""

from __future__ import annotations

from scraper.clean.assemble import closing_for
from scraper.clean.body.trim import trim
from scraper.clean.body.typed import data_tables, typed_blocks
from scraper.clean.context import CONSENT
from scraper.clean.examine import Examination
from scraper.model import Article, CleanedPage


class BodyDecisions:
    """The body of an examined page, block by block."""

    def __init__(self, page: Examination, record: CleanedPage) -> None:
        self._page = page
        self._record = record
        self._tables = data_tables(page.outline)
        self._chosen = _chosen(page, record)
        self.blocks: frozenset[int] = frozenset(self._with_tables())
        """Numbers of the blocks whose text stands in the record's article."""

    def _with_tables(self) -> set[int]:
        """Return the body's blocks; a data table of which one cell was chosen is there as a whole."""
        blocks = set(self._chosen)
        for n in self._chosen & self._tables.keys():
            table = self._tables[n]
            blocks.update(range(table.start, table.end))
        return blocks - self._page.found.teasers

    def role(self, block: int) -> str:
        """Return the kind of a body block."""
        if block in self._tables:
            return "table"
        return typed_blocks(self._page.outline, [block])[0].kind

    def rules(self, block: int) -> tuple[str, ...]:
        """Return what made a block body beside the judge's score."""
        page = self._page
        if page.ruled.body:
            return (f"article.body = {_selectors(page.site.article.body if page.site else ())} of the definition",)
        if block not in self._chosen:
            return ("a cell of a data table that is body",)
        if block not in page.found.verdict.body:
            return ("in a list or table most of which is body",)
        if page.found.verdict.scores[block] <= 0:
            return ("among the best texts of an article nearly all of whose text would be refused",)
        return ()

    def why_not(self, block: int) -> tuple[str, ...]:
        """Return why a block that looked like body is none; nothing for a block that did not."""
        found = self._page.found
        if self._page.ruled.body:
            return ("outside of the definition's article.body",) if block in found.verdict.body else ()
        if block not in found.body:
            if found.verdict.scores[block] <= 0 or block in found.teasers:
                return ()
            asks = found.votes[found.outline.blocks[block].box.index] & CONSENT
            return ("in a box that asks for consent" if asks else "outside of the element that is the article",)
        if self._record.article is None:
            return (f"the page has no article: {self._record.page_type}, {self._record.outcome}",)
        return (self._why_trimmed(block, self._record.article),)

    def _why_trimmed(self, block: int, article: Article) -> str:
        """Name what took a block off: what trims nothing without it."""
        body, outline = self._page.found.body, self._page.outline
        known, authors, closes = _known(article), article.authors or (), closing_for(self._record.outcome)
        if block in trim(body, outline, known=known, is_closing=closes):
            return "trimmed: words on the author behind the text"
        if block in trim(body, outline, authors=authors, is_closing=closes):
            return "trimmed: at the body's edge, and the record says it elsewhere"
        if block in trim(body, outline, known=known, authors=authors):
            return "trimmed: a line at the body's end that names a source"
        text = outline.blocks[block].text
        if any(n < block and outline.blocks[n].text == text for n in body):
            return "trimmed: the same text has stood before"
        return "trimmed: a label, a time or a call, or a line at the body's edge that announces nothing"


def _chosen(page: Examination, record: CleanedPage) -> frozenset[int]:
    article = record.article
    if article is None:
        return frozenset()
    if page.ruled.body:
        return page.found.body
    return trim(
        page.found.body,
        page.outline,
        known=_known(article),
        authors=article.authors or (),
        is_closing=closing_for(record.outcome),
    )


def _known(article: Article) -> list[str]:
    return [text for text in (article.headline, article.dek, article.published_text) if text]


def _selectors(selectors: tuple[str, ...]) -> str:
    return " or ".join(f'"{selector}"' for selector in selectors)
