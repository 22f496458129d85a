"""News aggregator pages taken apart: the article on one side, the teasers around it on the other.

    from scraper import clean_page

    page = clean_page(html, url="https://its.network/2021/10/21/interview/")
    page.article.headline, page.article.text, [item.title for item in page.related]

Names are loaded when they are first used: `import scraper` opens no file and no socket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.loading import late
from scraper.version import __version__

if TYPE_CHECKING:
    from scraper.clean import clean_page
    from scraper.errors import ConfigError, ScraperError
    from scraper.model import Article, Block, CleanedPage, Provenance, RelatedItem, Source, WarcPlace
    from scraper.record import from_record, to_json, to_record
    from scraper.site import Site, parse_site

_HOMES = {
    "Article": "scraper.model",
    "Block": "scraper.model",
    "CleanedPage": "scraper.model",
    "ConfigError": "scraper.errors",
    "Provenance": "scraper.model",
    "RelatedItem": "scraper.model",
    "ScraperError": "scraper.errors",
    "Site": "scraper.site",
    "Source": "scraper.model",
    "WarcPlace": "scraper.model",
    "clean_page": "scraper.clean",
    "from_record": "scraper.record",
    "parse_site": "scraper.site",
    "to_json": "scraper.record",
    "to_record": "scraper.record",
}

__all__ = [
    "Article",
    "Block",
    "CleanedPage",
    "ConfigError",
    "Provenance",
    "RelatedItem",
    "ScraperError",
    "Site",
    "Source",
    "WarcPlace",
    "__version__",
    "clean_page",
    "from_record",
    "parse_site",
    "to_json",
    "to_record",
]


__getattr__ = late(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
