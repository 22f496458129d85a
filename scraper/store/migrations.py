"""The versions of the tables, and the steps between them.

A new store is made by `scraper.store.schema` as it is; an older one is brought up step by step. Both ways must lead to
the same tables, which a test compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.engine import Connection

VERSION = 1
"""The version of the tables in `scraper.store.schema`."""

Migration = Callable[[Connection], None]

MIGRATIONS: Mapping[int, Migration] = {}
"""Version -> the step that leads to it from the one before.

Each runs in a transaction of its own, with what it writes to `schema_versions`: it happens whole or not at all. A step
says what it does in SQL of its own time, never through `scraper.store.schema`, which goes on changing.
"""
