"""`scraper crawl` and `scraper reclean` as processes: streams, statuses, stops, kills, locks."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from scraper.archive import Captured, read_warc
from scraper.crawl.cleaners import MANY
from scraper.store import hold, make_folder, open_store
from tests.cli.command import run, start
from tests.conftest import ROOT
from tests.crawl.site import SmallSite

CASSETTE = ROOT / "cassettes" / "wp-a.test" / "crawl.warc.gz"
REPLAY = ("crawl", "wp-a.test", "--replay", CASSETTE, "--limit", "60")


BESIDE = pytest.mark.parametrize("beside", [False, True], ids=["alone", "with processes beside"])


def write_config(small: SmallSite, folder: Path, *, beside: bool = False) -> Path:
    """Write the small site's definition as a user would; `beside`: with so many hosts that processes clean beside the crawl."""
    hosts = [f"www{number}.example" for number in range(MANY)] if beside else []
    (folder / "sites").mkdir(parents=True, exist_ok=True)
    (folder / "sites" / "small.toml").write_text(
        f'home = "{small.home}"\nhosts = {hosts}\n'
        '[discover]\nfeeds = "/feed/"\nlistings = "/"\nnext = "a.next"\npages = 50\narticle = \'^/\\d{4}/\'\nevery = "0 s"\n'
        '[fetch]\ndelay = "0 s"\n[page]\narticle = "body.single"\nlisting = "body.list"\n'
        '[article]\nheadline = "h1"\nbody = ".text"\n'
        '[teasers.listing]\non = "listing"\nkind = "listing"\nwithin = "main"\nitem = "article"\ntitle = "h2"\n',
        "utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("replayed") / "data"
    ended = run(*REPLAY, "--data", data)
    assert ended.status == 0, ended.err
    assert ended.out == ""
    assert "60 articles" in ended.err
    assert "scraper export" in ended.err
    return data


def test_the_recorded_aggregator_gives_sixty_articles_with_their_teasers(replayed: Path, tmp_path: Path) -> None:
    output = tmp_path / "news.jsonl"
    assert run("export", "--data", replayed, "--output", output).status == 0
    records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    articles = [record for record in records if record["page_type"] == "article"]
    assert len(articles) == 60
    assert all(
        record["article"]["headline"] and record["article"]["authors"] and record["article"]["published"]
        for record in articles
    )
    assert all(sum(item["kind"] == "read_more" for item in record["related"]) == 20 for record in articles)


@pytest.mark.slow
def test_two_replays_export_the_same_data(replayed: Path, tmp_path: Path) -> None:
    assert run(*REPLAY, "--data", tmp_path / "again").status == 0
    exports = []
    for data in (replayed, tmp_path / "again"):
        output = tmp_path / f"{data.parent.name}.jsonl"
        assert run("export", "--data", data, "--output", output).status == 0
        records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
        for record in records:
            record["id"] = record["provenance"]["warc"] = None
        exports.append(records)
    assert exports[0] == exports[1]


@pytest.mark.slow
def test_cleaning_again_gives_the_same_bytes(replayed: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    assert run("export", "--data", replayed, "--output", before).status == 0
    ended = run("reclean", "--data", replayed)
    assert ended.status == 0
    assert "0 records changed" in ended.err
    assert run("export", "--data", replayed, "--output", after).status == 0
    assert before.read_bytes() == after.read_bytes()


def test_a_quiet_run_says_that_there_was_nothing_new(small: SmallSite, tmp_path: Path) -> None:
    small.publish()
    config = write_config(small, tmp_path / "config")
    crawl = ("crawl", "small", "--config", config, "--data", tmp_path / "data", "--allow-private")
    assert "1 article" in run(*crawl).err
    again = run(*crawl)
    assert again.status == 0
    assert "0 articles" in again.err
    assert "1 not_modified" in again.err
    assert "next: scraper status --data" in again.err


def test_a_list_of_addresses_is_asked_for_and_its_bad_lines_are_named(small: SmallSite, tmp_path: Path) -> None:
    stories = [small.publish() for _ in range(7)]
    config = write_config(small, tmp_path / "config")
    (config / "sites" / "small.toml").write_text(f'home = "{small.home}"\n[fetch]\ndelay = "0 s"\n', "utf-8")
    names = [small.home.rstrip("/") + stories[1].path, "# no story", "https://other.example/a", "see below"]
    (tmp_path / "urls.txt").write_text("\n".join(names), "utf-8")
    ended = run(
        "crawl",
        "small",
        "--config",
        config,
        "--data",
        tmp_path / "data",
        "--urls",
        tmp_path / "urls.txt",
        "--allow-private",
    )
    assert ended.status == 1
    assert "urls.txt:3: is on the host of no site that is crawled: https://other.example/a" in ended.err
    assert "urls.txt:4: is no address: see below" in ended.err
    assert small.counts()[stories[1].path] == 1


def test_a_second_process_on_the_same_data_is_refused(replayed: Path) -> None:
    with hold(replayed, command="another crawl"):
        ended = run(*REPLAY, "--data", replayed)
    assert ended.status == 3
    assert ended.err.count("\n") == 1
    assert "another crawl" in ended.err


@BESIDE
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 143, marks=pytest.mark.slow)]
)
def test_a_stop_saves_its_state_and_the_next_run_goes_on(
    small: SmallSite, tmp_path: Path, number: signal.Signals, status: int, beside: bool
) -> None:
    for _ in range(40):
        small.publish()
    config, data = write_config(small, tmp_path / "config", beside=beside), tmp_path / "data"
    crawl = ("crawl", "small", "--config", config, "--data", data, "--allow-private")
    process = start(*crawl)
    small.wait_for(12)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert b"stopped, state saved" in err
    assert run(*crawl).status == 0
    with open_store(data, read_only=True) as store:
        assert sum(json.loads(line)["page_type"] == "article" for line in store.records()) == 40


def test_processes_beside_come_to_the_same_and_end_with_a_crawl_that_is_killed(
    small: SmallSite, tmp_path: Path
) -> None:
    for _ in range(20):
        small.publish()
    config = write_config(small, tmp_path / "config", beside=True)
    crawl = ("crawl", "small", "--config", config, "--allow-private", "--data")
    process = start(*crawl, tmp_path / "data")
    small.wait_for(12)
    process.kill()
    process.communicate(timeout=30)  # its streams end with the last process that holds them
    assert run(*crawl, tmp_path / "data").status == 0
    write_config(small, config)
    assert run(*crawl, tmp_path / "alone").status == 0
    beside, alone = (stories(tmp_path / name) for name in ("data", "alone"))
    assert beside == alone


def stories(data: Path) -> dict[str, tuple[str, str]]:
    """Return kind and headline of what is stored, by address."""
    with open_store(data, read_only=True) as store:
        pages = list(store.pages())
    return {page.url or "": (page.page_type, page.article.headline or "" if page.article else "") for page in pages}


@pytest.mark.slow
@BESIDE
def test_kills_lose_nothing_and_double_nothing(small: SmallSite, tmp_path: Path, beside: bool) -> None:
    for _ in range(60):
        small.publish()
    config, data = write_config(small, tmp_path / "config", beside=beside), tmp_path / "data"
    crawl = ("crawl", "small", "--config", config, "--data", data, "--allow-private")
    rng = random.Random(7)
    for _ in range(15):
        process = start(*crawl, stderr=subprocess.DEVNULL)
        small.wait_for(len(small.asked) + rng.randrange(1, 9))
        process.kill()
        process.communicate()
    assert run(*crawl).status == 0
    with open_store(data, read_only=True) as store:
        urls = [json.loads(line)["url"] for line in store.records()]
        known = {(item.capture.file, item.capture.offset) for item in store.captures()}
    assert len(urls) == len(set(urls)) == 60 + 12
    found = {(path.name, item.place.offset) for path in (data / "archive").iterdir() for item in whole(path)}
    assert found == known
    asked = [number for path, number in small.counts().items() if path.startswith("/2024")]
    assert sum(asked) - len(asked) <= 15  # what was on its way when the kill came


def whole(path: Path) -> list[Captured]:
    items = list(read_warc(path))
    assert [str(item) for item in items if not isinstance(item, Captured)] == []
    return [item for item in items if isinstance(item, Captured)]


def test_private_addresses_are_refused_without_leave(small: SmallSite, tmp_path: Path) -> None:
    config = write_config(small, tmp_path / "config")
    ended = run("crawl", "small", "--config", config, "--data", tmp_path / "data")
    assert ended.status == 0
    assert "2 guarded" in ended.err
    assert "--allow-private" in ended.err
    assert small.asked == []


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (("crawl", "nowhere.example"), 2, "no site 'nowhere.example'"),
        (("crawl", "wp-a.test", "--limit", "0"), 2, "--limit"),
        (("crawl", "wp-a.test", "--replay", "nothing.warc.gz"), 1, "nothing.warc.gz"),
        (("crawl", "wp-a.test", "--replay", "pyproject.toml"), 1, "pyproject.toml"),
        (("crawl", "wp-a.test", "--config", "nowhere"), 2, "nowhere"),
        (("reclean",), 4, "data"),
    ],
)
def test_what_cannot_work_is_said_in_one_line(args, status, message, tmp_path: Path) -> None:
    if "pyproject.toml" in args:
        (tmp_path / "pyproject.toml").write_text("[project]\n")
    ended = run(*args, cwd=tmp_path)
    assert ended.status == status
    assert message in ended.err
    assert "Traceback" not in ended.err


def test_a_newer_store_is_left_alone(replayed: Path, tmp_path: Path) -> None:
    import sqlite3

    make_folder(tmp_path / "data")
    with sqlite3.connect(tmp_path / "data" / "store.sqlite") as connection:
        connection.execute("CREATE TABLE schema_versions (version INTEGER, made_at TEXT, made_by TEXT)")
        connection.execute("INSERT INTO schema_versions VALUES (99, '2030-01-01', 'scraper/9')")
    connection.close()
    before = (tmp_path / "data" / "store.sqlite").read_bytes()
    ended = run(*REPLAY, "--data", tmp_path / "data")
    assert ended.status == 4
    assert "newer" in ended.err
    assert (tmp_path / "data" / "store.sqlite").read_bytes() == before


@pytest.mark.slow
def test_a_disk_without_room_ends_the_run_and_damages_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    ended = run(*REPLAY, "--data", data, preexec_fn=no_room)
    assert ended.status == 4
    assert ended.err.count("\n") == 1
    assert "room" in ended.err or "large" in ended.err
    kept = sum(len(whole(path)) for path in (data / "archive").iterdir())
    assert kept > 2
    ended = run(*REPLAY, "--data", data)
    assert ended.status == 0, ended.err
    with open_store(data, read_only=True) as store:
        assert sum(json.loads(line)["page_type"] == "article" for line in store.records()) >= 60
