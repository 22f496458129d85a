"""Frames: the fixed words that a page puts around a text, and that a record leaves out.

A frame is written as the page shows it, with `{text}` for what is kept and `*` for what may be anything:

    "In {text}"             around a category: "In Crime News" gives "Crime News"
    "[Read More…]"          behind an excerpt: taken off, nothing kept
    "Continue reading *"    behind an excerpt, with a title that is not kept either
    "{number} min read"     a number to keep

Case and the amount of white space do not matter; "…" also stands for "...".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TAIL = 400  # characters: no frame behind a text is longer, the title it may name included
_PARTS = re.compile(r"\{text\}|\{number\}|\*|…|\.{3}|\s+|.", re.DOTALL)
_MEANING = {
    "{text}": r"(?P<text>.+?)",
    "{number}": r"(?P<text>\d+)",
    "*": r".*?",
    "…": r"\s*(?:…|\.{3,})",
    "...": r"\s*(?:…|\.{3,})",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `pattern` is the text as a definition writes it; raises ValueError if it is nothing but holes."""

    pattern: str
    word: str = field(init=False, repr=False, compare=False)
    """Its longest word, as `_plain` writes it: where a text does not hold it, the frame does not fit."""

    _whole: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _end: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        source = "".join(_regex(part) for part in _PARTS.findall(self.pattern.strip()))
        if self.pattern.count("{text}") + self.pattern.count("{number}") > 1:
            raise ValueError(f"frame {self.pattern!r} may keep one text only")
        if not re.sub(r"\{text\}|\{number\}|\*|\s", "", self.pattern):
            raise ValueError(f"frame {self.pattern!r} has no words of its own")
        words = _WORD.findall(_plain(re.sub(r"\{text\}|\{number\}", " ", self.pattern)))
        object.__setattr__(self, "word", max(words, key=len, default=""))
        object.__setattr__(self, "_whole", re.compile(source, re.IGNORECASE | re.DOTALL))
        gap = r"(?:^|\s+)" if self.pattern.lstrip()[0].isalnum() else r"\s*"
        object.__setattr__(self, "_end", re.compile(rf"{gap}{source}$", re.IGNORECASE | re.DOTALL))

    @property
    def keeps(self) -> bool:
        """Whether the frame stands around a text; otherwise it is all frame."""
        return "{" in self.pattern

    def unwrap(self, text: str) -> str | None:
        """Return what stands inside the frame ("" for a frame that keeps nothing), `None` if `text` does not fit it."""
        match = self._whole.fullmatch(text.strip())
        if match is None:
            return None
        return match["text"].strip() if self.keeps else ""

    def cut_end(self, text: str) -> str | None:
        """Return `text` without this frame at its end, `None` if it does not end in it."""
        tail = max(0, len(text) - _TAIL)
        match = self._end.search(text, tail)
        return text[: match.start()].rstrip() if match else None


def _regex(part: str) -> str:
    if part.isspace():
        return r"\s+"
    return _MEANING.get(part) or re.escape(part)


def _plain(text: str) -> str:
    """Return a text in lower case, the letters that patterns take for one another written alike."""
    text = text.lower()
    if not text.isascii():  # "İ" in lower case is an "i" with a dot above
        text = text.replace("ı", "i").replace("\u0307", "").replace("ſ", "s").replace("ς", "σ")
    return text


_WORD = re.compile(r"[^\W\d_]+")


def unwrap_any(frames: tuple[Frame, ...], text: str) -> str | None:
    """Return what the first fitting frame keeps of `text`; `None` if no frame fits."""
    for frame in frames:
        kept = frame.unwrap(text)
        if kept is not None:
            return kept
    return None


def take_off(frames: tuple[Frame, ...], text: str) -> str:
    """Return `text` without the frames it stands in: unwrapped where one fits whole, cut where one ends it."""
    plain = _plain(text)
    frames = tuple(frame for frame in frames if frame.word in plain)
    kept = unwrap_any(frames, text)
    if kept is not None:
        return kept
    for frame in frames:
        if not frame.keeps:
            rest = frame.cut_end(text)
            text = text if rest is None else rest
    return text
