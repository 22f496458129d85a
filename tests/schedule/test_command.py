"""`scraper schedule` as a process, with crawls of a real site: starts, stops, kills, locks, sites that are broken."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scraper.store import crawled_sites, hold, hold_schedule, make_folder, open_store
from tests.cli.command import Runner, run, start
from tests.crawl.site import SmallSite, serve
from tests.crawl.test_command import write_config

QUIET = 'every = "1 d"\nquiet = "{}"\n'


@pytest.fixture
def small() -> Iterator[SmallSite]:
    with serve(SmallSite()) as site:
        for _ in range(3):
            site.publish()
        yield site


@pytest.fixture
def config(small: SmallSite, tmp_path: Path) -> Path:
    folder = write_config(small, tmp_path / "config")
    definition = folder / "sites" / "small.toml"
    patient = '[fetch]\ntimeout = "10 min"\ndeadline = "10 min"\n'
    definition.write_text(definition.read_text("utf-8").replace("[fetch]\n", patient), "utf-8")
    return folder


@pytest.fixture
def scraper(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run a command line in this process; its crawls are processes all the same."""
    return Runner(capsys)


def schedule(small: Path, rules: str, name: str = "small") -> None:
    """Add a table [schedule] to a definition of a config folder."""
    with (small / "sites" / f"{name}.toml").open("a", encoding="utf-8") as file:
        file.write(f"[schedule]\n{rules}")


def another(config: Path, name: str, home: str, rules: str = "") -> None:
    """Write a definition of a site that is not there, or of one that answers in its own way."""
    (config / "sites" / f"{name}.toml").write_text(
        f'home = "{home}"\n[discover]\nlistings = "/"\nevery = "0 s"\n[fetch]\ndelay = "0 s"\n[schedule]\n{rules}',
        "utf-8",
    )


def words(command: str, data: Path, config: Path, *more: str | Path) -> tuple[str | Path, ...]:
    return ("schedule", command, "--data", data, "--config", config, *more)


def ends(data: Path, site: str = "small") -> Sequence[str | None]:
    """Return how the runs of a site ended, the first first."""
    with open_store(data, read_only=True) as store:
        return [found.end for found in store.past.runs_of([site], most=20)[site]][::-1]


def await_line(process: subprocess.Popen[bytes], wanted: str) -> str:
    """Read a process's standard error until a line holds a text."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line.decode())
        if wanted in seen[-1]:
            return seen[-1]
    raise AssertionError("".join(seen))


def until(condition: Callable[[], bool]) -> None:
    """Return when a condition holds."""
    for _ in range(6000):
        if condition():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it did not come about")


def hanging(small: SmallSite) -> threading.Event:
    """Let the site's feed hang until the event is set, which stands in for a crawl that takes its time."""
    gate, answer = threading.Event(), small.answer

    def slow(path: str, match: str | None) -> tuple[int, dict[str, str], bytes]:
        if path == "/feed/":
            gate.wait(600)
        return answer(path, match)

    small.answer = slow  # type: ignore[method-assign]
    return gate


def test_once_crawls_what_is_due_and_then_nothing(
    scraper: Runner, small: SmallSite, config: Path, tmp_path: Path
) -> None:
    schedule(config, 'every = "6 h"\n')
    data = tmp_path / "data"
    first = scraper(*words("once", data, config, "small", "--allow-private"))
    assert first.status == 0, first.err
    assert "small: started" in first.err
    assert "done after" in first.err
    assert "3 articles" in first.err
    asked = len(small.asked)
    again = scraper(*words("once", data, config, "small", "--allow-private"))
    assert (again.status, again.err) == (0, "")
    assert len(small.asked) == asked
    assert ends(data) == ["done"]


def test_a_missed_time_is_made_up_for_once(scraper: Runner, small: SmallSite, config: Path, tmp_path: Path) -> None:
    schedule(config, 'cron = "@hourly"\n')
    data = tmp_path / "data"
    make_folder(data)
    with open_store(data) as store:
        long_ago = datetime.now(UTC) - timedelta(days=30)
        store.end_run(store.start_run("small", now=long_ago), "done", now=long_ago)
    for _ in range(2):
        assert scraper(*words("once", data, config, "small", "--allow-private")).status == 0
    assert ends(data) == ["done", "done"]


def test_one_broken_site_holds_up_none(scraper: Runner, small: SmallSite, config: Path, tmp_path: Path) -> None:
    """A host that is not there, definitions that are wrong, and a good site."""
    another(config, "a-nowhere", "http://nowhere.invalid/")
    (config / "sites" / "c-wrong.toml").write_text('home = "https://x.org/"\n[schedule]\nevery = "often"\n', "utf-8")
    (config / "sites" / "d-garbled.toml").write_text("home = ", "utf-8")
    data = tmp_path / "data"
    for name in ("its.network", "wp-a.test"):
        another(config, name, "http://127.0.0.1:9/", "off = true\n")
    ended = scraper(*words("once", data, config, "--allow-private"))
    assert "small: done" in ended.err
    assert "a-nowhere: done" in ended.err  # its links ended as "dns", and come back in their own time
    assert 'c-wrong.toml:3: schedule.every = "often": expected a duration' in ended.err
    assert "d-garbled.toml: is no TOML" in ended.err
    assert ended.status == 2
    assert "its.network" not in ended.err


def test_a_crawl_that_fails_is_named_and_makes_the_status(
    scraper: Runner, small: SmallSite, config: Path, tmp_path: Path
) -> None:
    (config / "scraper.toml").write_text('min_free = "900000 GB"\n', "utf-8")
    ended = scraper(*words("once", tmp_path / "data", config, "small", "--allow-private"))
    assert ended.status == 4
    assert "small: failed with status 4" in ended.err
    assert "min_free" in ended.err
    assert ends(tmp_path / "data") == ["failed"]


def test_run_goes_on_until_it_is_stopped(small: SmallSite, config: Path, tmp_path: Path) -> None:
    schedule(config, 'every = "1 d"\n')
    process = start(*words("run", tmp_path / "data", config, "small", "--allow-private"))
    await_line(process, "small: done")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 143
    process.communicate()


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), pytest.param(signal.SIGINT, 130, marks=pytest.mark.slow)]
)
def test_a_stop_stops_the_crawls_and_the_next_scheduler_goes_on(
    scraper: Runner, small: SmallSite, config: Path, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    schedule(config, 'every = "1 d"\n')
    gate, data = hanging(small), tmp_path / "data"
    process = start(*words("run", data, config, "small", "--allow-private"))
    until(lambda: "/feed/" in small.asked)
    process.send_signal(number)
    assert process.wait(30) == status
    process.communicate()
    gate.set()
    assert ends(data) == ["stopped"]
    assert crawled_sites(data, ["small"]) == set()
    again = scraper(*words("once", data, config, "small", "--allow-private"))
    assert "stopped on the way" in again.err
    assert ends(data) == ["stopped", "done"]


def test_a_second_scheduler_is_refused_and_told_who_is_there(scraper: Runner, config: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    make_folder(data)
    with hold_schedule(data, command="schedule run"):
        for command in ("run", "once"):
            ended = scraper(*words(command, data, config, "small"))
            assert ended.status == 3
            assert f"another scheduler (pid {os.getpid()}, 'schedule run'" in ended.err


@pytest.mark.slow
def test_a_site_is_never_crawled_twice_at_once_though_its_scheduler_was_killed(
    scraper: Runner, small: SmallSite, config: Path, tmp_path: Path
) -> None:
    schedule(config, 'every = "1 d"\n')
    gate, data = hanging(small), tmp_path / "data"
    killed = start(*words("run", data, config, "small", "--allow-private"))
    until(lambda: "/feed/" in small.asked)
    killed.kill()
    killed.communicate()
    assert crawled_sites(data, ["small"]) == {"small"}  # it outlives its scheduler
    listed = scraper(*words("list", data, config, "small", "--json"))
    assert json.loads(listed.out)["running"] is True
    again = scraper(*words("once", data, config, "small", "--allow-private"))
    assert (again.status, again.err) == (0, "")
    by_hand = run("crawl", "small", "--data", data, "--config", config, "--allow-private", "--share", "--exclusive")
    assert by_hand.status == 3
    assert "small: is crawled by another run" in by_hand.err
    gate.set()
    until(lambda: not crawled_sites(data, ["small"]))
    assert ends(data) == ["done"]
    assert small.counts()["/feed/"] == 1


def test_a_killed_crawl_is_started_again(small: SmallSite, config: Path, tmp_path: Path) -> None:
    schedule(config, 'every = "1 d"\n')
    gate, data = hanging(small), tmp_path / "data"
    process = start(*words("run", data, config, "small", "--allow-private"))
    pid = int(await_line(process, "started, pid").partition("pid ")[2].partition(":")[0])
    until(lambda: "/feed/" in small.asked)
    os.kill(pid, signal.SIGKILL)
    gate.set()
    await_line(process, "killed by SIGKILL")
    await_line(process, "small: done")
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert ends(data) == ["killed", "done"]


def test_a_folder_that_another_crawl_holds_is_come_back_to(
    scraper: Runner, small: SmallSite, config: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    make_folder(data)
    with hold(data, command="another crawl"):
        ended = scraper(*words("once", data, config, "small", "--allow-private"))
        assert ended.status == 3
        assert "small: not begun" in ended.err
        assert "another crawl" in ended.err
    assert scraper(*words("once", data, config, "small", "--allow-private")).status == 0


def test_definitions_are_read_again_when_they_change(small: SmallSite, config: Path, tmp_path: Path) -> None:
    for name in ("its.network", "wp-a.test"):
        another(config, name, "http://127.0.0.1:9/", "off = true\n")
    schedule(config, 'every = "1 d"\n')
    gate = hanging(small)
    process = start(*words("run", tmp_path / "data", config, "--allow-private"))
    await_line(process, "small: started")
    another(config, "later", "http://nowhere.invalid/", 'every = "1 d"\n')
    (config / "sites" / "wrong.toml").write_text("home = ", "utf-8")
    gate.set()  # the end of a crawl makes it look
    await_line(process, "wrong.toml: is no TOML")
    await_line(process, "later: started")
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 143


def test_the_list_says_what_once_would_do(scraper: Runner, small: SmallSite, config: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    hour = (datetime.now(ZoneInfo("America/New_York")).hour + 12) % 23
    quiet = f"{hour:02}:00-{hour + 1:02}:00"  # far from now
    schedule(config, f'cron = "@daily"\nzone = "America/New_York"\njitter = "10 min"\nquiet = "{quiet}"\n')
    fresh = scraper(*words("list", data, config, "small"))
    assert fresh.status == 0, fresh.err
    assert not data.exists()
    assert f"@daily (America/New_York), up to 10 min later, not {quiet} (America/New_York)" in fresh.out
    assert "never crawled" in fresh.out
    assert scraper(*words("once", data, config, "small", "--allow-private")).status == 0
    listed = scraper(*words("list", data, config, "small", "--json"))
    facts = json.loads(listed.out)
    assert facts["last_run"]["end"] == "done"
    assert (facts["due"], facts["why"]) == (False, "cron")
    assert datetime.fromisoformat(facts["next_due"]) > datetime.now(UTC)
    (config / "sites" / "wrong.toml").write_text("home = ", "utf-8")
    broken = scraper(*words("list", data, config))
    assert broken.status == 2
    assert "small" in broken.out
