"""Tables as TOML text, for people to read and to save as a definition. What `tomllib` reads is what was written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDEST = 110  # characters of a list on one line


def to_toml(table: Mapping[str, Any]) -> str:
    """Return the text of a table: values first, then its tables. Raises TypeError for what TOML cannot say."""
    return "\n".join(_lines(table, ())).strip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    sections = [key for key, value in table.items() if isinstance(value, Mapping) and _is_section(value, table, path)]
    values = [key for key in table if key not in sections]
    if path and (values or not sections):
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    for key in values:
        yield f"{_key(key)} = {toml_value(table[key])}"
    for key in sections:
        yield from _lines(table[key], (*path, key))


def _is_section(value: Mapping[str, Any], parent: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    """Tables in a table of tables get a header of their own; a small one between values stands on a line."""
    return not path or (len(value) > 2 and all(isinstance(sibling, Mapping) for sibling in parent.values()))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(value: str) -> str:
    if "\\" in value and "'" not in value and value.isprintable():
        return f"'{value}'"  # patterns read best as they are
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_value(value: Any) -> str:
    """Return the text of one value. Raises TypeError for what TOML cannot say."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(key)} = {toml_value(inner)}" for key, inner in value.items()) + " }"
            if value
            else "{}"
        )
    if isinstance(value, list | tuple):
        items = [toml_value(item) for item in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= _WIDEST else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    raise TypeError(f"TOML has no {type(value).__name__}")
