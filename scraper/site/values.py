"""The values of a definition: durations, sizes, selectors, patterns, frames. Each names what it expects."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, PlainValidator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from scraper.frames import Frame
from scraper.site.paths import JsonPath, parse_path
from scraper.timetable import Cron, Window, cover_the_day
from scraper.urls import absolute_url

_UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_SIZES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|min|h|d)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)")
_EMPTY = LexborHTMLParser("<p>")

PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")

T = TypeVar("T")


def one_or_many(value: Any) -> Any:
    """Let a single text stand for a list of one."""
    return [value] if isinstance(value, str | dict) else value


def parse_duration(value: Any) -> timedelta:
    """Return "10 s", "30 min", "6 h" or "1 d" as a timedelta; a bare number says no unit and is refused."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError('expected a duration such as "10 s", "30 min", "6 h" or "1 d"')
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def parse_size(value: Any) -> int:
    """Return "500 KB" or "20 MB" as bytes (powers of ten)."""
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError('expected a size such as "500 KB" or "20 MB"')
    return int(float(match[1]) * _SIZES[match[2]])


def check_selector(value: str) -> str:
    """Return `value` if it is a CSS selector that the parser knows."""
    try:
        _EMPTY.css(value)
    except (SelectolaxError, ValueError) as error:
        raise ValueError(f"{value!r} is no CSS selector that can be used here") from error
    return value


def check_pattern(value: str) -> re.Pattern[str]:
    """Return `value` compiled as a regular expression."""
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error


def check_zone(value: str) -> str:
    """Return `value` if it names a time zone of the IANA database."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if not available_timezones():
            raise ValueError("this machine has no time zone database: install the package tzdata") from error
        raise ValueError(f'{value!r} is no time zone; expected a name such as "America/New_York" or "UTC"') from error
    return value


def check_url(value: str) -> str:
    """Return `value` if it is an absolute http(s) URL."""
    if absolute_url(value, base=None) is None:
        raise ValueError(f'{value!r} is no absolute URL; expected one such as "https://example.org/"')
    return value


def check_proxy(value: str) -> str:
    """Return `value` if it is the address of a proxy: a scheme of `PROXY_SCHEMES`, a host, and perhaps port, name and password."""
    try:
        parts = urlsplit(value)
        whole = bool(parts.scheme in PROXY_SCHEMES and parts.hostname and parts.path in ("", "/") and parts.port != 0)
    except ValueError:
        whole = False
    if not whole or parts.query or parts.fragment or not value.isascii():
        shown = re.sub(r"[^/@]*@", "…@", value)  # a password is for no log
        raise ValueError(
            f'{shown!r} is no proxy; expected one such as "http://proxy.example:3128" or "socks5://127.0.0.1:1080"'
        )
    return value


def check_frame(value: Any) -> Frame:
    """Return a frame written as text, such as "In {text}" or "[Read More…]"."""
    if isinstance(value, Frame):
        return value
    if not isinstance(value, str):
        raise ValueError('expected a frame such as "In {text}" or "[Read More…]"')  # noqa: TRY004 (pydantic reports ValueError)
    return Frame(value)


def check_day(value: Any) -> date:
    """Return a day, written as TOML has it (2021-01-31) or as a text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("expected a day such as 2021-01-31") from None


def check_archive(value: str) -> str:
    """Return `value` if it is the pattern of an archive: it names the year."""
    if "%Y" not in value and "%y" not in value:
        raise ValueError(f'{value!r} names no year; expected a pattern such as "/%Y/%m/" or "/archive/%Y-%m-%d"')
    return value


def check_windows(value: Any) -> tuple[Window, ...]:
    """Return windows of the day, written as "23:00-06:00" or a list of such texts; together they leave some of the day."""
    windows = _many(_text(Window.parse))(value)
    if windows and cover_the_day(windows):
        raise ValueError("leaves no minute of the day in which a crawl could start")
    return windows


def _many(check: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    def validate(value: Any) -> tuple[T, ...]:
        values = one_or_many(value)
        if not isinstance(values, list | tuple):
            raise ValueError("expected a text or a list of texts")  # noqa: TRY004
        return tuple(check(item) for item in values)

    return validate


def _text(check: Callable[[str], T]) -> Callable[[Any], T]:
    def validate(value: Any) -> T:
        if not isinstance(value, str):
            raise ValueError("expected a text in quotes")  # noqa: TRY004
        return check(value)

    return validate


Duration = Annotated[timedelta, PlainValidator(parse_duration)]
Durations = Annotated[tuple[timedelta, ...], PlainValidator(_many(parse_duration))]
Size = Annotated[int, PlainValidator(parse_size)]
Selector = Annotated[str, AfterValidator(check_selector)]
Selectors = Annotated[tuple[str, ...], PlainValidator(_many(_text(check_selector)))]
Patterns = Annotated[tuple[re.Pattern[str], ...], PlainValidator(_many(_text(check_pattern)))]
Frames = Annotated[tuple[Frame, ...], PlainValidator(_many(check_frame))]
Texts = Annotated[tuple[str, ...], PlainValidator(_many(_text(str)))]
Zone = Annotated[str, AfterValidator(check_zone)]
CronText = Annotated[Cron, PlainValidator(_text(Cron))]
Windows = Annotated[tuple[Window, ...], PlainValidator(check_windows)]
ProxyUrl = Annotated[str, AfterValidator(check_proxy)]
Url = Annotated[str, AfterValidator(check_url)]
Day = Annotated[date, PlainValidator(check_day)]
Archives = Annotated[tuple[str, ...], PlainValidator(_many(_text(check_archive)))]
Path = Annotated[JsonPath, PlainValidator(_text(parse_path))]
