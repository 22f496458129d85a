"""Dates of HTTP headers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 64  # characters; the forms of RFC 9110, 5.6.7, have less than 40


def http_date(text: str | None) -> datetime | None:
    """Read a date as HTTP headers have it, in any form that mail knows as well; aware, in UTC where no zone is named.

    `None` for what is no date. Never raises: what servers send has zones of twenty digits and years that no calendar knows.
    """
    if not text or len(text) > _LONGEST:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
