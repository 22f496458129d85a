"""What goes with a request: which addresses may be asked for, and how the link was found."""

from __future__ import annotations

from collections.abc import Callable

from scraper.discover import refusal
from scraper.model import Discovery, Link
from scraper.site import Site
from scraper.store import QueuedLink


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

    The addresses that the definition itself names are asked for whatever its patterns skip.
    """

    def check(url: str) -> str | None:
        if link.found_by in ("definition", "pagination", "part"):
            return None if site.owns(url) else "off_site"
        return refusal(url, site, redirected=url != link.url)

    return check
