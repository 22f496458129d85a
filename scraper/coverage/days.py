"""On which day a story counts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from scraper.dates import instant_of


def day_of(published: str | None, otherwise: datetime) -> str:
    """Return the day of a story as YYYY-MM-DD, in UTC: that of its publication as announced, else that of `otherwise`.

    `published` is ISO 8601. A moment is turned to UTC, since the ways of one site announce in different offsets, and a day
    must be the same 24 hours for all of them; a day alone is taken as it is. `otherwise` is aware: when it was first seen.
    """
    if published:
        instant = instant_of(published)
        try:
            return (instant.astimezone(UTC).date() if instant else date.fromisoformat(published[:10])).isoformat()
        except (ValueError, OverflowError):
            pass
    return otherwise.astimezone(UTC).date().isoformat()
