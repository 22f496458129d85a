"""What was found, fetched and cleaned: the only place of SQL.

with hold(folder), open_store(folder) as store:
    store.seed(site, ways_in, every=every, now=now)
    while link := store.take_due(site, now=now):
        ...
        store.settle(link, Settlement(outcome="stored", at=now, due=None, captures=(capture,), page=page))
"""

from scraper.store.database import STORE_FILE, make_folder
from scraper.store.lock import Hold, crawled_sites, hold, hold_schedule
from scraper.store.page_records import History, PageFilter, PageHead, Promotion, Version
from scraper.store.records import (
    Capture,
    Evidence,
    Kept,
    Lease,
    Part,
    QueuedLink,
    Settled,
    Settlement,
    StoredCapture,
    Try,
    Unread,
)
from scraper.store.run_records import Run, RunEnd, SiteStatus
from scraper.store.store import Store, open_store

__all__ = [
    "STORE_FILE",
    "Capture",
    "Evidence",
    "History",
    "Hold",
    "Kept",
    "Lease",
    "PageFilter",
    "PageHead",
    "Part",
    "Promotion",
    "QueuedLink",
    "Run",
    "RunEnd",
    "Settled",
    "Settlement",
    "SiteStatus",
    "Store",
    "StoredCapture",
    "Try",
    "Unread",
    "Version",
    "crawled_sites",
    "hold",
    "hold_schedule",
    "make_folder",
    "open_store",
]
