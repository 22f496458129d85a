"""Speaker turns of transcripts and interviews: which paragraphs are one, and who speaks.

    "QUESTION:  Secretary, thank you."  ->  turn, speaker "QUESTION", text "QUESTION: Secretary, thank you."

A label in front of one paragraph says nothing: "UPDATE (June 19): …", "WASHINGTON: …" and "Table 2: …" look the same.
So the whole sequence decides: somebody speaks again and somebody else answers, or the labels are those of a dialogue
("Q", "QUESTION", "MODERATOR").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scraper.model import Block
from scraper.text import ends_sentence, fold

Style = Literal["upper", "title", "caseless"]

MAX_NAME = 70
"""Characters of a label, at most: "DEPUTY ASSISTANT SECRETARY FOR …"."""

_MAX_WORDS: dict[Style, int] = {"upper": 9, "title": 5, "caseless": 5}
_MARKS = frozenset(":：—–")  # one of these stands behind a label
_LABEL = re.compile(rf"([^:：\n]{{1,{MAX_NAME}}}?)\s?(?::\s+|：\s*|\s[—–]\s+)(?=\S)")
_LETTER = re.compile(r"(Q|A)(\d{0,3})(?:\s?[:：]\s*|[.)]\s+|\s[—–-]\s+|\s+)(?=\S)")
_NAME = re.compile(r"[\w.'’‘\-–/#&,\s()“”\"]+")
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_PARTICLE = re.compile(
    r"(?:a[lb]|and|bin|da|de[lnr]?|des|di|do|dos|du|e|el|et|für|for|ibn|la|le|of|och|og|the|te[nr]|til|u|und|v[ao]n|vom|y|zu[mr]?)(?=$|[\s-])"
)
_HONORIFIC = re.compile(
    r"(?:MRS?|MS|MISS|DR|PROF|SIR|DAME|LORD|LADY|GEN|GENERAL|ADM|ADMIRAL|COL|COLONEL|CAPT|CAPTAIN|LT|SGT|REV|HON|SEN|SENATOR|REP|GOV|GOVERNOR|AMB|AMBASSADOR"
    r"|SECRETARY|PRESIDENT|MINISTER|PRIME|FOREIGN|DEPUTY|ASSISTANT|UNDER|VICE|ACTING|CHAIR\w*|DIRECTOR|SPECIAL|HIGH|JUDGE|JUSTICE|ATTORNEY|MAYOR|KING|QUEEN|PRINCE\w*|CHANCELLOR|HERR|FRAU|M|MME|MLLE|SR|SRA|ГОСПОДИН|Г-Н|Г-ЖА)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:question(?:er)?|answer|q|a|moderator|interviewer|host|anchor|reporter|journalist|press|media|operator|interpreter|translator|audience|participant|speaker|staff|voice|staffer|narrator|panelist|student|caller"
    r"|senior (?:\w+ )*official|official|(?:un)?identified \w+|(?:fe)?male (?:\w+ )?(?:voice|speaker|reporter)|frage|antwort|moderation|journalistin|reporterin|pregunta|respuesta|periodista|moderadora?|entrevistador\w*"
    r"|pergunta|resposta|repórter|jornalista|domanda|risposta|giornalista|intervistatore|réponse|journaliste|modérat\w+|vraag|antwoord|fråga|svar|spørsmål|spørgsmål|вопрос|ответ|журналист\w*|ведущ\w+|корреспондент\w*"
    r"|питання|відповідь|pytanie|odpowiedź|dziennikarz|otázka|odpověď|soru|cevap|yanıt|muhabir|sunucu|سؤال|السؤال|جواب|الجواب|الصحفي|الصحافي|صحفي|المذيع|المحاور|שאלה|תשובה|עיתונאי\w*|מנחה|问|答|問|问题|回答|记者|記者|主持人|司会|質問|질문|답변|기자|사회자)"
    r"(?:\s+(?:no\.\s*|#\s*)?(?:\d{1,3}|one|two|three|four|five|six|seven|eight))?",
    re.IGNORECASE,
)
_NO_SPEAKER = re.compile(
    r"(?:(?:\w+ )?updates?|up-?dated?|corrections?|corrected|clarification|erratum|(?:\w+[’'\w]* )?notes?|nb|ps|source|sources|photos?|photograph|image|picture|caption|credit|credits|video|watch|listen|audio|graphic|map|chart|figure|fig|table|tab|exhibit|box"
    r"|related|related \w+|read \w+|see \w+|also \w+|more|more \w+|next|previous|don[’']t miss|topics?|topic\(s\)|component\(s\)|components?|press release number|contact|contacts|media contacts?|tags?|categor\w+|section|published|posted|modified|dateline|date|time|location|venue|place|where|when|who|what|why|how"
    r"|price|rating|verdict|pros|cons|summary|conclusion|overview|background|context|bottom line|key \w+|takeaways?|breaking(?: news)?|exclusive|analysis|opinion|comment|live|alert|warning|caution|tip|tips|hint|example|score|result|results|address|phone|tel|telephone|e-?mail|fax|website|web|url|https?|step|chapter|part|day|level|phase|stage|item|section|article|rule|lesson|myth|fact"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|abstract|objective|methods?|results|discussion|ingredients|directions|disclaimer|disclosure|subject|re|to|from|cc|bcc|by|written by|author|washington|london|new york"
    r"|hinweis|anmerkung|quelle|foto|bild|korrektur|remarque|nota|fuente|fonte|примечание|источник|фото|注|注意|图|表|来源|來源|出典|写真|ملاحظة|المصدر|מקור|הערה)"
    r"(?:\s*(?:no\.\s*)?\d[\d.:/-]*)?",
    re.IGNORECASE,
)
_QUESTION_MARK = re.compile(r"[?？؟;]")


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands in front of a paragraph, read as a speaker's name."""

    who: str
    """As written, without the colon."""

    what: str
    """What is said."""

    key: str
    """The name for counting: case, an aside "(via interpreter)" and the dot of "Q." make no difference."""

    style: Style
    role: bool
    """Whether the name is a part in a dialogue: "QUESTION", "MODERATOR", "Q"."""

    bare: bool = False
    """A "Q" or "A" with no mark behind it, as in the White House's transcripts: never enough by itself."""


def mark_turns(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return `blocks` with the paragraphs that are speaker turns made turns; other kinds and all else stay as they are.

    A turn's `speaker` is as written ("QUESTION", "Q"), its text folded: the speaker, ": ", and what is said.
    """
    labels = [_label(block.text) if block.kind == "paragraph" else None for block in blocks]
    speakers = _speakers([label for label in labels if label])
    return tuple(
        replace(block, kind="turn", speaker=label.who, text=f"{label.who}: {label.what}")
        if label and label.key in speakers
        else block
        for block, label in zip(blocks, labels, strict=True)
    )


def _speakers(labels: Sequence[_Label]) -> frozenset[str]:
    """Return the keys of those labels that are speakers; empty where this is no dialogue."""
    marked = [label for label in labels if not label.bare]
    upper = [label for label in marked if label.style == "upper"]
    other = [label for label in marked if label.style != "upper" or label.role]
    speakers: set[str] = set()
    if _is_shouted_dialogue(upper):
        speakers |= _all_but_dateline(upper)
        speakers |= {key for key, n in Counter(label.key for label in other).items() if n > 1}
    if _is_quiet_dialogue(other):
        counts = Counter(label.key for label in other)
        speakers |= {label.key for label in other if counts[label.key] > 1 or label.role or " " in label.key}
    if speakers:
        speakers |= {label.key for label in labels if label.bare and label.key == "q"}
        if speakers >= {"q"}:
            speakers |= {"a"} & {label.key for label in labels if not label.bare}
    return frozenset(speakers)


def _is_shouted_dialogue(upper: Sequence[_Label]) -> bool:
    """Tell whether upper-case labels make a dialogue: two speakers, and one of them again or by its part."""
    counts = Counter(label.key for label in upper)
    if len(counts) > 1:
        return (len(upper) > 2 and max(counts.values()) > 1) or any(label.role for label in upper)
    return max(counts.values(), default=0) > 2 and all(label.role or _HONORIFIC.match(label.who) for label in upper)


def _all_but_dateline(upper: Sequence[_Label]) -> set[str]:
    """Return the keys of upper-case labels; a bare word before the first turn that never comes again is a place."""
    counts = Counter(label.key for label in upper)
    first = upper[0]
    is_place = counts[first.key] == 1 and not first.role and not _HONORIFIC.match(first.who) and len(counts) > 2
    return {label.key for label in upper} - ({first.key} if is_place else set())


def _is_quiet_dialogue(labels: Sequence[_Label]) -> bool:
    """Tell whether labels in title case, or of scripts without case, make a dialogue.

    "Price: …" and "Rating: …" come in turns as well, so somebody must ask, or have a part in a dialogue.
    """
    counts = Counter(label.key for label in labels)
    roles = {label.key for label in labels if label.role}
    if len(counts) < 2:
        return False
    if len(roles) > 1:
        return True
    said = sum(ends_sentence(label.what) for label in labels)
    if said * 2 < len(labels):
        return False
    again = [key for key, n in counts.items() if n > 1]
    if roles:
        return bool(again)
    asked = any(_QUESTION_MARK.search(label.what[-4:]) for label in labels)
    return len(labels) > 3 and len(again) > 1 and asked


def _label(text: str) -> _Label | None:
    text = fold(text)
    if _MARKS.isdisjoint(text[: MAX_NAME + 4]) and text[:1] not in ("Q", "A"):
        return None  # as most paragraphs: the patterns need not be asked
    if letter := _LETTER.match(text):
        bare = letter[0].strip() == letter[1] + letter[2]
        return _Label(
            who=letter[1] + letter[2],
            what=text[letter.end() :],
            key=letter[1].lower(),
            style="upper",
            role=not bare,
            bare=bare,
        )
    match = _LABEL.match(text)
    if match is None:
        return None
    who = match[1].strip()
    name = _ASIDE.sub("", who).strip("“”\"' ")
    style = _style(name)
    if style is None or (":" not in match[0] and "：" not in match[0] and style != "upper"):
        return None
    return _Label(who=who, what=text[match.end() :], key=name.casefold(), style=style, role=bool(_ROLE.fullmatch(name)))


def _style(name: str) -> Style | None:
    """Return how a name is written, `None` for what cannot be one."""
    role = _ROLE.fullmatch(name)
    if not _NAME.fullmatch(name) or _NO_SPEAKER.fullmatch(name) or (any(map(str.isdecimal, name)) and not role):
        return None
    words = name.split()
    letters = [c for c in name if c.isalpha()]
    cased = [c for c in letters if c.isupper() or c.islower()]
    if not letters:
        return None
    style: Style
    if not cased:
        style = "caseless"
    elif sum(map(str.isupper, cased)) >= 0.75 * len(cased) and _capitalised(words) and len(letters) > 1:
        style = "upper"
    elif _capitalised(words) and "," not in name:
        style = "title"
    else:
        return None
    return style if len(words) <= _MAX_WORDS[style] else None


def _capitalised(words: Iterable[str]) -> bool:
    """Tell whether every word begins as a name does, particles aside."""
    return all(
        word.lstrip("(“\"'’‘#")[:1].isupper() or _PARTICLE.match(word) or not word[0].isalpha() for word in words
    )
