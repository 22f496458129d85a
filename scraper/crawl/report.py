"""What a crawl tells of a site while it goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from scraper.store import RunEnd


@dataclass(slots=True)
class SiteReport:
    """What a crawl of one site did so far."""

    site: str
    end: RunEnd = "done"
    outcomes: Counter[str] = field(default_factory=Counter)
    """How the links of this run ended."""

    articles: int = 0
    """Articles stored or stored anew."""

    new_links: int = 0
    recovered: int = 0
    """Answers of an earlier, killed run that were in the archive and not in the store."""

    taken_up: int = 0
    """Answers that an earlier run has kept and not taken apart."""

    queued: int = 0
    """Links that are still due."""

    next_due: datetime | None = None
    """When there will be something to do; `None`: nothing is queued."""

    current: str = ""
    """The address that is asked for now."""

    resting: dict[str, str] = field(default_factory=dict)
    """Hosts that were left alone with links due, and why."""
