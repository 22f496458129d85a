"""Texts of feeds as plain text: titles with markup in them, authors with their addresses."""

from __future__ import annotations

import re
from html.entities import html5

from scraper.text import fold_or_none

# Only tags that stand in headlines: "The <title> tag explained" is a headline too.
_TAGS = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|nobr|p|q|s|small|span|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]\w{1,31}));")
_WITH_ADDRESS = re.compile(r"\s*(?:\(?<?[\w.+-]+@[\w.-]+>?\)?)\s*")
_LONGEST_NAME = 500
_BRACKETS = re.compile(r"\((.*)\)")


def unescape(text: str) -> str:
    """Return a text with its character references read, once.

    Only those that end in ";": in "?a=1&copy=2" nobody has written a sign of copyright.
    """
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return html5.get(f"{match[3]};", match[0])
    code = int(match[1]) if match[1] else int(match[2], 16)
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " "


def without(text: str, start: str, end: str) -> str:
    """Return a text without what stands between two marks, the marks included; one that is not closed stays.

    A regular expression would look for the end of each mark anew: a file of nothing but starts would take for ever.
    """
    if start not in text:
        return text
    parts, at = [], 0
    while (begin := text.find(start, at)) >= 0 and (stop := text.find(end, begin + len(start))) >= 0:
        parts.append(text[at:begin])
        at = stop + len(end)
    return "".join([*parts, text[at:]])


def plain(text: str | None) -> str | None:
    """Return a headline without its markup, folded; `None` where nothing is left."""
    if text and ("<" in text or "&" in text):
        text = unescape(_TAGS.sub("", text))
    return fold_or_none(text)


def person(text: str | None) -> str | None:
    """Return the name of "jane@paper.example (Jane Doe)" or "Jane Doe <jane@paper.example>"; `None` for a bare address."""
    if text and "@" in text:
        bare = _WITH_ADDRESS.sub(" ", text[:_LONGEST_NAME]).strip()
        inside = _BRACKETS.fullmatch(bare)
        return fold_or_none(inside[1] if inside else bare)
    return fold_or_none(text)
