"""Whatever goes wrong below HTTP has a name, and never holds a request longer than its limits."""

from __future__ import annotations

import socket
import ssl

import pytest

from scraper.fetch import Answer, Client, Guard, Limits, Request
from tests.fetch.scene import CONTACT, Scene, awaited
from tests.fetch.server import answer
from tests.servers.hostile import ANSWERED, PAGE
from tests.servers.lines import LINES, TRUSTED, Bad, asked, never_accepting, standing

PATIENT = Limits(connect=20, read=20, deadline=30)
SHORT = Limits(connect=0.2, read=0.2, deadline=0.4)


async def ask(scene: Scene, url: str, limits: Limits) -> Answer:
    trusted = ssl.create_default_context(cafile=str(TRUSTED))
    with scene.open_archive() as scene.archive:
        guard = Guard(allow_private=True)
        async with Client(keep=scene.archive.keep, contact=CONTACT, guard=guard, tls=trusted) as client:
            return await client.exchange(Request(url=url), limits)


@pytest.mark.parametrize("name", LINES)
@awaited
async def test_a_broken_line_ends_in_its_outcome(scene: Scene, name: str) -> None:
    bad = LINES[name]
    async with standing(bad) as server:
        answer = await ask(scene, server.url, SHORT if bad.slow else PATIENT)

    assert (answer.outcome or ANSWERED) in bad.outcomes, answer.error
    assert answer.outcome is not None or answer.body == PAGE
    assert server.connections <= 1


@awaited
async def test_a_port_that_accepts_nobody_ends_as_timeout(scene: Scene) -> None:
    async with never_accepting() as url:
        assert (await ask(scene, url, SHORT)).outcome == "timeout"


@awaited
async def test_a_port_where_nobody_listens_ends_as_refused(scene: Scene) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert (await ask(scene, f"http://127.0.0.1:{free.getsockname()[1]}/", PATIENT)).outcome == "refused"


@awaited
async def test_a_host_that_has_only_ipv6_is_asked(scene: Scene) -> None:
    async with standing(Bad(does=asked(answer(PAGE)), outcomes=(ANSWERED,)), "::1") as server:
        assert (await ask(scene, server.url, PATIENT)).body == PAGE
