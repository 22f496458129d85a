"""What the programs that save pages as text write beside the words: addresses of links, marks of emphasis.

    lynx, links        "[12]Title", and "References" with the addresses at the end
    Firefox            "Title <https://…>"
    html2text, pandoc  "[Title](https://…)", "**bold**", "## Heading"

Each is undone only where the text shows it more than once: a lone "[1]" is a footnote.
"""

from __future__ import annotations

import re

_FEW = 3  # marks that make a habit
_PAGE_BREAK = re.compile(r"\n?\f\n?")
_LINK_LIST = re.compile(r"\s*(?:References|Visible links|Hidden links:?|Links|Verweise|Références)\s*", re.IGNORECASE)
_LINK_LINE = re.compile(r"\s*\d*\.\s+(?:[a-z][a-z0-9+.\-]*:\S+|/\S*)\s*", re.IGNORECASE)
_LINK_NUMBER = re.compile(r"(?<!\w)\[\d{1,5}\](?=\S)")
_ANGLED = re.compile(r"(?:[ \t]{1,8}|\n[ \t]{0,12})?<(?:https?:|mailto:|/)[^<>\s]{1,2000}>")
_MARKDOWN_LINK = re.compile(
    r"!?\[([^\[\]\n]{1,400})\]\((?:https?:|mailto:|/|#|\.)[^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)"
)
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*\*(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])_(?![\w_])")


def plain_text(text: str) -> str:
    """Return `text` without what a text browser or converter added; line ends as "\\n", form feeds as one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if "\f" in text:
        text = _PAGE_BREAK.sub("\n", text)
    text = _without_link_numbers(text)
    if text.count("<http") + text.count("<mailto:") >= _FEW:
        text = _ANGLED.sub("", text)
    if text.count("](") >= _FEW - 1 and len(_MARKDOWN_LINK.findall(text)) >= _FEW - 1:
        text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", _MARKDOWN_LINK.sub(r"\1", text)))
    return text


def _without_link_numbers(text: str) -> str:
    """Take off "[12]" in front of links, and the list of their addresses at the end."""
    if "://" not in text:
        return text
    written = text.split("\n")
    for start in range(len(written) - 1, -1, -1):
        if _LINK_LIST.fullmatch(written[start]):
            break
        if written[start].strip() and not _LINK_LINE.fullmatch(written[start]):
            return text
    else:
        return text
    links = sum(bool(line.strip()) for line in written[start + 1 :])
    body = "\n".join(written[:start])
    numbered = len(_LINK_NUMBER.findall(body))
    return _LINK_NUMBER.sub("", body) if links and numbered * 2 >= links else text
