"""What tests of the fetcher work with: a server to ask, an archive, a clock on which waiting takes no time."""

from __future__ import annotations

import asyncio
import functools
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scraper.archive import Archive, Tape
from scraper.errors import FetchError
from scraper.fetch import Fetched, Fetcher, Guard, SkippingClock
from scraper.model import Exchange
from scraper.site import FetchRules
from tests.fetch.server import HERE, Server

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NOBODY = ssl.create_default_context()  # made once, as it takes its time
CONTACT = "mailto:desk@news.example"


def awaited(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Let a test be a coroutine, on Python's default loop."""

    @functools.wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        async def main() -> None:
            await test(*arguments, **named)

        asyncio.run(main())

    return run


class FakeClock(SkippingClock):
    """Goes on by what is waited only, and remembers it."""

    def __init__(self) -> None:
        super().__init__(START)
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(seconds)


SHORT = {"timeout": "0.15 s", "deadline": "0.3 s"}
"""For servers that are silent on purpose; all others get the time that a busy machine needs."""


def rules(**values: object) -> FetchRules:
    return FetchRules.model_validate(
        {"delay": "0 s", "timeout": "20 s", "deadline": "30 s", "max_size": "100 KB", "tdmrep": False, **values}
    )


class Scene:
    """What a test works with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.server = Server()
        self.archive: Archive
        self.fetcher: Fetcher

    @property
    def kept(self) -> list[Exchange]:
        """All exchanges in the archive, robots files left out."""
        return [item for _, item in self.archive.after({}) if not item.url.endswith("/robots.txt")]

    def open_archive(self, name: str = "archive", **options: Any) -> Archive:
        return Archive.open(self.folder / name, operator=CONTACT, user_agent="scraper", now=lambda: START, **options)

    def make_fetcher(self, **options: Any) -> Fetcher:
        settings: dict[str, Any] = {
            "tls": NOBODY,
            "guard": Guard(allow_private=True),
            "clock": self.clock,
            "random": lambda: 0.0,
        }
        return Fetcher(**{"keep": self.archive.keep, "contact": CONTACT, **settings, **options})

    async def fetch(self, path: str, **options: Any) -> Fetched:
        """Fetch a path of the server."""
        chosen = options.pop("rules", None) or rules()
        return await self.fetcher.fetch(self.server.url(path), chosen, **options)

    async def failure(self, path: str, **options: Any) -> FetchError:
        """Fetch a path of the server that brings no answer."""
        with pytest.raises(FetchError) as caught:
            await self.fetch(path, **options)
        return caught.value

    @asynccontextmanager
    async def live(self, *, tls: bool = False, record_to: Path | None = None, **options: Any) -> AsyncIterator[Server]:
        """Open everything: server, archive, fetcher."""
        if tls:
            trusted = ssl.create_default_context(cafile=str(HERE / "tls" / "server.pem"))
            options = {"tls": trusted, **options}
        self.server = Server(tls=tls)
        with self.open_archive(record_to=record_to) as self.archive:
            async with self.server, self.make_fetcher(**options) as self.fetcher:
                yield self.server

    @asynccontextmanager
    async def replayed(self, tape: Path, name: str) -> AsyncIterator[None]:
        """Open archive and fetcher over a recording; the addresses are those of the last server."""
        with self.open_archive(name) as self.archive:
            async with self.make_fetcher(tape=Tape(tape), guard=Guard(), clock=None) as self.fetcher:
                yield
