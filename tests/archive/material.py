"""Exchanges and WARC files to test with."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.archive import Archive
from scraper.model import Exchange
from tests.conftest import ROOT

START = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: x\r\n\r\n"


def exchange(number: int, *, url: str | None = None, response: bytes | None = None) -> Exchange:
    return Exchange(
        url=url or f"https://news.example/{number}",
        request=f"GET /{number} HTTP/1.1\r\nHost: news.example\r\n\r\n".encode(),
        response=response or HEAD + f"<p>Story {number}</p>".encode() * 20,
        fetched_at=START + timedelta(seconds=number),
        ip="192.0.2.7",
    )


def open_archive(
    folder: Path,
    *,
    ends: dict[str, int] | None = None,
    record_to: Path | None = None,
    max_file: int = 10**9,
    now: Callable[[], datetime] = lambda: START,
    **options: Any,
) -> Archive:
    return Archive.open(
        folder,
        operator="mailto:desk@news.example",
        user_agent="scraper/0.1 (+mailto:desk@news.example)",
        now=now,
        ends=ends,
        record_to=record_to,
        max_file=max_file,
        **options,
    )


def kept(archive: Archive) -> list[Exchange]:
    return [exchange for _, exchange in archive.after({})]


def check(path: Path) -> None:
    """Let the field's own tool check structure and digests."""
    done = subprocess.run(
        [sys.executable, "-c", "from warcio.cli import main; main()", "check", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own, with the package and these helpers at hand."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


class Foreign:
    """WARC files as others write them, by warcio."""

    def __init__(self, *, packed: bool = True, version: str = "1.0") -> None:
        self.out = io.BytesIO()
        self.starts: list[int] = []
        self._writer = WARCWriter(self.out, gzip=packed, warc_version=version)

    def add(self, kind: str, url: str, payload: bytes, *headers: tuple[str, str], content_type: str = "") -> Foreign:
        self.starts.append(self.out.tell())
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1") if kind == "response" else None
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(payload),
            length=len(payload),
            http_headers=http,
            warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": "2021-10-21T09:30:00Z"},
        )
        self._writer.write_record(record)
        return self

    def revisit(self, url: str) -> Foreign:
        self.starts.append(self.out.tell())
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        self._writer.write_record(
            self._writer.create_revisit_record(url, "sha1:AAAA", "https://a.example/", "2021-10-20T00:00:00Z", http)
        )
        return self

    @property
    def data(self) -> bytes:
        return self.out.getvalue()

    @property
    def packed_as_a_whole(self) -> bytes:
        return gzip.compress(self.data)
