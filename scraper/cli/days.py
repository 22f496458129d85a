"""A day as an option of the command line."""

from __future__ import annotations

from datetime import date
from typing import Any

import click


class Day(click.ParamType[date]):
    """A day, YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; anything else is wrong usage."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day such as 2026-11-24", param, ctx)


def check_range(since: date | None, until: date | None) -> None:
    """Refuse a range that ends before it begins."""
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is after --until {until}")
