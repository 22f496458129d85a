"""A document -> a cleaned page: which definition it gets, and what its record says of where it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scraper.clean.dump import clean_dump, recognise_site
from scraper.clean.page import clean_page
from scraper.dom import decode

if TYPE_CHECKING:
    from scraper.clean.explain import Explanation
    from scraper.config import Configuration
    from scraper.inputs.documents import Document
    from scraper.model import CleanedPage
    from scraper.site import Site


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Cleans documents with the definitions of a configuration."""

    configuration: Configuration
    site: Site | None = None
    """The definition that every document gets; `None` chooses by the page."""

    generic: bool = False
    """No definition at all: the generic cleaner alone."""

    def clean(self, document: Document) -> CleanedPage:
        """Return the record of a document, its id and provenance filled in.

        The definition is that of the host of the page's address; for a page without an address that of the address
        which it declares as its own; for a text dump the one whose marks it bears.
        """
        page = self._dump(document) if document.kind == "dump" else self._html(document)
        provenance = replace(page.provenance, fetched_at=document.fetched_at, warc=document.place)
        return replace(page, id=document.id, provenance=provenance)

    def explain(self, document: Document) -> Explanation:
        """Like `clean`, with the decisions behind the record."""
        from scraper.clean.explain import explain_dump, explain_page

        site = self._site_of(document.url)
        if document.kind == "dump":
            text = decode(document.body, charset=document.charset)
            found = explain_dump(text, site=self._dump_site(text, document), url=document.url)
        else:
            found = explain_page(document.body, url=document.url, site=site, charset=document.charset)
            if site is None and document.url is None and (declared := self._site_of(found.page.canonical_url)):
                found = explain_page(document.body, site=declared, charset=document.charset)
        return replace(found, page=replace(found.page, id=document.id))

    def _html(self, document: Document) -> CleanedPage:
        site = self._site_of(document.url)
        page = clean_page(document.body, url=document.url, site=site, charset=document.charset)
        if site is None and document.url is None and (declared := self._site_of(page.canonical_url)):
            page = clean_page(document.body, site=declared, charset=document.charset)
        return page

    def _dump(self, document: Document) -> CleanedPage:
        text = decode(document.body, charset=document.charset)
        return clean_dump(text, site=self._dump_site(text, document), url=document.url)

    def _dump_site(self, text: str, document: Document) -> Site | None:
        site = self._site_of(document.url)
        if site is None and not self.generic:
            site = recognise_site(text, self.configuration.sites.values())
        return site

    def _site_of(self, url: str | None) -> Site | None:
        if self.site is not None or self.generic:
            return self.site
        return self.configuration.owner_of(url)
