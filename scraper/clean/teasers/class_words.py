"""What the class words of the elements inside a card say a text is: weak votes, many languages, one place.

A sign is a bit. Cards of one shape have the same class words: each spelling is read once.
"""

from __future__ import annotations

import re
from functools import lru_cache

TITLE = 1 << 0
KICKER = 1 << 1
CATEGORY = 1 << 2
EXCERPT = 1 << 3
AUTHOR = 1 << 4
FORM = 1 << 5
"""A mark of the form (video, live), a counter, a source: no category."""

DURATION = 1 << 6

_WORDS = {
    TITLE: re.compile(
        r"(?<![a-z])(?:title|headline|heading|hed|titl|titre|titulo|titolo|tytul|nadpis|rubrik|titel|ttl)"
    ),
    KICKER: re.compile(
        r"(?<![a-z])(?:kicker|overline|eyebrow|super-?title|over-?title|pre-?title|surtitre|overtitel|antetitulo|volanta|tagline|topline|dachzeile|spitzmarke|vignette"
        r"|flag|label|badge|category|categoria|kategori|section|ressort|rubri[ck](?!e?n?titel)|topic|tag(?![a-z])|rank|number|counter|index|icon|time|date|duration|premium|plus|sr-only)"
    ),
    CATEGORY: re.compile(
        r"(?<![a-z])(?:cat(?![a-z])|categor|kategor|section|rubri[ck]|ressort|topic|tag(?:line)?(?![a-z])|kicker|overline|eyebrow|label|channel|theme|thema|secti[oe]|seccion|sezione|vertical"
        r"|surtitre|overtitel|volanta|dachzeile|taxonomy|term(?![a-z]))|category|categories"
    ),
    EXCERPT: re.compile(
        r"(?<![a-z])(?:excerpt|summary|desc|dek(?![a-z])|deck|standfirst|lede|lead(?![a-z])|intro|teaser-?text|abstract|snippet|blurb|subtitle|sub-?head|synopsis|anrei|extract|bajada|sommario|chapo)"
    ),
    AUTHOR: re.compile(r"(?<![a-z])(?:author|by-?line|writer|auteur|autor|forfatter|redact|columnist|reporter)"),
    FORM: re.compile(
        r"(?<![a-z])(?:sponsor|brand|advert|duration|count|comment|source|premium|exclusive|video|play|live|author|byline|credit|caption|photo|price|icon|rank|btn|button|share)"
    ),
    DURATION: re.compile(r"duration|length|runtime|video-?time|laufzeit|duree"),
}


@lru_cache(maxsize=4096)
def signs_of_names(names: str) -> int:
    """Return the signs of class words, as written in lower case."""
    signs = 0
    if names:
        for bit, pattern in _WORDS.items():
            if pattern.search(names):
                signs |= bit
    return signs
