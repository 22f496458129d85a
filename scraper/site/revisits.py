"""The keys of `[revisit]`, as `scraper.site.schema` has the others."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from pydantic import Field, model_validator

from scraper.site.table import Strict
from scraper.site.values import Durations

PLAN = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7), timedelta(days=30))


class RevisitRules(Strict):
    """When stored articles are asked for again (docs/revisits.md)."""

    after: Durations = PLAN
    """Ages at which an article is asked for again, counted from its publication. One that changes comes back sooner, and so does what
    a feed, sitemap or interface says has changed, at any age. `[]`: never by age."""

    share: float = Field(default=0.5, gt=0, le=1)
    """The most that revisits may be of all articles that a run asks for; 20 may be made in any case."""

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if list(self.after) != sorted(set(self.after)) or (self.after and self.after[0] <= timedelta(0)):
            raise ValueError("after: expected growing ages")
        return self
