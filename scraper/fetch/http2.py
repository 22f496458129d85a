"""HTTP/2 told as HTTP/1.1: an archive holds messages, and frames are none (`WARC-Protocol` says which it was)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from scraper.fetch.library import httpcore


@dataclass(slots=True)
class Told:
    """A request and its answer, whose frames the client has put together."""

    request: bytes
    head: bytes
    body: bytearray = field(default_factory=bytearray)

    @classmethod
    def of(cls, asked: httpcore.Request, answer: httpcore.Response) -> Self:
        """Begin with a request and the head of its answer."""
        return cls(
            request=_message(b"GET " + asked.url.target + b" HTTP/1.1", asked.headers),
            head=_message(b"HTTP/1.1 %d " % answer.status, answer.headers),
        )

    @property
    def response(self) -> bytes:
        """The answer as far as it has come."""
        return self.head + bytes(self.body)


def _message(first: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"\r\n".join([first, *(name + b": " + value for name, value in headers), b"", b""])
