"""The real command: run as a process of its own, or in this one where only text and status matter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scraper.cli import main
from tests.conftest import ROOT

PROGRAM = [sys.executable, "-m", "scraper"]


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that finds the package of this tree."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def start(*args: str | bytes | Path, **settings: Any) -> subprocess.Popen[bytes]:
    """Start the command as a process, its streams piped unless the settings say otherwise."""
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*PROGRAM, *args], **{**streams, "env": environment(), **settings})


def run(*args: str | bytes | Path, env: Mapping[str, str] | None = None, stdin: bytes = b"", **settings: Any) -> Ended:
    """Run the command as a process and return how it ended."""
    process = start(*args, stdin=subprocess.PIPE, env=environment(**(env or {})), **settings)
    out, err = process.communicate(stdin, timeout=120)
    return Ended(process.returncode, (out or b"").decode("utf-8"), (err or b"").decode("utf-8"))


class Runner:
    """Runs command lines in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str | Path) -> Ended:
        self._capsys.readouterr()
        status = main([str(arg) for arg in args])
        captured = self._capsys.readouterr()
        return Ended(status, captured.out, captured.err)
