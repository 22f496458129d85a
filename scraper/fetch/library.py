"""The HTTP client, by name: the one place that knows which library it is.

`httpx` builds requests, `httpcore` below it holds the connections. Both are used through their public names only.
Where `httpx2`, their maintained continuation with the same names, is installed (extra `fast`), it is taken instead;
the environment variable SCRAPER_HTTP names one of the two.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scraper.errors import ConfigError

VARIABLE = "SCRAPER_HTTP"
LIBRARIES = ("httpx2", "httpx")
"""The faster one first."""


def chosen(wanted: str | None) -> str:
    """Return the library to use: the one that is wanted, else the faster one that is installed.

    Raises ConfigError for one that is not known or not installed.
    """
    if wanted and (wanted not in LIBRARIES or find_spec(wanted) is None):
        raise ConfigError(f"{VARIABLE}={wanted}: is not installed (allowed: {' or '.join(LIBRARIES)})")
    return wanted or next(name for name in LIBRARIES if find_spec(name) is not None)


def check_installed(site: str, *, proxy: str | None, http2: bool) -> None:
    """Raise ConfigError where what the definition of `site` wants needs a package that is not installed."""
    if proxy and proxy.startswith("socks") and find_spec("socksio") is None:
        raise ConfigError(f"{site}: fetch.proxy: a SOCKS proxy needs the extra `socks`: pip install 'scraper[socks]'")
    if http2 and find_spec("h2") is None:
        raise ConfigError(f"{site}: fetch.http2: needs the extra `http2`: pip install 'scraper[http2]'")


LIBRARY = chosen(os.environ.get(VARIABLE))

if TYPE_CHECKING or LIBRARY == "httpx":
    import httpcore
    import httpx
else:
    import httpcore2 as httpcore
    import httpx2 as httpx

__all__ = ["LIBRARIES", "LIBRARY", "VARIABLE", "check_installed", "chosen", "httpcore", "httpx"]
