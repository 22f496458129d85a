"""Pages from the network, or from a recording of it: the only place of the HTTP client.

    async with Fetcher(keep=archive.keep, contact="mailto:desk@example.org") as fetcher:
        fetched = await fetcher.fetch(url, site.fetch)

Each answer is archived before it is read. The files in the order in which a request passes them: `fetcher`, `guard`,
`hosts` (robots.txt), `throttle`, `retry`, `client`, `exchange`, `transport`, `tap`, then `network` or `replay`.

Names are loaded when they are first used: who reads answers needs no HTTP client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.loading import late

if TYPE_CHECKING:
    from scraper.fetch.answer import Answer, Fetched, Hop, status_outcome
    from scraper.fetch.client import Client, Keep, user_agent
    from scraper.fetch.clock import Clock, SkippingClock, SystemClock
    from scraper.fetch.fetcher import Fetcher
    from scraper.fetch.guard import Guard
    from scraper.fetch.library import check_installed
    from scraper.fetch.request import Limits, Request, Validators

__all__ = [
    "Answer",
    "Client",
    "Clock",
    "Fetched",
    "Fetcher",
    "Guard",
    "Hop",
    "Keep",
    "Limits",
    "Request",
    "SkippingClock",
    "SystemClock",
    "Validators",
    "check_installed",
    "status_outcome",
    "user_agent",
]

__getattr__ = late(
    __name__,
    {
        "Answer": "scraper.fetch.answer",
        "Client": "scraper.fetch.client",
        "Clock": "scraper.fetch.clock",
        "Fetched": "scraper.fetch.answer",
        "Fetcher": "scraper.fetch.fetcher",
        "Guard": "scraper.fetch.guard",
        "Hop": "scraper.fetch.answer",
        "Keep": "scraper.fetch.client",
        "Limits": "scraper.fetch.request",
        "Request": "scraper.fetch.request",
        "SkippingClock": "scraper.fetch.clock",
        "SystemClock": "scraper.fetch.clock",
        "Validators": "scraper.fetch.request",
        "check_installed": "scraper.fetch.library",
        "status_outcome": "scraper.fetch.answer",
        "user_agent": "scraper.fetch.client",
    },
)
