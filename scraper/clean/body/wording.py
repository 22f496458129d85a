"""What a text is made of: its letters, commas, digits, and signs that running text seldom holds."""

from __future__ import annotations

import re

_RIGHTS = re.compile(r"©|\(c\) ?\d{4}|all rights reserved|copyright", re.IGNORECASE)
_MAIL = re.compile(r"\S@\S+\.\w")
_ADDRESS = re.compile(r"\bwww\.|https?://")
_HANDLE = re.compile(r"(?:^|\s)@\w{3,}")
_DIGIT = re.compile("[0-9]")


def commas(text: str) -> int:
    """Return the number of commas, those of other scripts included."""
    found = text.count(",")
    return found if text.isascii() else found + text.count("،") + text.count("、") + text.count("，")


def digits(text: str) -> int:
    """Return the number of digits, those of other scripts included."""
    return len(_DIGIT.findall(text)) if text.isascii() else sum(map(str.isdigit, text))


def sign_of(text: str) -> str:
    """Return what a text holds that running text seldom does, "" for nothing of the kind.

    The patterns are asked only where a piece of them is there: most blocks have none.
    """
    lowered = text.lower()
    if ("©" in text or "(c)" in lowered or "rights reserved" in lowered or "copyright" in lowered) and _RIGHTS.search(
        text
    ):
        return "rights"
    at = "@" in text
    if at and _MAIL.search(text):
        return "mail"
    if ("www." in text or "://" in text) and _ADDRESS.search(text):
        return "address"
    return "handle" if at and _HANDLE.search(text) else ""


def letters(text: str | None) -> str:
    """Return only the letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text)).lower() if text else ""
