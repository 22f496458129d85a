"""Everything that was found out about a page -> its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from scraper.clean.body.trim import trim
from scraper.clean.body.typed import typed_blocks
from scraper.clean.examine import Examination
from scraper.clean.links import Links
from scraper.clean.metadata import Metadata, Visible, VisibleLine, complete, is_source_line
from scraper.clean.outline import TextBlock
from scraper.clean.rules import Ruled
from scraper.clean.separate import Separation
from scraper.clean.teasers.items import as_listing
from scraper.clean.turns import mark_turns
from scraper.clean.walls import is_offer
from scraper.model import Article, CleanedPage, Provenance
from scraper.site import Site
from scraper.version import CLEANER

_ABOVE = 25  # lines above the body that may be its byline, date or dek
_BELOW = 12
_LAST = 3  # lines at the body's end that may be its source
_FIELDS = tuple(field.name for field in fields(Article) if field.name != "blocks")


def assemble(page: Examination) -> CleanedPage:
    """Return the record of a page."""
    article: Article | None = None
    origins: dict[str, str] = {}
    metadata = page.metadata
    if page.kind.page_type == "article":
        metadata = complete(metadata, visible=_visible(page.found, page.links))
        article, origins = _article(page.found, metadata, page.ruled, page.site, page.kind.outcome)
    return CleanedPage(
        page_type=page.kind.page_type,
        outcome=page.kind.outcome,
        provenance=Provenance(cleaner=CLEANER, rules=_rules(page.site), origins=origins),
        url=page.url,
        canonical_url=metadata.canonical_url,
        site=page.site.name if page.site else None,
        article=article,
        related=as_listing(page.found.items) if page.kind.page_type == "listing" else page.found.items,
        parts=page.ruled.parts,
        next_listing=page.ruled.next_listing,
    )


def refused(outcome: str, *, url: str | None, site: Site | None) -> CleanedPage:
    """Return the record of a page that was not read."""
    return CleanedPage(
        page_type="other",
        outcome=outcome,
        provenance=Provenance(cleaner=CLEANER, rules=_rules(site)),
        url=url,
        site=site.name if site else None,
    )


def _rules(site: Site | None) -> str | None:
    return f"{site.name}@{site.version}" if site else None


def _article(
    found: Separation,
    metadata: Metadata,
    ruled: Ruled,
    site: Site | None,
    outcome: str,
) -> tuple[Article, dict[str, str]]:
    """Return the article and the origin of each of its fields: the definition's answers first, then the page's own."""
    values: dict[str, Any] = {name: getattr(metadata, name) for name in _FIELDS}
    origins = {name: origin for name, origin in metadata.origins.items() if name in _FIELDS or name == "canonical_url"}
    if site is not None and site.publisher:
        values["publisher"], origins["publisher"] = site.publisher, "site:publisher"
    for name, value in ruled.fields.items():
        values[name] = value
        origins.pop(name, None)
        if value:
            origins[name] = f"site:article.{name}"
    if values["modified"] == values["published"]:
        values["modified"] = None
        origins.pop("modified", None)
    body = found.body if outcome != "protected" or ruled.body else frozenset()
    if not ruled.body:
        body = trim(
            body,
            found.outline,
            known=_known(values),
            authors=values["authors"] or (),
            is_closing=closing_for(outcome),
        )
    blocks = mark_turns(typed_blocks(found.outline, body, found.teasers))
    if blocks:
        origins["blocks"] = "site:article.body" if ruled.body else "generic"
    return Article(**values, blocks=blocks), origins


def closing_for(outcome: str) -> Callable[[str], bool]:
    """Return what tells a line at the end of a text that is no part of it, for a page with this outcome."""
    return is_source_line if outcome == "ok" else _closes_stub


def _closes_stub(text: str) -> bool:
    """Tell whether a line at the end of what is free is no part of the text."""
    return is_source_line(text) or is_offer(text)


def _known(values: dict[str, Any]) -> list[str]:
    """Return the lines that the record's fields repeat."""
    return [text for text in (values["headline"], values["dek"], values["published_text"]) if text]


def _visible(found: Separation, links: Links) -> Visible:
    """Return what stands around the body, for the fields that no head tells."""
    if not found.body:
        return Visible(above=tuple(_line(block, links) for block in found.outline.blocks[:_ABOVE]))
    blocks = found.outline.blocks
    order = sorted(found.body)
    first, last = order[0], order[-1]
    above = [n for n in range(max(0, first - _ABOVE), first) if n not in found.teasers]
    gaps = [n for n in range(first, order[-_LAST:][0]) if n not in found.teasers and n not in found.body]
    around_end = range(order[-_LAST:][0], min(len(blocks), last + 1 + _BELOW))
    below = [*gaps[-_BELOW:], *(n for n in around_end if n not in found.teasers)]
    return Visible(
        above=tuple(_line(blocks[n], links) for n in above),
        below=tuple(_line(blocks[n], links) for n in below),
        text="\n".join(blocks[n].text for n in order),
        opening=tuple(blocks[n].text for n in order[:_LAST]),
        first=blocks[first].text,
        last=blocks[last].text,
    )


def _line(block: TextBlock, links: Links) -> VisibleLine:
    targets = ((text, links.resolve(anchor.href)) for anchor, text in block.anchors)
    return VisibleLine(
        text=block.text, links=tuple((text, target.url) for text, target in targets if target is not None)
    )
