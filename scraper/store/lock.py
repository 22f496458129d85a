"""One run at a time on a data folder: a lock of the kernel on a file, let go by the kernel however the run ends."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper.errors import LockedError, StorageError

LOCK_FILE = "lock"
"""Name of the file in a data folder. It stays when the lock is let go: only the kernel's lock on it counts."""

_held: set[int] = set()


@dataclass(slots=True)
class Hold:
    """A data folder that is held."""

    alone: bool
    """Whether no other process holds it too."""

    _file: int

    def share(self) -> None:
        """Let others in that want to share it."""
        fcntl.flock(self._file, fcntl.LOCK_SH)
        self.alone = False


@contextmanager
def hold(
    folder: Path, *, command: str | None = None, since: datetime | None = None, shared: bool = False
) -> Iterator[Hold]:
    """Hold a data folder for this process as long as the block lasts. Never waits.

    `command` and `since` tell others who holds it: the command line and the present time by default. `shared`: others
    may hold it too that say the same; the first one is alone until it lets them in (`Hold.share`).
    Raises LockedError, naming the holder, if another run has it; StorageError for a folder that is not there or that
    takes no files.
    """
    path = folder / LOCK_FILE
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageError(f"{path}: cannot be opened for writing: {error.strerror}") from error
    try:
        alone = _lock(file, path, shared=shared)
        _held.add(file)
        _sign(file, path, command=command or " ".join(sys.argv), since=since or datetime.now(UTC))
        yield Hold(alone, file)
    finally:
        _held.discard(file)
        os.close(file)


def _lock(file: int, path: Path, *, shared: bool) -> bool:
    """Take the lock, and tell whether nobody else has it."""
    for way in (fcntl.LOCK_EX, fcntl.LOCK_SH) if shared else (fcntl.LOCK_EX,):
        try:
            fcntl.flock(file, way | fcntl.LOCK_NB)
            return way == fcntl.LOCK_EX  # noqa: TRY300
        except BlockingIOError:
            continue
        except OSError as error:  # a file system without locks
            raise StorageError(f"{path}: cannot be locked: {error.strerror}") from error
    raise LockedError(f"{path.parent}: is held by another run{_holder(file)}: wait for its end, or stop it")


def _sign(file: int, path: Path, *, command: str, since: datetime) -> None:
    facts = {"pid": os.getpid(), "command": command, "since": since.astimezone(UTC).isoformat(timespec="seconds")}
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps(facts).encode() + b"\n", 0)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror}") from error


def _holder(file: int) -> str:
    """Return who holds it, as far as the file tells: the holder may be writing it just now."""
    try:
        facts = json.loads(os.pread(file, 4096, 0))
        return f" (pid {facts['pid']}, {facts['command']!r}, since {facts['since']})"
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def _let_go_in_child() -> None:
    # A forked child shares the lock; one that outlives its parent would keep the folder held.
    for file in _held:
        os.close(file)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
