"""Where articles are found: pages and feeds in, links out. Pure.

feeds      RSS and Atom
listings   front and section pages: their teasers, and the way to the next page
wanted     which links a site's definition asks for
"""

from scraper.discover.feeds import FeedEntry, parse_feed
from scraper.discover.listings import article_links, seed_links
from scraper.discover.wanted import refusal

__all__ = ["FeedEntry", "article_links", "parse_feed", "refusal", "seed_links"]
