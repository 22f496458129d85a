"""JSON-LD as pages hold it, broken or not -> plain JSON values. Pure, never raises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

MAX_CHARS = 4_000_000
"""Longest script that is read; longer ones are passed over."""

MAX_MENDED = 500_000
"""Longest broken script that is mended; of a longer one only what can be picked out is read."""

# A string, or an escaped sign outside of any: were these not taken together, a string that never ends would be looked
# for from each of its escaped quotes.
_STRING = r'"(?:[^"\\]|\\.)*"|\\.'
_TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.DOTALL)
_COMMENT = re.compile(rf"({_STRING})|/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(rf"({_STRING})|//[^\n]*", re.DOTALL)
_ESCAPE = re.compile(r"""\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\('?)""")
_MISSING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")(\s+)(?="[^"\n]*"\s*:)|\\.', re.DOTALL)
_FIELD = re.compile(
    r'"(headline|name|datePublished|dateModified|dateCreated|articleSection|url|@type|isAccessibleForFree)"\s*:\s*"((?:[^"\\\n]|\\.)*)"'
)
_AUTHOR = re.compile(
    r'"author"\s*:[\[{\s]*(?:"@type"\s*:\s*"\w+"\s*,\s*)?(?:"name"\s*:\s*)?"((?:[^"\\\n]|\\.)*)"(?!\s*:)'
)
_DECODER = json.JSONDecoder(strict=False)


def read_json_ld(script: str) -> list[Any]:
    """Return the JSON values of one script element, in order; empty if nothing in it can be read.

    Mended are: HTML comments and CDATA around it, JavaScript comments, trailing and missing commas, raw line breaks in
    strings, wrong escapes, HTML entities for the quotes, several values one after the other, a cut end (what a regular
    expression still finds of an article).
    """
    if len(script) > MAX_CHARS:
        return []
    try:
        return [_DECODER.decode(script)]
    except (ValueError, RecursionError):
        pass
    text = _unwrap(script)
    for mended in _mendings(text):
        if values := _values(mended):
            return values
    return _fields(text)


def _mendings(text: str) -> Iterator[str]:
    yield text
    if len(text) <= MAX_MENDED:
        yield _mend(text)
        if "&" in text:
            yield _mend(unescape(text))


def _unwrap(script: str) -> str:
    text = script.strip()
    for mark in ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA["):
        text = text.removeprefix(mark).lstrip()
    for mark in ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>"):
        text = text.removesuffix(mark).rstrip()
    return text.rstrip(";").rstrip().lstrip("\ufeff")


def _values(text: str) -> list[Any]:
    """Decode one value after the other; what follows the first fault is given up."""
    values: list[Any] = []
    at = 0
    while at < len(text):
        start = min((n for n in (text.find("{", at), text.find("[", at)) if n >= 0), default=-1)
        if start < 0:
            break
        try:
            value, at = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _mend(text: str) -> str:
    text = _ESCAPE.sub(_mend_escape, text)
    end = text.rfind("*/") + 2
    if end > 1:  # an opened comment is looked for only where it is closed: the search stays linear
        text = _COMMENT.sub(lambda match: match[1] or "", text[:end]) + text[end:]
    text = _LINE_COMMENT.sub(lambda match: match[1] or "", text)
    text = _MISSING_COMMA.sub(
        lambda match: f"{match[1]},{match[2]}" if match[2] and "\n" in match[2] else match[0], text
    )
    return _TRAILING_COMMA.sub(lambda match: match[1] or "", text)


def _mend_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[0]
    return match[1] or "\\\\"


def _fields(text: str) -> list[Any]:
    """Return what can be picked out of a script that is no JSON: the first value of each telling key."""
    found: dict[str, Any] = {}
    for key, value in _FIELD.findall(text[:200_000]):
        found.setdefault(key, _string(value))
    if author := _AUTHOR.search(text[:200_000]):
        found["author"] = _string(author[1])
    return [found] if "headline" in found or "datePublished" in found else []


def _string(raw: str) -> str:
    try:
        return str(json.loads(f'"{_ESCAPE.sub(_mend_escape, raw)}"', strict=False))
    except ValueError:
        return raw
