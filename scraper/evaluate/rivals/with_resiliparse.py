"""resiliparse: main content as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resiliparse.extract.html2text import extract_plain_text


def extract(html: str, url: str | None) -> Mapping[str, Any]:  # noqa: ARG001 (it needs no address)
    """Return the text."""
    return {"text": extract_plain_text(html, main_content=True, alt_texts=False)}
