"""`scraper archive`: what is torn, lost or unknown is named, and told by the status."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scraper.store import hold
from tests.cli.command import run
from tests.conftest import ROOT

TAPE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    ended = run("crawl", "wp-a.test", "--replay", TAPE, "--limit", "5", "--data", data)
    assert ended.status == 0, ended.err
    return data


def warc(data: Path) -> Path:
    (path,) = (data / "archive").iterdir()
    return path


def test_a_crawl_leaves_an_archive_that_is_whole_and_agrees_with_the_store(data: Path) -> None:
    ended = run("archive", "check", "--data", data)
    assert ended.status == 0
    assert ended.out.startswith(warc(data).name)
    assert ended.out.endswith(": whole\n")
    assert "all whole, archive and store agree" in ended.err


def test_a_torn_tail_and_what_is_lost_with_it_are_named(data: Path) -> None:
    path = warc(data)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    ended = run("archive", "check", "--data", data)
    assert ended.status == 1
    assert ": torn, " in ended.out
    assert "missing" in ended.out
    assert "ends inside the record at byte" in ended.err
    assert "bring the file back" in ended.err
    assert "not all is well" in ended.err


def test_a_file_that_is_gone_is_named(data: Path) -> None:
    path = warc(data)
    path.rename(data / path.name)
    ended = run("archive", "check", "--data", data)
    assert ended.status == 1
    assert f"{path}: is not there" in ended.err


def test_what_the_store_does_not_know_is_counted(data: Path) -> None:
    other = data / "archive" / "scraper-00001-20240101000000.warc.gz"
    other.write_bytes(warc(data).read_bytes())
    ended = run("archive", "check", "--data", data)
    assert ended.status == 1
    assert "unknown to the store" in ended.out
    assert "the next crawl takes up" in ended.err


def test_an_archive_without_a_store_is_checked_by_itself(data: Path) -> None:
    for path in data.glob("store.sqlite*"):
        path.unlink()
    ended = run("archive", "check", "--data", data)
    assert ended.status == 0
    assert "reclean --rebuild" in ended.err
    assert "agree" not in ended.err


@pytest.mark.parametrize("command", ["check", "index"])
def test_a_folder_that_is_crawled_into_is_left_alone(data: Path, command: str) -> None:
    with hold(data, command="a crawl"):
        ended = run("archive", command, "--data", data)
    assert ended.status == 3
    assert "a crawl" in ended.err


@pytest.mark.parametrize("command", ["check", "index"])
def test_a_folder_without_an_archive_is_named(tmp_path: Path, command: str) -> None:
    ended = run("archive", command, "--data", tmp_path)
    assert ended.status == 1
    assert "nothing was crawled into it" in ended.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_archive_that_nobody_may_write_to_is_checked(data: Path) -> None:
    data.chmod(0o555)
    try:
        assert run("archive", "check", "--data", data).status == 0
    finally:
        data.chmod(0o755)


def test_indexes_are_made_anew(data: Path) -> None:
    (index,) = (data / "indexes").iterdir()
    before = index.read_text("utf-8")
    index.unlink()
    ended = run("archive", "index", "--data", data)
    assert ended.status == 0
    assert ended.out.startswith(f"{index}  ")
    assert index.read_text("utf-8") == before
