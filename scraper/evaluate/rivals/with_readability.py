"""readability-lxml: the element that it picks, as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readability import Document

from scraper.dom import Tree


def extract(html: str, url: str | None) -> Mapping[str, Any]:
    """Return text and title."""
    document = Document(html, url=url)
    body = Tree(document.summary(html_partial=True)).body
    return {"text": body.text(separator="\n") if body is not None else None, "headline": document.short_title()}
