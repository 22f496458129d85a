"""Feeds of every kind, well-formed and not: what they announce comes out, and what cannot is counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discover.feeds import read_feed
from scraper.discover.findings import Announced, Findings, Further
from scraper.model import Source
from scraper.urls import absolute_url
from tests.discover.feed_cases import CASES, DATE, HOME, MOMENT, URL, A, B, atom, entry, item, rss


def read(text: str | bytes, *, url: str = URL, headers: Any = ()) -> Findings:
    return read_feed(text.encode() if isinstance(text, str) else text, url=url, headers=headers)


def links(findings: Findings) -> list[str]:
    return [story.url for story in findings.stories]


@pytest.mark.parametrize("name", CASES)
def test_a_malformed_feed_gives_what_can_be_made_out(name: str) -> None:
    case = CASES[name]
    found = read(case.body)
    assert found.form == case.form
    if name == "gzip cut off":
        assert len(found.stories) > 10
        assert links(found)[:2] == [HOME + "0", HOME + "1"]
    else:
        assert links(found) == case.links
    if case.title:
        assert found.stories[0].title == case.title
    if case.published:
        assert found.stories[0].published == case.published
    if case.fault:
        assert any(fault.startswith(case.fault) for fault in found.faults), found.faults


WRONG_THERE = {
    "an ampersand before a query's name like an entity": "it reads &copy without its semicolon as a sign",
    "a guid that is no address": "it takes any guid for an address",
    "a reference beyond Unicode": "it raises ValueError",
    "half a surrogate pair": "it raises UnicodeEncodeError",
}
"""Cases of which feedparser makes what no reader could follow."""

READ_THERE = [name for name, case in CASES.items() if case.form in ("rss", "rdf", "atom") and name not in WRONG_THERE]


@pytest.mark.parametrize("name", READ_THERE)
def test_no_link_is_lost_that_feedparser_finds(name: str) -> None:
    body = CASES[name].body
    told = {"content-location": URL}
    entries = feedparser.parse(body, response_headers=told, sanitize_html=False, resolve_relative_uris=True).entries
    others = {absolute_url(str(each.get("link") or ""), base=URL) for each in entries if each.get("link")}
    front = {URL, HOME, None, "https://feeds.example/~r/x"}  # behind these stands where the story is
    assert others - front <= set(links(read(body)))


@given(st.sampled_from([case.body for case in CASES.values() if len(case.body) < 5000]), st.data())
def test_no_damage_raises(body: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body)))
    length = data.draw(st.integers(0, 40))
    with_this = data.draw(
        st.binary(max_size=8) | st.sampled_from([b"<", b"&", b"]]>", b"<![CDATA[", b"<item>", b"</channel>", b"\0"])
    )
    found = read(body[:at] + with_this + body[at + length :])
    assert all(story.url.startswith("http") for story in found.stories)
    assert len(set(links(found))) == len(found.stories)


def test_everything_that_rss_says_of_a_story_comes_out() -> None:
    more = f"""<pubDate>{DATE}</pubDate><author>jane@paper.example (Jane Doe)</author><category>Weather</category>
    <category>Top</category><source url="https://wire.example/feed">The Wire</source><description>Short</description>
    <content:encoded><![CDATA[<p>It <b>rained</b>.</p>]]></content:encoded><dc:language>de</dc:language>
    <atom:updated>2021-10-22T01:00:00+02:00</atom:updated><media:title>Picture</media:title>"""
    spaces = """ xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/\""""
    found = read(rss(item(more=more), attributes=spaces))
    assert found.stories == (
        Announced(
            A,
            title="Rain",
            published=MOMENT,
            modified="2021-10-22T01:00:00+02:00",
            section="Weather",
            authors=("Jane Doe",),
            source=Source(name="The Wire", url="https://wire.example/feed"),
            text="<p>It <b>rained</b>.</p>",
            language="de",
        ),
    )
    assert not found.faults


def test_everything_that_atom_says_of_a_story_comes_out() -> None:
    inner = f"""<link href="{A}"/><published>2021-10-21T13:25:04Z</published><updated>2021-10-22T01:00:00+02:00</updated>
    <author><name>Jane Doe</name><email>jane@paper.example</email></author><author><name>Bob</name></author>
    <category term="wx" label="Weather"/><source><title>The Wire</title><link href="https://wire.example/"/></source>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <b>rained</b>.<br/></p></div></content>"""
    (story,) = read(atom(entry(inner))).stories
    assert story == Announced(
        A,
        title="Rain",
        published=MOMENT,
        modified="2021-10-22T01:00:00+02:00",
        section="Weather",
        authors=("Jane Doe", "Bob"),
        source=Source(name="The Wire", url="https://wire.example/"),
        text="<div><p>It <b>rained</b>.<br></p></div>",
    )


def test_a_feed_says_when_to_come_back_and_where_its_hub_is() -> None:
    head = """<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
    <skipHours><hour>3</hour><hour>24</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays>
    <lastBuildDate>Thu, 21 Oct 2021 13:25:04 GMT</lastBuildDate>
    <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://paper.example/feed/"/>"""
    spaces = ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom"'
    told = [("link", '<https://other-hub.example/>; rel="hub", </feed/2>; rel=next')]
    found = read(rss(item(), head=head, attributes=spaces), headers=told)
    assert found.hints.rest == timedelta(minutes=30)
    assert found.hints.skip_hours == (3, 0)
    assert found.hints.skip_days == ("Sunday",)
    assert found.hints.updated == MOMENT
    assert found.hints.hubs == ("https://hub.example/", "https://other-hub.example/")
    assert found.hints.self_url == URL
    assert found.further == (Further(HOME + "feed/2"),)


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 60 minutes</ttl>", None),
        ("<ttl>99999999</ttl>", None),
        ("<ttl>9999999</ttl>", timedelta(days=7)),
        ("<sy:updatePeriod>\n daily</sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", timedelta(days=1)),
    ],
)
def test_a_hint_that_cannot_be_is_none(head: str, rest: timedelta | None) -> None:
    assert read(rss(item(), head=head)).hints.rest == rest


@pytest.mark.parametrize(
    ("url", "following"),
    [
        (HOME + "feed/", HOME + "feed/?paged=2"),
        (HOME + "?feed=rss2", HOME + "?feed=rss2&paged=2"),
        (HOME + "feed/?paged=9&x=1", HOME + "feed/?x=1&paged=10"),
    ],
)
def test_a_feed_of_wordpress_has_pages(url: str, following: str) -> None:
    head = "<generator>https://wordpress.org/?v=6.1.9</generator>"
    assert read(rss(item(), head=head), url=url).further == (Further(following),)
    assert not read(rss(head=head), url=url).further, "an empty page is the last"
    head = '<generator uri="https://wordpress.org/" version="6.1.9">WordPress</generator>'
    assert read(atom(entry(f'<link href="{A}"/>'), head=head), url=url).further == (Further(following),)


@pytest.mark.parametrize("rel", ["next", "prev-archive"])
def test_a_feed_in_pages_says_where_it_goes_on(rel: str) -> None:
    head = f'<link rel="{rel}" href="?page=2"/><link rel="self" href="."/>'
    assert read(atom(entry(f'<link href="{A}"/>'), head=head)).further == (Further(URL + "?page=2"),)


def test_a_page_that_leads_to_itself_is_no_further_one() -> None:
    assert not read(atom(entry(f'<link href="{A}"/>'), head=f'<link rel="next" href="{URL}"/>')).further


def test_a_huge_feed_is_read_to_its_end() -> None:
    found = read(
        rss(*(item(str(number), more=f"<description>{'word ' * 100}</description>") for number in range(2000)))
    )
    assert len(found.stories) == 2000


def test_what_is_no_feed_keeps_its_hub() -> None:
    found = read("<html><body>x</body></html>", headers=[("link", "<https://hub.example/>; rel=hub")])
    assert (found.form, found.hints.hubs) == ("html", ("https://hub.example/",))


def test_what_is_lost_is_told_in_a_line() -> None:
    found = read(rss(item(link=""), item(link=""), item(), item("b", more="<pubDate>soon</pubDate>")))
    assert found.remarks == "2 entries without an address; dates that cannot be read"
    assert links(found) == [A, B]
    assert read(rss(item())).remarks is None
