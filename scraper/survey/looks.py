"""A page of the site as the survey sees it: its links, its teasers, what kind of page it is. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from scraper.clean import clean_page
from scraper.discover import Anchor, Offers, anchors_of, offers_of
from scraper.dom import Tree, Unparsable, attribute, decode, parse_html
from scraper.model import CleanedPage, Page
from scraper.urls import absolute_url, settled_path

_LISTED = 3  # headlines of others in a text that is none
_HEADLINE = 4  # words that a teaser's title has at least: a section's name has fewer

_LANGUAGE = re.compile(r"^https?://[^/]+/([A-Za-z]{2})/?$")
_LANGUAGES = frozenset(
    "ar bg bn ca cs cy da de el en es et eu fa fi fr ga he hi hr hu id is it ja ko lt lv ms nb nl no pl pt ro ru sk sl sq sr sv th tr uk ur vi zh".split()
)
_LIBRARY = re.compile(
    r"jquery|bootstrap|polyfill|analytics|gtag|gtm|recaptcha|fontawesome|swiper|lodash|react(?:-dom)?[.@]|vue[.@]|d3[.@]|wp-includes|framework|webpack",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Look:
    """A page that was looked at."""

    page: Page

    @cached_property
    def text(self) -> str:
        """The page as text."""
        return decode(self.page.body, charset=self.page.charset)

    @cached_property
    def tree(self) -> Tree | None:
        """`None` where there is no page to be taken apart."""
        tree = parse_html(self.text)
        return None if isinstance(tree, Unparsable) else tree

    @cached_property
    def cleaned(self) -> CleanedPage:
        """As the cleaner takes it apart, without a definition."""
        return clean_page(self.page.body, url=self.page.url, charset=self.page.charset)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Its links."""
        return tuple(anchors_of(self.tree, self.page.url)) if self.tree is not None else ()

    @cached_property
    def offers(self) -> Offers:
        """The ways in that it names."""
        return offers_of(self.page.body, url=self.page.url, headers=self.page.headers)

    @cached_property
    def is_article(self) -> bool:
        """Whether it is a story: a text, and none that is made of the headlines of others."""
        article = self.cleaned.article
        if article is None:
            return False
        headlines = {anchor.text for anchor in self.anchors if anchor.is_headline and not anchor.in_menu}
        return sum(block.text in headlines for block in article.blocks) < _LISTED

    @cached_property
    def stands_for(self) -> str | None:
        """The other address whose page it says that it is: that of an AMP page, of one to print; `None`: it is its own, or a front page's."""
        own = self.cleaned.canonical_url
        if own is None or settled_path(own) == "/":
            return None
        return own if settled_path(own).rstrip("/") != settled_path(self.page.url).rstrip("/") else None

    @cached_property
    def teasers(self) -> dict[str, str]:
        """Addresses and titles of what it advertises as stories."""
        menus = self.no_stories | self.menu
        items = {
            item.url: item.title for item in self.cleaned.related if item.url and len(item.title.split()) >= _HEADLINE
        }
        links = {anchor.url: anchor.text for anchor in self.anchors if anchor.is_headline and not anchor.in_menu}
        return {url: title for url, title in {**links, **items}.items() if url not in menus}

    @cached_property
    def no_stories(self) -> frozenset[str]:
        """Addresses of tags, authors and the like."""
        return frozenset(anchor.url for anchor in self.anchors if anchor.is_no_story)

    @cached_property
    def menu(self) -> frozenset[str]:
        """Addresses in menus and footers."""
        return frozenset(anchor.url for anchor in self.anchors if anchor.is_of_menu)

    @cached_property
    def language(self) -> str | None:
        """What it declares: "en"; `None` where it says nothing."""
        node = self.tree.css_first("html[lang]") if self.tree is not None else None
        told = (attribute(node, "lang") or "").replace("_", "-").partition("-")[0].lower() if node is not None else ""
        return told if told.isalpha() and len(told) in (2, 3) else None

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Front pages in other languages, as far as it tells of them."""
        nodes = (
            self.tree.css("link[rel~='alternate'][hreflang][href], a[hreflang][href]") if self.tree is not None else []
        )
        named = [
            absolute_url(attribute(node, "href") or "", base=self.page.url)
            for node in nodes
            if attribute(node, "hreflang") != "x-default"
        ]
        linked = [
            anchor.url
            for anchor in self.anchors
            if (match := _LANGUAGE.search(anchor.url)) and match[1].lower() in _LANGUAGES
        ]
        return tuple(dict.fromkeys(url for url in (*named, *linked) if url))

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """Addresses of its scripts, libraries that everybody uses left out."""
        nodes = self.tree.css("script[src]") if self.tree is not None else []
        found = (absolute_url(attribute(node, "src") or "", base=self.page.url) for node in nodes)
        return tuple(url for url in found if url and not _LIBRARY.search(url))

    @cached_property
    def publisher(self) -> str | None:
        """What the site calls itself."""
        node = self.tree.css_first("meta[property='og:site_name'][content]") if self.tree is not None else None
        return (attribute(node, "content") or "").strip() or None if node is not None else None
