"""Any WARC is read: every whole record counts, what cannot be used is named, memory stays small."""

from __future__ import annotations

import contextlib
import gzip
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.archive import Captured, Cut, page_of, read_warc
from scraper.errors import InputError
from scraper.model import Page
from tests.archive.material import HEAD, Foreign, exchange, open_archive

FORMS = [(packed, version) for packed in (True, False) for version in ("1.0", "1.1")]
BODY = b"<p>A page of somebody else</p>" * 30
HTML = ("Content-Type", "text/html")


def stream(data: bytes, name: str = "theirs.warc.gz") -> io.BytesIO:
    source = io.BytesIO(data)
    source.name = name
    return source


class Pipe(io.RawIOBase):
    """A stream that can only be read on."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)

    def seekable(self) -> bool:
        return False


def pages(items: Iterable[Captured | Cut]) -> list[Page]:
    found = [page_of(item) for item in items if isinstance(item, Captured)]
    return [page for page in found if page is not None]


def everything(*, packed: bool = True, version: str = "1.0") -> Foreign:
    """A file with records of every kind, three of them answers with a page."""
    file = Foreign(packed=packed, version=version)
    file.add("warcinfo", "", b"software: theirs\r\n", content_type="application/warc-fields")
    file.add("request", "https://a.example/1", b"GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n")
    file.add("response", "https://a.example/1", BODY, HTML)
    file.add("metadata", "https://a.example/1", b"fetchTimeMs: 7\r\n", content_type="application/warc-fields")
    packed_body = gzip.compress(BODY)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed_body), packed_body)
    codings = (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))
    file.add("response", "https://a.example/2", chunked, HTML, *codings)
    file.revisit("https://a.example/3")
    file.add("response", "https://a.example/4", BODY, HTML, *codings)  # codings undone, headers kept
    file.add("resource", "https://a.example/5", BODY, content_type="text/html")
    return file


@pytest.mark.parametrize(("packed", "version"), FORMS)
def test_every_answer_in_a_file_of_others_is_found(packed: bool, version: str) -> None:
    file = everything(packed=packed, version=version)
    found = list(read_warc(stream(file.data)))

    assert [page.url[-1] for page in pages(found)] == ["1", "2", "4", "5"]
    assert {page.body for page in pages(found)} == {BODY}
    assert {page.content_type for page in pages(found)} == {"text/html"}
    assert {page.fetched_at for page in pages(found)} == {datetime(2021, 10, 21, 9, 30, tzinfo=UTC)}
    places = [item.place for item in found if isinstance(item, Captured)]
    assert [place.offset for place in places] == [file.starts[n] for n in (2, 4, 6, 7)]
    assert {place.file for place in places} == {"theirs.warc.gz"}
    assert [(place.payload_digest or "none")[:7] for place in places] == ["sha256:"] * 3 + ["none"]


def test_a_file_packed_as_a_whole_is_read(tmp_path: Path) -> None:
    path = tmp_path / "whole.warc.gz"
    path.write_bytes(everything(packed=False).packed_as_a_whole)

    assert [page.url[-1] for page in pages(read_warc(path))] == ["1", "2", "4", "5"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_pipe_is_read(packed: bool) -> None:
    assert len(pages(read_warc(Pipe(everything(packed=packed).data)))) == 4  # type: ignore[arg-type]


def test_other_kinds_of_records_come_when_asked_for() -> None:
    found = list(read_warc(stream(everything().data), kinds={"request", "revisit"}))

    assert [item.record.kind for item in found if isinstance(item, Captured)] == ["request", "revisit"]


@pytest.mark.parametrize(("packed", "version"), FORMS)
def test_a_file_cut_anywhere_in_its_last_record_gives_all_before(packed: bool, version: str) -> None:
    file = everything(packed=packed, version=version)
    last = file.starts[-1]
    blank = 0 if packed else 4  # the line ends behind a record of a plain file are not part of it
    for size in range(last + 1, len(file.data) - blank):
        found = list(read_warc(stream(file.data[:size])))

        assert [page.url[-1] for page in pages(found)] == ["1", "2", "4"], size
        (cut,) = [item for item in found if isinstance(item, Cut)]
        assert (cut.file, cut.offset, cut.at_end) == ("theirs.warc.gz", last, True), size
        assert str(cut) == f"theirs.warc.gz: the record at byte {last} is cut off"
    for size in range(len(file.data) - blank, len(file.data) + 1):
        assert len(pages(read_warc(stream(file.data[:size])))) == 4


def test_a_file_packed_as_a_whole_and_cut_gives_all_before() -> None:
    whole = everything(packed=False).packed_as_a_whole
    counts = set()
    for size in range(40, len(whole), 7):
        found = list(read_warc(stream(whole[:size])))
        assert isinstance(found[-1], Cut)
        assert found[-1].at_end
        assert [page.url[-1] for page in pages(found)] == ["1", "2", "4", "5"][: len(pages(found))]
        counts.add(len(pages(found)))
    assert counts >= {0, 2, 3}


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=40))
def test_damage_to_one_record_costs_one_record(at: int, rubbish: bytes) -> None:
    file = everything()
    start, end = file.starts[4], file.starts[5]
    at = start + at % (end - start)
    damaged = file.data[:at] + rubbish + file.data[min(at + len(rubbish), end) :]
    found = list(read_warc(stream(damaged)))

    assert [page.url[-1] for page in pages(found)] in (["1", "4", "5"], ["1", "2", "4", "5"])
    if len(pages(found)) == 3:
        assert [item.offset for item in found if isinstance(item, Cut)][0] >= start  # noqa: RUF015


def test_a_plain_file_goes_on_behind_rubbish() -> None:
    file = everything(packed=False)
    at = file.starts[4]
    found = list(read_warc(stream(file.data[:at] + b"rubbish\r\nmore rubbish " * 9000 + b"\r\n" + file.data[at:])))

    assert len(pages(found)) == 4
    assert [(item.offset, item.reason) for item in found if isinstance(item, Cut)] == [(at, "is damaged")]


@pytest.mark.parametrize("length", ["", "-1", "many", "²", "9" * 5000])
def test_a_record_that_does_not_say_how_long_it_is_costs_itself(length: str) -> None:
    file = everything(packed=False)
    wrong = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n".encode()
    found = list(read_warc(stream(file.data[: file.starts[4]] + wrong + file.data[file.starts[4] :])))

    assert len(pages(found)) == 4
    (cut,) = [item for item in found if isinstance(item, Cut)]
    assert cut.reason == "does not say how long it is"


def test_a_record_that_is_too_large_is_passed_over_and_named() -> None:
    file = Foreign().add("response", "https://a.example/1", BODY, HTML)
    file.add("response", "https://a.example/large", b"x" * 10**6, HTML)
    file.add("response", "https://a.example/3", BODY, HTML)
    found = list(read_warc(stream(file.data), limit=10_000))

    assert [page.url[-1] for page in pages(found)] == ["1", "3"]
    (cut,) = [item for item in found if isinstance(item, Cut)]
    assert cut.offset == file.starts[1]
    assert cut.reason == "is larger than 10000 bytes (https://a.example/large)"


def test_a_page_is_unpacked_to_the_limit_only() -> None:
    file = Foreign().add("response", "https://a.example/", gzip.compress(b"x" * 10**6), ("Content-Encoding", "gzip"))
    (found,) = read_warc(stream(file.data))
    assert isinstance(found, Captured)
    page = page_of(found, limit=1000)

    assert page is not None
    assert page.body == b"x" * 1000


def test_records_that_hold_no_web_page_are_none() -> None:
    file = Foreign().add("resource", "dns:a.example", b"a.example. IN A 192.0.2.1", content_type="text/dns")
    raw = b"WARC/1.0\r\nWARC-Type: Response\r\nWARC-Target-URI: <dns:a.example>\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
    found = list(read_warc(stream(raw)))

    assert len(pages(read_warc(stream(file.data)))) == 1
    assert isinstance(found[0], Captured)
    assert (found[0].url, found[0].fetched_at, page_of(found[0])) == ("dns:a.example", None, None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"<html>a page</html>\n" * 9000, "is no WARC"),
        (gzip.compress(b"<html>a page</html>\n" * 9000), "is no WARC"),
        (b"%PDF-1.7\n", "is no WARC"),
        (bytes(100_000), "is no WARC"),
        (b"WARC/1.0 is a format\n", "is no WARC"),
    ],
    ids=["empty", "text", "packed text", "PDF", "zeros", "a text about WARC"],
)
def test_a_file_that_is_no_warc_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(data)

    with pytest.raises(InputError, match=reason) as caught:
        list(read_warc(path))
    assert caught.value.name == str(path) or caught.value.name == path.name


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        list(read_warc(tmp_path / "gone.warc"))
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        list(read_warc(tmp_path))


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    whole = Foreign().add("response", "https://a.example/", BODY, HTML).data
    for source in (data, b"WARC/1.0\r\n" + data, b"\x1f\x8b\x08" + data, whole[: len(data)] + data):
        with contextlib.suppress(InputError):
            list(read_warc(stream(source)))
    assert isinstance(next(read_warc(stream(whole + data))), Captured)


def test_a_file_whose_first_record_is_damaged_gives_the_others() -> None:
    data = everything().data
    found = list(read_warc(stream(b"\x1f\x8b\x08" + bytes(40) + data)))

    assert len(pages(found)) == 4
    assert [(item.offset, item.reason) for item in found if isinstance(item, Cut)] == [(0, "is damaged")]


def test_our_own_files_are_read_like_those_of_others(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        places = [archive.write(exchange(n)) for n in range(3)]
        (path,) = archive.files()
        assert [item.place for item in read_warc(path) if isinstance(item, Captured)] == places
        assert pages(read_warc(path)) == [archive.read(place) for place in places]


def test_an_exchange_is_read_without_an_archive() -> None:
    page = page_of(exchange(1))

    assert page is not None
    assert (page.url, page.status, page.place) == ("https://news.example/1", 200, None)
    assert page.body == exchange(1).response.removeprefix(HEAD)
