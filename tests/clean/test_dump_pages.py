"""Pages of other aggregators as people save them: `dumps/*.txt`, each with what must come out beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.clean.dump import clean_dump
from scraper.model import CleanedPage

FOLDER = Path(__file__).parent / "dumps"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def read(name: str) -> tuple[CleanedPage, dict[str, Any]]:
    text = (FOLDER / f"{name}.txt").read_bytes().decode("utf-8")
    return clean_dump(text), json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_article_has_its_fields_and_no_others(name: str) -> None:
    page, expected = read(name)
    assert page.page_type == expected["page_type"]
    if page.article is None:
        assert "article" not in expected
        return
    fields = ("headline", "dek", "authors", "publisher", "published", "published_text", "modified")
    shown = {
        name: getattr(page.article, name) for name in (*fields, "section", "tags", "language", "reading_time_minutes")
    }
    shown["source"] = page.article.source.name if page.article.source else None
    found = {name: list(value) if isinstance(value, tuple) else value for name, value in shown.items() if value}
    assert found == expected["article"]


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_whole_and_nothing_else_is_in_it(name: str) -> None:
    page, expected = read(name)
    blocks = page.article.blocks if page.article else ()
    assert [[block.kind, block.text] for block in blocks] == expected.get("blocks", [])


@pytest.mark.parametrize("name", NAMES)
def test_every_teaser_is_there_in_order(name: str) -> None:
    page, expected = read(name)
    fields = ("list", "kind", "title", "category", "excerpt", "excerpt_truncated", "date_text", "published", "url")
    found = [{name: getattr(item, name) for name in fields if getattr(item, name) is not None} for item in page.related]
    assert found == expected["related"]
