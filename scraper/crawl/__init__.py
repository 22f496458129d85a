"""The main job: links in, records out, everything kept on the way.

pipeline    THE pipeline, read this first: a site from its ways in to its stored articles
reading     what an answer means: a feed, a listing, an article, a part of one
whole       articles of several pages
recovery    what was archived before a kill and never settled
reclean     records made again from the archive, without the network
"""

from scraper.crawl.pipeline import Crawler, SiteReport
from scraper.crawl.reclean import RecleanReport, reclean

__all__ = ["Crawler", "RecleanReport", "SiteReport", "reclean"]
