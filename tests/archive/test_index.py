"""The CDXJ index says where every capture lies, and can be made again from the archive."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.archive import index, make_indexes
from scraper.archive.surt import surt
from tests.archive.material import exchange, open_archive


def lines(folder: Path) -> list[str]:
    return [line for path in sorted(folder.glob("*.cdxj")) for line in path.read_text("utf-8").splitlines()]


def test_every_capture_has_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "indexes"
    with open_archive(tmp_path / "archive", indexes=folder) as archive:
        places = [archive.write(exchange(number)) for number in (2, 1, 3)]
        archive.write(exchange(4, response=exchange(1).response))
        (path,) = archive.files()

    found = lines(folder)
    assert found == sorted(found)
    key, moment, rest = found[0].split(" ", 2)
    facts = json.loads(rest)
    assert (key, moment) == ("example,news)/1", "20261124120001")
    assert facts["url"] == "https://news.example/1"
    assert (facts["status"], facts["mime"]) == ("200", "text/html")
    assert (facts["filename"], facts["offset"]) == (path.name, str(places[1].offset))
    data = path.read_bytes()[places[1].offset :][: int(facts["length"])]
    assert zlib.decompress(data, 31).startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
    revisit = json.loads(found[3].split(" ", 2)[2])
    assert (revisit["mime"], revisit["digest"]) == ("warc/revisit", facts["digest"])


def test_what_says_not_modified_has_no_line(tmp_path: Path) -> None:
    folder = tmp_path / "indexes"
    with open_archive(tmp_path / "archive", indexes=folder) as archive:
        archive.write(exchange(1))
        archive.write(exchange(1, response=b"HTTP/1.1 304 Not Modified\r\n\r\n"))
    assert len(lines(folder)) == 1
    assert [count for _, count in make_indexes(tmp_path / "archive", folder)] == [1]


def test_an_index_is_made_again_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "indexes"
    with open_archive(tmp_path / "archive", indexes=folder, max_file=4000) as archive:
        for number in range(30):
            archive.write(exchange(number, response=exchange(number % 20).response))
    before = lines(folder)
    for path in folder.iterdir():
        path.unlink()
    assert sum(count for _, count in make_indexes(tmp_path / "archive", folder)) == 30
    assert lines(folder) == before


@pytest.mark.parametrize("damage", ["gone", "cut", "nonsense", "short", "too long"])
def test_a_run_makes_the_index_of_its_file_whole(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "indexes"
    with open_archive(tmp_path / "archive", indexes=folder) as archive:
        for number in range(5):
            archive.write(exchange(number))
    before = lines(folder)
    (path,) = folder.iterdir()
    text = path.read_text("utf-8")
    beyond = before[-1].replace('"offset": "', '"offset": "9')
    path.write_text(
        {
            "gone": "",
            "cut": text[:-30],
            "nonsense": "x\n{}\n" * 5,
            "short": "\n".join(before[:2]) + "\n",
            "too long": text + beyond + "\n",
        }[damage],
        "utf-8",
    )
    with open_archive(tmp_path / "archive", indexes=folder) as archive:
        archive.write(exchange(5))
    found = lines(folder)
    assert found[:5] == before
    assert len(found) == 6


def test_an_address_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "indexes"
    with open_archive(tmp_path / "archive", indexes=folder) as archive:
        for number in (1, 2, 12):
            archive.write(exchange(number))
    (found,) = index.find(folder, "http://www.news.example/1?")
    assert (found["url"], found["timestamp"]) == ("https://news.example/1", "20261124120001")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.News.example/A/?b=2&a=1#x", "example,news)/a?a=1&b=2"),
        ("http://news.example", "example,news)/"),
        ("http://news.example:8080/x", "example,news:8080)/x"),
        ("https://news.example:443/x/", "example,news)/x"),
        ("http://192.0.2.7:81/x", "7,2,0,192:81)/x"),
        ("http://[2001:db8::1]/x", "2001:db8::1)/x"),
        ("https://news.example./a//b/./c/../d", "example,news)/a/b/d"),
        ("https://news.example/%7Eme/%2520b/中?Q=ü", "example,news)/~me/%20b/%e4%b8%ad?q=%c3%bc"),
        ("https://bücher.example/", "example,xn--bcher-kva)/"),
        ("https://news.example/a?subid2=x&subid=y&b", "example,news)/a?b&subid=y&subid2=x"),
        (f"https://news.example/a?PHPSESSID={'0a' * 16}&x=1", "example,news)/a?x=1"),
        ("http://a b.example/x y", "example,a%20b)/x%20y"),
        ("http://[/", "http://[/"),
    ],
)
def test_a_key_sorts_by_domain(url: str, key: str) -> None:
    assert surt(url) == key


@pytest.mark.parametrize("part", ["%2525", "/..", "/a/..", "?cfid=", "&sid=", ";", "%", "(a("])
def test_a_key_of_what_is_made_to_be_slow_is_made_in_no_time(part: str) -> None:
    assert surt("https://news.example/?" + part * 20_000).startswith("example,news)/")
    assert surt("https://news.example/%" + "25" * 30_000 + part * 20_000).startswith("example,news)/")


@given(st.text(alphabet="/.:?#[]@%&=;\\ \t\nahtpsw1") | st.text())
def test_a_key_is_one_word(url: str) -> None:
    assert len(surt(url).split()) <= 1
