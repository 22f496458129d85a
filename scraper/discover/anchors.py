"""The links of a page, and what their places say: menus, tags and authors are no stories. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.dom import Node, Tree, Unparsable, attribute, decode, node_text, parse_html
from scraper.model import Page
from scraper.text import fold
from scraper.urls import Resolver, absolute_url

_MENU_TAGS = frozenset(("nav", "footer"))
_HEADER_TAGS = frozenset(("header",))
_STORY_TAGS = frozenset(("article", "main", "section", "li"))
_MENU = re.compile(
    r"(?:^|[-_ ])(?:menu|navi?|navbar|navigation|footer|breadcrumbs?|tags?|tag-?cloud|topics?|pager|pagination|social|share|byline)(?:$|[-_ ])",
    re.IGNORECASE,
)
_MENU_ROLES = frozenset(("navigation", "contentinfo", "banner", "menubar", "menu"))
_NO_STORY_RELS = frozenset(("tag", "author", "category", "home", "license", "search", "help", "me"))
_NO_STORY = re.compile(
    r"/(?:tags?|topics?|themen?|authors?|autor(?:en)?|categor(?:y|ies)|kategorien?|people|profile|users?|search|suche|label|login|signin|"
    r"signup|register|subscribe|newsletter|account|taxonomy|feeds?|rss)(?:/|\.\w+$|$|\?)",
    re.IGNORECASE,
)
_UP = 8  # ancestors that are looked at
_NEAR = 4  # ancestors whose class names speak for a link; farther ones are the page's own
_LONG = 5  # words of a link's text that no menu has


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of a page."""

    url: str
    """Absolute, without fragment."""

    text: str
    rels: frozenset[str]
    in_menu: bool
    """Whether it stands where menus, footers, tags and bylines do."""

    @property
    def is_no_story(self) -> bool:
        """Whether its relation or its address says that it leads to no story."""
        return bool(self.rels & _NO_STORY_RELS) or _NO_STORY.search(self.url) is not None

    @property
    def is_of_menu(self) -> bool:
        """Whether its place and its few words are those of a menu. On one page alone it may be the story before or behind."""
        return self.in_menu and not self.is_headline

    @property
    def is_headline(self) -> bool:
        """Whether its text is as long as a headline."""
        return len(self.text.split()) >= _LONG


def page_links(page: Page) -> Iterator[str]:
    """Yield the addresses that the links of an answer lead to, in its order; none of what is no page."""
    tree = parse_html(decode(page.body, charset=page.charset))
    if not isinstance(tree, Unparsable):
        yield from (target for _, target in _targets(tree, page.url))


def headline_links(page: Page) -> Iterator[str]:
    """Yield the addresses behind the links of an answer that read and stand like headlines, in its order."""
    tree = parse_html(decode(page.body, charset=page.charset))
    if not isinstance(tree, Unparsable):
        for anchor in anchors_of(tree, page.url):
            if anchor.is_headline and not anchor.in_menu and not anchor.is_no_story:
                yield anchor.url


def anchors_of(tree: Tree, url: str) -> Iterator[Anchor]:
    """Yield the links of a page in its order. `url` is its final address."""
    for node, target in _targets(tree, url):
        text = fold(node_text(node)) or attribute(node, "aria-label") or attribute(node, "title") or ""
        yield Anchor(target, text, frozenset((attribute(node, "rel") or "").lower().split()), _is_in_menu(node))


def _targets(tree: Tree, url: str) -> Iterator[tuple[Node, str]]:
    home = next((attribute(node, "href") for node in tree.css("base[href]")), None)
    resolver = Resolver((absolute_url(home, base=url) if home else None) or url)
    for node in tree.css("a[href]"):
        href = attribute(node, "href") or ""
        target = None if href.startswith("#") else resolver.address(href)
        if target is not None:
            yield node, target.url


def _is_in_menu(node: Node) -> bool:
    above: list[Node] = []
    at = node.parent
    while at is not None and len(above) < _UP and at.tag not in ("body", "html"):
        above.append(at)
        at = at.parent
    for place, each in enumerate(above):
        if each.tag in _MENU_TAGS or (attribute(each, "role") or "").lower() in _MENU_ROLES:
            return True
        if each.tag in _HEADER_TAGS and not any(outer.tag in _STORY_TAGS for outer in above[place:]):
            return True
        if place < _NEAR and _MENU.search(f"{attribute(each, 'class') or ''} {attribute(each, 'id') or ''}"):
            return True
    return False
