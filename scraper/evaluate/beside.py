"""One page: the cleaner's decisions beside what the gold says, block by block and item by item.

What the gold says of a block follows from what people wrote down: strings and titles that it names, the stretch from the
body's first words to its last, the whole text where there is one. Where it says nothing, nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scraper.clean.explain import Decision, Explanation
from scraper.evaluate.bodies import score_body, shingle_share
from scraper.evaluate.fields import score_fields
from scraper.evaluate.foldings import address_key, tight
from scraper.evaluate.gold import GoldPage
from scraper.evaluate.teasers import FIELDS, Matching, agrees, match, score_teasers
from scraper.record import to_record

Said = Literal["body", "body?", "teaser", "teaser?", "headline", "not body", ""]

State = Literal["found", "missed", "wrong", "either"]

_TELLING = 12  # letters of a block from which on finding it in a text is no chance
_MOSTLY = 0.5  # of a block's word runs that stand in the gold's text


@dataclass(frozen=True, slots=True)
class Mark:
    """What the gold says of a block."""

    said: Said
    """ "body?": inside the stretch from the body's first words to its last. "teaser?": the gold is not sure."""

    agrees: bool | None
    """`None` where the gold leaves it open."""


@dataclass(frozen=True, slots=True)
class ItemBeside:
    """One related item, ours and the gold's."""

    state: State
    """ "wrong": only ours; "missed": only the gold's; "either": the gold is not sure."""

    title: str
    url: str | None
    fields: tuple[tuple[str, str | None, str | None, bool], ...] = ()
    """Name, ours, the gold's, whether they agree; of a found item what the gold states."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A page beside its gold."""

    marks: tuple[Mark, ...]
    """One for each decision."""

    items: tuple[ItemBeside, ...]
    """In our order, what was missed at the end; empty where the gold is of articles."""

    fields: tuple[tuple[str, str | None, str | None, bool], ...]
    """The article's fields that the gold states: name, ours, the gold's, whether they agree."""

    strings: tuple[tuple[str, str], ...]
    """Strings that leaked into the body or were lost from it: ("leaked" or "lost", string)."""

    summary: str
    """The page's figures in one line."""


def beside(explanation: Explanation, page: GoldPage) -> Beside:
    """Put the decisions on a page beside its gold."""
    record = to_record(explanation.page)
    if page.kind == "teasers":
        return _beside_teasers(explanation, page, record)
    return _beside_article(explanation, page, record)


def _beside_teasers(explanation: Explanation, page: GoldPage, record: Mapping[str, Any]) -> Beside:
    gold = page.gold
    matching = match(gold, record)
    score = score_teasers(page.id, gold, record)
    strings = [("leaked", string) for string in score.leaks] + [("lost", string) for string in score.lost]
    summary = (
        f"F1 {score.f1:.3f}: {len(score.hit)} found, {len(score.wrong)} wrong, {len(score.missed)} missed; "
        f"{len(score.leaks)} leaked into the body, {len(score.lost)} of {score.wanted} strings lost"
    )
    marks = tuple(_TeaserMarks(explanation, gold, matching).marks())
    return Beside(marks, tuple(_items(matching)), _article_fields(gold, record), tuple(strings), summary)


def _items(matching: Matching) -> Iterator[ItemBeside]:
    for key, item in matching.found.items():
        if key in matching.sure:
            yield ItemBeside("found", item["title"], item["url"], tuple(_item_fields(key, matching)))
        else:
            state: State = "either" if key in matching.ignored else "wrong"
            yield ItemBeside(state, item["title"], item["url"])
    for key in matching.missed:
        gold = matching.sure[key]
        yield ItemBeside("missed", str(gold.get("title") or ""), gold.get("url"))


def _item_fields(key: str, matching: Matching) -> Iterator[tuple[str, str | None, str | None, bool]]:
    for name, mine in FIELDS.items():
        stated = matching.sure[key].get(name)
        if stated:
            yield mine, matching.found[key].get(mine), stated, agrees(name, key, matching)


class _TeaserMarks:
    """What the gold of a teaser page says of each block."""

    def __init__(self, explanation: Explanation, gold: Mapping[str, Any], matching: Matching) -> None:
        self._explanation = explanation
        self._texts = [tight(decision.text) for decision in explanation.decisions]
        self._title = tight(gold.get("title"))
        self._in_body = [text for string in gold.get("in_body") or [] if (text := tight(string))]
        self._not_in_body = [text for string in gold.get("not_in_body") or [] if (text := tight(string))]
        self._stretch = self._body_stretch(tight(gold.get("body_starts")), tight(gold.get("body_ends")))
        base = gold.get("url")
        self._of_cards = {
            n: key
            for card in explanation.cards
            if (key := address_key(card.url, base)) in matching.places
            for n in range(card.start, card.end)
        }
        self._of_items = [_key_at(matching, item, base) for item in to_record(explanation.page)["related"]]
        self._matching = matching

    def marks(self) -> Iterator[Mark]:
        """Yield a mark for each block."""
        for decision, text in zip(self._explanation.decisions, self._texts, strict=True):
            said = self._said(decision, text)
            yield Mark(said, _agree(decision, said, complete=decision.place == "teaser"))

    def _said(self, decision: Decision, text: str) -> Said:
        keys = [self._of_items[n] for n in decision.items] or [self._of_cards.get(decision.index)]
        if any(key in self._matching.sure for key in keys if key is not None):
            return "teaser"
        if any(key in self._matching.ignored for key in keys if key is not None):
            return "teaser?"
        if text and text == self._title and not decision.items:
            return "headline"
        if any(string in text or (len(text) >= _TELLING and text in string) for string in self._in_body):
            return "body"
        if not decision.items and any(string in text for string in self._not_in_body):
            return "not body"
        return "body?" if decision.index in self._stretch else ""

    def _body_stretch(self, starts: str, ends: str) -> range:
        first = next((n for n, text in enumerate(self._texts) if starts and _begins(text, starts)), None)
        last = next((n for n in reversed(range(len(self._texts))) if ends and _ends(self._texts[n], ends)), None)
        return range(first, last + 1) if first is not None and last is not None else range(0)


def _key_at(matching: Matching, item: Mapping[str, Any], base: object) -> str | None:
    """Return the key of the gold that an item of ours was matched by."""
    key = address_key(item.get("url"), base if isinstance(base, str) else None)
    title = "title:" + tight(item.get("title"))
    return title if title in matching.places and key not in matching.sure else key


def _begins(text: str, starts: str) -> bool:
    return starts in text or (len(text) >= _TELLING and starts.startswith(text))


def _ends(text: str, ends: str) -> bool:
    return ends in text or (len(text) >= _TELLING and ends.endswith(text))


def _beside_article(explanation: Explanation, page: GoldPage, record: Mapping[str, Any]) -> Beside:
    gold = page.gold
    text = (record["article"] or {}).get("text")
    score = score_body(gold, text, set_name=str(gold.get("set") or page.set))
    parts = [f"F1 {value:.3f} of {name}" for name, value in (
        ("4-word runs", score.f1), ("words", score.word_f1), ("snippets", score.snippet_f1)) if value is not None]  # fmt: skip
    folded = " ".join((text or "").split())
    strings = [("lost", part) for part in gold.get("with") or [] if " ".join(part.split()) not in folded]
    strings += [("leaked", part) for part in gold.get("without") or [] if " ".join(part.split()) in folded]
    marks = tuple(_article_marks(explanation, gold))
    return Beside(marks, (), _article_fields(gold, record), tuple(strings), "; ".join(parts) or "the gold has no text")


def _article_marks(explanation: Explanation, gold: Mapping[str, Any]) -> Iterator[Mark]:
    whole = gold.get("gold_text")
    text = tight(whole)
    lines = {tight(line) for line in (whole or "").split("\n")}
    wanted, unwanted = ([tight(part) for part in gold.get(name) or []] for name in ("with", "without"))
    title = tight(gold.get("title"))
    for decision in explanation.decisions:
        own = tight(decision.text)
        said: Said = ""
        if own and own == title:
            said = "headline"
        elif (
            own in lines
            or (len(own) >= _TELLING and own in text)
            or any(part and part in own for part in wanted)
            or (whole and shingle_share(decision.text, whole) >= _MOSTLY)
        ):
            said = "body"
        elif any(part and part in own for part in unwanted):
            said = "not body"
        yield Mark(said, _agree(decision, said, complete=bool(whole) and decision.place == "body"))


def _agree(decision: Decision, said: Said, *, complete: bool) -> bool | None:
    """Tell whether a place is the gold's; `complete`: the gold names all there is of this place."""
    if said in ("body", "teaser"):
        return decision.place == said
    if said == "not body":
        return decision.place != "body"
    if said == "headline":
        return decision.place in ("metadata", "furniture")
    if said == "":
        return False if complete else None
    return True if said == "body?" and decision.place == "body" else None


def _article_fields(
    gold: Mapping[str, Any], record: Mapping[str, Any]
) -> tuple[tuple[str, str | None, str | None, bool], ...]:
    article = record["article"] or {}
    score = score_fields(gold, article)
    stated = (
        ("headline", "title", score.title),
        ("published", "date", score.date),
        ("authors", "authors", score.authors),
    )
    return tuple(
        (mine, _text(article.get(mine)), _text(gold.get(name)), good) for mine, name, good in stated if good is not None
    )


def _text(value: object) -> str | None:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value)) or None
    return str(value) if value is not None else None
