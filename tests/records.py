"""Random page records, as a cleaner could make them."""

from __future__ import annotations

from hypothesis import strategies as st

from scraper.model import (
    Article,
    Block,
    BlockKind,
    CleanedPage,
    PageType,
    Provenance,
    RelatedItem,
    RelatedKind,
    Source,
    WarcPlace,
)
from scraper.text import fold

# Signs that files and data bases trip over: quotes, separators, formulas, line ends inside cells, other scripts.
LETTERS = st.sampled_from(list("abcXYZ019 .,;:'\"\\/=+-@|<>&%{}[]…–“”éßÅжяعה中文日本\u200d\u0301😀\U000e0041"))
texts = (st.text(LETTERS, min_size=1, max_size=20) | st.text(min_size=1, max_size=20)).map(fold).filter(bool)
maybe = st.none() | texts
many = st.lists(texts, max_size=3).map(tuple)
dates = st.dates().map(lambda day: day.isoformat())
times = st.datetimes(timezones=st.sampled_from([None]) | st.timezones()).map(lambda moment: moment.isoformat())
moments = st.none() | dates | times
words = st.text("abcdef0123456789", min_size=1, max_size=4)
urls = st.builds("https://{}.example/{}/{}".format, words, words, words)
maybe_url = st.none() | urls


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind: BlockKind = draw(
        st.sampled_from(["paragraph", "heading", "list_item", "quote", "table", "caption", "code", "turn"])
    )
    rows = st.lists(st.lists(texts, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
    return Block(
        kind=kind,
        text=draw(texts),
        level=draw(st.integers(1, 6)) if kind in ("heading", "list_item") else None,
        speaker=draw(texts) if kind == "turn" else None,
        rows=draw(rows) if kind == "table" else None,
    )


articles = st.builds(
    Article,
    headline=maybe,
    dek=maybe,
    authors=many,
    publisher=maybe,
    source=st.none() | st.builds(Source, name=texts, url=maybe_url),
    published=moments,
    published_text=maybe,
    modified=moments,
    section=maybe,
    tags=many,
    language=maybe,
    image=maybe_url,
    reading_time_minutes=st.none() | st.integers(0, 999),
    blocks=st.lists(blocks(), max_size=3).map(tuple),
)


@st.composite
def teasers(draw: st.DrawFn) -> tuple[RelatedItem, ...]:
    kinds: list[RelatedKind] = ["read_more", "related", "latest", "inline", "listing", "other"]
    return tuple(
        RelatedItem(
            position=position,
            title=draw(texts),
            list=draw(maybe),
            kind=draw(st.sampled_from(kinds)),
            url=draw(maybe_url),
            category=draw(maybe),
            excerpt=draw(maybe),
            excerpt_truncated=draw(st.none() | st.booleans()),
            date_text=draw(maybe),
            published=draw(moments),
            authors=draw(many),
            image=draw(maybe_url),
        )
        for position in range(draw(st.integers(0, 3)))
    )


@st.composite
def cleaned_pages(draw: st.DrawFn) -> CleanedPage:
    """A page with an address; without the fields that are not part of the record."""
    page_type: PageType = draw(st.sampled_from(["article", "listing", "other"]))
    return CleanedPage(
        page_type=page_type,
        outcome=draw(st.sampled_from(["ok", "no_article", "protected"])),
        provenance=Provenance(
            cleaner="scraper/0",
            rules=draw(maybe),
            fetched_at=draw(st.none() | st.datetimes().map(lambda moment: moment.isoformat() + "+00:00")),
            warc=draw(
                st.none()
                | st.builds(WarcPlace, file=words, offset=st.integers(0, 2**40), payload_digest=st.none() | words)
            ),
            pages=draw(st.lists(urls, max_size=2).map(tuple)),
            origins=draw(st.dictionaries(words, texts, max_size=2)),
        ),
        id=draw(st.none() | words),
        url=draw(urls),
        canonical_url=draw(maybe_url),
        site=draw(st.none() | words),
        article=draw(articles) if page_type == "article" else None,
        related=draw(teasers()),
    )
