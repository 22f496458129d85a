"""What the class words of an element say: weak votes, in many languages, in this one place.

`names` is always the class, id and itemprop words of an element (and of the one around it) in lower case. Answers are
remembered: the pages of one site share their words.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BYLINE = re.compile(
    r"(?<![a-z])(?:by-?_?line|authors?|writer|reporter|contributors?|autor(?:en|es|in)?|auteurs?|autore|schrijver|forfatter|penulis|yazar|skribent|journalist"
    r"|posted-?by|written-?by|creator|verfasser|redakteur|editor)(?![a-rt-z])"
)
_NOT_BYLINE = re.compile(
    r"(?<![a-z])(?:comment|related|teaser|recommend|share|social|bio|photo|image|caption|figure|newsletter|more|sidebar|widget|tooltip|dropdown)(?![a-rt-z])"
)
_DEK = re.compile(
    r"(?<![a-z])(?:dek|deck|standfirst|sub-?(?:title|head(?:line|ing)?|hed)|lead(?:-?text)?|lede|intro(?:duction)?|ingress|teaser-?text|excerpt|summary|abstract|description"
    r"|chapo|chapeau|bajada|entradilla|sommario|occhiello|anrisstext|vorspann|einleitung|untertitel|subtitulo|manchet|preamble|article-?lead)(?![a-z])"
)
_NOT_DEK = re.compile(
    r"(?<![a-z])(?:caption|photo|image|img|media|picture|figure|lightbox|slide|byline|author|bio|date|comment|share|social|breadcrumb|video|gallery|ad|promo|newsletter|toc|tag"
    r"|category|key-?points?)(?![a-z])"
)
_DATE_NAMES = re.compile(
    r"date|time|publish|posted|meta|byline|stamp|pubdate|datum|fecha|zeit|info|author|entry-|article-h|details|created"
)
_FAR = re.compile(
    r"(?<![a-z])(?<!tag-)(?<!category-)(?:comments?|related|teasers?|sidebar|recommend(?:ed|ations?)?|bio|popular|widgets?)(?![a-rt-z])"
)
_PICTURE = re.compile(r"image|photo|picture|caption|figure|media|gallery|copyright|credit|foto|bild")
_REMEMBERED = 4096


@lru_cache(maxsize=_REMEMBERED)
def is_byline_box(names: str) -> bool:
    """Tell whether an element is called a byline."""
    return bool(_BYLINE.search(names)) and not _NOT_BYLINE.search(names)


@lru_cache(maxsize=_REMEMBERED)
def is_dek_box(names: str) -> bool:
    """Tell whether an element is called a standfirst."""
    return bool(_DEK.search(names))


@lru_cache(maxsize=_REMEMBERED)
def is_no_dek_box(names: str) -> bool:
    """Tell whether an element is called something that no standfirst is."""
    return bool(_NOT_DEK.search(names))


@lru_cache(maxsize=_REMEMBERED)
def is_dated_box(names: str) -> bool:
    """Tell whether an element is called one that dates are in."""
    return bool(_DATE_NAMES.search(names))


@lru_cache(maxsize=_REMEMBERED)
def is_far_box(names: str) -> bool:
    """Tell whether an element is called a comment, a teaser, or something beside the story."""
    return bool(_FAR.search(names))


@lru_cache(maxsize=_REMEMBERED)
def is_picture_box(names: str) -> bool:
    """Tell whether an element is called a picture or its caption."""
    return bool(_PICTURE.search(names))
