"""The same page in many shapes of dump gives the same record."""

from __future__ import annotations

from hypothesis import given

from scraper.clean.dump import clean_dump
from tests.clean.dump_shapes import (
    Known,
    Shape,
    expected_blocks,
    expected_related,
    known_pages,
    names_itself,
    render,
    shapes,
)


@given(known_pages(), shapes())
def test_a_page_comes_back_from_any_shape(known: Known, shape: Shape) -> None:
    page = clean_dump(render(known, shape))
    article = page.article
    assert article is not None
    assert article.headline == known.headline
    assert (article.source.name if article.source else None) == known.source
    shown = set(shape.header)
    assert article.published == (known.published if "date" in shown else None)
    assert article.reading_time_minutes == (known.minutes if "minutes" in shown else None)
    if "name" in shown and names_itself(known, shape):
        assert article.publisher == known.name
        assert article.section == (known.section if "section" in shown else None)
    if "by" in shown:
        assert article.authors == (known.author,)
    assert [(block.kind, block.text) for block in article.blocks] == expected_blocks(known)
    assert [
        (item.list, item.kind, item.title, item.category, item.excerpt, item.excerpt_truncated) for item in page.related
    ] == expected_related(known, shape)
