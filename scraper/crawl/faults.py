"""Faults of this program, kept to the link that brought them out: one page must not end a crawl of three hundred sites."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

from scraper.errors import FetchError, ScraperError

T = TypeVar("T")
_PACKAGE = Path(__file__).resolve().parent.parent


async def contained(following: Awaitable[T], url: str) -> T:
    """Return what comes of following an address. Raises FetchError ("fault") for an exception that nobody meant to raise.

    What this package raises on purpose comes out as it is.
    """
    try:
        return await following
    except ScraperError:
        raise
    except Exception as error:
        raise FetchError(url, "fault", told(error)) from error


def told(error: Exception) -> str:
    """Return what went wrong and where, in a line."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE) and frame.filename != __file__]
    where = ours[-1] if ours else frames[-1]
    name = Path(where.filename)
    place = name.relative_to(_PACKAGE.parent) if name.is_relative_to(_PACKAGE) else name.name
    return f"{type(error).__name__}: {error} ({place}:{where.lineno}); please report it"
