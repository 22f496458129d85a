"""The kinds of columns: text that every data base takes, moments, and the key under which an address is known."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from scraper.urls import normalize_url

metadata = sa.MetaData()
"""All tables (`scraper.store.schema`)."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no UTF-8, or refused by PostgreSQL
_LONGEST_KEY = 600  # characters; an index entry of PostgreSQL holds some 2,700 bytes
_COLLATION = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # the same order in every data base


class Str(TypeDecorator[str]):
    """Text, ordered by code point. Characters that cannot be stored come back as U+FFFD."""

    impl = _COLLATION
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return `value` fit for UTF-8."""
        return _storable(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:  # noqa: ARG002
        """Return the same without the layers around it, which take longer than it does."""
        return _storable


class Moment(TypeDecorator[datetime]):
    """An instant, kept as text in UTC with microseconds: "2026-11-24T12:00:00.000000Z". It sorts as it reads."""

    impl = _COLLATION
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the instant as text; a datetime without zone is an error of the caller (ValueError)."""
        return _moment_text(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:  # noqa: ARG002
        """Return the same without the layers around it."""
        return _moment_text

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the instant, aware, in UTC."""
        return datetime.fromisoformat(value) if value is not None else None


@lru_cache(maxsize=256)  # all that one answer brings was found in one instant
def moment_text(moment: datetime) -> str:
    """Return an aware datetime as the store writes it. Raises ValueError for one without zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _moment_text(moment: datetime | None) -> str | None:
    return None if moment is None else moment_text(moment)


def storable(text: str) -> str:
    """Return `text` with the characters that no data base takes (NUL, lone surrogates) as U+FFFD."""
    return text if text.isascii() and "\x00" not in text else _UNSTORABLE.sub("\ufffd", text)


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)


@lru_cache(maxsize=8192)  # the same teasers stand on page after page
def key_of(url: str) -> str:
    """Return the key under which an address is known in all tables: normalised, and never longer than an index takes.

    The end of a longer one is replaced by "#" and its SHA-256: a normalised address has no fragment.
    """
    key = storable(normalize_url(url))
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[:_LONGEST_KEY]}#{hashlib.sha256(key.encode()).hexdigest()}"


def new_id(result: sa.CursorResult[Any]) -> int:
    """Return the number that an INSERT of one row gave it."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])
