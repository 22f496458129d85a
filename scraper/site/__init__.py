"""What a site is: the rules of one definition, checked. Pure: files are read by `scraper.config`."""

from scraper.site.definition import merge, parse_site
from scraper.site.discovery import ApiRules, DiscoverRules
from scraper.site.paths import JsonPath
from scraper.site.revisits import RevisitRules
from scraper.site.schedule import ScheduleRules
from scraper.site.schema import (
    ArticleRules,
    DateRule,
    DumpRules,
    FetchRules,
    PageRules,
    Site,
    TeaserRules,
    TextRule,
)

__all__ = [
    "ApiRules",
    "ArticleRules",
    "DateRule",
    "DiscoverRules",
    "DumpRules",
    "FetchRules",
    "JsonPath",
    "PageRules",
    "RevisitRules",
    "ScheduleRules",
    "Site",
    "TeaserRules",
    "TextRule",
    "merge",
    "parse_site",
]
