"""Who works on a data folder: locks of the kernel on files, let go by the kernel however a process ends.

    lock            held by a crawl: by one alone, or by several that share it
    sites.lock      a byte for each site, held by who crawls it
    schedule.lock   held by a scheduler

The files stay when the locks are let go: only the kernel's locks on them count.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper.errors import LockedError, StorageError

LOCK_FILE = "lock"
SITES_FILE = "sites.lock"
SCHEDULE_FILE = "schedule.lock"

LOOK_AGAIN = 0.05
"""Seconds between two looks at a folder that its holder is about to share."""

LOOKS_AT_A_SITE = 4
"""Tries to take a site: who only looks whether it is held (`crawled_sites`) holds it for a moment."""

_held: set[int] = set()


@dataclass(slots=True)
class Hold:
    """A data folder that is held."""

    alone: bool
    """Whether no other process holds it too."""

    sites_alone: bool
    """Whether no other process crawls the sites for which it is held."""

    _file: int

    def share(self) -> None:
        """Let others in that want to share it."""
        fcntl.flock(self._file, fcntl.LOCK_SH)
        self.alone = False


@contextmanager
def hold(
    folder: Path,
    *,
    command: str | None = None,
    since: datetime | None = None,
    shared: bool = False,
    sites: Collection[str] = (),
    sites_shared: bool = False,
) -> Iterator[Hold]:
    """Hold a data folder for this process as long as the block lasts, and the `sites` that it crawls there.

    `command` and `since` tell others who holds it: the command line and the present time by default. `shared`: others
    may hold it too that say the same; the first one is alone until it lets them in (`Hold.share`), and the others wait for
    that. `sites_shared`: others may crawl these sites too that say the same. A process holds sites once at a time.
    Raises LockedError, naming the holder, if another run has the folder or a site; StorageError for a folder that is not
    there or that takes no files.
    """
    with (
        _signed(folder / LOCK_FILE, command=command, since=since, shared=shared) as (file, alone),
        _hold_sites(folder / SITES_FILE, sites, shared=sites_shared),
    ):
        yield Hold(alone, not sites_shared, file)


@contextmanager
def hold_schedule(folder: Path, *, command: str, shared: bool = False) -> Iterator[None]:
    """Be the scheduler of a data folder as long as the block lasts; one of several that are `shared`.

    Raises LockedError, naming the other one, where there is a scheduler already; StorageError.
    """
    with _signed(folder / SCHEDULE_FILE, command=command, shared=shared, by="another scheduler") as (file, _):
        if shared:
            fcntl.flock(file, fcntl.LOCK_SH)
        yield


def crawled_sites(folder: Path, sites: Collection[str]) -> set[str]:
    """Return those of the sites that a process crawls now.

    Who may not write to the folder does not see the sites that several crawls share.
    """
    for mode, way in ((os.O_RDWR, fcntl.LOCK_EX), (os.O_RDONLY, fcntl.LOCK_SH)):
        try:
            file = os.open(folder / SITES_FILE, mode)
        except OSError:
            continue
        try:
            return {site for site in sites if not _can_be_held(file, site, way)}
        finally:
            os.close(file)
    return set()


def _can_be_held(file: int, site: str, way: int) -> bool:
    try:
        fcntl.lockf(file, way | fcntl.LOCK_NB, 1, _byte_of(site))
    except OSError:
        return False
    fcntl.lockf(file, fcntl.LOCK_UN, 1, _byte_of(site))
    return True


@contextmanager
def _hold_sites(path: Path, sites: Collection[str], *, shared: bool) -> Iterator[None]:
    """Hold sites as long as the block lasts: record locks on one file, so that any number of them takes one descriptor."""
    if not sites:
        yield
        return
    file = _open(path)
    try:
        for site in sites:
            _take_site(file, path, site, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _take_site(file: int, path: Path, site: str, way: int) -> None:
    for look in range(LOOKS_AT_A_SITE):
        time.sleep(LOOK_AGAIN if look else 0)
        try:
            fcntl.lockf(file, way | fcntl.LOCK_NB, 1, _byte_of(site))
        except (BlockingIOError, PermissionError):  # POSIX allows both
            continue
        except OSError as error:
            raise StorageError(f"{path}: cannot be locked: {error.strerror}") from error
        else:
            return
    raise LockedError(f"{site}: is crawled by another run: wait for its end, or stop it")


def _byte_of(site: str) -> int:
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:7], "big")


@contextmanager
def _signed(
    path: Path,
    *,
    command: str | None = None,
    since: datetime | None = None,
    shared: bool = False,
    by: str = "another run",
) -> Iterator[tuple[int, bool]]:
    """Hold a file and write into it who does; give it, and whether nobody else holds it."""
    file = _open(path)
    try:
        alone = _lock(file, path, shared=shared, by=by)
        _held.add(file)
        _sign(file, path, command=command or " ".join(sys.argv), since=since or datetime.now(UTC), shared=shared)
        yield file, alone
    finally:
        _held.discard(file)
        os.close(file)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageError(f"{path}: cannot be opened for writing: {error.strerror}") from error


def _lock(file: int, path: Path, *, shared: bool, by: str) -> bool:
    """Take the lock, and tell whether nobody else has it. Waits only for a holder that is about to share."""
    while True:
        for way in (fcntl.LOCK_EX, fcntl.LOCK_SH) if shared else (fcntl.LOCK_EX,):
            try:
                fcntl.flock(file, way | fcntl.LOCK_NB)
                return way == fcntl.LOCK_EX  # noqa: TRY300
            except BlockingIOError:
                continue
            except OSError as error:  # a file system without locks
                raise StorageError(f"{path}: cannot be locked: {error.strerror}") from error
        holder = _holder(file)
        if not (shared and holder.get("shared")):
            raise LockedError(f"{path.parent}: is held by {by}{_named(holder)}: wait for its end, or stop it")
        time.sleep(LOOK_AGAIN)


def _sign(file: int, path: Path, *, command: str, since: datetime, shared: bool) -> None:
    facts = {
        "pid": os.getpid(),
        "command": command,
        "since": since.astimezone(UTC).isoformat(timespec="seconds"),
        "shared": shared,
    }
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps(facts).encode() + b"\n", 0)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror}") from error


def _holder(file: int) -> dict[str, object]:
    """Return who holds it, as far as the file tells: the holder may be writing it just now."""
    try:
        facts = json.loads(os.pread(file, 4096, 0))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _named(holder: dict[str, object]) -> str:
    try:
        return f" (pid {holder['pid']}, {holder['command']!r}, since {holder['since']})"
    except KeyError:
        return ""


def _let_go_in_child() -> None:
    # A forked child shares the lock; one that outlives its parent would keep the folder held.
    for file in _held:
        os.close(file)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
