"""The main job: links in, records out, everything kept on the way.

pipeline    THE pipeline, read this first: a link from the queue to its stored record
rounds      which host is asked when: a worker for each
leases      the hosts of this process, and nobody else's
cleaning    pages taken apart in processes beside
reading     what an answer means: a feed, a listing, an article, a part of one
whole       articles of several pages
recovery    what was archived before a kill and never settled; the store out of the archive alone
story       all that is known of a link
room        the end of a crawl before the disk is full
agreement   whether archive and store agree
reclean     records made again from the archive, without the network
"""

from scraper.crawl.agreement import FileReport, compare, lost_files
from scraper.crawl.cleaning import cleaning_workers
from scraper.crawl.pipeline import Crawler, SiteReport
from scraper.crawl.reclean import RecleanReport, reclean
from scraper.crawl.recovery import rebuild
from scraper.crawl.room import room_check
from scraper.crawl.story import Story, tell

__all__ = [
    "Crawler",
    "FileReport",
    "RecleanReport",
    "SiteReport",
    "Story",
    "cleaning_workers",
    "compare",
    "lost_files",
    "rebuild",
    "reclean",
    "room_check",
    "tell",
]
