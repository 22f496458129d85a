"""What the boxes around a block say by their tags and class words: weak votes, many languages, one place.

A vote is a bit. A box has the votes of the boxes around it, unless those wrap most of the page: the class words of
a wrapper say what the page has, not what a block is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.clean.outline import Outline

NAV = 1 << 0
HEADER = 1 << 1
FOOTER = 1 << 2
ASIDE = 1 << 3
ARTICLE = 1 << 4
FORM = 1 << 5
MENU = 1 << 6
TEASER = 1 << 7
POPULAR = 1 << 8
SPONSOR = 1 << 9
COMMENT = 1 << 10
SHARE = 1 << 11
CAPTION = 1 << 12
BYLINE = 1 << 13
BODY = 1 << 14
PROMO = 1 << 15
TAGS = 1 << 16
CONSENT = 1 << 17
HIDDEN = 1 << 18
DIALOG = 1 << 19
DEK = 1 << 20
QUOTE = 1 << 21
TABLE = 1 << 22
LIST = 1 << 23
CODE = 1 << 24
BIO = 1 << 25
PAYWALL = 1 << 26
PAGING = 1 << 27
EMBED = 1 << 28

_TAG_VOTES = {
    "nav": NAV, "menu": NAV, "header": HEADER, "footer": FOOTER, "aside": ASIDE, "article": ARTICLE, "form": FORM,
    "figure": CAPTION, "figcaption": CAPTION, "dialog": DIALOG, "blockquote": QUOTE, "table": TABLE, "ul": LIST, "ol": LIST,
    "dl": LIST, "pre": CODE, "fieldset": FORM, "caption": TABLE, "address": BYLINE,
}  # fmt: skip

# Class words are matched at the beginning of a word: "related" also finds "related-posts" and "relatedArticles".
_WORD_VOTES = {
    MENU: "nav navbar navi navigation menu submenu mega breadcrumb crumb toolbar topbar masthead sitemap tabbar skip",
    FOOTER: "footer foot colophon copyright",
    HEADER: "header masthead topbar",
    ASIDE: "sidebar side rail aside complementary secondary widget",
    TEASER: "related relate recommend teaser card promo-card more-on morefrom more-from read-more readmore readnext read-next also up-next"
    " latest recent newest similar storylist story-list headline-list listing river feed newsfeed carousel swiper slick slider"
    " collection rankings trending jp-relatedposts yarpp outbrain taboola",
    POPULAR: "popular most mostread most-read mostviewed trending top-stories topstories ranking meistgelesen hot",
    SPONSOR: "sponsor sponsored taboola outbrain zergnet revcontent mgid dianomi plista native partner advertorial paid ad ads advert"
    " advertisement advertising adslot banner dfp gpt anzeige publicidad reklam",
    COMMENT: "comment comments disqus respond replies reply discussion kommentar komment livefyre viafoura coral",
    SHARE: "share sharing social sharedaddy addthis addtoany follow bookmark sns",
    CAPTION: "caption wp-caption credit photo-credit image-credit legend gallery imgcaption mediacaption copyright-image",
    BYLINE: "byline by-line author writer meta metadata dateline timestamp date time published posted pubdate post-info entry-meta"
    " article-info",
    BODY: "article-body articlebody entry-content post-content article-content article__body articletext article-text story-body"
    " storybody story-content body-content content-body post-body text-body richtext rich-text article_body maincontent",
    PROMO: "newsletter subscribe subscription signup sign-up promo cta call-to-action donate donation app-promo download-app membership"
    " follow-us support-us inline-promo",
    TAGS: "tag tags topic topics keyword keywords label labels categories category-list taxonomy tagcloud",
    CONSENT: "cookie cookies consent gdpr cmpbox cmp-banner cmp-modal onetrust didomi usercentrics ccpa privacy-banner",
    DIALOG: "modal popup pop-up overlay lightbox dialog tooltip toast interstitial",
    DEK: "dek deck standfirst subtitle sub-title subheadline sub-headline subheading sub-heading subhead sub-head subline lede lead summary"
    " excerpt abstract intro kicker strapline description teasertext",
    BIO: "author-bio authorbio bio about-author author-box authorbox author-info about-the-author author-description author-card",
    PAYWALL: "paywall pay-wall regwall piano premium-wall subscriber-only metered",
    EMBED: "oembed tweet twitter-tweet instagram-media tiktok-embed fb-post bluesky-embed social-embed reddit-embed",
    PAGING: "pagination pager page-numbers pagenav paging post-navigation nav-links prev next previous",
}  # fmt: skip

_FILING = re.compile(r"(?:^|\s)(?:tag|category|format|type|status)-\S+")
_FILED = re.compile(r"(?:^|\s)(?:hentry|type-post|post-\d+)(?!\S)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "relatedArticles" holds the word "related"
_PART = re.compile("[a-z]+")
_EMBED_WORD = re.compile("(?<![a-z])o?embed")
_ENDINGS = ("", "s", "list", "box", "item")


def _single_words() -> dict[str, int]:
    """Return the votes of words without a hyphen, with every ending they may have."""
    votes: dict[str, int] = {}
    for bit, words in _WORD_VOTES.items():
        for word in words.split():
            if _PART.fullmatch(word):
                for ending in _ENDINGS:
                    votes[word + ending] = votes.get(word + ending, 0) | bit
    return votes


def _compound_words() -> dict[str, tuple[tuple[int, re.Pattern[str]], ...]]:
    """Return the patterns of words of several parts ("read-more"), by their first part, each with its votes."""
    found: dict[str, dict[int, list[str]]] = {}
    for bit, words in _WORD_VOTES.items():
        for word in words.split():
            if not _PART.fullmatch(word):
                found.setdefault(_PART.match(word)[0], {}).setdefault(bit, []).append(re.escape(word))  # type: ignore[index]
    return {
        first: tuple(
            (bit, re.compile(rf"(?<![a-z])(?:{'|'.join(words)})(?:{'|'.join(_ENDINGS)})(?![a-z])"))
            for bit, words in by_bit.items()
        )
        for first, by_bit in found.items()
    }


_SINGLE = _single_words()
_COMPOUND = _compound_words()
_VOTING = frozenset((*_SINGLE, *_COMPOUND))


@lru_cache(maxsize=8192)
def own_votes(tag: str, names: str) -> int:
    """Return the votes of one element by its tag and its class words."""
    votes = _TAG_VOTES.get(tag, 0)
    if names:
        if ("post" in names or "hentry" in names) and _FILED.search(names):
            names = _FILING.sub(" ", names)
        lowered = names.lower()
        if lowered != names:
            lowered = _CAMEL.sub("-", names).lower()
        for part in _VOTING.intersection(_PART.findall(lowered)):
            votes |= _SINGLE.get(part, 0)
            for bit, pattern in _COMPOUND.get(part, ()):
                if not votes & bit and pattern.search(lowered):
                    votes |= bit
        if votes & SHARE and _EMBED_WORD.search(lowered):
            votes &= ~SHARE  # a post of a social network that is shown, no bar to share this one
    return votes


_PROSE = 80  # characters without links
_MOST = 0.5  # of a page's running text: what holds more is the article, though it be hidden, locked or in a form
_MUCH = 0.1  # of it: what is called a wall and holds more is the locked text itself, not the words about the lock
_WALLS = PAYWALL | FORM
_LOCKING = HIDDEN | PAYWALL | FORM | DIALOG | PROMO
_WRAPPING = (
    NAV
    | MENU
    | HEADER
    | FOOTER
    | ASIDE
    | TEASER
    | POPULAR
    | SPONSOR
    | COMMENT
    | SHARE
    | BYLINE
    | PROMO
    | TAGS
    | CONSENT
    | DIALOG
    | DEK
    | BIO
    | PAYWALL
    | PAGING
    | CAPTION
    | FORM
    | EMBED
)


def box_votes(outline: Outline) -> list[int]:
    """Return the votes of every box, those of the boxes around it included."""
    total = len(outline.blocks)
    prose = _prose_sums(outline)
    most = max(1, prose[-1]) * _MOST
    votes: list[int] = []
    for box in outline.boxes:
        above = votes[box.parent.index] if box.parent else 0
        own = own_votes(box.tag, box.names)
        if box.hidden:
            own |= HIDDEN
        if own & _WRAPPING and (box.end - box.start) * 10 > total * 6:
            own &= ~_WRAPPING
        if own & _LOCKING:
            inside = prose[box.end] - prose[box.start]
            if inside > most:
                own &= ~_LOCKING
            elif inside > prose[-1] * _MUCH:
                own &= ~_WALLS
        votes.append(above | own)
    return votes


def _prose_sums(outline: Outline) -> list[int]:
    """Return the characters of running text before each block."""
    sums = [0]
    for block in outline.blocks:
        own = block.own
        sums.append(sums[-1] + (own if own >= _PROSE else 0))
    return sums
