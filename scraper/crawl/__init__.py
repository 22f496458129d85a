"""The main job: links in, records out, everything kept on the way.

pipeline    THE pipeline, read this first: a link from the queue to its stored record
rounds      which host is asked when: a worker for each
leases      the hosts of this process, and nobody else's
cleaning    pages taken apart in processes beside
reading     what an answer means: a feed, a listing, an article, a part of one
whole       articles of several pages
recovery    what was archived before a kill and never settled
reclean     records made again from the archive, without the network
"""

from scraper.crawl.cleaning import cleaning_workers
from scraper.crawl.pipeline import Crawler, SiteReport
from scraper.crawl.reclean import RecleanReport, reclean

__all__ = ["Crawler", "RecleanReport", "SiteReport", "cleaning_workers", "reclean"]
