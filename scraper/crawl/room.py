"""Room on the disk: a crawl ends before there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from scraper.errors import StorageError

EVERY = 20
"""Requests between two looks."""


def room_check(folder: Path, least: int) -> Callable[[], None]:
    """Return what raises StorageError when fewer than `least` bytes are free where `folder` lies."""
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked % EVERY != 1:
            return
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            raise StorageError(f"{folder}: cannot be looked at: {error.strerror}") from error
        if free < least:
            raise StorageError(
                f"{folder}: only {free / 1e6:,.0f} MB are free, and {least / 1e6:,.0f} are to stay so (min_free in "
                "scraper.toml): make room and start again; everything that was stored is whole"
            )

    return check
