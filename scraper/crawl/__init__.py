"""The main job: links in, records out, everything kept on the way.

pipeline    THE pipeline, read this first: a link from the queue to its stored record
rounds      which host is asked when: a worker for each
asking      what goes with a request
leases      the hosts of this process, and nobody else's
backlog     what is archived and waits to be taken apart, by processes beside
cleaners    those processes: how they start, and how one that died is replaced
finishing   what they do
settling    from an archived answer to the end of its try
reading     what an answer means: a feed, a listing, an article, a part of one
revisiting  what the answer to a stored article means
sources     what is known of a source when it has been looked at
whole       articles of several pages
recovery    what was archived before a kill and never settled; the store out of the archive alone
faults      our own, kept to the link that brought them out
together    what many want written at once
report      what is told of a site
story       all that is known of a link
room        the end of a crawl before the disk is full
agreement   whether archive and store agree
reclean     records made again from the archive, without the network
"""

from scraper.crawl.agreement import FileReport, compare, lost_files
from scraper.crawl.cleaners import Cleaners, cleaning_workers
from scraper.crawl.finishing import Work
from scraper.crawl.pipeline import Crawler
from scraper.crawl.reclean import RecleanReport, reclean
from scraper.crawl.recovery import rebuild
from scraper.crawl.report import SiteReport
from scraper.crawl.room import room_check
from scraper.crawl.story import Story, tell

__all__ = [
    "Cleaners",
    "Crawler",
    "FileReport",
    "RecleanReport",
    "SiteReport",
    "Story",
    "Work",
    "cleaning_workers",
    "compare",
    "lost_files",
    "rebuild",
    "reclean",
    "room_check",
    "tell",
]
