"""The keys of `[schedule]`, as `scraper.site.schema` has the others."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from pydantic import model_validator

from scraper.site.table import Strict
from scraper.site.values import CronText, Duration, Windows, Zone

SHORTEST = timedelta(minutes=1)
"""The shortest `schedule.every`."""


class ScheduleRules(Strict):
    """When `scraper schedule` crawls the site (docs/schedule.md). What a crawl then asks for is what is due:
    how often feeds and listings are looked at follows from what they bring, or from `discover.every`."""

    off: bool = False
    """Leave the site out, unless it is named on the command line."""

    every: Duration | None = None
    """From the start of a crawl to the start of the next. Without it and `cron`: as links become due, at least
    once a day (or every `discover.every`), at most every 10 min."""

    cron: CronText | None = None
    """Cron expression, such as "15 */2 * * *", or "@hourly", "@daily", "@weekly", "@monthly", "@yearly"; not beside `every`."""

    zone: Zone | None = None
    """Time zone of `cron` and `quiet`; the site's `timezone` by default, else UTC."""

    jitter: Duration = timedelta(0)
    """Most that a start is put off, so that not all sites start at once: behind an interval by a new amount each time,
    behind a tick of `cron` always by the same. The amount follows from the site's name: it is no surprise, and no restart changes it."""

    quiet: Windows = ()
    """Hours of the day in which the site is not crawled: "23:00-06:00", or a list of such. A crawl that is running when they
    begin is stopped, its state saved, and goes on behind them."""

    longest: Duration | None = None
    """A crawl that runs longer is stopped, its state saved; it goes on at its next time. By default it takes the time it needs."""

    @property
    def goes_by_links(self) -> bool:
        """Whether the site's links say when it is crawled, as nothing else does."""
        return self.every is None and self.cron is None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.every is not None and self.cron is not None:
            raise ValueError("has both every and cron: one of them says when")
        for key, value in (("every", self.every), ("longest", self.longest)):
            if value is not None and value < SHORTEST:
                raise ValueError(f"{key} is shorter than 1 min")
        return self
