"""Streams, signals and errors: what every command has in common."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from scraper.cli import commands
from scraper.cli.run import Terminated
from scraper.errors import ConfigError, LockedError, StorageError
from scraper.version import __version__
from tests.cli.command import Runner, environment, run


def test_the_version_is_that_of_the_package(scraper: Runner) -> None:
    status, out, err = scraper("--version")

    assert (status, err) == (0, "")
    assert out.startswith(f"scraper {__version__} (Python 3.")


def test_without_a_command_the_help_is_shown(scraper: Runner) -> None:
    status, out, err = scraper()

    assert (status, out) == (2, "")
    assert "Commands:" in err


def test_an_unknown_command_is_answered_with_the_nearest(scraper: Runner) -> None:
    assert "no such command 'claen'; did you mean 'clean'?" in scraper("claen").err
    assert "no such command 'chekc'; did you mean 'check'?" in scraper("site", "chekc").err
    assert "no such command 'xyz'; there are: clean, " in scraper("xyz").err
    assert scraper("claen").status == scraper("site", "chekc").status == 2


def test_an_unknown_option_is_wrong_usage(scraper: Runner) -> None:
    status, out, err = scraper("clean", "--sight", "x")

    assert (status, out) == (2, "")
    assert "--sight" in err
    assert "--site" in err


def test_both_ways_to_call_it_are_the_same() -> None:
    code = "import sys; from scraper.cli import main; sys.argv = ['scraper', '--help']; sys.exit(main())"

    by_script = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True)

    assert by_script.stdout.decode() == run("--help").out


@pytest.fixture
def failing(scraper: Runner, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run a command that raises what it is given."""

    def end(error: BaseException) -> tuple[int, str, str]:
        @click.command
        def fail() -> None:
            click.echo("half a result")
            raise error

        monkeypatch.setattr(commands.LazyGroup, "get_command", lambda *_: fail)
        return scraper("clean")

    return end


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (ConfigError("a.toml:1: x: unknown key", "b.toml: y"), 2, "scraper: a.toml:1: x: unknown key\nscraper: b.toml: y\n"),
        (LockedError("data: another run holds it"), 3, "scraper: data: another run holds it\n"),
        (StorageError("data: no room"), 4, "scraper: data: no room\n"),
        (OSError(errno.ENOSPC, "No space left on device", "x"), 4, "scraper: x: No space left on device\n"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), 4, "scraper: x: Permission denied\n"),
        (OSError(errno.EIO, "Input/output error"), 1, "scraper: Input/output error\n"),
        (KeyboardInterrupt(), 130, "scraper: stopped\n"),
        (Terminated(), 143, "scraper: stopped\n"),
        (MemoryError(), 1, "scraper: out of memory\n"),
        (BrokenPipeError(), 141, ""),
        (click.UsageError("no"), 2, "Error: no\n"),
        (
            ZeroDivisionError("x"),
            1,
            "scraper: ZeroDivisionError: x - this is a fault of scraper itself; SCRAPER_DEBUG=1 shows where it happened\n",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)  # fmt: skip
def test_every_error_ends_in_its_status_and_a_line(failing, error: BaseException, status: int, message: str) -> None:
    ended = failing(error)

    assert ended.status == status
    assert ended.err.endswith(message)
    assert ended.out == "half a result\n"


def test_where_an_unexpected_error_happened_is_shown_on_demand(failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPER_DEBUG", "1")

    assert "Traceback" in failing(ZeroDivisionError("x")).err


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_output_is_utf_8_whatever_the_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / "märchen.toml").write_text('home = "https://a.org/"\npublisher = "Märchen 昔々"\n', "utf-8")
    (folder / "b.toml").write_text('home = "https://b.org/"\n', "utf-8")

    ended = run("site", "show", "https://a.org/", "--config", tmp_path, env=locale)

    assert ended.status == 0, ended.err
    assert 'publisher = "Märchen 昔々"' in ended.out


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)

    ended = run("site", "list", stdout=writer)
    os.close(writer)

    assert (ended.status, ended.err) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = run("site", "list", stdout=full)

    assert (ended.status, ended.err) == (4, "scraper: No space left on device\n")


def shell(script: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["sh", "-c", script, sys.executable], env=environment(), capture_output=True, check=False)


def test_closed_streams_are_no_traceback() -> None:
    no_out = shell('"$0" -m scraper site list >&-')
    assert (no_out.returncode, no_out.stderr) == (1, b"scraper: standard output is closed\n")

    no_err = shell('"$0" -m scraper site list 2>&-')
    assert no_err.returncode == 0
    assert len(no_err.stdout.splitlines()) >= 2

    no_in = shell('"$0" -m scraper clean - <&-')
    assert (no_in.returncode, no_in.stdout) == (1, b"")
    assert b"standard input: is closed\n" in no_in.stderr


def test_the_shell_is_told_what_could_stand_here() -> None:
    completion = {"_SCRAPER_COMPLETE": "bash_complete", "COMP_WORDS": "scraper si", "COMP_CWORD": "1"}

    assert run(env=completion).out == "plain,site\n"
