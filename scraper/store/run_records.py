"""Runs and figures of sites, as they come out of the store. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

RunEnd = Literal["done", "limit", "stopped", "failed", "killed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A crawl of one site."""

    id: int
    site: str
    started: datetime
    ended: datetime | None
    """`None` while it runs, or if it was killed."""

    end: RunEnd | None
    """`None` while it runs."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """Outcome of links -> how many tries ended so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """The figures of one site."""

    site: str
    last_run: Run | None
    queued: int
    """Links that will be asked for, now or later."""

    due: int
    """Those of them that are due now."""

    next_due: datetime | None
    """When the first of them is due; in the past where some are due now; `None`: nothing is queued."""

    stored: Mapping[str, int]
    """Page type -> stored pages."""

    failed: Mapping[str, int]
    """Outcome -> links whose last try failed so, those that will be tried again included."""

    retrying: int
    """How many of the failed links will be tried again."""

    unread: int = 0
    """Answers in the archive that wait to be taken apart."""
