"""Each misbehaviour of the hostile server ends in its outcome, within its limits, and the archive holds what came."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.errors import FetchError, TransientError
from scraper.fetch import Answer, Client, Guard, Limits, Request
from scraper.fetch.redirects import Chain
from tests.fetch.scene import CONTACT, NOBODY, Scene, awaited
from tests.fetch.server import Server
from tests.servers.hostile import ANSWERED, LIMIT, STATIC, Misbehaviour, play, redirects
from tests.servers.odd import ODD
from tests.servers.worse import WORSE

PATIENT = Limits(connect=20, read=20, deadline=30, wire=LIMIT, unpacked=LIMIT)
SHORT = Limits(connect=20, read=0.15, deadline=0.3, wire=LIMIT, unpacked=LIMIT)
ROWS = {**STATIC, **ODD, **WORSE}
LEADING = list(redirects(Server()))


async def asked(scene: Scene, path: str, limits: Limits = PATIENT, **options: Any) -> tuple[Answer, Chain]:
    """Ask once, following redirects."""
    chain = Chain()
    async with Client(keep=scene.archive.keep, contact=CONTACT, guard=Guard(allow_private=True), tls=NOBODY) as client:
        request = Request(url=scene.server.url(path), **options)
        while True:
            chain.ask(request.url)
            answer = await client.exchange(request, limits)
            try:
                target = chain.follow(answer)
            except FetchError as error:
                return Answer(url=answer.url, error=error), chain
            if target is None:
                return answer, chain
            request = Request(url=target)


def check(scene: Scene, answer: Answer, case: Misbehaviour) -> None:
    assert (answer.outcome or ANSWERED) == case.outcome, answer.error
    assert isinstance(answer.error, TransientError) == case.transient
    assert len(scene.server.paths()) == case.asked
    kept = scene.kept
    assert [item.truncated or "" for item in kept][:1] == ([] if case.kept is None else [case.kept])
    if case.outcome == ANSWERED:
        assert answer.fault == case.fault
        assert case.body is None or answer.body == case.body
    said = b"".join(b"".join(scene.server.said[path]) for path in dict.fromkeys(scene.server.paths()))
    for exchange in kept:
        assert exchange.response in said
        assert len(exchange.response) <= LIMIT + (1 << 17)


@pytest.mark.parametrize("name", ROWS)
@awaited
async def test_a_misbehaviour_ends_in_its_outcome(scene: Scene, name: str) -> None:
    case = ROWS[name]
    async with scene.live() as server:
        play(server, case)
        answer, _ = await asked(scene, "/page", SHORT if case.slow else PATIENT)
        await server.stop()
        check(scene, answer, case)


@pytest.mark.parametrize("name", LEADING)
@awaited
async def test_a_way_that_leads_nowhere_ends_in_its_outcome(scene: Scene, name: str) -> None:
    async with scene.live() as server:
        case = redirects(server)[name]
        play(server, case)
        answer, _ = await asked(scene, "/page")
        await server.stop()
        check(scene, answer, case)


def test_the_table_holds_more_than_forty_misbehaviours() -> None:
    assert len(ROWS) + len(LEADING) >= 250
