"""What the addresses of a site's stories look like: a few patterns, learnt from addresses that are known. Pure.

An address is cut into segments, and each segment into what varies between stories: a year, a number, a text. Stories cut alike
make a group; a group gives a pattern, no narrower than the addresses that are known to be no stories want it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from scraper.urls import settled_path

_YEAR = re.compile(r"(?:19|20)\d{2}")
_PAIR = re.compile(r"\d{2}")
_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}")
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_EXTENSION = re.compile(r"(?<=.)(\.[a-z][a-z0-9]{1,5})$", re.IGNORECASE)
_WORD = re.compile(r"[-_]+")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_MOST_KINDS = 6
"""Values of a segment that are told one by one; more are any text."""

_STEADY = 3
"""Stories that make a word which they all share a part of their addresses."""

_MOST_NAMED = 40
"""Addresses that are left out by name; more want a narrower pattern."""

_LOSS = 0.02
"""Share of the known stories that a narrower pattern may cost."""

_FIXED = {"year": r"\d{4}", "pair": r"\d{2}", "date": r"\d{4}-\d{2}-\d{2}", "compact": r"\d{8}", "number": r"\d+"}
_ENDINGS = (
    ("date before", re.compile(r"\d{4}-\d{2}-\d{2}-.+"), r"\d{4}-\d{2}-\d{2}-[^/]+"),
    ("number behind", re.compile(r".+[-_,.]\w?\d{2,}"), r"[^/]+[-_,.]\w?\d{2,}"),
    ("number before", re.compile(r"\d{2,}[-_].+"), r"\d{2,}[-_][^/]+"),
)
"""How a text may hold a number by which the site knows the story: name, what fits, its pattern."""


class Cut(NamedTuple):
    """An address in pieces."""

    segments: tuple[str, ...]
    kinds: tuple[str, ...]
    """Of each segment: "year", "pair", "date", "compact", "number", "text"."""

    extension: str
    """Of the last segment, with its dot; "" without one."""

    query: tuple[tuple[str, str], ...]
    """Names and values, in order."""

    @property
    def form(self) -> tuple[object, ...]:
        """What addresses of one group share."""
        languages = self.segments[:1] if len(self.segments) > 1 and _LANGUAGE.fullmatch(self.segments[0]) else ()
        return languages, self.kinds, self.extension, tuple((name, _kind(value)) for name, value in self.query)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression for the addresses of stories, searched in path and query as `discover.article` is."""

    regex: str
    support: int
    """Stories that were learnt from and fit."""

    others: int
    """Addresses known to be no stories that fit all the same, and are left out by name."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What stories of a site look like."""

    patterns: tuple[Pattern, ...] = ()
    """The one with most stories first."""

    skip: tuple[str, ...] = ()
    """Regular expressions of addresses that look like stories and are known to be none."""

    stories: int = 0
    """How many were learnt from."""

    def fits(self, url: str) -> bool:
        """Tell whether an address looks like a story."""
        path = settled_path(url)
        return any(re.search(each.regex, path) for each in self.patterns) and not any(
            re.search(each, path) for each in self.skip
        )


def cut(url: str) -> Cut:
    """Cut an address into its pieces."""
    path, _, query = settled_path(url).partition("?")
    segments = tuple(segment for segment in path.split("/") if segment)
    extension = ""
    if segments and (match := _EXTENSION.search(segments[-1])):
        extension = match[1]
        segments = (*segments[:-1], segments[-1][: -len(extension)])
    pairs = tuple(
        (name, unquote(value)) for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)
    )
    return Cut(segments, tuple(_kinds(segments)), extension, pairs)


def learn(stories: Iterable[str], others: Iterable[str] = ()) -> Learnt:
    """Learn what stories look like. The order of the addresses makes no difference.

    `stories` are addresses known to be stories, `others` such as are known to be none (menus, tags, authors, sections); what
    stands in both is a story. Every story fits the patterns but for a fiftieth, where narrower ones keep many others out;
    no address of `others` fits and is not left out.
    """
    known = sorted({settled_path(url) for url in stories})
    against = sorted({settled_path(url) for url in others}.difference(known))
    groups: defaultdict[tuple[object, ...], list[Cut]] = defaultdict(list)
    for path in known:
        groups[cut(path).form].append(cut(path))
    patterns: dict[str, Pattern] = {}
    for form in sorted(groups, key=lambda form: (-len(groups[form]), repr(form))):
        regex = _narrowed(groups[form], against)
        patterns.setdefault(regex, Pattern(regex, _count(regex, known), _count(regex, against)))
    kept = tuple(_needed(sorted(patterns.values(), key=lambda each: (-each.support, each.regex)), known))
    astray = [path for path in against if any(re.search(each.regex, path) for each in kept)]
    return Learnt(kept, tuple(_by_name(astray)), len(known))


def _kinds(segments: Iterable[str]) -> Iterator[str]:
    """Yield the kinds of segments; two digits are a month or a day only behind a year."""
    before = ""
    for segment in segments:
        kind = _kind(segment)
        before = "number" if kind == "pair" and before not in ("year", "pair") else kind
        yield before


def _kind(segment: str) -> str:
    for kind, pattern in (
        ("year", _YEAR),
        ("date", _DATE),
        ("compact", _COMPACT),
        ("pair", _PAIR),
        ("number", _NUMBER),
    ):
        if pattern.fullmatch(segment):
            return kind
    return "text"


def _count(regex: str, paths: Iterable[str]) -> int:
    pattern = re.compile(regex)
    return sum(pattern.search(path) is not None for path in paths)


def _narrowed(group: Sequence[Cut], against: Sequence[str]) -> str:
    """Return the widest pattern of a group that lets few others through; else the one that lets the fewest."""
    first: tuple[int, int, str] | None = None
    members = [_path(each) for each in group]
    for rank, regex in enumerate(_candidates(group)):
        lost = len(members) - _count(regex, members)
        if lost > _LOSS * len(members):
            continue
        astray = _count(regex, against)
        if astray == 0:
            return regex
        costs = 0 if astray <= min(_MOST_NAMED, 3 * len(members)) else astray
        if first is None or (costs, rank) < first[:2]:
            first = (costs, rank, regex)
    assert first is not None  # the first candidate fits all
    return first[2]


def _candidates(group: Sequence[Cut]) -> Iterator[str]:
    """Yield patterns of a group from wide to narrow; the first fits all of it."""
    free = _free_places(group)
    last = len(group[0].segments) - 1
    slug = [each.segments[last] for each in group] if last in free else []
    ending = _ending(slug)
    yield _pattern(group, free, {last: ending} if ending else {})
    told = [place for place in free if place != last and _is_few({each.segments[place] for each in group}, len(group))]
    narrow = {place: _one_of({each.segments[place] for each in group}) for place in told}
    for words in _hyphens(slug) if ending is None else ():
        yield _pattern(group, free, {last: words})
        if narrow:
            yield _pattern(group, free, narrow | {last: words})
    if narrow:
        yield _pattern(group, free, narrow | ({last: ending} if ending else {}))


def _free_places(group: Sequence[Cut]) -> list[int]:
    """Return the places of a group's texts that differ from story to story; the last is one of them, if it is a text."""
    last = len(group[0].segments) - 1
    free = []
    for place, kind in enumerate(group[0].kinds):
        values = {each.segments[place] for each in group}
        alone = place == last and not group[0].query and not any(kind != "text" for kind in group[0].kinds)
        if kind == "text" and (len(values) > 1 or (len(group) < _STEADY and place == last) or alone):
            free.append(place)
    return free


def _is_few(values: set[str], of: int) -> bool:
    return len(values) <= _MOST_KINDS or len(values) <= 0.2 * of


def _one_of(values: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(_escaped, sorted(values)))})"


def _ending(slugs: Sequence[str]) -> str | None:
    """Return the pattern of texts that hold the story's number or date; `None` where not all do, or too few are known."""
    if len(slugs) < 2 * _STEADY:
        return None
    return next((regex for _, fits, regex in _ENDINGS if all(map(fits.fullmatch, slugs))), None)


def _hyphens(slugs: Sequence[str]) -> Iterator[str]:
    """Yield patterns of texts with at least two words, three … up to as many as nearly all have."""
    words = sorted(len(_WORD.split(slug.strip("-_"))) for slug in slugs)
    for least in range(2, words[int(_LOSS * len(words))] + 1 if words else 0):
        yield rf"(?:[^/_-]+[-_]+){{{least - 1},}}[^/]*"


def _pattern(group: Sequence[Cut], free: Sequence[int], instead: dict[int, str]) -> str:
    first = group[0]
    parts = []
    for place, kind in enumerate(first.kinds):
        if kind != "text":
            parts.append(_FIXED[kind])
        elif place in instead:
            parts.append(instead[place])
        elif place in free:
            parts.append("[^/]+")
        else:
            parts.append(_escaped(first.segments[place]))
    path = "/".join(parts) + _escaped(first.extension)
    query = "&".join(f"{_escaped(name)}={_of_value(name, group)}" for name, _ in first.query)
    end = "/?" if not first.extension and first.segments else ""
    return f"^/{path}{end}{_escaped('?') + query if query else ''}$"


def _of_value(name: str, group: Sequence[Cut]) -> str:
    values = {dict(each.query)[name] for each in group}
    if all(map(_NUMBER.fullmatch, values)):
        return r"\d+"
    return _escaped(next(iter(values))) if len(values) == 1 and len(group) >= _STEADY else "[^&]+"


def _path(each: Cut) -> str:
    query = "&".join(f"{name}={value}" for name, value in each.query)
    return f"/{'/'.join(each.segments)}{each.extension}" + (f"?{query}" if query else "")


def _needed(patterns: Sequence[Pattern], known: Sequence[str]) -> Iterator[Pattern]:
    """Yield the patterns without which a story would fit none."""
    left = set(known)
    for each in patterns:
        fitting = {path for path in left if re.search(each.regex, path)}
        if fitting:
            left -= fitting
            yield each


def _by_name(paths: Sequence[str]) -> Iterator[str]:
    """Yield patterns that fit these addresses and no others: one for each folder that they lie in."""
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rstrip("/").rpartition("/")
        folders[folder].append(name)
    for folder, names in sorted(folders.items()):
        yield f"^{_escaped(folder)}/{_one_of(set(names)) if len(set(names)) > 1 else _escaped(names[0])}/?$"


def _escaped(text: str) -> str:
    """Return a text as a pattern that reads well: a hyphen, a slash mean nothing outside a class."""
    return re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", text)
