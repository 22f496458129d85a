"""HTTP/2 told as HTTP/1.1: an archive holds messages, and frames are none (`WARC-Protocol` says which it was)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from scraper.fetch.library import httpx


@dataclass(slots=True)
class Told:
    """A request and its answer, whose frames the client has put together."""

    request: bytes
    head: bytes
    body: bytearray = field(default_factory=bytearray)

    @classmethod
    def of(cls, answer: httpx.Response) -> Self:
        """Begin with the head of an answer."""
        asked = answer.request
        return cls(
            request=_message(b"GET " + asked.url.raw_path + b" HTTP/1.1", asked.headers.raw),
            head=_message(b"HTTP/1.1 %d " % answer.status_code, answer.extensions["headers"]),
        )

    @property
    def response(self) -> bytes:
        """The answer as far as it has come."""
        return self.head + bytes(self.body)


def _message(first: bytes, headers: list[tuple[bytes, bytes]]) -> bytes:
    return b"\r\n".join([first, *(name + b": " + value for name, value in headers), b"", b""])
