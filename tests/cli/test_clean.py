"""`scraper clean`: every input ends as a record or as a line that names it."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from scraper.model import CleanedPage
from scraper.record import from_record
from tests.cli.command import Ended, Runner, environment, run, start
from tests.inputs.material import DUMP, Answer, warc

STORY = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{0}</title></head><body><article><h1>{0}</h1>"
    + "<p>After four dry months it rained on Tuesday, and the farmers of the valley stood in their fields to feel it.</p>"
    * 4
    + "</article></body></html>"
)


def story(title: str = "Rain ends the drought") -> bytes:
    return STORY.format(title).encode()


def records(ended: Ended) -> list[dict[str, Any]]:
    lines = ended.out.splitlines()
    for line in lines:
        assert isinstance(from_record(json.loads(line)), CleanedPage)
    return [json.loads(line) for line in lines]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with two good pages and an empty one."""
    (tmp_path / "a.html").write_bytes(story("First"))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(story("Second")))
    (tmp_path / "c.html").touch()
    (tmp_path / "style.css").touch()
    return tmp_path


def test_a_page_becomes_a_record_on_standard_output(scraper: Runner, folder: Path) -> None:
    ended = scraper("clean", folder / "a.html", "--url", "https://example.org/story/")

    (record,) = records(ended)
    assert ended.status == 0
    assert (record["id"], record["url"], record["site"]) == ("a", "https://example.org/story/", None)
    assert record["article"]["headline"] == "First"
    assert ended.err == "cleaned 1 page: 1 ok; by definition: 1 none\n"


def test_one_bad_input_is_named_and_the_others_are_done(scraper: Runner, folder: Path) -> None:
    ended = scraper("clean", folder, folder / "nothing.html")

    assert ended.status == 1
    assert [record["id"] for record in records(ended)] == ["a", "b"]
    assert ended.err.splitlines() == [
        f"scraper: {folder}/c.html: is empty",
        f"scraper: {folder}/nothing.html: cannot be read: no such file or directory",
        (
            "cleaned 2 pages: 2 ok; by definition: 2 none; passed over 1 thing: 1 other file; "
            "2 inputs of no use, named above"
        ),
    ]


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["a.html", "--url", "example.org"],
        ["a.html", "b.html.gz", "--url", "https://example.org/"],
        [".", "--url", "https://example.org/"],
        ["--manifest", "m.jsonl", "--url", "https://example.org/"],
        ["-", "-"],
        ["-", "--manifest", "-"],
        ["a.html", "--site", "nowhere"],
        ["a.html", "--config", "nothing"],
        ["a.html", "--config", "a.html"],
        ["a.html", "--workers", "-1"],
        ["a.html", "--workers", "many"],
    ],
)
def test_wrong_usage_is_status_2_and_brings_nothing(
    scraper: Runner, folder: Path, args: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    status, out, err = scraper("clean", *args)

    assert (status, out) == (2, "")
    assert "Traceback" not in err


class TestDefinitions:
    @pytest.fixture
    def config(self, tmp_path: Path) -> Path:
        """Make a config folder with a definition whose mark shows in the record."""
        (tmp_path / "config" / "sites").mkdir(parents=True)
        (tmp_path / "config" / "sites" / "a.org.toml").write_text(
            'home = "https://a.org/"\npublisher = "The A"\n\n[dump]\nsignature = "(c) The A"\nname = "The A"\n', "utf-8"
        )
        return tmp_path / "config"

    def site(self, ended: Ended) -> str | None:
        return records(ended)[0]["site"]  # type: ignore[no-any-return]

    def test_the_host_of_the_address_chooses(self, scraper: Runner, folder: Path, config: Path) -> None:
        page = folder / "a.html"
        for url, name in (("https://www.a.org/x", "a.org"), ("https://b.org/x", None)):
            assert self.site(scraper("clean", page, "--url", url, "--config", config)) == name

    def test_without_an_address_the_page_s_own_word_chooses(
        self, scraper: Runner, tmp_path: Path, config: Path
    ) -> None:
        page = tmp_path / "p.html"
        page.write_bytes(story().replace(b"<title>", b"<link rel='canonical' href='https://a.org/2026/rain/'><title>"))

        ended = scraper("clean", page, "--config", config)

        assert self.site(ended) == "a.org"
        assert records(ended)[0]["url"] is None

    def test_a_name_overrules_the_host(self, scraper: Runner, folder: Path, config: Path) -> None:
        page = folder / "a.html"
        address = ("--url", "https://b.org/", "--config", config)
        assert self.site(scraper("clean", page, "--site", "a.org", *address)) == "a.org"
        assert self.site(scraper("clean", page, "--site", "https://a.org/x/", *address)) == "a.org"

    def test_none_is_the_generic_cleaner_alone(self, scraper: Runner, folder: Path, config: Path) -> None:
        ended = scraper("clean", folder / "a.html", "--url", "https://a.org/", "--site", "none", "--config", config)
        assert self.site(ended) is None

        dump = folder / "d.txt"
        dump.write_bytes(DUMP + "\n© The A\n".encode())
        assert self.site(scraper("clean", dump, "--site", "none", "--config", config)) is None

    def test_a_dump_is_known_by_its_marks(self, scraper: Runner, tmp_path: Path, config: Path) -> None:
        dump = tmp_path / "d.txt"
        dump.write_bytes(
            b"October 21, 2021\n\n\nThe A\n\nA headline\n\n" + b"A story that is told. " * 30 + b"\n\n(c) The A\n"
        )

        assert self.site(scraper("clean", dump, "--config", config)) == "a.org"

    def test_a_wrong_definition_ends_the_command_before_the_first_page(
        self, scraper: Runner, folder: Path, config: Path
    ) -> None:
        (config / "sites" / "b.org.toml").write_text("home = 3\n", "utf-8")

        status, out, err = scraper("clean", folder, "--config", config)

        assert (status, out) == (2, "")
        assert err.startswith(f"scraper: {config}/sites/b.org.toml:1: home = 3: ")


class TestStreams:
    def test_standard_input_is_cleaned(self) -> None:
        ended = run("clean", "-", "--url", "https://example.org/", stdin=story())

        assert (ended.status, records(ended)[0]["id"]) == (0, "stdin")

    def test_a_warc_may_come_through_a_pipe(self) -> None:
        ended = run("clean", "-", stdin=warc([Answer("http://a.org/1", story()), Answer("http://a.org/2", story())]))

        first, second = records(ended)
        assert (first["url"], second["url"]) == ("http://a.org/1", "http://a.org/2")
        assert first["provenance"]["fetched_at"] == "2026-11-24T10:00:00+00:00"
        assert first["provenance"]["warc"]["offset"] < second["provenance"]["warc"]["offset"]

    def test_a_cut_warc_gives_its_whole_records_and_status_1(self, scraper: Runner, tmp_path: Path) -> None:
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(warc([Answer("http://a.org/1", story()), Answer("http://a.org/2", story())])[:-30])

        ended = scraper("clean", path)

        assert ended.status == 1
        assert [record["url"] for record in records(ended)] == ["http://a.org/1"]
        assert f"scraper: {path}: the record at byte " in ended.err

    def test_nothing_but_records_on_standard_output_and_no_progress_off_a_terminal(self, folder: Path) -> None:
        ended = run("clean", folder)

        assert len(records(ended)) == 2
        assert "\r" not in ended.err

    def test_the_reader_may_go_away(self, tmp_path: Path) -> None:
        for n in range(50):
            (tmp_path / f"{n}.html").write_bytes(story())
        process = start("clean", tmp_path)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert (process.wait(60), process.stderr.read()) == (141, b"")
        process.stderr.close()

    def test_odd_characters_of_a_page_reach_a_terminal_of_another_encoding(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_bytes(story("Märchen 昔々 \u2028 \U0001f327"))

        ended = run("clean", tmp_path / "a.html", env={"PYTHONIOENCODING": "ascii"})

        assert records(ended)[0]["article"]["headline"].startswith("Märchen 昔々")

    def test_a_file_whose_name_is_no_text_is_cleaned(self, tmp_path: Path) -> None:
        name = os.fsencode(tmp_path) + b"/\xff.html"
        Path(os.fsdecode(name)).write_bytes(story())

        ended = run("clean", name)

        assert (ended.status, records(ended)[0]["id"]) == (0, "\ufffd")

    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_a_stop_ends_in_its_status_and_whole_lines(
        self, tmp_path: Path, number: int, status: int, workers: str
    ) -> None:
        reader, writer = os.pipe()
        (tmp_path / "a.html").write_bytes(story())
        process = start("clean", tmp_path / "a.html", f"/dev/fd/{reader}", "--workers", workers, pass_fds=[reader])
        assert process.stdout is not None
        if workers == "1":
            first = process.stdout.readline()  # then it waits for a pipe that never ends
        else:
            first = b"{}"
            wait_until_reading(process)
        stop(process, number)
        rest, err = process.communicate(timeout=60)
        os.close(reader)
        os.close(writer)

        assert process.returncode == status
        assert json.loads(first) is not None
        assert all(json.loads(line) for line in rest.splitlines())
        assert err == b"scraper: stopped\n"


def stop(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal until it is heard: one that comes in the instant before a read begins is heard after it."""
    for _ in range(30):
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(2)
            return


def wait_until_reading(process: subprocess.Popen[bytes]) -> None:
    """Wait until the command has started its worker and reads the pipe."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(600):
        if len(children.read_text().split()) >= 2:  # the worker and multiprocessing's own helper
            return
        time.sleep(0.05)


class TestWorkers:
    def test_the_output_is_the_same_whatever_their_number(self, scraper: Runner, tmp_path: Path) -> None:
        for n in range(30):
            (tmp_path / f"{n:02}.html").write_bytes(story(f"Story {n}"))
        (tmp_path / "07.html").write_bytes(b"")

        alone, side_by_side = (scraper("clean", tmp_path, "--workers", n) for n in ("1", "2"))

        assert alone.out == side_by_side.out
        assert alone.status == side_by_side.status == 1
        assert len(records(alone)) == 29

    def test_a_worker_that_is_killed_costs_one_page(self, tmp_path: Path) -> None:
        code = (
            "import os, sys, scraper.inputs.cleaning as c\n"
            "whole = c.Cleaner.clean\n"
            "def clean(self, document):\n"
            "    if document.id == 'bad': os.kill(os.getpid(), 9)\n"
            "    return whole(self, document)\n"
            "c.Cleaner.clean = clean\n"
            "if __name__ == '__main__':\n"
            "    from scraper.cli import main\n"
            "    sys.exit(main())\n"
        )
        (tmp_path / "patched.py").write_text(code)  # spawned workers import it again, and are patched as well
        for name in ("a", "bad", "c"):
            (tmp_path / f"{name}.html").write_bytes(story())

        done = subprocess.run(
            [sys.executable, tmp_path / "patched.py", "clean", tmp_path, "--workers", "2"],
            env=environment(),
            capture_output=True,
            check=False,
        )

        assert done.returncode == 1
        assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "c"]
        assert b"bad.html: was not cleaned: its worker was killed by SIGKILL, perhaps for want of memory" in done.stderr


DIRTY = {
    "empty markup": b"<html><body></body></html>",
    "zeros": story().replace(b" ", b"\0 \0"),
    "unclosed": b"<html><body><div><p>Once <b>upon <i>a time" * 200,
    "a wrong charset": "<html><meta charset='utf-8'><body><p>Жили-были старик со старухой".encode("koi8-r") * 30,
    "an unknown charset": b"<html><meta charset='x-nothing'><body><p>Once upon a time" * 30,
    "deep": b"<html><body>" + b"<div>" * 100_000 + b"deep",
    "many attributes": b"<html><body><p " + b"a=1 " * 100_000 + b">text",
    "UTF-16": STORY.format("Wide").encode("utf-16"),
    "UTF-16 without its mark": STORY.format("Wide").encode("utf-16-le"),
    "only a script": b"<html><body><script>" + b"x=1;" * 10_000 + b"</script></body></html>",
    "JSON": b'{"a": 1}',
}


@pytest.mark.parametrize("content", DIRTY.values(), ids=DIRTY)
def test_whatever_a_page_is_made_of_it_ends_as_a_record_with_an_outcome(
    scraper: Runner, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.html").write_bytes(content)

    ended = scraper("clean", tmp_path / "a.html")

    assert ended.status == 0
    assert records(ended)[0]["outcome"]


def test_a_huge_page_is_a_record_in_bounded_time(scraper: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html><body>" + b"<p>Once upon a time.</p>\n" * 2_200_000)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<html>" + b"<p>" * 40_000_000, 1))
    (tmp_path / "c.txt").write_bytes(b"Once upon a time there was a line.\n" * 2_000_000)

    ended = scraper("clean", tmp_path)

    assert ended.status == 0
    assert [record["outcome"] for record in records(ended)] == ["too_large"] * 3


def test_any_bytes_under_any_name_end_without_a_traceback(scraper: Runner, tmp_path: Path) -> None:
    chance = random.Random(7)
    starts = [
        b"",
        story(),
        DUMP,
        gzip.compress(story()),
        warc([Answer("http://a.org/", story())]),
        b"\xff\xfe<\0",
        b"<html>",
    ]
    for n in range(120):
        name = f"{n}{chance.choice(['.html', '.htm', '.txt', '.txt.gz', '.html.gz', '.warc', '.warc.gz', ''])}"
        start_ = chance.choice(starts)
        noise = chance.randbytes(chance.choice([0, 3, 500]))
        (tmp_path / name).write_bytes(start_[: chance.randint(0, len(start_) + 50)] + noise)

    ended = scraper("clean", *sorted(tmp_path.iterdir()))

    assert ended.status == 1
    assert records(ended)
    assert "fault of scraper" not in ended.err
    assert "was not cleaned" not in ended.err
