"""What goes with a request: which addresses may be asked for, how the link was found, what its last answer said."""

from __future__ import annotations

from collections.abc import Callable

from scraper.crawl.sources import comes_back
from scraper.crawl.whole import earlier_of
from scraper.discover import refusal
from scraper.fetch import Validators
from scraper.model import Discovery, Link
from scraper.polling import UNCONDITIONAL
from scraper.revisits import RECORDS
from scraper.revisits import UNCONDITIONAL as WHOLE_ARTICLE
from scraper.site import Site
from scraper.store import QueuedLink, Store


def discovery(link: QueuedLink) -> Discovery:
    """Return how a link was found, for the archive."""
    known = link.link
    facts = {
        "site": known.site,
        "kind": known.kind,
        "found-by": known.found_by,
        "title": known.title,
        "published": known.published,
    }
    return Discovery(via=known.found_on, fields={name: value for name, value in facts.items() if value})


def checker(link: Link, site: Site) -> Callable[[str], str | None]:
    """Return what decides, for every hop, whether an address is asked for: the site's own hosts, not what it skips.

    Ways in and further pages are asked for whatever its patterns skip.
    """

    def check(url: str) -> str | None:
        if link.kind != "article":
            return None if site.owns(url) else "off_site"
        return refusal(url, site, redirected=url != link.url)

    return check


def validators_of(link: QueuedLink, store: Store) -> Validators | None:
    """Return what the last whole answer to a link that comes back said of its version; `None`: it is asked for as if for the first time.

    Now and then it is in any case: some servers say for ever that nothing has changed.
    """
    often = WHOLE_ARTICLE if link.is_revisit else UNCONDITIONAL
    if not comes_back(link) or link.last_tried is None or link.asked % often == often - 1:
        return None
    known = store.newest_capture(link.moved_to or link.link.url, link.link.site, outcomes=(*RECORDS, "read"))
    earlier = earlier_of(known.capture) if known else None
    return Validators(etag=link.etag, last_modified=link.last_modified, earlier=earlier)
