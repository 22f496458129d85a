"""What has changed between two records of the same page, and whether that makes a new version. Pure.

A version is what a reader would call one: other words, another headline, another byline, another date of publication. Teasers come
and go at every request, and so do pictures' addresses, tags and dates of change: they differ, and are no version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from scraper.dates import same_moment
from scraper.model import Article, CleanedPage

Change = Literal[
    "headline", "dek", "body", "authors", "source", "published", "modified", "labels", "picture", "related"
]

OF_A_VERSION: frozenset[Change] = frozenset(("headline", "dek", "body", "authors", "source", "published"))
"""Changes of which one makes a version."""

_MOST_WORDS = 4000  # of a changed passage that are compared one by one; it costs their square


class Passage(NamedTuple):
    """A piece of a difference: words that stayed, were taken out, or came in."""

    kind: Literal["same", "out", "in"]
    text: str


def changes(old: CleanedPage, new: CleanedPage) -> tuple[Change, ...]:
    """Return what is different in a later record of a page, by name; empty where all is the same but the address of pictures.

    "labels" are section, tags, publisher and free access; white space makes no difference.
    """
    before, after = old.article or Article(), new.article or Article()
    held: tuple[tuple[Change, bool], ...] = (
        ("headline", before.headline == after.headline),
        ("dek", before.dek == after.dek),
        ("body", _body(before) == _body(after)),
        ("authors", before.authors == after.authors),
        ("source", (before.source and before.source.name) == (after.source and after.source.name)),
        ("published", _same(before.published, after.published)),
        ("modified", _same(before.modified, after.modified)),
        ("labels", _labels(before) == _labels(after)),
        ("picture", _bare(before.image) == _bare(after.image)),
        ("related", _teasers(old) == _teasers(new)),
    )
    return tuple(name for name, is_same in held if not is_same)


def makes_version(found: Sequence[Change]) -> bool:
    """Tell whether changes make a new version of an article."""
    return not OF_A_VERSION.isdisjoint(found)


def words_changed(old: str, new: str) -> Iterator[Passage]:
    """Yield the difference of two texts, word by word; their paragraphs are parted by line breaks, which stay.

    Everything "same" and "out" makes the old text, everything "same" and "in" the new one, white space inside of lines apart.
    """
    before, after = _lines(old), _lines(new)
    for kind, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Passage("same", "\n".join(before[i:j]) + "\n")
            continue
        yield from _words("\n".join(before[i:j]) + "\n" * (j > i), "\n".join(after[m:n]) + "\n" * (n > m))


def _words(old: str, new: str) -> Iterator[Passage]:
    before, after = _split(old), _split(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        blocks: list[tuple[str, int, int, int, int]] = [("replace", 0, len(before), 0, len(after))]
    else:
        blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()  # type: ignore[assignment]
    for kind, i, j, m, n in blocks:
        if kind == "equal":
            yield Passage("same", "".join(before[i:j]))
            continue
        if j > i:
            yield Passage("out", "".join(before[i:j]))
        if n > m:
            yield Passage("in", "".join(after[m:n]))


def _split(text: str) -> list[str]:
    """Cut a text into words, each with a space behind it, and line breaks."""
    return [word for line in text.splitlines() for word in (*(f"{each} " for each in line.split()), "\n")]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _body(article: Article) -> tuple[tuple[str, str], ...]:
    return tuple((block.kind, " ".join(block.text.split())) for block in article.blocks)


def _labels(article: Article) -> tuple[object, ...]:
    return article.section, article.tags, article.publisher, article.is_free


def _teasers(page: CleanedPage) -> tuple[tuple[str | None, str, str | None], ...]:
    return tuple((item.list, item.title, item.url) for item in page.related)


def _bare(url: str | None) -> str | None:
    """Return an address without its query, which holds sizes, signatures and versions."""
    return url.partition("?")[0] if url else None


def _same(one: str | None, other: str | None) -> bool:
    return one == other or (one is not None and other is not None and same_moment(one, other))
