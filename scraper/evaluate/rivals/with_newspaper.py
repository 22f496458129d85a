"""newspaper4k, kept from the network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newspaper import Article


def extract(html: str, url: str | None) -> Mapping[str, Any]:
    """Return text, title, date and authors."""
    article = Article(url or "https://example.org/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    date = article.publish_date
    return {
        "text": article.text,
        "headline": article.title,
        "published": date.isoformat() if hasattr(date, "isoformat") else date or None,
        "authors": article.authors,
    }
