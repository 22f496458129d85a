"""A young article comes back on its plan, thinner and thinner; a run keeps most of its time for what is new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scraper.revisits import ALWAYS, dropped, most_revisits, next_revisit
from scraper.site.revisits import PLAN

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
plans = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=400)), max_size=8, unique=True).map(sorted)
ages = st.timedeltas(timedelta(days=-5), timedelta(days=500))


def life(plan: list[timedelta], *, first: timedelta = timedelta(0), changed: bool = False) -> list[timedelta]:
    """The ages at which an article is asked for whose answers are all the same."""
    found: list[timedelta] = []
    age = first
    while len(found) < 200 and (due := next_revisit(plan, begun=NOW, now=NOW + age, changed=changed)):
        age = due - NOW
        found.append(age)
    return found


def test_an_article_that_stays_as_it_is_comes_back_by_the_plan() -> None:
    assert life(list(PLAN)) == list(PLAN)
    assert life(list(PLAN), first=timedelta(minutes=50)) == list(PLAN[1:]), "an hour is hardly more than fifty minutes"
    assert life(list(PLAN), first=31 * DAY) == []
    assert life([]) == []


def test_one_that_changes_every_time_comes_back_sooner_until_its_plan_is_over() -> None:
    often = life(list(PLAN), changed=True)
    assert often[0] == HOUR
    assert len(often) > 2 * len(PLAN)
    assert 30 * DAY <= often[-1] <= 37 * DAY


@given(plans, ages, st.booleans())
def test_it_comes_back_later_than_now_and_within_its_plan(plan: list[timedelta], age: timedelta, changed: bool) -> None:
    due = next_revisit(plan, begun=NOW - age, now=NOW, changed=changed)
    if not plan or age >= plan[-1]:
        assert due is None
    elif due is not None:
        assert due > NOW
        assert due - NOW <= max(plan[-1], 7 * DAY)


@given(plans, ages)
def test_a_change_brings_it_sooner_never_later(plan: list[timedelta], age: timedelta) -> None:
    quiet, changed = (next_revisit(plan, begun=NOW - age, now=NOW, changed=each) for each in (False, True))
    assert quiet is None or (changed is not None and changed <= quiet)


@given(plans)
def test_its_visits_grow_rarer_and_come_to_an_end(plan: list[timedelta]) -> None:
    assert len(life(plan)) <= len(plan)
    assert len(life(plan, changed=True)) < 200


@given(st.floats(0.01, 0.99), st.integers(0, 10**6))
def test_revisits_have_no_more_than_their_share(share: float, others: int) -> None:
    most = most_revisits(share, others)
    assert most == ALWAYS or most <= share * (most + others) + 1e-6 * others
    assert most_revisits(1, others) > others


@given(st.lists(st.integers(0, 30), unique=True), st.sets(st.integers(0, 30)))
def test_what_a_list_loses_in_its_midst_is_told(before: list[int], taken: set[int]) -> None:
    names = [str(number) for number in before]
    now = {name for name in names if int(name) not in taken}
    gone = dropped(names, now)
    assert not now & set(gone)
    ends = [place for place, name in enumerate(names) if name in now]
    midst = [name for name in names[ends[0] : ends[-1]] if name not in now] if ends else []
    assert gone == (midst if len(midst) <= 20 else [])


def test_a_list_of_the_newest_loses_its_oldest_without_a_word() -> None:
    assert dropped(["d", "c", "b", "a"], {"e", "d", "c"}) == []
    assert dropped(["d", "c", "b", "a"], {"d", "b", "a"}) == ["c"]
