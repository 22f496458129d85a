"""Hosts that misbehave as a whole: their robots.txt, their delays, how they ask to be left alone.

Each row is a host with a page at /page; its robots.txt and the answers to come are those of a server of raw sockets.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fetch.server import Script, answer, endless, redirect, then_close, then_reset, then_silence
from tests.servers.hostile import ANSWERED, CHUNKED, OK, PAGE, encoded

ALLOWS = b"User-agent: *\nDisallow: /other\n"
FORBIDS = b"User-agent: *\nDisallow: /page\n"
LARGE = 500 * 1024
THERE = answer(PAGE, "Content-Type: text/html")
NONE = answer(b"", status="404 Not Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What a host does, and what has to come of asking for its page."""

    robots: bytes | Script = NONE
    does: tuple[bytes | Script, ...] = (THERE,)
    outcome: str = ANSWERED
    asked: int | None = None
    """How often the page is asked for; `None`: once where it is there, else never."""

    pause: float = 0.0
    """Seconds at least between two requests to the host."""

    slow: bool = False
    """Whether it only ends by a time limit."""

    beside: Mapping[str, bytes | Script] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How often the page is asked for."""
        return int(self.outcome == ANSWERED) if self.asked is None else self.asked


def says(*lines: str, head: str = "Content-Type: text/plain", **facts: object) -> Host:
    return Host(robots=answer("\n".join(lines).encode(), head), **facts)  # type: ignore[arg-type]


def sends(body: bytes, outcome: str = ANSWERED, *heads: str, status: str = "200 OK") -> Host:
    return Host(robots=answer(body, *heads, status=status), outcome=outcome)


def broken(robots: bytes | Script, *, slow: bool = False) -> Host:
    return Host(robots=robots, outcome="robots_unreachable", slow=slow)


def many(line: str) -> bytes:
    """As many lines as fit into what is read; the number of a line in each."""
    lines, size, number = [], 0, 0
    while size < LARGE - 100:
        lines.append(line.format(number))
        size += len(lines[-1])
        number += 1
    return "".join(lines).encode()


def busy(*retry: str, status: str = "503 Busy", pause: float = 0.0, asked: int = 2) -> Host:
    """Ask to be left alone once; then there is the page, if anybody comes in time."""
    outcome = ANSWERED if asked == 2 else "http_4xx" if status.startswith("4") else "http_5xx"
    told = [f"Retry-After: {each}" for each in retry]
    return Host(does=(answer(b"", *told, status=status), THERE), outcome=outcome, asked=asked, pause=pause)


FILES: Mapping[str, Host] = {
    "has 30,000 groups and forbids at their end": sends(many("User-agent: b{}\nDisallow: /\n")[: LARGE - 200] + b"\n" + FORBIDS, "robots"),
    "has as many groups for everybody": sends(many("User-agent: *\nDisallow: /{}\n")),
    "has 30,000 patterns": sends(b"User-agent: *\n" + many("Disallow: /*a*e*{}$\n")),
    "has patterns without end": sends(b"User-agent: *\nDisallow: /" + b"*e" * 250_000 + b"b\n"),
    "has stars without end": sends(b"User-agent: *\nDisallow: /" + b"*" * 500_000 + b"z\n"),
    "names a million sitemaps": sends(b"Sitemap: /s\n" * 40_000 + FORBIDS, "robots"),
    "is one line without end": sends(b"User-agent: *\nDisallow: /" + b"x" * 600_000 + b"\nDisallow: /page\n"),
    "is a page": sends(b"<!doctype html><title>Welcome</title><p>Disallow: /page", ANSWERED, "Content-Type: text/html"),
    "is a picture": sends(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, ANSWERED, "Content-Type: image/png"),
    "is empty": sends(b""),
    "has no content": sends(b"", status="204 No Content"),
    "has a mark of byte order": sends(b"\xef\xbb\xbf" + FORBIDS, "robots"),
    "is in UTF-16": sends(FORBIDS.decode().encode("utf-16"), "robots"),
    "is in UTF-16 without a mark": sends(FORBIDS.decode().encode("utf-16-le"), "robots"),
    "is in UTF-16 the other way round without a mark": sends(FORBIDS.decode().encode("utf-16-be"), "robots"),
    "ends its lines as in 1984": sends(FORBIDS.replace(b"\n", b"\r"), "robots"),
    "has zeros in its lines": sends(b"\0\0\n" + FORBIDS, "robots"),
    "forgets its colons": says("User-agent *", "Disallow /page", outcome="robots"),
    "puts blanks everywhere": says("  User-agent :  *  ", "  Disallow :  /page  # us", outcome="robots"),
    "writes in capitals": says("USER-AGENT: *", "DISALLOW: /page", outcome="robots"),
    "escapes its rules": says("User-agent: *", "Disallow: /%70%61ge", outcome="robots"),
    "says nothing to us": says("User-agent: somebody", "Disallow: /"),
    "allows us by name": says("User-agent: *", "Disallow: /", "", "User-agent: scraper", "Allow: /"),
    "forbids us by name": says("User-agent: *", "Allow: /", "", "User-agent: SCRAPER/0.1", "Disallow: /", outcome="robots"),
    "has rules before any group": says("Disallow: /page", "User-agent: *", "Allow: /"),
    "is packed": Host(robots=encoded(gzip.compress(FORBIDS), "gzip"), outcome="robots"),
    "is a bomb": Host(robots=encoded(gzip.compress(FORBIDS + b"\n" * 10**7), "gzip"), outcome="robots"),
    "is a packed page that is cut off": broken(encoded(gzip.compress(ALLOWS * 50)[:-20], "gzip")),
    "is packed as nobody can unpack": broken(encoded(b"\0\1\2" * 99, "br")),
    "is without end and forbids": Host(robots=endless(OK + b"\r\n" + FORBIDS, b"# x\n" * 999), outcome="robots"),
    "is without end": Host(robots=endless(OK + b"\r\n" + ALLOWS, b"# x\n" * 999)),
    "is of 2 MB and forbids in its middle": Host(
        robots=answer(b"User-agent: *\n" + b"# x\n" * 100_000 + b"Disallow: /page\n" + b"# x\n" * 400_000), outcome="robots"
    ),
    "is in chunks without end and forbids": Host(
        robots=endless(CHUNKED + b"%x\r\n%s\r\n" % (len(FORBIDS), FORBIDS), b"4\r\n# x\n\r\n" * 999), outcome="robots"
    ),
    "breaks off": broken(then_close(OK + b"Content-Length: 500\r\n\r\n" + ALLOWS)),
    "resets": broken(then_reset(OK + b"Content-Length: 500\r\n\r\n" + ALLOWS)),
    "falls silent": broken(then_silence(OK + b"Content-Length: 500\r\n\r\n" + ALLOWS), slow=True),
    "drips": broken(endless(OK + b"\r\n" + ALLOWS, b"#", pause=0.05), slow=True),
    "is no HTTP": broken(then_close(b"nonsense\r\n\r\n")),
    "has not changed since never": broken(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "is in trouble": broken(answer(b"", status="500 Oops")),
    "is in trouble of its own": broken(answer(b"", status="599 Oops")),
    "has too much to do": broken(answer(b"", status="429 Too Many")),
    "is closed": sends(b"", "robots", status="403 Forbidden"),
    "wants a password": sends(b"", "robots", status="401 Unauthorized"),
    "is gone": sends(FORBIDS, status="410 Gone"),
    "may not be said": sends(FORBIDS, status="451 Unavailable"),
    "wants money": sends(FORBIDS, status="402 Payment Required"),
    "is a part": sends(FORBIDS, "robots", status="206 Partial Content"),
    "redirects nowhere": sends(FORBIDS, status="302 Found"),
    "redirects to itself": Host(robots=redirect("/robots.txt")),
    "redirects to itself with a cookie": Host(robots=answer(b"", "Location: /robots.txt", "Set-Cookie: a=b", status="302 Found")),
    "redirects in a circle": Host(robots=redirect("/a"), beside={"/a": redirect("/robots.txt")}),
    "redirects five times": Host(
        robots=redirect("/1"),
        outcome="robots",
        beside={**{f"/{n}": redirect(f"/{n + 1}") for n in range(1, 5)}, "/5": answer(FORBIDS)},
    ),
    "redirects to trouble": Host(robots=redirect("/a"), outcome="robots_unreachable", beside={"/a": answer(b"", status="500 x")}),
    "redirects to nothing": Host(robots=redirect("/a"), beside={"/a": NONE}),
    "redirects to a file": broken(redirect("file:///etc/passwd")),
    "redirects with a password": broken(redirect("http://user:password@127.0.0.1/")),
    "redirects to half an address": broken(redirect("http://[")),
    "redirects to an address of 90 KB": broken(redirect("/" + "a" * 90_000)),
}  # fmt: skip

DELAYS: Mapping[str, Host] = {
    "wants half a second more": says("User-agent: *", "Crawl-delay: 1.5", pause=1.5),
    "wants 31 years between two requests": says("User-agent: *", "Crawl-delay: 1e9", outcome="resting"),
    "wants more seconds than there are": says("User-agent: *", "Crawl-delay: 1" + "0" * 300, outcome="resting"),
    "wants an hour": says("User-agent: *", "Crawl-delay: 3600", outcome="resting"),
    "wants no number of seconds": says("User-agent: *", "Crawl-delay: NaN"),
    "wants seconds without end": says("User-agent: *", "Crawl-delay: inf"),
    "wants seconds below zero": says("User-agent: *", "Crawl-delay: -5"),
    "wants seconds with a comma": says("User-agent: *", "Crawl-delay: 2,5"),
    "wants seconds in words": says("User-agent: *", "Crawl-delay: ten"),
    "wants hardly any": says("User-agent: *", "Crawl-delay: 1e-300"),
    "wants two delays": says("User-agent: *", "Crawl-delay: 1", "Crawl-delay: 2", pause=2.0),
}

RESTS: Mapping[str, Host] = {
    "wants two seconds": busy("2", pause=2.0),
    "wants a second and a half": busy("1.5", pause=1.5),
    "wants two seconds, with too many": busy("2", status="429 Too Many", pause=2.0),
    "wants rest and says it twice": busy("1", "3", pause=3.0),
    "wants rest and says it twice in a line": busy("1, 3", pause=3.0),
    "wants rest of no time": busy("0", pause=5.0),
    "wants rest below zero": busy("-5", pause=5.0),
    "wants rest in words": busy("soon", pause=5.0),
    "wants rest of no number": busy("NaN", pause=5.0),
    "wants rest until 1994": busy("Sun, 06 Nov 1994 08:49:37 GMT", pause=5.0),
    "wants rest until a day that is none": busy("Sun, 99 Nov 2094 08:49:37 GMT", pause=5.0),
    "wants rest until 2094": busy("Sat, 06 Nov 2094 08:49:37 GMT", asked=1),
    "wants rest until 2094 in an old way": busy("Saturday, 06-Nov-94 08:49:37 GMT", pause=5.0),
    "wants rest until 2094 as C writes it": busy("Sat Nov  6 08:49:37 2094", asked=1),
    "wants rest for ever": busy("9" * 400, asked=1),
    "wants rest for ever, with a point": busy("9" * 40 + ".5", asked=1),
    "wants rest of a billion seconds": busy("1e9", pause=5.0),
    "wants rest in other digits": busy("٥٠٠٠", pause=5.0),
    "wants rest with a page that is there": Host(does=(answer(PAGE, "Retry-After: 3600"),)),
    "wants rest before it redirects": Host(
        does=(answer(b"", "Location: /good", "Retry-After: 1", status="302 Found"),), beside={"/good": THERE}, asked=1
    ),
    "is busy and says no more": busy(pause=5.0),
    "is busy for ever": Host(does=(answer(b"", status="503 Busy"),), outcome="http_5xx", asked=3, pause=5.0),
    "has had too many for ever": Host(
        does=(answer(b"", status="429 Too Many"),), outcome="http_4xx", asked=3, pause=5.0
    ),
}

HOSTS: Mapping[str, Host] = {
    **{f"robots.txt {name}": host for name, host in FILES.items()},
    **{f"robots.txt {name}": host for name, host in DELAYS.items()},
    **RESTS,
}
