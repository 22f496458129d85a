"""What coverage is judged by: values, as the store has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

_LONGEST = 40  # characters of an address in a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What announces stories: a way in with its further pages and child sitemaps, or a kind of them."""

    id: int
    kind: str
    """ "feed", "sitemap", "rest", "api", "listing", "archive", "list" (handed in by a user), "page" (a story that was a list)."""

    url: str | None
    """Its address; `None` for the last three kinds."""

    is_asked: bool
    """Whether the definition names it, so that it is looked at again and again."""

    first_day: date | None = None
    """Day of the first look at it that brought an answer, UTC; `None`: there was none."""

    last_day: date | None = None
    """Day of the last one."""

    @property
    def name(self) -> str:
        """What it is called in tables: its kind, and its path and query, cut where they are long."""
        if self.url is None:
            return self.kind
        parts = urlsplit(self.url)
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        return f"{self.kind} {path if len(path) <= _LONGEST else f'{path[:_LONGEST]}…'}"


@dataclass(frozen=True, slots=True)
class Stories:
    """Stories of one day that have come equally far."""

    day: date
    sources: frozenset[int]
    """Who announced them; empty: nobody that is known."""

    stage: str
    """"stored", "waiting" (to be asked for, or to be taken apart), or the outcome by which they were dropped."""

    is_fetched: bool
    """Whether an answer came."""

    count: int


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks at a source on one day that ended equally."""

    source: int
    day: date
    outcome: str
    """Of the links (docs/outcomes.md)."""

    count: int
    announced: int
    """Stories that these answers named, one in two answers counted twice."""

    first: int
    """Those of them that the source had never named before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a store knows of a site for a range of days, and for the weeks before that tell what is usual."""

    site: str
    sources: Sequence[Source]
    stories: Sequence[Stories]
    looks: Sequence[Looks]
    runs: frozenset[date]
    """Days on which a run of the site began."""
