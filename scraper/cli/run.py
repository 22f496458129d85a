"""A command line from its arguments to its exit status: streams, signals, and every error in one line.

| status | meaning |
|---|---|
| 0 | done |
| 1 | some input that was handed in by name was of no use |
| 2 | wrong usage, or a wrong definition |
| 3 | another run holds the data folder |
| 4 | no room, or no right to write |
| 5 | `scraper coverage --check`: there is an alarm |
| 130, 143 | stopped by Ctrl-C, by SIGTERM |
| 141 | the reader of the results went away (as `head` does) |
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from scraper.cli.commands import scraper
from scraper.cli.console import say
from scraper.errors import ScraperError

DEBUG = "SCRAPER_DEBUG"
"""Environment variable: when set, an unexpected error shows where it happened."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}
INTERRUPTED, READER_GONE, TERMINATED = 130, 141, 143
_COMPLETION = "_SCRAPER_COMPLETE"


class Terminated(KeyboardInterrupt):
    """SIGTERM came: like Ctrl-C, to whoever has something to save."""


def run(args: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status; nothing is raised."""
    previous = _on_sigterm()
    try:
        prepare_streams()
        return _flushed(_invoke(sys.argv[1:] if args is None else list(args)))
    except BrokenPipeError:
        _drop_stdout()
        return READER_GONE
    except KeyboardInterrupt as stop:
        _drop_stdout()
        say("stopped")
        return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED
    except Exception as error:  # noqa: BLE001 (the last place where an error can be named)
        return _report(error)
    finally:
        if previous is not None:
            signal.signal(signal.SIGTERM, previous)


def prepare_streams() -> None:
    """Make standard output UTF-8 whatever the locale, and let no stream refuse a character or be missing."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        raise OSError(errno.EBADF, "standard output is closed")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def _invoke(args: list[str]) -> int:
    if _COMPLETION in os.environ:
        scraper.main(args, prog_name="scraper", complete_var=_COMPLETION)  # the shell asks what could stand here
    try:
        with scraper.make_context("scraper", args) as context:
            return int(scraper.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as fault:
        fault.show(sys.stderr)
        return fault.exit_code


def _flushed(status: int) -> int:
    sys.stdout.flush()
    return status


def _report(error: Exception) -> int:
    """Name an error in a line (a wrong definition: a line for each fault) and return its exit status."""
    _drop_stdout()
    if os.environ.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, ScraperError):
        for line in str(error).splitlines():
            say(line)
        return error.exit_status
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror or error}")
        return 4 if error.errno in NO_ROOM else 1
    if isinstance(error, MemoryError):
        say("out of memory")
        return 1
    say(f"{type(error).__name__}: {error} - this is a fault of scraper itself; {DEBUG}=1 shows where it happened")
    return 1


def _drop_stdout() -> None:
    """Let nothing more be written: what is still in the buffer would fail again when Python ends."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        try:
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, sys.stdout.fileno())
            os.close(devnull)
        except (OSError, ValueError):
            return


def _on_sigterm() -> Any:
    def terminate(_number: int, _frame: object) -> None:
        raise Terminated

    try:
        return signal.signal(signal.SIGTERM, terminate)
    except ValueError:  # not the main thread: signals are not ours
        return None
