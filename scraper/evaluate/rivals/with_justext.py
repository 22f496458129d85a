"""justext, with the stop words of the page's language where it has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import justext

from scraper.dom import Tree
from scraper.language import detect_language

_LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian_Bokmal", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip


def extract(html: str, url: str | None) -> Mapping[str, Any]:  # noqa: ARG001 (it needs no address)
    """Return the text."""
    body = Tree(html).body
    language = detect_language(" ".join(node.text() for node in body.css("p")) if body is not None else "")
    name = _LANGUAGES.get(language or "")
    if name in justext.get_stoplists():
        paragraphs = justext.justext(html, justext.get_stoplist(name))
    else:  # its manual's way for languages without a list
        paragraphs = justext.justext(html, frozenset(), stopwords_low=0, stopwords_high=0)
    return {"text": "\n\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)}
