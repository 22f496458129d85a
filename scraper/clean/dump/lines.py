"""Text -> lines with something on them: folded, measured, their bullets read.

Line ends of every kind, byte order marks, tabs and no-break spaces as margins, literal tags around a line, bullets alone
on theirs: all the same afterwards.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scraper.clean.dump.plain import plain_text
from scraper.text import cut_marks, fold

WEAK_BULLETS = "*+-–—―1"
"""Bullets that also begin a sentence: one alone is no list."""

_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)(?:\s+#+)?")
_NUMBER = re.compile(r"\d{1,9}")
TAB = 8
"""Columns from one tab stop to the next."""

_MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"  # direction and width, nothing to see
_TAG_LINES = 40  # over which a literal tag may stay open
_CLOSING = 40  # characters of the closing tags at a line's end
_EDGE_MARKS = " \u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INDENT = re.compile(rf"[\s{_MARKS}]*")
_BULLET = re.compile(
    rf"(?:(?P<dot>[•◦▪▫‣⁃●○■□◆◇▶▸►➤➢➔✓✔★☆»›→∙·⋅・◉◘])[\s{_MARKS}]*|(?P<dash>[*+–—―−\-])(?:[\s{_MARKS}]+|$)|(?P<number>\d{{1,3}})[.)](?:[\s{_MARKS}]+|$))"
)
_TAGS = re.compile(
    r"</?(?:p|strong|em|b|i|u|s|small|big|span|div|br|hr|h[1-6]|a|blockquote|q|cite|ul|ol|li|figure|figcaption|section|article|header|font|center|img)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_EDGE_TAG = re.compile(rf"^[\s{_MARKS}]*{_TAGS.pattern}|{_TAGS.pattern}\s*$", re.IGNORECASE)
WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dump that holds something."""

    number: int
    """Rank among the lines that hold something."""

    raw: str
    """As written, without the line end."""

    text: str
    """Folded, without bullet and literal tags."""

    indent: int
    """Columns of white space in front."""

    column: int
    """Where the text begins: behind the bullet, if there is one."""

    gap: int
    """Empty lines in front of it."""

    bullet: str = ""
    """The bullet, "1" for any number, "" for none."""

    tagged: bool = False
    """Whether literal tags stood around the text."""

    level: int = 0
    """Of a heading written "## Heading"; 0 for any other line."""

    @property
    def end(self) -> int:
        """The length of the line as those count it who fill lines: a tab as one, a wide character as two."""
        raw = self.raw.rstrip(" \t\r")
        if raw.isascii():
            return len(raw)
        return len(unicodedata.normalize("NFC", cut_marks(raw))) + width_of(self.text) - len(self.text)


def width_of(text: str) -> int:
    """Return how many columns a text takes: a wide character two."""
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))


def read_lines(text: str, *, bullets: Sequence[str] = ()) -> tuple[Line, ...]:
    """Return the lines that hold something. `bullets`: those of a site beside the usual ones."""
    pattern = _bullet_pattern(bullets)
    lines: list[Line] = []
    gap = 0
    for raw in plain_text(text).splitlines():
        line = _line(raw, len(lines), gap, pattern)
        if line is None:
            gap += 1
        else:
            lines.append(line)
            gap = 0
    return tuple(_without_false_bullets(tuple(_with_lone_bullets(tuple(_inside_tags(lines))))))


def _bullet_pattern(bullets: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of all bullets, those of a site among them."""
    own = [re.escape(bullet) for bullet in bullets if bullet.strip() and not _BULLET.fullmatch(bullet)]
    return re.compile(rf"(?P<own>{'|'.join(own)})[\s{_MARKS}]*|{_BULLET.pattern}") if own else _BULLET


def _line(raw: str, number: int, gap: int, bullets: re.Pattern[str]) -> Line | None:
    start = _INDENT.match(raw)
    assert start is not None
    if start.end() == len(raw):
        return None
    indent = _columns(start[0])
    tagged = "<" in raw and bool(_EDGE_TAG.search(raw[: TAB * 300])) | bool(_EDGE_TAG.search(raw[-TAB * 300 :]))
    if tagged:
        text = fold(html.unescape(_TAGS.sub(" ", raw)))
        return Line(number, raw, text, indent, indent, gap, tagged=True) if text else None
    match = bullets.match(raw, start.end())
    if match and not is_drawn(raw):
        bullet = match["dot"] or match["dash"] or ("1" if match["number"] else match["own"])
        return Line(
            number, raw, _bare(raw[match.end() :]), indent, _columns(raw[: match.end()].expandtabs(TAB)), gap, bullet
        )
    text = _bare(raw)
    if text.startswith("#") and (heading := _HEADING.fullmatch(text[:400])):
        return Line(number, raw, heading[2], indent, indent, gap, level=len(heading[1]))
    return Line(number, raw, text, indent, indent, gap) if text else None


def _inside_tags(lines: Sequence[Line]) -> Iterator[Line]:
    """Mark the lines between a literal tag that opens on one line and closes on another, with no gap between."""
    inside = False
    for n, line in enumerate(lines):
        if line.gap:
            inside = False
        if line.tagged:
            closes = "</" in line.raw[-_CLOSING:]
            inside = not closes and _closes_below(lines, n)
        yield replace(line, tagged=True) if inside and not line.tagged else line


def _closes_below(lines: Sequence[Line], n: int) -> bool:
    """Tell whether a literal tag closes on one of the lines right below."""
    for line in lines[n + 1 : n + _TAG_LINES]:
        if line.gap or line.bullet:
            return False
        if line.tagged:
            return "</" in line.raw[-_CLOSING:]
    return False


def _bare(raw: str) -> str:
    """Fold a line and drop the marks of direction at its ends, which belong to the line and not to the words."""
    text = fold(raw)
    return text if text.isascii() else text.strip(_EDGE_MARKS)


def _columns(blank: str) -> int:
    """Return how many columns white space takes; marks take none."""
    if "\t" in blank:
        blank = blank.expandtabs(TAB)
    return sum(
        c not in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff" for c in blank
    )


def is_drawn(text: str) -> bool:
    """Tell whether a line is drawn, not written: "* * *", "-----"."""
    signs = text[:400].strip()
    return len(signs) > 1 and not signs[0].isalnum() and len(set("".join(signs.split()))) == 1


def _with_lone_bullets(lines: Sequence[Line]) -> Iterator[Line]:
    """Give a bullet that stands alone on its line the text of the line below."""
    skipped = 0
    waiting: Line | None = None
    for line in lines:
        if waiting is not None:
            if line.bullet:
                yield replace(waiting, number=waiting.number - skipped)
            else:
                skipped += 1
                line = replace(
                    line, indent=waiting.indent, column=waiting.column, gap=waiting.gap, bullet=waiting.bullet
                )
            waiting = None
        if line.bullet and not line.text:
            waiting = line
        else:
            yield replace(line, number=line.number - skipped) if skipped else line
    if waiting is not None:
        yield replace(waiting, number=waiting.number - skipped)


def _without_false_bullets(lines: Sequence[Line]) -> Iterator[Line]:
    """Give back what only looks like a bullet: a number that no other follows ("21. Oktober"), a dash without its like."""
    margins: dict[tuple[str, int], list[int]] = {}
    for line in lines:
        if line.bullet and line.bullet in WEAK_BULLETS:
            margins.setdefault((line.bullet, line.indent), []).append(line.number)
    alike = Counter(line.bullet for line in lines if line.bullet)
    kept: set[int] = set()
    for (bullet, _), numbers in margins.items():
        values = [number_of(lines[n].raw) for n in numbers]
        for k, n in enumerate(numbers):
            if bullet != "1":
                listed = len(numbers) > 1 or (alike[bullet] > 1 and not _goes_on_above(lines, n))
                kept |= {n} if listed else set()
            elif values[k] + 1 in values[k + 1 : k + 2] or (k and values[k - 1] + 1 == values[k]):
                kept.add(n)
    for line in lines:
        if line.bullet and line.bullet in WEAK_BULLETS and line.number not in kept:
            yield replace(line, text=fold(line.raw), column=line.indent, bullet="")
        else:
            yield line


def _goes_on_above(lines: Sequence[Line], n: int) -> bool:
    """Tell whether a line with a dash may be the middle of a sentence: the line right above it is none of a list."""
    above = lines[n - 1] if n else None
    return above is not None and not lines[n].gap and not above.bullet and above.text[-1] not in ":："


def number_of(raw: str) -> int:
    """Return the first number of a line, 0 without one."""
    match = _NUMBER.search(raw)
    return int(match[0]) if match else 0
