"""Pages that say one thing instead of telling a story: that there is nothing here, that something broke, that a person must ask.

Each kind of message is told by votes: how the page calls itself, what its blocks say, whether they say anything else, what its
code calls it. A page that is dated and signed as an article is hardly one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.clean import wall_words as words
from scraper.dom import Node, Tree
from scraper.text import length

LITTLE = 400
"""Characters of running text of a page that has nothing but a message."""

_MOST = 0.7  # of a page's running text: what it says besides is little
_MISSING = 3  # votes: the name alone tells it, with little text
_BROKEN = 5  # a story may be named after a failure: the page must say nothing else
_FRAMES = 60  # elements that are looked at
_CHECKS = "iframe[src],script[src],form[id],form[action],div[id],div[class],input[name]"


def message_of(tree: Tree, shown: Sequence[str], names: Sequence[str], *, dated: bool, prose: int) -> str | None:
    """Return the outcome of a page that is there for a message; `None` for any other.

    `shown` is what the page's first blocks say, `names` what it calls itself, in lower case; it has `prose` characters of running text.
    """
    said = [text.lower() for text in shown]
    common = (prose < LITTLE) + _is_unlisted(tree) - 3 * dated
    missing = _votes(words.NOT_FOUND, said, names, prose)
    if missing and missing + common + 2 * _is_called_error(tree) >= _MISSING:
        return "soft_404"
    checked = _votes(words.CHECK, said, names, prose)
    if checked and checked + common + 2 * _has_check(tree) >= _BROKEN:
        return "blocked"
    broken = _votes(words.BROKEN, said, names, prose)
    return "error_page" if broken and broken + common >= _BROKEN else None


def _votes(message: re.Pattern[str], said: Sequence[str], names: Sequence[str], prose: int) -> int:
    """Return how much speaks for a message: that it is the page's name, that it is said, that little else is."""
    named = any(message.search(name) for name in names)
    telling = [text for text in said if message.search(text)]
    alone = bool(telling) and sum(map(length, telling)) >= _MOST * prose
    return 2 * named + bool(telling) + alone


def _is_called_error(tree: Tree) -> bool:
    for node in (tree.root, tree.body, tree.css_first("main,article,#content")):
        if node is not None and words.ERROR_NAMES.search(_names(node)):
            return True
    return False


def _has_check(tree: Tree) -> bool:
    """Tell whether the page has what puts a question to a person, or a puzzle to a browser."""
    return any(words.CHECK_NAMES.search(_names(node)) for node in tree.css(_CHECKS)[:_FRAMES])


def _names(node: Node) -> str:
    attributes = node.attributes
    return " ".join(filter(None, map(attributes.get, ("class", "id", "src", "action", "name")))).lower()


def _is_unlisted(tree: Tree) -> bool:
    node = tree.css_first("meta[name='robots' i]")
    return node is not None and "noindex" in (node.attributes.get("content") or "").lower()
