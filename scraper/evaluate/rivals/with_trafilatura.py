"""trafilatura, by its defaults, without comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trafilatura import bare_extraction


def extract(html: str, url: str | None) -> Mapping[str, Any]:
    """Return text, title, date and authors."""
    found = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"text": found.text, "headline": found.title, "published": found.date, "authors": authors}
