"""XML that is not well-formed, made so where the fault is a small one. No entity is expanded but HTML's own names."""

from __future__ import annotations

import re
from html.entities import html5

_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|rdf|feed|channel)(?=[\s>])", re.IGNORECASE)
_LAST = re.compile(r"</(?:[A-Za-z_][\w.-]*:)?(?:rss|rdf|feed|channel)\s*>", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?:#(?:(\d{1,8})|[xX]([0-9a-fA-F]{1,7}));|([A-Za-z]\w{1,31});)?")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRAY = re.compile(r"<(?![A-Za-z_/!?])")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]|\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=")
_DECLARED = re.compile(r"\sxmlns:([A-Za-z_][\w.-]*)\s*=")


def mend(text: str) -> str:
    """Return the text of a feed with what is wrong in it most often set right.

    What stands before its root and behind its end is dropped, the DOCTYPE with its entities among it, control characters too;
    a "&" or "<" that begins nothing is escaped, HTML's entities become characters, and prefixes that are not declared stand for
    themselves. Of a text that was cut off the last words go: an address among them would lead elsewhere.
    """
    root = _ROOT.search(text)
    if root is None:
        return text
    ends = [match.end() for match in _LAST.finditer(text, root.end())]
    text = text[root.start() : ends[-1] if ends else text.rfind(">") + 1]
    text = _CONTROLS.sub("", text)
    parts, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (stop := text.find("]]>", start)) >= 0:
        parts += [_escaped(text[at:start]), text[start : stop + 3]]
        at = stop + 3
    return _declared("".join([*parts, _escaped(text[at:])]))


def _escaped(text: str) -> str:
    return _STRAY.sub("&lt;", _AMPERSAND.sub(_settled, text))


def _settled(match: re.Match[str]) -> str:
    """Return what a "&" and what follows it stand for."""
    if match[3]:
        if match[3] in _OF_XML:
            return match[0]
        character = html5.get(f"{match[3]};")
        return character.replace("&", "&amp;").replace("<", "&lt;") if character else f"&amp;{match[0][1:]}"
    if match[1] or match[2]:
        code = int(match[1]) if match[1] else int(match[2], 16)
        allowed = code <= 0x10FFFF and (code >= 0x20 or code in (9, 10, 13))
        return match[0] if allowed and not _CONTROLS.match(chr(code)) else ""
    return "&amp;"


def _declared(text: str) -> str:
    used = {match[1] or match[2] for match in _PREFIX.finditer(text)} - {"xml", "xmlns"}
    missing = used - set(_DECLARED.findall(text))
    if not missing:
        return text
    at = re.match(r"<[^\s/>]+", text)
    declarations = "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(missing))
    return text[: at.end()] + declarations + text[at.end() :] if at else text
