"""`scraper archive`: check that it is whole, make its indexes anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.commands import Command, LazyGroup, Row
from scraper.cli.console import Console, plural
from scraper.cli.crawl import ARCHIVE, INDEXES
from scraper.cli.options import data_option

if TYPE_CHECKING:
    from scraper.crawl import FileReport

TABLE = {
    "check": Row("scraper.cli.archive:check", "Read every record of the archive and hold the store against it."),
    "index": Row("scraper.cli.archive:index", "Make the CDXJ indexes of the archive anew."),
}
_MOST = 10  # places that are named of a kind


@click.command(cls=LazyGroup, table=TABLE)
def archive() -> None:
    """The archive: check that it is whole, make its indexes anew."""


@click.command("check", cls=Command, examples="scraper archive check\nscraper archive check --data /srv/news")
@data_option
def check(data: Path) -> int:
    """Read every record of the archive and hold the store against it.

    Each record's digests are made again, and each revisit's payload is looked up. A line for each WARC file: its name, what
    it holds, and "whole" or what is wrong. The status is 1 where a record is torn or damaged, where the store knows of an
    answer that is not there, or where it lacks one. Nothing is changed.
    """
    from scraper.crawl import compare, lost_files
    from scraper.store import STORE_FILE, open_store

    console = Console()
    with _held(data, "archive check"):
        files = _files(data)
        is_there = (data / STORE_FILE).exists()
        with open_store(data, read_only=True) if is_there else nullcontext() as store:
            faults = records = answers = 0
            found = compare(files, store, show=lambda path, number: console.progress(f"{path.name}: {number} records"))
            for report in found:
                told = list(_faults(report))
                console.result(_line(report))
                for line in told:
                    console.fault(line)
                faults += len(told)
                records += report.checked.records
                answers += len(report.checked.answers)
            lost = lost_files(files, store) if store else []
    for name in lost:
        console.fault(f"{data / ARCHIVE / name}: is not there, and the store knows of answers in it: bring it back")
    if not is_there:
        console.note(f"{data / STORE_FILE} is not there: scraper reclean --rebuild makes it out of the archive")
    agree = ", archive and store agree" if is_there else ""
    state = f"all whole{agree}" if not faults and not lost else "not all is well"
    console.note(f"{plural(len(files), 'file')}, {plural(records, 'record')}, {plural(answers, 'answer')}: {state}")
    return 1 if faults or lost else 0


@click.command("index", cls=Command, examples="scraper archive index\nscraper archive index --data /srv/news")
@data_option
def index(data: Path) -> int:
    """Make the CDXJ indexes of the archive anew.

    There is one for each WARC file, sorted as pywb reads it. A crawl keeps them as it goes; this is for indexes that were lost, and to have that of the newest file sorted.
    """
    from scraper.archive import make_indexes
    from scraper.store import hold

    console = Console()
    with hold(data, command="archive index"):
        _files(data)
        captures = 0
        for path, number in make_indexes(data / ARCHIVE, data / INDEXES):
            console.result(f"{path}  {plural(number, 'capture')}")
            captures += number
    console.note(f"{plural(captures, 'capture')} in {data / INDEXES}; with pywb: docs/fetching.md")
    return 0


@contextmanager
def _held(data: Path, command: str) -> Iterator[None]:
    """Hold a data folder while it is looked at; one that takes no files is written to by nobody."""
    from scraper.errors import StorageError
    from scraper.store import hold

    with ExitStack() as stack:
        with suppress(StorageError):
            stack.enter_context(hold(data, command=command))
        yield


def _files(data: Path) -> list[Path]:
    from scraper.archive import warc_files
    from scraper.errors import InputError

    try:
        return warc_files(data / ARCHIVE)
    except OSError as error:
        raise InputError(data / ARCHIVE, f"cannot be read: {error.strerror}: nothing was crawled into it") from error


def _line(report: FileReport) -> str:
    checked = report.checked
    wrong = []
    if checked.torn_at is not None:
        wrong.append("torn")
    if checked.faults:
        wrong.append(plural(len(checked.faults), "damaged record"))
    if report.missing:
        wrong.append(f"{plural(len(report.missing), 'answer')} missing")
    if report.unknown:
        wrong.append(f"{plural(report.unknown, 'answer')} unknown to the store")
    held = (
        f"{plural(checked.records, 'record')}, {plural(len(checked.answers), 'answer')}, {checked.size / 1e6:,.1f} MB"
    )
    return f"{checked.path.name}  {held}: {', '.join(wrong) or 'whole'}"


def _faults(report: FileReport) -> Iterator[str]:
    checked = report.checked
    if checked.torn_at is not None:
        yield (
            f"{checked.path}: ends inside the record at byte {checked.torn_at}, which was never said to be kept: the next "
            "crawl goes on without it"
        )
    yield from checked.faults[:_MOST]
    if len(checked.faults) > _MOST:
        yield f"{checked.path}: {len(checked.faults) - _MOST} more are damaged"
    if report.missing:
        places = ", ".join(map(str, report.missing[:_MOST])) + (" …" if len(report.missing) > _MOST else "")
        yield f"{checked.path}: holds no answer at byte {places}, where the store knows of one: bring the file back"
    if report.unknown:
        yield f"{checked.path}: the store lacks {plural(report.unknown, 'answer')}: the next crawl takes up those behind its last one"
