"""The retry policy is the table in docs/fetching.md: each row by its name."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import FetchError, TransientError
from scraper.fetch.retry import RULES, TRANSIENT_STATUSES, retrying, rule_for
from scraper.outcomes import LINK
from tests.conftest import ROOT

URL = "https://news.example/"


@dataclass
class Ended:
    status: int | None
    retry_after: float | None = None


ENDS: dict[str, list[Ended | FetchError]] = {
    "passing trouble": [
        TransientError(URL, outcome, "for now") for outcome in ("timeout", "refused", "reset", "proxy", "dns")
    ],
    "busy": [Ended(status) for status in sorted(TRANSIENT_STATUSES)],
    "asked to wait": [
        *(Ended(status, 60.0) for status in sorted(TRANSIENT_STATUSES)),
        TransientError(URL, "resting", "for a while"),
        TransientError(URL, "reset", "for a while", retry_after=1.0),
    ],
    "settled": [
        *(Ended(status) for status in (200, 204, 301, 304, 400, 401, 403, 404, 410, 451, 501, 505)),
        Ended(301, 60.0),
        *(FetchError(URL, outcome, "for good") for outcome in ("dns", "tls", "too_large", "guarded", "bad_answer")),
    ],
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_kept(name: str) -> None:
    for end in ENDS[name]:
        assert rule_for(end) == name
        tried, slept = tries_of(end)
        assert tried == RULES[name].tries
        assert slept == [5.0, 10.0][: tried - 1]


def tries_of(end: Ended | FetchError) -> tuple[int, list[float]]:
    """Return how often a request that always ends so is sent, and what is waited between."""
    tried, slept = 0, []

    async def ask() -> Ended:
        nonlocal tried
        tried += 1
        if isinstance(end, FetchError):
            raise end
        return end

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def main() -> None:
        last: object
        try:
            last = await retrying(sleep, lambda: 0.0)(ask)
        except FetchError as error:
            last = error
        assert last is end

    asyncio.run(main())
    return tried, slept


def test_the_documents_table_is_the_policys() -> None:
    page = (ROOT / "docs" / "fetching.md").read_text("utf-8")
    for name, rule in RULES.items():
        assert f"| {name} | {rule.what} | {rule.tries} | {rule.pause} |\n" in page


@given(st.sampled_from(sorted(LINK)), st.none() | st.floats(0, 1e6), st.booleans(), st.none() | st.integers(100, 999))
def test_whatever_ends_has_a_rule_and_none_repeats_within_retry_after(
    outcome: str, retry_after: float | None, transient: bool, status: int | None
) -> None:
    error = TransientError(URL, outcome, "", retry_after=retry_after) if transient else FetchError(URL, outcome, "")
    for end in (error, Ended(status, retry_after)):
        assert rule_for(end) in RULES
        if retry_after is not None and (transient or isinstance(end, Ended)):
            assert RULES[rule_for(end)].tries == 1
