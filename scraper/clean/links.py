"""Where a link leads, as far as its address alone tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scraper.urls import TRACKING, absolute_url, host_of

_WORD_BREAK = re.compile(r"[-_+. ]+|%20")
_LONG_NUMBER = re.compile(r"\d{4,}")
_DATED = re.compile(r"(?:19|20)\d\d[/\-_.]?(?:0?[1-9]|1[0-2])(?:[/\-_.]|\b)|/(?:19|20)\d\d/")
_PAGE_FILE = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|story|ece|amp)$", re.IGNORECASE)
_OTHER_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|webp|svg|mp[34]|m3u8|xml|rss|ics|csv|epub|apk|exe)$", re.IGNORECASE
)
# Path words of pages that gather others, in the languages of common publishing systems.
_INDEX_WORDS = frozenset(
    "tag tags topic topics category categories kategorie categoria categorie section sections author authors autor autore auteur"
    " autoren profile profiles people staff user users member members contributor contributors search suche feed rss login signin"
    " register signup account subscribe subscription newsletter newsletters about contact kontakt impressum privacy datenschutz terms"
    " advertise jobs shop store help faq sitemap archive archives tema thema themen etiqueta keyword keywords label labels"
    " autores auteurs autori forfattare forfatter redactie columnistas columnists sections topics feed feeds comments policies policy legal cookies cookie redaktion ressort rubrik schlagwort schlagworte journalist journalists byline".split()
)
_SHARE_HOSTS = frozenset((
    "facebook.com", "twitter.com", "x.com", "linkedin.com", "pinterest.com", "reddit.com", "t.me", "telegram.me", "wa.me",
    "whatsapp.com", "instagram.com", "tiktok.com", "threads.net", "bsky.app", "mastodon.social", "vk.com", "ok.ru", "line.me",
    "getpocket.com", "flipboard.com", "tumblr.com", "messenger.com", "xing.com", "plus.google.com", "snapchat.com", "discord.gg",
    "addtoany.com", "b.hatena.ne.jp", "weibo.com", "news.google.com", "itunes.apple.com", "apps.apple.com", "play.google.com",
    "podcasts.apple.com", "open.spotify.com",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A resolved link."""

    url: str
    key: str
    """What tells one story from another: host without "www.", path and query, without tracking parameters."""

    same_site: bool
    depth: int
    """Number of path segments."""

    slug_words: int
    """Words in the longest path segment."""

    numbered: bool
    """A number of four or more digits stands in the path or query: an article's id."""

    dated: bool
    index_words: bool
    """The path has a word of pages that gather others: tag, author, login …"""

    page_file: bool
    other_file: bool
    """Leads to a document, picture or feed."""

    share: bool
    """Leads to a social network, or carries this page's own address."""

    own: bool
    """Leads to the page it stands on."""

    home: bool


class Links:
    """Resolves the links of one page, each address once."""

    def __init__(self, base: str | None, *, page_url: str | None = None, canonical: str | None = None) -> None:
        self._base = base
        page_url = page_url or base
        self._site = site_name(host_of(page_url)) if page_url else ""
        self._own = {story_key(url) for url in (page_url, canonical) if url}
        self._page_path = urlsplit(page_url).path if page_url else ""
        self._seen: dict[str, Target | None] = {}

    def resolve(self, href: str) -> Target | None:
        """Return where `href` leads; `None` for what leads to no page or to a place on this one."""
        if href not in self._seen:
            self._seen[href] = self._resolve(href)
        return self._seen[href]

    def absolute(self, href: str) -> str | None:
        """Return `href` as an absolute address, for what is no link: a picture."""
        return absolute_url(href, base=self._base or "http://page.invalid/")

    def _resolve(self, href: str) -> Target | None:
        href = href.strip()
        if not href or href[0] == "#":
            return None
        url = absolute_url(href, base=self._base or "http://page.invalid/")
        if url is None:
            return None
        key = story_key(url)
        parts = urlsplit(url)
        host = host_of(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        words = max((_words(segment) for segment in segments), default=0)
        return Target(
            url=url,
            key=key,
            same_site=not self._site or site_name(host) in (self._site, "page.invalid"),
            depth=len(segments),
            slug_words=words,
            numbered=bool(_LONG_NUMBER.search(parts.path) or _LONG_NUMBER.search(parts.query)),
            dated=bool(_DATED.search(parts.path)),
            index_words=any(
                segment.lower() in _INDEX_WORDS or segment.startswith("comment-page-") for segment in segments
            ),
            page_file=bool(_PAGE_FILE.search(parts.path)),
            other_file=bool(_OTHER_FILE.search(parts.path)),
            share=self._is_share(host, parts.query),
            own=key in self._own or self._is_own_variant(key),
            home=not segments and not parts.query,
        )

    def _is_own_variant(self, key: str) -> bool:
        """Tell whether an address is the page's own with parameters added: to share, print or comment on it."""
        bare, query, _ = key.partition("?")
        return bool(query) and bare in self._own and "/" in bare

    def _is_share(self, host: str, query: str) -> bool:
        labels = host.split(".")
        if any(".".join(labels[n:]) in _SHARE_HOSTS for n in range(len(labels) - 1)):
            return True
        return len(self._page_path) > 8 and bool(query) and self._page_path in unquote(query)


def story_key(url: str) -> str:
    """Return what tells one story's address from another's, whatever the spelling of the link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = parts.query
    if query:
        query = "&".join(part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0]))
    path = unquote(parts.path) if "%" in parts.path else parts.path
    return f"{host_of(url).removeprefix('www.')}{path.rstrip('/')}" + (f"?{query}" if query else "")


def site_name(host: str) -> str:
    """Return the part of a host name that a site's hosts have in common, roughly: "www.example.co.uk" -> "example"."""
    labels = host.partition(":")[0].split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return host
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return labels[-3] if short else labels[-2]


def _words(segment: str) -> int:
    if "%" in segment:
        segment = unquote(segment)
    segment = _PAGE_FILE.sub("", segment)
    return sum(1 for word in _WORD_BREAK.split(segment) if any(map(str.isalpha, word)))
