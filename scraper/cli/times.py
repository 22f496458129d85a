"""Moments and lengths of time, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def when(moment: datetime, now: datetime) -> str:
    """Return a moment and how far it is from now."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if moment > now:
        return f"{text}, in {span(moment - now)}"
    return f"{text}, {span(now - moment)} ago"


def span(value: timedelta) -> str:
    """Return a length of time in its largest unit that fits: "45 s", "12 min", "5 h", "3 d"."""
    seconds = value.total_seconds()
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def duration(value: timedelta) -> str:
    """Return a duration the way definitions write it."""
    seconds = value.total_seconds()
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"
