"""What a site is: the rules of one definition, checked. Pure: files are read by `scraper.config`."""

from scraper.site.definition import merge, parse_site
from scraper.site.schedule import ScheduleRules
from scraper.site.schema import (
    ArticleRules,
    DateRule,
    DiscoverRules,
    DumpRules,
    FetchRules,
    PageRules,
    Site,
    TeaserRules,
    TextRule,
)

__all__ = [
    "ArticleRules",
    "DateRule",
    "DiscoverRules",
    "DumpRules",
    "FetchRules",
    "PageRules",
    "ScheduleRules",
    "Site",
    "TeaserRules",
    "TextRule",
    "merge",
    "parse_site",
]
