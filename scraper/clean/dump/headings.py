"""What the heading above a list says about it."""

from __future__ import annotations

import re

from scraper.clean.dump import words
from scraper.clean.dump.vocabulary import SHORT
from scraper.clean.words import LIST_KINDS
from scraper.model import RelatedKind
from scraper.text import ends_sentence

_THINGS = re.compile(
    r"\b(?:the|our|your|from|for|of|on|in|this|more|other|all|stories|story|posts?|articles?|news|headlines?|content|coverage|reading|links?|topics?|videos?|reports?|entries|updates|beiträge|artikel|meldungen|nachrichten|themen|inhalte|actualités?|artículos?|noticias|notas|notícias|artigos|matérias|notizie|articoli|berichten|nieuws|nyheter|artiklar|artikler"
    r"|новости|статьи|материалы|записи|haberler|yazılar|artykuły|wpisy|články|berita|artikel|tin|bài)\b|[\W\d_]+|記事|ニュース|新闻|新聞|文章|报道|報導|기사|뉴스|مقالات|أخبار|الأخبار|مواضيع|المواضيع|כתבות|חדשות",
    re.IGNORECASE,
)


def heading_label(text: str) -> str:
    """Return a heading without its colon."""
    return text.rstrip(" :：").strip() or text


def heading_kind(text: str) -> RelatedKind | None:
    """Return the kind of list that a heading announces: "Related stories", "Most read"; `None` for other headings."""
    if len(text) > SHORT or (ends_sentence(text) and not text.endswith("…")):
        return None
    found: list[tuple[int, RelatedKind]] = []
    for kind, pattern in LIST_KINDS:
        match = pattern.search(text)
        if match is None:
            continue
        rest = _THINGS.sub("", text[: match.start()] + " " + text[match.end() :])
        if len(rest) * 2 <= len(match[0]):
            found.append((len(match[0]), kind))
    if found:
        return max(found, key=lambda pair: pair[0])[1]
    return "related" if words.PROMO_HEADING.fullmatch(text) else None
