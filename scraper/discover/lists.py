"""Lists of addresses: one on a line, blank lines and comments between them. Text sitemaps are such lists, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scraper.urls import absolute_url

_COMMENT = re.compile(r"(?:^|\s)#.*")
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list that is not blank."""

    number: int
    """From 1."""

    url: str | None
    """Absolute; `None` for what is no address."""

    text: str
    """As it stands, without a comment, cut where it is long."""


def read_lines(lines: Iterable[str], *, base: str | None = None) -> Iterator[Line]:
    """Yield the addresses of a list. A "#" at the start of a line or behind white space begins a comment.

    With `base` relative addresses are resolved, without one they are no addresses.
    """
    for number, line in enumerate(lines, 1):
        text = _COMMENT.sub("", line.lstrip("\ufeff")).strip()
        if not text:
            continue
        url = None if " " in text or "<" in text else absolute_url(text, base=base)
        yield Line(number, url, text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")
