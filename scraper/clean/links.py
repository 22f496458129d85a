"""Where a link leads, as far as its address alone tells."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from scraper.urls import TRACKING, Address, Resolver, host_of

_WORD_BREAK = re.compile(r"[-_+. ]+|%20")
_ASCII_WORD = re.compile(r"[a-zA-Z][^-_+. ]*")  # from its first letter to the next break
_LONG_NUMBER = re.compile(r"\d{4,}")
_DATED = re.compile(r"(?:19|20)\d\d[/\-_.]?(?:0?[1-9]|1[0-2])(?:[/\-_.]|\b)|/(?:19|20)\d\d/")
# An ending begins at the last dot.
_PAGE_FILE = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|story|ece|amp)$", re.IGNORECASE)
_OTHER_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|webp|svg|mp[34]|m3u8|xml|rss|ics|csv|epub|apk|exe)$", re.IGNORECASE
)
_PART_OF_STORY = re.compile(r"(?P<story>.+?)/(?P<page>(?:page/)?\d{1,2})")
_ARCHIVE = re.compile(r"(?:/[a-z]+)?/(?:19|20)\d\d(?:/\d{1,2}){0,2}(?:/page/\d+)?/?")  # of a year, a month, a day
_SLUG = 3  # words: a path segment with as many names a story
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


class Target(NamedTuple):
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

    gathers: bool
    """The path ends in such a word and at most one name behind it, and has no number: a page that gathers others itself."""

    page_file: bool
    other_file: bool
    """Leads to a document, picture or feed."""

    share: bool
    """Leads to a social network, or carries this page's own address."""

    own: bool
    """Leads to the page it stands on, or to another page of the same story."""

    home: bool

    @property
    def names_story(self) -> bool:
        """Whether its path names a story: by a number, a date, or as many words as a headline has."""
        return self.slug_words >= _SLUG or self.numbered or self.dated

    @property
    def tells_story(self) -> bool:
        """Whether its address is a story's, and not that of a section or of a year's or month's archive."""
        return self.names_story and not self.index_words and not _ARCHIVE.fullmatch(urlsplit(self.url).path)

    @property
    def story(self) -> bool:
        """Whether it may be another story of the site."""
        return self.names_story and self.same_site and not self.own


class Links:
    """Resolves the links of one page, each address once."""

    def __init__(self, base: str | None, *, page_url: str | None = None, canonical: str | None = None) -> None:
        self._base = base or "http://page.invalid/"
        self._resolver = Resolver(self._base)
        page_url = page_url or base
        self._site = site_name(host_of(page_url)) if page_url else ""
        self._own = {story_key(url) for url in (page_url, canonical) if url}
        self._whole = {_whole_story(key) for key in self._own}
        self._page_path = urlsplit(page_url).path if page_url else ""
        self._seen: dict[str, Target | None] = {}
        self._hosts: dict[str, tuple[bool, bool]] = {}

    def resolve(self, href: str) -> Target | None:
        """Return where `href` leads; `None` for what leads to no page or to a place on this one."""
        try:
            return self._seen[href]
        except KeyError:
            target = self._seen[href] = self._resolve(href)
            return target

    def absolute(self, href: str) -> str | None:
        """Return `href` as an absolute address, for what is no link: a picture."""
        address = self._resolver.address(href)
        return address.url if address else None

    def _resolve(self, href: str) -> Target | None:
        href = href.strip()
        if not href or href[0] == "#":
            return None
        address = self._resolver.address(href)
        if address is None:
            return None
        url, host, path, query = address
        key = _key(address)
        same_site, social = self._hosts.get(host) or self._host(host)
        segments = list(filter(None, path.split("/")))
        slug_words = _most_words(segments)
        long_number = bool(_LONG_NUMBER.search(path))
        numbered = long_number or (bool(query) and bool(_LONG_NUMBER.search(query)))
        dated = long_number and bool(_DATED.search(path))
        indexed = not _INDEX_WORDS.isdisjoint(path.lower().split("/"))
        index_words = indexed or "/comment-page-" in path
        gathers = indexed and not numbered and not _INDEX_WORDS.isdisjoint(map(str.lower, segments[-2:]))
        dot = path.rfind(".")
        page_file = dot >= 0 and bool(_PAGE_FILE.match(path, dot))
        other_file = dot >= 0 and not page_file and bool(_OTHER_FILE.match(path, dot))
        share = social or (bool(query) and len(self._page_path) > 8 and self._page_path in unquote(query))
        own = self._is_own(key, query)
        home = not segments and not query
        return Target(
            url, key, same_site, len(segments), slug_words, numbered, dated, index_words, gathers, page_file, other_file, share, own, home,
        )  # fmt: skip

    def _is_own(self, key: str, query: str) -> bool:
        """Tell whether an address is the page's own, a part of the same story, or the page's own with parameters added."""
        return key in self._own or _whole_story(key) in self._whole or (bool(query) and self._is_own_variant(key))

    def leads_here(self, target: Target) -> bool:
        """Tell whether a link leads to this very page, not to another one of the same story."""
        return target.key in self._own or self._is_own_variant(target.key)

    def _is_own_variant(self, key: str) -> bool:
        """Tell whether an address is the page's own with parameters added: to share, print or comment on it."""
        bare, query, _ = key.partition("?")
        return bool(query) and bare in self._own and "/" in bare

    def _host(self, host: str) -> tuple[bool, bool]:
        """Return whether a host is one of the page's site, and whether it is a social network's."""
        same_site = not self._site or site_name(host) in (self._site, "page.invalid")
        social = _is_network(host)
        self._hosts[host] = same_site, social
        return same_site, social


def _is_network(host: str) -> bool:
    """Tell whether a host is a social network's, or a part of one."""
    labels = host.split(".")
    return any(".".join(labels[n:]) in _SHARE_HOSTS for n in range(len(labels) - 1))


def leads_to_profile(href: str) -> bool:
    """Tell whether a link leads to somebody's page on a social network, not to something said there."""
    return _is_network(host_of(href)) and not _LONG_NUMBER.search(href)


def _whole_story(key: str) -> str:
    """Return the address of the story that a page is a part of: "site/a-long-story/2" -> "site/a-long-story"."""
    if not key[-1:].isdigit():
        return key
    part = _PART_OF_STORY.fullmatch(key)
    if part is None:
        return key
    story = part["story"]
    return story if part["page"].startswith("page/") or _words(story.rpartition("/")[2]) >= _SLUG else key


def story_key(url: str) -> str:
    """Return what tells one story's address from another's, whatever the spelling of the link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return _key(Address(url, host_of(url), parts.path, parts.query))


def _key(address: Address) -> str:
    _, host, path, query = address
    if query:
        query = "&".join([part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])])
    if "%" in path:
        path = unquote(path)
    key = host.removeprefix("www.") + path.rstrip("/")
    return f"{key}?{query}" if query else key


def site_name(host: str) -> str:
    """Return the part of a host name that a site's hosts have in common, roughly: "www.example.co.uk" -> "example"."""
    labels = host.partition(":")[0].split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return host
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return labels[-3] if short else labels[-2]


def _most_words(segments: list[str]) -> int:
    """Return the number of words in the segment that has most."""
    most = 0
    for segment in reversed(segments):  # the last is mostly the longest: the others cannot have as many words
        if len(segment) > 2 * most and (words := _words(segment)) > most:
            most = words
    return most


def _words(segment: str) -> int:
    if "%" in segment:
        segment = unquote(segment)
    dot = segment.rfind(".")
    if dot >= 0 and _PAGE_FILE.match(segment, dot):
        segment = segment[:dot]
    if segment.isascii() and "%" not in segment:
        return len(_ASCII_WORD.findall(segment))
    return sum(1 for word in _WORD_BREAK.split(segment) if any(map(str.isalpha, word)))
