"""Single files and standard input: opened, unpacked, judged by their content, within bounds."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from scraper.codings import inflate
from scraper.errors import InputError
from scraper.inputs import sniff
from scraper.inputs.documents import Document, Event, Kind, extension_of, id_of, shown
from scraper.inputs.warcs import read_warc_pages

LIMIT = 64_000_000
"""Most bytes of one file, packed and unpacked; a longer page is cut there, and its record says "too_large"."""

PAGE_EXTENSIONS: dict[str, Kind] = {".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "dump"}
EXTENSIONS = frozenset({*PAGE_EXTENSIONS, ".warc"})
"""What is looked for in folders; each may be followed by ".gz"."""

STDIN = "-"


def read_file(path: str, *, id: str | None = None, url: str | None = None, single: bool = False) -> Iterator[Event]:  # noqa: A002
    """Yield what a file comes to: one document, or the pages of a WARC.

    `id` and `url` are what a manifest or an option says of it; `single` refuses a WARC, which holds many pages.
    Faults are yielded, not raised.
    """
    name = shown(path)
    try:
        with open_now(path) as stream:
            source = _Source(stream, name, id or id_of(path), url, extension_of(path))
            yield from _read(source, single=single or url is not None)
    except OSError as error:
        yield InputError(name, f"cannot be read: {why(error)}")
    except ValueError:  # a zero byte in the path
        yield InputError(name, "is no path of a file")


def read_stdin(stream: BinaryIO | None, *, url: str | None = None) -> Iterator[Event]:
    """Yield what standard input comes to; what it is shows in its content."""
    if stream is None:
        yield InputError("standard input", "is closed")
        return
    try:
        yield from _read(_Source(stream, "standard input", "stdin", url, ""), single=url is not None)
    except OSError as error:
        yield InputError("standard input", f"cannot be read: {why(error)}")


def open_now(path: str) -> BinaryIO:
    """Open a file for reading without ever waiting for somebody to write: a named pipe without a writer is empty.

    Raises OSError, and ValueError for what cannot be a path.
    """
    stream = open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK))  # noqa: SIM115
    os.set_blocking(stream.fileno(), True)
    return stream


def why(error: OSError) -> str:
    """Return the operating system's words for an error, beginning small."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]


@dataclass(frozen=True, slots=True)
class _Source:
    """An open file, and what is known of it before it is read."""

    stream: BinaryIO
    name: str
    id: str
    url: str | None
    extension: str


def _read(source: _Source, *, single: bool) -> Iterator[Event]:
    stream = source.stream
    rewindable = stream.seekable() and stream.tell() == 0
    head = stream.read(sniff.HEAD)
    start = inflate(head, sniff.HEAD)[0] if head.startswith(sniff.GZIP) else head
    if sniff.is_warc(start):
        if single:
            yield InputError(source.name, "is a WARC, whose pages have addresses and ids of their own")
            return
        if rewindable:
            stream.seek(0)
        whole = stream if rewindable else cast("BinaryIO", Rejoined(head, stream))
        yield from read_warc_pages(whole, name=source.name, stem=source.id)
    elif source.extension == ".warc" and head:
        packed = head.startswith(sniff.GZIP)
        yield InputError(source.name, "is cut off before its first record" if packed and not start else "is no WARC")
    else:
        yield _document(source, head + stream.read(LIMIT + 1 - len(head)))


def _document(source: _Source, body: bytes) -> Document | InputError:
    if body.startswith(sniff.GZIP):
        ours = len(body) > LIMIT  # then it is we who cut it off
        body, fault = inflate(body, LIMIT + 1)
        if fault == "bad_encoding" or (fault == "truncated" and not ours):
            return InputError(
                source.name, "is damaged gzip" if fault == "bad_encoding" else "is cut off: gzip without an end"
            )
        if not body:
            return InputError(source.name, "is empty inside its gzip")
        if body.startswith(sniff.GZIP):
            return InputError(source.name, "is gzip inside gzip")
    kind = _kind(source.extension, body[: sniff.HEAD])
    useless = sniff.why_no_page(body) or (sniff.why_no_dump(body) if kind == "dump" else None)
    if useless is not None:
        return InputError(source.name, useless)
    wide = sniff.wide_encoding(body)
    if wide is not None:  # the mark that its writer left out lets every reader decode it
        body = (codecs.BOM_UTF16_LE if wide == "utf-16-le" else codecs.BOM_UTF16_BE) + body
    return Document(name=source.name, id=source.id, kind=kind, body=body, url=source.url)


def _kind(extension: str, head: bytes) -> Kind:
    """A page's extension counts, except that a .txt which declares itself HTML is a page."""
    known = PAGE_EXTENSIONS.get(extension)
    if known == "html" or (known == "dump" and not sniff.is_declared_html(head)):
        return known
    return "html" if sniff.is_html(head) else "dump"


class Rejoined:
    """A stream that cannot be rewound, with the bytes that were read from it put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest
        self.name = rest.name if isinstance(rest.name, str) else STDIN

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b"" at the end."""
        if not self._head:
            return self._rest.read(size)
        data = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(data) :]
        return data

    def seekable(self) -> bool:
        """Return False."""
        return False


def is_folder(path: str) -> bool:
    """Tell whether a path leads to a folder; what cannot be looked at does not."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False
