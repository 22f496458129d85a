"""On which line of a TOML text a key stands. `tomllib` does not tell; a message that names a fault should. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PART = re.compile(r"[ \t]*(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*")
_STRING = re.compile(r"\"\"\"(?:[^\\]|\\.)*?\"\"\"(?!\")|'''.*?'''(?!')|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'", re.DOTALL)
_BARE = re.compile(r"[^,\]}#\n]*")


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line, counted from 1, of every key and table in a TOML text that `tomllib` takes.

    The second of an array of tables is `("name", 1)`.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    """Goes through a text once, noting keys; values are passed over."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._counted_at = 0
        self._line = 1

    def document(self) -> None:
        table: KeyPath = ()
        while self._more():
            if self._take("[["):
                name = self._key()
                self._take("]]")
                table = (*name, sum(key[:-1] == name and isinstance(key[-1], int) for key in self.lines))
                self._note(table)
            elif self._take("["):
                table = self._key()
                self._note(table)
                self._take("]")
            else:
                self._pair(table)

    def _pair(self, table: KeyPath) -> None:
        path = (*table, *self._key())
        self._note(path)
        if not self._take("="):
            self.at = len(self.text)  # no TOML: nothing further can be told
            return
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._more()
        if self._take("{"):
            while self._more() and not self._take("}"):
                self._pair(path)
                self._more()
                self._take(",")
        elif self._take("["):
            number = 0
            while self._more() and not self._take("]"):
                self._value((*path, number))
                number += 1
                self._more()
                self._take(",")
        else:
            match = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            self.at = max(match.end(), self.at + 1) if match else len(self.text)

    def _key(self) -> KeyPath:
        parts: list[str] = []
        while match := _PART.match(self.text, self.at):
            parts.append(_plain(match[1]))
            self.at = match.end()
            if not self._take("."):
                break
        return tuple(parts)

    def _note(self, path: KeyPath) -> None:
        self._line += self.text.count("\n", self._counted_at, self.at)
        self._counted_at = self.at
        for end in range(1, len(path) + 1):
            self.lines.setdefault(path[:end], self._line)

    def _more(self) -> bool:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at < len(self.text)

    def _take(self, mark: str) -> bool:
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False


def _plain(part: str) -> str:
    """Return a key without its quotes; as it stands if its escapes are none of TOML's."""
    if not part.startswith('"'):
        return part.strip("'")
    try:
        return str(tomllib.loads(f"key = {part}")["key"])
    except tomllib.TOMLDecodeError:
        return part
