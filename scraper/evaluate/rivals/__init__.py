"""Other people's extractors, for comparison: one file each, which alone imports its library, when it is asked.

Each has `extract(html, url)`, which returns what it finds of {"text", "headline", "published", "authors"}.
They come with the extra `bench`: pip install 'scraper[bench]'.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from typing import Any

Extract = Callable[[str, str | None], Mapping[str, Any]]

RIVALS: Mapping[str, str] = {
    "trafilatura": "trafilatura",
    "newspaper4k": "newspaper",
    "readability-lxml": "readability",
    "goose3": "goose3",
    "resiliparse": "resiliparse",
    "justext": "justext",
}
"""Name of a rival, as it is installed -> the module it brings."""


def installed(name: str) -> bool:
    """Tell whether a rival can be imported."""
    return importlib.util.find_spec(RIVALS[name]) is not None


def load(name: str) -> Extract:
    """Return the function of a rival. Raises ImportError where its library, or a part of it, is missing."""
    extract: Extract = importlib.import_module(f"{__name__}.with_{RIVALS[name]}").extract
    return extract
