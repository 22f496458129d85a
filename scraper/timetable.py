"""Times that an operator writes: cron expressions, and windows of the day. Pure.

A cron expression has the five fields of crontab(5) and Debian's rules for the days on which a zone changes its offset: what
falls into the hour that is left out runs once behind it, what falls into the hour that comes twice runs once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType

from cronsim import CronSim, CronSimError

NICKNAMES: Mapping[str, str] = MappingProxyType(
    {
        "@hourly": "0 * * * *",
        "@daily": "0 0 * * *",
        "@midnight": "0 0 * * *",
        "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *",
        "@annually": "0 0 1 1 *",
    }
)
"""Words of crontab(5) for whole expressions. "@reboot" is none: a schedule knows moments, not events."""

DAY = 24 * 60
"""Minutes."""

_FIELDS = 5
_WINDOW = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-4]):([0-5]\d)")
_STEPS = 4
"""Steps for each window behind which a moment lies in none, whatever the zone's clocks do meanwhile."""


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression, or its nickname, as it is written. Raises ValueError for what is none, or never fires."""

    text: str

    def __post_init__(self) -> None:
        if len(self.fields.split()) != _FIELDS:
            nicknames = ", ".join(NICKNAMES)
            raise ValueError(
                f'{self.text!r} is no cron expression: expected five fields, minute, hour, day, month, weekday, such as "15 */2 * * *",'
                f" or one of {nicknames}"
            )
        try:
            self.after(datetime(2000, 1, 1, tzinfo=UTC), UTC)
        except CronSimError as error:
            raise ValueError(f"{self.text!r} is no cron expression: {str(error).lower()}") from error
        except StopIteration:
            raise ValueError(f"{self.text!r} names no day that any calendar has") from None

    @property
    def fields(self) -> str:
        """The five fields."""
        return NICKNAMES.get(self.text.strip().lower(), self.text)

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """Return the first tick behind an aware moment, by the clocks of `zone`; in UTC."""
        return next(CronSim(self.fields, moment.astimezone(zone))).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of every day, by the clocks of a zone. One that ends before it begins lasts over midnight."""

    begin: int
    """Minutes since midnight; in the window."""

    end: int
    """Minutes since midnight; no longer in it."""

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read "23:00-06:00". Raises ValueError for what is no window, or an empty one."""
        match = _WINDOW.fullmatch(text.strip())
        hours = [int(part) for part in match.groups()] if match else []
        begin, end = (hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]) if hours else (DAY + 1, 0)
        if max(begin, end) > DAY or begin % DAY == end % DAY:
            raise ValueError(f'{text!r} is no window of the day; expected one such as "23:00-06:00"')
        return cls(begin % DAY, end % DAY)

    def holds(self, minute: int) -> bool:
        """Tell whether a minute of the day, counted from midnight, is in it."""
        if self.begin < self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end

    def __str__(self) -> str:
        return f"{self.begin // 60:02}:{self.begin % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


def cover_the_day(windows: Sequence[Window]) -> bool:
    """Tell whether windows leave no minute of the day."""
    return all(any(window.holds(minute) for window in windows) for minute in range(DAY))


def behind(windows: Sequence[Window], moment: datetime, zone: tzinfo) -> datetime:
    """Return an aware moment, in UTC, or where it lies in one of the windows, when the clocks of `zone` have left them all.

    A window that ends in the hour that a zone leaves out ends up to an hour later on that day.
    """
    moment = moment.astimezone(UTC)
    for _ in range(len(windows) * _STEPS):
        window = next((window for window in windows if window.holds(_minute(moment, zone))), None)
        if window is None:
            break
        moment = _end(window, moment, zone)
    return moment


def _end(window: Window, moment: datetime, zone: tzinfo) -> datetime:
    """Return when a window ends that a moment lies in; behind an hour that comes twice, the clocks may still be in it then."""
    start = moment.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=(window.end - _minute(start, zone)) % DAY)
    late = (_offset(end, zone) - _offset(start, zone)).total_seconds() / 60
    sooner = end - timedelta(minutes=max(late, 0))
    return sooner if sooner > moment and not window.holds(_minute(sooner, zone)) else end


def _minute(moment: datetime, zone: tzinfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
