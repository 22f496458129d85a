"""goose3, without its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goose3 import Goose


def extract(html: str, url: str | None) -> Mapping[str, Any]:
    """Return text, title, date and authors."""
    with Goose({"enable_image_fetching": False}) as goose:
        article = goose.extract(url=url, raw_html=html) if url else goose.extract(raw_html=html)
    return {
        "text": article.cleaned_text,
        "headline": article.title,
        "published": article.publish_date,
        "authors": article.authors,
    }
