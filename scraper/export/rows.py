"""What the writers are handed: pages with the places that their teasers lead to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from scraper.export.columns import TeaserRow
from scraper.model import CleanedPage

Resolve = Callable[[Collection[str]], Mapping[str, str]]
"""Addresses -> the ids of the stored pages that they lead to, as far as there are any."""

_BATCH = 100  # pages whose targets are looked up at once


@dataclass(frozen=True, slots=True)
class Exported:
    """A page, and what its teasers lead to."""

    page: CleanedPage
    targets: Mapping[str, str]
    """Address of a teaser -> id of the stored page."""

    def teasers(self) -> Iterator[TeaserRow]:
        """Yield the page's teasers as rows."""
        for item in self.page.related:
            yield TeaserRow(self.page, item, self.targets.get(item.url or ""))


def with_targets(pages: Iterable[CleanedPage], resolve: Resolve | None) -> Iterator[Exported]:
    """Look up what the teasers lead to, some pages at a time; without `resolve` none leads anywhere."""
    source = iter(pages)
    while batch := list(islice(source, _BATCH)):
        targets: Mapping[str, str] = {}
        if resolve is not None:
            targets = resolve({item.url for page in batch for item in page.related if item.url})
        for page in batch:
            yield Exported(page, targets)
