"""What an answer says that was not known before, as far as the store tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scraper.model import Link
from scraper.store import Store


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """What is known while a run goes on, of the links in the answer of one way in (`scraper.crawl.reading.News`)."""

    store: Store
    started: datetime
    """When the run began: what was found since is new to it."""

    source: int | None
    """The source for which the answer counts; `None`: it counts for none."""

    def is_new(self, link: Link) -> bool:
        """Tell whether a link was unknown before the run, as far as fetching goes: never asked for, or first in this run."""
        known = self.store.find_link(link.url, link.site)
        return known is None or known.last_tried is None or known.last_tried >= self.started

    def are_named(self, links: Sequence[Link]) -> bool:
        """Tell whether the source has named all of some stories of a site before."""
        return self.source is not None and self.store.coverage.are_named(self.source, links)

    def proven(self, site: str) -> frozenset[str]:
        """Return the shapes of a site's addresses that have proved to be those of stories."""
        return self.store.lessons.proven(site)
