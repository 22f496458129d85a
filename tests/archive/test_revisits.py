"""An answer that brought nothing new is a revisit: nothing is kept twice, and everything can be read as it came."""

from __future__ import annotations

import asyncio
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from scraper.archive import Archive, Cut, Tape, read_warc
from scraper.archive.records import IDENTICAL, NOT_MODIFIED
from scraper.errors import InputError, StorageError
from scraper.model import Discovery, Earlier, Exchange, WarcPlace
from tests.archive.material import HEAD, START, check, exchange, kept, open_archive

STORY = HEAD + b"<p>One story</p>" * 50
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\n\r\n'


def same(number: int, **facts: object) -> Exchange:
    values: dict[str, object] = {
        "url": f"https://news.example/{number}",
        "request": b"GET / HTTP/1.1\r\n\r\n",
        "response": STORY,
        "fetched_at": START + timedelta(seconds=number),
    }
    return Exchange(**{**values, **facts})  # type: ignore[arg-type]


def headers(path: Path) -> list[dict[str, str]]:
    with path.open("rb") as stream:
        return [dict(record.rec_headers.headers) for record in ArchiveIterator(stream, no_record_parse=True)]


def test_the_same_payload_is_kept_once_whatever_its_address(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        first, second = archive.write(same(1)), archive.write(same(2))
        (path,) = archive.files()
        pages = [archive.read(first), archive.read(second)]
        assert kept(archive) == [same(1), same(2)]

    assert path.read_bytes().count(b"\x1f\x8b\x08") >= 5
    assert pages[0].body == pages[1].body == b"<p>One story</p>" * 50
    assert (pages[1].url, pages[1].place) == ("https://news.example/2", second)
    _, _, original, _, revisit = headers(path)
    assert (original["WARC-Type"], revisit["WARC-Type"]) == ("response", "revisit")
    assert revisit["WARC-Profile"] == IDENTICAL
    assert revisit["WARC-Refers-To"] == original["WARC-Record-ID"]
    assert revisit["WARC-Refers-To-Target-URI"] == original["WARC-Target-URI"]
    assert revisit["WARC-Refers-To-Date"] == original["WARC-Date"]
    assert revisit["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
    assert revisit["WARC-Truncated"] == "length"


def test_a_304_refers_to_the_capture_that_is_still_right(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.write(same(1))
        earlier = Earlier(url=same(1).url, fetched_at=same(1).fetched_at, place=place)
        later = archive.write(same(9, url=same(1).url, response=UNCHANGED, earlier=earlier))
        (path,) = archive.files()
        page = archive.read(later)

    assert (page.status, page.body) == (304, b"")
    revisit = headers(path)[-1]
    assert revisit["WARC-Profile"] == NOT_MODIFIED
    assert revisit["WARC-Refers-To"] == headers(path)[2]["WARC-Record-ID"]
    assert revisit["WARC-Payload-Digest"] == place.payload_digest
    assert "WARC-Truncated" not in revisit


def test_a_304_that_refers_to_nothing_is_an_answer_like_any_other(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.write(same(1, response=UNCHANGED))
        (path,) = archive.files()
    assert headers(path)[-1]["WARC-Type"] == "response"


def test_a_page_that_came_again_as_it_was_in_another_run_is_kept_once(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.write(same(1))
    earlier = Earlier(url=same(1).url, fetched_at=same(1).fetched_at, place=place)
    with open_archive(tmp_path, max_file=1) as archive:
        again = archive.write(same(9, earlier=earlier))
        third = archive.write(same(10, earlier=Earlier(url=same(1).url, fetched_at=START, place=again)))
        assert again.file != place.file
        assert archive.read(again).body == archive.read(third).body == archive.read(place).body
        assert [item.response for item in kept(archive)] == [STORY] * 3


@pytest.mark.parametrize("facts", [{"truncated": "time"}, {"response": HEAD}, {"response": b"no head"}])
def test_what_is_cut_off_or_empty_refers_to_nothing(tmp_path: Path, facts: dict[str, object]) -> None:
    with open_archive(tmp_path) as archive:
        archive.write(same(1, **facts))
        archive.write(same(2, **facts))
        (path,) = archive.files()
    assert [fields["WARC-Type"] for fields in headers(path)].count("response") == 2


def test_a_revisit_refers_to_no_revisit_however_often_a_page_comes_again(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        first = place = archive.write(same(1))
    for number in range(2, 12):
        with open_archive(tmp_path) as archive:
            earlier = Earlier(url=same(1).url, fetched_at=START + timedelta(seconds=number - 1), place=place)
            response = UNCHANGED if number % 3 == 0 else STORY
            newest = archive.write(same(number, url=same(1).url, response=response, earlier=earlier))
            place = newest if response is STORY else place
    with open_archive(tmp_path) as archive:
        assert [item.response for item in kept(archive)].count(STORY) == 8
        (path,) = archive.files()
    revisits = [fields for fields in headers(path) if fields["WARC-Type"] == "revisit"]
    assert len(revisits) == 10
    assert {fields["WARC-Refers-To-File-Offset"] for fields in revisits} == {str(first.offset)}
    assert {fields["WARC-Refers-To-Date"] for fields in revisits} == {"2026-11-24T12:00:01.123456Z"}


def test_what_refers_to_a_capture_that_is_not_there_is_kept_whole(tmp_path: Path) -> None:
    digest = "sha256:" + hashlib.sha256(STORY.partition(b"\r\n\r\n")[2]).hexdigest()
    with open_archive(tmp_path) as archive:
        for file in ("gone.warc.gz", archive.files()[0].name):
            gone = WarcPlace(file=file, offset=7, payload_digest=digest)
            place = archive.write(same(3, earlier=Earlier(url=same(1).url, fetched_at=START, place=gone)))
            assert archive.read(place).body == b"<p>One story</p>" * 50


def test_a_revisit_whose_payload_is_lost_is_named(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file=1) as archive:
        place = archive.write(same(1))
        again = archive.write(same(2))
        archive.write(exchange(3))
        assert archive.read(again).status == 200

        (tmp_path / place.file).unlink()
        with pytest.raises(InputError, match=place.file):
            archive.read(again)
        assert [item.url for item in kept(archive)] == [exchange(3).url]
        assert any(place.file in note for note in archive.notes)
        (lost,) = read_warc(tmp_path / again.file)
        assert isinstance(lost, Cut)
        assert "refers to a payload that is not there" in lost.reason


def test_how_an_address_was_found_is_kept_beside_its_answer(tmp_path: Path) -> None:
    found = Discovery(
        via="https://news.example/feed", hops=1, fields={"kind": "article", "title": "Grüße: heute", "published": ""}
    )
    with open_archive(tmp_path) as archive:
        archive.write(same(1, discovery=found, seconds=0.25))
        archive.write(same(2))
        (path,) = archive.files()
        first, second = kept(archive)

    assert first.discovery == Discovery(
        via="https://news.example/feed", hops=1, fields={"kind": "article", "title": "Grüße: heute"}
    )
    assert second.discovery is None
    check(path)
    with path.open("rb") as stream:
        (record,) = [
            record.content_stream().read() for record in ArchiveIterator(stream) if record.rec_type == "metadata"
        ]
    assert record.decode().split("\r\n") == [
        "via: https://news.example/feed",
        "hopsFromSeed: 1",
        "fetchTimeMs: 250",
        "kind: article",
        "title: Grüße: heute",
        "",
    ]


def test_others_read_what_is_written(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.write(same(1, discovery=Discovery(via="https://news.example/")))
        earlier = Earlier(url=same(1).url, fetched_at=same(1).fetched_at, place=place)
        archive.write(same(2))
        archive.write(same(1, response=UNCHANGED, earlier=earlier))
        archive.write(exchange(3))
        (path,) = archive.files()

    kinds = ["warcinfo", "request", "response", "metadata", *["request", "revisit"] * 2, "request", "response"]
    check(path)
    with path.open("rb") as stream:
        assert [record.rec_type for record in ArchiveIterator(stream)] == kinds
    with path.open("rb") as stream:
        assert [str(record.headers.get("WARC-Type")) for record in FastIterator(stream, parse_http=False)] == kinds
    with path.open("rb") as stream:
        (found, *_) = [record for record in FastIterator(stream) if record.headers.get("WARC-Type") == "response"]
        assert found.http_headers is not None
        assert found.http_headers.status_code == 200


def test_a_tape_plays_revisits_whole(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.write(same(1))
        archive.write(same(2))
        (path,) = archive.files()
    played = Tape(path).play(same(2).url)
    assert played is not None
    assert played.response == STORY


def test_a_file_is_closed_after_a_day(tmp_path: Path) -> None:
    now = START
    with open_archive(tmp_path, now=lambda: now) as archive:
        archive.write(exchange(1))
        now += timedelta(hours=23, minutes=59)
        archive.write(exchange(2))
        assert len(archive.files()) == 1
        now += timedelta(minutes=2)
        archive.write(exchange(3))
        assert len(archive.files()) == 2
    with open_archive(tmp_path, now=lambda: now + timedelta(days=2)) as archive:
        archive.write(exchange(4))
        assert len(archive.files()) == 3
        assert [item.url for item in kept(archive)] == [exchange(n).url for n in (1, 2, 3, 4)]


def together(archive: Archive, count: int, gather: float = 0.0) -> list[WarcPlace | BaseException]:
    async def main() -> list[WarcPlace | BaseException]:
        return await asyncio.gather(
            *(archive.keep(exchange(n), gather=gather) for n in range(count)), return_exceptions=True
        )

    return asyncio.run(main())


def test_what_comes_together_goes_to_the_disk_together(tmp_path: Path, disk: list[str]) -> None:
    with open_archive(tmp_path) as archive:
        disk.clear()
        places = together(archive, 50)
        assert disk.count("write") == 50
        assert 1 <= disk.count("sync") <= 3
        assert [archive.read(place).status for place in places if isinstance(place, WarcPlace)] == [200] * 50


@pytest.mark.parametrize("gather", [0.0, 0.001])
def test_files_turn_while_others_wait_for_the_disk(tmp_path: Path, gather: float) -> None:
    with open_archive(tmp_path, max_file=2000) as archive:
        places = together(archive, 50, gather)
        assert len(archive.files()) > 5
        assert [archive.read(place).status for place in places if isinstance(place, WarcPlace)] == [200] * 50
    for path in archive.files():
        check(path)


def test_what_cannot_be_brought_to_the_disk_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(tmp_path) as archive:
        archive.write(exchange(1))
        (path,) = archive.files()
        before = path.read_bytes()

        def broken(_: int) -> None:
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", broken)
            assert all(isinstance(end, StorageError) for end in together(archive, 5))
        archive.write(exchange(9))
        assert path.read_bytes().startswith(before)
        assert [item.url for item in kept(archive)] == [exchange(1).url, exchange(9).url]
    check(path)
