"""Sitemaps with the faults that the world's sitemaps have. Each: what is wrong, the bytes, what can be made out."""

from __future__ import annotations

import gzip
from typing import NamedTuple

URL = "https://paper.example/sitemap.xml"
HOME = "https://paper.example/"
A, B = HOME + "a", HOME + "b"
SPACE = ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
DAY = "2021-10-21"


class Case(NamedTuple):
    """A sitemap, and what must come of it."""

    body: bytes
    links: list[str]
    form: str = "urlset"
    further: tuple[str, ...] | list[str] = ()
    fault: str | None = None
    """Begins the name of a fault that must be counted."""

    modified: str | None = None
    """Of the first story or further sitemap."""

    published: str | None = None
    """Of the first story."""

    title: str | None = None
    """Of the first story."""


def url(path: str = "a", more: str = "") -> str:
    return f"<url><loc>{HOME}{path}</loc>{more}</url>\n"


def urlset(*urls: str, attributes: str = SPACE, start: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    return f"{start}<urlset{attributes}>\n{''.join(urls)}</urlset>"


def index(*paths: str, more: str = "") -> str:
    return f"<sitemapindex{SPACE}>{''.join(f'<sitemap><loc>{HOME}{path}</loc>{more}</sitemap>' for path in paths)}</sitemapindex>"


def news(more: str = "", *, date: str = DAY, title: str = "Rain") -> str:
    return (
        "<news:news><news:publication><news:name>The Paper</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{date}</news:publication_date><news:title>{title}</news:title>{more}</news:news>"
    )


def case(text: str | bytes, links: list[str], form: str = "urlset", **wanted: object) -> Case:
    return Case(text if isinstance(text, bytes) else text.encode(), links, form, **wanted)  # type: ignore[arg-type]


IMAGE = f"<image:image><image:loc>{HOME}a.jpg</image:loc><image:title>Picture</image:title></image:image>"
VIDEO = (
    f"<video:video><video:thumbnail_loc>{HOME}t.jpg</video:thumbnail_loc><video:title>Film</video:title>"
    "<video:publication_date>1999-01-01</video:publication_date></video:video>"
)
BOMB = '<!DOCTYPE urlset [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(c + 1)} "{f"&{chr(c)};" * 10}">' for c in range(ord("a"), ord("l"))
) + "]>\n"  # fmt: skip

CASES: dict[str, Case] = {
    # namespaces and prefixes
    "no namespace": case(urlset(url(), url("b"), attributes=""), [A, B]),
    "a namespace of Google's": case(urlset(url(), attributes=' xmlns="http://www.google.com/schemas/sitemap/0.84"'), [A]),
    "a namespace that is none": case(urlset(url(), attributes=' xmlns="sitemap"'), [A]),
    "a prefix on everything": case(
        f'<sm:urlset xmlns:sm="x"><sm:url><sm:loc>{A}</sm:loc><sm:lastmod>{DAY}</sm:lastmod></sm:url></sm:urlset>', [A], modified=DAY
    ),
    "a prefix that nobody has declared": case(urlset(url("a", news()), attributes=SPACE), [A], title="Rain", published=DAY),
    "a prefix on loc alone": case(urlset(f"<url><x:loc>{A}</x:loc></url>"), [A]),
    "capital letters": case(f"<URLSET><URL><LOC>{A}</LOC><LASTMOD>{DAY}</LASTMOD></URL></URLSET>", [A], modified=DAY),
    "news under another prefix": case(urlset(url("a", news().replace("news:", "n:"))), [A], title="Rain", published=DAY),
    # other media
    "images": case(urlset(url("a", IMAGE + IMAGE), url("b")), [A, B]),
    "images before the address": case(urlset(f"<url>{IMAGE}<loc>{A}</loc></url>"), [A]),
    "images without a prefix": case(urlset(url("a", f"<image><loc>{HOME}a.jpg</loc></image>")), [A]),
    "videos beside news": case(urlset(url("a", VIDEO + news())), [A], title="Rain", published=DAY),
    "other languages": case(urlset(url("a", f'<xhtml:link rel="alternate" hreflang="de" href="{HOME}de/a"/>')), [A]),
    # characters
    "a bare ampersand": case(urlset(url("a?x=1&y=2"), url("b")), [HOME + "a?x=1&y=2", B]),
    "an ampersand before a name like an entity": case(urlset(url("a?x=1&copy=2")), [HOME + "a?x=1&copy=2"]),
    "ampersands escaped twice": case(urlset(url("a?x=1&amp;amp;y=2")), [HOME + "a?x=1&y=2"]),
    "CDATA": case(urlset(f"<url><loc><![CDATA[{HOME}a?x=1&y=2]]></loc></url>"), [HOME + "a?x=1&y=2"]),
    "an entity of HTML in a title": case(urlset(url("a", news(title="Rain&nbsp;&ndash; wind &amp;amp; sun"))), [A], title="Rain – wind & sun", published=DAY),
    "line breaks and tabs around an address": case(urlset(f"<url><loc>\n\t{A}\n</loc></url>"), [A]),
    "control characters": case(urlset("<url><loc>\x00" + A + "\x0b</loc></url>", url("b")), [A, B]),
    "letters beyond ASCII": case(urlset(url("straße")), [HOME + "straße"]),
    "Latin-1 that says UTF-8": case(urlset(url("caf\xe9")).encode("latin-1"), [HOME + "café"]),
    "UTF-16": case(urlset(url(), start='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"), [A]),
    "an encoding that does not exist": case(urlset(url(), start='<?xml version="1.0" encoding="none"?>'), [A]),
    # beginnings and ends
    "a byte order mark and white space": case(b"\xef\xbb\xbf \n" + urlset(url()).encode(), [A]),
    "a warning of PHP before it": case("<br />\n<b>Notice</b>: x in <b>y.php</b><br />\n" + urlset(url()), [A]),
    "rubbish behind it": case(urlset(url()) + "<!-- 0.3 s --><script>x()</script>", [A]),
    "cut off inside an address": case(urlset(url(), url("b")).partition("b</loc>")[0], [A], fault="entries without an address"),
    "cut off inside a tag": case(urlset(url(), "<url><lo").partition("</urlset")[0], [A], fault="entries without an address"),
    "no root": case(url() + url("b"), [A, B]),
    "a root that is not closed": case(urlset(url(), url("b")).replace("</urlset>", ""), [A, B]),
    # structure
    "entries that are not closed": case(urlset(f"<url><loc>{A}</loc>", f"<url><loc>{B}</loc>"), [A, B]),
    "all addresses in one entry": case(urlset(f"<url><loc>{A}</loc><loc>{B}</loc></url>"), [A, B]),
    "addresses without entries": case(urlset(f"<loc>{A}</loc><loc>{B}</loc>"), [A, B]),
    "no address": case(urlset("<url><lastmod>2021-10-21</lastmod></url>", url("b")), [B], fault="entries without an address"),
    "an empty address": case(urlset("<url><loc></loc></url>", "<url><loc/></url>", url("b")), [B], fault="entries without an address"),
    "an address that leads to no page": case(urlset("<url><loc>mailto:a@b.example</loc></url>", url("b")), [B], fault="entries without an address"),
    "relative addresses": case(urlset("<url><loc>/a</loc></url>", "<url><loc>b</loc></url>"), [A, B]),
    "an address without its scheme": case(urlset("<url><loc>//paper.example/a</loc></url>"), [A]),
    "duplicates": case(urlset(url(), url(), url("b")), [A, B], fault="addresses named again"),
    "entries in comments": case(urlset("<!--", url("x"), "-->", url()), [A]),
    "sitemaps among addresses": case(urlset(url("s1.xml"), url("s2.xml.gz"), url("s3.xml?page=2"), url()), [A], further=["s1.xml", "s2.xml.gz", "s3.xml?page=2"]),
    "an index that calls its sitemaps addresses": case(
        f"<sitemapindex>{url('posts-1')}{url('posts-2')}</sitemapindex>", [], "sitemap_index", further=["posts-1", "posts-2"]
    ),
    "a urlset that is an index": case(urlset(f"<sitemap><loc>{HOME}s1</loc></sitemap>"), [], "sitemap_index", further=["s1"]),
    "an index with itself in it": case(index("sitemap.xml", "s1.xml"), [], "sitemap_index", further=["s1.xml"], fault="addresses named again"),
    "fields in another order": case(urlset(f"<url><priority>1</priority><lastmod>{DAY}</lastmod><loc>{A}</loc></url>"), [A], modified=DAY),
    # dates
    "a date in American": case(urlset(url("a", "<lastmod>Oct 21, 2021</lastmod>")), [A], modified=DAY),
    "a date that is none": case(urlset(url("a", "<lastmod>never</lastmod>")), [A], fault="dates that cannot be read"),
    "a date that does not exist": case(urlset(url("a", "<lastmod>2021-02-30</lastmod>")), [A], fault="dates that cannot be read"),
    "a date of the year one": case(urlset(url("a", "<lastmod>0001-01-01T00:00:00+00:00</lastmod>")), [A], fault="dates that cannot be read"),
    "a time without a zone": case(urlset(url("a", "<lastmod>2021-10-21T10:00:00</lastmod>")), [A], modified=DAY),
    "an empty date": case(urlset(url("a", "<lastmod></lastmod>")), [A]),
    "news without a date": case(urlset(url("a", news(date=""))), [A], title="Rain"),
    # not what it seems
    "entities that multiply": case(urlset(url("&l;"), url("b"), start=BOMB), [HOME + "&l", B]),
    "an entity from a file": case(urlset(url("a", news(title="&x;")), start='<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), [A], title="&x;", published=DAY),
    "gzip": case(gzip.compress(urlset(url(), url("b")).encode()), [A, B]),
    "gzip twice": case(gzip.compress(gzip.compress(urlset(url()).encode())), [A]),
    "gzip in members": case(gzip.compress(urlset(url(), url("b")).encode()[:70]) + gzip.compress(urlset(url(), url("b")).encode()[70:]), [A, B]),
    "gzip with a comment behind it": case(gzip.compress(urlset(url()).encode()) + b"<!-- cached -->", [A]),
    "gzip without end": case(gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x"))))), [], "binary"),
    "gzip that is none": case(b"\x1f\x8b\x08\x00rubbish", [], "empty", fault="the packed file is damaged"),
    "a list": case(f"\ufeff{A}\r\n\r\n{B}\n", [A, B], "list"),
    "a packed list with lines that are no addresses": case(gzip.compress(f"{A}\nsee below\n{B}".encode()), [A, B], "list", fault="lines that are no address"),
    "RSS": case(f"<rss><channel><item><link>{A}</link></item></channel></rss>", [A], "rss"),
    "Atom": case(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{A}"/></entry></feed>', [A], "atom"),
    "a robots.txt": case(f"User-agent: *\nDisallow: /x\n\n  sitemap : {HOME}s1.xml\nSitemap: /s2.xml # two\n", [], "robots", further=["s1.xml", "s2.xml"]),
    "a page instead": case(f"<!DOCTYPE html><html><body><a href='{A}'>x</a></body></html>", [], "html"),
    "nothing": case("", [], "empty"),
    "an empty news sitemap": case(urlset(attributes=SPACE + NEWS), []),
    "JSON": case('{"code": "not_found"}', [], "json"),
    "other XML": case("<Error><Code>AccessDenied</Code></Error>", [], "xml"),
    "binary": case(bytes(range(32)) * 100, [], "binary"),
}  # fmt: skip
