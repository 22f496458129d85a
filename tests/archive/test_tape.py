"""A tape gives the answers of an address in the order in which they were recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.archive import Tape
from scraper.errors import InputError
from tests.archive.material import HEAD, Foreign, exchange, open_archive


def test_answers_come_in_turn_and_the_last_one_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "tape.warc.gz"
    recorded = [exchange(n, url="http://a.example/", response=HEAD + b"%d" % n) for n in range(2)]
    with open_archive(tmp_path / "archive", record_to=path) as archive:
        for item in (*recorded, exchange(7)):
            archive.write(item)
    tape = Tape(path)

    played = [tape.play("http://a.example/") for _ in range(4)]
    assert [item and item.response for item in played] == [recorded[n].response for n in (0, 1, 1, 1)]
    assert [item and item.fetched_at for item in played] == [recorded[n].fetched_at for n in (0, 1, 1, 1)]
    assert tape.play(exchange(7).url) is not None
    assert tape.play("http://a.example/other") is None
    assert (len(tape), tape.notes) == (3, [])


@pytest.mark.parametrize(
    "url", ["http://A.example", "http://a.example:80/", "http://a.example/#part"], ids=["host", "port", "fragment"]
)
def test_an_address_is_found_in_every_spelling(tmp_path: Path, url: str) -> None:
    path = tmp_path / "tape.warc"
    path.write_bytes(Foreign(packed=False).add("response", "http://a.example/", b"page").data)

    assert Tape(path).play(url) is not None
    assert Tape(path).play("https://a.example/") is None
    assert Tape(path).play("http://[") is None


def test_a_tape_that_is_cut_plays_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "tape.warc.gz"
    file = Foreign().add("response", "http://a.example/1", b"page").add("response", "http://a.example/2", b"page")
    path.write_bytes(file.data[:-5])
    tape = Tape(path)

    assert tape.play("http://a.example/1") is not None
    assert tape.play("http://a.example/2") is None
    assert tape.notes == [f"{path}: the record at byte {file.starts[1]} is cut off"]


def test_what_is_no_tape_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tape.warc.gz"
    path.write_bytes(
        Foreign(packed=False)
        .add("response", "http://a.example/", b"p")
        .add("response", "http://a.example/2", b"p")
        .packed_as_a_whole
    )
    with pytest.raises(InputError, match="packed as a whole; `warcio recompress`"):
        Tape(path)
    with pytest.raises(InputError, match="cannot be read"):
        Tape(tmp_path / "gone.warc.gz")
