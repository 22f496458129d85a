"""Spellings that count as one: how texts, addresses and dates are compared when pages are scored."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TYPOGRAPHY = str.maketrans("‘’“”–—", "''\"\"--")
_SPACES = re.compile(r"\s+")
_DEFAULT_PORT = re.compile(r":(80|443)$")
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|mc_[ce]id|igshid|cmpid|ref|ref_src|intcid|icid|ito|itm_\w+|traffic_source|sref|ns_\w+|at_\w+"
    r"|iref|intc_\w+|cx_\w+|wt_\w+|mtm_\w+|pk_(campaign|kwd|source|medium|content)|xtor|ocid|ncid|msclkid|yclid|dclid)$",
    re.IGNORECASE,
)
_ENOUGH = 0.6  # of the longer text that the shorter one must be, to count as the same when it is contained


def tight(text: object) -> str:
    """Return a text without white space, case and typography: what a reader would call the same text."""
    value = "" if text is None else text if isinstance(text, str) else str(text)
    value = _INVISIBLE.sub("", unicodedata.normalize("NFKC", value)).translate(_TYPOGRAPHY)
    return _SPACES.sub("", value).casefold()


def alike(one: object, other: object) -> bool:
    """Tell whether two texts are the same, or one holds the other and is not much longer."""
    short, long = sorted((tight(one).rstrip(".…"), tight(other).rstrip(".…")), key=len)
    if short == long:
        return True
    return bool(short) and short in long and len(short) >= _ENOUGH * len(long)


def address_key(url: object, base: str | None) -> str | None:
    """Return what addresses of one story share: host without "www.", path, and the query without what tracks readers.

    `None` for what is no address; an address that cannot be parsed stands for itself.
    """
    if not isinstance(url, str) or not url.strip():
        return None
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
    except ValueError:
        return url.strip()
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    query = "&".join(f"{name}={value}" for name, value in pairs if not _TRACKING.match(name))
    host = _DEFAULT_PORT.sub("", parts.netloc.casefold()).removeprefix("www.")
    path = unicodedata.normalize("NFC", unquote(parts.path, errors="surrogateescape")).rstrip("/")
    return f"{host}{path}?{query}" if query else f"{host}{path}"
