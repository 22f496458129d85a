"""Progress on a terminal, words and numbers."""

from __future__ import annotations

import io
import sys

import pytest

from scraper.cli.console import Console, counts, plural


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def terminal_of(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard error a terminal of 20 columns. (Within the test: pytest sets its own streams before it.)"""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "20")
    return stream


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_is_one_line_that_is_cut_to_the_terminal_and_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    clock = Clock()
    console = Console(clock=clock)

    clock.now = 1
    console.progress("a long line that goes past the edge")
    clock.now = 2
    console.progress("short")
    console.note("a note")

    assert terminal.getvalue() == "\ra long line that go\rshort              \r     \ra note\n"


def test_progress_is_shown_no_more_than_ten_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    clock = Clock()
    console = Console(clock=clock)

    for _ in range(1000):
        clock.now += 0.001
        console.progress("x")

    assert terminal.getvalue().count("x") <= 10


def test_off_a_terminal_there_is_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    console = Console(clock=clock)
    clock.now = 1
    console.progress("x")
    console.result("a result")

    assert capsys.readouterr() == ("a result\n", "")


def test_counts_are_ordered_by_size_and_cut() -> None:
    assert counts({}) == ""
    assert counts({"b": 1, "a": 1, "c": 1200}) == "1,200 c, 1 a, 1 b"
    assert counts({str(n): 1 for n in range(20)}, most=2) == "1 0, 1 1, 18 others"


def test_numbers_have_their_word() -> None:
    assert plural(1, "page") == "1 page"
    assert plural(1200, "page") == "1,200 pages"
    assert plural(0, "story", "stories") == "0 stories"
