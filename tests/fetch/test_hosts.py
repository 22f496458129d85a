"""Whatever a host's robots.txt and its wishes for rest look like: its page ends as expected, its pauses are kept."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scraper.errors import FetchError
from tests.fetch.scene import SHORT, Scene, awaited, rules
from tests.fetch.server import Request
from tests.servers.hostile import ANSWERED
from tests.servers.hosts import HOSTS, Host


async def ended(scene: Scene, host: Host) -> str:
    """Ask for the page, again where the host has asked for a rest of less than a minute; return how it ended."""
    while True:
        try:
            fetched = await scene.fetch("/page", rules=rules(**(SHORT if host.slow else {})))
        except FetchError as error:
            return error.outcome
        if fetched.retry_after is None or fetched.retry_after > 60:
            return fetched.outcome or ANSWERED
        await scene.clock.sleep(fetched.retry_after)


@pytest.mark.parametrize("name", HOSTS)
@awaited
async def test_a_host_that_misbehaves_ends_as_expected_and_keeps_its_pauses(scene: Scene, name: str) -> None:
    host = HOSTS[name]
    log: list[tuple[float, str]] = []

    def note(request: Request) -> None:
        log.append((scene.clock.monotonic(), request.path))

    async with scene.live() as server:
        server.on_request = note
        server.on("/robots.txt", host.robots)
        server.on("/page", *host.does)
        for path, does in host.beside.items():
            server.on(path, does)

        assert await ended(scene, host) == host.outcome
        assert server.paths().count("/page") == host.requests

    again = [at for at, path in log if path == "/page"]
    pauses = [later - earlier for earlier, later in pairwise(again if len(again) > 1 else [at for at, _ in log])]
    assert all(pause >= host.pause for pause in pauses)
