"""What an answer of any way in brings: announced stories, further addresses of the same way, hints, and what was lost.

Every way in is a function from bytes to `Findings`; `scraper.discover.ways` lists them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, NamedTuple

from scraper.dates import parse_moment
from scraper.model import Source
from scraper.text import fold_or_none

Form = Literal[
    "rss", "rdf", "atom", "json_feed", "urlset", "sitemap_index", "robots", "list", "wp_posts", "json", "html", "xml",
    "text", "binary", "empty",
]  # fmt: skip
"""What an answer turned out to be."""

Headers = Iterable[tuple[str, str]]
"""Names in lower case."""


class Announced(NamedTuple):
    """A story that a way in names. A tuple, as sitemaps hold 50,000 of them."""

    url: str
    """Absolute, without fragment."""

    title: str | None = None
    """Plain text."""

    published: str | None = None
    """ISO 8601; a day alone where the time names no zone; `None` where there is none."""

    modified: str | None = None
    """Like `published`. Of a sitemap its `lastmod`, of which many are wrong."""

    section: str | None = None
    """The first category."""

    authors: tuple[str, ...] = ()
    source: Source | None = None
    """Who first published it: `source` of a feed, the publication of a news sitemap."""

    text: str | None = None
    """The full text as HTML, where a feed carries it; `None` where there is but an excerpt."""

    language: str | None = None
    """BCP 47, as declared for this story."""


class Further(NamedTuple):
    """An address of the same way in: a feed's next page, a sitemap of an index."""

    url: str
    modified: str | None = None
    """Like `Announced.modified`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What an answer says about itself: when to come back, and where from. `None`: it does not say."""

    rest: timedelta | None = None
    """How long there will be nothing new: the longer of `ttl` (RSS 2.0) and `sy:updatePeriod` by its frequency (RSS 1.0)."""

    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which nothing comes (RSS 2.0 `skipHours`)."""

    skip_days: tuple[str, ...] = ()
    """Days of the week as written, "Sunday" (RSS 2.0 `skipDays`)."""

    hubs: tuple[str, ...] = ()
    """WebSub hubs, from the answer or its `Link` header (W3C WebSub, 4)."""

    self_url: str | None = None
    """The address that it gives itself: the topic of its hub."""

    updated: str | None = None
    """`lastBuildDate`, `pubDate` or `updated` of the whole, ISO 8601."""

    pages: int | None = None
    """How many pages there are (`X-WP-TotalPages`)."""

    total: int | None = None
    """How many stories there are (`X-WP-Total`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an answer brings."""

    form: Form
    stories: tuple[Announced, ...] = ()
    """In the answer's order, each address once."""

    further: tuple[Further, ...] = ()
    hints: Hints = Hints()
    faults: Mapping[str, int] = field(default_factory=dict)
    """What could not be read, in words, and how often: "entries without an address": 12."""

    @property
    def remarks(self) -> str | None:
        """The faults in a line; `None` without any."""
        return "; ".join(f"{count:,} {name}" if count > 1 else name for name, count in self.faults.items()) or None


@dataclass(slots=True)
class Tally:
    """What is counted while an answer is read."""

    faults: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)

    def note(self, fault: str) -> None:
        """Count a fault."""
        self.faults[fault] += 1

    def is_first(self, url: str) -> bool:
        """Tell whether an address has not been named before, and count it if it has."""
        if url in self.seen:
            self.faults["addresses named again"] += 1
            return False
        self.seen.add(url)
        return True

    def moment(self, text: str | None) -> str | None:
        """Read a date, and count one that cannot be read."""
        if not text or not (text := text.strip()):
            return None
        moment = parse_moment(text)
        if moment is None:
            self.faults["dates that cannot be read"] += 1
        return moment


def names(found: Iterable[str | None]) -> tuple[str, ...]:
    """Return names folded, each once, without the empty ones."""
    folded = (fold_or_none(name) for name in found)
    return tuple(dict.fromkeys(name for name in folded if name))
