"""Cookies, for definitions that ask for them: kept for a run, sent back to the host that set them."""

from __future__ import annotations

from collections.abc import Sequence
from http.cookiejar import CookieJar
from urllib.request import Request

from scraper.fetch.library import httpx
from scraper.fetch.request import FIELD_VALUE

MOST = 100
"""Cookies of one jar; a server that sets more begins anew."""


def cookie_header(jar: CookieJar, url: str) -> dict[str, str]:
    """Return the Cookie header for a request, empty if there is nothing to send."""
    asked = Request(url)  # noqa: S310 (only asked what would be sent with it)
    jar.add_cookie_header(asked)
    value = asked.get_header("Cookie")
    return {"Cookie": value} if value else {}


def take_cookies(jar: CookieJar, url: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
    """Put what the answer to a request sets into the jar, byte by byte, but for what cannot be sent back in a header."""
    answer = httpx.Response(200, headers=headers, request=httpx.Request("GET", url))
    answer.headers.encoding = "latin-1"
    httpx.Cookies(jar).extract_cookies(answer)
    for cookie in list(jar):
        if not FIELD_VALUE.fullmatch(f"{cookie.name}={cookie.value or ''}"):
            jar.clear(cookie.domain, cookie.path, cookie.name)
    if len(jar) > MOST:
        jar.clear()
