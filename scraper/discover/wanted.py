"""Which links a site's definition asks for."""

from __future__ import annotations

from scraper.site import Site
from scraper.urls import settled_path


def refusal(url: str, site: Site, *, redirected: bool = False) -> str | None:
    """Return why a link to a story is not followed, as an outcome's name; `None` if it is wanted.

    "off_site": on a host that the definition does not name. "skipped": the definition's patterns leave it out.
    A redirect's target (`redirected`) need not look like an article: the site itself says that it is one.
    """
    if not site.owns(url):
        return "off_site"
    path = settled_path(url)
    if any(pattern.search(path) for pattern in site.discover.skip):
        return "skipped"
    if not redirected and site.discover.article and not any(pattern.search(path) for pattern in site.discover.article):
        return "skipped"
    return None
