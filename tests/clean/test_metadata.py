"""The metadata of a page: each field by its order of trust, each with its origin, none on a guess."""

from __future__ import annotations

import gzip
import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean.metadata import Metadata, Visible, VisibleLine, complete, find_metadata, is_source_line
from scraper.clean.metadata.zone import lines_in
from scraper.dates import parse_moment
from scraper.dom import Unparsable, decode, node_text, parse_html
from scraper.model import Source
from scraper.urls import absolute_url

URL = "https://www.daily.example/2021/10/21/story"
BODY = "<p>" + "The council met on Thursday and agreed on the plan for the new bridge over the river. " * 3 + "</p>"
TWO = f"<div class=body>{BODY}{BODY}</div>"


def found(html: str, url: str | None = URL) -> Metadata:
    tree = parse_html(html)
    assert not isinstance(tree, Unparsable)
    return find_metadata(tree, url=url)


def ld(**values: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle'} | values)}</script>"


def page(head: str = "", top: str = "", *, h1: str = "Bridge plan agreed by council") -> str:
    return f"<html lang=en-GB><head>{head}</head><body><main><h1>{h1}</h1>{top}{TWO}</main></body></html>"


def test_a_plain_page_tells_what_it_shows() -> None:
    top = "<p class=dek>The vote was close, and the mayor had to speak twice</p><div>By Jane Doe and John Roe</div><div>October 21, 2021</div><div>4 min read</div>"
    metadata = found(page("<title>Bridge plan agreed by council - The Daily</title>", top))
    assert metadata.headline == "Bridge plan agreed by council"
    assert metadata.dek == "The vote was close, and the mayor had to speak twice"
    assert metadata.authors == ("Jane Doe", "John Roe")
    assert (metadata.published, metadata.published_text) == ("2021-10-21", "October 21, 2021")
    assert metadata.reading_time_minutes == 4
    assert metadata.publisher == "The Daily"
    assert metadata.declared_language == "en"
    assert metadata.modified is None
    assert metadata.origins == {
        "headline": "visible", "dek": "visible", "authors": "visible", "published": "visible", "published_text": "visible",
        "reading_time_minutes": "visible", "publisher": "title", "language": "declared",
    }  # fmt: skip


def test_json_ld_is_believed_before_metas_and_these_before_what_is_shown() -> None:
    head = ld(
        headline="Bridge plan agreed by council",
        datePublished="2021-10-21T13:25:04-04:00",
        dateModified="2021-10-22T08:00:00-04:00",
        author={"@type": "Person", "name": "Jane Doe"},
        articleSection="Politics",
        keywords=["Bridges", "Politics", "River"],
        image={"@type": "ImageObject", "url": "/lead.jpg"},
        isAccessibleForFree="False",
        publisher={"@type": "Organization", "name": "Daily Media Group", "logo": "/logo.png"},
    )
    head += "<meta property='og:site_name' content='The Daily'><meta name=author content='Somebody Else'>"
    head += "<meta property='article:published_time' content='2021-10-20T00:00:00Z'><link rel=canonical href='/2021/10/21/story?x=1'>"
    metadata = found(page(head, "<div>October 20, 2021</div>"))
    assert metadata.published == "2021-10-21T13:25:04-04:00"
    assert metadata.modified == "2021-10-22T08:00:00-04:00"
    assert metadata.authors == ("Jane Doe",)
    assert (metadata.section, metadata.tags) == ("Politics", ("Bridges", "River"))
    assert metadata.image == "https://www.daily.example/lead.jpg"
    assert metadata.is_free is False
    assert metadata.publisher == "The Daily"
    assert metadata.canonical_url == "https://www.daily.example/2021/10/21/story?x=1"
    assert metadata.kinds == ("ld:newsarticle",)
    assert {metadata.origins[name] for name in ("published", "modified", "authors", "section", "tags", "image")} == {
        "json-ld"
    }


def test_a_day_is_replaced_by_a_moment_of_the_same_day_that_stands_elsewhere() -> None:
    head = ld(datePublished="2021-10-21", headline="Bridge plan agreed by council")
    top = "<time datetime='2021-10-21T13:25:04+02:00'>21 October 2021, 13:25</time>"
    assert found(page(head, top)).published == "2021-10-21T13:25:04+02:00"
    assert found(page(head, top.replace("10-21", "10-20"))).published == "2021-10-21"


def test_a_change_counts_only_after_publication() -> None:
    for change in ("2021-10-21T10:00:00Z", "2021-10-20T09:00:00Z", "2021-10-21T12:00:00+02:00"):
        assert found(page(ld(datePublished="2021-10-21T10:00:00Z", dateModified=change))).modified is None
    assert found(page(ld(datePublished="2021-10-21", dateModified="2021-10-21T12:00:00Z"))).modified is None
    shown = found(page("", "<div>Published 21 October 2021</div><div>Updated 23 October 2021</div>"))
    assert (shown.published, shown.modified) == ("2021-10-21", "2021-10-23")


def test_the_only_date_of_a_page_is_its_date_and_the_address_stands_in_for_none() -> None:
    updated = page("", "<div>Updated 23 October 2021</div>")
    assert found(updated, url="https://daily.example/story").published == "2021-10-23"
    assert (found(updated).published, found(updated).modified) == ("2021-10-21", "2021-10-23")
    by_address = found(page())
    assert (by_address.published, by_address.origins["published"]) == ("2021-10-21", "url")
    assert found(page(), url="https://daily.example/story-20211021112233").published is None


def test_a_date_of_a_teaser_or_comment_is_not_the_storys() -> None:
    aside = "<aside class=related><span class=date>3 March 2020</span><span class=date>4 March 2020</span></aside>"
    assert found(page() + aside, url=None).published is None


def test_people_sign_before_organisations_and_these_before_nobody() -> None:
    assert found(page(ld(author="Daily Newsroom Ltd"), "<div class=byline>By Jane Doe</div>")).authors == ("Jane Doe",)
    assert found(page(ld(author={"@type": "Organization", "name": "Reuters"}))).authors == ("Reuters",)
    assert found(page("<meta name=author content='Staff'>")).authors == ()
    assert found(page("<meta name=author content='https://facebook.com/daily'>")).authors == ()


def test_a_byline_that_names_more_people_is_more_complete() -> None:
    top = "<div><a rel=author href=/a/1>Jane Doe</a>, <a rel=author href=/a/2>John Roe</a></div>"
    assert found(page(ld(author={"@type": "Person", "name": "Jane Doe"}), top)).authors == ("Jane Doe", "John Roe")


def test_authors_of_comments_photos_and_other_stories_do_not_sign() -> None:
    rest = "<div class=comment><span class=author>Ann Commenter</span></div><figure><span class=author>Phil Photo</span></figure>"
    rest += "<div class=related><a rel=author href=/x>Tess Teaser</a></div>"
    assert found(page() + rest).authors == ()


def test_the_article_of_this_page_is_told_from_those_of_teasers() -> None:
    others = [
        {"@type": "NewsArticle", "headline": f"Other {n}", "datePublished": "2020-01-01", "author": "Tess Teaser"}
        for n in range(3)
    ]
    own = {
        "@type": "Article",
        "url": URL,
        "headline": "Bridge plan",
        "datePublished": "2021-10-21",
        "author": {"@id": "#p"},
    }
    graph = {
        "@graph": [
            *others,
            own,
            {"@type": "Person", "@id": "#p", "name": "Jane Doe"},
            {"@type": "WebPage", "datePublished": "2019-01-01"},
        ]
    }
    head = f"<script type='application/ld+json'>{json.dumps(graph)}</script>"
    metadata = found(page(head))
    assert (metadata.authors, metadata.published) == (("Jane Doe",), "2021-10-21")
    listed = {"@type": "ItemList", "itemListElement": others}
    assert found(page(f"<script type='application/ld+json'>{json.dumps(listed)}</script>")).authors == ()


def test_a_logo_is_no_lead_picture_and_a_scaled_copy_gives_way_to_the_picture_shown() -> None:
    logo = "<meta property='og:image' content='/img/site-logo.png'>"
    assert found(page(logo)).image is None
    assert (
        found(page(logo + "<meta name='twitter:image' content='/img/lead.jpg'>")).image
        == "https://www.daily.example/img/lead.jpg"
    )
    scaled = "<meta property='og:image' content='https://www.daily.example/up/lead-1024x576.png'>"
    assert found(page(scaled)).image == "https://www.daily.example/up/lead-1024x576.png"
    assert found(page(scaled, "<img src='/up/lead.png'>")).image == "https://www.daily.example/up/lead.png"


def test_tags_and_section_are_the_storys_own() -> None:
    labels = "<a rel='category tag' href=/c>Crime</a><a rel=tag href=/t1>Courts</a><a rel=tag href=/t2>Police</a>"
    other = "<article><h2>Other</h2><a rel=tag href=/t9>Sports</a></article>"
    html = f"<article><h1>Bridge plan agreed by council</h1>{TWO}<footer>{labels}</footer></article>{other}"
    metadata = found(html)
    assert (metadata.section, metadata.tags) == ("Crime", ("Courts", "Police"))
    assert found(page("<meta name=keywords content='Bridges, River, bridges, tag:123'>")).tags == ("Bridges", "River")


def test_a_breadcrumb_names_the_section() -> None:
    items = [
        {"@type": "ListItem", "name": name} for name in ("Home", "News", "Regional", "Bridge plan agreed by council")
    ]
    head = f"<script type='application/ld+json'>{json.dumps({'@type': 'BreadcrumbList', 'itemListElement': items})}</script>"
    metadata = found(page(head))
    assert (metadata.section, metadata.origins["section"]) == ("Regional", "breadcrumb")


def test_the_opening_paragraph_is_no_dek_even_where_the_summary_repeats_it() -> None:
    text = "The council met on Thursday and agreed on the plan for the new bridge over the river."
    head = f"<meta name=description content='{text}'>"
    body = f"<div><p>{text}</p>{BODY}</div>"
    assert found(f"<head>{head}</head><h1>Bridge plan agreed by council</h1>{body}").dek is None
    apart = f"<head>{head}</head><h1>Bridge plan agreed by council</h1><div><p>{text}</p></div><div>{BODY}{BODY}</div>"
    assert found(apart).dek == text


def test_the_source_is_told_by_the_last_line_that_has_a_link() -> None:
    lines = (
        VisibleLine(text="Source: ministry figures"),
        VisibleLine(
            text="More from: Office of Public Affairs",
            links=(("Office of Public Affairs", "https://daily.example/author/opa/"),),
        ),
    )
    metadata = complete(found(page()), visible=Visible(below=lines, text=BODY))
    assert metadata.source == Source(name="Office of Public Affairs", url="https://daily.example/author/opa/")
    assert metadata.origins["source"] == "visible"
    based = found(page(ld(isBasedOn="https://agency.example/wire/1")))
    assert based.source == Source(name="agency.example", url="https://agency.example/wire/1")


def test_lines_that_name_a_source_are_told_from_sentences() -> None:
    for line in (
        "More from: Office of Public Affairs",
        "Source: Reuters",
        "(via AP)",
        "Quelle: dpa",
        "来源：新华社",
        "Originally published at The Conversation",
    ):
        assert is_source_line(line), line
    for line in ("More from this hearing will follow.", "From the river to the bridge", "via the main road", "Source"):
        assert not is_source_line(line), line


def test_the_language_of_the_text_wins_over_the_declared_one() -> None:
    spanish = "El consejo se reunió el jueves y aprobó el plan para el nuevo puente sobre el río. " * 4
    metadata = complete(found(page()), visible=Visible(text=spanish))
    assert (metadata.language, metadata.declared_language, metadata.origins["language"]) == ("es", "en", "text")
    assert complete(found(page(h1="Xyz")), visible=Visible(text="Ok.")).language == "en"


def test_what_stands_in_no_head_is_read_from_the_lines_around_the_body() -> None:
    above = (
        VisibleLine(text="Words by Jane Doe"),
        VisibleLine(text="Posted on October 21, 2021"),
        VisibleLine(text="16 min read"),
    )
    metadata = complete(Metadata(headline="x"), visible=Visible(above=above))
    assert (metadata.authors, metadata.published, metadata.reading_time_minutes) == (("Jane Doe",), "2021-10-21", 16)


def test_a_dek_that_opens_the_body_is_taken_back() -> None:
    metadata = complete(
        Metadata(headline="x", dek="The vote was close", origins={"dek": "visible"}),
        visible=Visible(first="The vote was close"),
    )
    assert (metadata.dek, metadata.origins.get("dek")) == (None, None)


def test_without_an_address_only_absolute_addresses_are_kept() -> None:
    head = "<link rel=canonical href='/story'><meta property='og:image' content='https://cdn.example/a.jpg'>"
    metadata = found(page(head), url=None)
    assert (metadata.canonical_url, metadata.image) == (None, "https://cdn.example/a.jpg")


def test_entities_that_were_encoded_twice_are_decoded() -> None:
    head = "<meta property='og:title' content='Q&amp;amp;A: what&amp;#8217;s next'><title>x</title>"
    assert found(f"<head>{head}</head><body><p>x</p>").headline == "Q&A: what’s next"


def test_an_empty_page_has_no_metadata() -> None:
    assert found("", url=None) == Metadata()


def check(metadata: Metadata) -> None:
    """What holds for the metadata of any page."""
    for field in fields(metadata):
        value = getattr(metadata, field.name)
        assert value != "", field.name
        if isinstance(value, str) and field.name != "article_body":
            assert value == value.strip(), field.name
    assert all(name and name == name.strip() for name in (*metadata.authors, *metadata.tags, *metadata.kinds))
    for moment in filter(None, (metadata.published, metadata.modified)):
        assert parse_moment(moment) == moment
    for address in filter(None, (metadata.image, metadata.canonical_url)):
        assert address.startswith(("http://", "https://"))
    assert set(metadata.origins) <= {field.name for field in fields(metadata)}
    assert all(getattr(metadata, name) not in (None, "", ()) for name in metadata.origins)


pieces = st.lists(
    st.sampled_from([
        "<h1>", "</h1>", "<h1 class=title>Bridge plan agreed</h1>", "<title>", "Bridge plan agreed | The Daily", "</title>", "<meta name=author content='", "<meta property=og:title content='",
        "<meta property=article:published_time content='2021-10-21T10:00:00Z'>", "'>", "<time datetime='", "2021-10-21", "October 21, 2021", "</time>", "<div class=byline>", "By Jane Doe",
        "</div>", "<script type=application/ld+json>", '{"@type":"NewsArticle","headline":"Bridge plan agreed"', ',"author":', '{"name":"Jane"}', "[", "]", "}", "</script>", "<link rel=canonical href='",
        "//[", "<a rel=tag>", "<a rel=author href=/a>", "</a>", "<p>", "x" * 200 + ".", "<aside>", "<nav>", "<base href='", "&amp;", "\x00", "\u0301", "<b itemprop=author>", "<html lang='", "Source: AP",
    ])
    | st.text(max_size=4),
    max_size=40,
).map("".join)  # fmt: skip


@given(pieces)
def test_any_markup_gives_metadata_that_holds_together(html: str) -> None:
    metadata = found(html)
    check(metadata)
    check(
        complete(
            metadata,
            visible=Visible(
                above=(VisibleLine(text="By X"),), below=(VisibleLine(text="Source: Y"),), text=html, first="x"
            ),
        )
    )


def test_the_recorded_wordpress_needs_no_definition(shared: Path) -> None:
    folder = shared / "wordpress" / "snapshot" / "pages-a"
    with gzip.open(folder / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        truths = {truth["url"]: truth for truth in map(json.loads, lines)}
    entries = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    seen = 0
    for entry in entries:
        truth = truths.get(entry["url"])
        if truth is None or entry["status"] != 200:
            continue
        seen += 1
        tree = parse_html(decode(gzip.decompress((folder / "pages" / Path(entry["file"]).name).read_bytes())))
        assert not isinstance(tree, Unparsable)
        root = tree.css_first("article")
        assert root is not None
        lines_below = tuple(
            VisibleLine(
                text=line.text,
                links=tuple(
                    (node_text(a), absolute_url(a.attributes.get("href") or "", base=entry["url"]) or "")
                    for a in line.links
                ),
            )
            for line in lines_in(root, 5000)
        )
        text = "\n".join(truth["body_paragraphs"]) if truth["body_visible"] else ""
        metadata = complete(find_metadata(tree, url=entry["url"]), visible=Visible(below=lines_below, text=text))
        check(metadata)
        assert metadata.headline == truth["title"]
        assert metadata.dek is None
        assert metadata.authors == (truth["author"],)
        assert metadata.published == truth["published"]
        assert metadata.published_text == truth["date_shown"]
        assert metadata.modified == (truth["modified"] if truth["was_updated"] else None)
        assert metadata.section in truth["categories"]
        assert sorted(metadata.tags) == sorted(truth["tags"])
        assert metadata.publisher == "News Network"
        if text:
            assert metadata.language == truth["lang"]
        if truth["source"] and truth["pages"] == 1:
            assert metadata.source == Source(**truth["source"])
    assert seen >= 50


CREDITS = [
    ("This article is republished from The Conversation under a Creative Commons license.", "The Conversation"),
    ("This article was originally published on Live Science.", "Live Science"),
    ("This story was originally published by Grist and is reproduced here with permission.", "Grist"),
    ("Dieser Artikel erschien zuerst bei Golem.de.", "Golem.de"),
    ("Cet article a été publié initialement sur Slate.fr", "Slate.fr"),
    ("Este artículo se publicó originalmente en El País.", "El País"),
    ("via AP", "AP"),
    ("This article was published on Tuesday.", None),
    ("Published in Politics", None),
    ("Originally published on October 21, 2021", None),
    ("via the harbour bridge", None),
]


@pytest.mark.parametrize(("line", "name"), CREDITS)
def test_a_credit_line_names_who_published_first(line: str, name: str | None) -> None:
    source = complete(Metadata(), visible=Visible(below=(VisibleLine(text=line),))).source
    assert (source.name if source else None) == name


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("WASHINGTON (AP) — The council met on Thursday.", "", "AP"),
        ("Berlin (dpa) - Der Rat hat am Donnerstag beraten.", "", "dpa"),
        ("LONDON, Nov 24 (Reuters) - The council met.", "", "Reuters"),
        ("The council met.", "© AFP", "AFP"),
        ("The council met.", "(AFP/dpa)", "AFP/dpa"),
        ("The mayor (AP) said so.", "", None),
        ("Der Vorsitzende (CDU) - sagte das.", "", None),
    ],
)
def test_a_dateline_or_a_last_line_names_the_agency(first: str, last: str, name: str | None) -> None:
    source = complete(Metadata(), visible=Visible(first=first, last=last)).source
    assert (source.name if source else None) == name


def test_an_agency_is_no_source_of_its_own_pages() -> None:
    own = Metadata(publisher="Reuters News")
    assert complete(own, visible=Visible(first="LONDON, Nov 24 (Reuters) - The council met.")).source is None


def test_somebody_who_signs_in_the_text_comes_before_the_newsroom_of_the_head() -> None:
    newsroom = Metadata(authors=("Daily Newsroom Ltd",), origins={"authors": "json-ld"})
    for visible in (
        Visible(opening=("The plan", "By Jane Doe", "The council met.")),
        Visible(below=(VisibleLine(text="By Jane Doe"),)),
    ):
        signed = complete(newsroom, visible=visible)
        assert (signed.authors, signed.origins["authors"]) == (("Jane Doe",), "visible")
    assert complete(Metadata(authors=("John Roe",)), visible=Visible(opening=("By Jane Doe",))).authors == ("John Roe",)
    assert complete(Metadata(), visible=Visible(last="Jane Doe")).authors == ("Jane Doe",)
    assert complete(Metadata(), visible=Visible(last="More to come")).authors == ()


def test_a_day_stands_at_the_end_of_an_address_too_where_its_order_is_plain() -> None:
    assert found(page(), url="https://daily.example/news/29-10-2021").published == "2021-10-29"
    assert found(page(), url="https://daily.example/news/03-04-2021").published is None


def test_access_is_told_where_the_page_tells_it() -> None:
    assert found(page(ld(isAccessibleForFree=True))).is_free is True
    locked = found(page("<meta property='article:content_tier' content='locked'>"))
    assert (locked.is_free, locked.origins["is_free"]) == (False, "opengraph")
    assert found(page()).is_free is None
