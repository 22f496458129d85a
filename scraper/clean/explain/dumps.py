"""Where each passage of a text dump landed: by its place on the page, its shape, its frames."""

from __future__ import annotations

from collections.abc import Mapping

from scraper.clean.dump import clean_dump, examine_dump
from scraper.clean.dump.reading import Part, Reading
from scraper.clean.explain.decisions import Decision, Explanation, Place
from scraper.model import RelatedItem
from scraper.site import Site

_PLACES: Mapping[Part, Place] = {
    "metadata": "metadata",
    "text": "body",
    "teaser": "teaser",
    "furniture": "furniture",
}


def explain_dump(text: str, *, site: Site | None = None, url: str | None = None) -> Explanation:
    """Take a text dump apart as `clean_dump` does, and say where each of its passages landed. Never raises."""
    page = clean_dump(text, site=site, url=url)
    if page.outcome == "too_large":
        return Explanation(page)
    reading, article, _ = examine_dump(text, site)
    decisions = []
    for n, passage in enumerate(reading.passages):
        part = reading.parts[n]
        place = _PLACES[part]
        if place == "body" and article is None:
            place = "furniture"
        items = _items(n, reading, page.related) if place == "teaser" else ()
        decisions.append(
            Decision(
                index=n,
                text=passage.text,
                path="",
                place=place,
                role="",
                items=items,
                score=None,
                rules=(_rule(n, part, reading, has_article=article is not None),),
                evidence=(),
            )
        )
    return Explanation(page, tuple(decisions))


def _rule(n: int, part: Part, reading: Reading, *, has_article: bool) -> str:
    if part == "text":
        return "stands in the text" if has_article else "the page has no article"
    if part == "metadata":
        return "a line of the header, or below the text, that says a field"
    if part == "teaser":
        if any(promo.at == n for promo in reading.promos):
            return "a promo between paragraphs"
        if any(at == n for _, _, at in reading.neighbours):
            return "the post before or after this one"
        return "in a list of teasers"
    return "none of the text, and no teaser"


def _items(n: int, reading: Reading, related: tuple[RelatedItem, ...]) -> tuple[int, ...]:
    """Return the position of the item that a passage belongs to: the last one that begins at it or before it."""
    starts = sorted(
        [at for at, _ in reading.items] + [promo.at for promo in reading.promos] + [at for *_, at in reading.neighbours]
    )
    before = sum(at <= n for at in starts)
    return (before - 1,) if 0 < before <= len(related) else ()
