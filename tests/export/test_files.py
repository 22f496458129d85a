"""Output files: whole or not there, and named where they cannot be."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.errors import ExportError, StorageError
from scraper.export import write_export
from scraper.model import CleanedPage, Provenance
from tests.store.material import in_child

PAGE = CleanedPage(page_type="other", outcome="ok", provenance=Provenance(cleaner="x"), url="https://news.example/")


def pages_that_fail() -> Iterator[CleanedPage]:
    yield from [PAGE] * 250
    raise RuntimeError("the store failed")


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_a_file_appears_when_it_is_whole(tmp_path: Path, name: str) -> None:
    output = tmp_path / f"x.{name}"

    def watched() -> Iterator[CleanedPage]:
        for _ in range(250):
            assert not output.exists()
            yield PAGE

    summary = write_export(watched(), format=name, output=output)
    assert sorted(tmp_path.iterdir()) == sorted(summary.files)


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_an_export_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, name: str) -> None:
    output = tmp_path / f"x.{name}"
    output.write_text("old")
    with pytest.raises(RuntimeError, match="the store failed"):
        write_export(pages_that_fail(), format=name, output=output)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(output.name, "old")]


def test_a_file_is_replaced_and_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "real.jsonl").write_text("old")
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "there" / "real.jsonl")
    write_export([PAGE], format="jsonl", output=tmp_path / "link.jsonl")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "there" / "real.jsonl").read_text().startswith('{"schema"')


def test_folders_are_made(tmp_path: Path) -> None:
    write_export([PAGE], format="csv", output=tmp_path / "a" / "b" / "x.csv")
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["x.csv", "x.related.csv"]


def test_a_name_without_an_ending_is_taken_as_it_is(tmp_path: Path) -> None:
    assert write_export([PAGE], format="csv", output=tmp_path / "x").files == (tmp_path / "x", tmp_path / "x.related")


def test_standard_output_takes_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    write_export([PAGE], format="jsonl", output=Path("-"))
    assert stream.buffer.getvalue().startswith(b'{"schema"')


def test_a_pipe_and_a_device_are_written_as_they_are(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    child = in_child(lambda: os._exit(not pipe.read_bytes().startswith(b'{"schema"')))
    write_export([PAGE], format="jsonl", output=pipe)
    assert os.waitpid(child, 0)[1] == 0
    write_export([PAGE], format="jsonl", output=Path(os.devnull))
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("output", ["-", os.devnull])
def test_two_files_do_not_go_into_one_stream(output: str) -> None:
    with pytest.raises(ExportError, match="csv makes two files"):
        write_export([PAGE], format="csv", output=Path(output))


def test_a_format_that_is_none_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"'xlsx' is no format \(allowed: jsonl, csv, parquet\)"):
        write_export([PAGE], format="xlsx", output=tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    for name in ("jsonl", "csv"):
        with pytest.raises(ExportError, match="is a folder"):
            write_export([PAGE], format=name, output=tmp_path)
    (tmp_path / "x.related.csv").mkdir()
    with pytest.raises(ExportError, match=r"x\.related\.csv: is a folder"):
        write_export([PAGE], format="csv", output=tmp_path / "x.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["x.related.csv"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "x.jsonl", tmp_path / "file" / "folder" / "x.jsonl"):
        with pytest.raises(StorageError, match=r"file.*: cannot be written") as caught:
            write_export([PAGE], format="jsonl", output=path)
        assert caught.value.exit_status == 4
        assert "\n" not in str(caught.value)


def test_without_room_nothing_half_written_stays(tmp_path: Path) -> None:
    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        with pytest.raises(StorageError, match="cannot be written: File too large"):
            write_export([PAGE] * 5000, format="csv", output=tmp_path / "x.csv")

    assert os.waitpid(in_child(work), 0)[1] == 0
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_had_enough_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with pytest.raises(BrokenPipeError):
        write_export([PAGE] * 5000, format="jsonl", output=Path(f"/dev/fd/{writer}"))
    os.close(writer)


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pathlib import Path; from scraper.export import write_export\n"
        f"write_export([], format='parquet', output=Path({str(tmp_path / 'x.parquet')!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.stderr.splitlines()[-1] == (
        "scraper.errors.ExportError: parquet needs pyarrow: pip install 'scraper[parquet]'"
    )
    assert list(tmp_path.iterdir()) == []


def test_pyarrow_is_loaded_only_for_parquet() -> None:
    program = "import sys; import scraper.export; assert 'pyarrow' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
