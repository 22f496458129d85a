"""docs/schedule.md and its files: what they show is so, what they call is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest

from scraper.cli.commands import SETTINGS, scraper
from scraper.due import Crawl, due
from scraper.site import parse_site
from scraper.timetable import Cron
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "schedule.md").read_text("utf-8")
EXAMPLES = ROOT / "docs" / "examples" / "schedule"
PROGRAM = "/usr/local/bin/scraper"
ROWS = re.findall(r"^\|(.*?)\| (\w+) \| (\d\d:\d\d) \| ([\w:]+) \| (.*) \|$", PAGE, re.MULTILINE)


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-01T{time}").replace(tzinfo=UTC)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_a_site_is_due_when_the_table_says(row: tuple[str, ...]) -> None:
    rules, end, now, then, _ = row
    table = tomllib.loads("\n".join(re.findall(r"`([^`]+)`", rules)))
    site = parse_site({"home": "https://x.org/", "schedule": table}, name="x")
    before = Crawl(started=at("10:00"), ended=None if end == "killed" else at("10:04"), end=end)  # type: ignore[arg-type]
    found = due(site, [before], next_link=None, now=at(now)).at
    assert (found <= at(now)) if then == "now" else (found == at(then))


def test_the_table_is_read() -> None:
    assert len(ROWS) == 6


def test_the_definition_that_is_shown_is_sound() -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    site = parse_site({"home": "https://x.org/", **tomllib.loads(shown)}, name="x")
    assert site.schedule.longest == timedelta(hours=3)


def parse(words: list[str]) -> None:
    """Let the command line's own parser read a command. Raises click's errors for what it does not know."""
    group: click.Command = scraper
    context = click.Context(scraper, info_name="scraper", **SETTINGS)
    while isinstance(group, click.Group):
        _, found, words = group.resolve_command(context, words)
        assert found is not None
        group = found
    group.make_context("scraper", [word for word in words if word != "SITE"], parent=context)


def commands() -> list[str]:
    texts = [PAGE, *(path.read_text("utf-8") for path in sorted(EXAMPLES.iterdir()))]
    found = re.findall(r"(?:^ {4}|\$ |`|bin/)(scraper (?:schedule|crawl)[\w ./=-]*)", "\n".join(texts), re.MULTILINE)
    lists = re.findall(r"\[(\"schedule\", .*?)\]", "\n".join(texts))
    return [re.split(" {2,}", line)[0] for line in found] + [f"scraper {text.replace(',', ' ')}" for text in lists]


@pytest.mark.parametrize("command", commands())
def test_a_command_that_is_shown_is_one(command: str) -> None:
    parse(shlex.split(command)[1:])


def test_commands_are_found() -> None:
    assert sum("schedule once" in command for command in commands()) >= 3


def test_lines_of_the_crontab_are_of_cron() -> None:
    lines = [line for line in (EXAMPLES / "crontab").read_text("utf-8").splitlines() if PROGRAM in line]
    (line,) = lines
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    assert Cron(" ".join(line.split()[:5])).after(begin, ZoneInfo("UTC")) == begin + timedelta(minutes=10)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
@pytest.mark.parametrize("unit", ["scraper.service", "scraper-once.timer"])
def test_units_are_what_systemd_knows(unit: str, tmp_path: Path) -> None:
    for path in EXAMPLES.glob("scraper*.*"):
        # What is to be started must be there: any program does.
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace(PROGRAM, "/bin/true"), "utf-8")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_the_timer_looks_every_ten_minutes() -> None:
    (moments,) = re.findall(r"^OnCalendar=(.*)$", (EXAMPLES / "scraper-once.timer").read_text("utf-8"), re.MULTILINE)
    ended = subprocess.run(["systemd-analyze", "calendar", moments], capture_output=True, text=True, check=False)
    assert "*-*-* *:00/10:00" in ended.stdout


def test_the_cronjob_is_one() -> None:
    yaml = pytest.importorskip("yaml")
    claim, job = yaml.safe_load_all((EXAMPLES / "kubernetes.yaml").read_text("utf-8"))
    assert [each["kind"] for each in (claim, job)] == ["PersistentVolumeClaim", "CronJob"]
    Cron(job["spec"]["schedule"])
    assert job["spec"]["concurrencyPolicy"] in ("Allow", "Forbid", "Replace")
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert volumes["data"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert set(mounts) == set(volumes)
    args = container["args"]
    assert args[args.index("--data") + 1] == mounts["data"]
    assert f"{args[args.index('--config') + 1]}/sites" == mounts["sites"]


def test_the_composed_service_is_built_from_the_file_beside_it() -> None:
    yaml = pytest.importorskip("yaml")
    service = yaml.safe_load((EXAMPLES / "compose.yaml").read_text("utf-8"))["services"]["scraper"]
    root = (EXAMPLES / service["build"]["context"]).resolve()
    assert root == ROOT
    assert (root / service["build"]["dockerfile"]).exists()
    assert service["init"] is True
