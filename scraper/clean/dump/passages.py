"""Lines -> passages: what was broken to fit a width is one again.

A dump is either written with one line a paragraph, or filled to a width (browsers: 72 columns, lynx: 80). In the second
case a line goes on below if the first word of the line below did not fit any more. The width is read from the text,
for each left margin by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scraper.clean.dump.lines import TAB, WIDE, Line
from scraper.text import ends_sentence

WIDEST = 140
"""Columns: nobody fills lines to more."""

_NARROWEST = 36  # columns: a shorter line was not broken for want of room

_MOST_LONGER = 0.01  # share of lines longer than that in a text that is filled all the same
_LEAST_FULL = 0.2  # share of full lines among those that have a line below
_FEW = 3  # full lines that are enough without further evidence
_OWN = 50  # columns: a margin whose lines reach so far has a width of its own
_SOFT = 36  # columns: a line that breaks a sentence, this long or longer, was broken to fit
_CASELESS = 60  # the same in scripts without case
_BRACKET = 24  # characters of a frame in brackets, on either line
_OPEN = re.compile(r"\[[^\]]*$")
_LEFT_OPEN = re.compile(
    r"(?:[,–—&|]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|that|the|to|with|der|die|das|des|dem|den|ein|eine|einen|einem|und|oder|von|vom|zu|zur|zum|für|mit|auf|im|am|aus|bei|le|la|les|du|et|ou|à|au|aux|en|un|une|pour|par|sur|dans|el|los|las|del|al|y|o|que|por|para|con|se|os|do|da|dos|das|e|no|na|em|com|il|lo|gli|di|che|per|het|een|van|op|met|voor|i|och|att|som|av|til|på|и|в|на|с|по|о|не|что|за|от))$",
    re.IGNORECASE,
)
_ALMOST = 0.85
_TWO_SPACES = re.compile(r"[.:?!]  \S")
_QUANTILE = 0.97
_LONGER = 0.6  # of the longest line: shorter ones say nothing about the width
_HANGING = re.compile(r"(?:and|or|und|oder|et|ou|y|o|e|og|och|en|of)\b", re.IGNORECASE)  # "pre- and post-war"


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together: a paragraph, a title, a table's row."""

    lines: tuple[Line, ...]
    text: str
    """Folded, without bullet."""

    @property
    def indent(self) -> int:
        """Columns of white space in front of its first line."""
        return self.lines[0].indent

    @property
    def column(self) -> int:
        """Where the text of its first line begins."""
        return self.lines[0].column

    @property
    def gap(self) -> int:
        """Empty lines in front of it."""
        return self.lines[0].gap

    @property
    def bullet(self) -> str:
        """The bullet in front of it, "1" for a number, "" for none."""
        return self.lines[0].bullet

    @property
    def tagged(self) -> bool:
        """Whether literal tags stood around it."""
        return self.lines[0].tagged


def read_passages(
    lines: Sequence[Line], stands_alone: Callable[[Line], bool], ends: Callable[[Line, Line], bool]
) -> tuple[Passage, ...]:
    """Join the lines of a filled text; in any other, each line is a passage.

    `stands_alone` tells lines that are never part of a longer passage: frames, dates, rows of tables; `ends` tells of
    two lines whether a frame at the end of the first parts them.
    """
    joints = _joints(lines, stands_alone, ends)
    passages: list[Passage] = []
    group: list[Line] = []
    for line in lines:
        if group and line.number not in joints:
            passages.append(_passage(group))
            group = []
        group.append(line)
    if group:
        passages.append(_passage(group))
    return tuple(passages)


def _passage(lines: Sequence[Line]) -> Passage:
    if len(lines) == 1:
        return Passage((lines[0],), lines[0].text)
    parts = [lines[0].text]
    for above, below in pairwise(lines):
        parts += [_glue(above.text, below.text), below.text]
    return Passage(tuple(lines), "".join(parts))


def _glue(above: str, below: str) -> str:
    """Return what stands between two lines that are joined: nothing in scripts without spaces and behind a hyphen."""
    if WIDE.match(above[-1]) and WIDE.match(below[0]) and not ("\uac00" <= below[0] <= "\ud7a3"):
        return ""
    if above[-1] == "-" and above[-2:-1].isalnum() and below[0].isalnum() and not _HANGING.match(below):
        return ""
    return " "


def _joints(
    lines: Sequence[Line], stands_alone: Callable[[Line], bool], ends: Callable[[Line, Line], bool]
) -> frozenset[int]:
    """Return the numbers of the lines that go on with the line above."""
    longer = sum(line.end > WIDEST and " " in line.text for line in lines)
    if longer > _MOST_LONGER * len(lines):
        return frozenset()
    pairs = [(a, b) for a, b in _pairs(lines) if not stands_alone(a) and not stands_alone(b) and not ends(a, b)]
    if not pairs:
        return frozenset()
    stop = 2 if any(_TWO_SPACES.search(above.raw[:WIDEST]) for above, _ in pairs) else 1
    widths = _widths(pairs, (line for line in lines if not line.bullet and not stands_alone(line)))
    full = [
        (a, b)
        for run in _runs(pairs)
        for width in [_own_width(run, widths[run[0][1].indent])]
        for a, b in run
        if _is_full(a, b, width, stop)
    ]
    enough = len(full) >= _FEW or any(_breaks_sentence(a, b) or _is_broken(a, b) for a, b in full)
    if not enough or len(full) < _LEAST_FULL * len(pairs):
        return frozenset()
    return frozenset(b.number for _, b in full) | {b.number for a, b in pairs if _breaks_sentence(a, b)}


def _runs(pairs: Sequence[tuple[Line, Line]]) -> Iterator[list[tuple[Line, Line]]]:
    """Group the pairs of lines that follow each other."""
    run: list[tuple[Line, Line]] = []
    for pair in pairs:
        if run and run[-1][1].number != pair[0].number:
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _own_width(run: Sequence[tuple[Line, Line]], width: int) -> int:
    """Return the width of a long run of lines: its margin may have been taken off after it was filled."""
    own = max(above.end for above, _ in run)
    return min(own, width) if len(run) >= _FEW and own >= _ALMOST * width else width


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield neighbours of which the lower may go on with the upper: no gap, no bullet, the same left margin."""
    for a, b in pairwise(lines):
        if b.gap or b.bullet or a.tagged != b.tagged or a.level or b.level or not _NARROWEST <= a.end <= WIDEST:
            continue
        if (
            abs(b.indent - a.column) <= 1
            or (a.bullet and b.indent >= a.indent - TAB)
            or (a.gap and 0 < a.indent - b.indent <= 8)
        ):
            yield a, b


def _widths(pairs: Sequence[tuple[Line, Line]], single: Iterable[Line]) -> Mapping[int, int]:
    """Return the width to which lines are filled, by left margin; margins with few short lines take that of all."""
    ends: dict[int, list[int]] = defaultdict(list)
    for above, below in pairs:
        ends[below.indent] += (above.end, below.end)
    for line in single:
        if line.indent in ends and line.end <= WIDEST:
            ends[line.indent].append(line.end)
    widths = {margin: _width(group) for margin, group in ends.items()}
    everything = _width([end for group in ends.values() for end in group])
    return {margin: width if width >= _OWN else everything for margin, width in widths.items()}


def _width(ends: Sequence[int]) -> int:
    """Return the width that all but a few of the longer lines keep to: an address cannot be broken."""
    longest = max(ends)
    longer = sorted(end for end in ends if end >= _LONGER * longest)
    return longer[int(_QUANTILE * (len(longer) - 1) + 0.5)]


def _is_full(above: Line, below: Line, width: int, stop: int) -> bool:
    """Tell whether the first word of the line below did not fit on the line above.

    `stop`: spaces behind a full stop in this text.
    """
    space = stop if above.text[-1] in ".:?!" else 1
    return above.end + space + _first_word(below.text) > width


def _first_word(text: str) -> int:
    """Return the columns of the first word; scripts without spaces break anywhere."""
    if WIDE.match(text):
        return 1
    return len(text.split(" ", 1)[0])


def _breaks_sentence(above: Line, below: Line) -> bool:
    """Tell whether a line stops in mid-sentence and the one below goes on; scripts without case say less."""
    if _OPEN.search(above.text[-_BRACKET:]) and "]" in below.text[:_BRACKET]:
        return True
    if above.end >= _CASELESS and _LEFT_OPEN.search(above.text[-_BRACKET:]):
        return True
    first = below.text[0]
    least = _SOFT if first.islower() else _CASELESS
    return (
        above.end >= least
        and not ends_sentence(above.text)
        and (first.islower() or (first.isalpha() and first.lower() == first.upper()))
    )


def _is_broken(above: Line, below: Line) -> bool:
    """Tell whether two lines begin one paragraph: behind a gap, the first long and without the end of a sentence."""
    if not above.gap or above.bullet or above.end < _CASELESS or ends_sentence(above.text):
        return False
    return ends_sentence(below.text) or below.end >= _CASELESS
