"""What one dump's frames are: those of every site, those of its definition, and those that its own lines repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scraper.clean.dump import words
from scraper.clean.dump.lines import Line
from scraper.frames import Frame, unwrap_any
from scraper.site import Site
from scraper.text import cut_ellipsis, ends_sentence

SHORT = 90
"""Characters of a label, a frame, a heading, at most."""

LINE = 240
"""Characters of a line of metadata, at most: what is longer is text, and no pattern is held against it."""

_USUAL = ("[Read More…]", "[Continue reading…]", "[more…]", "(more…)")
_PARTIAL = 4  # letters of a frame without brackets that tell it from a word
_MOST_LINES = 2000  # that are looked at for the frames they show
_CATEGORY_LINE = 60
_OFTEN = 0.5  # share of a list's entries that must repeat a line for it to be a frame
_REPEATS = 3  # and how many of them at least
_NEARLY_ALL = 0.8
_OPENING = "[(<{«"
_LEAST_SPANS = 2  # the same for a frame in brackets
_LIST_SPAN = 40  # lines that an entry has at most
_BRACKETS = re.compile(r"[\[(<{«][^\[\](){}<>«»]{1,50}[\])>}»]$")
_FIRST_WORD = re.compile(r"([^\W\d_]{1,4})\s+\S")  # a preposition, hardly more
_COLON_LABEL = re.compile(r"([^\W\d_][^:：]{1,24}[:：])\s*\S")
_SMALL = frozenset(
    "a an and as at by de der des di e el et for für from i in la le of on or the to u und v y with &".split()
)
_ARTICLES = frozenset(
    "the a an der die das ein eine le la les un une el los las una o os um uma il lo gli i de het een en ett den det et al".split()
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The frames that lines are held against. A frame says what a line may be; where it stands decides what it is."""

    names: frozenset[str] = frozenset()
    """The site's names, casefolded."""

    more: tuple[Frame, ...] = ()
    category: tuple[Frame, ...] = ()
    source: tuple[Frame, ...] = ()
    reading_time: tuple[Frame, ...] = ()
    footer: tuple[Frame, ...] = ()
    noise: tuple[Frame, ...] = ()
    learned_more: frozenset[str] = frozenset()
    """Lines and line ends that a list repeats behind its entries."""

    learned_category: tuple[str, ...] = ()
    """Words with which the second line of a list's entries begins."""

    shown: frozenset[str] = frozenset()
    """The frames as this dump shows them: "[Read More…]", "In "; casefolded."""

    @classmethod
    def of(cls, site: Site | None) -> Vocabulary:
        """Return the frames of a site's dumps; without a site those of every site alone."""
        if site is None:
            return cls()
        dump = site.dump
        return cls(
            names=frozenset(name.casefold() for name in (*dump.name, site.publisher or "") if name),
            more=dump.more,
            category=dump.category,
            source=dump.source,
            reading_time=dump.reading_time,
            footer=dump.footer,
            noise=dump.noise,
        )

    def is_name(self, text: str) -> bool:
        """Tell whether a line is the site's name."""
        return len(text) <= SHORT and text.casefold() in self.names

    def is_more(self, text: str) -> bool:
        """Tell whether a line is nothing but a "read more" frame."""
        if len(text) > LINE or text.count("[") != text.count("]"):
            return False
        return (
            (len(text) <= SHORT and bool(words.MORE.fullmatch(text)))
            or text in self.learned_more
            or bool(
                words.MORE_WITH_TITLE.fullmatch(text) and not ends_sentence(text.rstrip("»›→…. ")) and "," not in text
            )
            or unwrap_any(self.more, text) == ""
        )

    def cut_more(self, text: str) -> tuple[str, bool]:
        """Take a "read more" frame off the end; the second value tells whether there was one."""
        tail = text[-LINE:]
        start = len(text) - len(tail)
        for frame in self.more:
            rest = frame.cut_end(tail)
            if rest is not None:
                return text[: start + len(rest)].rstrip(), True
        match = words.MORE_AT_END.search(tail)
        if match:
            return text[: start + match.start()].rstrip(), True
        for learned in self.learned_more:
            if text.endswith(learned):
                return text[: -len(learned)].rstrip(), True
        return text, False

    def cut_partial(self, text: str) -> tuple[str, bool]:
        """Take the beginning of a frame off the end of a dump that was cut inside it; the second value tells whether."""
        tail = text[-SHORT:].casefold()
        for start in range(len(tail)):
            part = tail[start:]
            if (start and not tail[start - 1].isspace()) or (start and len(part) < _PARTIAL and part[0].isalnum()):
                continue
            if any(frame.startswith(part) for frame in self.shown):
                return text[: len(text) - len(part)].rstrip(), True
        return text, False

    def category_in(self, text: str) -> str | None:
        """Return the category that a short line frames: "In Crime News" gives "Crime News"."""
        if len(text) > SHORT or text in self.learned_more or words.MORE.fullmatch(text):
            return None
        if (kept := unwrap_any(self.category, text)) and looks_like_a_label(kept):
            return kept
        match = words.CATEGORY.fullmatch(text)
        if match and (match["under"] or match["brackets"]):
            return (match["under"] or match["brackets"]).strip('“”"')
        if match and looks_like_a_label(match["in"]):
            return match["in"].strip('“”"')
        for label in self.learned_category:
            if text.startswith(label) and not ends_sentence(text):
                return text[len(label) :].strip(' :：“”"') or None
        return None

    def filed_under(self, text: str) -> str | None:
        """Return the category of a line below a text: "Filed under: Crime News". A bare "In …" is no frame there."""
        if len(text) > SHORT:
            return None
        match = words.CATEGORY.fullmatch(text)
        return match["under"] if match else None

    def source_in(self, text: str) -> tuple[str, bool] | None:
        """Return who is named as first publisher, and whether the frame is one that nothing else has."""
        if len(text) > LINE:
            return None
        if kept := unwrap_any(self.source, text):
            return kept, True
        match = words.SOURCE.fullmatch(text)
        if match is None or (len(match["text"]) > SHORT and ends_sentence(text)):
            return None
        return match["text"], bool(words.SOURCE_SURE.match(text))

    def reading_time_in(self, text: str) -> int | None:
        """Return the minutes that a line says reading takes."""
        if len(text) > SHORT or not any(map(str.isdecimal, text)):
            return None
        if kept := unwrap_any(self.reading_time, text):
            return int(kept) if kept.isdecimal() else None
        match = words.READING_TIME.fullmatch(text)
        return int(next(filter(None, match.groups()))) if match else None

    def is_noise(self, text: str, *, in_body: bool = False) -> bool:
        """Tell whether a line says nothing; between two paragraphs fewer lines do."""
        if len(text) > SHORT:
            return False
        pattern = words.NOISE_IN_BODY if in_body else words.NOISE
        return bool(pattern.fullmatch(text)) or unwrap_any(self.noise, text) is not None

    def is_footer(self, text: str) -> bool:
        """Tell whether a line is one of the page's last: copyright, terms, makers."""
        if len(text) > LINE:
            return False
        return (
            unwrap_any(self.footer, text) is not None
            or bool(words.FOOTER_MARK.search(text) and not (ends_sentence(text) and len(text) > 160))
            or bool(len(text) <= SHORT and words.FOOTER.fullmatch(text) and not words.FOOTER_MARK.search(text))
        )

    def stands_alone(self, line: Line) -> bool:
        """Tell whether a line is a frame by itself, never a part of a longer passage."""
        text = line.text
        if len(text) > LINE:
            return False
        if self.is_more(text) or self.is_name(text) or self.is_noise(text, in_body=True):
            return True
        if self.reading_time_in(text) is not None or self.is_footer(text):
            return True
        # A sentence of a filled paragraph may begin with "in"; what is short and capitalised does not go on.
        return len(text) <= _CATEGORY_LINE and not text[0].islower() and self.category_in(text) is not None

    def ends_here(self, above: Line, below: Line) -> bool:
        """Tell whether the last words of a line are a frame behind which nothing goes on."""
        framed = self.cut_more(above.text)[1]
        return framed and (not above.text[-1].isalnum() or not below.text[0].islower())

    def learn(self, lines: Sequence[Line]) -> Vocabulary:
        """Return the vocabulary with the frames that the entries of a list with bullets repeat."""
        more: set[str] = set()
        category: list[str] = []
        shown = {shown for line in lines[:_MOST_LINES] for shown in self._shown_in(line.text)}
        for spans in _spans_by_bullet(lines):
            more.update(_repeated(spans, lambda span: _ends(span, self.category_in)))
            category += _repeated(spans, _second_line_labels)
        return replace(
            self,
            learned_more=frozenset(text for text in more if not words.MORE.fullmatch(text)),
            learned_category=tuple(sorted(set(category), key=len, reverse=True)),
            shown=frozenset(text.casefold() for text in (*_USUAL, *self._defined(), *shown, *more, *category)),
        )

    def _defined(self) -> Iterator[str]:
        """Yield how the frames of the definition begin."""
        for frame in (*self.more, *self.category):
            yield re.split(r"\{|\*", frame.pattern, maxsplit=1)[0]

    def _shown_in(self, text: str) -> Iterator[str]:
        """Yield the frames that a line shows."""
        if self.is_more(text) and not words.MORE_WITH_TITLE.fullmatch(text):
            yield text
            return
        rest, framed = self.cut_more(text)
        if framed:
            yield text[len(rest) :].strip()
        elif category := self.category_in(text):
            yield text[: text.rfind(category)]


def looks_like_a_label(text: str) -> bool:
    """Tell a category ("Human Health, Resources and Services") from the beginning of a sentence."""
    words_of = [word for word in text.split() if word[0].isalpha()]
    if len(words_of) > 10 or ends_sentence(text) or ": " in text:
        return False
    cased = [word for word in words_of if word[0].isupper() or word[0].islower()]
    small = [word for word in cased if word[0].islower() and word.casefold() not in _SMALL]
    return not small or (len(cased) <= 2 and len(small) == len(cased))


def _spans_by_bullet(lines: Sequence[Line]) -> list[list[Sequence[Line]]]:
    """Return, for each kind of bullet and its margin, what stands from each bullet to the next."""
    starts: dict[tuple[str, int], list[int]] = {}
    for line in lines:
        if line.bullet:
            starts.setdefault((line.bullet, line.indent), []).append(line.number)
    groups = []
    for numbers in starts.values():
        usual = max((min(b - a, _LIST_SPAN) for a, b in pairwise(numbers)), default=1)
        ends = [*numbers[1:], numbers[-1] + usual]  # behind the last bullet something else begins, nobody knows where
        spans = [_span(lines, a, min(b, a + _LIST_SPAN)) for a, b in zip(numbers, ends, strict=True)]
        groups.append([span for span in spans if len(span) > 1])
    return [spans for spans in groups if len(spans) >= _LEAST_SPANS]


def _span(lines: Sequence[Line], start: int, end: int) -> Sequence[Line]:
    """Return what belongs to a bullet: what stands deeper, else everything before `end`."""
    stop = start + 1
    while stop < min(len(lines), start + _LIST_SPAN) and lines[stop].indent > lines[start].indent:
        stop += 1
    return lines[start : stop if stop > start + 1 else end]


def _repeated(spans: Sequence[Sequence[Line]], texts_of: Callable[[Sequence[Line]], Iterable[str]]) -> Iterator[str]:
    counts = Counter(text for span in spans for text in set(texts_of(span)))
    for text, n in counts.items():
        if text[0] in _OPENING:
            often = n >= _LEAST_SPANS and n >= _OFTEN * len(spans)
        elif text[-1] in " :：":
            often = n >= _REPEATS and n >= _OFTEN * len(spans)
        else:
            # Software cuts texts to the same few words as well; a frame stands behind nearly all.
            ended = sum(span[-1].text.endswith(text) for span in spans)
            often = n >= _LEAST_SPANS and ended >= _REPEATS and ended >= _NEARLY_ALL * len(spans)
        if often:
            yield text


def _ends(span: Sequence[Line], category_in: Callable[[str], str | None]) -> list[str]:
    """Return what may be a "read more" frame at the end of an entry: its last line, or brackets that end it."""
    last = span[-1].text
    found = []
    known = words.MORE_AT_END.search(last[-LINE:]) or category_in(last) is not None
    told = ends_sentence(last) and not cut_ellipsis(last)[1]
    if 0 < len(last) <= 40 and not known and not told and not any(map(str.isdecimal, last)):
        found.append(last)
    if match := _BRACKETS.search(last[-60:]):
        found.append(match[0])
    return found


def _second_line_labels(span: Sequence[Line]) -> list[str]:
    """Return what may frame a category: how one of the lines behind a title begins."""
    found = []
    for line in span[1:3]:
        text = line.text
        if (
            line.bullet
            or "://" in text
            or words.SOURCE.fullmatch(text[:LINE])
            or len(text) > 60
            or ends_sentence(text)
            or cut_ellipsis(text)[1]
        ):
            continue
        if match := _COLON_LABEL.match(text):
            found.append(match[1])
        elif (
            (match := _FIRST_WORD.match(text))
            and looks_like_a_label(text[match.end(1) :])
            and match[1].casefold() not in _ARTICLES
            and not _BRACKETS.search(text)
        ):
            found.append(match[1] + " ")
    return found
