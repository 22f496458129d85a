"""A definition as text: each key with its evidence above it. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from scraper.site.toml import toml_value
from scraper.survey.choice import Draft, Line

_WIDTH = 110
_ORDER = ("", "discover", "discover.api.stories", "fetch")


def to_text(draft: Draft, *, name: str, requests: int, day: str) -> str:
    """Return the TOML text of a draft."""
    lines = [
        f"# {name}: drafted by `scraper site new` on {day}, from {requests} requests. Every line says why it is there."
    ]
    lines += ["# What it leaves open comes from the generic cleaner; docs/site-definitions.md has all keys."]
    for note in [*draft.notes, *(f"Not found: {each}." for each in draft.missing)]:
        lines += _comment(note)
    for table, keys in sorted(draft.tables.items(), key=lambda pair: _ORDER.index(pair[0])):
        lines.append("")
        if table:
            lines.append(f"[{table}]")
        for line in keys:
            lines += _key(line)
    return "\n".join(lines) + "\n"


def _key(line: Line) -> Iterator[str]:
    for sentence in line.why:
        yield from _comment(sentence)
    yield f"{line.key} = {toml_value(line.value)}"


def _comment(sentence: str) -> Iterator[str]:
    yield from (f"# {part}" for part in textwrap.wrap(sentence, _WIDTH, break_long_words=False, break_on_hyphens=False))
