"""Pages from the network, or from a recording of it: the only place of the HTTP client.

    async with Fetcher(keep=archive.write, contact="mailto:desk@example.org") as fetcher:
        fetched = await fetcher.fetch(url, site.fetch)

Each answer is archived before it is read. The files in the order in which a request passes them: `fetcher`, `guard`,
`hosts` (robots.txt), `throttle`, `retry`, `exchange`, `client`, `tap`, then `network` or `replay`.
"""

from scraper.fetch.answer import Fetched, Hop, Validators, status_outcome
from scraper.fetch.clock import Clock, SkippingClock, SystemClock
from scraper.fetch.fetcher import Fetcher, user_agent
from scraper.fetch.guard import Guard

__all__ = [
    "Clock",
    "Fetched",
    "Fetcher",
    "Guard",
    "Hop",
    "SkippingClock",
    "SystemClock",
    "Validators",
    "status_outcome",
    "user_agent",
]
