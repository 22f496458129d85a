"""Folders: the pages, dumps and WARCs in them, sorted; everything else is counted."""

from __future__ import annotations

import os
from collections.abc import Iterator

from scraper.errors import InputError
from scraper.inputs.documents import PassedOver, extension_of, shown
from scraper.inputs.files import EXTENSIONS, why

Found = str | PassedOver | InputError


def walk(folder: str) -> Iterator[Found]:
    """Yield the paths of a folder's pages, dumps and WARCs, its folders' too, sorted by name.

    Passed over: hidden names, other extensions, what is no plain file, links to folders (which may lead in circles).
    A folder that cannot be read is a fault.
    """
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path != folder and not path.endswith(os.sep):
            yield path
            continue
        inner: list[str] = []
        for found in _entries(path):
            if isinstance(found, str):
                inner.append(found)
            else:
                yield found
        waiting += reversed(inner)


def _entries(folder: str) -> Iterator[Found]:
    """Yield what a folder holds, sorted; the folders in it end in a slash."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(shown(folder), f"cannot be read: {why(error)}")
        return
    for entry in entries:
        reason = _why_not(entry)
        if reason is not None:
            yield PassedOver(name=shown(entry.path), reason=reason)
        else:
            yield os.path.join(entry.path, "") if entry.is_dir(follow_symlinks=False) else entry.path  # noqa: PTH118


def _why_not(entry: os.DirEntry[str]) -> str | None:
    """Return why an entry is passed over. A dangling link with a page's name is not: it is named as a fault."""
    if entry.name.startswith("."):
        return "hidden"
    try:
        if entry.is_dir(follow_symlinks=False):
            return None
        if entry.is_dir():
            return "link to a folder"
        if extension_of(entry.name) not in EXTENSIONS:
            return "other file"
        return None if entry.is_file() or entry.is_symlink() else "no plain file"
    except OSError:  # a link that leads in a circle
        return None
