"""Page records, one JSON object a line: exactly `scraper.record.to_json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from scraper.export.rows import Exported
from scraper.record import to_json


def write_jsonl(pages: Iterable[Exported], streams: Sequence[BinaryIO]) -> None:
    """Write the records to the one stream, UTF-8."""
    for exported in pages:
        # A lone surrogate is no character and has no UTF-8.
        streams[0].write(to_json(exported.page).encode("utf-8", errors="replace") + b"\n")
