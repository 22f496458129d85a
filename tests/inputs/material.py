"""Files to read: pages, and WARCs as other crawlers write them (ISO 28500), made without our own writer."""

from __future__ import annotations

import gzip as gz
from collections.abc import Iterable
from typing import NamedTuple

PAGE = b"<!doctype html><html><head><title>A story</title></head><body><p>Once upon a time.</p></body></html>"
DUMP = b"October 21, 2021\n\n\nNews Network\n\nA headline\n\nOnce upon a time there was a story.\n"


class Answer(NamedTuple):
    """One answer of a web server."""

    url: str
    body: bytes = PAGE
    status: str = "200 OK"
    type: str | None = "text/html; charset=utf-8"
    coding: str | None = None
    record_id: str | None = None


def warc(answers: Iterable[Answer], *, gzip: bool = True) -> bytes:
    """Return a WARC with these answers, and a request and a warcinfo record as crawlers leave them."""
    records = [_record("warcinfo", None, b"software: test\r\n")]
    for number, answer in enumerate(answers):
        head = [f"HTTP/1.1 {answer.status}", f"Content-Length: {len(answer.body)}"]
        head += [f"Content-Type: {answer.type}"] if answer.type is not None else []
        head += [f"Content-Encoding: {answer.coding}"] if answer.coding is not None else []
        block = "\r\n".join([*head, "", ""]).encode() + answer.body
        records.append(_record("request", answer.url, b"GET / HTTP/1.1\r\nHost: a.org\r\n\r\n"))
        records.append(_record("response", answer.url, block, record_id=answer.record_id or f"<urn:test:{number}>"))
    return b"".join(gz.compress(record) if gzip else record for record in records)


def _record(kind: str, url: str | None, block: bytes, *, record_id: str = "<urn:test:x>") -> bytes:
    fields = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Date: 2026-11-24T10:00:00Z", f"WARC-Record-ID: {record_id}"]
    fields += [f"WARC-Target-URI: {url}"] if url else []
    return "\r\n".join([*fields, f"Content-Length: {len(block)}", "", ""]).encode() + block + b"\r\n\r\n"
