"""An article of several pages as one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scraper.model import Article, CleanedPage, RelatedItem


def join_parts(first: CleanedPage, further: Sequence[CleanedPage]) -> CleanedPage:
    """Return the record of an article whose pages are `first` and `further`, in their order.

    Blocks follow each other. Teasers inside the body come from all pages, the lists around it from the first; what a
    later page alone shows (another list, the source line at the end) is added. Everything else is the first page's.
    """
    pages = [first, *further]
    articles = [page.article for page in pages if page.article is not None]
    if first.article is None or len(articles) < 2:
        return first
    article: Article = replace(
        first.article,
        blocks=tuple(block for each in articles for block in each.blocks),
        source=next((each.source for each in reversed(articles) if each.source), None),
        tags=tuple(dict.fromkeys(tag for each in articles for tag in each.tags)),
    )
    related = _join_related(pages)
    provenance = replace(first.provenance, pages=tuple(page.url for page in pages if page.url))
    return replace(first, article=article, related=related, provenance=provenance, parts=())


def _join_related(pages: Sequence[CleanedPage]) -> tuple[RelatedItem, ...]:
    inside = [item for page in pages for item in page.related if item.kind == "inline"]
    around = [item for page in pages for item in page.related if item.kind != "inline"]
    seen: set[tuple[object, ...]] = set()
    joined: list[RelatedItem] = []
    for item in (*inside, *around):
        key = (item.list, item.url or item.title, item.kind)
        if key not in seen:
            seen.add(key)
            joined.append(replace(item, position=len(joined)))
    return tuple(joined)
