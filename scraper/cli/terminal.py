"""Text for terminals: cut and wrapped by the columns it takes, coloured where the terminal shows colours."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import click

Paint = Callable[..., str]
"""Like `click.style`."""


def painter() -> Paint:
    """Return `click.style` where standard output shows colours, else what leaves a text as it is (https://no-color.org)."""
    shows = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return click.style if shows else unpainted


def unpainted(text: str, **_: object) -> str:
    """Return a text as it is."""
    return text


def printable(text: str) -> str:
    """Return a text without what could move a terminal's cursor or turn its direction: such characters are escaped."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _JOINERS else f"\\u{ord(character):04x}"
        for character in text
    )


_JOINERS = "\u200c\u200d"


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a wide letter, none for a mark on one."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return as much of a text as fits into `width` columns, with dots where some is left out."""
    if columns_of(text) <= width:
        return text
    taken, left = [], width - 3
    for character in text:
        left -= _columns(character)
        if left < 0:
            break
        taken.append(character)
    return "".join(taken).rstrip() + "..."


def padded(text: str, width: int) -> str:
    """Return a text cut or filled up to `width` columns."""
    text = cut(text, width)
    return text + " " * (width - columns_of(text))


def wrapped(parts: Sequence[str], width: int, *, indent: str) -> Iterator[str]:
    """Yield lines of parts joined by blanks; a part stays whole as long as it fits a line."""
    room = width - len(indent)
    line = ""
    for part in parts:
        for piece in [part] if columns_of(part) <= room else part.split():
            piece = cut(piece, room)
            if line and columns_of(line) + 1 + columns_of(piece) > room:
                yield indent + line
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
    if line:
        yield indent + line
