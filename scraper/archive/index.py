"""CDXJ: which address was captured when, and where in the archive it lies. One file for each WARC file, made from it.

A line is `<key> <time> <JSON>`: the address as a key that sorts by domain (SURT), the time of the capture to the
second, and url, mime, status, digest, length, offset and filename, as pywb reads it. Answers that say "not modified" have
none. While a WARC file grows, its index grows behind it in the order of writing; when it is closed, the index is sorted.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from scraper.archive.reader import Record, records
from scraper.archive.records import payload_digest
from scraper.archive.surt import surt
from scraper.errors import InputError
from scraper.wire import parse_headers, split_head

ENDING = ".cdxj"
ANSWERS = frozenset({"response", "revisit"})
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")


class Index:
    """The index of a WARC file that grows. It is a convenience: what cannot be written of it is made again later."""

    def __init__(self, warc: Path, folder: Path, *, whole_until: int) -> None:
        """Take up the index of a WARC file whose records are whole until a byte; what is missing in it is read there.

        `folder` is that of the indexes; it is made if it is not there.
        """
        self.path = index_path(warc, folder)
        self._stream: TextIO | None = None
        known = [line for line in _lines(self.path) if (span := _span(line)) and span[1] <= whole_until]
        covered = max((span[1] for line in known if (span := _span(line))), default=0)
        missing = list(lines_of(warc, at=covered)) if covered < whole_until else []
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if missing or not known or len(known) < sum(1 for _ in _lines(self.path)):
                _replace(self.path, [*known, *missing])
            self._stream = self.path.open("a", encoding="utf-8")

    def add(self, line: str | None) -> None:
        """Append a line; `None` is none."""
        with contextlib.suppress(OSError):
            if self._stream is not None and line is not None:
                self._stream.write(line + "\n")

    def close(self) -> None:
        """Sort the index. May be called again."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
                _replace(self.path, sorted(_lines(self.path)))


def index_path(warc: Path, folder: Path) -> Path:
    """Return where in the folder of indexes that of a WARC file lies."""
    return folder / (warc.name + ENDING)


def make_index(warc: Path, folder: Path) -> int:
    """Write the index of a WARC file anew; return the number of its lines. Raises OSError."""
    lines = sorted(lines_of(warc))
    folder.mkdir(parents=True, exist_ok=True)
    _replace(index_path(warc, folder), lines)
    return len(lines)


def find(folder: Path, url: str) -> Iterator[Mapping[str, Any]]:
    """Yield what the indexes in a folder say of an address, a mapping for each capture, with its "timestamp"."""
    wanted = surt(url) + " "
    for path in sorted(folder.glob(f"*{ENDING}")):
        for line in _lines(path):
            if line.startswith(wanted):
                _, moment, rest = line.split(" ", 2)
                yield {**json.loads(rest), "timestamp": moment}


def lines_of(warc: Path, *, at: int = 0) -> Iterator[str]:
    """Yield the lines of the answers in a WARC file from byte `at` on. Damaged records have none."""
    found = records(warc, name=str(warc), at=at, want=lambda fields: fields.get("warc-type") in ANSWERS)
    try:
        for record in found:
            if isinstance(record, Record) and record.kind in ANSWERS and record.single:
                moment = datetime.fromisoformat(record.fields["warc-date"])
                line = line_of(
                    warc.name,
                    url=record.url,
                    fetched_at=moment,
                    message=record.block,
                    digest=record.fields.get("warc-payload-digest") or payload_digest(record.block),
                    offset=record.offset,
                    length=record.end - record.offset,
                    is_revisit=record.kind == "revisit",
                )
                if line is not None:
                    yield line
    except (InputError, KeyError, ValueError):
        return


def line_of(
    file: str,
    *,
    url: str,
    fetched_at: datetime,
    message: bytes,
    digest: str | None,
    offset: int,
    length: int,
    is_revisit: bool,
) -> str | None:
    """Return the line of one answer; `message` is its HTTP message, of which only the head is looked at.

    `None` for a 304: it shows nothing, and a reader that takes the capture next to a moment is to find the page itself.
    """
    status = _STATUS.match(message)
    if status is not None and status[1] == b"304":
        return None
    facts = {
        "url": url,
        "mime": "warc/revisit" if is_revisit else _mime(message),
        "status": status[1].decode() if status else "-",
        "digest": digest,
        "length": str(length),
        "offset": str(offset),
        "filename": file,
    }
    told = {name: value for name, value in facts.items() if value is not None}
    return f"{surt(url)} {fetched_at.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(told, ensure_ascii=True)}"


def _mime(message: bytes) -> str:
    head = split_head(message[: 1 << 16])
    fields = parse_headers(head[0].partition(b"\n")[2]) if head else []
    value = next((value for name, value in fields if name == "content-type"), "")
    return value.partition(";")[0].strip().lower() or "unk"


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            yield from (line.removesuffix("\n") for line in stream if line.endswith("}\n"))
    except OSError:
        return


def _span(line: str) -> tuple[int, int] | None:
    """Return the bytes of the WARC file that a line is about; `None` for what is no line."""
    try:
        facts = json.loads(line.split(" ", 2)[2])
        return int(facts["offset"]), int(facts["offset"]) + int(facts["length"])
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def _replace(path: Path, lines: list[str]) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    os.replace(beside, path)  # noqa: PTH105
