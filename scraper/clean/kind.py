"""What kind of page it is, and the name of what came of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from scraper.clean.links import Target
from scraper.clean.metadata import Metadata
from scraper.clean.rules import Ruled
from scraper.clean.separate import Separation
from scraper.clean.walls import is_cut_off, is_filled_by_script, wall_of
from scraper.dom import Tree
from scraper.model import PageType

_ARTICLE_CHARS = 250  # a text of this length is an article's, however many teasers stand around it
_WHOLE = 0.9  # of all characters of a page: a text that is nearly all there is is what the page is for, however short
_LISTED = 5  # stories that make a page without a text a listing
_PAPER = re.compile(r"article|blogposting|report|review|liveblog")
_GATHERING = re.compile(r"collectionpage|itemlist|searchresultspage|og:website|profilepage")


class Kind(NamedTuple):
    """The page's type and its outcome (docs/outcomes.md)."""

    page_type: PageType
    outcome: str


def kind_of(tree: Tree, found: Separation, metadata: Metadata, ruled: Ruled, own: Target | None) -> Kind:
    """Decide a page's kind: by the definition, else by what it says of itself and by how much text and how many stories it has."""
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
    chars = sum(len(found.outline.blocks[n].text) for n in found.body)
    says_article = is_paper(metadata)
    stories = sum(item.kind != "inline" for item in found.items)
    at_root = own is not None and own.home
    if (
        stories >= _LISTED
        and not says_article
        and (at_root or chars < _ARTICLE_CHARS or _gathers(metadata, chars, stories))
    ):
        return Kind("listing", "ok")
    if chars >= _ARTICLE_CHARS or (chars and metadata.headline and (says_article or stories < _LISTED)):
        return Kind("article", "paywalled" if is_cut_off(found, metadata) else "ok")
    if metadata.headline and says_article and is_cut_off(found, metadata):
        return Kind("article", "paywalled")
    if not stories and _is_all_there_is(found):
        return Kind("article", "ok")
    return Kind("listing", "ok") if stories >= _LISTED and not says_article else Kind("other", "no_article")


def is_paper(metadata: Metadata) -> bool:
    """Tell whether a page says of itself that it is an article."""
    return _any(_PAPER, metadata.kinds)


def _is_all_there_is(found: Separation) -> bool:
    """Tell whether a page holds its text and hardly anything else."""
    blocks = found.outline.blocks
    unlinked = sum(len(blocks[n].text) - blocks[n].link_chars for n in found.body)
    return 0 < unlinked >= _WHOLE * found.outline.chars_in(0, len(blocks))


def _gathers(metadata: Metadata, chars: int, stories: int) -> bool:
    """Tell whether a page that says it gathers others has less text than its stories need."""
    return _any(_GATHERING, metadata.kinds) and chars < 30 * stories


def _any(pattern: re.Pattern[str], kinds: Collection[str]) -> bool:
    return any(pattern.search(kind) for kind in kinds)
