"""From what a command is handed - paths, folders, WARCs, a manifest, standard input - to documents to clean.

    paths, manifest, stdin
      | folder.walk          sorted; what is no page is counted
      | files.read_file      unpacked, judged by content        -> Document, or a fault with its reason
      | warcs                each page of a WARC                 -> Document
    read_inputs yields them all; cleaning.Cleaner cleans one.

Nothing ends silently: each thing is a document, passed over with a reason, or a fault with a name and a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from scraper.errors import InputError
from scraper.inputs.documents import Document, Event, PassedOver, shown
from scraper.inputs.files import STDIN, is_folder, read_file, read_stdin
from scraper.inputs.folder import walk
from scraper.inputs.manifest import read_manifest

__all__ = ["STDIN", "Document", "Event", "PassedOver", "is_folder", "read_inputs"]


def read_inputs(
    paths: Iterable[str], *, manifest: str | None = None, url: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Event]:
    """Yield everything that the inputs come to, in their order, the manifest's pages last.

    A path is a file, a folder or "-" for `stdin`. A folder or a WARC that holds no page at all is a fault.
    `url` is the address of the one page that is handed in.
    """
    for path in paths:
        yield from _or_nothing(_read_path(path, url, stdin), path)
    if manifest is not None:
        for entry in read_manifest(manifest, stdin=stdin):
            if isinstance(entry, InputError):
                yield entry
            else:
                yield from read_file(entry.path, id=entry.id, url=entry.url, single=True)


def _read_path(path: str, url: str | None, stdin: BinaryIO | None) -> Iterator[Event]:
    if path == STDIN:
        yield from read_stdin(stdin, url=url)
    elif is_folder(path):
        for found in walk(path):
            if isinstance(found, str):
                yield from read_file(found)
            else:
                yield found
    else:
        yield from read_file(path, url=url)


def _or_nothing(events: Iterator[Event], path: str) -> Iterator[Event]:
    """Pass events on; if they bring neither a document nor a fault, that is the fault."""
    use = False
    reasons: dict[str, int] = {}
    for event in events:
        if isinstance(event, PassedOver):
            reasons[event.reason] = reasons.get(event.reason, 0) + 1
        else:
            use = True
        yield event
    if not use:
        passed = ", ".join(f"{count} {reason}" for reason, count in list(reasons.items())[:5])
        yield InputError(shown(path), f"holds no page (passed over: {passed})" if passed else "holds no page")
