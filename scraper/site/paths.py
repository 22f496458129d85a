"""Paths into JSON: `data.items[*]`, `headline.text`, `["odd name"][0]`. Names, numbers, and "every"; nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_STEP = re.compile(r"\.?([^.\[\]\s\"'][^.\[\]\"']*)|\[(-?\d{1,9})\]|\[(\*)\]|\[\"([^\"]*)\"\]|\['([^']*)'\]")


@dataclass(frozen=True, slots=True)
class JsonPath:
    """A way through objects and arrays. The empty path is the whole."""

    steps: tuple[str | int | None, ...] = ()
    """A name in an object, an index in an array (from its end where negative), `None` for every entry."""

    def find(self, data: Any) -> Iterator[Any]:
        """Yield what the path leads to; nothing where it leads nowhere."""
        found = [data]
        for step in self.steps:
            found = [inner for outer in found for inner in _inside(outer, step)]
        yield from found

    def first(self, data: Any) -> Any:
        """Return the first that is not null; `None` where there is none."""
        return next((value for value in self.find(data) if value is not None), None)


def parse_path(text: str) -> JsonPath:
    """Read a path. Raises ValueError for what is none."""
    steps: list[str | int | None] = []
    at, whole = 0, text.strip()
    while at < len(whole):
        match = _STEP.match(whole, at)
        if match is None or (at == 0 and whole[0] == ".") or match.end() == at:
            raise ValueError(f'{text!r} is no path into JSON; expected one such as "data.items[*]" or "headline.text"')
        name = next((name for name in (match[1], match[4], match[5]) if name is not None), None)
        steps.append(int(match[2]) if match[2] else name)
        at = match.end()
    return JsonPath(tuple(steps))


def _inside(outer: Any, step: str | int | None) -> Iterator[Any]:
    if step is None:
        if isinstance(outer, list):
            yield from outer
        elif isinstance(outer, dict):
            yield from outer.values()
    elif isinstance(step, int):
        if isinstance(outer, list) and -len(outer) <= step < len(outer):
            yield outer[step]
    elif isinstance(outer, dict) and step in outer:
        yield outer[step]
