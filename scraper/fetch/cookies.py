"""Cookies, for definitions that ask for them: kept for a run, sent back to the host that set them."""

from __future__ import annotations

from collections.abc import Sequence
from http.cookiejar import CookieJar

from scraper.fetch.library import httpx

MOST = 100
"""Cookies of one jar; a server that sets more begins anew."""


def cookie_header(jar: CookieJar, url: str) -> dict[str, str]:
    """Return the Cookie header for a request, empty if there is nothing to send."""
    asked = httpx.Request("GET", url)
    httpx.Cookies(jar).set_cookie_header(asked)
    return {"Cookie": asked.headers["cookie"]} if "cookie" in asked.headers else {}


def take_cookies(jar: CookieJar, url: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
    """Put what the answer to a request sets into the jar."""
    answer = httpx.Response(200, headers=headers, request=httpx.Request("GET", url))
    httpx.Cookies(jar).extract_cookies(answer)
    if len(jar) > MOST:
        jar.clear()
