"""What stands in an article's place: consent, a login, a message, a shell, the end of what is free.

    surface_of     what of a page is text, and how much of it is about consent
    wall_of        the outcome of a page without its article; `None` where the page is what it seems
    is_cut_off     whether an article breaks off where the rest is sold

Structure comes first: how much running text there is, whether stories stand around it, what the page declares, its password
fields, scripts and empty boxes. Phrases are votes among these (`wall_words`). Pages that have their article are told by
its length and cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scraper.clean import wall_words as words
from scraper.clean.context import ASIDE, FOOTER, NAV, PAYWALL
from scraper.clean.messages import message_of
from scraper.clean.metadata import Metadata
from scraper.clean.outline import TextBlock
from scraper.clean.separate import Separation
from scraper.dom import Node, Tree
from scraper.text import fold, length

ENOUGH = 800
"""Characters of running text, consent aside, of a page that has its article: messages of walls are shorter."""

STUB = 2_500
"""Characters of a body that may be the beginning of a longer one."""

_PROSE = 45  # characters of a block that is running text, not a label
_MOST = 150  # blocks that are read for themes
_READ = 300  # characters of a block that phrases are looked for in
_BLOCKS = 60  # blocks that are looked at
_ASKS = 3  # themes of consent in one block that asks for it
_ABOUT = 2  # in a block beside such a one
_FEW_STORIES = 5
_FEW_LINKS = 40  # a page that stands in the way has few ways out
_BEHIND = 8  # blocks behind the body where the offer to subscribe stands
_LAST = 3  # blocks at the body's beginning that a consent text would stand in, or before it where the body is a wall's
_CLOSING = 6  # blocks at the body's end that may be the offer itself: a heading, what it holds, a button
_APART = NAV | FOOTER | ASIDE
_LITTLE = 300  # characters of text on a page that waits for a script
_NO_FIELDS = frozenset(("hidden", "submit", "button", "checkbox", "image", "reset"))
_MOUNTS = "div,main,section,app-root,article"
_CONTROLS = "button,input[type='submit' i],input[type='button' i],[role='button']"


class Surface(NamedTuple):
    """The text of a page by what it is for, in characters."""

    prose: int
    """Running text outside teasers, consent aside."""

    consent: int
    """Running text that asks for consent."""

    body: int
    """The body, consent aside."""


def surface_of(found: Separation) -> Surface:
    """Measure a page's running text."""
    blocks, running = found.outline.blocks, _running(found)
    themes = {block.index: themes_of(block.text) for block in running}
    read_to = running[-1].index if len(running) == _MOST else len(blocks)
    least = _ABOUT if max(themes.values(), default=0) >= _ASKS else _ASKS
    asking = {index for index, count in themes.items() if count >= least}
    return Surface(
        prose=sum(length(block.text) for block in running if block.index not in asking),
        consent=sum(length(blocks[n].text) for n in asking),
        body=sum(length(blocks[n].text) for n in found.body if n <= read_to and n not in asking),
    )


def _running(found: Separation) -> list[TextBlock]:
    blocks = found.outline.blocks
    return [block for block in blocks if block.index not in found.teasers and _is_running(block)][:_MOST]


def _has_its_text(found: Separation) -> bool:
    """Tell whether the body has enough running text that asks for nothing. Then no wall stands in its place (`surface_of`)."""
    chars = 0
    for block in _running(found):
        if block.index in found.body and themes_of(block.text) < _ABOUT:
            chars += length(block.text)
            if chars >= ENOUGH:
                return True
    return False


def themes_of(text: str) -> int:
    """Return how many themes of consent the beginning of a text has: what is stored, who gets it, what for, your choice."""
    text = text[:_READ].lower()
    return sum(theme.search(text) is not None for theme in words.CONSENT_THEMES)


def _is_running(block: TextBlock) -> bool:
    return length(block.text) >= _PROSE and block.link_chars * 2 < len(block.text) and not block.box.hidden


def wall_of(tree: Tree, found: Separation, metadata: Metadata) -> str | None:
    """Return the outcome of a page that has something else in its article's place; `None` if it has not."""
    blocks = found.outline.blocks
    chars = sum(len(blocks[n].text) for n in found.body)
    dated = _says_article(metadata) or bool(metadata.published and metadata.authors)
    opening = sorted(found.body)[:_LAST]
    if (
        chars >= ENOUGH
        and dated
        and not any(words.CONSENT_THEMES[0].search(blocks[n].text[:_READ].lower()) for n in opening)
    ):
        return None
    if _has_its_text(found):  # most pages, and a few blocks of each tell
        return None
    names = _names(tree, found, metadata)
    surface = surface_of(found)
    lonely = _stories(found) < _FEW_STORIES and len(found.outline.anchors) < _FEW_LINKS
    if _is_consent(tree, surface, names, lonely=lonely, dated=dated):
        return "consent_page"
    if surface.prose >= ENOUGH and surface.body:
        return None
    if message := message_of(tree, _shown(found), names, dated=dated, prose=surface.prose):
        return message
    if metadata.headline and _is_protected(tree):
        return "protected"
    if _is_login(tree, surface, names, lonely=lonely, dated=dated):
        return "login"
    if _is_shell(tree, found, surface):
        return "shell"
    return None


def is_cut_off(found: Separation, metadata: Metadata) -> bool:
    """Tell whether an article breaks off where the rest is sold.

    Votes: what the page declares (`isAccessibleForFree`, `wordCount`), an offer to subscribe right behind the body, a box
    called a paywall there, a last line without an end, a body of a few lines.
    """
    blocks = found.outline.blocks
    chars = sum(length(blocks[n].text) for n in found.body)
    if chars >= STUB:
        return False
    last = max(found.body, default=-1)
    behind = _behind(found, last)
    first = min(found.body, default=last + 1)
    closing = [block for block in blocks[max(first, last + 1 - _CLOSING) : last + 1] if len(block.text) < _READ]
    before = [block for block in blocks[max(0, first - _LAST) : first] if found.votes[block.box.index] & PAYWALL]
    offered = any(is_offer(block.text) for block in [*before, *closing, *behind])
    inside = bool(found.body) and not is_offer(blocks[last].text) and found.votes[blocks[last].box.index] & PAYWALL
    boxed = not inside and any(found.votes[block.box.index] & PAYWALL for block in [*closing, *behind])
    declared = metadata.is_free is False
    if not (offered or declared or boxed) or _goes_on(found, last, chars):
        return False
    told = metadata.word_count or 0
    short_of = told > 0 and chars < told * 3  # a word has more than three characters in any spaced script
    votes = 2 * declared + 2 * offered + boxed + _is_open(blocks[last].text if last >= 0 else "") + short_of
    return votes + (chars < ENOUGH) >= 3


def is_offer(text: str) -> bool:
    """Tell whether a short text offers to read on for a price."""
    return len(text) <= 2 * _READ and words.PAYWALL.search(text[:_READ].lower()) is not None


def _behind(found: Separation, last: int) -> list[TextBlock]:
    """Return the blocks right behind the body, up to the first teaser or the page's foot."""
    behind = []
    for block in found.outline.blocks[last + 1 : last + 1 + _BEHIND]:
        if block.index in found.teasers or found.votes[block.box.index] & _APART:
            break
        behind.append(block)
    return behind


def _goes_on(found: Separation, last: int, chars: int) -> bool:
    """Tell whether more running text follows behind the body than is in it: then the body is not whole, the page is."""
    rest = sum(
        len(block.text)
        for block in found.outline.blocks[last + 1 :]
        if len(block.text) >= 2 * _PROSE and not block.link_chars and block.index not in found.teasers
    )
    return rest > max(chars, ENOUGH)


def _is_open(text: str) -> bool:
    """Tell whether a last line has no end: "…" or a sentence that is cut."""
    return text.endswith(("…", "...")) or (len(text) >= 2 * _PROSE and text[-1:].isalnum() and text.isascii())


def _says_article(metadata: Metadata) -> bool:
    return any(
        kind in ("ld:newsarticle", "ld:article", "ld:blogposting", "ld:reportagenewsarticle") for kind in metadata.kinds
    )


def _stories(found: Separation) -> int:
    return sum(item.kind != "inline" for item in found.items)


def _names(tree: Tree, found: Separation, metadata: Metadata) -> list[str]:
    """Return what the page calls itself: its title, its headline, its first headings."""
    title = tree.css_first("title")
    names = [fold(title.text(deep=True))] if title is not None else []
    names += [metadata.headline] if metadata.headline else []
    names += [block.text for block in found.outline.blocks[:_BLOCKS] if block.level == 1][:3]
    return [name[:_READ].lower() for name in names if name]


def _shown(found: Separation) -> list[str]:
    """Return what the page says at first, teasers aside."""
    return [block.text[:_READ] for block in found.outline.blocks[:_BLOCKS] if block.index not in found.teasers]


def _is_consent(tree: Tree, surface: Surface, names: list[str], *, lonely: bool, dated: bool) -> bool:
    """Tell whether most of the running text asks for consent, and the page is there for nothing else."""
    if surface.consent < 2 * _PROSE or surface.consent < surface.prose or surface.body >= ENOUGH:
        return False
    named = any(map(themes_of, names))
    offered = any(words.CONSENT_CHOICE.search(text) for text in _controls(tree))
    return 2 * lonely + named + offered + (surface.prose < _LITTLE) - dated >= 3 and (named or offered)


def _controls(tree: Tree) -> Iterator[str]:
    """Yield what the page's buttons and short links say."""
    for node in tree.css(_CONTROLS)[:_BLOCKS]:
        text = node.attributes.get("value") or node.text(deep=True)
        if text and len(text) < _READ:
            yield fold(text).lower()
    for node in tree.css("a")[:_FEW_LINKS]:
        text = node.text(deep=True)
        if text and len(text) < _PROSE:
            yield fold(text).lower()


def _is_login(tree: Tree, surface: Surface, names: list[str], *, lonely: bool, dated: bool) -> bool:
    """Tell whether a page with little text is a form to log in."""
    form = tree.css_first("input[type='password' i]") is not None
    named = any(words.LOGIN.search(name) for name in names)
    if not form and (not named or tree.css_first("form input") is None):
        return False
    return 2 * form + 2 * named + lonely + (surface.prose < _LITTLE) - 2 * dated >= 4


def _is_protected(tree: Tree) -> bool:
    """Tell whether a form asks for a password and for nothing else: one post is locked, not the site."""
    fields = [
        node.attributes.get("type") or "text" for node in tree.css("form:has(input[type='password' i]) input")[:20]
    ]
    kinds = [kind.lower() for kind in fields if kind.lower() not in _NO_FIELDS]
    return kinds == ["password"]


def _is_shell(tree: Tree, found: Separation, surface: Surface) -> bool:
    """Tell whether a page without running text waits for a script."""
    if surface.prose >= _LITTLE or surface.body >= _PROSE or _stories(found) >= _FEW_STORIES:
        return False
    return is_filled_by_script(tree, sum(len(block.text) for block in found.outline.blocks))


def is_filled_by_script(tree: Tree, chars: int) -> bool:
    """Tell whether a page of `chars` characters shows nothing until a script fills it.

    Such a page has scripts, and an empty box to fill, a word to those who have none, or a word to wait.
    """
    if tree.css_first("script[src]") is None and tree.css_first("body script") is None:
        return False
    if any(
        words.SCRIPT_NEEDED.search(node.text(deep=True)[: 10 * _READ].lower()) for node in tree.css("noscript")[:10]
    ):
        return chars < 4 * _LITTLE
    shown = fold(tree.body.text(deep=True)[:_READ]).lower() if tree.body is not None else ""
    if words.WAITING.fullmatch(shown[:_READ]) or words.SCRIPT_NEEDED.search(shown):
        return chars < 2 * _LITTLE
    return chars < 4 * _LITTLE and any(_is_mount(node) for node in tree.css(_MOUNTS)[:_BLOCKS])


def _is_mount(node: Node) -> bool:
    """Tell whether an element near the top of the page is there to be filled: named, and empty."""
    parent = node.parent
    near = parent is not None and (parent.tag == "body" or (parent.parent is not None and parent.parent.tag == "body"))
    named = node.tag in ("main", "app-root") or bool(node.attributes.get("id"))
    return near and named and not node.text(deep=True).strip() and node.css_first("img,video,iframe,a") is None
