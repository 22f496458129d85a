"""What a site is made with, by what its front page and its headers say. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.model import Page


@dataclass(frozen=True, slots=True)
class Platform:
    """What a site is made with."""

    name: str
    why: str
    """The evidence, in words."""

    feeds: tuple[str, ...] = ()
    """Where it keeps its feed by itself."""

    sitemaps: tuple[str, ...] = ()


_SIGNS: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("WordPress", "the page", r"/wp-(?:content|includes|json)/|rel=[\"']https://api\.w\.org/", ("/feed/",), ("/wp-sitemap.xml", "/sitemap_index.xml")),
    ("Drupal", "the page", r"/sites/(?:default|all)/(?:files|themes|modules)/|data-drupal-|Drupal\.settings", ("/rss.xml",), ("/sitemap.xml",)),
    ("Ghost", "the page", r"/ghost/api/|ghost-(?:sdk|portal)|/public/cards\.min", ("/rss/",), ("/sitemap.xml",)),
    ("Blogger", "the page", r"blogger\.com/static|/feeds/posts/default|\.blogspot\.com", ("/feeds/posts/default",), ("/sitemap.xml",)),
    ("Joomla", "the page", r"/media/(?:jui|system)/js/|option=com_content", ("/?format=feed&type=rss",), ("/sitemap.xml",)),
    ("TYPO3", "the page", r"/typo3(?:temp|conf)/|_assets/[0-9a-f]{32}/", (), ("/sitemap.xml",)),
    ("Arc", "the page", r"/pf/(?:resources|dist)/|Fusion\.(?:globalContent|arcSite)", ("/arc/outboundfeeds/rss/?outputType=xml",), ("/arc/outboundfeeds/sitemap-index/?outputType=xml",)),
    ("Substack", "the page", r"substackcdn\.com", ("/feed",), ("/sitemap.xml",)),
    ("Medium", "the page", r"cdn-client\.medium\.com|miro\.medium\.com", ("/feed",), ("/sitemap/sitemap.xml",)),
    ("Squarespace", "the page", r"static1\.squarespace\.com", ("/?format=rss",), ("/sitemap.xml",)),
    ("Wix", "the page", r"static\.wixstatic\.com|parastorage\.com", ("/blog-feed.xml",), ("/sitemap.xml",)),
    ("Gatsby", "the page", r"id=[\"']___gatsby[\"']", ("/rss.xml",), ("/sitemap-index.xml", "/sitemap.xml")),
    ("Next.js", "the page", r"id=[\"']__next[\"']|/_next/static/|__NEXT_DATA__", (), ("/sitemap.xml",)),
    ("Nuxt", "the page", r"id=[\"']__nuxt[\"']|/_nuxt/|__NUXT__", (), ("/sitemap.xml",)),
)  # fmt: skip
"""Name, place, what is looked for there, feeds, sitemaps; what says more of a site comes first."""

_GENERATORS = {
    "wordpress": "WordPress", "drupal": "Drupal", "ghost": "Ghost", "blogger": "Blogger", "hugo": "Hugo", "jekyll": "Jekyll",
    "joomla": "Joomla", "typo3": "TYPO3", "gatsby": "Gatsby", "eleventy": "Eleventy", "hexo": "Hexo", "astro": "Astro",
    "pelican": "Pelican", "wix": "Wix", "squarespace": "Squarespace", "mediawiki": "MediaWiki", "publii": "Publii",
}  # fmt: skip
_STATIC = {
    "Hugo": ("/index.xml",), "Jekyll": ("/feed.xml",), "Eleventy": ("/feed.xml", "/feed/feed.xml"), "Hexo": ("/atom.xml",),
    "Astro": ("/rss.xml",), "Pelican": ("/feeds/all.atom.xml",), "Publii": ("/feed.xml",),
}  # fmt: skip
_GENERATOR = re.compile(
    rb"<meta[^>]{0,80}name\s*=\s*[\"']?generator[\"']?[^>]{0,40}content\s*=\s*[\"']([^\"'<>]{1,80})", re.IGNORECASE
)
_TURNED = re.compile(
    rb"<meta[^>]{0,20}content\s*=\s*[\"']([^\"'<>]{1,80})[\"'][^>]{0,40}name\s*=\s*[\"']?generator", re.IGNORECASE
)
_HEAD = 400_000  # bytes that are looked at


def platform_of(page: Page) -> Platform | None:
    """Return what a front page's site is made with; `None` where nothing says so."""
    said = page.header("x-generator") or ""
    found = _GENERATOR.search(page.body, 0, _HEAD) or _TURNED.search(page.body, 0, _HEAD)
    told = (found[1].decode("utf-8", "replace") if found else "").strip()
    for where, text in (("generator", told), ("x-generator header", said)):
        for word, name in _GENERATORS.items():
            if word in text.lower():
                return _named(name, f"{where}: {text}")
    text = page.body[:_HEAD].decode("utf-8", "replace")
    for name, where, sign, feeds, sitemaps in _SIGNS:
        if match := re.search(sign, text):
            return Platform(name, f"{where} has {match[0]!r}", feeds, sitemaps)
    return None


def _named(name: str, why: str) -> Platform:
    feeds, sitemaps = next(
        ((feeds, maps) for known, _, _, feeds, maps in _SIGNS if known == name), (_STATIC.get(name, ()), ())
    )
    return Platform(name, why, feeds, sitemaps)
