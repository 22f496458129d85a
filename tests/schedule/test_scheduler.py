"""The loop of a scheduler over real processes, its plan and its clock given."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from scraper.due import Due
from scraper.errors import StorageError
from scraper.schedule import Child, Entry, Scheduler
from scraper.site import parse_site
from scraper.store import Run

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FOREVER, STUBBORN, GOOD, BAD = "exec sleep 600", "trap '' TERM; echo ready; exec sleep 600", "exit 0", "exit 9"


@dataclass
class Scene:
    """Sites that are due, what their crawls do, and what the scheduler told."""

    commands: dict[str, str]
    schedules: dict[str, dict[str, Any]] = field(default_factory=dict)
    now: datetime = NOW
    started: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    running: dict[str, datetime] = field(default_factory=dict)
    """Since when the store says that a site is crawled."""

    over: set[str] = field(default_factory=set)
    """Sites that are not due any more."""

    fault: str | None = None
    on_tell: Callable[[str], None] = lambda _: None

    def look(self) -> list[Entry]:
        if self.fault:
            raise StorageError(self.fault)
        return [self.entry(name) for name in self.commands]

    def entry(self, name: str) -> Entry:
        since = self.running.get(name)
        at = self.now + timedelta(days=1) if name in self.over else self.now - timedelta(minutes=1)
        return Entry(
            site=parse_site({"home": "https://x.org/", "schedule": self.schedules.get(name, {})}, name=name),
            last=Run(id=1, site=name, started=since, ended=None, end=None) if since else None,
            running=since is not None,
            due=Due(at=at, why="because"),
        )

    async def start(self, name: str) -> Child:
        said = tempfile.TemporaryFile()  # noqa: SIM115
        ready = subprocess.PIPE if self.commands[name] == STUBBORN else subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec("sh", "-c", self.commands[name], stdout=ready, stderr=said)
        if process.stdout is not None:
            await process.stdout.readline()
        self.started.append(name)
        return Child(name, process, said)

    def tell(self, site: str, what: str) -> None:
        self.told.append(f"{site}: {what}")
        if "done" in what:
            self.over.add(site)
        self.on_tell(self.told[-1])

    def scheduler(self, *, at_once: int = 4, turn: float = 600, grace: float = 600) -> Scheduler:
        return Scheduler(
            self.look, self.start, now=lambda: self.now, tell=self.tell, at_once=at_once, turn=turn, grace=grace
        )


def run(scene: Scene, *, once: bool = True, stop_when: str = "", **settings: Any) -> Scheduler:
    """Run a scheduler; `stop_when` is what it is told before the signal comes."""

    async def main() -> Scheduler:
        scheduler = scene.scheduler(**settings)
        if stop_when:
            before = scene.on_tell

            def stop(line: str) -> None:
                before(line)
                if stop_when in line:
                    scheduler.stop(signal.SIGTERM)

            scene.on_tell = stop
        await asyncio.wait_for(scheduler.run(once=once), 50)
        return scheduler

    return asyncio.run(main())


def test_each_due_site_is_crawled_once_and_no_more_than_so_many_at_a_time() -> None:
    scene, running, most = Scene(dict.fromkeys("abcdef", GOOD)), 0, 0

    def count(line: str) -> None:
        nonlocal running, most
        running += ("started" in line) - ("after" in line)
        most = max(most, running)

    scene.on_tell = count
    assert run(scene, at_once=2).statuses == {0}
    assert sorted(scene.started) == list("abcdef")
    assert most == 2


def test_a_crawl_that_had_its_turn_gives_its_place_to_those_that_wait() -> None:
    scene = Scene({"endless": FOREVER, "hangs": STUBBORN, "good": GOOD, "other": GOOD})
    run(scene, at_once=2, turn=0, grace=0.01)
    assert sorted(scene.started) == ["endless", "good", "hangs", "other"]
    assert any(line.startswith("endless: is asked to stop: others wait") for line in scene.told)
    assert any(line.startswith("hangs: killed by SIGKILL") for line in scene.told)  # it did not listen


def test_a_crawl_runs_on_while_nobody_waits() -> None:
    scene = Scene({"endless": FOREVER, "good": GOOD})
    scheduler = run(scene, once=False, at_once=2, turn=0, stop_when="good: done")
    assert scheduler.stopped == signal.SIGTERM
    assert not [line for line in scene.told if "is asked to stop" in line]


def test_a_crawl_is_stopped_when_quiet_hours_begin_and_when_it_has_had_all_its_time() -> None:
    scene = Scene(
        {"night": FOREVER, "long": FOREVER, "good": GOOD},
        schedules={"night": {"quiet": "23:00-06:00"}, "long": {"longest": "2 h"}},
    )

    def later(line: str) -> None:
        if "good: done" in line:
            scene.running = {"night": NOW, "long": NOW}
            scene.now = NOW.replace(hour=23)

    scene.on_tell = later
    assert run(scene).statuses == {0}
    assert "night: is asked to stop: quiet hours begin" in scene.told
    assert "long: is asked to stop: it ran for as long as its schedule lets it" in scene.told


def test_a_crawl_that_runs_for_several_of_its_intervals_is_named_once() -> None:
    scene = Scene({"slow": FOREVER, "a": GOOD, "b": "sleep 0.1"}, schedules={"slow": {"every": "1 h"}})

    def later(line: str) -> None:
        scene.running = {"slow": NOW}
        scene.now = NOW + timedelta(hours=4)

    scene.on_tell = later
    assert run(scene, once=False, stop_when="is late").stopped
    assert sum("is late" in line for line in scene.told) == 1


def test_a_crawl_that_fails_at_once_is_not_started_over_and_over() -> None:
    scene = Scene({"bad": BAD, "good": GOOD})
    failures = 0

    async def main() -> None:
        scheduler = scene.scheduler()

        def stop(line: str) -> None:
            nonlocal failures
            failures += line.startswith("bad: failed with status 9")
            if failures == 2:
                asyncio.get_running_loop().call_later(0.2, scheduler.stop, signal.SIGTERM)

        scene.on_tell = stop
        await asyncio.wait_for(scheduler.run(once=False), 50)

    asyncio.run(main())
    assert scene.started.count("bad") == 2  # once more at once, then behind a pause
    assert scene.started.count("good") == 1


def test_a_second_signal_kills() -> None:
    scene = Scene({"hangs": STUBBORN})

    async def main() -> Scheduler:
        scheduler = scene.scheduler()

        def signals(line: str) -> None:
            if "started" in line:
                loop = asyncio.get_running_loop()
                loop.call_soon(scheduler.stop, signal.SIGINT)
                loop.call_later(0.1, scheduler.stop, signal.SIGTERM)

        scene.on_tell = signals
        await asyncio.wait_for(scheduler.run(once=False), 50)
        return scheduler

    assert asyncio.run(main()).stopped == signal.SIGINT
    assert scene.told[-1].startswith("hangs: killed by SIGKILL")


def test_a_store_that_cannot_be_read_for_a_while_ends_nothing() -> None:
    scene = Scene({"a": "sleep 0.05", "b": "sleep 0.1", "last": "sleep 0.3"})

    def trouble(line: str) -> None:
        if "done" in line:
            scene.fault = "the disk is gone" if "last" not in line else None

    scene.on_tell = trouble
    scheduler = run(scene)
    assert sum("the disk is gone" in line for line in scene.told) == 1
    assert sum("done" in line for line in scene.told) == 3
    assert 4 in scheduler.statuses


def test_a_process_that_cannot_be_started_is_named_and_the_others_are() -> None:
    scene = Scene({"a": GOOD, "b": GOOD})
    begin = scene.start

    async def start(name: str) -> Child:
        if name == "a":
            raise OSError(11, "Resource temporarily unavailable")
        return await begin(name)

    scene.start = start  # type: ignore[method-assign]
    assert run(scene).statuses == {0, 1}
    assert "a: cannot be started: Resource temporarily unavailable" in scene.told
    assert scene.started == ["b"]
