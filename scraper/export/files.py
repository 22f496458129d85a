"""Output files that are whole or not there: written under another name, renamed at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from scraper.errors import ExportError, StorageError

STDOUT = Path("-")
"""Stands for standard output."""


@contextmanager
def whole_files(paths: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """Open files for writing; they appear under their names, all of them, when the block has ended well.

    Folders are made where they are missing; a file of that name is replaced at the end, a link is followed. Standard
    output, devices and pipes are written as they are. Raises ExportError for a folder, StorageError where there is no room
    or no right to write; nothing half written stays behind.
    """
    finals: list[tuple[Path, Path]] = []
    with ExitStack() as undo, _named(paths):
        streams: list[BinaryIO] = []
        for path in paths:
            if path == STDOUT:
                streams.append(sys.stdout.buffer)
                undo.callback(sys.stdout.buffer.flush)
                continue
            if path.is_dir():
                raise ExportError(f"{path}: is a folder: name a file")
            if path.exists() and not path.is_file():  # also /dev/stdout, which leads to no name where it is a pipe
                streams.append(undo.enter_context(path.open("wb")))
                continue
            target = path.resolve()
            if not target.parent.is_dir():
                _make_folder(target.parent)
            half = target.with_name(f".{target.name}.{os.getpid()}.part")
            stream = undo.enter_context(half.open("wb"))
            undo.callback(half.unlink, missing_ok=True)
            streams.append(stream)
            finals.append((half, target))
        yield streams
        for written in streams:
            written.flush()
        for half, _ in finals:
            _settle(half)
        for half, target in reversed(finals):  # the first file last: where it is, the others are
            half.replace(target)


def _settle(half: Path) -> None:
    """Bring a file to the disk before its name changes: a name never stands for less than the whole."""
    with half.open("rb") as stream:
        os.fsync(stream.fileno())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise StorageError(f"{folder}: cannot be written: a file stands where a folder should") from error


@contextmanager
def _named(paths: Sequence[Path]) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # the reader has had enough: no fault of the disk
        raise
    except OSError as error:
        raise StorageError(f"{error.filename or paths[0]}: cannot be written: {error.strerror or error}") from error
