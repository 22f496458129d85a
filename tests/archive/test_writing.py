"""What an archive writes is WARC as the standard has it, and comes back byte by byte."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from scraper.archive import records
from scraper.errors import InputError, LockedError
from scraper.model import Exchange, WarcPlace
from tests.archive.material import HEAD, START, check, exchange, kept, open_archive

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"


def test_an_exchange_comes_back_as_it_was(tmp_path: Path) -> None:
    body = gzip.compress(b"<p>page</p>")
    answer = CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    with open_archive(tmp_path) as archive:
        place = archive.write(exchange(1, response=answer))
        page = archive.read(place)

        assert [(place, exchange(1, response=answer))] == list(archive.after({}))
    assert (page.url, page.status, page.body, page.fetched_at, page.place) == (
        "https://news.example/1",
        200,
        b"<p>page</p>",
        START + timedelta(seconds=1),
        place,
    )


def test_an_exchange_is_on_the_disk_in_one_piece_when_its_place_is_known(tmp_path: Path, disk: list[str]) -> None:
    with open_archive(tmp_path) as archive:
        disk.clear()
        archive.write(exchange(1))
        assert disk == ["write", "sync"]


def test_the_fields_own_tool_finds_nothing_wrong(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        for number in range(3):
            archive.write(exchange(number))
        (path,) = archive.files()

    check(path)
    with path.open("rb") as stream:
        records = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(stream, no_record_parse=True)]
    assert [kind for kind, _ in records] == ["warcinfo", *["request", "response"] * 3]
    ids = [headers.get_header("WARC-Record-ID") for _, headers in records]
    assert len(set(ids)) == 7
    request, response = records[1][1], records[2][1]
    assert response.get_header("WARC-Concurrent-To") == ids[1]
    assert {headers.get_header("WARC-Warcinfo-ID") for _, headers in records[1:]} == {ids[0]}
    for headers in (request, response):
        assert headers.protocol == "WARC/1.1"
        assert headers.get_header("WARC-Target-URI") == "https://news.example/0"
        assert headers.get_header("WARC-Date") == "2026-11-24T12:00:00.123456Z"
        assert headers.get_header("WARC-IP-Address") == "192.0.2.7"


def test_the_head_of_a_file_says_who_wrote_it(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        (path,) = archive.files()

    info = gzip.decompress(path.read_bytes()).decode()
    assert f"WARC-Filename: {path.name}" in info
    assert "operator: mailto:desk@news.example" in info
    assert "http-header-user-agent: scraper/0.1 (+mailto:desk@news.example)" in info
    assert "software: scraper/0.1\r\n" in info
    assert "robots: obey" in info


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.write(exchange(1))
        (path,) = archive.files()

    engine = zlib.decompressobj(31)
    record = engine.decompress(path.read_bytes()[place.offset :])
    assert record.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
    assert record.endswith(exchange(1).response + b"\r\n\r\n")
    assert engine.eof
    assert engine.unused_data == b""


@given(
    st.sampled_from([0, 1, 65_533, 65_534, 200_000]),
    st.sampled_from(["gzip", "BR", "zstd", "deflate", "gzip, br"]),
    st.booleans(),
)
def test_what_is_packed_already_is_stored_and_comes_back(size: int, coding: str, is_last: bool) -> None:
    behind = "" if is_last else "\r\nServer: x"
    record = b"WARC/1.1\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n" % (
        (coding + behind).encode()
    ) + bytes(range(256)) * (size // 256 + 1)
    packed = records.member(record)
    assert gzip.decompress(packed) == record
    assert packed == records.member(record)


def test_an_answer_that_was_cut_off_says_why(tmp_path: Path) -> None:
    cut = Exchange(url="http://a.example/", request=b"", response=HEAD + b"<p>", fetched_at=START, truncated="time")
    with open_archive(tmp_path) as archive:
        archive.write(cut)
        (path,) = archive.files()
        assert kept(archive) == [cut]

    assert b"WARC-Truncated: time\r\n" in gzip.decompress(path.read_bytes())


ODD_HEADS = st.lists(
    st.sampled_from([b"A: b\r\n", b"\r\n", b"\n", b"X\r\n", b" fold\r\n", b": y\n", b"\xff\xfe: z\r\n", b"\0"]),
    max_size=6,
).map(lambda pieces: b"HTTP/1.1 200 OK\r\n" + b"".join(pieces))


@given(
    st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=50), st.binary(max_size=400) | ODD_HEADS), max_size=4)
)
@settings(max_examples=30)
def test_any_bytes_come_back(raw: list[tuple[str, bytes, bytes]]) -> None:
    written = [
        Exchange(url=f"http://a.example/{path}", request=request, response=response, fetched_at=START)
        for path, request, response in raw
    ]
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder)) as archive:
        places = [archive.write(item) for item in written]
        found = list(archive.after({}))

    assert archive.notes == []
    assert [place for place, _ in found] == places
    assert [(item.request, item.response) for _, item in found] == [(item.request, item.response) for item in written]


@given(ODD_HEADS)
@settings(max_examples=50)
def test_others_see_the_body_begin_where_we_do(answer: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder)) as archive:
        archive.write(exchange(1, response=answer + b"body"))
        with archive.files()[0].open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.raw_stream.read()


def test_addresses_cannot_break_out_of_their_line(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.write(exchange(1, url="http://a.example/x\r\nWARC-Type: evil y"))

        assert [item.url for item in kept(archive)] == ["http://a.example/x%0D%0AWARC-Type:%20evil%20y"]


def test_a_file_that_is_large_enough_is_followed_by_another(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file=2000) as archive:
        places = [archive.write(exchange(number)) for number in range(12)]
        files = archive.files()

        assert kept(archive) == [exchange(number) for number in range(12)]
        assert [archive.read(place).url for place in places] == [f"https://news.example/{n}" for n in range(12)]
    assert len(files) > 2
    assert [path.name[:14] for path in files] == [f"scraper-{number:05}-" for number in range(len(files))]
    for path in files:
        check(path)
        assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")


def test_the_next_run_goes_on_in_the_newest_file(tmp_path: Path) -> None:
    for number in range(3):
        with open_archive(tmp_path, now=lambda n=number: START - timedelta(days=n)) as archive:  # type: ignore[misc]
            archive.write(exchange(number))

    assert kept(archive) == [exchange(number) for number in range(3)]
    (path,) = archive.files()
    check(path)


def test_a_run_that_fetches_nothing_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.write(exchange(1))
    (path,) = archive.files()
    before = path.read_bytes()

    open_archive(tmp_path).close()

    assert path.read_bytes() == before


def test_what_the_store_does_not_know_yet_is_found(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file=3000) as archive:
        places = [archive.write(exchange(number)) for number in range(20)]
        known = places[:12]
        ends = {place.file: place.offset for place in known}

        assert [place for place, _ in archive.after(ends)] == places[12:]
        assert list(archive.after({place.file: place.offset for place in places})) == []


def test_two_writers_are_kept_apart(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        with pytest.raises(LockedError, match="another process writes to it"):
            open_archive(tmp_path)
        archive.write(exchange(1))
        assert kept(archive) == [exchange(1)]

    open_archive(tmp_path).close()


def test_other_files_in_the_folder_are_none_of_its_business(tmp_path: Path) -> None:
    for name in ("crawl.warc.gz", "scraper-00007.warc.gz", "notes.txt"):
        (tmp_path / name).write_bytes(b"somebody else's")
    with open_archive(tmp_path) as archive:
        archive.write(exchange(1))

        assert [path.name for path in archive.files()] == ["scraper-00000-20261124120000.warc.gz"]
        assert kept(archive) == [exchange(1)]


@pytest.mark.parametrize("name", ["tape.warc.gz", "tapes/of/mine.warc.gz", "tape.warc"])
def test_a_crawl_is_recorded_beside_the_archive(tmp_path: Path, name: str) -> None:
    tape = tmp_path / name
    tape.parent.mkdir(parents=True, exist_ok=True)
    tape.write_bytes(b"an older recording")
    with open_archive(tmp_path / "archive", record_to=tape) as archive:
        archive.write(exchange(1))

    check(tape)
    data = tape.read_bytes() if name.endswith(".warc") else gzip.decompress(tape.read_bytes())
    assert exchange(1).response in data
    assert kept(archive) == [exchange(1)]


@pytest.mark.parametrize("offset", [0, 7, 10**6])
def test_a_place_without_an_answer_is_named(tmp_path: Path, offset: int) -> None:
    with open_archive(tmp_path) as archive:
        archive.write(exchange(1))
        (path,) = archive.files()

        with pytest.raises(InputError, match=r"scraper-00000-.*warc\.gz"):
            archive.read(WarcPlace(file=path.name, offset=offset))
        with pytest.raises(InputError, match="cannot be read"):
            archive.read(WarcPlace(file="gone.warc.gz", offset=0))
