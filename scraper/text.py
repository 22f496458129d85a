"""Strings as values: folded, joined, measured."""

from __future__ import annotations

import re
import unicodedata

# What carries no letter and no space: controls, soft hyphen, zero-width space, byte order mark, lone surrogates.
# Zero-width joiners and direction marks stay: Persian, Hindi and Arabic need them.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
# unicodedata.normalize is quadratic over runs of combining marks; no script stacks more than a few.
_MARK = "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_ANY_MARK = re.compile(_MARK)
_MARKS = re.compile(f"({_MARK}{{16}}){_MARK}+")
_MOST_MARKS = 16
_WIDE = re.compile("[\u2e80-\U0010ffff]")
_SENTENCE_ENDS = tuple(".!?。！？؟۔।॥…")
_CLOSERS = "\"'”’»›)]】」』"  # quotes and brackets that a sentence's end may stand in
_SHORT_END = re.compile(r"(?:^|\s)\w{1,2}\.$")
_ELLIPSIS_ENDS = (".", "…", "]")
_ELLIPSIS_END = re.compile(r"\s*(?:\[\s*(?:…|\.{3,})\s*\]|…|\.{3,})$")


def fold(text: str) -> str:
    """Return `text` in NFC with white space folded to single spaces and none at the ends.

    Characters that are neither letter nor space (controls, soft hyphens, byte order marks) are dropped.
    """
    folded = " ".join(text.split())
    if not folded.isprintable():  # else there is no such character in it
        folded = " ".join(_INVISIBLE.sub("", text).split())
    if folded.isascii():
        return folded
    if len(folded) > _MOST_MARKS:
        folded = cut_marks(folded)
    return unicodedata.normalize("NFC", folded)


def cut_marks(text: str) -> str:
    """Return `text` with every run of combining marks cut to sixteen."""
    return _MARKS.sub(r"\1", text) if _ANY_MARK.search(text) else text


def fold_or_none(text: str | None) -> str | None:
    """Like `fold`, but what holds no text is `None`: a record never carries an empty string."""
    return (fold(text) or None) if text else None


def fold_lines(text: str) -> str:
    """Fold each line of preformatted text by itself: line breaks and inner spacing stay, empty ends go."""
    lines = [_INVISIBLE.sub("", line).rstrip() for line in unicodedata.normalize("NFC", cut_marks(text)).splitlines()]
    return "\n".join(lines).strip("\n")


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends the way a sentence does, closing quotes and brackets aside."""
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def cut_ellipsis(text: str) -> tuple[str, bool]:
    """Take "…", "..." or "[…]" off the end; the second value tells whether there was one."""
    if not text.endswith(_ELLIPSIS_ENDS):
        return text, False
    bare = _ELLIPSIS_END.sub("", text)
    return bare, bare != text


def is_cut(text: str) -> bool:
    """Tell whether a text stops before its end: in mid-sentence, or at an initial or abbreviation ("Helen R.")."""
    return not ends_sentence(text) or bool(_SHORT_END.search(text))


def length(text: str) -> int:
    """Return the characters of a text as Latin letters would need: a sign of China or Japan says more than one."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))
