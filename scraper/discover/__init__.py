"""Where articles are found: pages, feeds, sitemaps and interfaces in, links out. Pure.

ways       the registry: what reads the answers of each way in
findings   what an answer brings: stories, further addresses, hints, faults
feeds      RSS, RDF, Atom, JSON Feed
sitemaps   sitemaps, indexes, news, lists of addresses, robots.txt
rest, api  WordPress's REST interface; JSON by the definition's paths
listings   front and section pages: their teasers, and the way to the next page
archives   addresses by rule: dates, numbers of pages
backfill   a range of days: which addresses hold it, what lies outside
lists      addresses in a file
anchors    the links of a page, and what their places say
shapes     what the addresses of stories look like, learnt from known ones
offers     what a page says of a site's ways in
links      from findings to links, as far as a definition wants them
wanted     which links a site's definition asks for
"""

from scraper.discover.anchors import Anchor, anchors_of, headline_links, page_links
from scraper.discover.backfill import with_range
from scraper.discover.findings import Announced, Findings, Form, Further, Hints
from scraper.discover.links import archive_links, following, leads_of, seed_links
from scraper.discover.listings import article_links, next_listing, place_in_range, related_links, shaped_links
from scraper.discover.lists import Line, read_lines
from scraper.discover.offers import Offers, offers_of
from scraper.discover.sitemaps import guesses
from scraper.discover.wanted import refusal
from scraper.discover.ways import WAYS, Way, read_way, refused

__all__ = [
    "WAYS",
    "Anchor",
    "Announced",
    "Findings",
    "Form",
    "Further",
    "Hints",
    "Line",
    "Offers",
    "Way",
    "anchors_of",
    "archive_links",
    "article_links",
    "following",
    "guesses",
    "headline_links",
    "leads_of",
    "next_listing",
    "offers_of",
    "page_links",
    "place_in_range",
    "read_lines",
    "read_way",
    "refusal",
    "refused",
    "related_links",
    "seed_links",
    "shaped_links",
    "with_range",
]
