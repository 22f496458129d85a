"""Two processes on one store: no host is asked by both at once, whoever stands still; the server's log tells."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from scraper.store import open_store
from tests.cli.command import environment, run, start
from tests.crawl.site import SmallSite, serve
from tests.crawl.test_command import write_config

DELAY = 0.1
LEASE = "1"


@dataclass
class Logged(SmallSite):
    """A site that notes when each request came and when its answer went out."""

    log: list[tuple[float, float, str]] = field(default_factory=list)

    def answer(self, path: str, match: str | None) -> tuple[int, dict[str, str], bytes]:
        began = time.monotonic()
        threading.Event().wait(0.02)
        made = super().answer(path, match)
        self.log.append((began, time.monotonic(), path))
        return made


@pytest.mark.slow
def test_a_process_that_stood_still_past_its_lease_sends_nothing_when_it_wakes(tmp_path: Path) -> None:
    with serve(Logged()) as site:
        assert isinstance(site, Logged)
        for _ in range(25):
            site.publish()
        config, data = write_config(site, tmp_path / "config"), tmp_path / "data"
        definition = config / "sites" / "small.toml"
        definition.write_text(definition.read_text("utf-8").replace('delay = "0 s"', f'delay = "{DELAY} s"'), "utf-8")
        command = ("crawl", "small", "--config", config, "--data", data, "--allow-private", "--share", "--lease", LEASE)
        first = start(*command)
        site.wait_for(6)
        second = start(*command)
        first.send_signal(signal.SIGSTOP)
        asked = len(site.asked)
        site.wait_for(asked + 8)  # the other one has taken over
        first.send_signal(signal.SIGCONT)
        assert [process.wait(60) for process in (first, second)] == [0, 0]
        for process in (first, second):
            process.communicate()
        log = sorted(site.log)
        assert len(log) > asked + 8
        pauses = [later[0] - earlier[1] for earlier, later in pairwise(log)]
        assert min(pauses) >= DELAY * 0.99
        stories = [path for _, _, path in log if path.startswith("/2024")]
        # What was under way when the first one stood still was asked for again by the other one.
        assert len(stories) - len(set(stories)) <= 1
    with open_store(data, read_only=True) as store:
        urls = [json.loads(line)["url"] for line in store.records() if "/2024/" in line]
    assert len(urls) == len(set(urls))
    assert sum("/2024/" in url for url in urls) == 25


STOPS_BEHIND_ITS_FIRST_LOOK = """
import os, signal, sys
from scraper.cli import main
from scraper.store import Store

look = Store.due_links

def once(*arguments, **named):
    found = look(*arguments, **named)
    Store.due_links = look
    os.kill(os.getpid(), signal.SIGSTOP)
    return found

if __name__ == "__main__":
    Store.due_links = once
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_what_was_looked_up_before_a_host_was_leased_is_looked_up_again(tmp_path: Path) -> None:
    with serve(SmallSite()) as site:
        for _ in range(12):
            site.publish()
        config, data = write_config(site, tmp_path / "config"), tmp_path / "data"
        definition = config / "sites" / "small.toml"
        definition.write_text(definition.read_text("utf-8").replace('every = "0 s"', 'every = "1 d"'), "utf-8")
        command = ("crawl", "small", "--config", config, "--data", data, "--allow-private")
        assert run(*command, "--limit", "1").status == 0
        program = tmp_path / "stops.py"
        program.write_text(STOPS_BEHIND_ITS_FIRST_LOOK, "utf-8")
        first = subprocess.Popen(
            [sys.executable, program, *command, "--share"], stderr=subprocess.DEVNULL, env=environment()
        )
        os.waitid(os.P_PID, first.pid, os.WSTOPPED)  # it knows what is due, and has no host yet
        assert run(*command, "--share").status == 0
        first.send_signal(signal.SIGCONT)
        assert first.wait(60) == 0
        stories = [path for path in site.asked if path.startswith("/2024")]
    assert len(stories) == len(set(stories)) == 12


@pytest.mark.slow
def test_who_has_lost_a_host_looks_up_the_links_of_all_its_sites_again(tmp_path: Path) -> None:
    with serve(SmallSite()) as site, serve(SmallSite()) as other:
        config, data = write_config(site, tmp_path / "config"), tmp_path / "data"
        definition = (
            (config / "sites" / "small.toml").read_text("utf-8").replace('delay = "0 s"', f'delay = "{DELAY} s"')
        )
        for name, each in (("small", site), ("other", other)):
            for _ in range(12):
                each.publish()
            (config / "sites" / f"{name}.toml").write_text(definition.replace(site.home, each.home), "utf-8")
        base = ("crawl", "small", "other", "--config", config, "--data", data, "--allow-private")
        assert run(*base, "--limit", "1").status == 0
        command = (*base, "--share", "--lease", LEASE)
        asked = len(site.asked)
        first = start(*command)
        site.wait_for(asked + 4)  # both sites have taken links from the queue
        first.send_signal(signal.SIGSTOP)
        assert run(*command).status == 0
        first.send_signal(signal.SIGCONT)
        assert first.wait(60) == 0
        first.communicate()
        stories = [(each.home, path) for each in (site, other) for path in each.asked if path.startswith("/2024")]
    assert len(set(stories)) == 24
    assert len(stories) - len(set(stories)) <= 1  # what was under way when the first one stood still


def test_who_wants_the_folder_for_itself_is_refused_while_others_share_it(tmp_path: Path) -> None:
    with serve(SmallSite()) as site:
        config, data = write_config(site, tmp_path / "config"), tmp_path / "data"
        base = ("crawl", "small", "--config", config, "--data", data, "--allow-private")
        site.answers[site.publish().path] = (503, {"Retry-After": "60"}, b"later")
        first = start(*base, "--share")
        site.wait_for(5)  # robots.txt, feed, front page, tdmrep.json, story: it waits for the story
        ended = run(*base)
        first.send_signal(signal.SIGTERM)
        first.communicate()
    assert ended.status == 3
    assert "is held by another run" in ended.err
