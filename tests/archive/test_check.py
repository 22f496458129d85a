"""A check of a WARC file finds what is torn, damaged, or refers to what is gone."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha1
from pathlib import Path

import pytest

from scraper.archive import check_warc
from scraper.archive.records import member
from scraper.errors import InputError
from tests.archive.material import exchange, open_archive


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """Five answers, the last with a payload that was kept before."""
    with open_archive(tmp_path) as archive:
        for number in range(4):
            archive.write(exchange(number))
        archive.write(exchange(4, response=exchange(1).response))
        return archive.files()[0]


def test_a_whole_file_is_whole(warc: Path) -> None:
    shown: list[int] = []
    found = check_warc(warc, show=shown.append)
    assert (found.faults, found.torn_at, found.size) == ([], None, warc.stat().st_size)
    assert (found.records, len(found.answers)) == (11, 5)
    assert shown == list(range(1, 12))


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_a_torn_tail_is_told_with_its_place(warc: Path, cut: int) -> None:
    whole = check_warc(warc)
    warc.write_bytes(warc.read_bytes()[:-cut])
    found = check_warc(warc)
    assert found.faults == []
    assert found.torn_at == max(whole.answers)
    assert found.answers == whole.answers - {max(whole.answers)}


def test_a_damaged_record_is_told_and_the_others_count(warc: Path) -> None:
    second = sorted(check_warc(warc).answers)[1]
    data = bytearray(warc.read_bytes())
    data[second + 200] ^= 0xFF
    warc.write_bytes(data)
    found = check_warc(warc)
    assert len(found.answers) == 4
    assert len(found.faults) >= 1
    assert f"byte {second}" in found.faults[0]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("WARC-Block-Digest: sha256:" + "0" * 64, "is not what its digest says"),
        ("WARC-Payload-Digest: sha1:" + "A" * 32, "holds another payload than its digest says"),
        ("WARC-Payload-Digest: sha1:" + b32encode(sha1(b"x").digest()).decode(), None),
        ("WARC-Payload-Digest: md5:9dd4e461268c8034f5c8564e155c67a6", None),
        ("WARC-Payload-Digest: crc64:00", None),
    ],
)
def test_digests_are_made_again_in_any_spelling(tmp_path: Path, head: str, fault: str | None) -> None:
    block = b"HTTP/1.1 200 OK\r\n\r\nx"
    fields = (
        "WARC/1.1",
        "WARC-Type: response",
        "WARC-Target-URI: https://a.example/",
        head,
        f"Content-Length: {len(block)}",
    )
    path = tmp_path / "one.warc.gz"
    path.write_bytes(member("\r\n".join(fields).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"))
    assert check_warc(path).faults == ([f"{path}: the record at byte 0 {fault}"] if fault else [])


def test_a_revisit_whose_payload_is_gone_is_told(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file=1500) as archive:
        for number in range(4):
            archive.write(exchange(number))
        archive.write(exchange(9, response=exchange(0).response))
        first, *_, last = archive.files()
    first.unlink()
    (fault,) = check_warc(last).faults
    assert "refers to a payload that is not there" in fault


def test_what_is_no_warc_and_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"")
    assert (check_warc(path).faults, check_warc(path).records) == ([], 0)
    path.write_bytes(b"hello")
    assert "is no WARC" in check_warc(path).faults[0]
    with pytest.raises(InputError):
        check_warc(tmp_path / "gone")
