"""Two processes on one store: no host is asked by both at once, whoever stands still; the server's log tells."""

from __future__ import annotations

import json
import signal
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from scraper.store import open_store
from tests.cli.command import run, start
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
