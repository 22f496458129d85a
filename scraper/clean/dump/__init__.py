"""A page that was saved as plain text, taken apart like its HTML would be. docs/text-dumps.md tells how.

    text -> plain text       plain       what browsers and converters add
      lines                  lines       margins, bullets, literal tags
      frames                 vocabulary  of every site, of the definition, and those that a list repeats
      passages               passages    lines that were broken to fit a width are one again
      lists                  lists       entries that repeat one shape
      parts                  reading     header, text, teasers, what stands below; each passage has one
      fields                 dating, teasers, header, body
    -> record

Each step is pure and can be called alone; none of them raises, whatever the text, and time is linear in its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scraper.clean.dump import words
from scraper.clean.dump.body import read_blocks
from scraper.clean.dump.dating import is_person, read_names
from scraper.clean.dump.headings import heading_kind
from scraper.clean.dump.lines import Line, read_lines, width_of
from scraper.clean.dump.passages import Passage, read_passages
from scraper.clean.dump.reading import Reading, read_dump
from scraper.clean.dump.tables import has_cells, is_lined_up
from scraper.clean.dump.vocabulary import Vocabulary
from scraper.language import detect_language
from scraper.model import Article, Block, CleanedPage, PageType, Provenance, RelatedItem, Source
from scraper.site import Site
from scraper.text import cut_ellipsis, ends_sentence, fold
from scraper.version import CLEANER

__all__ = ["clean_dump", "examine_dump", "recognise_site"]

MAX_CHARS = 2_000_000
"""Longest dump that is read; those of news pages have 0.002 to 0.2 MB."""

MAX_LINES = 40_000
"""Most lines of a dump that is read; those of news pages have 10 to 5,000."""

_FOOTER = 40
"""Lines from the end among which a site's signature may stand."""

_READ = 20_000  # characters that tell the language
_STORY = 200  # characters of sentences that are an article even without a headline
_SENTENCE = 40


def clean_dump(text: str, *, site: Site | None = None, url: str | None = None) -> CleanedPage:
    """Take a plain-text dump of a page apart: article on one side, teasers as related items on the other.

    `site` adds the frames of its definition (table `[dump]`); a dump of an unknown site is read by its structure alone.
    `url` is the page's address where the caller knows it. Pure; never raises. A text without an article whose teasers
    stand alone is a "listing"; one with neither has the outcome "no_article", an empty one "empty", one of more than
    `MAX_CHARS` or `MAX_LINES` "too_large".
    """
    if len(text) > MAX_CHARS or max(text.count("\n"), text.count("\r")) > MAX_LINES:
        return CleanedPage(
            page_type="other", outcome="too_large", provenance=_provenance(site), url=url, site=_name(site)
        )
    reading, article, protected = examine_dump(text, site)
    related = _related(reading, on_listing=article is None)
    page_type: PageType = "article" if article else "listing" if related else "other"
    outcome = "protected" if protected else "ok" if page_type != "other" else "no_article" if text.strip() else "empty"
    if outcome == "no_article" and not reading.passages:
        outcome = "empty"
    return CleanedPage(
        page_type=page_type,
        outcome=outcome,
        provenance=_provenance(site, _origins(article, reading, site) if article else {}),
        url=url,
        site=_name(site),
        article=article,
        related=related,
    )


def examine_dump(text: str, site: Site | None = None) -> tuple[Reading, Article | None, bool]:
    """Return how a dump within the bounds is read, its article if it has one, and whether a password stands before it."""
    passages, vocabulary = _passages(text, site)
    zone, locale = (site.timezone, site.language) if site else (None, None)
    reading = read_dump(passages, vocabulary, zone=zone, locale=locale)
    blocks, protected = _blocks(reading)
    article = _article(reading, blocks, site)
    if _is_article(article, reading) or protected:
        return reading, article, protected
    if reading.other_lists:
        reading = read_dump(passages, vocabulary, zone=zone, locale=locale, no_article=True)
    return reading, None, False


def _name(site: Site | None) -> str | None:
    return site.name if site else None


def _provenance(site: Site | None, origins: Mapping[str, str] | None = None) -> Provenance:
    return Provenance(cleaner=CLEANER, rules=f"{site.name}@{site.version}" if site else None, origins=origins or {})


def recognise_site(text: str, sites: Iterable[Site]) -> Site | None:
    """Return the site whose dump this is: one of its signatures stands on a line near the end; `None` for no site."""
    lines = [fold(line).casefold() for line in text.rstrip().rsplit("\n", _FOOTER)[-_FOOTER:] if len(line) < 1000]
    for site in sites:
        signatures = [fold(signature).casefold() for signature in site.dump.signature]
        if any(signature and signature in line for signature in signatures for line in lines):
            return site
    return None


def _passages(text: str, site: Site | None) -> tuple[tuple[Passage, ...], Vocabulary]:
    lines = read_lines(text, bullets=site.dump.bullets if site else ())
    vocabulary = Vocabulary.of(site).learn(lines)
    passages = read_passages(lines, lambda line: _stands_alone(line, vocabulary), vocabulary.ends_here)
    return passages, vocabulary


def _stands_alone(line: Line, vocabulary: Vocabulary) -> bool:
    return has_cells(line) or is_lined_up(line) or vocabulary.stands_alone(line)


def _blocks(reading: Reading) -> tuple[tuple[Block, ...], bool]:
    """Return the blocks of the text, and whether a password stands in front of it."""
    texts = [reading.passages[n].text for n in reading.text]
    if texts and all(len(text) <= 200 and words.PROTECTED.fullmatch(text) for text in texts):
        return (), True
    return read_blocks(reading.passages, reading.text)[0], False


def _is_article(article: Article, reading: Reading) -> bool:
    told = sum(
        len(block.text)
        for block in article.blocks
        if block.kind in ("turn", "table", "code") or (width_of(block.text) >= _SENTENCE and ends_sentence(block.text))
    )
    if article.headline is None:
        return told >= _STORY
    meta = reading.header.meta
    return bool(told or reading.source or meta.reading_time is not None or (meta.published and not reading.teasers))


def _language(reading: Reading, blocks: tuple[Block, ...], site: Site | None) -> str | None:
    """Return the language of the text; of the whole page where the text is too short to tell."""
    text = " ".join([reading.header.headline or "", *(block.text for block in blocks)])[:_READ]
    page = " ".join(passage.text[:_SENTENCE] for passage in reading.passages[: _READ // _SENTENCE])
    return detect_language(text) or (site.language if site else None) or detect_language(page)


def _article(reading: Reading, blocks: tuple[Block, ...], site: Site | None) -> Article:
    header, meta = reading.header, reading.header.meta
    authors = meta.authors or _author_in_text(reading, blocks)
    return Article(
        headline=header.headline,
        dek=header.dek,
        authors=authors,
        publisher=header.publisher or (site.publisher if site else None),
        source=Source(name=reading.source) if reading.source else None,
        published=meta.published.moment if meta.published else None,
        published_text=meta.published.text if meta.published else None,
        modified=meta.modified.moment if meta.modified else None,
        section=meta.section or reading.section,
        tags=reading.tags,
        language=_language(reading, blocks, site),
        reading_time_minutes=meta.reading_time,
        blocks=blocks,
    )


def _author_in_text(reading: Reading, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Return whom the first lines of the text name as author: the source's name, or one of the speakers with an office."""
    speakers = {block.speaker.casefold().split()[-1] for block in blocks if block.speaker}
    for block in blocks[:4]:
        if block.kind not in ("paragraph", "heading") or ends_sentence(block.text):
            break
        if reading.source and block.text.casefold() == reading.source.casefold():
            return read_names(block.text)
        name, comma, _ = block.text.partition(", ")
        if comma and is_person(name) and name.casefold().split()[-1] in speakers:
            return read_names(block.text)
    return ()


def _related(reading: Reading, *, on_listing: bool) -> tuple[RelatedItem, ...]:
    """Return all teasers of the page in the order in which they stand."""
    found = list(reading.items)
    if on_listing:
        found = [(at, item if heading_kind(item.list or "") else replace(item, kind="listing")) for at, item in found]
    for promo in reading.promos:
        excerpt, dotted = cut_ellipsis(promo.excerpt or "")
        item = RelatedItem(
            position=0,
            list=promo.label,
            kind="inline",
            title=promo.title,
            excerpt=excerpt or None,
            excerpt_truncated=(dotted or not ends_sentence(excerpt)) if excerpt else None,
        )
        found.append((promo.at, item))
    found += [(at, RelatedItem(position=0, title=title, kind=kind)) for kind, title, at in reading.neighbours]
    found.sort(key=lambda pair: pair[0])
    return tuple(replace(item, position=n) for n, (_, item) in enumerate(found))


def _origins(article: Article, reading: Reading, site: Site | None) -> Mapping[str, str]:
    """Return where each field came from: a line of the page, or the definition."""
    shown = {
        "headline": article.headline,
        "dek": article.dek,
        "authors": article.authors,
        "publisher": article.publisher,
        "source": article.source,
        "published": article.published,
        "published_text": article.published_text,
        "modified": article.modified,
        "section": article.section,
        "tags": article.tags,
        "reading_time_minutes": article.reading_time_minutes,
        "blocks": article.blocks,
    }
    origins = {name: "visible" for name, value in shown.items() if value not in (None, ())}
    if article.language:
        origins["language"] = "text"
    if site and article.publisher and not reading.header.publisher:
        origins["publisher"] = "site:publisher"
    return origins
