"""Folders, WARCs and manifests: every thing in them is a document, counted, or named."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import InputError
from scraper.inputs import Document, Event, PassedOver, read_inputs
from scraper.model import WarcPlace
from tests.inputs.material import DUMP, PAGE, Answer, warc


def documents(events: list[Event]) -> list[Document]:
    return [event for event in events if isinstance(event, Document)]


def faults(events: list[Event]) -> list[str]:
    return [str(event) for event in events if isinstance(event, InputError)]


def passed(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.name, event.reason) for event in events if isinstance(event, PassedOver)]


class TestFolders:
    def test_pages_come_sorted_from_all_levels(self, tmp_path: Path) -> None:
        for name in ("b.html", "a/z.html.gz", "a/y/x.txt", "c.HTM", "a.txt", "d.html/inner.html"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(PAGE)

        found = documents(list(read_inputs([str(tmp_path)])))

        names = [os.path.relpath(document.name, tmp_path) for document in found]
        assert names == ["a/y/x.txt", "a/z.html.gz", "a.txt", "b.html", "c.HTM", "d.html/inner.html"]

    def test_what_is_no_page_is_counted_by_what_it_is(self, tmp_path: Path) -> None:
        for name in ("a.html", "style.css", ".hidden.html", ".git/x.html"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(PAGE)
        (tmp_path / "circle").symlink_to(tmp_path)
        os.mkfifo(tmp_path / "pipe.html")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(tmp_path / "socket.html"))
            events = list(read_inputs([str(tmp_path)]))

        assert len(documents(events)) == 1
        assert faults(events) == []
        assert passed(events) == [
            (f"{tmp_path}/.git", "hidden"),
            (f"{tmp_path}/.hidden.html", "hidden"),
            (f"{tmp_path}/circle", "link to a folder"),
            (f"{tmp_path}/pipe.html", "no plain file"),
            (f"{tmp_path}/socket.html", "no plain file"),
            (f"{tmp_path}/style.css", "other file"),
        ]

    def test_a_link_to_a_file_is_followed_and_one_to_nowhere_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_bytes(PAGE)
        (tmp_path / "b.html").symlink_to("a.html")
        (tmp_path / "c.html").symlink_to("nowhere")
        (tmp_path / "d.html").symlink_to("d.html")

        events = list(read_inputs([str(tmp_path)]))

        assert [document.id for document in documents(events)] == ["a", "b"]
        assert [line.rpartition("/")[2] for line in faults(events)] == [
            "c.html: cannot be read: no such file or directory",
            "d.html: cannot be read: too many levels of symbolic links",
        ]

    def test_one_bad_file_does_not_end_the_others(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_bytes(b"")
        (tmp_path / "b.html").write_bytes(PAGE)

        events = list(read_inputs([str(tmp_path), str(tmp_path / "nothing"), str(tmp_path / "b.html")]))

        assert [document.id for document in documents(events)] == ["b", "b"]
        assert len(faults(events)) == 2

    def test_a_folder_with_nothing_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "inner").mkdir()
        assert faults(list(read_inputs([str(tmp_path)]))) == [f"{tmp_path}: holds no page"]

        (tmp_path / "inner" / "a.css").touch()
        (tmp_path / "inner" / "b.css").touch()
        assert faults(list(read_inputs([str(tmp_path)]))) == [f"{tmp_path}: holds no page (passed over: 2 other file)"]


class TestWarcs:
    @pytest.mark.parametrize("packed", [True, False])
    def test_pages_of_a_warc_come_with_address_time_and_place(self, tmp_path: Path, packed: bool) -> None:
        path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
        path.write_bytes(
            warc([Answer("http://a.org/1"), Answer("http://a.org/2", type="text/html; charset=koi8-r")], gzip=packed)
        )

        first, second = documents(list(read_inputs([str(path)])))

        assert (first.url, second.url) == ("http://a.org/1", "http://a.org/2")
        assert (first.id, second.id) == ("urn:test:0", "urn:test:1")
        assert (first.charset, second.charset) == ("utf-8", "koi8-r")
        assert first.fetched_at == "2026-11-24T10:00:00+00:00"
        assert isinstance(first.place, WarcPlace)
        assert first.place.file == path.name
        assert first.name == f"{path} at byte {first.place.offset}"
        assert first.body == PAGE

    def test_an_answer_without_a_record_id_is_known_by_its_place(self, tmp_path: Path) -> None:
        path = tmp_path / "crawl.warc"
        path.write_bytes(warc([Answer("http://a.org/")], gzip=False).replace(b"WARC-Record-ID", b"WARC-Record-XY"))

        (document,) = documents(list(read_inputs([str(path)])))

        assert document.place is not None
        assert document.id == f"crawl@{document.place.offset}"

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (Answer("http://a.org/", status="404 Not Found"), "status 404"),
            (Answer("http://a.org/", status="301 Moved"), "status 301"),
            (Answer("http://a.org/", status="500 Error"), "status 500"),
            (Answer("http://a.org/", type="image/png"), "image/png"),
            (Answer("http://a.org/", type="text/plain"), "text/plain"),
            (Answer("http://a.org/", b"no page", type=None), "no media type"),
            (Answer("http://a.org/", b""), "empty answer"),
            (Answer("http://a.org/", b"%PDF-1.4"), "is a PDF"),
            (Answer("http://a.org/", bytes(range(256)) * 9, coding="x-odd"), "content coding x-odd not undone"),
        ],
    )
    def test_an_answer_that_is_no_page_is_counted_by_its_reason(
        self, tmp_path: Path, answer: Answer, reason: str
    ) -> None:
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(warc([answer, Answer("http://a.org/ok")]))

        events = list(read_inputs([str(path)]))

        assert [what for _, what in passed(events)] == [reason]
        assert [document.url for document in documents(events)] == ["http://a.org/ok"]
        assert faults(events) == []

    @pytest.mark.parametrize("type", [None, "", "application/octet-stream", "application/xhtml+xml", "TEXT/HTML"])
    def test_a_media_type_that_says_nothing_leaves_it_to_the_content(self, tmp_path: Path, type: str | None) -> None:  # noqa: A002
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(warc([Answer("http://a.org/", type=type)]))

        assert len(documents(list(read_inputs([str(path)])))) == 1

    def test_the_content_coding_of_an_answer_is_undone(self, tmp_path: Path) -> None:
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(warc([Answer("http://a.org/", gzip.compress(PAGE), coding="gzip")]))

        assert documents(list(read_inputs([str(path)])))[0].body == PAGE

    @pytest.mark.parametrize("packed", [True, False])
    @pytest.mark.parametrize("cut", [1, 5, 40, 300])
    def test_of_a_cut_warc_all_whole_records_are_used_and_the_cut_one_is_named(
        self, tmp_path: Path, packed: bool, cut: int
    ) -> None:
        path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
        whole = warc([Answer(f"http://a.org/{n}") for n in range(3)], gzip=packed)
        path.write_bytes(whole[: len(whole) - cut - 4])

        events = list(read_inputs([str(path)]))

        assert [document.url for document in documents(events)] == ["http://a.org/0", "http://a.org/1"]
        (line,) = faults(events)
        assert line.startswith(f"{path}: the record at byte ")
        assert line.endswith("is cut off")

    def test_a_warc_without_a_page_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(warc([Answer("http://a.org/", status="404 Not Found")]))

        assert faults(list(read_inputs([str(path)]))) == [f"{path}: holds no page (passed over: 1 status 404)"]

    @pytest.mark.parametrize("packed", [True, False])
    def test_a_warc_on_standard_input_and_under_another_name_is_recognised(self, tmp_path: Path, packed: bool) -> None:
        content = warc([Answer("http://a.org/")], gzip=packed)
        (tmp_path / "crawl").write_bytes(content)
        reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as stream:
            stream.write(content)

        with os.fdopen(reader, "rb") as pipe:
            (piped,) = documents(list(read_inputs(["-"], stdin=pipe)))
        (named,) = documents(list(read_inputs([str(tmp_path / "crawl")])))

        assert piped.url == named.url == "http://a.org/"
        assert piped.place is not None
        assert piped.place.file == "-"

    def test_one_address_for_a_whole_warc_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(warc([Answer("http://a.org/")]))

        (line,) = faults(list(read_inputs([str(path)], url="http://b.org/")))

        assert line.endswith("is a WARC, whose pages have addresses and ids of their own")


def manifest(folder: Path, *lines: object) -> str:
    path = folder / "pages.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return str(path)


class TestManifests:
    def test_a_line_names_a_page_beside_the_manifest(self, tmp_path: Path) -> None:
        (tmp_path / "html").mkdir()
        (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(PAGE))
        (tmp_path / "b.txt").write_bytes(DUMP)
        path = manifest(
            tmp_path,
            {"id": "one", "path": "html/a.html.gz", "url": "https://a.org/1", "sha256": "…"},
            {"id": 2, "path": str(tmp_path / "b.txt"), "url": None},
            {"path": "b.txt"},
        )

        found = documents(list(read_inputs([], manifest=path)))

        assert [(page.id, page.url, page.kind) for page in found] == [
            ("one", "https://a.org/1", "html"),
            ("2", None, "dump"),
            ("b", None, "dump"),
        ]

    def test_a_mark_and_blank_lines_do_not_matter(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_bytes(PAGE)
        path = manifest(tmp_path, '\ufeff{"path": "a.html"}\r', "", "  ", '{"path": "a.html"}')

        events = list(read_inputs([], manifest=path))

        assert len(documents(events)) == len(events) == 2

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("no json", 'is no JSON object such as {"id": "a1", "path": "a1.html", "url": "https://…"}'),
            ("[" * 100_000, 'is no JSON object such as {"id": "a1", "path": "a1.html", "url": "https://…"}'),
            ("[1]", "is JSON, but no object"),
            ("{}", '"path" is missing'),
            ('{"path": ""}', '"path" is missing'),
            ('{"path": 3}', '"path" is no text'),
            ('{"path": "a.html", "id": [1]}', '"id" is neither text nor number'),
            ('{"path": "a.html", "id": true}', '"id" is neither text nor number'),
            ('{"path": "a.html", "url": "a.org"}', '"url" is no http(s) address: a.org'),
            ('{"path": "a.html", "url": 5}', '"url" is no http(s) address: 5'),
            (r'{"path": "\ud800.html"}', '"path" is no path of a file'),
        ],
    )
    def test_a_faulty_line_is_named_with_its_number_and_the_others_count(
        self, tmp_path: Path, line: str, reason: str
    ) -> None:
        (tmp_path / "a.html").write_bytes(PAGE)
        path = manifest(tmp_path, {"path": "a.html"}, line, {"path": "a.html"})

        events = list(read_inputs([], manifest=path))

        assert len(documents(events)) == 2
        assert faults(events) == [f"{path}:2: {reason}"]

    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("nothing.html", "cannot be read: no such file or directory"),
            ("a\0b.html", "is no path of a file"),
            (".", "cannot be read: is a directory"),
            ("crawl.warc", "is a WARC, whose pages have addresses and ids of their own"),
        ],
    )
    def test_a_page_that_is_of_no_use_is_named(self, tmp_path: Path, path: str, reason: str) -> None:
        (tmp_path / "crawl.warc").write_bytes(warc([Answer("http://a.org/")], gzip=False))

        (line,) = faults(list(read_inputs([], manifest=manifest(tmp_path, {"path": path}))))

        assert line.endswith(reason)

    def test_a_manifest_that_cannot_be_read_or_is_none_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "empty").touch()
        (tmp_path / "long").write_bytes(b"x" * 1_100_000)

        assert faults(list(read_inputs([], manifest=str(tmp_path / "empty")))) == [f"{tmp_path}/empty: is empty"]
        assert "longer than" in faults(list(read_inputs([], manifest=str(tmp_path / "long"))))[0]
        assert "no such file" in faults(list(read_inputs([], manifest=str(tmp_path / "nothing"))))[0]
        assert "is a directory" in faults(list(read_inputs([], manifest=str(tmp_path))))[0]

    def test_a_manifest_on_standard_input_is_relative_to_the_working_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.html").write_bytes(PAGE)
        monkeypatch.chdir(tmp_path)

        events = list(read_inputs([], manifest="-", stdin=io.BytesIO(b'{"path": "a.html"}')))

        assert len(documents(events)) == 1
        assert faults(list(read_inputs([], manifest="-"))) == ["standard input: is closed"]

    @given(st.lists(st.text() | st.from_regex(r'\{"(path|id|url)": ?("[a-z./:\\]*"|[0-9]*|null)\}'), max_size=4))
    def test_any_lines_come_to_something(self, tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
        path = tmp_path_factory.getbasetemp() / "any.jsonl"
        path.write_text("\n".join(lines), "utf-8", errors="replace")

        assert all(isinstance(event, Document | InputError) for event in read_inputs([], manifest=str(path)))
