"""What a command says: results on standard output; notes, faults and progress on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

EVERY = 0.1  # seconds between two states of the progress line


def say(line: str) -> None:
    """Print one line on standard error, with the program's name in front."""
    _to_stderr(f"scraper: {line}")


def _to_stderr(line: str) -> None:
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # nobody reads what there is to say; the exit status says it


def counts(numbers: Mapping[str, int], *, most: int = 12) -> str:
    """Return "10 ok, 2 no_article", the largest first; beyond `most` they are added up as "others"."""
    ordered = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [f"{number:,} {name}" for name, number in ordered[:most]]
    others = sum(number for _, number in ordered[most:])
    return ", ".join([*shown, *([f"{others:,} others"] if others else [])])


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return "1 page", "1,200 pages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class Console:
    """The terminal of one command. Progress is one line, on a terminal only, which makes room for other lines."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = clock() + EVERY
        self._width = 0
        self.shows_progress = sys.stderr.isatty()

    def result(self, line: str) -> None:
        """Print one line of results, at once: who reads along sees it, and a stop loses no whole line."""
        self.clear()
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def note(self, line: str) -> None:
        """Say something beside the results."""
        self.clear()
        _to_stderr(line)

    def fault(self, line: str) -> None:
        """Name something that went wrong."""
        self.clear()
        say(line)

    def progress(self, line: str) -> None:
        """Show how far the command is, at most ten times a second, cut to the terminal's width."""
        if not self.shows_progress or self._clock() < self._next:
            return
        self._next = self._clock() + EVERY
        line = line[: _columns() - 1]
        sys.stderr.write("\r" + line + " " * max(0, self._width - len(line)))
        sys.stderr.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Take the progress line away."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns
