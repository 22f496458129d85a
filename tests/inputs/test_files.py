"""What single files come to: a document, or a fault that names the file and says why."""

from __future__ import annotations

import gzip
import io
import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.dom import MAX_CHARS, decode
from scraper.errors import InputError
from scraper.inputs import Document, Event, PassedOver, read_inputs
from scraper.inputs.documents import id_of
from tests.inputs.material import DUMP, PAGE, Answer, warc


def read(path: Path, content: bytes, url: str | None = None) -> Event:
    """Write a file and return the one thing that it comes to."""
    path.write_bytes(content)
    (event,) = read_inputs([str(path)], url=url)
    return event


def fault(path: Path, content: bytes) -> str:
    event = read(path, content)
    assert isinstance(event, InputError)
    assert event.name == str(path)
    return event.reason


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.html", PAGE, "html"),
        ("a.HTM", PAGE, "html"),
        ("a.xhtml", PAGE, "html"),
        ("a.html.gz", gzip.compress(PAGE), "html"),
        ("a.html", gzip.compress(PAGE), "html"),
        ("a.html.gz", PAGE, "html"),
        ("a.html", b"no tag at all", "html"),
        ("a.txt", DUMP, "dump"),
        ("a.txt.gz", gzip.compress(DUMP), "dump"),
        ("a.txt", b"A headline\n\n<p>A lead in tags.</p>\n\nA lead in tags.", "dump"),
        ("a.txt", PAGE, "html"),
        ("a.php", PAGE, "html"),
        ("a", b"\n <!-- saved -->\n<html>", "html"),
        ("a", b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", "html"),
        ("a", b"Warning: no cookie\n<html><body>", "html"),
        ("a.gz", gzip.compress(PAGE), "html"),
        ("a", DUMP, "dump"),
        ("a.md", b"[1] A note\n\n{ not json }", "dump"),
    ],
)
def test_a_file_is_what_its_extension_or_else_its_content_says(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    event = read(tmp_path / name, content)

    assert isinstance(event, Document)
    assert event.kind == kind
    assert event.id == "a"
    assert not event.body.startswith(b"\x1f\x8b")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"", "is empty"),
        ("a.html", b" \n\t", "holds nothing but white space"),
        ("a.txt", b"\xef\xbb\xbf", "holds nothing but white space"),
        ("a.html.gz", gzip.compress(b""), "is empty inside its gzip"),
        ("a.html.gz", gzip.compress(PAGE * 50)[:-20], "is cut off: gzip without an end"),
        ("a.html.gz", gzip.compress(PAGE)[:3], "is cut off: gzip without an end"),
        ("a.html.gz", gzip.compress(gzip.compress(PAGE)), "is gzip inside gzip"),
        ("a.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF"),
        ("a.pdf", b"\n%PDF-1.4 x", "is a PDF"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image"),
        ("a.html", b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG image"),
        ("a.html", b"PK\x03\x04\x14\0", "is a ZIP archive (or a file made of one: docx, epub, wacz)"),
        ("a.html.gz", gzip.compress(bytes(257) + b"ustar\x0000"), "is a tar archive"),
        ("a.html", b"\x28\xb5\x2f\xfd\x04\0", "is packed with zstd, which is not unpacked here"),
        ("a.html", b"\0" * 5000, "is binary"),
        ("a.html", bytes(range(256)) * 20, "is binary"),
        ("a.json", b'{"a": [1, 2]}', "is JSON, not a page"),
        ("a.txt", b'[{"a": 1}]', "is JSON, not a page"),
        (
            "a.jsonl",
            b'{"path": "a.html"}\n{"path": "b.html"}\n',
            "is JSON lines, not a page; a list of pages is given with --manifest",
        ),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'><channel>", "is a feed, not a page"),
        ("a.xml", b"<!-- x --><urlset xmlns='x'>", "is a sitemap, not a page"),
        ("a.svg", b"<svg xmlns='x'>", "is an SVG image, not a page"),
        ("a.warc", b"not one", "is no WARC"),
        ("a.warc.gz", gzip.compress(b"not one"), "is no WARC"),
        ("a.warc.gz", warc([Answer("http://a.org/")])[:8], "is cut off before its first record"),
        ("a.warc.gz", b"", "is empty"),
        (
            "a.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x\r\n",
            "is a web archive in MIME form (MHTML); save the page as HTML",
        ),
    ],
)
def test_what_is_no_page_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert fault(tmp_path / name, content) == reason


@pytest.mark.parametrize(
    "text",
    [
        PAGE.decode() + "\0\0\0" * 50,
        "\0" * 60 + PAGE.decode(),
        "\0".join(PAGE.decode()),
        "A he\0adline\n\nA\0 story\0 of\0 zeros.\n" * 30,
    ],
    ids=["zeros behind", "zeros in front", "zeros between", "a dump with zeros"],
)
def test_zeros_make_no_page_binary(tmp_path: Path, text: str) -> None:
    assert isinstance(read(tmp_path / "a.html", text.encode("latin-1")), Document)


@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp1251", "shift_jis", "gb18030", "euc_kr", "big5", "iso2022_jp", "utf-16"]
)
def test_any_encoding_of_a_text_is_a_text(tmp_path: Path, encoding: str) -> None:
    text = "Ein Märchen. Жили-были. 昔々あるところに。 옛날 옛적에." * 20
    content = text.encode(encoding, errors="ignore")

    assert isinstance(read(tmp_path / "a.txt", content), Document)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.html", "a"])
def test_a_page_in_utf_16_without_its_mark_can_be_decoded(tmp_path: Path, encoding: str, name: str) -> None:
    text = "<html><head><title>Жили-были</title></head><body><p>昔々 once upon a time</p></body></html>"

    event = read(tmp_path / name, text.encode(encoding))

    assert isinstance(event, Document)
    assert event.kind == "html"
    assert decode(event.body) == text


def test_a_gzip_bomb_is_unpacked_to_the_limit_and_left_to_the_cleaner(tmp_path: Path) -> None:
    event = read(tmp_path / "a.html.gz", gzip.compress(b"\n" + b"<p>" * 30_000_000, 1))

    assert isinstance(event, Document)
    assert MAX_CHARS < len(event.body) <= 64_000_001


def test_an_endless_file_is_read_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    with path.open("wb") as file:
        file.write(PAGE)
        file.truncate(10**12)

    (event,) = read_inputs([str(path)])

    assert isinstance(event, Document)
    assert len(event.body) == 64_000_001


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop.html").symlink_to("loop.html")
    names = ["nothing.html", "loop.html", "x" * 300, "a.html/b.html"]
    (tmp_path / "a.html").write_bytes(PAGE)

    events = list(read_inputs([str(tmp_path / name) for name in names]))

    assert [str(event).partition(": ")[2] for event in events] == [
        "cannot be read: no such file or directory",
        "cannot be read: too many levels of symbolic links",
        "cannot be read: file name too long",
        "cannot be read: not a directory",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.html").chmod(0)

    (event,) = read_inputs([str(tmp_path / "a.html")])

    assert "permission denied" in str(event)


def test_a_pipe_that_nobody_writes_to_is_empty_and_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.html")

    (event,) = read_inputs([str(tmp_path / "a.html")])

    assert str(event).endswith("is empty")


def test_a_socket_is_named(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "a.html"))
        (event,) = read_inputs([str(tmp_path / "a.html")])

    assert isinstance(event, InputError)


def test_a_pipe_with_a_writer_is_read_to_its_end() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as stream:
        stream.write(PAGE)
    (event,) = read_inputs([f"/dev/fd/{reader}"])
    os.close(reader)

    assert isinstance(event, Document)
    assert event.body == PAGE


@pytest.mark.parametrize("content", [PAGE, gzip.compress(PAGE)])
def test_standard_input_is_judged_by_its_content(content: bytes) -> None:
    (event,) = read_inputs(["-"], stdin=io.BytesIO(content), url="http://a.org/")

    assert isinstance(event, Document)
    assert (event.id, event.kind, event.url, event.body) == ("stdin", "html", "http://a.org/", PAGE)


def test_a_dump_on_standard_input_is_a_dump() -> None:
    (event,) = read_inputs(["-"], stdin=io.BytesIO(DUMP))

    assert isinstance(event, Document)
    assert event.kind == "dump"


def test_standard_input_that_is_closed_or_empty_is_named() -> None:
    events = [*read_inputs(["-"], stdin=None), *read_inputs(["-"], stdin=io.BytesIO())]

    assert list(map(str, events)) == ["standard input: is closed", "standard input: is empty"]


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("a/b.html", "b"),
        ("b.html.gz", "b"),
        ("b.2021.txt", "b.2021"),
        ("b", "b"),
        ("b.gz", "b"),
        (".html", ".html"),
        ("b.warc.gz", "b"),
        (os.fsdecode(b"\xff.html"), "\ufffd"),
    ],
)
def test_the_id_is_the_name_without_its_extensions(path: str, id: str) -> None:  # noqa: A002
    assert id_of(path) == id


@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
def test_a_name_that_is_no_text_is_shown_escaped(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n.html"
    Path(os.fsdecode(path)).write_bytes(b"")

    (event,) = read_inputs([os.fsdecode(path)])

    assert str(event) == f"{tmp_path}/\\udcff\\n.html: is empty"


NAMES = st.sampled_from(["a.html", "a.html.gz", "a.txt", "a.txt.gz", "a.warc", "a.warc.gz", "a", "a.xhtml", "a.json"])
STARTS = st.sampled_from(
    [b"", PAGE, DUMP, gzip.compress(PAGE), warc([Answer("http://a.org/")]), warc([Answer("http://a.org/")], gzip=False), b"%PDF-", b"<", b"\0", b"WARC/1.0\r\n", b"\xff\xfe", b"[" * 3000]
)  # fmt: skip


@given(NAMES, STARTS, st.integers(0, 2000), st.binary(max_size=300), st.booleans())
def test_any_bytes_under_any_name_come_to_something(
    tmp_path_factory: pytest.TempPathFactory, name: str, start: bytes, cut: int, noise: bytes, packed: bool
) -> None:
    content = start[:cut] + noise
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(gzip.compress(content, 1) if packed else content)

    events = list(read_inputs([str(path)]))

    assert events
    assert any(isinstance(event, Document | InputError) for event in events)
    assert all(isinstance(event, Document | InputError | PassedOver) for event in events)
