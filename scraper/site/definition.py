"""Tables of a definition -> a checked `Site`, or all its faults at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scraper.errors import ConfigError
from scraper.site.places import KeyPath
from scraper.site.schema import Site

Table = Mapping[str, Any]


def merge(base: Table, over: Table) -> dict[str, Any]:
    """Lay `over` on `base`: tables are merged key by key, everything else is replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged


def parse_site(
    table: Table, *, name: str, platform: Table | None = None, where: str | Callable[[KeyPath], str] | None = None
) -> Site:
    """Check a definition whole and return the site.

    `table` is the definition as TOML gives it, `platform` what it builds on; `where` is the file's name in messages,
    or what tells the place of a key ("file:line").
    Raises ConfigError with a line for each fault: file, key, what is wrong, what is allowed.
    """
    place = where if callable(where) else lambda _: where or name
    own = {key: value for key, value in table.items() if key not in ("name", "version")}
    reserved = [f"{place((key,))}: {key}: is set by the file, not in it" for key in ("name", "version") if key in table]
    merged = merge(platform or {}, own)
    digest = hashlib.sha256(json.dumps(merged, sort_keys=True, default=str).encode()).hexdigest()[:12]
    try:
        site = Site.model_validate({**merged, "name": name, "version": digest})
    except ValidationError as error:
        raise ConfigError(*reserved, *(_line(place(fault["loc"]), fault) for fault in error.errors())) from error
    if reserved:
        raise ConfigError(*reserved)
    return site


def _line(where: str, fault: ErrorDetails) -> str:
    key = ".".join(str(part) for part in fault["loc"]) or "(top)"
    if fault["type"] == "extra_forbidden":
        allowed = _keys_at(fault["loc"][:-1])
        close = get_close_matches(str(fault["loc"][-1]), allowed, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        return f"{where}: {key}: unknown key{hint} (allowed: {', '.join(allowed)})"
    if fault["type"] == "missing":
        return f"{where}: {key}: is missing"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{where}: {key} = {_shown(fault['input'])}: {message[0].lower()}{message[1:]}"


def _keys_at(path: tuple[int | str, ...]) -> list[str]:
    """Return the keys that a definition may have at `path`."""
    model: type[BaseModel] | None = Site
    for part in path:
        found = model.model_fields.get(str(part)) if model else None
        if found is None:  # a named table such as teasers.<name>
            continue
        model = next(iter(_models_in(found.annotation)), None)
    return [key for key in model.model_fields if key not in ("name", "version")] if model else []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"
