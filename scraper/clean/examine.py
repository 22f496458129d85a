"""Everything that is found out about a page, before its record is written: what `clean_page` and `--explain` share."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.clean.body.features import Facts
from scraper.clean.kind import Kind, is_paper, kind_of
from scraper.clean.links import Links, Target
from scraper.clean.metadata import Hints, Metadata, find_metadata
from scraper.clean.outline import Outline
from scraper.clean.rules import Ruled, apply_rules
from scraper.clean.separate import Separation, separate
from scraper.clean.walk import walk
from scraper.dom import Tree
from scraper.site import Site
from scraper.urls import absolute_url


@dataclass(frozen=True, slots=True)
class Examination:
    """A page, examined."""

    url: str | None
    site: Site | None
    metadata: Metadata
    links: Links
    own: Target | None
    """The page's own address."""

    ruled: Ruled
    """What the definition answers."""

    outline: Outline
    facts: Facts
    found: Separation
    kind: Kind


def examine(tree: Tree, *, url: str | None = None, site: Site | None = None) -> Examination:
    """Examine a page: metadata, the definition's rules, outline, teasers and body, kind."""
    metadata = find_metadata(tree, url=url, hints=Hints(zone=site.timezone if site else None))
    address = url or metadata.canonical_url
    links = Links(_base(tree, url) or address, page_url=address, canonical=metadata.canonical_url)
    own = links.resolve(address or "")
    ruled = apply_rules(tree, site, links) if site else Ruled()
    outline = walk(tree, leave_out=ruled.removed)
    facts = facts_of(metadata, outline)
    found = separate(outline, links, own, ruled=ruled, site=site, facts=facts)
    kind = kind_of(tree, found, metadata, ruled, own)
    return Examination(url, site, metadata, links, own, ruled, outline, facts, found, kind)


def facts_of(metadata: Metadata, outline: Outline) -> Facts:
    """Return what the head says that tells about the page's blocks."""
    return Facts(
        headline_at=_headline_block(metadata, outline),
        headline=metadata.headline,
        summary=metadata.description,
        article_body=metadata.article_body,
        authors=tuple(name.lower() for name in metadata.authors if len(name) > 4),
        says_article=is_paper(metadata),
    )


def _headline_block(metadata: Metadata, outline: Outline) -> int | None:
    """Return the block that shows the headline above the text.

    Pages say it again, in bars that stick to the window and in boxes below; one that most of the text stands above is
    none of use: `None`.
    """
    at = outline.block_at(metadata.headline_node)
    if at is None:
        return None
    text = outline.blocks[at].text
    at = next((block.index for block in outline.blocks[:at] if block.level and block.text == text), at)
    own = [block.own for block in outline.blocks]
    above, below = sum(own[:at]), sum(own[at + 1 :])
    return at if above < 2 * below else None


def _base(tree: Tree, url: str | None) -> str | None:
    """Return the address that `<base>` says links are resolved against."""
    base = tree.css_first("base[href]")
    href = base.attributes.get("href") if base is not None else None
    return absolute_url(href, base=url) if href else None
