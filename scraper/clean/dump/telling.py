"""What tells a story, and who tells it: sentences of a text, and the site's own name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from scraper.clean.dump import words
from scraper.clean.dump.lines import width_of
from scraper.clean.dump.passages import Passage
from scraper.clean.dump.vocabulary import Vocabulary
from scraper.text import ends_sentence

_TELLS = 50  # columns of a sentence that tells a story
_TOP = 12  # passages from either end among which the site's name may stand
_LONGEST_NAME = 50  # characters
_ADDRESSED = re.compile(
    r"\b(?:subscri\w+|newsletters?|cookies?|sign(?:ed)? up|log(?:ged)? in|follow us|privacy|rights reserved|copyright|your (?:email|e-mail|inbox)|javascript|advertis\w+|terms of \w+|unsubscribe|wordpress)\b",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright)?\s*(?:(?:19|20)\d\d\s*(?:[–-]\s*(?:(?:19|20)\d\d)?)?)?\s*,?\s*(?P<after>[^.|©]{3,50}?)\s*(?:[.|,©]|all rights|$)|(?P<before>[^.|©]{3,50}?)\s*©",
    re.IGNORECASE,
)


def tells(passage: Passage) -> bool:
    """Tell whether a passage is a sentence of a story, not one that the page says to its reader."""
    text = passage.text
    return width_of(text) >= _TELLS and ends_sentence(text) and not (len(text) < 400 and _ADDRESSED.search(text))


def names_shown(passages: Sequence[Passage], vocabulary: Vocabulary) -> frozenset[str]:
    """Return what must be the site's name: a short line near the top that comes again behind the text or above a list,
    or that the copyright names.
    """
    short = [n for n, p in enumerate(passages) if len(p.text) <= _LONGEST_NAME and not p.bullet]
    free = [n for n in short if not n or not passages[n - 1].bullet]  # not the second line of an entry
    top = {passages[n].text for n in short if n < _TOP}
    top = {t.casefold() for t in top if not ends_sentence(t) and t[-1] != ":" and not _is_frame(t, vocabulary)}
    told = next((n for n, passage in enumerate(passages) if tells(passage)), 0)
    above = {passages[n].text.casefold() for n in free if n < told}
    below = {passages[n].text.casefold() for n in free if n > told}
    heads = {passages[n].text.casefold() for n in short if n + 1 < len(passages) and passages[n + 1].bullet}
    again = Counter(passages[n].text.casefold() for n in short)
    outlets = {t for t in above & below if words.OUTLET.fullmatch(t) and not words.SECTION.fullmatch(t)}
    names = {t for t in top if t in outlets or (t in heads and again[t] > 1)}
    for passage in passages[-_TOP:]:
        match = _HOLDER.search(passage.text) if len(passage.text) <= 300 else None
        holder = (match["after"] or match["before"] or "").strip().casefold() if match else ""
        names |= {text for text in top if holder and (text == holder or text == holder.removeprefix("by "))}
    return frozenset(names)


def _is_frame(text: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.is_more(text) or vocabulary.cut_more(text)[1] or vocabulary.category_in(text) is not None
