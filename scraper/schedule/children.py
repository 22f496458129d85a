"""One crawl as a process of its own: started, its last words kept, stopped, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import scraper

LAST_WORDS = 8192
"""Bytes of standard error that are kept of a crawl."""


class Child:
    """A crawl that runs, or has run."""

    def __init__(self, site: str, process: asyncio.subprocess.Process, said: IO[bytes]) -> None:
        self.site = site
        self.started = asyncio.get_running_loop().time()
        """By the loop's clock, in seconds."""

        self.asked: str | None = None
        """Why it was asked to stop; `None`: it was not."""

        self._process = process
        self._said = said

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def stop(self, why: str, *, grace: float) -> None:
        """Ask it to save its state and end; after `grace` seconds it is killed, which loses nothing either."""
        if self.asked is None:
            self.asked = why
            self._send(signal.SIGTERM)
            asyncio.get_running_loop().call_later(grace, self.kill)

    def kill(self) -> None:
        """End it at once."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def wait(self) -> int:
        """Return its exit status, below 0 the signal that killed it, when it has ended."""
        return await self._process.wait()

    def last_words(self) -> list[str]:
        """Return the last lines that it wrote to standard error, and let go of them."""
        with self._said as said:
            size = said.seek(0, os.SEEK_END)
            said.seek(max(0, size - LAST_WORDS))
            return said.read().decode("utf-8", "replace").splitlines()


def starter(command: Sequence[str], folder: Path) -> Callable[[str], Awaitable[Child]]:
    """Return what starts the crawl of a site: `command` is a command line of scraper, "{site}" in it stands for the name.

    `folder` is where its standard error is kept, in a file without a name: unlike a pipe it does not break when
    this process is killed, and the crawl goes on. Raises OSError where no process can be started.
    """

    async def start(site: str) -> Child:
        said = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (the child's, until it has ended)
        process = await asyncio.create_subprocess_exec(
            *_python(),
            *(site if word == "{site}" else word for word in command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,  # Ctrl-C goes to the scheduler alone, which asks its children to stop
        )
        return Child(site, process, said)

    return start


def _python() -> list[str]:
    """Return how this package is run anew: the one that runs now, whatever lies in the present folder."""
    beside = Path(scraper.__file__).resolve().parent.parent == Path.cwd().resolve()
    return [sys.executable, *([] if beside else ["-P"]), "-m", "scraper"]
