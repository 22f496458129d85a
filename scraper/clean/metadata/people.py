"""Bylines -> names of people. The page's own spelling is kept; what is no name falls away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from scraper.clean.metadata.people_words import (
    AGENCIES,
    AGENCY_NAMES,
    AND,
    BY,
    BY_FIRST_WORDS,
    LEADING_AND,
    OFFICE,
    ORGANISATION,
    ROLE,
    ROLE_WORDS,
    TRAILING,
)
from scraper.dates import find_moments
from scraper.text import fold

MAX_NAMES = 30
_REMEMBERED = 512  # names: a page gives each of its own several times
_DIGIT = re.compile(r"\d")
_NOT_WORD = re.compile(r"[\W_]+")
_BETWEEN_AGENCIES = re.compile(r"[\s/,+&-]+")
_LONGEST = 400  # characters of a byline
_LONGEST_NAME = 60
_MOST_WORDS = 6
_LONGEST_SIGNATURE = 40
_MAIL = re.compile(r"[<(\[]?\s*(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[>)\]]?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_HARD = re.compile(r"\s*(?:[;|•●◦∙‧▪·/\\\n→»]|\s[-–—]\s|\s(?:in|In) (?=[A-ZÄÖÜ]))\s*|、|，|；|｜|／")
_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*")
_BRACKETS_BEHIND = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*$")
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b.*|\b\d+\s*(?:min|minutes?|hours?|days?|Min\.)\b.*", re.IGNORECASE)
_FOLLOW = re.compile(
    r"(?:follow|view|show|alle artikel|weitere|tous les|todos? los|all posts|posts? by|see|read|more|contact|email|e-mail|subscribe|profile|folgen|mehr|voir|ver|twitter|facebook|instagram|linkedin|all articles|bio)(?!\w).*",
    re.IGNORECASE,
)
_UPPER = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_CASED = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏΑ-ωА-яЁёІіЇїЄє]")
_SMALL = frozenset(
    "de la del der den di da do dos das van von zu y e bin ibn al el ter ten le du des af av och dan mac o' d' i den zum zur vom und".split()
)
_PLAIN_NAME = re.compile(r"[A-ZÀ-Ö][\w'’-]+(?: (?:[A-Z]\.|[A-ZÀ-Ö][\w'’-]+)){1,3}")
_FIRST_WORD = re.compile(r"[^\s:/*]*")
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|dame|herr|frau|msc|ing|mag|m\.?a|phd|md|drs?)\.?\s+", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:,?\s+(?:ph\.?d|m\.?d|msc|mba|jr|sr|rd|rdn|esq|bsc|m\.?a)\.?)+$", re.IGNORECASE)


def names_in(text: str, *, lone: bool = True) -> list[str]:
    """Return the names of people in a byline or an author field, in order, each once.

    "By Jane Doe, Senior Reporter and John Roe | jane@example.org" gives "Jane Doe" and "John Roe".
    lone: whether a name of one word ("Voltaire", a nickname) may stand, as it may where the text is nothing but authors.
    Agencies and what is no person's name ("Staff", "Redaktion") are left out.
    """
    if _PLAIN_NAME.fullmatch(text) and _is_plain(text):
        return [text]
    found: list[str] = []
    for part in _parts(text):
        name = _name(part, lone=lone)
        if name and name.casefold() not in {other.casefold() for other in found} and len(found) < MAX_NAMES:
            found.append(name)
    if any(" " in name for name in found):  # a single word beside full names is a place: "Jane Doe, Washington"
        found = [name for name in found if " " in name or not _CASED.search(name)]
    return found


def names_declared(text: str) -> list[str]:
    """Return the names in what a page declares as one author: mostly one name, sometimes all of them.

    Lone words, organisations and lower-case names may stand, as may the office that a name is declared with
    ("Jane Doe, Secretary of State"); newsroom titles may not.
    """
    text = fold(text[:_LONGEST])
    name, *offices = text.split(",")
    if offices and all(map(OFFICE.search, offices)) and _name(name, lone=False):
        return [strip_by(text)]
    found = names_in(text)
    given = _given(text)
    if len(found) > 1 or not given or (found and len(found[0].split()) == len(given.split())):
        return found
    return [given]


def _given(text: str) -> str | None:
    """Return a declared text as the one name that it is, `None` if it is none."""
    name = _BRACKETS_BEHIND.sub("", strip_by(text)).strip(" ,.;|")
    if not 2 <= len(name) <= _LONGEST_NAME or ROLE.fullmatch(name) or "@" in name or "://" in name or "www." in name:
        return None
    if any(c in name for c in ",;|<>{}=\n") or not any(c.isalpha() for c in name) or _FOLLOW.fullmatch(name):
        return None
    return name


def is_person(name: str, own: Iterable[str]) -> bool:
    """Tell whether a name reads as a person's: at least two words, none of an organisation or of the site (`own`: its keys)."""
    if not _reads_as_person(name):
        return False
    keys = [name_key(word) for word in name.split()]
    key = "".join(keys)
    return not any(key == mine or (len(mine) >= 3 and mine in keys) for mine in own)


@lru_cache(maxsize=_REMEMBERED)
def _reads_as_person(name: str) -> bool:
    if name.isascii() and " " not in name:
        return False
    return not (ORGANISATION.search(name) or ROLE.search(name) or is_agency(name))


def is_signature(text: str) -> bool:
    """Tell whether a line is nothing but the name of a person: "Marina Mucha"."""
    return (
        len(text) <= _LONGEST_SIGNATURE
        and bool(_PLAIN_NAME.fullmatch(text))
        and _is_plain(text)
        and is_person(text, ())
    )


def strip_by(text: str) -> str:
    """Take "By", "Von", "Autor:" and the like off the start of a text."""
    for _ in range(2):
        first = _FIRST_WORD.match(text)
        if first is None or (text[:1].isascii() and first[0].casefold() not in BY_FIRST_WORDS):
            break
        match = BY.match(text)
        if not match or match.end() >= len(text):
            break
        text = text[match.end() :].lstrip(" :|-–")
    return text


def _is_plain(name: str) -> bool:
    """Tell whether a text of two to four capitalised words is a name and nothing else: what most fields hold."""
    words = name.casefold().split()
    return (
        words[0] not in BY_FIRST_WORDS
        and ROLE_WORDS.isdisjoint(words)
        and AGENCIES.isdisjoint(words)
        and not is_agency(name)
    )


def is_agency(name: str) -> bool:
    """Tell whether a name is that of a news agency: "dpa", "AFP/dpa"."""
    if AGENCY_NAMES.fullmatch(name.strip()):
        return True
    words = [word for word in _BETWEEN_AGENCIES.split(name.casefold()) if word]
    return bool(words) and all(word.strip("().") in AGENCIES for word in words)


def _clean(text: str) -> str:
    text = fold(text[:_LONGEST])
    if "@" in text:
        text = _HANDLE.sub(" | ", _MAIL.sub(" | ", text))
    if "www." in text or "://" in text:
        text = _ADDRESS.sub(" | ", text)
    if _DIGIT.search(text):
        for found in reversed(find_moments(text, locale="en-US")):
            text = text[: found.start] + " | " + text[found.end :]
        text = _TIME.sub("", text)
    return text


def _parts(text: str) -> list[str]:
    parts = []
    for piece in _HARD.split(_clean(text)):
        piece = _BRACKETS.sub(" ", strip_by(piece.strip(" ,.:-–—|"))).strip()
        for part in _by_comma(piece):
            parts += _by_and(part)
    return parts


def _by_comma(text: str) -> list[str]:
    """Split at commas: names of their own, or what a person is ("Jane Doe, Senior Reporter")."""
    if "," not in text:
        return [text]
    text = _ENDINGS.sub("", text)
    return [part for part in map(str.strip, text.split(",")) if part]


def _by_and(text: str) -> list[str]:
    """Split at "and" where names stand on both sides: "Ortega y Gasset" is one."""
    match = AND.search(text)
    while match:
        left, right = text[: match.start()], text[match.end() :]
        if (
            (len(left.split()) > 1 or match[0].strip() in ("&", "and", "und", "et"))
            and right.split()[:1]
            and _starts_name(right)
        ):
            return [left, *_by_and(strip_by(right))]
        match = AND.search(text, match.end() - 1)
    return [text]


def _starts_name(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and (bool(_UPPER.match(words[0])) or words[0].lower() in _SMALL)


def _name(part: str, *, lone: bool) -> str | None:
    """Return a part of a byline if it can be somebody's name."""
    name = LEADING_AND.sub("", strip_by(part.strip(" ,.:;-–—|*\"'“”„«»")))
    name = TRAILING.sub("", name)
    name = _ENDINGS.sub("", name).strip(" ,.:;-–—|*")
    words = name.split()
    if not 2 <= len(name) <= _LONGEST_NAME or not 1 <= len(words) <= _MOST_WORDS or _DIGIT.search(name):
        return None
    if (
        ROLE.search(_TITLES.sub("", name).replace("_", " "))
        or is_agency(name)
        or _FOLLOW.fullmatch(name)
        or any(c in name for c in "?!:<>{}=#…")
    ):
        return None
    if len(words) == 1 and (not lone or (name.isascii() and len(name) < 3)):
        return None
    if _CASED.search(name) and not all(
        _UPPER.match(word) or word.lower() in _SMALL or "'" in word or "’" in word for word in words
    ):
        return name if lone and len(words) == 1 else None
    return name


def name_key(name: str) -> str:
    """Return letters and digits of a name alone, in lower case."""
    return _NOT_WORD.sub("", name.casefold())
