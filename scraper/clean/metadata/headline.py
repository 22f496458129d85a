"""The headline as the page shows it: the heading that agrees with what the page calls itself.

Every page names its story several times: in a heading, in `og:title`, in JSON-LD, in `<title>`. The heading that the others
agree with is the headline; what only stands around it in one of them (site name, section, kicker) falls away by the
same comparison. No list of site names is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from scraper.clean.metadata.head import Head, clean
from scraper.clean.metadata.titles import (
    AGREES,
    LONGEST,
    SAME_STORY,
    SEPARATOR,
    SET_OFF,
    TIGHT,
    Title,
    cut_site,
    key_of,
    pieces_of,
    same_spacing,
    site_keys,
)
from scraper.clean.metadata.zone import is_far
from scraper.dom import Node, Tree
from scraper.text import fold

MAX_SHOWN = 30
"""Headings that are compared."""

_OTHER_HEADINGS = "h2,h3,[class*='headline' i],[class*='entry-title' i],[class*='post-title' i]"
_METAS = (
    "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "dc:title", "title", "headline", "article.headline",
)  # fmt: skip
_CRUMB_COSTS = 0.06  # of agreement: any heading that stands whole in a declared title comes before a crumb
_LEADING_MARK = re.compile(r"^[-–—:|/•·»]\s*")
_MOST_TEXT = 5_000  # characters of a heading that are read: more has one that is left open, and holds the page
_GAP = "\x1f"  # stands between the texts of two elements
_BLANKS = re.compile(r"\s+([:;,.!?…)\]]?)")  # the gap is one of them
_LOOSE_MARK = re.compile(r"\s[:;,.!?]")
_KICKER_CHARS = 70
_SHORTEST_PART = 12  # letters of a heading that is left when its last part is cut
_SHORTEST_LONE = 12  # letters of a heading that no declared title agrees with
_NO_LINES = frozenset(("option", "script", "style", "title", "noscript"))
_PLACES_OF_LOGO = re.compile(
    r"(?<![a-z])(?:logo|site-?(?:title|name|branding)|masthead|branding|navbar|sr-only|visually-?hidden)(?![a-z])"
)
_PLACES_OF_MENUS = re.compile(r"(?<![a-z])(?:nav|navbar|menu|navigation|drawer|modal|popup|overlay|sticky)(?![a-z])")
_KICKER_NAMES = re.compile(
    r"(?<![a-z])(?:kicker|topline|overline|eyebrow|pre-?title|label|rubric|dachzeile|roofline|flag|badge|category|section|sup(?:er)?title)"
)


class Shown(NamedTuple):
    """The headline, where it came from, and the element that shows it."""

    text: str
    origin: str
    node: Node | None


Best = tuple[float, Node, Title]


def find_headline(tree: Tree, head: Head, json_ld: str | None, names: Sequence[str], url: str | None) -> Shown | None:
    """Return the page's headline; `None` only for a page that has no title of any kind.

    json_ld: the main article's headline. names: what the site calls itself (og:site_name, publisher).
    """
    declared = declared_titles(head, json_ld)
    sites = site_keys(names, url)
    best = _best(head.h1s + head.props.get("headline", []), declared, sites)
    if best is None or best[0] < 1:
        others = _best(tree.css("h2,h3")[:MAX_SHOWN], declared, sites, exact=True)
        if others is None or others[0] < SET_OFF:
            others = _best(tree.css(_OTHER_HEADINGS)[:MAX_SHOWN], declared, sites, exact=True)
        if others and (best is None or others[0] > best[0]):
            best = others
    if best and best[0] >= AGREES:
        return Shown(_as_shown(best[1], best[2], declared), "visible", best[1])
    lone = _other_words(head.h1s, declared, sites)
    if lone is not None:
        return Shown(_as_shown(lone[0], lone[1], declared), "visible", lone[0])
    for title in declared:
        text = cut_site(title, sites, [other for other in declared if other is not title])
        if key_of(text) not in sites:
            return _as_line(text, title.origin, tree)
    return Shown(declared[0].text, declared[0].origin, None) if declared else None


def declared_titles(head: Head, json_ld: str | None) -> list[Title]:
    """Return the titles that a page declares, the most trusted first; equal ones once."""
    titles = (
        (head.first("og:title"), "opengraph"),
        (clean(json_ld) if json_ld else None, "json-ld"),
        (head.first("twitter:title"), "meta"),
        (head.first(*_METAS), "meta"),
        (head.title, "title"),
    )
    seen: dict[str, Title] = {}
    for text, origin in titles:
        if text and text not in seen:
            seen[text] = Title(text, origin)
    return list(seen.values())


def _best(nodes: Sequence[Node], declared: list[Title], sites: frozenset[str], *, exact: bool = False) -> Best | None:
    """Return the heading that agrees best with the declared titles, with its agreement; the first of equals.

    exact: only one that stands whole in a declared title. In menus and drawers no other one counts either.
    """
    best: Best | None = None
    seen: set[str] = set()
    for node in nodes[:MAX_SHOWN]:
        text = heading_text(node)
        if not text or text in seen or len(text) > LONGEST:
            continue
        seen.add(text)
        shown = Title(text)
        if not shown.key or shown.key in sites:
            continue
        agreements = [title.agreement(shown) for title in declared]
        agreement = max(agreements, default=0.0)
        if agreement < SAME_STORY and (exact or _in_menu(node) or _is_link(node)):
            continue
        agreement += 0.001 * sum(value >= AGREES for value in agreements)
        if _is_crumb(node):
            agreement -= _CRUMB_COSTS
        if best is None or agreement > best[0]:
            best = (agreement, node, shown)
        if agreement >= 1:
            break
    return best


def _in_menu(node: Node) -> bool:
    current: Node | None = node.parent
    for _ in range(12):
        if current is None or current.tag == "body":
            return False
        if current.tag in ("nav", "aside", "footer", "dialog") or _PLACES_OF_MENUS.search(_own_names(current)):
            return True
        current = current.parent
    return False


def _is_link(node: Node) -> bool:
    """Tell whether a heading is a link as a whole: the title of another story."""
    child = node.child
    while child is not None and child.tag == "-text" and not (child.text_content or "").strip():
        child = child.next
    parent = node.parent
    return (child is not None and child.tag == "a") or (parent is not None and parent.tag == "a")


def _is_crumb(node: Node) -> bool:
    """Tell whether a heading is the last crumb of a path: a title for machines, often in other words than the headline."""
    current: Node | None = node
    for _ in range(3):
        if current is None:
            break
        attributes = current.attributes
        if any("breadcrumb" in name or "breadcrumb" in (attributes[name] or "").lower() for name in attributes):
            return True
        current = current.parent
    return False


def _as_line(title: str, origin: str, tree: Tree) -> Shown:
    """Find a declared title, or the part of it before a separator, as a line of its own on the page.

    Many old pages show their headline in no heading. Without such a line the title stays as it is declared.
    """
    spans = [match.span() for match in SEPARATOR.finditer(title)] or [match.span() for match in TIGHT.finditer(title)]
    parts = [title, *(title[:start].rstrip() for start, _ in reversed(spans) if start * 2 >= len(title))]
    keys = {key_of(part) for part in parts}
    shortest = min(map(len, parts))
    lines: dict[str, Node] = {}
    for node in tree.body.traverse(include_text=True) if tree.body is not None else ():
        if node.tag != "-text":
            continue
        text = node.text_content or ""
        if shortest <= len(text) <= 3 * LONGEST and (key := key_of(text)) in keys:
            parent = node.parent
            if parent is not None and parent.tag not in _NO_LINES:
                lines.setdefault(key, parent)
    for part in parts:
        if found := lines.get(key_of(part)):
            return Shown(part, "visible", found)
    return Shown(title, origin, None)


def _other_words(h1s: Sequence[Node], declared: list[Title], sites: frozenset[str]) -> tuple[Node, Title] | None:
    """Return the first h1 that tells the story in other words: search engines may be told another title than readers.

    It must share a word with one of the declared titles, if there are any but the site's name.
    """
    said = pieces_of(" ".join(title.text for title in declared if title.key not in sites))
    for node in h1s[:MAX_SHOWN]:
        shown = Title(heading_text(node))
        long_enough = len(shown.key) >= _SHORTEST_LONE or not shown.key.isascii()
        if not shown.key or shown.key in sites or not long_enough or _PLACES_OF_LOGO.search(_names(node)):
            continue
        if (not said or said & pieces_of(shown.text)) and not is_far(node) and not _in_menu(node):
            return node, shown
    return None


def _as_shown(node: Node, shown: Title, declared: list[Title]) -> str:
    """Return a heading's text without the kicker inside it.

    A first part that declared titles leave out or set off, or that its class words call so, is a kicker. Where parts are
    set off by nothing but their boxes and a declared title sets them off by a colon, its spelling is taken.
    """
    parts = _parts(node)
    if len(parts) < 2:
        return _respaced(shown, declared)
    first, names = parts[0]
    rest = Title(_LEADING_MARK.sub("", fold(" ".join(part for part, _ in parts[1:]))))
    for title in declared:
        alone = title.set_off(rest.key) is not None and not title.begins_with(first)
        if alone or title.key == rest.key:
            return rest.text
    for title in declared:
        if title.key.startswith(shown.key):
            if title.begins_with(first):
                return rest.text
            if title.key == shown.key:
                return shown.text if same_spacing(shown.text, title.text) else title.text
    begun = Title(fold(" ".join(part for part, _ in parts[:-1])))
    if len(begun.key) >= _SHORTEST_PART:
        for title in declared:
            if title.key == begun.key or title.set_off(begun.key) is not None:
                return begun.text
    if _KICKER_NAMES.search(names) and len(first) <= _KICKER_CHARS:
        return rest.text
    return _respaced(shown, declared)


def _respaced(shown: Title, declared: list[Title]) -> str:
    """Return a heading without the blank that its markup puts before a mark, where a declared title has none there."""
    if _LOOSE_MARK.search(shown.text):
        for title in declared:
            if title.key == shown.key and not _LOOSE_MARK.search(title.text):
                return title.text
    return shown.text


def heading_text(node: Node) -> str:
    """Return the text of a heading; boxes and line breaks in it count as gaps between words."""
    child = node.child
    if child is None or (child.next is None and child.tag == "-text"):
        return fold(node.text(deep=True)[:_MOST_TEXT])
    if node.css_first("br,div,p,span,small") is None:
        return fold(node.text(deep=True)[:_MOST_TEXT])
    text = node.text(deep=True, separator=_GAP)[:_MOST_TEXT]
    return fold(_BLANKS.sub(_closed, text))


def _closed(blanks: re.Match[str]) -> str:
    """Return what stands for blanks: nothing where a box or line break parts a mark from the word before it."""
    mark = blanks[1]
    return mark if mark and _GAP in blanks[0] else f" {mark}"


def _parts(node: Node) -> list[tuple[str, str]]:
    """Return the texts of a heading's children, each with its class words."""
    inner = node
    for _ in range(3):
        children = _children(inner)
        if len(children) != 1 or children[0].tag == "-text":
            break
        inner = children[0]
    parts = []
    for child in _children(inner):
        is_text = child.tag == "-text"
        text = fold((child.text_content or "") if is_text else child.text(deep=True, separator=" "))
        if text:
            parts.append((text, "" if is_text else (child.attributes.get("class") or "").lower()))
    return parts


def _children(node: Node) -> list[Node]:
    return [
        child for child in node.iter(include_text=True) if child.tag != "-text" or (child.text_content or "").strip()
    ]


def _names(node: Node) -> str:
    names = []
    current: Node | None = node
    for _ in range(3):
        if current is None:
            break
        names.append(_own_names(current))
        current = current.parent
    return " ".join(names)


def _own_names(node: Node) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
