"""Whatever stops a run, whole records stay, the one that was being written is cut off, and somebody says so."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.archive.unpack import Unpacked
from scraper.errors import StorageError
from tests.archive.material import check, exchange, kept, open_archive, run
from tests.conftest import ROOT


def archived(folder: Path, count: int) -> tuple[Path, list[int]]:
    """Make an archive; return its file and how long it was after each exchange."""
    ends = []
    with open_archive(folder) as archive:
        for number in range(count):
            archive.write(exchange(number))
            (path,) = archive.files()
            ends.append(path.stat().st_size)
    return path, ends


def test_a_file_cut_at_any_byte_of_its_last_exchange_keeps_all_before(tmp_path: Path) -> None:
    path, ends = archived(tmp_path, 3)
    whole = path.read_bytes()
    for size in range(ends[1], ends[2] + 1):
        path.write_bytes(whole[:size])
        with open_archive(tmp_path) as archive:
            found = kept(archive)
            assert found == [exchange(n) for n in range(3 if size == ends[2] else 2)], size
            assert bool(archive.notes) == (path.stat().st_size < size), size
            if size % 17 == 0:
                archive.write(exchange(9))
                assert kept(archive) == [*found, exchange(9)], size
        assert whole.startswith(path.read_bytes()[: ends[1]])
    with open_archive(tmp_path) as archive:
        archive.write(exchange(9))
    check(path)


def test_what_was_cut_off_is_named(tmp_path: Path) -> None:
    path, ends = archived(tmp_path, 2)
    with path.open("r+b") as stream:
        stream.truncate(ends[1] - 10)

    with open_archive(tmp_path) as archive:
        (note,) = archive.notes

    assert str(path) in note
    assert f"bytes behind byte {path.stat().st_size}, a record that was not whole" in note


@pytest.mark.parametrize(
    "tail",
    [b"\0" * 5000, random.Random(1).randbytes(300), b"\x1f\x8b", b"WARC/1.1\r\n"],
    ids=["zeros", "noise", "gzip begins", "record begins"],
)
def test_a_tail_of_rubbish_is_cut_off(tmp_path: Path, tail: bytes) -> None:
    path, ends = archived(tmp_path, 2)
    path.write_bytes(path.read_bytes() + tail)

    with open_archive(tmp_path) as archive:
        assert kept(archive) == [exchange(0), exchange(1)]
        assert len(archive.notes) == 1
    assert path.stat().st_size == ends[1]


@pytest.mark.parametrize("size", [0, 1, 5, 30, 100])
def test_a_file_that_had_hardly_begun_is_used(tmp_path: Path, size: int) -> None:
    with open_archive(tmp_path) as archive:
        (path,) = archive.files()
    path.write_bytes(path.read_bytes()[:size])

    with open_archive(tmp_path) as archive:
        archive.write(exchange(1))
        assert kept(archive) == [exchange(1)]


def test_damage_before_the_end_is_left_alone_and_named(tmp_path: Path) -> None:
    path, ends = archived(tmp_path, 4)
    damaged = bytearray(path.read_bytes())
    damaged[ends[0] + 30 : ends[0] + 60] = bytes(30)
    path.write_bytes(damaged)

    with open_archive(tmp_path) as archive:
        assert "is damaged before its end" in archive.notes[0]
        archive.write(exchange(9))
        found = kept(archive)

    assert path.read_bytes() == damaged
    assert len(archive.files()) == 2
    assert [item.url[-1] for item in found] in (list("0239"), list("01239"))  # the request or the answer was hit
    assert any("is damaged" in note for note in archive.notes[1:])


def test_what_the_store_knows_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(tmp_path) as archive:
        places = [archive.write(exchange(number)) for number in range(50)]
    starts: list[int] = []
    original = Unpacked.__init__

    def noted(self: Unpacked, stream: object, *, at: int = 0) -> None:
        starts.append(at)
        original(self, stream, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr(Unpacked, "__init__", noted)
    open_archive(tmp_path, ends={places[-1].file: places[-1].offset}).close()

    assert starts == [places[-1].offset]


def test_a_wrong_word_of_the_store_does_no_harm(tmp_path: Path) -> None:
    path, ends = archived(tmp_path, 3)
    for known in (1, ends[0] + 3, ends[2] - 1, ends[2], 10**9):
        with open_archive(tmp_path, ends={path.name: known}) as archive:
            assert kept(archive) == [exchange(0), exchange(1), exchange(2)]
            assert archive.notes == []


WRITER = """
import sys
from pathlib import Path
from tests.archive.material import exchange, open_archive
archive = open_archive(Path(sys.argv[1]))
for number in range(100_000):
    archive.write(exchange(number))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [0, 3, 30])
def test_a_run_that_is_killed_loses_nothing_it_reported(tmp_path: Path, after: int) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        reported = [int(process.stdout.readline()) for _ in range(after + 1)]
        os.kill(process.pid, signal.SIGKILL)
        reported += [int(line) for line in process.stdout]

    with open_archive(tmp_path) as archive:
        found = kept(archive)
        assert found == [exchange(number) for number in range(len(found))]
        assert len(found) >= len(reported)
        archive.write(exchange(9))
    check(archive.files()[0])


FULL = """
import resource, sys
from pathlib import Path
from scraper.errors import StorageError
from tests.archive.material import exchange, open_archive
archive = open_archive(Path(sys.argv[1]))
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    for number in range(100_000):
        archive.write(exchange(number))
except StorageError as error:
    print(number, type(error.__cause__).__name__, error)
size = archive.files()[0].stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
archive.write(exchange(number))
print(size)
"""


@pytest.mark.parametrize("limit", [2000, 5001])
def test_a_write_without_room_is_taken_back(tmp_path: Path, limit: int) -> None:
    done = run(FULL, tmp_path, limit)
    assert done.returncode == 0, done.stderr
    message, size = done.stdout.splitlines()
    number = int(message.split()[0])

    assert "OSError" in message
    assert "cannot be written: File too large; make room and start again" in message
    assert int(size) <= limit
    with open_archive(tmp_path) as archive:
        assert archive.notes == []
        assert kept(archive) == [exchange(n) for n in range(number + 1)]
    check(archive.files()[0])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a file system")
    yield disk
    subprocess.run([str(shutil.which("umount")), str(disk)], check=True)


def fill(archive: Archive) -> None:
    for number in range(100_000):
        archive.write(exchange(number))


def test_a_full_disk_keeps_what_it_has(small_disk: Path) -> None:
    with open_archive(small_disk) as archive:
        with pytest.raises(StorageError, match="No space left on device; make room and start again") as caught:
            fill(archive)
        assert isinstance(caught.value.__cause__, OSError)
        found = kept(archive)

        assert found == [exchange(n) for n in range(len(found))]
        assert len(found) > 10
    check(archive.files()[0])
    with open_archive(small_disk) as archive:
        assert archive.notes == []


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Root may write everywhere: let somebody else try."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("begun", [True, False], ids=["with files", "empty"])
def test_a_folder_without_the_right_to_write_is_named(begun: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "archive"
        folder.mkdir()
        if begun:
            archived(folder, 1)
        before = {path: path.read_bytes() for path in folder.iterdir()}
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        Path(name).chmod(0o755)
        with nobody(), pytest.raises(StorageError) as caught:
            open_archive(folder)
        folder.chmod(0o755)

        assert isinstance(caught.value.__cause__, PermissionError)
        assert caught.value.exit_status == 4
        assert str(caught.value).startswith(str(folder))
        assert "cannot be written: Permission denied; give this user the right to write there" in str(caught.value)
        assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_path_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(b"a file")
    with pytest.raises(StorageError, match="cannot be written"):
        open_archive(tmp_path / "archive")


def test_a_recording_that_cannot_be_written_closes_the_archive(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"):
        open_archive(tmp_path / "archive", record_to=tmp_path / "no folder" / "tape.warc.gz")

    open_archive(tmp_path / "archive").close()
