"""Manifests: JSON lines that name pages, with their ids and addresses."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scraper.errors import InputError
from scraper.inputs.documents import shown
from scraper.inputs.files import STDIN, open_now, why
from scraper.urls import absolute_url

MAX_LINE = 1_000_000
"""Most bytes of one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a manifest."""

    path: str
    """Resolved against the manifest's folder."""

    id: str | None = None
    url: str | None = None


def read_manifest(path: str, *, stdin: BinaryIO | None = None) -> Iterator[Entry | InputError]:
    """Yield the lines of a manifest, `{"id", "path", "url"}` each; `path` is relative to the manifest.

    "id" and "url" may be missing or null; further keys are not looked at. Empty lines and a byte order mark do not
    matter. A faulty line is yielded as a fault with its number, and the others count. "-" reads `stdin`, whose
    paths are relative to the working folder.
    """
    name = "standard input" if path == STDIN else shown(path)
    try:
        if path == STDIN:
            yield from _lines(stdin, name, "") if stdin else [InputError(name, "is closed")]
        else:
            with open_now(path) as stream:
                yield from _lines(stream, name, os.path.dirname(path))  # noqa: PTH120
    except OSError as error:
        yield InputError(name, f"cannot be read: {why(error)}")


def _lines(stream: BinaryIO, name: str, folder: str) -> Iterator[Entry | InputError]:
    number = count = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        where = f"{name}:{number}"
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > MAX_LINE:
            yield InputError(where, f"is longer than {MAX_LINE} bytes; this is no manifest")
            return
        if line.strip():
            count += 1
            yield _entry(line, where, folder)
    if not count:
        yield InputError(name, "is empty")


def _entry(line: bytes, where: str, folder: str) -> Entry | InputError:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return InputError(where, 'is no JSON object such as {"id": "a1", "path": "a1.html", "url": "https://…"}')
    if not isinstance(record, dict):
        return InputError(where, "is JSON, but no object")
    path, number, url = record.get("path"), record.get("id"), record.get("url")
    if not isinstance(path, str) or not path:
        return InputError(where, '"path" is missing' if not path else '"path" is no text')
    if isinstance(number, int) and not isinstance(number, bool):
        number = str(number)
    if not isinstance(number, str | None):
        return InputError(where, '"id" is neither text nor number')
    if url and not (isinstance(url, str) and absolute_url(url, base=None)):
        return InputError(where, f'"url" is no http(s) address: {shown(str(url))[:80]}')
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return InputError(where, '"path" is no path of a file')
    return Entry(path=os.path.join(folder, path), id=number or None, url=url or None)  # noqa: PTH118
