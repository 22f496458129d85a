"""What kind of page it is, and the name of what came of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from scraper.clean.context import ARTICLE
from scraper.clean.links import Target
from scraper.clean.metadata import Metadata
from scraper.clean.outline import TextBlock
from scraper.clean.rules import Ruled
from scraper.clean.separate import Separation
from scraper.clean.walls import is_cut_off, is_filled_by_script, wall_of
from scraper.clean.weights import word_units
from scraper.dom import Tree
from scraper.model import PageType
from scraper.text import length

_ARTICLE_CHARS = 250  # a text of this length is an article's, unless more speaks for a listing
_WHOLE = 0.9  # of all characters of a page: a text that is nearly all there is is what the page is for, however short
_LISTED = 5  # stories that make a page with little text a listing
_FEW = 3  # stories that make a page without any text one
_MANY = 8  # stories of a page that is there for them
_LONG = 600  # characters of a text that no section page has above its stories
_VERY_LONG = 1500
_HEADLINE = 4.0  # words of a headline; a section's name has fewer
_SENTENCE = 45  # characters of a block that is running text
_MESSAGE = 500  # characters: all that an error page says
_FEW_WAYS = 3  # links of a page that is no site's own: its article would have a menu around it
_PAPER = re.compile(r"article|blogposting|report|review|liveblog")
_GATHERING = re.compile(r"collectionpage|itemlist|searchresultspage|profilepage|og:profile")


class Kind(NamedTuple):
    """The page's type and its outcome (docs/outcomes.md)."""

    page_type: PageType
    outcome: str


def kind_of(tree: Tree, found: Separation, metadata: Metadata, ruled: Ruled, own: Target | None) -> Kind:
    """Decide a page's kind: by the definition, else by what it says of itself and by how much text and how many stories it has."""
    if told := _told(tree, found, metadata, ruled):
        return told
    said = [found.outline.blocks[n] for n in found.body]
    chars = sum(length(block.text) for block in said)
    says_article = is_paper(metadata)
    stories = sum(item.kind != "inline" for item in found.items)
    gathers = stories >= _LISTED and not says_article
    if gathers and _leans_to_listing(metadata, own, chars, stories):
        return Kind("listing", "ok")
    cut = is_cut_off(found, metadata)
    at_story = own is not None and own.tells_story
    if stories >= _FEW and not (says_article or cut or at_story) and _is_all_labels(said, chars):
        return Kind("listing", "ok")
    shows_more = cut or says_article or metadata.published or not metadata.headline or found.outline.pictures
    if not shows_more and _is_no_story(found, said, chars):
        return Kind("listing" if gathers else "other", "ok" if gathers else "no_article")
    if chars >= _ARTICLE_CHARS or (chars and metadata.headline):
        return Kind("article", "paywalled" if cut else "ok")
    if metadata.headline and says_article and cut:
        return Kind("article", "paywalled")
    if not stories and _is_all_there_is(found):
        return Kind("article", "ok")
    return Kind("listing", "ok") if gathers else Kind("other", "no_article")


def _told(tree: Tree, found: Separation, metadata: Metadata, ruled: Ruled) -> Kind | None:
    """Return the kind that the definition or a wall tells, or that there is nothing to read; `None` where none of them does."""
    if ruled.protected:
        return Kind("article", "protected")
    if ruled.page_type == "article":
        return Kind("article", "ok")
    if ruled.page_type == "listing":
        return Kind("listing", "ok")
    if not found.outline.blocks:
        return Kind("other", "shell" if is_filled_by_script(tree, 0) else "empty")
    if wall := wall_of(tree, found, metadata):
        return Kind("article" if wall == "protected" else "other", wall)
    if ruled.page_type == "other":
        return Kind("other", "no_article")
    return None


def _is_all_there_is(found: Separation) -> bool:
    """Tell whether a page holds its text and hardly anything else."""
    blocks = found.outline.blocks
    unlinked = sum(len(blocks[n].text) - blocks[n].link_chars for n in found.body)
    return 0 < unlinked >= _WHOLE * found.outline.chars_in(0, len(blocks))


def _leans_to_listing(metadata: Metadata, own: Target | None, chars: int, stories: int) -> bool:
    """Tell whether a page with stories, which does not say that it is an article, is there for them.

    Votes: what it says it is, its address, its headline, how much text and how many stories it has, whether it is dated.
    """
    if own is not None and own.home:
        return True
    listing = (
        2 * _any(_GATHERING, metadata.kinds)
        + ("og:website" in metadata.kinds)
        + (stories >= _MANY)
        + (chars < _ARTICLE_CHARS)
        + 2 * (chars < _ARTICLE_CHARS // 4)
    )
    article = bool(metadata.published) + bool(metadata.authors) + 2 * (chars >= _LONG) + 2 * (chars >= _VERY_LONG)
    if own is not None:
        listing += 2 * (not own.names_story) + own.index_words
        article += 2 * own.tells_story
    if metadata.headline:
        named = word_units(metadata.headline) >= _HEADLINE
        listing += not named
        article += named
    return listing > article


def _is_no_story(found: Separation, said: Collection[TextBlock], chars: int) -> bool:
    """Tell whether what looks like a short text tells nothing: labels alone, or a message on a page without a way on."""
    if chars >= _MESSAGE:
        return False
    if _is_all_labels(said, chars):
        return True
    marked = any(found.votes[block.box.index] & ARTICLE for block in said)
    return len(found.outline.anchors) < _FEW_WAYS and not marked


def _is_all_labels(said: Collection[TextBlock], chars: int) -> bool:
    """Tell whether what looks like a short text has no sentence."""
    running = any(length(block.text) >= _SENTENCE and block.link_chars * 2 < len(block.text) for block in said)
    return chars < _ARTICLE_CHARS and not running


def is_paper(metadata: Metadata) -> bool:
    """Tell whether a page says of itself that it is an article."""
    return _any(_PAPER, metadata.kinds)


def _any(pattern: re.Pattern[str], kinds: Collection[str]) -> bool:
    return any(pattern.search(kind) for kind in kinds)
