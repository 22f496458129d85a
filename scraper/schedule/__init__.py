"""Crawls when they are due: each site as a process of its own, so that a broken, slow or leaking one holds up no other.

plan       what is known of each site: its rules, its last crawl, when it is due (decided by scraper.due)
children   one crawl: started, its last words kept, stopped, killed
scheduler  which is started or stopped when
"""

from scraper.schedule.children import Child, starter
from scraper.schedule.plan import Definitions, Entry, look
from scraper.schedule.scheduler import Scheduler

__all__ = ["Child", "Definitions", "Entry", "Scheduler", "look", "starter"]
