"""Feeds with the faults that the world's feeds have. Each: what is wrong, the bytes, the stories that can be made out."""

from __future__ import annotations

import gzip
import json
from typing import NamedTuple

URL = "https://paper.example/feed/"
HOME = "https://paper.example/"
A, B = HOME + "a", HOME + "b"
DATE = "Thu, 21 Oct 2021 13:25:04 GMT"
MOMENT = "2021-10-21T13:25:04+00:00"


class Case(NamedTuple):
    """A feed, and what must come of it."""

    body: bytes
    links: list[str]
    form: str = "rss"
    fault: str | None = None
    """Begins the name of a fault that must be counted."""

    title: str | None = None
    """Of the first story."""

    published: str | None = None
    """Of the first story."""


def item(path: str = "a", *, title: str = "Rain", more: str = "", link: str | None = None) -> str:
    link = f"<link>{HOME}{path}</link>" if link is None else link
    return f"<item><title>{title}</title>{link}{more}</item>\n"


def rss(
    *items: str, head: str = "", attributes: str = "", start: str = '<?xml version="1.0" encoding="UTF-8"?>\n'
) -> str:
    return (
        f'{start}<rss version="2.0"{attributes}><channel><title>Paper</title><link>{HOME}</link>{head}'
        f"{''.join(items)}</channel></rss>"
    )


def atom(*entries: str, attributes: str = ' xmlns="http://www.w3.org/2005/Atom"', head: str = "") -> str:
    return f"<feed{attributes}><title>Paper</title><id>{HOME}</id>{head}{''.join(entries)}</feed>"


def entry(inner: str) -> str:
    return f"<entry><title>Rain</title>{inner}</entry>"


def case(text: str | bytes, links: list[str], form: str = "rss", **wanted: str) -> Case:
    return Case(text if isinstance(text, bytes) else text.encode(), links, form, **wanted)


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">' + "".join(
    f'<!ENTITY {chr(c + 1)} "{f"&{chr(c)};" * 10}">' for c in range(ord("b"), ord("l"))
) + "]>"  # fmt: skip

CASES: dict[str, Case] = {
    # characters
    "a bare ampersand in a link": case(
        rss(item("a?x=1&y=2"), item("b")), [HOME + "a?x=1&y=2", B], fault="not well-formed"
    ),
    "a bare ampersand in a title": case(rss(item(title="Salt & Pepper")), [A], title="Salt & Pepper"),
    "an entity of HTML": case(
        rss(item(title="Rain&nbsp;&ndash; and wind")), [A], title="Rain – and wind", fault="not well-formed"
    ),
    "an entity of nobody": case(rss(item(title="Rain &foo; wind"), item("b")), [A, B], title="Rain &foo; wind"),
    "an ampersand before a query's name like an entity": case(rss(item("a?x=1&copy=2")), [HOME + "a?x=1&copy=2"]),
    "control characters": case(rss(item(title="Ra\x0bin\x00 \x1b[0m"), item("b")), [A, B], fault="not well-formed"),
    "references to control characters": case(rss(item(title="Ra&#11;in&#x0;"), item("b")), [A, B], title="Rain"),
    "a reference beyond Unicode": case(rss(item(title="Rain&#99999999;"), item("b")), [A, B]),
    "half a surrogate pair": case(rss(item(title="Rain &#xD83D;"), item("b")), [A, B], title="Rain"),
    "a bare less-than in a title": case(rss(item(title="3 < 5 storms"), item("b")), [A, B], title="3 < 5 storms"),
    # encodings
    "Latin-1 that says UTF-8": case(rss(item(title="Café déjà fermé à Orléans")).encode("latin-1"), [A], title="Café déjà fermé à Orléans"),
    "UTF-8 that says Latin-1": case(
        rss(item(title="Café"), start='<?xml version="1.0" encoding="ISO-8859-1"?>'), [A], title="Café"
    ),
    "an encoding that does not exist": case(
        rss(item(title="Café"), start='<?xml version="1.0" encoding="utf8-general"?>'), [A], title="Café"
    ),
    "UTF-16 with a mark": case(
        rss(item(title="Café"), start='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), [A], title="Café"
    ),
    "Windows-1252 quotes in Latin-1": case(
        rss(item(title="It’s"), start='<?xml version="1.0" encoding="iso-8859-1"?>').encode("cp1252"), [A], title="It’s"
    ),
    "a byte order mark and white space": case(b"\xef\xbb\xbf\n \n" + rss(item()).encode(), [A]),
    "two byte order marks": case(b"\xef\xbb\xbf\xef\xbb\xbf" + rss(item()).encode(), [A]),
    "a warning of PHP before it": case(
        "<br />\n<b>Warning</b>:  Undefined variable in <b>/srv/feed.php</b> on line <b>3</b><br />\n" + rss(item()), [A]
    ),
    "rubbish behind it": case(rss(item()) + '<script>track("x")</script>\n<!-- cached -->', [A]),
    "a blank line before its declaration": case("\n\n" + rss(item()), [A]),
    # structure
    "cut off inside an entry": case(rss(item(), item("b", title="x" * 90))[:-100], [A]),
    "cut off inside a tag": case(rss(item(), item("b")).partition("</channel")[0] + "<item><ti", [A, B]),
    "cut off inside CDATA": case(rss(item(), item("b", title="<![CDATA[Ra")).partition("]]>")[0], [A]),
    "tags that do not match": case(rss(item(title="<b>Rain</i>"), item("b")), [A, B], fault="not well-formed"),
    "HTML in a title": case(rss(item(title="Rain <b>ends</b> &lt;i&gt;soon&lt;/i&gt;")), [A], title="Rain ends soon"),
    "HTML escaped twice": case(rss(item(title="AT&amp;amp;T &amp;#8211; news")), [A], title="AT&T – news"),
    "CDATA inside CDATA": case(
        rss(item(more="<description><![CDATA[a <![CDATA[b]]> c]]></description>"), item("b")), [A, B]
    ),
    "the end of CDATA in plain text": case(rss(item(title="a ]]> b"), item("b")), [A, B]),
    "CDATA around a link": case(rss(item(link=f"<link><![CDATA[ {A}\n]]></link>")), [A]),
    "items outside the channel": case(
        f'<rss version="0.91"><channel><title>Paper</title><link>{HOME}</link></channel>{item()}{item("b")}</rss>', [A, B]
    ),
    "attributes without quotes": case(rss(item(), item("b"), attributes=" data-x=1"), [A, B]),
    "the same attribute twice": case(rss(item(), item("b"), attributes=' version="2.0"'), [A, B]),
    "a comment with two hyphens": case(rss("<!-- old -- new -->", item(), item("b")), [A, B]),
    # namespaces
    "prefixes that nobody has declared": case(
        rss(item(more="<dc:creator>Jane</dc:creator><media:thumbnail url='x'/>"), item("b")), [A, B]
    ),
    "Atom under a wrong namespace": case(
        atom(entry(f'<link href="{A}"/>'), attributes=' xmlns="http://www.w3.org/2005/Atom/feed"'), [A], "atom"
    ),
    "Atom without a namespace": case(atom(entry(f'<link href="{A}"/>'), attributes=""), [A], "atom"),
    "Atom 0.3": case(
        atom(entry(f'<link rel="alternate" href="{A}"/><issued>2021-10-21T13:25:04Z</issued>'),
             attributes=' version="0.3" xmlns="http://purl.org/atom/ns#"'), [A], "atom", published=MOMENT
    ),
    "RSS with a default namespace": case(rss(item(), attributes=' xmlns="http://backend.userland.com/rss2"'), [A]),
    "Atom's links in RSS": case(
        rss(item(link=f'<atom:link href="{A}"/>'), attributes=' xmlns:atom="http://www.w3.org/2005/Atom"'), [A]
    ),
    "Atom's entries in RSS": case(
        rss(f'<entry xmlns="http://www.w3.org/2005/Atom"><title>Rain</title><link href="{A}"/></entry>'), [A]
    ),
    "Dublin Core over https": case(
        rss(item(more="<dc:date>2021-10-21T13:25:04Z</dc:date>"), attributes=' xmlns:dc="https://purl.org/dc/elements/1.1/"'),
        [A], published=MOMENT,
    ),
    "RDF": case(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<channel rdf:about="{HOME}"><link>{HOME}</link></channel><item rdf:about="{A}"><title>Rain</title></item></rdf:RDF>',
        [A], "rdf",
    ),
    "capital letters": case(f"<RSS><CHANNEL><ITEM><TITLE>Rain</TITLE><LINK>{A}</LINK></ITEM></CHANNEL></RSS>", [A]),
    # links
    "relative links": case(rss(item(link="<link>/a</link>"), item(link="<link>../b</link>")), [A, B]),
    "xml:base": case(
        atom(entry('<link href="a"/>'), attributes=f' xmlns="http://www.w3.org/2005/Atom" xml:base="{HOME}"'), [A], "atom"
    ),
    "xml:base inside xml:base": case(
        atom('<entry xml:base="2021/"><title>Rain</title><link xml:base="10/" href="a"/></entry>',
             attributes=f' xmlns="http://www.w3.org/2005/Atom" xml:base="{HOME}"'), [HOME + "2021/10/a"], "atom"
    ),
    "no link but a permanent one": case(rss(item(link=f"<guid>{A}</guid>"), item(link=f'<guid isPermaLink="true">{B}</guid>')), [A, B]),
    "a guid that is no address": case(rss(item(link="<guid>1234</guid>"), item("b")), [B], fault="entries without an address"),
    "a guid that says it is no link": case(
        rss(item(link=f'<guid ispermalink="false">{A}</guid>'), item("b")), [B], fault="entries without an address"
    ),
    "all links lead to the front page": case(
        rss(*(item(link=f'<link>{HOME}</link><guid isPermaLink="true">{each}</guid>') for each in (A, B))), [A, B]
    ),
    "an empty link": case(rss(item(link=f"<link></link><guid>{A}</guid>"), item("b")), [A, B]),
    "a link with line breaks inside": case(rss(item(link=f"<link>\n  {A}\n</link>")), [A]),
    "links that lead to no page": case(
        rss(item(link="<link>javascript:void(0)</link>"), item(link="<link>mailto:a@b.example</link>"), item("b")), [B],
        fault="entries without an address",
    ),
    "several links of an Atom entry": case(
        atom(entry(f'<link rel="self" href="{HOME}x.atom"/><link rel="replies" href="{HOME}c"/>'
                   f'<link rel="alternate" type="application/pdf" href="{HOME}a.pdf"/><link rel="alternate" href="{A}"/>')),
        [A], "atom",
    ),
    "an Atom entry with an id alone": case(atom(entry(f"<id>{A}</id>")), [A], "atom"),
    "duplicates": case(rss(item(), item(), item("b")), [A, B], fault="addresses named again"),
    "FeedBurner's links": case(
        rss(item(link=f"<link>https://feeds.example/~r/x</link><feedburner:origLink>{A}</feedburner:origLink>"),
            attributes=' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'), [A]
    ),
    # dates
    "a date without a zone": case(rss(item(more="<pubDate>2021-10-21 13:25</pubDate>")), [A], published="2021-10-21"),
    "a date in German": case(rss(item(more="<pubDate>Do, 21 Okt 2021 13:25:04 +0200</pubDate>")), [A], published="2021-10-21T13:25:04+02:00"),
    "a date that is none": case(rss(item(more="<pubDate>yesterday</pubDate>")), [A], fault="dates that cannot be read"),
    "a date of the year zero": case(rss(item(more="<pubDate>0000-00-00 00:00:00</pubDate>")), [A], fault="dates that cannot be read"),
    # not what it seems
    "entities that multiply": case(rss(item(title="&l;"), item("b"), start=BOMB), [A, B]),
    "an entity from a file": case(
        rss(item(title="&x;"), start='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), [A], title="&x;"
    ),
    "the DOCTYPE of RSS 0.91": case(
        rss(item(title="Caf&eacute;"),
            start='<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">\n'),
        [A], title="Café",
    ),
    "a page instead": case("<!DOCTYPE html><html><head><title>Paper</title></head><body><a href='/a'>x</a></body></html>", [], "html"),
    "a page without a declaration": case("<div class=error><p>Service unavailable</p></div>", [], "html"),
    "nothing": case("", [], "empty"),
    "white space": case(" \n\t", [], "empty"),
    "gzip that no header tells of": case(gzip.compress(rss(item(), item("b")).encode()), [A, B]),
    "gzip cut off": case(gzip.compress(rss(*(item(str(n), title=str(n * 7919)) for n in range(500))).encode(), mtime=0)[:3000],
                         [], fault="the packed file is damaged"),
    "gzip twice": case(gzip.compress(gzip.compress(rss(item()).encode())), [A]),
    "an image": case(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, [], "binary"),
    "plain words": case("Too many requests", [], "text"),
    "a sitemap": case(f"<urlset><url><loc>{A}</loc></url></urlset>", [], "urlset"),
    "JSON of an error": case('{"error": "rate limited"}', [], "json"),
    "JSON Feed with a byte order mark": case(
        b"\xef\xbb\xbf" + json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [
            {"id": "1", "url": A, "title": "Rain", "date_published": "2021-10-21T13:25:04Z"}, {"id": B}, {"id": 7}, "x"]}).encode(),
        [A, B], "json_feed", title="Rain", published=MOMENT, fault="entries without an address",
    ),
    "JSON Feed cut off": case('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "', [], "json_feed", fault="JSON"),
    "JSON Feed of wrong types": case(
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": [
            {"url": A, "title": 3, "tags": "x", "authors": {"name": 1}, "date_published": []}], "hubs": {}, "next_url": 1}),
        [A], "json_feed",
    ),
    "JSON Feed nested without end": case('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, [], "json_feed"),
    "tags nested without end": case("<rss>" + "<a>" * 20_000, []),
}  # fmt: skip
