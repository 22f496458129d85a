"""HTTP/1.1 messages as bytes (RFC 9112): what an archive holds, taken apart. Pure, bounded, never raises on bad input.

The bytes are those of the wire: a body may be chunked and compressed. `parse_response` undoes both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.codings import Fault, unpack

MAX_BODY = 64_000_000
"""Most bytes that a body is unpacked to, unless the caller says otherwise."""

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]+[^\r\n]*|[ \t]*)\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_MAX_HEAD = 1 << 20  # bytes of a head that are read; what stands behind them counts as body
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_BODILESS = (204, 304)
_TEXT = re.compile(r"\s*(text/|application/(\w+\+)?(xml|json)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response, read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """In order, names in lower case."""

    body: bytes
    """Transfer and content codings undone, as far as that went."""

    fault: Fault | None = None
    """What kept the body from being whole; `None` when it is."""

    def header(self, name: str) -> str | None:
        """Return the first value of header `name` (lower case)."""
        return next((value for key, value in self.headers if key == name), None)


def split_head(message: bytes) -> tuple[bytes, bytes] | None:
    """Split a message at the blank line behind its headers; `None` if there is none within reach."""
    end = _HEAD_END.search(message, 0, _MAX_HEAD)
    return (message[: end.end()], message[end.end() :]) if end else None


def final_response(message: bytes) -> bytes:
    """Return `message` without the interim answers (1xx, RFC 9110, 15.2) that may stand before the response."""
    at = 0
    while (match := _STATUS.match(message, at)) and match[1].startswith(b"1") and match[1] != b"101":
        end = _HEAD_END.search(message, match.end() - 2, at + _MAX_HEAD)
        if end is None:
            break
        at = end.end()
    return message[at:]


def parse_response(message: bytes, *, limit: int = MAX_BODY) -> Response | None:
    """Read a response as it came over the wire; `None` for what does not begin like one.

    A body may also lie there with its codings undone, as some archives keep it, whatever its headers say.
    """
    message = final_response(message)
    match = _STATUS.match(message)
    if match is None:
        return None
    status = int(match[1])
    parts = split_head(message)
    head, body = parts or (message[:_MAX_HEAD], b"")
    headers = parse_headers(head[match.end() :])
    fault: Fault | None = None if parts else "truncated"
    length = content_length(headers)
    codings = _listed(headers, "transfer-encoding")
    if status in _BODILESS:
        return Response(status, tuple(headers), b"", fault)
    if "chunked" in codings:
        body, end = unchunk(body)
        fault = fault or ("truncated" if end is None else None)
        codings.remove("chunked")
    elif length is not None and len(body) < length:
        fault = "truncated"
    codings = [*_listed(headers, "content-encoding"), *codings]
    body, failed = unpack(codings, body, limit, is_text=_is_text(headers))
    fault = failed or fault
    if len(body) > limit:
        body, fault = body[:limit], "too_large"
    return Response(status, tuple(headers), body, fault)


def response_end(message: bytes) -> int | None:
    """Return where a response ends by its own framing (RFC 9112, 6.3), the head included.

    `None` if it goes on, or if only the end of the connection ends it. `message` begins with the final response.
    """
    match, parts = _STATUS.match(message), split_head(message)
    if match is None or parts is None:
        return None
    head, body = parts
    if int(match[1]) in _BODILESS:
        return len(head)
    headers = parse_headers(head[match.end() :])
    if "chunked" in _listed(headers, "transfer-encoding"):
        end = unchunk(body)[1]
        return None if end is None else len(head) + end
    length = content_length(headers)
    return len(head) + length if length is not None and length <= len(body) else None


def parse_headers(block: bytes) -> list[tuple[str, str]]:
    """Read header lines: names in lower case, folded lines joined, lines that are no header left out."""
    headers: list[tuple[str, list[str]]] = []
    for line in _LINE_END.split(block):
        text = line.decode("utf-8", errors="replace")
        if line.startswith((b" ", b"\t")) and headers:
            headers[-1][1].append(text.strip())
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():
            headers.append((name.strip().lower(), [value.strip()]))
    return [(name, " ".join(filter(None, values))) for name, values in headers]


def content_length(headers: list[tuple[str, str]]) -> int | None:
    """Return the length that the headers give the body; `None` if they give none that is a number."""
    value = next((value for name, value in headers if name == "content-length"), "")
    return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None


def unchunk(body: bytes) -> tuple[bytes, int | None]:
    """Undo the chunked coding (RFC 9112, 7.1). Returns the content, and where the coding ends, trailers included.

    `None` for the end of one that is cut off or broken: then the content is what came before. A body without chunk
    sizes (some archives keep it so) comes back as it is.
    """
    content = bytearray()
    at = 0
    while match := _CHUNK.match(body, at):
        at = match.end()
        size = int(match[1], 16)
        if size == 0:
            return bytes(content), _trailers_end(body, at)
        content += body[at : at + size]
        end = _LINE_END.match(body, at + size)
        if end is None:
            return bytes(content), None
        at = end.end()
    return (bytes(content), None) if at or not body else (body, len(body))


def _trailers_end(body: bytes, at: int) -> int | None:
    """Return where the trailer section ends that begins at `at`; its fields are not kept."""
    if end := _LINE_END.match(body, at):
        return end.end()
    found = _HEAD_END.search(body, at, at + _MAX_HEAD)
    return found.end() if found else None


def _listed(headers: list[tuple[str, str]], name: str) -> list[str]:
    """Return the members of a list-valued header, in lower case, in order (RFC 9110, 5.6.1)."""
    values = ",".join(value for key, value in headers if key == name)
    return [item for item in (part.strip().lower() for part in values.split(",")) if item]


def _is_text(headers: list[tuple[str, str]]) -> bool:
    """Tell whether a body is said to be text, by its media type."""
    return _TEXT.match(next((value for name, value in headers if name == "content-type"), "")) is not None
