"""One run at a time on a data folder."""

from __future__ import annotations

import os
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.errors import LockedError, StorageError
from scraper.store import crawled_sites, hold, hold_schedule
from scraper.store.lock import LOCK_FILE
from tests.store.material import in_child

SINCE = datetime(2026, 11, 24, 12, tzinfo=UTC)


def holding(folder: Path) -> tuple[int, int]:
    """Start a process that holds the folder; return its number and the end of a pipe that closes with it."""
    reader, writer = os.pipe()

    def work() -> None:
        with hold(folder, command="scraper crawl its.network", since=SINCE):
            os.write(writer, b".")
            signal.pause()

    child = in_child(work)
    os.close(writer)
    assert os.read(reader, 1) == b"."
    return child, reader


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    child, reader = holding(tmp_path)
    with pytest.raises(LockedError) as caught, hold(tmp_path):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    assert f"pid {child}, 'scraper crawl its.network', since 2026-11-24T12:00:00+00:00" in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_status == 3


def test_who_shares_a_folder_waits_for_the_first_one_to_let_it_in(tmp_path: Path) -> None:
    entered = threading.Event()

    def second() -> None:
        with hold(tmp_path, shared=True) as held:
            assert not held.alone
            entered.set()

    with hold(tmp_path, shared=True) as first:
        assert first.alone
        thread = threading.Thread(target=second)
        thread.start()
        with pytest.raises(LockedError), hold(tmp_path):
            pass
        assert not entered.is_set()
        first.share()
        thread.join(30)
        assert entered.is_set()


@pytest.mark.parametrize(("mine", "theirs", "refused"), [(False, True, True), (True, False, True), (True, True, False)])
def test_a_site_is_crawled_by_one_process_unless_all_of_them_share_it(
    tmp_path: Path, mine: bool, theirs: bool, refused: bool
) -> None:
    reader, writer = os.pipe()

    def work() -> None:
        with hold(tmp_path, shared=True, sites=["a", "b"], sites_shared=theirs) as held:
            assert held.sites_alone is not theirs
            held.share()
            os.write(writer, b".")
            signal.pause()

    child = in_child(work)
    assert os.read(reader, 1) == b"."
    assert crawled_sites(tmp_path, ["a", "b", "c"]) == {"a", "b"}
    with hold(tmp_path, shared=True, sites=["c"]):
        pass
    if refused:
        with pytest.raises(LockedError, match="b: is crawled by another run") as caught:
            take(tmp_path, shared=mine)
        assert caught.value.exit_status == 3
    else:
        take(tmp_path, shared=mine)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert crawled_sites(tmp_path, ["a", "b"]) == set()
    take(tmp_path, shared=False)
    for end in (reader, writer):
        os.close(end)


def take(folder: Path, *, shared: bool) -> None:
    with hold(folder, shared=True, sites=["b"], sites_shared=shared):
        pass


def test_sites_of_a_folder_that_holds_no_lock_are_not_crawled(tmp_path: Path) -> None:
    assert crawled_sites(tmp_path, ["a"]) == set()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_has_one_scheduler_or_several_that_end_by_themselves(tmp_path: Path) -> None:
    with hold_schedule(tmp_path, command="schedule once", shared=True):
        with hold_schedule(tmp_path, command="schedule once", shared=True):
            pass
        with pytest.raises(LockedError, match="another scheduler"), hold_schedule(tmp_path, command="schedule run"):
            pass
        with hold(tmp_path):  # which is no crawl
            pass


def test_a_killed_run_holds_nothing(tmp_path: Path) -> None:
    child, reader = holding(tmp_path)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    assert (tmp_path / LOCK_FILE).exists()
    with hold(tmp_path):
        pass


def test_a_child_that_outlives_a_killed_run_does_not_hold_on(tmp_path: Path) -> None:
    started, start = os.pipe()
    stopped, stop = os.pipe()

    def grandchild() -> None:
        os.close(stop)
        os.write(start, b".")
        os.read(stopped, 1)  # until the test ends

    def work() -> None:
        with hold(tmp_path):
            in_child(grandchild)
            signal.pause()

    child = in_child(work)
    assert os.read(started, 1) == b"."
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with hold(tmp_path):
        pass
    for end in (started, start, stopped, stop):
        os.close(end)


def test_a_folder_is_free_when_the_run_has_ended_however_it_did(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(RuntimeError), hold(tmp_path):
            raise RuntimeError("the run failed")
    with hold(tmp_path), pytest.raises(LockedError), hold(tmp_path):
        pass
    with hold(tmp_path):
        pass


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff" * 5000, b'{"pid": 1}', b"1"])
def test_a_lock_file_says_nothing_about_the_lock(tmp_path: Path, content: bytes) -> None:
    """Left over, damaged or being written: only the kernel's lock counts."""
    (tmp_path / LOCK_FILE).write_bytes(content)
    with hold(tmp_path):
        (tmp_path / LOCK_FILE).write_bytes(content)
        with pytest.raises(LockedError, match="is held by another run"), hold(tmp_path):
            pass


def test_two_folders_are_held_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with hold(tmp_path / "a"), hold(tmp_path / "b"):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened for writing: No such file"), hold(tmp_path / "x"):
        pass
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Not a directory"), hold(tmp_path / "file"):
        pass


def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    def work() -> None:
        os.fchdir(folder)  # reachable for another user, whatever the folders above say
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        with pytest.raises(StorageError, match="Permission denied"), hold(Path()):
            pass

    tmp_path.chmod(0o555)
    folder = os.open(tmp_path, os.O_RDONLY)
    assert os.waitpid(in_child(work), 0)[1] == 0
    os.close(folder)
